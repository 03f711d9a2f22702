package huggingface

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"logitarium/core/checkpoint"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// The names of the files with weights.
const (
	single = "model.safetensors"
	index  = "model.safetensors.index.json"
)

// place is where a tensor stands.
type place struct {
	file *checkpoint.File
	info checkpoint.Info
}

// weights are the tensors of one file or several, by their names without the
// "transformer." that GPT2LMHeadModel puts before them and GPT2Model does not.
type weights struct {
	files       []*checkpoint.File
	tensors     map[string]place
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
func openWeights(dir string) (*weights, error) {
	w := &weights{tensors: make(map[string]place)}
	var err error
	switch {
	case exists(dir, single):
		err = w.openSingle(dir)
	case exists(dir, index):
		err = w.openShards(dir)
	case exists(dir, "pytorch_model.bin"), exists(dir, "pytorch_model.bin.index.json"):
		err = errors.New("pytorch_model.bin is a Python pickle, which can run any code and is not read: save the model as safetensors, with save_pretrained of transformers")
	default:
		err = fmt.Errorf("neither %s nor %s: is the download complete?", single, index)
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
		return fmt.Errorf("%s: %w", index, err)
	}
	if len(parsed.Files) == 0 {
		return fmt.Errorf("%s: weight_map names no tensors", index)
	}
	open := make(map[string]*checkpoint.File)
	for _, tensor := range slices.Sorted(maps.Keys(parsed.Files)) {
		name := parsed.Files[tensor]
		// A name with a way in it could reach any file of the machine.
		if name != filepath.Base(name) || strings.ContainsAny(name, `/\`) || !filepath.IsLocal(name) || name == "." {
			return fmt.Errorf("%s: tensor %.60q is in %.60q: only files of the same folder are opened", index, tensor, name)
		}
		f := open[name]
		if f == nil {
			if len(open) == most {
				return fmt.Errorf("%s: more than %d files", index, most)
			}
			if f, err = checkpoint.OpenPath(filepath.Join(dir, name)); err != nil {
				return fmt.Errorf("%s: tensor %.60q: %w", index, tensor, err)
			}
			open[name], w.files = f, append(w.files, f)
		}
		t, ok := f.Tensor(tensor)
		if !ok {
			return fmt.Errorf("%s: %s has no tensor %.60q", index, name, tensor)
		}
		if err := w.add(f, t); err != nil {
			return err
		}
	}
	return nil
}

func (w *weights) add(f *checkpoint.File, t checkpoint.Info) error {
	name := strings.TrimPrefix(t.Name, "transformer.")
	if _, ok := w.tensors[name]; ok {
		return fmt.Errorf("tensor %.60q comes with and without the prefix transformer", name)
	}
	w.tensors[name] = place{f, t}
	return nil
}

// head is the tensor of the output head, which stands in the file if it is not
// the token embedding, and sometimes if it is.
const head = "lm_head.weight"

// mask matches the causal mask, which old versions saved with the weights.
var mask = regexp.MustCompile(`^h\.\d+\.attn\.(masked_)?bias$`)

// model reads the tensors of a model.
func (w *weights) model(c gpt.Config, tied bool, o Options) (*gpt.Model, error) {
	var err error
	if c.Untied, err = w.untied(tied); err != nil {
		return nil, err
	}
	if err := w.promise(c); err != nil {
		return nil, err
	}
	var m *gpt.Model
	switch o.Weights {
	case gpt.Float32:
		m = gpt.Zeros(c)
	case gpt.Int8:
		m = gpt.ZerosInt8(c)
	default:
		panic(fmt.Sprintf("huggingface: weights in precision %d", o.Weights))
	}
	w.progress, w.total = o.Progress, c.Counts().Total()
	known := map[string]bool{head: true}
	for _, t := range m.Tensors() {
		known[t.Name] = true
		if err := w.fill(t); err != nil {
			return nil, err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(w.tensors)) {
		if !known[name] && !mask.MatchString(name) {
			return nil, fmt.Errorf("tensor %.60q has no place in a GPT-2 of %d layers: is this a language model as transformers saves it?", name, c.Layers)
		}
	}
	return m, nil
}

// untied says whether the model has an output head of its own. One that is the
// token embedding once more is left out, whatever the config says.
func (w *weights) untied(tied bool) (bool, error) {
	h, ok := w.tensors[head]
	if !ok {
		if !tied {
			return false, fmt.Errorf("config.json: tie_word_embeddings is false, and there is no tensor %s", head)
		}
		return false, nil
	}
	e, ok := w.tensors["wte.weight"]
	if !ok {
		return false, errors.New(`no tensor "wte.weight" in the files`)
	}
	if !slices.Equal(h.info.Shape, e.info.Shape) {
		return false, shapeError(head, h.info.Shape, e.info.Shape)
	}
	same, err := h.equals(e)
	if err != nil || same {
		return false, err
	}
	if tied { // transformers would take the embedding, other programs the head
		return false, fmt.Errorf("%s differs from wte.weight, which config.json makes the output head (tie_word_embeddings is true, also if left out); if this head is meant, set it to false", head)
	}
	return true, nil
}

// equals compares two tensors of one shape byte by byte.
func (p place) equals(q place) (bool, error) {
	if p.info.DType != q.info.DType {
		return false, nil
	}
	a, err := p.file.Raw(p.info.Name)
	if err != nil {
		return false, err
	}
	b, err := q.file.Raw(q.info.Name)
	if err != nil {
		return false, err
	}
	var one, other [64 << 10]byte
	for {
		n, err := io.ReadFull(a, one[:])
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return false, err
		}
		if _, err := io.ReadFull(b, other[:n]); err != nil {
			return false, err
		}
		if !bytes.Equal(one[:n], other[:n]) {
			return false, nil
		}
	}
}

// promise checks, before memory is taken for it, that the files hold as much
// as the config asks for.
func (w *weights) promise(c gpt.Config) error {
	held, need := 0, c.Counts().Total()
	for _, p := range w.tensors {
		held += p.info.Len()
	}
	if t, ok := w.tensors["wte.weight"]; ok && !slices.Equal(t.info.Shape, []int{c.Vocab, c.Width}) {
		return shapeError("wte.weight", t.info.Shape, []int{c.Vocab, c.Width})
	}
	if held < need {
		return fmt.Errorf("the files hold %d numbers, and the model of config.json has %d: is the download complete?", held, need)
	}
	return nil
}

// fill reads one tensor. The matrices of the blocks are Conv1D in the files,
// [in, out], the transpose of a [gpt.Linear].
func (w *weights) fill(t gpt.Tensor) error {
	conv := t.Decay && strings.HasPrefix(t.Name, "h.")
	want := t.Shape()
	if conv {
		want = []int{t.Cols, t.Rows}
	}
	p, ok := w.tensors[t.Name]
	if !ok {
		return fmt.Errorf("no tensor %q in the files", t.Name)
	}
	if !slices.Equal(p.info.Shape, want) {
		return shapeError(t.Name, p.info.Shape, want)
	}
	if t.Int8.Rows == 0 && !conv {
		return w.read(p, t.Data, 0)
	}
	if !conv {
		return w.round(t, p)
	}
	data := room(&w.scratch, t.Rows*t.Cols)
	if err := w.read(p, data, 0); err != nil {
		return err
	}
	if t.Int8.Rows == 0 {
		transpose(t.Matrix, data)
		return nil
	}
	rows := tensor.Of(t.Rows, t.Cols, room(&w.rows, t.Rows*t.Cols))
	transpose(rows, data)
	return t.Set(rows.Data)
}

// round reads a tensor some rows at a time: an embedding in float32 can be
// larger than all of the rounded model.
func (w *weights) round(t gpt.Tensor, p place) error {
	const together = 100
	for at := 0; at < t.Rows; at += together {
		n := min(together, t.Rows-at)
		rows := tensor.Of(n, t.Cols, room(&w.scratch, n*t.Cols))
		if err := w.read(p, rows.Data, at*t.Cols); err != nil {
			return err
		}
		if err := t.SetRows(at, rows); err != nil {
			return err
		}
	}
	return nil
}

// room returns n values of s, which grows if it has not as many.
func room(s *[]float32, n int) []float32 {
	*s = slices.Grow((*s)[:0], n)
	return (*s)[:n]
}

// read sets dst to a tensor's numbers from one on, some at a time.
func (w *weights) read(p place, dst []float32, from int) error {
	const together = 1 << 20
	for len(dst) > 0 {
		n := min(together, len(dst))
		if err := p.read(dst[:n], from); err != nil {
			return err
		}
		dst, from = dst[n:], from+n
		w.done += n
		if w.progress == nil {
			continue
		}
		if err := w.progress(w.done, w.total); err != nil {
			return err
		}
	}
	return nil
}

// read sets dst to the tensor's numbers from one on, which must all be finite.
func (p place) read(dst []float32, from int) error {
	switch p.info.DType {
	case checkpoint.F32, checkpoint.F16, checkpoint.BF16:
	default:
		return fmt.Errorf("tensor %.60q is of type %s; supported are F32, F16, BF16", p.info.Name, p.info.DType)
	}
	if err := p.file.ReadPart(dst, p.info.Name, from); err != nil {
		return err
	}
	if nan, inf := checkpoint.CountNonFinite(dst); nan+inf > 0 {
		return fmt.Errorf("tensor %.60q holds %d NaN and %d infinities: the model would answer NaN to everything", p.info.Name, nan, inf)
	}
	return nil
}

func shapeError(name string, got, want []int) error {
	return fmt.Errorf("tensor %q has shape %v; by config.json it should be %v", name, got, want)
}

// transpose sets dst [rows, cols] to the transpose of src [cols, rows]. It goes
// by tiles, through a buffer: rows of a large matrix are often a multiple of
// 4096 bytes apart, and a cache has few places for what is.
func transpose(dst tensor.Matrix, src []float32) {
	const tile = 32
	tensor.Parallel((dst.Rows+tile-1)/tile, func(band int) {
		var turned [tile][tile]float32
		r := band * tile
		rows := min(tile, dst.Rows-r)
		for c := 0; c < dst.Cols; c += tile {
			cols := min(tile, dst.Cols-c)
			for j := range cols {
				for i, v := range src[(c+j)*dst.Rows+r:][:rows] {
					turned[i][j] = v
				}
			}
			for i := range rows {
				copy(dst.Data[(r+i)*dst.Cols+c:][:cols], turned[i][:])
			}
		}
	})
}
