package architecture

import (
	"logitarium/core/fault"
	"logitarium/core/gguf"
	"logitarium/core/gpt"
)

// keys read the metadata of one architecture. After the first error they
// return zeros.
type keys struct {
	f      *gguf.File
	prefix string
	err    error
}

// shape reads what all architectures have.
func (k *keys) shape() gpt.Config {
	c := gpt.Config{
		Context: k.int("context_length"),
		Width:   k.int("embedding_length"),
		Layers:  k.int("block_count"),
		Heads:   k.int("attention.head_count"),
		Inner:   k.int("feed_forward_length"),
		Untied:  k.has("output.weight"),
	}
	// No file is so large, and Zeros is not asked for what it can't have.
	if c.Layers > 1<<12 || c.Width > 1<<20 || c.Inner > 1<<22 || c.Context > 1<<30 || c.Heads > 1<<16 {
		k.fail("%d layers of width %d with %d heads, inner width %d and context %d are more than any model has", c.Layers, c.Width, c.Heads, c.Inner, c.Context)
	}
	switch e, ok := k.f.Tensor("token_embd.weight"); {
	case !ok:
		k.fail("the tensor token_embd.weight is missing: is this a language model?")
	case len(e.Shape) != 2 || e.Shape[1] != c.Width: // as many rows as are in the file, whatever reads the vocabulary
		k.fail("the tensor token_embd.weight has the shape %v, and by the metadata its rows have %d values", e.Shape, c.Width)
	default:
		c.Vocab = e.Shape[0]
	}
	return c
}

func (k *keys) has(tensor string) bool {
	_, ok := k.f.Tensor(tensor)
	return ok
}

func (k *keys) fail(format fault.Format, args ...any) {
	if k.err == nil {
		k.err = fault.Errorf(format, args...)
	}
}

func (k *keys) keep(err error) {
	if k.err == nil {
		k.err = err
	}
}

func (k *keys) int(name string) int {
	n, err := k.f.Metadata.Int(k.prefix + name)
	k.keep(err)
	return n
}

func (k *keys) intOr(name string, otherwise int) int {
	if !k.f.Metadata.Has(k.prefix + name) {
		return otherwise
	}
	return k.int(name)
}

func (k *keys) float(name string) float64 {
	x, err := k.f.Metadata.Float(k.prefix + name)
	k.keep(err)
	return x
}

func (k *keys) floatOr(name string, otherwise float64) float64 {
	if !k.f.Metadata.Has(k.prefix + name) {
		return otherwise
	}
	return k.float(name)
}

func (k *keys) textOr(name, otherwise string) string {
	if !k.f.Metadata.Has(k.prefix + name) {
		return otherwise
	}
	s, err := k.f.Metadata.String(k.prefix + name)
	k.keep(err)
	return s
}
