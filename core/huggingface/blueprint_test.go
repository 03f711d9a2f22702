package huggingface

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"strings"
	"testing"

	"logitarium/core/gpt"
)

// smallLater is a config.json without anything that has a default.
func smallLater(kind string, more map[string]any) []byte {
	config := map[string]any{
		"model_type": kind, "vocab_size": 8, "max_position_embeddings": 16, "hidden_size": 8, "num_hidden_layers": 2,
		"num_attention_heads": 2, "intermediate_size": 8, "rms_norm_eps": 1e-5, "hidden_act": "silu",
	}
	if kind == "gemma3_text" {
		config["hidden_activation"] = "gelu_pytorch_tanh"
	}
	maps.Copy(config, more)
	text, err := json.Marshal(config)
	if err != nil {
		panic(err)
	}
	return text
}

type object = map[string]any

// What is left out is as in the configurations of transformers, and what stands
// there is what the model has.
func TestLaterDefaults(t *testing.T) {
	half := gpt.Rotation{Base: 10_000, Halves: true}
	with := func(change func(r *gpt.Rotation)) gpt.Rotation {
		r := half
		change(&r)
		return r
	}
	for _, tt := range []struct {
		kind string
		more object
		want func(b blueprint) (got, want any)
	}{
		{"llama", nil, func(b blueprint) (any, any) { return b.config.Parts.Rotation, half }},
		{"llama", nil, func(b blueprint) (any, any) { return b.config.Parts.Biases, gpt.NoBiases }},
		{"llama", nil, func(b blueprint) (any, any) { return b.config.HeadWidth(), 4 }},
		{"llama", nil, func(b blueprint) (any, any) { return b.config.KeyHeads(), 2 }},
		{"llama", nil, func(b blueprint) (any, any) { return b.tied, false }},
		{"llama", nil, func(b blueprint) (any, any) { return b.end == nil, true }},
		{"llama", object{"tie_word_embeddings": true}, func(b blueprint) (any, any) { return b.tied, true }},
		{"llama", object{"eos_token_id": 7}, func(b blueprint) (any, any) { return *b.end, 7 }},
		{"llama", object{"eos_token_id": []int{3, 5}}, func(b blueprint) (any, any) { return *b.end, 3 }},
		{"llama", object{"eos_token_id": nil}, func(b blueprint) (any, any) { return b.end == nil, true }},
		{"llama", object{"eos_token_id": []int{}}, func(b blueprint) (any, any) { return b.end == nil, true }},
		{"llama", object{"head_dim": 6, "num_key_value_heads": 1}, func(b blueprint) (any, any) {
			return [2]int{b.config.HeadWidth(), b.config.KeyHeads()}, [2]int{6, 1}
		}},
		{"llama", object{"rope_theta": 500_000}, func(b blueprint) (any, any) {
			return b.config.Parts.Rotation, with(func(r *gpt.Rotation) { r.Base = 500_000 })
		}},
		{"llama", object{"rope_scaling": object{"type": "linear", "factor": 2}}, func(b blueprint) (any, any) {
			return b.config.Parts.Rotation, with(func(r *gpt.Rotation) { r.Scaling, r.Factor = gpt.LinearScaling, 2 })
		}},
		{"llama", object{"rope_scaling": object{"rope_type": "default", "factor": 2}}, func(b blueprint) (any, any) { return b.config.Parts.Rotation, half }},
		{"llama", object{"rope_parameters": object{"rope_type": "default", "rope_theta": 7}, "rope_theta": 9}, func(b blueprint) (any, any) {
			return b.config.Parts.Rotation, with(func(r *gpt.Rotation) { r.Base = 7 })
		}},
		{"llama", object{"rope_scaling": object{"rope_type": "llama3", "factor": 8, "low_freq_factor": 1, "high_freq_factor": 4, "original_max_position_embeddings": 8}}, func(b blueprint) (any, any) {
			return b.config.Parts.Rotation, with(func(r *gpt.Rotation) { r.Scaling, r.Factor, r.Low, r.High, r.Trained = gpt.Llama3, 8, 1, 4, 8 })
		}},
		{"qwen2", object{"rope_scaling": object{"type": "yarn", "factor": 4, "original_max_position_embeddings": 4}}, func(b blueprint) (any, any) {
			return b.config.Parts.Rotation, with(func(r *gpt.Rotation) { r.Scaling, r.Factor, r.Trained = gpt.YaRN, 4, 4 })
		}},
		{"qwen2", object{"rope_scaling": object{"type": "yarn", "factor": 4, "beta_fast": 16, "beta_slow": 2}}, func(b blueprint) (any, any) {
			return b.config.Parts.Rotation, with(func(r *gpt.Rotation) { r.Scaling, r.Factor, r.Trained, r.Fast, r.Slow = gpt.YaRN, 4, 16, 16, 2 })
		}},
		{"qwen2", nil, func(b blueprint) (any, any) { return b.config.Parts.Biases, gpt.InputBiases }},
		{"qwen2", nil, func(b blueprint) (any, any) { return b.config.Parts.QKNorm, false }},
		{"qwen3", nil, func(b blueprint) (any, any) { return b.config.Parts.QKNorm, true }},
		{"qwen3", nil, func(b blueprint) (any, any) { return b.config.HeadWidth(), 128 }},
		{"qwen3", object{"head_dim": 4}, func(b blueprint) (any, any) { return b.config.HeadWidth(), 4 }},
		{"mistral", object{"sliding_window": nil}, func(b blueprint) (any, any) { return b.config.Context, 16 }},
		{"mistral", object{"sliding_window": 0}, func(b blueprint) (any, any) { return b.config.Context, 16 }},
		{"mistral", object{"sliding_window": 1}, func(b blueprint) (any, any) { return b.config.Context, 1 }},
		{"mistral", object{"sliding_window": 17}, func(b blueprint) (any, any) { return b.config.Context, 16 }},
		{"gemma3_text", nil, func(b blueprint) (any, any) { return b.tied, true }},
		{"gemma3_text", object{"tie_word_embeddings": false}, func(b blueprint) (any, any) { return b.tied, false }},
		{"gemma3_text", nil, func(b blueprint) (any, any) {
			return b.config.Parts.Rotation, with(func(r *gpt.Rotation) { r.Base = 1_000_000 })
		}},
		{"gemma3_text", nil, func(b blueprint) (any, any) { return b.config.Parts.Local, half }},
		{"gemma3_text", object{"rope_local_base_freq": 5}, func(b blueprint) (any, any) { return b.config.Parts.Local.Base, 5. }},
		{"gemma3_text", object{"rope_parameters": object{"full_attention": object{"rope_type": "linear", "factor": 8, "rope_theta": 11}, "sliding_attention": object{"rope_type": "default", "rope_theta": 12}}},
			func(b blueprint) (any, any) {
				p := b.config.Parts
				return []any{p.Rotation, p.Local.Base}, []any{with(func(r *gpt.Rotation) { r.Base, r.Scaling, r.Factor = 11, gpt.LinearScaling, 8 }), 12.}
			}},
		{"gemma3_text", nil, func(b blueprint) (any, any) {
			p := b.config.Parts
			return []any{p.HeadSize, p.Window, p.Every, p.ScoreCap, p.LogitCap}, []any{256, 4096, 6, float32(0), float32(0)}
		}},
		{"gemma3_text", object{"head_dim": 4, "sliding_window": 3, "sliding_window_pattern": 2, "attn_logit_softcapping": 50, "final_logit_softcapping": 30}, func(b blueprint) (any, any) {
			p := b.config.Parts
			return []any{p.HeadSize, p.Window, p.Every, p.ScoreCap, p.LogitCap}, []any{4, 3, 2, float32(50), float32(30)}
		}},
		{"gemma3_text", nil, func(b blueprint) (any, any) { return b.config.Parts.ScoreScale, float32(1. / 16) }},
		{"gemma3_text", object{"query_pre_attn_scalar": 168}, func(b blueprint) (any, any) {
			return b.config.Parts.ScoreScale, float32(1 / math.Sqrt(168))
		}},
		{"gemma3_text", nil, func(b blueprint) (any, any) { return b.config.Parts.EmbeddingScale, float32(math.Sqrt(8)) }},
		{"gemma3_text", object{"layer_types": []string{"sliding_attention", "full_attention"}, "sliding_window_pattern": 2}, func(b blueprint) (any, any) { return b.config.Parts.Every, 2 }},
	} {
		b, err := parseBlueprint(smallLater(tt.kind, tt.more))
		if err != nil {
			t.Errorf("%s with %v: %v", tt.kind, tt.more, err)
			continue
		}
		if got, want := tt.want(b); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s with %v: %v, want %v", tt.kind, tt.more, got, want)
		}
	}
}

