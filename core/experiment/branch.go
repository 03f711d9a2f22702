package experiment

import (
	"math"

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
	activate(m.activation, m.activated.Data, m.hidden.Data) // [N, inner]
	return apply(m.down, m.activated)                       // [N, inner] → [N, d]
}

func (m *mlp) back(dx, dy tensor.Matrix, g *gradients) {
	d := tensor.New(m.hidden.Rows, m.hidden.Cols)
	g.linear(m.name+".down", m.down, d, dy, m.activated) // [N, d] → [N, inner]
	activateBack(m.activation, d.Data, m.hidden.Data)    // [N, inner]
	g.linear(m.name+".up", m.up, dx, d, m.x)             // [N, inner] → [N, d]
}

// activate sets y = f(x).
func activate(a gpt.Activation, y, x []float32) {
	switch a {
	case gpt.GELUTanh:
		tensor.GELU(y, x)
	case gpt.GELUErf: // x·Φ(x), Φ the normal distribution function
		for i, v := range x {
			y[i] = float32(float64(v) * normal(float64(v)))
		}
	case gpt.ReLU:
		for i, v := range x {
			y[i] = max(v, 0)
		}
	}
}

// activateBack multiplies d by f'(x).
func activateBack(a gpt.Activation, d, x []float32) {
	switch a {
	case gpt.GELUTanh:
		tensor.GELUBack(d, x, d)
	case gpt.GELUErf: // Φ(x) + x·φ(x)
		for i, v := range x {
			z := float64(v)
			density := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
			d[i] *= float32(normal(z) + z*density)
		}
	case gpt.ReLU:
		for i, v := range x {
			if v <= 0 {
				d[i] = 0
			}
		}
	}
}

func normal(x float64) float64 { return 0.5 * math.Erfc(-x/math.Sqrt2) }

// normed is the output of a LayerNorm, y = gain·x̂ + bias with
// x̂ = (x − mean)/√(variance + ε) row by row, and what its way back needs.
type normed struct {
	weights  gpt.Norm
	out, hat tensor.Matrix // [N, d]
	inv      []float32     // [N], 1/√(variance + ε)
}

func layerNorm(n gpt.Norm, x tensor.Matrix, epsilon float32) *normed {
	y := &normed{weights: n, out: tensor.New(x.Rows, x.Cols), hat: tensor.New(x.Rows, x.Cols), inv: make([]float32, x.Rows)}
	for i := range x.Rows {
		row, hat, out := x.Row(i), y.hat.Row(i), y.out.Row(i)
		mean := tensor.Sum(row) / float32(x.Cols)
		for j, v := range row {
			hat[j] = v - mean
		}
		variance := tensor.Dot(hat, hat) / float32(x.Cols)
		y.inv[i] = float32(1 / math.Sqrt(float64(variance+epsilon)))
		for j := range hat {
			hat[j] *= y.inv[i]
			out[j] = hat[j]*n.Gain[j] + n.Bias[j]
		}
	}
	return y
}

// back adds to dx the gradient of the norm's input. With g = dy·gain it is
// (g − mean(g) − x̂·mean(g·x̂))/√(variance + ε).
func (y *normed) back(name string, dx, dy tensor.Matrix, g *gradients) {
	gain, bias := make([]float32, dy.Cols), make([]float32, dy.Cols)
	for i := range dy.Rows {
		hat, d, out := y.hat.Row(i), dy.Row(i), dx.Row(i)
		var sum, sumHat float32
		for j, v := range d {
			gain[j] += v * hat[j]
			bias[j] += v
			v *= y.weights.Gain[j]
			sum += v
			sumHat += v * hat[j]
		}
		sum /= float32(len(d))
		sumHat /= float32(len(d))
		for j, v := range d {
			out[j] += y.inv[i] * (v*y.weights.Gain[j] - sum - hat[j]*sumHat)
		}
	}
	g.vector(name+".weight", gain)
	g.vector(name+".bias", bias)
}
