package architecture

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"logitarium/core/gguf"
	"logitarium/core/gpt"
)

// small is a Llama as small as can be.
func small() map[string]any {
	return map[string]any{
		"general.architecture": "llama", "llama.context_length": uint32(8), "llama.embedding_length": uint32(4), "llama.block_count": uint32(1),
		"llama.attention.head_count": uint32(2), "llama.feed_forward_length": uint32(6), "llama.attention.layer_norm_rms_epsilon": float32(1e-5),
	}
}

func shapes() map[string][]int {
	return map[string][]int{
		"token_embd.weight": {3, 4}, "output_norm.weight": {4}, "blk.0.attn_norm.weight": {4}, "blk.0.ffn_norm.weight": {4},
		"blk.0.attn_q.weight": {4, 4}, "blk.0.attn_k.weight": {4, 4}, "blk.0.attn_v.weight": {4, 4}, "blk.0.attn_output.weight": {4, 4},
		"blk.0.ffn_gate.weight": {6, 4}, "blk.0.ffn_up.weight": {6, 4}, "blk.0.ffn_down.weight": {4, 6},
	}
}

func file(t *testing.T, metadata map[string]any, shapes map[string][]int) *gguf.File {
	t.Helper()
	var tensors []gguf.Stored
	for _, name := range slices.Sorted(maps.Keys(shapes)) {
		n := 4
		for _, d := range shapes[name] {
			n *= d
		}
		tensors = append(tensors, gguf.Stored{Name: name, Type: gguf.F32, Shape: shapes[name], Data: make([]byte, n)})
	}
	return written(t, metadata, tensors)
}