// A setting at its last supported value is read, and one behind it named.
func TestLaterLimits(t *testing.T) {
	for name, most := range map[string]int{
		"vocab_size": 1 << 22, "max_position_embeddings": 1 << 30, "hidden_size": 1 << 16, "num_hidden_layers": 1 << 10,
		"num_attention_heads": 1 << 12, "intermediate_size": 1 << 20, "num_key_value_heads": 1 << 12, "head_dim": 1 << 12,
	} {
		for value, ok := range map[int]bool{most: true, most + 1: false, -1: false, 1: true} {
			more := object{"head_dim": 2, "num_key_value_heads": 1, name: value}
			if name == "num_key_value_heads" {
				more["num_attention_heads"] = min(max(value, 1), 1<<12)
			}
			if value == 1 && name == "head_dim" {
				continue // turned by pairs
			}
			_, err := parseBlueprint(smallLater("llama", more))
			if want := fmt.Sprintf("%s is %d; supported is 1 to %d", name, value, most); (err == nil) != ok || err != nil && err.Error() != want {
				t.Errorf("%s = %d: %v, want %q: %v", name, value, err, want, !ok)
			}
		}
	}
}

func TestLaterRefusesMore(t *testing.T) {
	for _, tt := range []struct {
		kind string
		more object
		want string
	}{
		{"llama", object{"mlp_bias": true}, "attention_bias is false and mlp_bias true"},
		{"llama", object{"eos_token_id": -1}, "eos_token_id is -1; of a vocabulary of 8 it must be 0 to 7"},
		{"llama", object{"eos_token_id": 8}, "eos_token_id is 8"},
		{"llama", object{"eos_token_id": "2"}, "cannot unmarshal string"},
		{"llama", object{"eos_token_id": []any{"2"}}, "cannot unmarshal string"},
		{"llama", object{"vocab_size": "8"}, "cannot unmarshal string"},
		{"llama", object{"model_type": 3}, "cannot unmarshal number"},
		{"llama", object{"rms_norm_eps": 0}, "epsilon is 0"},
		{"llama", object{"hidden_size": 9}, "width 9 is not a multiple of 2 heads"},
		{"llama", object{"rope_scaling": object{"type": "yarn", "factor": 4, "mscale": 1}}, "attention_factor or mscale"},
		{"qwen2", object{"use_sliding_window": true}, "use_sliding_window is true"},
		{"qwen3", object{"use_sliding_window": true}, "use_sliding_window is true"},
		{"qwen2", object{"hidden_act": "gelu"}, `activation is "gelu"; supported is silu`},
		{"qwen3", object{"hidden_act": "gelu"}, `activation is "gelu"; supported is silu`},
		{"mistral", object{"hidden_act": "gelu"}, `activation is "gelu"; supported is silu`},
		{"gemma3_text", object{"hidden_activation": "silu"}, `activation is "silu"; supported is gelu_pytorch_tanh`},
		{"gemma3_text", object{"hidden_activation": "", "hidden_act": "silu"}, `activation is "silu"`},
		{"gemma3_text", object{"layer_types": []string{"full_attention"}}, `layer_types has "full_attention" for layer 0; supported is one layer in 6`},
		{"gemma3_text", object{"layer_types": []string{"sliding_attention", "sliding_attention"}, "sliding_window_pattern": 2}, `"sliding_attention" for layer 1; supported is one layer in 2`},
		{"gpt2", object{"vocab_size": "x"}, "cannot unmarshal string"},
	} {
		if _, err := parseBlueprint(smallLater(tt.kind, tt.more)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s with %v: %v, want %q", tt.kind, tt.more, err, tt.want)
		}
	}
}

