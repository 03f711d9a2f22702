// Package architecture makes a transformer of what model files hold: it knows
// which parts a Llama, a Qwen or a Gemma is built of, and by which names the
// files call its tensors.
//
// Sources: llama.cpp 0.7.0, src/llama-arch.cpp, src/llama-model.cpp and
// src/models, for GGUF.
package architecture

import (
	"math"
	"slices"
	"strings"

	"logitarium/core/fault"
	"logitarium/core/gguf"
	"logitarium/core/gpt"
)

// Options say how to read a model; the zero value is the plain way.
type Options struct {
	Weights gpt.Precision // in which the model holds its matrices
	// Stored, if not nil, is asked whether a model of so many parameters, some of
	// whose matrices the file has in less than 32 bits, is to be held as it is
	// stored, whatever Weights says.
	Stored func(parameters int) bool
	Whole  bool // of what is held as stored: see [gpt.Keeping]
	// Progress, if not nil, is called again and again with the parameters read
	// so far and their total. An error of it ends the reading.
	Progress func(done, total int) error
}

// GGUF returns the model in an open file. The error says which key or tensor
// of the file is missing, wrong or has no place, and of an architecture that is
// not known what it would need.
func GGUF(f *gguf.File, o Options) (*gpt.Model, error) {
	c, err := Config(f)
	if err != nil {
		return nil, err
	}
	if err := promise(c, f); err != nil {
		return nil, err
	}
	if o.Weights == gpt.Stored || o.Stored != nil && packed(f) && o.Stored(c.Counts().Total()) {
		m := gpt.ZerosStored(c, keeping(f, o.Whole))
		return m, fill(m, f, o)
	}
	m := gpt.ZerosIn(c, o.Weights)
	return m, fill(m, f, o)
}

// Config returns the shape of the model in a file, from its metadata and from
// which tensors there are.
func Config(f *gguf.File) (gpt.Config, error) {
	name, err := f.Metadata.String("general.architecture")
	if err != nil {
		return gpt.Config{}, err
	}
	build, ok := families[name]
	if !ok {
		return gpt.Config{}, unknown(name)
	}
	k := &keys{f: f, prefix: name + "."}
	c := k.shape()
	build(k, &c)
	if k.err != nil {
		return gpt.Config{}, k.err
	}
	if err := c.Validate(); err != nil {
		return gpt.Config{}, fault.Errorf("the metadata do not fit together: %v", err)
	}
	return c, nil
}

// families are the architectures that are known, by their names in GGUF files.
var families = map[string]func(*keys, *gpt.Config){
	"gpt2":   gpt2,
	"llama":  llama,
	"qwen2":  qwen2,
	"qwen3":  qwen3,
	"gemma3": gemma3,
}

// gpt2 is what gpt.Config means without parts.
func gpt2(k *keys, c *gpt.Config) {
	c.Epsilon = float32(k.float("attention.layer_norm_epsilon"))
}

// llama has rotations in pairs of neighbours: the file's rows of queries and
// keys are in the order that this takes.
func llama(k *keys, c *gpt.Config) {
	k.modern(c)
	c.Activation = gpt.SiLU
	c.Parts.Gated = true
	if k.has("blk.0.attn_q.bias") {
		c.Parts.Biases = gpt.InputBiases
	}
}

func qwen2(k *keys, c *gpt.Config) {
	llama(k, c)
	c.Parts.Rotation.Halves = true
	c.Parts.Biases = gpt.InputBiases
}

func qwen3(k *keys, c *gpt.Config) {
	llama(k, c)
	c.Parts.Rotation.Halves = true
	c.Parts.QKNorm = true
}

// gemma3 has five local layers to one that sees everything, and norms on both
// sides of attention and MLP. The file has its norms' gains as 1 + w.
func gemma3(k *keys, c *gpt.Config) {
	k.modern(c)
	c.Norm = gpt.Sandwich
	c.Activation = gpt.GELUTanh
	p := &c.Parts
	p.Gated, p.QKNorm = true, true
	p.Rotation.Halves = true
	p.Window, p.Every = k.int("attention.sliding_window"), 6
	p.Local = gpt.Rotation{Base: k.floatOr("rope.freq_base_swa", 10_000), Halves: true}
	p.EmbeddingScale = float32(math.Sqrt(float64(c.Width)))
	p.LogitCap = float32(k.floatOr("final_logit_softcapping", 0))
	if c.Layers == 62 { // 27B divides by the root of the width's share, not of the head size
		p.ScoreScale = float32(1 / math.Sqrt(float64(c.Width)/float64(c.Heads)))
	}
}

