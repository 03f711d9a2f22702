package gpt

import (
	"fmt"
	"math"

	"logitarium/core/elementary"
	"logitarium/core/tensor"
)

// Forward sets y = f(x). It panics if a is none of the constants.
func (a Activation) Forward(y, x []float32) {
	switch a {
	case GELUTanh:
		tensor.GELU(y, x)
	case GELUErf: // x·Φ(x), Φ the normal distribution function
		for i, v := range x {
			y[i] = float32(float64(v) * normal(float64(v)))
		}
	case ReLU:
		for i, v := range x {
			y[i] = v
			if v < 0 { // so that NaN stays
				y[i] = 0
			}
		}
	case SiLU:
		for i, v := range x {
			y[i] = float32(float64(v) / (1 + elementary.Exp(-float64(v))))
		}
	default:
		panic(fmt.Sprintf("gpt: activation %d", a))
	}
}

// Back sets dx = dy·f'(x); dx may be dy. It panics if a is none of the
// constants.
func (a Activation) Back(dx, x, dy []float32) {
	switch a {
	case GELUTanh:
		tensor.GELUBack(dx, x, dy)
	case GELUErf: // Φ(x) + x·φ(x)
		for i, v := range x {
			z := float64(v)
			density := elementary.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
			dx[i] = float32(float64(dy[i]) * (normal(z) + float64(z*density)))
		}
	case ReLU:
		for i, v := range x {
			dx[i] = dy[i]
			if v <= 0 {
				dx[i] = 0
			}
		}
	case SiLU: // σ(x)·(1 + x·(1 − σ(x)))
		for i, v := range x {
			z := float64(v)
			sigma := 1 / (1 + elementary.Exp(-z))
			dx[i] = float32(float64(dy[i]) * sigma * (1 + float64(z*(1-sigma))))
		}
	default:
		panic(fmt.Sprintf("gpt: activation %d", a))
	}
}

func normal(x float64) float64 { return float64(0.5 * math.Erfc(-x/math.Sqrt2)) }
