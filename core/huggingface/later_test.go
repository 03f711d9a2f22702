package huggingface

import (
	"encoding/json"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"logitarium/core/architecture"
	"logitarium/core/checkpoint"
	"logitarium/core/gguf"
	"logitarium/core/gpt"
)

// laterConfig is the config.json of the files' models, but for the kind.
func laterConfig(c gpt.Config) map[string]any {
	return map[string]any{
		"vocab_size": c.Vocab, "max_position_embeddings": c.Context, "hidden_size": c.Width, "num_hidden_layers": c.Layers,
		"num_attention_heads": c.Heads, "num_key_value_heads": c.KeyHeads(), "head_dim": c.HeadWidth(), "intermediate_size": c.Inner,
		"rms_norm_eps": c.Epsilon, "hidden_act": "silu", "rope_theta": c.Parts.Rotation.Base, "tie_word_embeddings": !c.Untied,
	}
}

// A folder is what a converter makes a GGUF file of. Here it goes the other way,
// as llama.cpp's converter says: q and k of a llama in halves, Gemma's gains less
// 1. The logits are llama.cpp's of the file.
func TestLaterFolders(t *testing.T) {
	const from = "../architecture/testdata"
	raw, err := os.ReadFile(filepath.Join(from, "gguf_logits.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			File   string
			Tokens []int
			Logits [][]float64
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]struct {
		kind string
		more map[string]any
	}{
		"llama3-rope-f32.gguf": {"llama", nil},
		"qwen2-f32.gguf":       {"qwen2", nil},
		"qwen3-Q8_0.gguf":      {"qwen3", nil},
		"gemma3-f32.gguf": {"gemma3_text", map[string]any{
			"hidden_activation": "gelu_pytorch_tanh", "sliding_window": 16, "query_pre_attn_scalar": 32, "rope_local_base_freq": 10_000,
			"layer_types": []string{"sliding_attention", "sliding_attention"},
		}},
	}
	held := 0
	for _, want := range file.Cases {
		k, ok := kinds[want.File]
		if !ok {
			continue
		}
		held++
		t.Run(k.kind, func(t *testing.T) {
			f, err := gguf.OpenPath(filepath.Join(from, want.File))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			m, err := architecture.GGUF(f, architecture.Options{})
			if err != nil {
				t.Fatal(err)
			}
			config := laterConfig(m.Config)
			config["model_type"] = k.kind
			maps.Copy(config, k.more)
			if m.Slower != nil {
				config["rope_scaling"] = map[string]any{
					"rope_type": "llama3", "factor": 8, "low_freq_factor": 1, "high_freq_factor": 4, "original_max_position_embeddings": 64}
			}
			dir := writeLater(t, m, config)
			got, err := Open(dir, Options{})
			if err != nil {
				t.Fatal(err)
			}
			logits, off, scale := got.Model.Logits(want.Tokens, nil), 0.0, 0.0
			for i, row := range want.Logits {
				for j, v := range row {
					off = max(off, math.Abs(float64(logits.At(i, j))-v))
					scale = max(scale, math.Abs(v))
				}
			}
			t.Logf("largest difference %.2g of %.3g", off, scale)
			if !(off <= 1e-3*scale) {
				t.Errorf("logits differ by %g, their largest is %g", off, scale)
			}
			if slices.ContainsFunc(got.Model.Config.Sites(), func(s gpt.Site) bool { return s == gpt.PositionEmbedding }) {
				t.Error("positions are added")
			}
		})
	}
	if held != len(kinds) {
		t.Errorf("%d cases, want %d", held, len(kinds))
	}
}

// writeLater writes a model as a folder.
func writeLater(t *testing.T, m *gpt.Model, config map[string]any) string {
	t.Helper()
	dir, of := t.TempDir(), laterTypes[config["model_type"].(string)].family
	var tensors []checkpoint.Tensor
	for _, p := range m.Tensors() {
		data := slices.Clone(p.Float32().Data)
		name := of.name(p.Name)
		switch {
		case of.onePlus && !p.Decay:
			for i := range data {
				data[i]--
			}
		case config["model_type"] == "llama" && strings.Contains(p.Name, ".query.w"):
			data = halves(data, m.Config.Heads, p.Cols)
		case config["model_type"] == "llama" && strings.Contains(p.Name, ".key.w"):
			data = halves(data, m.Config.KeyHeads(), p.Cols)
		}
		if name != head {
			name = "model." + name
		}
		tensors = append(tensors, checkpoint.Tensor{Name: name, Shape: p.Shape(), Data: data})
	}
	if err := checkpoint.WriteFile(filepath.Join(dir, single), tensors, nil); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(config)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, configFile), text, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// halves puts the rows 2j and 2j+1 of each head to j and j+n/2.
func halves(data []float32, heads, cols int) []float32 {
	out := make([]float32, len(data))
	n := len(data) / cols / heads
	for h := range heads {
		for j := range n {
			to := j / 2
			if j%2 == 1 {
				to += n / 2
			}
			copy(out[(h*n+to)*cols:(h*n+to+1)*cols], data[(h*n+j)*cols:(h*n+j+1)*cols])
		}
	}
	return out
}

func TestLaterRefuses(t *testing.T) {
	base := func() map[string]any {
		return map[string]any{
			"model_type": "llama", "vocab_size": 8, "max_position_embeddings": 16, "hidden_size": 8, "num_hidden_layers": 1,
			"num_attention_heads": 2, "intermediate_size": 8, "rms_norm_eps": 1e-5, "hidden_act": "silu",
		}
	}
	for _, tt := range []struct {
		key   string
		value any
		want  string
	}{
		{"hidden_size", nil, "hidden_size is 0"},
		{"hidden_act", "relu", `activation is "relu"; supported is silu`},
		{"attention_bias", true, "attention_bias is true"},
		{"rope_scaling", map[string]any{"type": "longrope"}, `of the type "longrope"`},
		{"rope_scaling", map[string]any{"type": "linear", "factor": .5}, "scaled by 0.5"},
		{"rope_scaling", map[string]any{"rope_type": "yarn", "factor": 4, "attention_factor": 2}, "attention_factor"},
		{"eos_token_id", []int{8}, "eos_token_id is 8"},
		{"num_key_value_heads", 3, "can't share 3 heads"},
		{"model_type", "gemma3", "model_type is \"gemma3\"; supported are"},
	} {
		config := base()
		config[tt.key] = tt.value
		if tt.value == nil {
			delete(config, tt.key)
		}
		text, err := json.Marshal(config)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parseBlueprint(text); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s = %v: %v, want %q", tt.key, tt.value, err, tt.want)
		}
	}
	text, err := json.Marshal(base())
	if err != nil {
		t.Fatal(err)
	}
	if b, err := parseBlueprint(text); err != nil || b.tied || !b.config.Parts.Rotation.Halves {
		t.Errorf("%+v, %v", b, err)
	}
}
