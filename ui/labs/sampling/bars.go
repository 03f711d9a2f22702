package sampling

import (
	"math"
	"slices"

	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// cutAt is a cut in the ranking, between rank and rank+1.
type cutAt struct {
	rank  int
	label message.Text
}

// cuts lists where the steps cut in the ranking of the logits, in their order:
// behind the last token that a step left, and before the first one. A step
// that removed tokens from the middle has none.
func (l *Lab) cuts() []cutAt {
	if l.cutsBy != nil && l.cutsBy.recipe == l.cutBy {
		return l.cutsAre
	}
	return l.findCuts()
}

// keepCuts finds them once for all that a frame asks, and for the curve what it
// sums up.
func (l *Lab) keepCuts(summed bool) {
	by := cutsKey{l.cutBy, summed}
	if l.cutsBy != nil && *l.cutsBy == by {
		return
	}
	l.cutsBy, l.cutsAre, l.summedUp = &by, l.findCuts(), nil
	if by.summed {
		s := l.sumRanks()
		l.summedUp = &s
	}
}

// cutsKey is all that the cuts depend on, and whether the ranks are summed up.
type cutsKey struct {
	recipe recipe
	summed bool
}

// findCuts goes through the vocabulary for them.
func (l *Lab) findCuts() []cutAt {
	rank := slices.Repeat([]int{len(l.trace.Stages[0].Order)}, l.trace.Stages[0].Vocab()) // of what is not told, behind the rest
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
func (l *Lab) cutLabel(s sampling.Stage) message.Text {
	name := stepLabel(s)
	switch step := s.Step.(type) {
	case sampling.TopK:
		if tied, more := ties(s, step); more {
			return message.New("%v %d keeps %d: %d tie for place %[2]d", name, step.K, len(s.Order), tied)
		}
		if all, ok := l.next.all(); ok {
			return message.New("%v %d of %d", name, len(s.Order), all)
		}
		return message.New("%v %d", name, len(s.Order))
	case sampling.TopP:
		if math.IsNaN(s.Cut.Kept) { // of what is told in part the share is not known
			return message.New("%v %.2f", name, step.P)
		}
		if s.Cut.Kept < step.P {
			return message.New("%v %.3f < %.2f", name, s.Cut.Kept, step.P)
		}
		return message.New("%v %.3f ≥ %.2f", name, s.Cut.Kept, step.P)
	case sampling.MinP:
		if math.IsNaN(s.Cut.Removed) || math.IsNaN(s.Cut.Limit) {
			return message.New("%v %.2f", name, step.P)
		}
		return message.New("%v %.4f < %.4f", name, s.Cut.Removed, s.Cut.Limit)
	case sampling.Temperature:
		return message.New("T = 0: the best token")
	}
	return extraLabel(s)
}

// ties is how many of the tokens that top-k kept have the score of the k-th,
// and whether it kept more than k for it.
func ties(s sampling.Stage, step sampling.TopK) (tied int, more bool) {
	for _, t := range s.Order {
		if s.Score(t) == s.Cut.Limit {
			tied++
		}
	}
	return tied, len(s.Order) > step.K
}

// drawBars draws the ranking with its cuts.
func (l *Lab) drawBars(f lab.Frame) viz.Grid {
	chart, _ := l.ranking(f, f.H)
	return viz.Bars(f.Size, f.Theme, chart)
}

// ranking is the chart of a part of a picture that is h high, and the token in each of its rows:
// noToken in that of a cut.
func (l *Lab) ranking(f lab.Frame, h int) (viz.BarChart, []int) {
	order, final := l.trace.Stages[0].Order, l.trace.Final()
	raw := l.trace.Stages[0]
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: f.Say("token"), Left: true, Width: 10},
			{Title: f.Print(l.next.scaleText()), Width: 6, Spare: true},
			{Title: viz.Clean("p(T=1)"), Width: 6},
			{Title: viz.Clean("p(T)"), Width: 5, Spare: true},
			{Title: f.Say("final"), Width: 5},
		},
		Kept:    f.Say("final"),
		Removed: f.Say("cut"),
		Marks:   viz.Clean("p(T=1)"),
		Max:     1, // not the longest bar: warming would shrink none
		Axis:    true,
	}
	if kl := l.truths()[1]; l.next.truth != nil && kl.Undefined.Empty() {
		chart.Aside = f.Say("KL from truth %s bits", viz.Fixed(kl.Value, kl.Digits))
	}
	if !l.certain { // bars are what is told: what becomes of it is not known
		chart.Kept, chart.Removed, chart.Marks = viz.Clean("p(T=1)"), f.Say("not told"), viz.Safe{}
	}
	var tokens []int
	_, _, others := l.next.others()
	if others > 0 {
		chart.Rows, tokens = append(chart.Rows, l.othersRow(f)), append(tokens, noToken)
		chart.Max = max(chart.Max, others)
	}
	first := min(l.from, len(order)) - 1
	cuts, shown := l.cuts(), 0
	for rank := first; rank < len(order) && len(chart.Rows) <= h; rank++ {
		t := order[rank]
		row := viz.BarRow{Value: final.P(t), Mark: raw.P(t), Chosen: l.draws > 0 && t == l.sample.last}
		last := shareOf(final.P(t), 5)
		switch {
		case !stays(final, t):
			row.Value, row.Removed, last = l.warm.of(t), true, viz.Clean("–  ")
		case !l.certain:
			row.Mark = math.NaN()
			if !l.untouched() {
				last = viz.Clean("?  ")
			}
		}
		row.Cells = []viz.Safe{l.label(t), viz.Fixed(raw.Score(t), 2), viz.Share(raw.P(t), 6), shareOf(l.warm.of(t), 5), last}
		chart.Rows = append(chart.Rows, row)
		tokens = append(tokens, t)
		shown++
		for i := len(cuts) - 1; i >= 0; i-- {
			if cuts[i].rank == rank+1 {
				chart.Rows = append(chart.Rows, viz.BarRow{Rule: f.Print(cuts[i].label)})
				tokens = append(tokens, noToken)
			}
		}
	}
	chart.More = func(rows int, _ float64) viz.Safe {
		rest := order[min(first+max(shown-rows, 0), len(order)):] // the row of the others is one too
		mass := l.next.beyond(len(order) - len(rest))
		if others > 0 {
			return f.Say("… %d more that are told: %s at T=1", len(rest), viz.Share(mass, 6))
		}
		return f.Say("… %d more: %s at T=1", len(rest), viz.Share(mass, 6))
	}
	return chart, tokens
}