// GPT-2's settings at the ends of what is supported.
func TestGPT2Limits(t *testing.T) {
	for name, most := range map[string]int{"vocab_size": 1 << 20, "n_positions": 1 << 20, "n_embd": 1 << 16, "n_layer": 1 << 10, "n_head": 1 << 16, "n_inner": 1 << 18} {
		for value, ok := range map[int]bool{most: true, most + 1: false, 0: false} {
			config := object{"model_type": "gpt2", "n_embd": 1 << 16, "n_head": 1, "n_inner": 8, name: value}
			text, err := json.Marshal(config)
			if err != nil {
				t.Fatal(err)
			}
			_, err = parseBlueprint(text)
			if want := fmt.Sprintf("%s is %d; supported is 1 to %d", name, value, most); (err == nil) != ok || err != nil && err.Error() != want {
				t.Errorf("%s = %d: %v", name, value, err)
			}
		}
	}
	b, err := parseBlueprint([]byte(`{"model_type": "gpt2", "eos_token_id": 50256}`))
	if c := b.config; err != nil || c.Vocab != 50257 || c.Context != 1024 || c.Width != 768 || c.Layers != 12 || c.Heads != 12 || c.Inner != 3072 || !b.tied || *b.end != 50256 {
		t.Errorf("%+v, %v", b, err)
	}
	for name, want := range map[string]gpt.Activation{"gelu_fast": gpt.GELUTanh, "gelu_pytorch_tanh": gpt.GELUTanh, "gelu_new": gpt.GELUTanh, "gelu": gpt.GELUErf, "relu": gpt.ReLU} {
		b, err := parseBlueprint(fmt.Appendf(nil, `{"model_type": "gpt2", "activation_function": %q}`, name))
		if err != nil || b.config.Activation != want {
			t.Errorf("%s is %v, %v", name, b.config.Activation, err)
		}
	}
}
