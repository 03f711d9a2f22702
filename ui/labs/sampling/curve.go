package sampling

import (
	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/viz"
)

const leastRanks = 16 // of the curve

// viewCurve draws probability and running sum over rank.
func (l *Lab) viewCurve(f lab.Frame) viz.Grid {
	return viz.Lines(f.Size, f.Theme, l.curve())
}

// curve goes on to where all cuts and nearly all of the mass are on screen.
func (l *Lab) curve() viz.LineChart {
	p, name := l.summed()
	order := l.trace.Stages[0].Order
	cuts := l.cuts()
	n, sum := 0, 0.0
	for n < len(order) && (n < leastRanks || sum < 0.99) {
		sum += p[order[n]]
		n++
	}
	for _, c := range cuts {
		n = min(max(n, c.rank*5/4+2), len(order))
	}
	chart := viz.LineChart{
		XName: viz.Clean("rank"),
		X:     [2]float64{1, float64(n)},
		Y:     &[2]float64{0, 1},
		Series: []viz.Line{
			{Name: viz.Clean("running sum"), Values: make([]float64, n)},
			{Name: viz.Clean(name), Values: make([]float64, n)},
		},
	}
	sum = 0
	for i, t := range order[:n] {
		sum += p[t]
		chart.Series[0].Values[i] = sum
		chart.Series[1].Values[i] = p[t]
	}
	for _, c := range cuts {
		chart.Marks = append(chart.Marks, viz.LineMark{X: float64(c.rank) + 0.5, Label: c.label})
	}
	return chart
}

// summed is the distribution that top-p sums up: the one before it in the
// chain, or the tempered one where there is no top-p.
func (l *Lab) summed() (p []float64, name string) {
	for i, s := range l.trace.Stages {
		if _, ok := s.Step.(sampling.TopP); ok {
			before := l.trace.Stages[i-1]
			if before.Step == nil {
				return before.Probs, "p(T=1)"
			}
			return before.Probs, "p after " + before.Name()
		}
	}
	return l.warm, "p(T)"
}
