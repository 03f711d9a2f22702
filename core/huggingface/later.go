package huggingface

import (
	"cmp"
	"encoding/json"
	"math"

	"logitarium/core/fault"
	"logitarium/core/gpt"
)

// later are the lines of config.json that change what a Llama, Qwen 2 or 3,
// Mistral or Gemma 3 computes. A pointer is nil where a line is left out.
type later struct {
	Vocab      int     `json:"vocab_size"`
	Context    int     `json:"max_position_embeddings"`
	Width      int     `json:"hidden_size"`
	Layers     int     `json:"num_hidden_layers"`
	Heads      int     `json:"num_attention_heads"`
	KeyHeads   int     `json:"num_key_value_heads"`
	HeadSize   int     `json:"head_dim"`
	Inner      int     `json:"intermediate_size"`
	Epsilon    float32 `json:"rms_norm_eps"`
	Activation string  `json:"hidden_act"`
	GemmaAct   string  `json:"hidden_activation"`
	Bias       bool    `json:"attention_bias"`
	MLPBias    bool    `json:"mlp_bias"`
	Tied       *bool   `json:"tie_word_embeddings"`
	End        idList  `json:"eos_token_id"`

	Base      float64  `json:"rope_theta"`
	LocalBase float64  `json:"rope_local_base_freq"`
	Scaling   *scaling `json:"rope_scaling"`
	Rope      *scaling `json:"rope_parameters"` // of transformers 5, both in one

	Sliding    *int     `json:"sliding_window"`
	UseSliding bool     `json:"use_sliding_window"`
	Pattern    *int     `json:"sliding_window_pattern"`
	LayerTypes []string `json:"layer_types"`
	Scalar     *float64 `json:"query_pre_attn_scalar"`
	ScoreCap   *float64 `json:"attn_logit_softcapping"`
	LogitCap   *float64 `json:"final_logit_softcapping"`
}

// scaling is how rotations are slowed down.
type scaling struct {
	Type    string   `json:"rope_type"`
	OldType string   `json:"type"`
	Base    float64  `json:"rope_theta"`
	Factor  float64  `json:"factor"`
	Low     float64  `json:"low_freq_factor"`
	High    float64  `json:"high_freq_factor"`
	Trained int      `json:"original_max_position_embeddings"`
	Slow    float64  `json:"beta_slow"`
	Fast    float64  `json:"beta_fast"`
	Scale   *float64 `json:"attention_factor"`
	MScale  *float64 `json:"mscale"`

	Full  *scaling `json:"full_attention"` // of Gemma 3
	Local *scaling `json:"sliding_attention"`
}

// idList is a token or a list of them; the first counts.
type idList []int

func (l *idList) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '[' {
		return json.Unmarshal(data, (*[]int)(l))
	}
	var one *int
	if err := json.Unmarshal(data, &one); err != nil || one == nil {
		return err
	}
	*l = idList{*one}
	return nil
}

// laterTypes are the kinds of models that are built in beside gpt2, with what
// each changes.
var laterTypes = map[string]struct {
	family family
	tied   bool    // what holds where tie_word_embeddings is left out
	base   float64 // and where rope_theta is
	build  func(later, *gpt.Config) error
}{
	"llama":       {llamaFamily, false, 10_000, later.llama},
	"mistral":     {llamaFamily, false, 10_000, later.mistral},
	"qwen2":       {llamaFamily, false, 10_000, later.qwen2},
	"qwen3":       {llamaFamily, false, 10_000, later.qwen3},
	"gemma3_text": {gemmaFamily, true, 1_000_000, later.gemma3},
}

// config returns the shape of the model, or which setting is not supported.
func (s later) config(base float64, build func(later, *gpt.Config) error) (gpt.Config, error) {
	c := gpt.Config{
		Vocab: s.Vocab, Context: s.Context, Width: s.Width, Layers: s.Layers, Heads: s.Heads, Inner: s.Inner,
		Epsilon: s.Epsilon, Positions: gpt.Rotary, Activation: gpt.SiLU,
		Parts: gpt.Parts{RMSNorm: true, Separate: true, Biases: gpt.NoBiases, Gated: true, HeadSize: s.HeadSize, KeyHeads: s.KeyHeads},
	}
	for _, size := range []struct {
		name        string
		value, most int
	}{
		{"vocab_size", s.Vocab, 1 << 22}, {"max_position_embeddings", s.Context, 1 << 30}, {"hidden_size", s.Width, 1 << 16},
		{"num_hidden_layers", s.Layers, 1 << 10}, {"num_attention_heads", s.Heads, 1 << 12}, {"intermediate_size", s.Inner, 1 << 20},
		{"num_key_value_heads", cmp.Or(s.KeyHeads, 1), 1 << 12}, {"head_dim", cmp.Or(s.HeadSize, 1), 1 << 12},
	} {
		if size.value < 1 || size.value > size.most {
			return c, fault.Errorf("%s is %d; supported is 1 to %d", size.name, size.value, size.most)
		}
	}
	var err error
	if c.Parts.Rotation, err = s.rotation(base, cmp.Or(s.Rope, s.Scaling)); err != nil {
		return c, err
	}
	if s.Bias || s.MLPBias {
		return c, fault.Errorf("attention_bias is %t and mlp_bias %t; supported is false", s.Bias, s.MLPBias)
	}
	if err := build(s, &c); err != nil {
		return c, err
	}
	return c, c.Validate()
}

