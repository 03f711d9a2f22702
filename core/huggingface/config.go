package huggingface

import (
	"encoding/json"
	"errors"
	"io/fs"
	"strings"

	"logitarium/core/fault"
	"logitarium/core/gpt"
)

// settings are the lines of config.json that change what a GPT-2 computes.
type settings struct {
	Type           string  `json:"model_type"`
	Vocab          int     `json:"vocab_size"`
	Context        int     `json:"n_positions"`
	Width          int     `json:"n_embd"`
	Layers         int     `json:"n_layer"`
	Heads          int     `json:"n_head"`
	Inner          *int    `json:"n_inner"`
	Activation     string  `json:"activation_function"`
	Epsilon        float32 `json:"layer_norm_epsilon"`
	Scale          bool    `json:"scale_attn_weights"`
	ScaleByLayer   bool    `json:"scale_attn_by_inverse_layer_idx"`
	CrossAttention bool    `json:"add_cross_attention"`
	Tied           bool    `json:"tie_word_embeddings"`
	End            *int    `json:"eos_token_id"`
}

// readSettings reads config.json. What it leaves out is as in GPT2Config.
func readSettings(data []byte) (settings, error) {
	s := settings{
		Vocab: 50257, Context: 1024, Width: 768, Layers: 12, Heads: 12,
		Activation: "gelu_new", Epsilon: 1e-5, Scale: true, Tied: true,
	}
	return s, json.Unmarshal(data, &s)
}

// blueprint is what config.json says of a model.
type blueprint struct {
	config gpt.Config
	family family
	tied   bool
	end    *int // the token that ends a document
	gpt2   bool
}

// readBlueprint reads config.json. Its model_type says what it is read as.
func readBlueprint(dir string) (b blueprint, err error) {
	data, err := readFile(dir, configFile, 1<<20)
	if errors.Is(err, fs.ErrNotExist) {
		return b, fault.Errorf("no config.json: name a folder as transformers saves it, with config.json and model.safetensors")
	}
	if err != nil {
		return b, err
	}
	if b, err = parseBlueprint(data); err != nil {
		return b, fault.Errorf("%s: %v", configFile, err)
	}
	return b, nil
}

func parseBlueprint(data []byte) (b blueprint, err error) {
	var kind struct {
		Type string `json:"model_type"`
	}
	if err := json.Unmarshal(data, &kind); err != nil {
		return b, err
	}
	of, ok := laterTypes[kind.Type]
	if !ok {
		s, err := readSettings(data)
		if err != nil {
			return b, err
		}
		b = blueprint{family: gpt2Family, tied: s.Tied, end: s.End, gpt2: true}
		b.config, err = s.config()
		return b, err
	}
	var s later
	if err := json.Unmarshal(data, &s); err != nil {
		return b, err
	}
	b = blueprint{family: of.family, tied: valueOr(s.Tied, of.tied)}
	if len(s.End) > 0 {
		b.end = &s.End[0]
	}
	if b.config, err = s.config(of.base, of.build); err != nil {
		return b, err
	}
	if b.end != nil && (*b.end < 0 || *b.end >= s.Vocab) {
		return b, fault.Errorf("eos_token_id is %d; of a vocabulary of %d it must be 0 to %d", *b.end, s.Vocab, s.Vocab-1)
	}
	return b, nil
}

const configFile = "config.json"

// activations are the names that transformers has for the functions known
// here: three of them are the tanh form of GELU, written differently.
var activations = []struct {
	name string
	is   gpt.Activation
}{
	{"gelu_new", gpt.GELUTanh}, {"gelu_pytorch_tanh", gpt.GELUTanh}, {"gelu_fast", gpt.GELUTanh},
	{"gelu", gpt.GELUErf}, {"relu", gpt.ReLU},
}

// config returns the shape of the model, or which setting is not supported.
func (s settings) config() (gpt.Config, error) {
	c := gpt.Config{
		Vocab: s.Vocab, Context: s.Context, Width: s.Width, Layers: s.Layers,
		Heads: s.Heads, Inner: 4 * s.Width, Epsilon: s.Epsilon,
	}
	if s.Type != "gpt2" {
		return c, fault.Errorf("model_type is %.60q; supported are gpt2, llama, mistral, qwen2, qwen3 and gemma3_text", s.Type)
	}
	if s.Inner != nil {
		c.Inner = *s.Inner
	}
	// The most that any size may be keeps the products below within an int.
	for _, size := range []struct {
		name        string
		value, most int
	}{
		{"vocab_size", s.Vocab, 1 << 20}, {"n_positions", s.Context, 1 << 20}, {"n_embd", s.Width, 1 << 16},
		{"n_layer", s.Layers, 1 << 10}, {"n_head", s.Heads, 1 << 16}, {"n_inner", c.Inner, 1 << 18},
	} {
		if size.value < 1 || size.value > size.most {
			return c, fault.Errorf("%s is %d; supported is 1 to %d", size.name, size.value, size.most)
		}
	}
	if s.Width%s.Heads != 0 {
		return c, fault.Errorf("n_embd %d is not a multiple of n_head %d", s.Width, s.Heads)
	}
	if s.End != nil && (*s.End < 0 || *s.End >= s.Vocab) {
		return c, fault.Errorf("eos_token_id is %d; of a vocabulary of %d it must be 0 to %d", *s.End, s.Vocab, s.Vocab-1)
	}
	if !(s.Epsilon > 0) {
		return c, fault.Errorf("layer_norm_epsilon is %g; supported is above 0", s.Epsilon)
	}
	for _, flag := range []struct {
		name      string
		value, is bool
	}{
		{"scale_attn_weights", s.Scale, true},
		{"scale_attn_by_inverse_layer_idx", s.ScaleByLayer, false},
		{"add_cross_attention", s.CrossAttention, false},
	} {
		if flag.value != flag.is {
			return c, fault.Errorf("%s is %t; supported is %t", flag.name, flag.value, flag.is)
		}
	}
	var names []string
	for _, a := range activations {
		if a.name == s.Activation {
			c.Activation = a.is
			return c, c.Validate()
		}
		names = append(names, a.name)
	}
	return c, fault.Errorf("activation_function is %.60q; supported are %s", s.Activation, strings.Join(names, ", "))
}
