package knowledge

import "math"

// adam is the memory of Adam (Kingma and Ba 2015, algorithm 1) for one
// parameter matrix of a LoRA. [gpt.AdamW] does the same for whole models.
type adam struct {
	steps         int
	first, second []float32
}

// update makes one step along grad.
func (a *adam) update(p, grad []float32, rate float64) {
	if a.first == nil {
		a.first, a.second = make([]float32, len(p)), make([]float32, len(p))
	}
	a.steps++
	b1, b2 := float32(settings.Beta1), float32(settings.Beta2)
	step := float32(rate / (1 - math.Pow(settings.Beta1, float64(a.steps))))
	spread := float32(1 / (1 - math.Pow(settings.Beta2, float64(a.steps))))
	for i, g := range grad {
		a.first[i] = float32(b1*a.first[i]) + float32((1-b1)*g)
		a.second[i] = float32(b2*a.second[i]) + float32((1-b2)*g*g)
		root := float32(math.Sqrt(float64(a.second[i] * spread)))
		p[i] -= step * a.first[i] / (root + float32(settings.Epsilon))
	}
}