// rotation turns halves: the rows of queries and keys are in that order in all
// folders, other than in GGUF files of the architecture llama.
func (s later) rotation(base float64, r *scaling) (gpt.Rotation, error) {
	to := gpt.Rotation{Base: cmp.Or(s.Base, base), Halves: true}
	if r != nil && r.Full != nil {
		r = r.Full
	}
	if r == nil {
		return to, nil
	}
	to.Base = cmp.Or(r.Base, to.Base)
	switch kind := cmp.Or(r.Type, r.OldType, "default"); kind {
	case "default":
		return to, nil
	case "linear":
		to.Scaling = gpt.LinearScaling
	case "llama3":
		to.Scaling, to.Low, to.High, to.Trained = gpt.Llama3, r.Low, r.High, r.Trained
	case "yarn":
		if r.Scale != nil || r.MScale != nil {
			return to, fault.Errorf("rope_scaling has attention_factor or mscale; supported is neither")
		}
		to.Scaling, to.Slow, to.Fast, to.Trained = gpt.YaRN, r.Slow, r.Fast, cmp.Or(r.Trained, s.Context)
	default:
		return to, fault.Errorf("rope_scaling is of the type %.40q; supported are linear, llama3 and yarn", kind)
	}
	to.Factor = r.Factor
	return to, nil
}

func (s later) llama(c *gpt.Config) error { return s.activation(s.Activation, "silu") }

// mistral sees a window of positions in every layer in its first version. Texts
// within the window are read as if there were none, so it bounds the context.
func (s later) mistral(c *gpt.Config) error {
	if s.Sliding != nil && *s.Sliding > 0 {
		c.Context = min(c.Context, *s.Sliding)
	}
	return s.activation(s.Activation, "silu")
}

func (s later) qwen2(c *gpt.Config) error {
	if s.UseSliding {
		return fault.Errorf("use_sliding_window is true; supported is false")
	}
	c.Parts.Biases = gpt.InputBiases
	return s.activation(s.Activation, "silu")
}

func (s later) qwen3(c *gpt.Config) error {
	if s.UseSliding {
		return fault.Errorf("use_sliding_window is true; supported is false")
	}
	c.Parts.QKNorm = true
	c.Parts.HeadSize = cmp.Or(c.Parts.HeadSize, 128)
	return s.activation(s.Activation, "silu")
}

func (s later) gemma3(c *gpt.Config) error {
	c.Norm, c.Activation = gpt.Sandwich, gpt.GELUTanh
	p := &c.Parts
	p.QKNorm = true
	p.HeadSize = cmp.Or(p.HeadSize, 256)
	p.Window, p.Every = valueOr(s.Sliding, 4096), valueOr(s.Pattern, 6)
	for l, kind := range s.LayerTypes {
		if want := map[bool]string{true: "full_attention", false: "sliding_attention"}[(l+1)%max(p.Every, 1) == 0]; kind != want {
			return fault.Errorf("layer_types has %.40q for layer %d; supported is one layer in %d that sees everything", kind, l, p.Every)
		}
	}
	p.Local = gpt.Rotation{Base: cmp.Or(s.LocalBase, 10_000), Halves: true}
	if s.Rope != nil && s.Rope.Local != nil {
		p.Local.Base = cmp.Or(s.Rope.Local.Base, p.Local.Base)
	}
	p.EmbeddingScale = float32(math.Sqrt(float64(c.Width)))
	p.ScoreScale = float32(1 / math.Sqrt(valueOr(s.Scalar, 256)))
	p.ScoreCap, p.LogitCap = float32(valueOr(s.ScoreCap, 0)), float32(valueOr(s.LogitCap, 0))
	return s.activation(cmp.Or(s.GemmaAct, s.Activation), "gelu_pytorch_tanh")
}

func (s later) activation(name, want string) error {
	if name != want {
		return fault.Errorf("the activation is %.60q; supported is %s", name, want)
	}
	return nil
}

func valueOr[T any](p *T, otherwise T) T {
	if p == nil {
		return otherwise
	}
	return *p
}
