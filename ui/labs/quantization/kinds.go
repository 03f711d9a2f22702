package quantization

import (
	"slices"

	"logitarium/core/gpt"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// tensorKind is a weight matrix that the model has, in each layer or once.
type tensorKind struct {
	name       string
	help       message.ID
	layered    bool
	behindNorm bool // its input comes from a norm alone
	of         func(m *gpt.Model, layer int) *tensor.Matrix
}

func tensorKinds(c gpt.Config) []tensorKind {
	pre := c.Norm != gpt.PostLN
	kinds := []tensorKind{
		{"embedding", "of tokens; the output head too", false, false, func(m *gpt.Model, _ int) *tensor.Matrix { return &m.Tokens }},
		{"positions", "the embedding of positions", false, false, func(m *gpt.Model, _ int) *tensor.Matrix { return &m.Positions }},
		{"qkv", "into queries, keys and values", true, pre, func(m *gpt.Model, l int) *tensor.Matrix { return &m.Blocks[l].QKV.Weight }},
		{"attn-out", "from the heads back into the stream", true, false, func(m *gpt.Model, l int) *tensor.Matrix { return &m.Blocks[l].Out.Weight }},
		{"up", "into the MLP", true, pre, func(m *gpt.Model, l int) *tensor.Matrix { return &m.Blocks[l].Up.Weight }},
		{"down", "out of the MLP", true, false, func(m *gpt.Model, l int) *tensor.Matrix { return &m.Blocks[l].Down.Weight }},
	}
	if c.Untied {
		kinds[0].help = "of tokens"
		kinds = append(kinds, tensorKind{"head", "into the logits", false, false, func(m *gpt.Model, _ int) *tensor.Matrix { return &m.Head }})
	}
	if c.Parts.Gated {
		gate := tensorKind{"gate", "into the gate of the MLP", true, pre, func(m *gpt.Model, l int) *tensor.Matrix { return &m.Blocks[l].Gate.Weight }}
		kinds = slices.Insert(kinds, 4, gate)
	}
	if c.Parts.Separate {
		kinds = slices.Replace(kinds, 2, 3,
			tensorKind{"query", "into queries", true, pre, func(m *gpt.Model, l int) *tensor.Matrix { return &m.Blocks[l].Query.Weight }},
			tensorKind{"key", "into keys", true, pre, func(m *gpt.Model, l int) *tensor.Matrix { return &m.Blocks[l].Key.Weight }},
			tensorKind{"value", "into values", true, pre, func(m *gpt.Model, l int) *tensor.Matrix { return &m.Blocks[l].Value.Weight }})
	}
	if c.Positions != gpt.Learned {
		kinds = slices.Delete(kinds, 1, 2)
	}
	return kinds
}

// siteKind is a place in the model where there are activations.
type siteKind struct {
	name       string
	help       message.ID
	site       gpt.Site
	behindNorm bool
	feeds      string // the tensor that it is multiplied by; "" if none
}

func (s siteKind) layered() bool { return s.site != gpt.FinalNorm }

func siteKinds(c gpt.Config) []siteKind {
	kinds := []siteKind{
		{"attn-in", "what attention gets, the first norm's output", gpt.Norm1, true, "qkv"},
		{"heads", "what the heads have read, side by side", gpt.Heads, false, "attn-out"},
		{"mlp-in", "what the MLP gets, the second norm's output", gpt.Norm2, true, "up"},
		{"mlp-mid", "inside the MLP, after its activation function", gpt.Activated, false, "down"},
		{"head-in", "what the output head gets, the last norm's output", gpt.FinalNorm, false, "embedding"},
		{"k-cache", "the keys of attention: half of the KV cache", gpt.Key, false, ""},
		{"v-cache", "the values of attention: the other half", gpt.Value, false, ""},
		{"stream", "the residual stream after the layer", gpt.AfterMLP, false, ""},
	}
	if c.Untied {
		kinds[4].feeds = "head"
	}
	if c.Parts.Separate { // and keys and values, which are multiplied in the same way
		kinds[0].feeds = "query"
	}
	if c.Norm == gpt.PostLN {
		// There the norms' outputs are the stream as well: what they are
		// multiplied by is not all that they do.
		kinds[0].behindNorm, kinds[2].behindNorm = false, false
		kinds[0].feeds, kinds[2].feeds = "up", ""
	}
	return slices.DeleteFunc(kinds, func(s siteKind) bool { return s.site.Fires(c) == 0 })
}

func (l *Lab) tensorOptions() []lab.Option {
	var options []lab.Option
	for _, t := range l.tensors {
		options = append(options, lab.Option{Name: t.name, Help: message.New(t.help)})
	}
	return options
}

func (l *Lab) siteOptions() []lab.Option {
	var options []lab.Option
	for _, s := range l.sites {
		options = append(options, lab.Option{Name: s.name, Help: message.New(s.help)})
	}
	return options
}

func (l *Lab) defaultTensor() int {
	return slices.IndexFunc(l.tensors, func(t tensorKind) bool { return t.name == "attn-out" })
}

// tensorNamed returns the weights that a site is multiplied by.
func (l *Lab) tensorNamed(name string, layer int) tensor.Matrix {
	i := slices.IndexFunc(l.tensors, func(t tensorKind) bool { return t.name == name })
	return *l.tensors[i].of(l.lm.Network, layer)
}
