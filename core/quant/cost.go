package quant

import "fmt"

// Operation says what of a product x·Wᵀ is in integers, and where the grid of
// x comes from.
type Operation int

const (
	Floating   Operation = iota // nothing: both operands as they are
	WeightOnly                  // W is kept in integers, and multiplied as floats again (W4A16)
	Dynamic                     // both; the range of x is looked for in each pass
	Static                      // both; the range of x is known from calibration
)

// String returns "floating", "weights only", "dynamic" or "static".
func (o Operation) String() string {
	if o < Floating || o > Static {
		return fmt.Sprintf("Operation(%d)", int(o))
	}
	return [...]string{"floating", "weights only", "dynamic", "static"}[o]
}

// Cost counts operations, of a product in one pass or of a preparation.
type Cost struct {
	Float    int // multiply-adds of floats
	Integer  int // multiply-adds of integers
	Searched int // values that are looked at for a range
	Rounded  int // values that are divided by a scale and rounded
	Scaled   int // multiplications by a scale: of weights before the product, or of sums after it
}

// Add returns the sum.
func (c Cost) Add(o Cost) Cost {
	return Cost{c.Float + o.Float, c.Integer + o.Integer, c.Searched + o.Searched, c.Rounded + o.Rounded, c.Scaled + o.Scaled}
}

// Beside returns all that is no multiply-add of the product: what quantizing
// costs in each pass.
func (c Cost) Beside() int { return c.Searched + c.Rounded + c.Scaled }

// PassCost counts a product of x [tokens, in] with W [out, in] in one pass. w
// and x say how the operands are quantized; x is not looked at unless the
// operation has it in integers:
//
//	floating      tokens·in·out multiply-adds
//	weights only  the same; each weight is scaled first, once a pass
//	dynamic       as many of integers; each value of x searched and rounded;
//	              each sum scaled, once for each group that it goes over
//	static        the same, without the search
//
// The weights' own grids were found once, before: see [OnceCost]. It panics if
// a size is not positive, or the grids of x or w do not factor out of the sum
// (see [Check]).
func PassCost(o Operation, tokens, in, out int, w, x Plan) Cost {
	if tokens < 1 || in < 1 || out < 1 {
		panic(fmt.Sprintf("quant: the cost of [%d, %d] times [%d, %d]", tokens, in, out, in))
	}
	products := tokens * in * out
	switch o {
	case Floating:
		return Cost{Float: products}
	case WeightOnly:
		return Cost{Float: products, Scaled: in * out}
	}
	for _, err := range []error{Check(Activations, x.Granularity), Check(Weights, w.Granularity)} {
		if err != nil {
			panic("quant: " + err.Error())
		}
	}
	c := Cost{Integer: products, Rounded: tokens * in, Scaled: tokens * out * max(w.stretches(in), x.stretches(in))}
	if o == Dynamic {
		c.Searched = tokens * in
	}
	return c
}

// stretches is over how many grids a row of the inner dimension goes.
func (p Plan) stretches(in int) int {
	if p.Granularity != PerGroup {
		return 1
	}
	return (in + p.Group - 1) / p.Group
}

// OnceCost counts what quantizing weights [out, in] takes, once, before any
// pass: each value is searched and rounded.
func OnceCost(in, out int) Cost { return Cost{Searched: in * out, Rounded: in * out} }
