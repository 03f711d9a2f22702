package gpt

import (
	"fmt"
	"math"

	"logitarium/core/elementary"
	"logitarium/core/tensor"
)

// AdamW is Adam with decoupled weight decay (Loshchilov and Hutter 2019,
// algorithm 2, in PyTorch's form, where the decay is scaled by the rate):
//
//	p ← p·(1 − rate·Decay)                      matrices only
//	m ← Beta1·m + (1−Beta1)·g    v ← Beta2·v + (1−Beta2)·g²
//	p ← p − rate·m/(1−Beta1ᵗ) / (√(v/(1−Beta2ᵗ)) + Epsilon)
//
// where g is first shrunk so that the norm over all parameters is at most
// Clip; 0 clips nothing.
type AdamW struct {
	Beta1, Beta2, Epsilon, Decay, Clip float64
}

// Recipe returns the settings that the built-in model is trained with.
func Recipe() AdamW {
	return AdamW{Beta1: 0.9, Beta2: 0.98, Epsilon: 1e-8, Decay: 0.1, Clip: 1}
}

// Moments are AdamW's memory: how many steps were made, and of each parameter
// the running mean of the gradient and of its square.
type Moments struct {
	Steps         int
	First, Second *Model
}

// Tensors lists the moments by name, adam.first.… and adam.second.…, sharing
// their memory, so that a run can be saved and resumed together with Steps.
func (s *Moments) Tensors() []Tensor {
	var list []Tensor
	for _, part := range []struct {
		prefix string
		model  *Model
	}{{"adam.first.", s.First}, {"adam.second.", s.Second}} {
		for _, t := range part.model.Tensors() {
			t.Name = part.prefix + t.Name
			list = append(list, t)
		}
	}
	return list
}

// Clone returns moments that share nothing with these.
func (s *Moments) Clone() Moments {
	return Moments{Steps: s.Steps, First: s.First.Clone(), Second: s.Second.Clone()}
}

// Update makes one step along grad, and returns the norm of the gradient over
// all parameters before clipping. A gradient that is not finite changes
// nothing but the step count. It panics if the shapes differ.
func (a AdamW) Update(m, grad *Model, s *Moments, rate float64) (norm float64) {
	norm, shrink := a.measure(m, grad, s)
	if shrink > 0 {
		a.Move(m.tensors, grad.tensors, s.First.tensors, s.Second.tensors, s.Steps, rate, shrink)
	}
	return norm
}

// measure counts a step, and returns the norm of its gradient and by what that is
// shrunk; 0 where it is not finite.
func (a AdamW) measure(m, grad *Model, s *Moments) (norm, shrink float64) {
	if m.Config != grad.Config || m.Config != s.First.Config {
		panic(fmt.Sprintf("gpt: update of %+v by %+v with moments of %+v", m.Config, grad.Config, s.First.Config))
	}
	s.Steps++
	norm = grad.Length()
	switch {
	case math.IsNaN(norm) || math.IsInf(norm, 0):
		return norm, 0
	case a.Clip > 0 && norm > a.Clip:
		return norm, a.Clip / norm
	}
	return norm, 1
}

// Move makes a step, counted from 1, of parameters along shrink·grad; first and
// second are their moments. All four have the same tensors in the same order:
// with others it panics, or does what makes no sense.
func (a AdamW) Move(p, grad, first, second []Tensor, step int, rate, shrink float64) {
	size, spread := a.factors(step, rate)
	tensor.Parallel(len(p), func(i int) {
		a.update(p[i].Data, p[i].Data, grad[i].Data, first[i].Data, second[i].Data,
			float32(shrink), a.keep(p[i], rate), float32(size), float32(spread))
	})
}

// factors are what a step, counted from 1, multiplies the moments by.
func (a AdamW) factors(step int, rate float64) (size, spread float64) {
	return rate / (1 - math.Pow(a.Beta1, float64(step))), 1 / (1 - math.Pow(a.Beta2, float64(step)))
}

// keep is what decay leaves of a tensor.
func (a AdamW) keep(t Tensor, rate float64) float32 {
	if !t.Decay {
		return 1
	}
	return float32(1 - float64(rate*a.Decay))
}

// update writes what becomes of p, into p itself or into grad.
func (a AdamW) update(to, p, grad, first, second []float32, shrink, keep, step, spread float32) {
	b1, b2, epsilon := float32(a.Beta1), float32(a.Beta2), float32(a.Epsilon)
	c1, c2 := float32(1-a.Beta1), float32(1-a.Beta2)
	to, grad, first, second = to[:len(p)], grad[:len(p)], first[:len(p)], second[:len(p)]
	for i := range p {
		g := grad[i] * shrink
		first[i] = float32(b1*first[i]) + float32(c1*g)
		second[i] = float32(b2*second[i]) + float32(c2*g*g)
		root := float32(math.Sqrt(float64(second[i] * spread)))
		to[i] = float32(p[i]*keep) - step*first[i]/(root+epsilon)
	}
}

// Length returns the Euclidean norm of all parameters together: of a
// gradient, what clipping looks at.
func (m *Model) Length() float64 {
	var squares float64
	for _, t := range m.tensors {
		squares += float64(tensor.Dot(t.Data, t.Data))
	}
	return math.Sqrt(squares)
}

// Schedule is a learning rate over time: up in a line for Warmup steps, then
// down along half a cosine, reaching Floor times the peak after Steps.
type Schedule struct {
	Peak          float64
	Warmup, Steps int
	Floor         float64
}

// Rate returns the learning rate of a step, counted from 0. The first is
// Peak/Warmup, the step Warmup-1 has the peak; from Steps on it is Floor·Peak.
func (s Schedule) Rate(step int) float64 {
	switch {
	case step < s.Warmup:
		return s.Peak * float64(step+1) / float64(s.Warmup)
	case step >= s.Steps:
		return s.Peak * s.Floor
	}
	done := float64(step-s.Warmup) / float64(s.Steps-s.Warmup)
	return s.Peak * (s.Floor + float64((1-s.Floor)*(1+elementary.Cos(math.Pi*done))/2))
}
