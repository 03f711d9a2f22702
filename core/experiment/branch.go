package experiment

import (
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// apply returns x·Weightᵀ + Bias, [N, in] → [N, out].
func apply(f gpt.Linear, x tensor.Matrix) tensor.Matrix {
	y := tensor.New(x.Rows, f.Weight.Rows)
	tensor.MulBT(y, x, f.Weight) // [N, in]·[out, in]ᵀ → [N, out]
	tensor.AddRow(y, f.Bias)     // [N, out]
	return y
}

// linear adds to dx the gradient of what apply was given, and shows those
// of the weights.
func (g *gradients) linear(name string, f gpt.Linear, dx, dy, x tensor.Matrix) {
	if g.see != nil {
		weight := g.room(f.Weight.Rows, f.Weight.Cols)
		tensor.MulATAdd(weight, dy, x) // [N, out]ᵀ·[N, in] → [out, in]
		g.see(name+".weight", weight)
		bias := make([]float32, dy.Cols)
		tensor.SumRowsAdd(bias, dy) // [out]
		g.vector(name+".bias", bias)
	}
	tensor.MulAdd(dx, dy, f.Weight) // [N, out]·[out, in] → [N, in]
}

// mlp is down(activation(up(x))).
type mlp struct {
	name       string
	up, down   gpt.Linear
	activation gpt.Activation

	x                 tensor.Matrix // [N, d]
	hidden, activated tensor.Matrix // [N, inner]
}

func (m *mlp) forward(x tensor.Matrix) tensor.Matrix {
	m.x = x
	m.hidden = apply(m.up, x) // [N, d] → [N, inner]
	m.activated = tensor.New(m.hidden.Rows, m.hidden.Cols)
	m.activation.Forward(m.activated.Data, m.hidden.Data) // [N, inner]
	return apply(m.down, m.activated)                     // [N, inner] → [N, d]
}

func (m *mlp) back(dx, dy tensor.Matrix, g *gradients) {
	d := tensor.New(m.hidden.Rows, m.hidden.Cols)
	g.linear(m.name+".down", m.down, d, dy, m.activated) // [N, d] → [N, inner]
	m.activation.Back(d.Data, m.hidden.Data, d.Data)     // [N, inner]
	g.linear(m.name+".up", m.up, dx, d, m.x)             // [N, inner] → [N, d]
}

// normed is the output of a LayerNorm, and what its way back needs.
type normed struct {
	gpt.Normed
	weights gpt.Norm
	x       tensor.Matrix // [N, d]
}

func layerNorm(n gpt.Norm, x tensor.Matrix, epsilon float32) *normed {
	y := &normed{weights: n, x: x}
	n.Forward(&y.Normed, x, epsilon) // [N, d]
	return y
}

// back adds to dx the gradient of the norm's input, and shows those of the
// weights.
func (y *normed) back(name string, dx, dy tensor.Matrix, g *gradients) {
	grad := gpt.Norm{Gain: make([]float32, dy.Cols), Bias: make([]float32, dy.Cols)}
	y.weights.Back(dx, dy, y.x, &y.Normed, grad) // [N, d]
	g.vector(name+".weight", grad.Gain)
	g.vector(name+".bias", grad.Bias)
}
