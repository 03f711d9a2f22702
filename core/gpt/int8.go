package gpt

import (
	"cmp"
	"fmt"
	"slices"

	"logitarium/core/quant"
	"logitarium/core/tensor"
)

// Precision is in what a model holds its matrices.
type Precision int

// Int8 rounds the matrices of the blocks and the token embedding, which is
// the output head too, to ggml's Q8_0: 32 weights of a row share a scale.
// Their products round the other factor in the same way, see
// [tensor.MulBTQ8]. Positions, biases and norms stay in float32. A large
// model reads a third of the memory per token, and can't be trained.
//
// Stored holds each matrix of the blocks, the token embedding and the head in
// the type that its file has it in, see [Keeping]; such a model can't be trained
// either.
const (
	Float32 Precision = iota
	Int8
	Stored
)

// Int8 returns a copy of a model with the precision [Int8]. The error says
// which weight is not finite, or too large.
func (m *Model) Int8() (*Model, error) {
	to := ZerosIn(m.Config, Int8)
	to.Slower = slices.Clone(m.Slower)
	for i, t := range m.tensors {
		if err := to.tensors[i].Set(t.Float32().Data); err != nil {
			return nil, err
		}
	}
	return to, nil
}

// Bytes returns the memory that the parameters take.
func (m *Model) Bytes() int {
	n := 0
	for _, t := range m.tensors {
		n += 4*len(t.Data) + t.Int8.Bytes() + t.Stored.Bytes()
	}
	return n
}

// Set gives the parameter new values, in the order of its rows, rounded if it
// is held as integers. It returns an error as [Model.Int8] does, and panics if
// the number of values is another.
func (t Tensor) Set(values []float32) error {
	if len(values) != t.Rows*t.Cols {
		panic(fmt.Sprintf("gpt: %d values for %s [%d, %d]", len(values), t.Name, t.Rows, t.Cols))
	}
	return t.SetRows(0, tensor.Of(t.Rows, t.Cols, values))
}

// SetRows is Set for the rows from at on. It panics if they are not there.
func (t Tensor) SetRows(at int, rows tensor.Matrix) error {
	if at < 0 || at+rows.Rows > t.Rows || rows.Cols != t.Cols {
		panic(fmt.Sprintf("gpt: [%d, %d] from row %d on of %s [%d, %d]", rows.Rows, rows.Cols, at, t.Name, t.Rows, t.Cols))
	}
	if t.Int8.Rows == 0 && t.Stored.Rows == 0 {
		copy(t.Data[at*t.Cols:], rows.Data)
		return nil
	}
	const together = 64
	errs := make([]error, (rows.Rows+together-1)/together)
	tensor.Parallel(len(errs), func(part int) {
		for i := part * together; i < min((part+1)*together, rows.Rows) && errs[part] == nil; i++ {
			if err := t.roundRow(at+i, rows.Row(i)); err != nil {
				errs[part] = fmt.Errorf("%s, row %d, %w", t.Name, at+i, err)
			}
		}
	})
	return cmp.Or(errs...)
}

// roundRow sets row i of what is held as integers.
func (t Tensor) roundRow(i int, row []float32) error {
	if t.Stored.Rows > 0 {
		return setBlocks(t.Stored, i, row)
	}
	q := t.Int8
	for b := range q.Blocks() {
		var whole [quant.BlockSize]float32
		copy(whole[:], row[b*quant.BlockSize:])
		block, err := quant.Q8_0.Quantize(whole[:])
		if err != nil {
			return fmt.Errorf("block %d: %w", b, err)
		}
		q.SetBlock(i, b, block.D, &block.Q)
	}
	return nil
}

// Float32 returns the parameter's values; those of integers are a copy.
func (t Tensor) Float32() tensor.Matrix {
	return Linear{Weight: t.Matrix, Int8: t.Int8, Stored: t.Stored}.Float32()
}

// Float32 returns the weights [out, in]; those of integers are a copy.
func (f Linear) Float32() tensor.Matrix {
	switch {
	case f.Int8.Rows > 0:
		return f.Int8.Matrix()
	case f.Stored.Rows > 0:
		return f.Stored.Float32(0, f.Stored.Rows)
	}
	return f.Weight
}

// Rows returns the weights of the outputs lo to hi, hi excluded; those of
// integers are a copy. It panics if they are not there.
func (f Linear) Rows(lo, hi int) tensor.Matrix {
	switch {
	case f.Stored.Rows > 0:
		return f.Stored.Float32(lo, hi)
	case f.Int8.Rows == 0:
		return f.Weight.Slice(lo, hi)
	}
	m := tensor.New(hi-lo, f.Int8.Cols)
	for i := range m.Rows {
		f.Int8.Row(m.Row(i), lo+i)
	}
	return m
}

// row sets dst [in] to the weights of output i. It panics if there is none.
func (f Linear) row(dst []float32, i int) {
	switch {
	case f.Int8.Rows > 0:
		f.Int8.Row(dst, i)
	case f.Stored.Rows > 0:
		f.Stored.Row(dst, i)
	default:
		copy(dst, f.Weight.Row(i))
	}
}

// Embedding sets dst [d] to the embedding of a token. It panics if the
// vocabulary does not have it.
func (m *Model) Embedding(dst []float32, token int) { m.embedding().row(dst, token) }

// mustTrain panics if the model can't be trained.
func (m *Model) mustTrain() {
	if !m.Config.Trains() {
		panic(fmt.Sprintf("gpt: a model with parts that GPT-2 does not have can't be trained: %+v", m.Config))
	}
	if m.Precision != Float32 {
		panic(fmt.Sprintf("gpt: a model with %v weights can't be trained; open it with float32", m.Precision))
	}
}
