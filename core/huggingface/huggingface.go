// Package huggingface opens a folder with a model of the GPT-2 family, or a
// Llama, Mistral, Qwen 2 or 3, or Gemma 3, as the transformers library saves it:
// config.json, weights in safetensors, and a tokenizer.
//
// What the folder promises is followed to the digit or refused: a setting that
// would change the numbers and is not supported is an error that names it. The
// meaning of the settings, and what holds where one is left out, are those of
// GPT2Config, LlamaConfig and so on in huggingface/transformers.
package huggingface

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"logitarium/core/fault"
	"logitarium/core/gpt"
	"logitarium/core/lm"
)

// Folder holds the contents of a folder. It is an [lm.Model] if it has a tokenizer.
type Folder struct {
	name   string
	Model  *gpt.Model
	Tokens lm.Tokenizer // as many as the model has; nil if there is none
	// Remarks say, a line each, what is not as the folder has it.
	Remarks []fault.Text
}

// Options say how to read a folder; the zero value is the plain way.
type Options struct {
	Weights gpt.Precision // in which the model holds its matrices
	// Progress, if not nil, is called again and again with the parameters read
	// so far and their total. An error of it ends the reading.
	Progress func(done, total int) error
}

// Open reads the folder dir. The weights are taken into memory once, in the
// precision that the options ask for; beside them there is room for one tensor
// in float32.
//
// The errors name the file and the setting or the tensor.
func Open(dir string, o Options) (*Folder, error) {
	stat, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	if !stat.IsDir() {
		return nil, fault.Errorf("%s is a file: name the folder that holds config.json and model.safetensors", dir)
	}
	full, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	f, err := open(full, o)
	if err != nil {
		return nil, fault.Errorf("%s: %v", dir, err)
	}
	return f, nil
}

func open(dir string, o Options) (*Folder, error) {
	b, err := readBlueprint(dir)
	if err != nil {
		return nil, err
	}
	config := b.config
	// The headers of the weights say how large the model is, before memory is
	// taken for its vocabulary. The tokenizer is small: what is wrong with it is
	// said before the weights are read.
	w, err := openWeights(dir, b.family)
	if err != nil {
		return nil, err
	}
	defer w.close()
	if config.Untied, err = w.untied(b.tied); err != nil {
		return nil, err
	}
	if err := w.promise(config); err != nil {
		return nil, err
	}
	tokens, remarks, err := readTokens(dir, b)
	if err != nil {
		return nil, err
	}
	model, err := w.model(config, o)
	if err != nil {
		return nil, err
	}
	return &Folder{name: filepath.Base(dir), Model: model, Tokens: tokens, Remarks: remarks}, nil
}

// readFile returns the whole of a file of at most limit bytes. Symbolic links
// are followed, as in the cache of the Hugging Face hub every file is one.
func readFile(dir, name string, limit int64) ([]byte, error) {
	path := filepath.Join(dir, name)
	// Opening a named pipe would wait for a writer, so what it is comes first.
	stat, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !stat.Mode().IsRegular() {
		return nil, fault.Errorf("%s is not a regular file", name)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // opened for reading: nothing can be lost
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fault.Errorf("%s is larger than %d MB: is this the right file?", name, limit>>20)
	}
	for _, mark := range []string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"} {
		if bytes.HasPrefix(data, []byte(mark)) {
			return nil, fault.Errorf("%s begins with a byte order mark (BOM), which transformers refuses too: save it as UTF-8 without BOM", name)
		}
	}
	return data, nil
}

// exists reports whether the folder has something by that name.
func exists(dir, name string) bool {
	_, err := os.Stat(filepath.Join(dir, name))
	return !errors.Is(err, fs.ErrNotExist)
}
