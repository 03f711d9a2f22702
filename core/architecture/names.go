package architecture

import (
	"slices"
	"strings"

	"logitarium/core/fault"
	"logitarium/core/gguf"
	"logitarium/core/gpt"
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
	layer := ""
	if rest, ok := strings.CutPrefix(name, "blocks."); ok {
		layer, name, _ = strings.Cut(rest, ".")
		layer = "blk." + layer + "."
	}
	part, kind, _ := strings.Cut(name, ".")
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

// fill reads the parameters of m. Every tensor of the file must have a place.
func fill(m *gpt.Model, f *gguf.File) error {
	known := map[string]bool{slowerName: true}
	for _, t := range m.Tensors() {
		name := TensorName(t.Name)
		known[name] = true
		stored, err := find(f, name, t.Shape())
		if err != nil {
			return err
		}
		values, err := f.Float32(stored)
		if err != nil {
			return err
		}
		if err := t.Set(values); err != nil {
			return err
		}
	}
	for _, t := range f.Tensors() {
		if !known[t.Name] {
			return fault.Errorf("the tensor %.60q has no place in this architecture: was the file made for a newer version of it?", t.Name)
		}
	}
	return slower(m, f)
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
