package huggingface

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"logitarium/core/checkpoint"
	"logitarium/core/fault"
)

// The names of the files with weights.
const (
	single = "model.safetensors"
	index  = "model.safetensors.index.json"
)

// location is the file that holds a tensor, and its entry there.
type location struct {
	file *checkpoint.File
	info checkpoint.TensorInfo
}

// weights are the tensors of one file or several, by their names without the
// prefix: the "transformer." that GPT2LMHeadModel puts before them and GPT2Model
// does not.
type weights struct {
	family      family
	files       []*checkpoint.File
	tensors     map[string]location
	progress    func(done, total int) error
	done, total int       // numbers
	scratch     []float32 // room for one matrix as it is read
	rows        []float32 // and for it transposed, before it is rounded
}

func (w *weights) close() {
	for _, f := range w.files {
		f.Close() // opened for reading: nothing can be lost
	}
}

// openWeights finds the weights of a folder and reads the headers.
func openWeights(dir string, of family) (*weights, error) {
	w := &weights{family: of, tensors: make(map[string]location)}
	var err error
	switch {
	case exists(dir, single):
		err = w.openSingle(dir)
	case exists(dir, index):
		err = w.openShards(dir)
	case exists(dir, "pytorch_model.bin"), exists(dir, "pytorch_model.bin.index.json"):
		err = fault.Errorf("pytorch_model.bin is a Python pickle, which can run any code and is not read: save the model as safetensors, with save_pretrained of transformers")
	default:
		err = fault.Errorf("neither %s nor %s: is the download complete?", single, index)
	}
	if err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

func (w *weights) openSingle(dir string) error {
	f, err := checkpoint.OpenPath(filepath.Join(dir, single))
	if err != nil {
		return err
	}
	w.files = append(w.files, f)
	for _, t := range f.Tensors() {
		if err := w.add(f, t); err != nil {
			return err
		}
	}
	return nil
}

// openShards opens the files that the index names.
func (w *weights) openShards(dir string) error {
	const most = 256 // files to hold open
	data, err := readFile(dir, index, 16<<20)
	if err != nil {
		return err
	}
	var parsed struct {
		Files map[string]string `json:"weight_map"` // by tensor
	}
	if err := json.Unmarshal(data, &parsed); err != nil {
		return fault.Errorf("%s: %v", index, err)
	}
	if len(parsed.Files) == 0 {
		return fault.Errorf("%s: weight_map names no tensors", index)
	}
	open := make(map[string]*checkpoint.File)
	for _, tensor := range slices.Sorted(maps.Keys(parsed.Files)) {
		name := parsed.Files[tensor]
		// A name with a way in it could reach any file of the machine.
		if name != filepath.Base(name) || strings.ContainsAny(name, `/\`) || !filepath.IsLocal(name) || name == "." {
			return fault.Errorf("%s: tensor %.60q is in %.60q: only files of the same folder are opened", index, tensor, name)
		}
		f := open[name]
		if f == nil {
			if len(open) == most {
				return fault.Errorf("%s: more than %d files", index, most)
			}
			if f, err = checkpoint.OpenPath(filepath.Join(dir, name)); err != nil {
				return fault.Errorf("%s: tensor %.60q: %v", index, tensor, err)
			}
			open[name], w.files = f, append(w.files, f)
		}
		t, ok := f.Tensor(tensor)
		if !ok {
			return fault.Errorf("%s: %s has no tensor %.60q", index, name, tensor)
		}
		if err := w.add(f, t); err != nil {
			return err
		}
	}
	return nil
}

func (w *weights) add(f *checkpoint.File, t checkpoint.TensorInfo) error {
	name := strings.TrimPrefix(t.Name, w.family.prefix)
	if _, ok := w.tensors[name]; ok {
		return fault.Errorf("tensor %.60q comes with and without the prefix %s", name, w.family.prefix)
	}
	w.tensors[name] = location{f, t}
	return nil
}