func written(t *testing.T, metadata map[string]any, tensors []gguf.Stored) *gguf.File {
	t.Helper()
	var entries []gguf.Entry
	for _, key := range slices.Sorted(maps.Keys(metadata)) {
		entries = append(entries, gguf.Entry{Key: key, Value: metadata[key]})
	}
	var b bytes.Buffer
	if err := gguf.Write(&b, entries, tensors); err != nil {
		t.Fatal(err)
	}
	f, err := gguf.Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestRefuses(t *testing.T) {
	if _, err := GGUF(file(t, small(), shapes()), Options{}); err != nil {
		t.Fatal(err)
	}
	type change = func(m map[string]any, s map[string][]int)
	set := func(key string, v any) change { return func(m map[string]any, _ map[string][]int) { m[key] = v } }
	unset := func(key string) change {
		return func(m map[string]any, s map[string][]int) { delete(m, key); delete(s, key) }
	}
	add := func(name string, shape ...int) change {
		return func(_ map[string]any, s map[string][]int) { s[name] = shape }
	}
	for want, change := range map[string]change{
		`"general.architecture" is missing`:                                    unset("general.architecture"),
		"the architecture mamba needs a state space":                           set("general.architecture", "mamba"),
		"the architecture qwen3moe needs a mixture of experts":                 set("general.architecture", "qwen3moe"),
		"the architecture bert needs an encoder":                               set("general.architecture", "bert"),
		`the architecture "x\x1b" is not known; gpt2, llama`:                   set("general.architecture", "x\x1b"),
		`"llama.context_length" is missing`:                                    unset("llama.context_length"),
		`"llama.block_count" has a value of the kind str`:                      set("llama.block_count", "one"),
		"more than any model has":                                              set("llama.block_count", uint32(1<<31)),
		"layers is 0":                                                          set("llama.block_count", uint32(0)),
		"width 4 is not a multiple of 3 heads":                                 set("llama.attention.head_count", uint32(3)),
		"2 heads can't share 3 heads of keys":                                  set("llama.attention.head_count_kv", uint32(3)),
		"a mixture of 8 experts":                                               set("llama.expert_count", uint32(8)),
		"only 1 of a head's 2 values are turned":                               set("llama.rope.dimension_count", uint32(1)),
		"the heads of keys have 2 values and those of values 3":                set("llama.attention.value_length", uint32(3)),
		`rotations are scaled by "longrope"`:                                   set("llama.rope.scaling.type", "longrope"),
		`"llama.rope.scaling.type" has a value of the kind u32`:                set("llama.rope.scaling.type", uint32(1)),
		"token_embd.weight has the shape [3], and by the metadata":             add("token_embd.weight", 3),
		"token_embd.weight has the shape [3 5], and by the metadata":           add("token_embd.weight", 3, 5),
		`"llama.rope.scaling.factor" is missing`:                               set("llama.rope.scaling.type", "linear"),
		"a rotation is scaled by 0.5":                                          set("llama.rope.scale_linear", float32(.5)),
		"token_embd.weight is missing":                                         unset("token_embd.weight"),
		"the tensor blk.0.attn_k.weight is missing":                            unset("blk.0.attn_k.weight"),
		"blk.0.attn_q.weight has the shape [5 4], and by the metadata it must": add("blk.0.attn_q.weight", 5, 4),
		`the tensor "blk.0.attn_sinks" has no place`:                           add("blk.0.attn_sinks", 2),
		"rope_freqs.weight has 3 values, and the model 1":                      add("rope_freqs.weight", 3),
		"rope_freqs.weight divides a frequency by 0":                           add("rope_freqs.weight", 1),
		"blk.0.attn_q.bias has the shape [3]":                                  add("blk.0.attn_q.bias", 3),
	} {
		m, s := small(), shapes()
		change(m, s)
		if _, err := GGUF(file(t, m, s), Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func TestRotations(t *testing.T) {
	for _, tt := range []struct {
		metadata map[string]any
		want     gpt.Rotation
	}{
		{nil, gpt.Rotation{Base: 10_000}},
		{map[string]any{"llama.rope.freq_base": float32(500_000)}, gpt.Rotation{Base: 500_000}},
		{map[string]any{"llama.rope.scale_linear": float32(4)}, gpt.Rotation{Base: 10_000, Scaling: gpt.LinearScaling, Factor: 4}},
		{map[string]any{"llama.rope.scaling.type": "linear", "llama.rope.scaling.factor": float32(2)}, gpt.Rotation{Base: 10_000, Scaling: gpt.LinearScaling, Factor: 2}},
		{map[string]any{"llama.rope.scaling.type": "yarn", "llama.rope.scaling.factor": float32(4), "llama.rope.scaling.original_context_length": uint32(32768)},
			gpt.Rotation{Base: 10_000, Scaling: gpt.YaRN, Factor: 4, Trained: 32768}},
	} {
		m := small()
		maps.Copy(m, tt.metadata)
		c, err := Config(file(t, m, shapes()))
		if err != nil || c.Parts.Rotation != tt.want {
			t.Errorf("%v: %+v %v, want %+v", tt.metadata, c.Parts.Rotation, err, tt.want)
		}
	}
}

// Every parameter of every family has a name in the files, and no two have the
// same.
func TestNames(t *testing.T) {
	for _, c := range []gpt.Config{
		{Vocab: 2, Context: 2, Width: 4, Layers: 2, Heads: 2, Inner: 4, Epsilon: 1, Untied: true},
		{Vocab: 2, Context: 2, Width: 4, Layers: 2, Heads: 2, Inner: 4, Epsilon: 1, Norm: gpt.Sandwich, Positions: gpt.Rotary, Parts: gpt.Parts{Separate: true, QKNorm: true, Gated: true}},
	} {
		seen := map[string]bool{}
		for _, tensor := range gpt.Zeros(c).Tensors() {
			name := TensorName(tensor.Name)
			if seen[name] || strings.Count(name, ".") < 1 {
				t.Errorf("%s is called %s", tensor.Name, name)
			}
			seen[name] = true
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a parameter that does not exist has a name")
		}
	}()
	TensorName("blocks.0.nothing.weight")
}
