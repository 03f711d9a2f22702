// Package modelfile opens GGUF files, as llama.cpp, Ollama and LM Studio keep
// them, as models for the labs, and writes them.
//
// Source: llama.cpp 0.7.0, whose tokens and logits it is held to.
package modelfile

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"

	"logitarium/core/architecture"
	"logitarium/core/fault"
	"logitarium/core/gguf"
	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/token"
)

var _ interface {
	lm.Predictor
	lm.Transformer
	lm.Trainable
	lm.Filed
	lm.Templated
} = (*Model)(nil)

// Model is a model in a GGUF file. The file stays open, for those who look at
// the blocks in it.
type Model struct {
	name     string
	network  *gpt.Model
	file     *gguf.File
	Tokens   *token.Vocabulary
	Metadata gguf.Metadata
}

// partNumber is what a split model's files have behind their name.
var partNumber = regexp.MustCompile(`-\d{5}-of-\d{5}$`)

// Open reads a file, or all parts of a split one. It also asks the model once
// what comes next: one whose answer can't be right is an error. Errors name the
// file, and the key or tensor.
func Open(path string, o architecture.Options) (*Model, error) {
	f, err := gguf.OpenPath(path)
	if err != nil {
		return nil, err
	}
	m, err := readAs(nameOf(path), f, o)
	if err != nil {
		f.Close() // opened for reading: nothing can be lost
		return nil, fault.Errorf("%s: %v", filepath.Base(path), err)
	}
	return m, nil
}

// Saved returns a model as it is when [Write] has written it and [Open] reads
// it, without a file on a disk. The error is theirs.
func Saved(m *gpt.Model, tokens *token.BPE, name string, as gguf.Type) (*Model, error) {
	var b bytes.Buffer
	if err := Write(&b, m, tokens, name, as); err != nil {
		return nil, err
	}
	f, err := gguf.Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		return nil, err
	}
	return readAs(name+"-"+as.String(), f, architecture.Options{})
}

func readAs(name string, f *gguf.File, o architecture.Options) (*Model, error) {
	m := &Model{name: name, file: f, Metadata: f.Metadata}
	return m, m.read(f, o)
}

// nameOf is the file's name without its ending.
func nameOf(path string) string {
	name := strings.TrimSuffix(filepath.Base(path), ".gguf")
	return partNumber.ReplaceAllString(name, "")
}

// read reads the tokenizer first: it is small, and what is wrong with it is said
// before the weights are read.
func (m *Model) read(f *gguf.File, o architecture.Options) error {
	c, err := architecture.Config(f)
	if err != nil {
		return err
	}
	if m.Tokens, err = Tokens(f, c.Vocab); err != nil {
		return err
	}
	if m.network, err = architecture.GGUF(f, o); err != nil {
		return err
	}
	first := m.Tokens.End()
	if begin, _ := m.Tokens.Begin(); begin >= 0 {
		first = begin
	}
	return lm.Sound(gpt.NewDecoder(m.network).Step(first))
}

// Name is the file's own.
func (m *Model) Name() string { return m.name }

// Architecture is how the file calls it: "llama".
func (m *Model) Architecture() string {
	name, _ := m.Metadata.String("general.architecture") // it was read by that
	return name
}

// Tokenizer implements [lm.Model].
func (m *Model) Tokenizer() lm.Tokenizer { return m.Tokens }

// Context implements [lm.Model].
func (m *Model) Context() int { return m.network.Config.Context }

// Reader implements [lm.Predictor].
func (m *Model) Reader() lm.Reader { return lm.NewReader(m.network) }

// Stored implements [lm.Filed].
func (m *Model) Stored() []lm.Stored {
	parameters := map[string]string{}
	for _, t := range m.network.Tensors() {
		parameters[architecture.TensorName(t.Name)] = t.Name
	}
	var all []lm.Stored
	for _, t := range m.file.Tensors() {
		all = append(all, lm.Stored{Parameter: parameters[t.Name], Tensor: t})
	}
	return all
}

// Block implements [lm.Filed].
func (m *Model) Block(t lm.Stored, i int) ([]byte, error) { return m.file.Block(t.Tensor, i) }

// Read implements [lm.Filed].
func (m *Model) Read(dst []float32, t lm.Stored, from int) error {
	return m.file.Read(dst, t.Tensor, from)
}

// ChatTemplate implements [lm.Templated].
func (m *Model) ChatTemplate() string {
	template, _ := m.Metadata.String("tokenizer.chat_template") // most have none
	return template
}

// Network implements [lm.Transformer].
func (m *Model) Network() *gpt.Model { return m.network }

// Copy implements [lm.Trainable].
func (m *Model) Copy() (*gpt.Model, error) { return lm.CopyToTrain(m.name, m.network) }