// othersRow is the row of the tokens that are not told. It is hatched, as each
// of them may be anywhere in it.
func (l *Lab) othersRow(f lab.Frame) viz.BarRow {
	n, known, mass := l.next.others()
	name := f.Say("all others")
	if known {
		name = f.Print(message.Count(n, "%d other", "%d others", n))
	}
	warm, final := viz.Clean("?  "), viz.Clean("?  ")
	switch {
	case l.certain:
		final = viz.Clean("–  ")
	case l.untouched():
		final = viz.Share(mass, 5)
	}
	if l.divisor() == 1 {
		warm = viz.Share(mass, 5)
	}
	return viz.BarRow{Value: mass, Mark: math.NaN(), Removed: true, Cells: []viz.Safe{
		name, viz.Clean(""), viz.Share(mass, 6), warm, final,
	}}
}

// shareOf is a share, or a question mark where it is not known.
func shareOf(v float64, width int) viz.Safe {
	if math.IsNaN(v) {
		return viz.Clean("?  ")
	}
	return viz.Share(v, width)
}

const noToken = -1

// notKnown stands in a list where the model tells too little.
const notKnown = "unknown"

// atBar reads a token's row.
func (l *Lab) atBar(f lab.Frame, _, y int) message.Text {
	chart, tokens := l.ranking(f, f.H)
	if i, ok := chart.RowAt(f.H, y); ok && tokens[i] != noToken {
		return l.fate(tokens[i])
	}
	return message.Text{}
}

// fate says all about a token, and what became of it on its way.
func (l *Lab) fate(token int) message.Text {
	raw := l.trace.Stages[0]
	all := []message.Text{message.New("%s: rank %d, %v %.2f, p(T=1) %.4g", l.label(token),
		1+slices.Index(raw.Order, token), l.next.scaleText(), raw.Score(token), raw.P(token))}
	if p := l.warm.of(token); !math.IsNaN(p) {
		all = append(all, message.New("p(T) %.4g", p))
	}
	return message.Series(append(all, l.end(token))...)
}

// end is what became of a token.
func (l *Lab) end(token int) message.Text {
	for _, s := range l.trace.Stages {
		if slices.Contains(s.Removed, token) {
			if _, ok := s.Step.(sampling.Temperature); ok {
				return message.New("not the best at T = 0")
			}
			return message.New("cut by %v", stepLabel(s))
		}
	}
	if !l.certain && !l.untouched() {
		return message.New("final not known")
	}
	return message.New("final %.4g", l.trace.Final().P(token))
}

// listTokens is the ranking, from the knob's rank on.
func (l *Lab) listTokens() []lab.List {
	if len(l.trace.Stages) == 0 {
		return nil
	}
	list := lab.List{Name: "tokens", Columns: []string{"rank", "token", l.next.scale(), "p(T=1)", "p(T)", "final"}}
	first, final := l.trace.Stages[0], l.trace.Final()
	from := min(l.from, len(first.Order)) - 1
	for i, t := range first.Order[from:] {
		last, warm := lab.Word("cut"), lab.Word(notKnown)
		switch {
		case stays(final, t) && !l.certain && !l.untouched():
			last = warm
		case stays(final, t):
			last = lab.Amount(final.P(t), 6)
		}
		if !math.IsNaN(l.warm.of(t)) {
			warm = lab.Amount(l.warm.of(t), 6)
		}
		list.Add(lab.Count(from+i+1), lab.Word(l.name(t)), lab.Amount(first.Score(t), 2),
			lab.Amount(first.P(t), 6), warm, last)
	}
	return []lab.List{list}
}
