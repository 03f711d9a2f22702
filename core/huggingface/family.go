package huggingface

import (
	"logitarium/core/gpt"
	"regexp"
)

// family is how the folders of a kind of model name and store the tensors.
type family struct {
	prefix    string // that names have or lack
	embedding string
	name      func(string) string // of a parameter of package gpt
	conv      bool                // matrices of the blocks are [in, out]
	onePlus   bool                // gains are stored less 1
	stray     *regexp.Regexp      // what may stand beside the parameters
}

// gpt2Family is that of GPT2LMHeadModel, which older versions saved with the
// causal mask.
var gpt2Family = family{
	prefix: "transformer.", embedding: "wte.weight", name: TensorName, conv: true,
	stray: regexp.MustCompile(`^h\.\d+\.attn\.(masked_)?bias$`),
}

// The families after it have the frequencies of the rotations in old files.
func laterFamily(norms map[string]string, onePlus bool) family {
	return family{
		prefix: "model.", embedding: "embed_tokens.weight", onePlus: onePlus,
		name:  func(name string) string { return laterName(norms, name) },
		stray: regexp.MustCompile(`^layers\.\d+\.self_attn\.rotary_emb\.inv_freq$`),
	}
}

var (
	llamaFamily = laterFamily(map[string]string{"norm1": "input_layernorm", "norm2": "post_attention_layernorm"}, false)
	gemmaFamily = laterFamily(map[string]string{
		"norm1": "input_layernorm", "out_norm": "post_attention_layernorm",
		"norm2": "pre_feedforward_layernorm", "down_norm": "post_feedforward_layernorm",
	}, true)
)

var laterParts = map[string]string{
	"tokens": "embed_tokens", "final": "norm", "head": "lm_head",
	"query": "self_attn.q_proj", "key": "self_attn.k_proj", "value": "self_attn.v_proj", "out": "self_attn.o_proj",
	"query_norm": "self_attn.q_norm", "key_norm": "self_attn.k_norm",
	"gate": "mlp.gate_proj", "up": "mlp.up_proj", "down": "mlp.down_proj",
}

// laterName returns the name of a parameter: "blocks.0.query.weight" is
// "layers.0.self_attn.q_proj.weight".
func laterName(norms map[string]string, name string) string {
	layer, part, kind := gpt.SplitName(name)
	if layer != "" {
		layer = "layers." + layer + "."
	}
	if kind != "bias" { // matrices and gains are both weights
		kind = "weight"
	}
	to, ok := laterParts[part]
	if !ok {
		to, ok = norms[part]
	}
	if !ok {
		panic("huggingface: no parameter " + name)
	}
	return layer + to + "." + kind
}