// modern is what all families after GPT-2 share.
func (k *keys) modern(c *gpt.Config) {
	c.Epsilon = float32(k.float("attention.layer_norm_rms_epsilon"))
	c.Positions = gpt.Rotary
	c.Parts = gpt.Parts{
		RMSNorm: true, Separate: true, Biases: gpt.NoBiases,
		HeadSize: k.intOr("attention.key_length", 0),
		KeyHeads: k.intOr("attention.head_count_kv", 0),
		Rotation: k.rotation(),
	}
	if n := k.intOr("attention.value_length", c.HeadWidth()); n != c.HeadWidth() {
		k.fail("the heads of keys have %d values and those of values %d, which is not supported", c.HeadWidth(), n)
	}
	if n := k.intOr("rope.dimension_count", c.HeadWidth()); n != c.HeadWidth() {
		k.fail("only %d of a head's %d values are turned, which is not supported", n, c.HeadWidth())
	}
	if n := k.intOr("expert_count", 0); n > 0 {
		k.fail("the model is a mixture of %d experts, which is not supported", n)
	}
}

// rotation reads by how much the rotations are slowed down for longer texts.
func (k *keys) rotation() gpt.Rotation {
	r := gpt.Rotation{Base: k.floatOr("rope.freq_base", 10_000)}
	switch kind := k.textOr("rope.scaling.type", "none"); kind {
	case "none":
		if factor := k.floatOr("rope.scale_linear", 1); factor != 1 { // of old files
			r.Scaling, r.Factor = gpt.LinearScaling, factor
		}
	case "linear":
		r.Scaling, r.Factor = gpt.LinearScaling, k.float("rope.scaling.factor")
	case "yarn":
		r.Scaling, r.Factor = gpt.YaRN, k.float("rope.scaling.factor")
		r.Trained = k.int("rope.scaling.original_context_length")
	default:
		k.fail("rotations are scaled by %.40q; none, linear and yarn are supported", kind)
	}
	return r
}

// others are architectures that are not built in, and what they would need.
var others = []struct {
	needs fault.Text
	names []string
}{
	{fault.New("a mixture of experts"), []string{"llama4", "qwen2moe", "qwen3moe", "deepseek", "deepseek2", "gpt-oss", "phimoe", "olmoe", "dbrx", "grok", "granitemoe", "arctic", "ernie4_5-moe", "glm4moe", "hunyuan-moe", "bailingmoe", "dots1"}},
	{fault.New("a state space, or another recurrent layer"), []string{"mamba", "mamba2", "rwkv6", "rwkv6qwen2", "rwkv7", "arwkv7", "jamba", "falcon-h1", "nemotron_h", "granitehybrid", "lfm2", "plamo2", "qwen3next"}},
	{fault.New("an encoder"), []string{"bert", "modern-bert", "nomic-bert", "nomic-bert-moe", "jina-bert-v2", "neo-bert", "t5", "t5encoder"}},
	{fault.New("another kind of block"), []string{"phi2", "phi3", "gemma", "gemma2", "gemma3n", "starcoder", "starcoder2", "falcon", "gptneox", "gptj", "mpt", "bloom", "stablelm", "command-r", "cohere2", "olmo", "olmo2", "glm4", "chatglm", "exaone", "internlm2", "minicpm", "minicpm3", "orion", "nemotron", "granite", "smollm3", "qwen", "baichuan", "deci"}},
}

// unknown says what an architecture would need.
func unknown(name string) error {
	for _, o := range others {
		if slices.Contains(o.names, name) {
			return fault.Errorf("the architecture %s needs %v, which is not built in; gpt2, llama, qwen2, qwen3 and gemma3 are", name, o.needs)
		}
	}
	return fault.Errorf("the architecture %.40q is not known; gpt2, llama, qwen2, qwen3 and gemma3 are", strings.ToValidUTF8(name, "\ufffd"))
}
