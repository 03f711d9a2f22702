package encoder

import (
	"math"
	"math/rand/v2"

	"logitarium/core/fault"
	"logitarium/core/tensor"
)

// A Side is one of the two encoders. They share all but their last steps.
type Side int

// The sides.
const (
	Question Side = iota
	Passage
	sides int = iota
)

// String returns the side's name.
func (s Side) String() string { return [...]string{"question", "passage"}[s] }

// Shape gives the sizes of an encoder's matrices.
type Shape struct {
	Vocab int `json:"vocab"` // V: tokens
	Width int `json:"width"` // E: of a token's embedding
	Inner int `json:"inner"` // H: of what is made of it
	Out   int `json:"out"`   // D: of the vector of a text
}

// weights are the parameters.
type weights struct {
	Shape
	table  tensor.Matrix        // [V, E]
	inner  tensor.Matrix        // [E, H]
	bias   tensor.Matrix        // [1, H]
	attend [sides]tensor.Matrix // [1, H]
	out    [sides]tensor.Matrix // [H, D]
}

func zeros(s Shape) *weights {
	w := &weights{
		Shape: s,
		table: tensor.New(s.Vocab, s.Width),
		inner: tensor.New(s.Width, s.Inner),
		bias:  tensor.New(1, s.Inner),
	}
	for side := range w.out {
		w.attend[side] = tensor.New(1, s.Inner)
		w.out[side] = tensor.New(s.Inner, s.Out)
	}
	return w
}

// first returns the weights that training begins with: the given embeddings
// scaled to a mean square of 1, and matrices that keep the size of what they
// multiply. Both sides begin alike, so that equal texts begin as neighbours.
func first(s Shape, table tensor.Matrix, rng *rand.Rand) *weights {
	w := zeros(s)
	copy(w.table.Data, table.Data)
	tensor.Scale(w.table.Data, 1/rms(w.table.Data))
	normal(w.inner.Data, rng, math.Sqrt(2/float64(s.Width)))
	normal(w.out[Question].Data, rng, math.Sqrt(1/float64(s.Inner)))
	copy(w.out[Passage].Data, w.out[Question].Data)
	return w
}

func normal(dst []float32, rng *rand.Rand, spread float64) {
	for i := range dst {
		dst[i] = float32(rng.NormFloat64() * spread)
	}
}

func rms(x []float32) float32 {
	return float32(math.Sqrt(float64(tensor.Dot(x, x)) / float64(len(x))))
}

// A named is one tensor and what it is called in a file.
type named struct {
	name string
	tensor.Matrix
}

// all lists the tensors, sharing their memory.
func (w *weights) all() []named {
	list := []named{{"table", w.table}, {"inner.weight", w.inner}, {"inner.bias", w.bias}}
	for side := range w.out {
		name := Side(side).String()
		list = append(list, named{name + ".attend", w.attend[side]}, named{name + ".out", w.out[side]})
	}
	return list
}

// Parameters returns the number of weights.
func (s Shape) Parameters() int {
	return s.Vocab*s.Width + s.Width*s.Inner + s.Inner + sides*(s.Inner+s.Inner*s.Out)
}

// validate says what no encoder can have. The bounds keep a file from asking
// for more memory than any encoder of this kind needs.
func (s Shape) validate() error {
	for _, d := range []struct {
		name  string
		n     int
		limit int
	}{{"vocab", s.Vocab, 1 << 17}, {"width", s.Width, 1 << 13}, {"inner", s.Inner, 1 << 13}, {"out", s.Out, 1 << 13}} {
		if d.n < 1 || d.n > d.limit {
			return fault.Errorf("%s: %d is outside 1 to %d", d.name, d.n, d.limit)
		}
	}
	return nil
}
