package sampling

import (
	"fmt"
	"math"
	"slices"

	"logitarium/core/lm"
	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// cutAt is a cut with its place in the ranking: between rank and rank+1.
type cutAt struct {
	rank  int
	label viz.Safe
}

// cuts lists where the steps cut in the ranking of the logits, in their order:
// behind the last token that a step left, and before the first one. A step
// that took tokens from between has no place.
func (l *Lab) cuts() []cutAt {
	rank := make([]int, len(l.next.logits))
	for i, t := range l.trace.Stages[0].Order {
		rank[t] = i
	}
	var cuts []cutAt
	for _, s := range l.trace.Stages {
		if len(s.Removed) == 0 || len(s.Order) == 0 {
			continue
		}
		first, last := ends(rank, s.Order)
		highest, lowest := ends(rank, s.Removed)
		if highest < first {
			cuts = append(cuts, cutAt{first, l.cutLabel(s)})
		}
		if lowest > last {
			cuts = append(cuts, cutAt{last + 1, l.cutLabel(s)})
		}
	}
	return cuts
}

// ends are the first and the last rank of some tokens.
func ends(rank, tokens []int) (first, last int) {
	first = len(rank)
	for _, t := range tokens {
		first, last = min(first, rank[t]), max(last, rank[t])
	}
	return first, last
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
	return extraLabel(s)
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
func (l *Lab) label(token int) viz.Safe { return viz.Clean(lm.Label(l.lm.Tokens, token)) }

// drawBars draws the ranking with its cuts.
func (l *Lab) drawBars(f lab.Frame) viz.Grid {
	chart, _ := l.ranking(f.H)
	chart.Max = f.Top("probability", chart.Max)
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

const noToken = -1

// atBar reads a token's row.
func (l *Lab) atBar(f lab.Frame, _, y int) string {
	chart, tokens := l.ranking(f.H)
	if i, ok := chart.RowAt(f.H, y); ok && tokens[i] != noToken {
		return l.fate(tokens[i])
	}
	return ""
}

// fate says all about a token, and what became of it on its way.
func (l *Lab) fate(token int) string {
	raw := l.trace.Stages[0]
	text := fmt.Sprintf("%s: rank %d, logit %.2f, p(T=1) %.4g, p(T) %.4g, ", l.label(token),
		1+slices.Index(raw.Order, token), raw.Scores[token], raw.Probs[token], l.warm[token])
	for _, s := range l.trace.Stages {
		if slices.Contains(s.Removed, token) {
			if _, ok := s.Step.(sampling.Temperature); ok {
				return text + "not the best at T = 0"
			}
			return text + "cut by " + s.Name()
		}
	}
	return text + fmt.Sprintf("final %.4g", l.trace.Final().Probs[token])
}

// listTokens is the ranking, from the knob's rank on.
func (l *Lab) listTokens() []lab.List {
	if len(l.trace.Stages) == 0 {
		return nil
	}
	list := lab.List{Name: "tokens", Columns: []string{"rank", "token", "logit", "p(T=1)", "p(T)", "final"}}
	first, final := l.trace.Stages[0], l.trace.Final()
	left := make([]bool, len(first.Probs))
	for _, t := range final.Order {
		left[t] = true
	}
	from := min(l.from, len(first.Order)) - 1
	for i, t := range first.Order[from:] {
		last := lab.Word("cut")
		if left[t] {
			last = lab.Amount(final.Probs[t], 6)
		}
		list.Add(lab.Count(from+i+1), lab.Word(lm.Label(l.lm.Tokens, t)), lab.Amount(first.Scores[t], 2),
			lab.Amount(first.Probs[t], 6), lab.Amount(l.warm[t], 6), last)
	}
	return []lab.List{list}
}
