package architecture

import (
	"fmt"
	"math"
	"slices"

	"logitarium/core/checkpoint"
	"logitarium/core/fault"
	"logitarium/core/gguf"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// parts are the names of package gpt's parts in GGUF files.
var parts = map[string]string{
	"tokens": "token_embd", "positions": "position_embd", "final": "output_norm", "head": "output",
	"norm1": "attn_norm", "qkv": "attn_qkv", "query": "attn_q", "key": "attn_k", "value": "attn_v",
	"query_norm": "attn_q_norm", "key_norm": "attn_k_norm", "out": "attn_output", "out_norm": "post_attention_norm",
	"norm2": "ffn_norm", "gate": "ffn_gate", "up": "ffn_up", "down": "ffn_down", "down_norm": "post_ffw_norm",
}

// TensorName returns the name in GGUF files of a parameter of [gpt.Model]:
// "blk.0.attn_q.weight" for "blocks.0.query.weight". It panics if there is no
// such parameter.
func TensorName(name string) string {
	layer, part, kind := gpt.SplitName(name)
	if layer != "" {
		layer = "blk." + layer + "."
	}
	if kind != "bias" { // matrices and gains are both weights
		kind = "weight"
	}
	to, ok := parts[part]
	if !ok {
		panic("architecture: no parameter " + name)
	}
	return layer + to + "." + kind
}

// slowerName is the tensor that divides the frequencies of rotations: data, not
// a parameter.
const slowerName = "rope_freqs.weight"

// promise checks, before memory is taken for them, that the largest tensors of
// every layer are in the file: it is as large as they are.
func promise(c gpt.Config, f *gguf.File) error {
	if c.HeadWidth() > 1<<16 {
		return fault.Errorf("heads of %d values are more than any model has", c.HeadWidth())
	}
	type size struct {
		name  string
		shape []int
	}
	need := []size{{"tokens", []int{c.Vocab, c.Width}}}
	if c.Positions == gpt.Learned {
		need = append(need, size{"positions", []int{c.Context, c.Width}})
	}
	for l := range c.Layers {
		in := fmt.Sprintf("blocks.%d.", l)
		need = append(need, size{in + "out.weight", []int{c.Width, c.Heads * c.HeadWidth()}}, size{in + "up.weight", []int{c.Inner, c.Width}})
	}
	for _, t := range need {
		if _, err := find(f, TensorName(t.name), t.shape); err != nil {
			return err
		}
	}
	return nil
}

// fill reads the parameters of m. Every tensor of the file must have a place.
func fill(m *gpt.Model, f *gguf.File, o Options) error {
	known := map[string]bool{slowerName: true}
	r := loading{f: f, o: o, total: m.Config.Counts().Total()}
	for _, t := range m.Tensors() {
		name := TensorName(t.Name)
		known[name] = true
		stored, err := find(f, name, t.Shape())
		if err != nil {
			return err
		}
		if err := r.tensor(t, stored); err != nil {
			return err
		}
		f.Forget(stored)
	}
	for _, t := range f.Tensors() {
		if !known[t.Name] {
			return fault.Errorf("the tensor %.60q has no place in this architecture: was the file made for a newer version of it?", t.Name)
		}
	}
	return slower(m, f)
}

// loading is a file being read: what of it is done, and the room for it.
type loading struct {
	f           *gguf.File
	o           Options
	done, total int       // parameters
	scratch     []float32 // room for some rows
	raw         []byte    // the same, as they are stored
}

// tensor reads a parameter some rows at a time: the largest may take more
// memory in float32 than the model does.
func (r *loading) tensor(t gpt.Tensor, stored gguf.Tensor) error {
	together := max(1, 1<<20/t.Cols)
	for at := 0; at < t.Rows; at += together {
		n := min(together, t.Rows-at)
		if t.Stored.Rows > 0 && stored.Type == t.Stored.Type {
			if err := r.rows(t, stored, at, at+n); err != nil {
				return err
			}
			if err := r.tell(n * t.Cols); err != nil {
				return err
			}
			continue
		}
		if t.Int8.Rows > 0 && stored.Type == gguf.Q8_0 {
			if err := r.blocks(t, stored, at, at+n); err != nil {
				return err
			}
			if err := r.tell(n * t.Cols); err != nil {
				return err
			}
			continue
		}
		r.scratch = slices.Grow(r.scratch[:0], n*t.Cols)[:n*t.Cols]
		rows := tensor.Of(n, t.Cols, r.scratch)
		if err := r.f.Read(rows.Data, stored, at*t.Cols); err != nil {
			return err
		}
		if nan, inf := checkpoint.CountNonFinite(rows.Data); nan+inf > 0 {
			return fault.Errorf("the tensor %s holds %d NaN and %d infinities from row %d on: the model would answer NaN to everything", stored.Name, nan, inf, at)
		}
		if err := t.SetRows(at, rows); err != nil {
			return err
		}
		if err := r.tell(n * t.Cols); err != nil {
			return err
		}
	}
	return nil
}

// tell says that n more parameters were read.
func (r *loading) tell(n int) error {
	r.done += n
	if r.o.Progress == nil {
		return nil
	}
	return r.o.Progress(r.done, r.total)
}

// blocks takes the rows from lo to hi as the file has them, blocks of Q8_0:
// rounding their values again could move some by a unit.
func (r *loading) blocks(t gpt.Tensor, stored gguf.Tensor, lo, hi int) error {
	return r.f.Q8_0(stored, lo, hi, func(row, block int, scale float32, ints *[tensor.Q8Block]int8) error {
		if x := float64(scale); math.IsNaN(x) || math.IsInf(x, 0) {
			return fault.Errorf("the tensor %s has the scale %g in row %d: the model would answer NaN to everything", stored.Name, scale, row)
		}
		if slices.Contains(ints[:], -128) { // the kernels count on it
			return fault.Errorf("the tensor %s has the integer -128 in row %d, which no converter writes", stored.Name, row)
		}
		t.Int8.SetBlock(row, block, scale, ints)
		return nil
	})
}

func find(f *gguf.File, name string, shape []int) (gguf.Tensor, error) {
	t, ok := f.Tensor(name)
	if !ok {
		return t, fault.Errorf("the tensor %s is missing: was the file made for another version of this architecture?", name)
	}
	if !slices.Equal(t.Shape, shape) {
		return t, fault.Errorf("the tensor %s has the shape %v, and by the metadata it must be %v", name, t.Shape, shape)
	}
	return t, nil
}

// slower reads what divides the frequencies, if the file has it.
func slower(m *gpt.Model, f *gguf.File) error {
	t, ok := f.Tensor(slowerName)
	if !ok {
		return nil
	}
	if m.Config.Positions != gpt.Rotary || t.Len() != m.Config.HeadWidth()/2 {
		return fault.Errorf("the tensor %s has %d values, and the model %d frequencies", slowerName, t.Len(), m.Config.HeadWidth()/2)
	}
	values, err := f.Float32(t)
	if err != nil {
		return err
	}
	for _, v := range values {
		if !(v > 0) {
			return fault.Errorf("the tensor %s divides a frequency by %g", slowerName, v)
		}
	}
	m.Slower = values
	return nil
}
