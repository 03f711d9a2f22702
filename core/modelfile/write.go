package modelfile

import (
	"fmt"
	"io"
	"math"

	"logitarium/core/architecture"
	"logitarium/core/fault"
	"logitarium/core/gguf"
	"logitarium/core/gpt"
	"logitarium/core/quant"
	"logitarium/core/token"
)

// formats are the types in which Write stores matrices, apart from F32.
var formats = map[gguf.Type]quant.Format{gguf.Q8_0: quant.Q8_0, gguf.Q4_0: quant.Q4_0}

// Write writes a model of GPT-2's architecture with its tokenizer, the matrices
// as F32, Q8_0 or Q4_0; norms, biases and positions are F32 in all of them.
// llama.cpp reads it. It returns an error if the model has what its gpt2 does
// not have, or its rows are no whole blocks of the type.
func Write(w io.Writer, m *gpt.Model, tokens *token.BPE, name string, as gguf.Type) error {
	c := m.Config
	plain := gpt.Config{
		Vocab: c.Vocab, Context: c.Context, Width: c.Width, Layers: c.Layers, Heads: c.Heads, Inner: c.Inner,
		Epsilon: c.Epsilon, Untied: c.Untied, Activation: gpt.GELUTanh,
	}
	if c != plain {
		return fault.Errorf("only models of GPT-2's architecture are written, with pre-LN, learned positions and the tanh form of GELU")
	}
	if tokens.Size() != c.Vocab {
		return fault.Errorf("the tokenizer has %d tokens, and the model %d rows of embeddings", tokens.Size(), c.Vocab)
	}
	var stored []gguf.Stored
	for _, t := range m.Tensors() {
		s, err := store(t, as)
		if err != nil {
			return err
		}
		stored = append(stored, s)
	}
	return gguf.Write(w, append(shape(c, name, as), vocabulary(tokens)...), stored)
}

// fileTypes are llama.cpp's numbers for what most of a file is stored as.
var fileTypes = map[gguf.Type]uint32{gguf.F32: 0, gguf.Q4_0: 2, gguf.Q8_0: 7}

func shape(c gpt.Config, name string, as gguf.Type) []gguf.Entry {
	const a = "gpt2."
	return []gguf.Entry{
		{Key: "general.architecture", Value: "gpt2"}, {Key: "general.name", Value: name},
		{Key: a + "context_length", Value: uint32(c.Context)}, {Key: a + "embedding_length", Value: uint32(c.Width)},
		{Key: a + "block_count", Value: uint32(c.Layers)}, {Key: a + "feed_forward_length", Value: uint32(c.Inner)},
		{Key: a + "attention.head_count", Value: uint32(c.Heads)}, {Key: a + "attention.layer_norm_epsilon", Value: c.Epsilon},
		{Key: "general.file_type", Value: fileTypes[as]}, {Key: "general.quantization_version", Value: uint32(2)},
	}
}

func vocabulary(tokens *token.BPE) []gguf.Entry {
	s := tokens.Source()
	roles := make([]int32, len(s.Roles))
	for i, r := range s.Roles {
		roles[i] = int32(r)
	}
	return []gguf.Entry{
		{Key: modelKey, Value: "gpt2"}, {Key: cutKey, Value: "gpt-2"},
		{Key: tokensKey, Value: s.Tokens}, {Key: rolesKey, Value: roles}, {Key: mergesKey, Value: s.Merges},
		{Key: beginKey, Value: uint32(s.Begin)}, {Key: endKey, Value: uint32(s.End)}, {Key: addBeginKey, Value: false},
	}
}

// store returns a parameter as the file has it.
func store(t gpt.Tensor, as gguf.Type) (gguf.Stored, error) {
	s := gguf.Stored{Name: architecture.TensorName(t.Name), Shape: t.Shape(), Type: gguf.F32}
	values := t.Float32().Data
	if !t.Decay || t.Name == "positions" || as == gguf.F32 {
		for _, v := range values {
			bits := math.Float32bits(v)
			s.Data = append(s.Data, byte(bits), byte(bits>>8), byte(bits>>16), byte(bits>>24))
		}
		return s, nil
	}
	format, ok := formats[as]
	if !ok {
		panic(fmt.Sprintf("modelfile: matrices are not written as %v", as))
	}
	if t.Cols%quant.BlockSize != 0 {
		return s, fault.Errorf("the rows of %s have %d weights, and %v has them in blocks of %d", s.Name, t.Cols, as, quant.BlockSize)
	}
	s.Type = as
	data, err := format.Encode(values)
	if err != nil {
		return s, fault.Errorf("tensor %s: %v", s.Name, err)
	}
	s.Data = data
	return s, nil
}
