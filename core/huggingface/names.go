package huggingface

import "strings"

// gpt2Names turns the names that package gpt gives its tensors into those of
// GPT-2's files.
var gpt2Names = strings.NewReplacer(
	"tokens", "wte.weight",
	"positions", "wpe.weight",
	"blocks.", "h.",
	"norm1.gain", "ln_1.weight",
	"norm1.bias", "ln_1.bias",
	"qkv.", "attn.c_attn.",
	"out.", "attn.c_proj.",
	"norm2.gain", "ln_2.weight",
	"norm2.bias", "ln_2.bias",
	"up.", "mlp.c_fc.",
	"down.", "mlp.c_proj.",
	"final.gain", "ln_f.weight",
	"final.bias", "ln_f.bias",
	"head", head,
)

// head is the tensor of the output head, which stands in the files if it is not
// the token embedding, and sometimes if it is.
const head = "lm_head.weight"

// TensorName returns the name that a tensor of package gpt has in GPT-2's
// files: "blocks.0.qkv.weight" is "h.0.attn.c_attn.weight". What stands before
// the name stays: "adam.first.tokens" is "adam.first.wte.weight".
func TensorName(name string) string { return gpt2Names.Replace(name) }
