package sampling

import (
	"math"

	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// cutAt is a cut with its place in the ranking: between rank and rank+1.
type cutAt struct {
	rank  int
	label viz.Safe
}

// cuts lists where the steps cut, by falling rank: the tightest comes last.
func (l *Lab) cuts() []cutAt {
	var cuts []cutAt
	for _, s := range l.trace.Stages {
		if len(s.Removed) > 0 {
			cuts = append(cuts, cutAt{len(s.Order), l.cutLabel(s)})
		}
	}
	return cuts
}

// cutLabel says what a step compared, in few words.
func (l *Lab) cutLabel(s sampling.Stage) viz.Safe {
	switch step := s.Step.(type) {
	case sampling.TopK:
		if tied, more := ties(s, step); more {
			return viz.Cleanf("top-k %d keeps %d: %d tie for place %d", step.K, len(s.Order), tied, step.K)
		}
		return viz.Cleanf("top-k %d of %d", len(s.Order), len(s.Probs))
	case sampling.TopP:
		if s.Cut.Kept < step.P {
			return viz.Cleanf("top-p %.3f < %.2f", s.Cut.Kept, step.P)
		}
		return viz.Cleanf("top-p %.3f ≥ %.2f", s.Cut.Kept, step.P)
	case sampling.MinP:
		return viz.Cleanf("min-p %.4f < %.4f", s.Cut.Removed, s.Cut.Limit)
	case sampling.Temperature:
		return viz.Clean("T = 0: the best token")
	}
	return viz.Clean(s.Name())
}

// ties is how many of the tokens that top-k kept have the score of the k-th,
// and whether it kept more than k for it.
func ties(s sampling.Stage, step sampling.TopK) (tied int, more bool) {
	for _, t := range s.Order {
		if s.Scores[t] == s.Cut.Limit {
			tied++
		}
	}
	return tied, len(s.Order) > step.K
}

// label shows a token as it stands by itself.
func (l *Lab) label(token int) viz.Safe { return viz.Clean(l.lm.Tokens.Label(token)) }

// viewBars draws the ranking with its cuts.
func (l *Lab) viewBars(f lab.Frame) viz.Grid {
	chart, _ := l.ranking(f.H)
	return viz.Bars(f.Size, f.Theme, chart)
}

// ranking is the chart of a picture h high, and the token in each of its rows:
// noToken in that of a cut.
func (l *Lab) ranking(h int) (viz.BarChart, []int) {
	order, final := l.trace.Stages[0].Order, l.trace.Final()
	raw, scores := l.trace.Stages[0].Probs, l.trace.Stages[0].Scores
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: viz.Clean("token"), Left: true, Width: 10},
			{Title: viz.Clean("logit"), Width: 6, Spare: true},
			{Title: viz.Clean("p(T=1)"), Width: 6},
			{Title: viz.Clean("p(T)"), Width: 5, Spare: true},
			{Title: viz.Clean("final"), Width: 5},
		},
		Kept:    viz.Clean("final"),
		Removed: viz.Clean("cut"),
		Marks:   viz.Clean("p(T=1)"),
		Max:     peak(raw, l.warm, final.Probs),
	}
	left := make([]bool, len(raw))
	for _, t := range final.Order {
		left[t] = true
	}
	var tokens []int
	first := min(l.from, len(order)) - 1
	cuts, shown := l.cuts(), 0
	for rank := first; rank < len(order) && len(chart.Rows) <= h; rank++ {
		t := order[rank]
		row := viz.BarRow{Value: final.Probs[t], Mark: raw[t], Chosen: l.draws > 0 && t == l.sample.last}
		last := viz.Share(final.Probs[t], 5)
		if !left[t] {
			row.Value, row.Removed, last = l.warm[t], true, viz.Clean("–  ")
		}
		row.Cells = []viz.Safe{l.label(t), viz.Fixed(scores[t], 2), viz.Share(raw[t], 6), viz.Share(l.warm[t], 5), last}
		chart.Rows = append(chart.Rows, row)
		tokens = append(tokens, t)
		shown++
		for i := len(cuts) - 1; i >= 0; i-- {
			if cuts[i].rank == rank+1 {
				chart.Rows = append(chart.Rows, viz.BarRow{Rule: cuts[i].label})
				tokens = append(tokens, noToken)
			}
		}
	}
	chart.More = func(rows int, _ float64) viz.Safe {
		rest := order[first+shown-rows:]
		mass := 0.0
		for _, t := range rest {
			mass += raw[t]
		}
		return viz.Cleanf("… %d more: %s at T=1", len(rest), viz.Share(mass, 6))
	}
	return chart, tokens
}

// peak is the largest of several distributions' probabilities: the scale.
func peak(distributions ...[]float64) float64 {
	top := 0.0
	for _, p := range distributions {
		for _, v := range p {
			if v > top {
				top = v
			}
		}
	}
	return math.Min(top, 1)
}
