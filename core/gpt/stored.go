package gpt

import (
	"logitarium/core/fault"
	"logitarium/core/gguf"
	"logitarium/core/quant"
	"logitarium/core/stored"
	"logitarium/core/tensor"
)

// Keeping says how a model whose precision is [Stored] holds its matrices.
type Keeping struct {
	// Type returns the type in which a matrix is held, F32 or one that
	// [stored.Holds].
	Type func(name string, rows, cols int) gguf.Type
	// Whole lets products take the activations as they are, instead of rounded
	// to 8 bits: slower, and the weights' own numbers.
	Whole bool
}

// ZerosStored is [Zeros] with the matrices in the types of a file. It panics if
// one can't be held so.
func ZerosStored(c Config, keep Keeping) *Model { return zeros(c, Stored, keep) }

// matrix returns a matrix of zeros as the model holds it.
func (m *Model) matrix(name string, rows, cols int, keep Keeping) Tensor {
	t := Tensor{Name: name, Matrix: tensor.Matrix{Rows: rows, Cols: cols}, Decay: true}
	switch m.Precision {
	case Int8:
		t.Int8 = tensor.NewQ8(rows, cols)
		return t
	case Stored:
		if as := keep.Type(name, rows, cols); as != gguf.F32 {
			t.Stored = stored.New(as, rows, cols)
			return t
		}
	}
	t.Matrix = tensor.New(rows, cols)
	return t
}

// setBlocks rounds row i of a matrix that is held as Q8_0. Other types come from
// a file alone.
func setBlocks(m stored.Matrix, i int, row []float32) error {
	if m.Type != gguf.Q8_0 {
		return fault.Errorf("numbers are not rounded to %v here", m.Type)
	}
	raw, err := quant.Q8_0.Encode(row)
	if err != nil {
		return err
	}
	return m.SetRows(i, raw)
}
