package sampling

import (
	"math"
	"slices"

	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

const leastRanks = 16 // of the curve

// drawCurve draws probability and running sum over rank.
func (l *Lab) drawCurve(f lab.Frame) viz.Grid {
	return viz.Lines(f.Size, f.Theme, l.curve(f))
}

// curve goes on to where all cuts and nearly all of the mass are on screen.
func (l *Lab) curve(f lab.Frame) viz.LineChart {
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
	if l.draws > 0 {
		n = max(n, slices.Index(order, l.sample.last)+1)
	}
	n = min(f.Last("ranks", n), len(order))
	chart := viz.LineChart{
		XName: f.Say("rank"),
		X:     [2]float64{1, float64(n)},
		Y:     &[2]float64{0, 1},
		Series: []viz.Line{
			{Name: f.Say("running sum"), Values: make([]float64, n)},
			{Name: f.Print(name), Values: make([]float64, n), Area: true},
		},
	}
	sum = 0
	for i, t := range order[:n] {
		sum += p[t]
		chart.Series[0].Values[i] = sum
		chart.Series[1].Values[i] = p[t]
	}
	for _, c := range cuts {
		chart.Marks = append(chart.Marks, viz.LineMark{X: float64(c.rank) + 0.5, Label: f.Print(c.label), Cut: true})
	}
	if l.draws > 0 {
		at := slices.Index(order, l.sample.last)
		chart.Marks = append(chart.Marks, viz.LineMark{X: float64(at + 1), Label: f.Say("drawn: %s", l.label(l.sample.last))})
	}
	return chart
}

// summed is the distribution that top-p sums up: the one before it in the
// chain, or the tempered one where there is no top-p.
func (l *Lab) summed() (p []float64, name message.Text) {
	p, name = l.summedUp()
	raw := l.trace.Stages[0]
	if slices.ContainsFunc(raw.Order, func(t int) bool { return math.IsNaN(p[t]) }) {
		return l.next.probsOf(raw), message.Verbatim("p(T=1)") // of what is told no more is known
	}
	return p, name
}

func (l *Lab) summedUp() (p []float64, name message.Text) {
	for i, s := range l.trace.Stages {
		if _, ok := s.Step.(sampling.TopP); ok {
			before := l.trace.Stages[i-1]
			if before.Step == nil {
				return l.next.probsOf(before), message.Verbatim("p(T=1)")
			}
			return before.Probs(), message.New("p after %v", stepLabel(before))
		}
	}
	return l.warm, message.Verbatim("p(T)")
}

// atRank says what a rank adds to the running sum.
func (l *Lab) atRank(f lab.Frame, x, _ int) message.Text {
	chart := l.curve(f)
	i, ok := chart.ValueAt(f.Size, f.Theme, x)
	if !ok {
		return message.Text{}
	}
	sum, p := chart.Series[0], chart.Series[1]
	return message.New("rank %d, %s: %s %.4g, %s %.5f", i+1, l.label(l.trace.Stages[0].Order[i]), p.Name, p.Values[i], sum.Name, sum.Values[i])
}

// sayCurve says how few tokens have most of what top-p sums up.
func (l *Lab) sayCurve() message.Text {
	if says := l.sayFirst(); !says.Empty() {
		return says
	}
	p, name := l.summed()
	order := l.trace.Stages[0].Order
	n, sum := 0, 0.0
	for n < len(order) && sum < mostOf {
		sum += p[order[n]]
		n++
	}
	return message.Join(message.Count(n, "By %v the first %d token has %.3f.", "By %v the first %d tokens have %.3f.", name, n, sum), l.sayCuts())
}

// mostOf is most of a distribution.
const mostOf = 0.9
