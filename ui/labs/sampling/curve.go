package sampling

import (
	"math"
	"slices"
	"sort"

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
	s := l.summed()
	order := l.trace.Stages[0].Order
	cuts := l.cuts()
	n := max(s.ranks(0.99), min(leastRanks, len(order)))
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
			{Name: f.Say("running sum"), Values: s.sum[:n]},
			{Name: f.Print(s.name), Values: s.p[:n], Area: true},
		},
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

// summed is the distribution that top-p sums up, by rank: the one before it in
// the chain, or the tempered one where there is no top-p.
type summed struct {
	name   message.Text
	p, sum []float64 // of each rank, and up to it
}

// ranks is how many of the first have a share together; all if none do.
func (s summed) ranks(share float64) int {
	return min(sort.Search(len(s.sum), func(i int) bool { return s.sum[i] >= share })+1, len(s.sum))
}

func (l *Lab) summed() summed {
	if l.summedUp != nil && l.cutsBy.recipe == l.cutBy {
		return *l.summedUp
	}
	return l.sumRanks()
}

// sumRanks goes through the vocabulary for it.
func (l *Lab) sumRanks() summed {
	raw := l.trace.Stages[0]
	p, name := l.beforeTopP()
	if l.next.told != nil && slices.ContainsFunc(raw.Order, func(t int) bool { return math.IsNaN(p.of(t)) }) {
		p, name = shares{stage: raw}, message.Verbatim("p(T=1)") // of what is told no more is known
	}
	s := summed{name: name, p: make([]float64, len(raw.Order)), sum: make([]float64, len(raw.Order))}
	sum := 0.0
	for i, t := range raw.Order {
		s.p[i] = p.of(t)
		sum += s.p[i]
		s.sum[i] = sum
	}
	return s
}

func (l *Lab) beforeTopP() (p shares, name message.Text) {
	for i, s := range l.trace.Stages {
		if _, ok := s.Step.(sampling.TopP); ok {
			before := l.trace.Stages[i-1]
			if before.Step == nil {
				return shares{stage: before}, message.Verbatim("p(T=1)")
			}
			return shares{stage: before}, message.New("p after %v", stepLabel(before))
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
	s := l.summed()
	n := s.ranks(mostOf)
	sum := 0.0
	if n > 0 {
		sum = s.sum[n-1]
	}
	return message.Join(message.Count(n, "By %v the first %d token has %.3f.", "By %v the first %d tokens have %.3f.", s.name, n, sum), l.sayCuts())
}

// mostOf is most of a distribution.
const mostOf = 0.9
