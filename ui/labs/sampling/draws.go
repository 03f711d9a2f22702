package sampling

import (
	"fmt"

	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

const drawsHead = 2 // rows over the chart: how far the draws are from the theory

// drawDraws draws how often each token came beside how often it should have.
func (l *Lab) drawDraws(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	head := min(drawsHead, g.H)
	title := viz.Clean("nothing drawn yet: space draws")
	if title.Width() > g.W {
		title = viz.Clean("nothing yet: space draws")
	}
	if l.draws > 0 {
		s := l.sample
		title = viz.Cleanf("%d drawn   χ² %.1f, expect %d ± %.1f", l.draws, s.distance, s.freedom, s.spread)
		if title.Width() > g.W {
			title = viz.Cleanf("%d drawn  χ² %.1f (%d ± %.1f)", l.draws, s.distance, s.freedom, s.spread)
		}
		if s.classes < 2 {
			title = viz.Cleanf("%d drawn   χ²: %s", l.draws, l.untold())
		}
	}
	g.Text(0, 0, f.Theme.Fit(title, g.W), f.Theme.Strong)

	chart := l.drawnChart(g.H)
	chart.Max, chart.Axis = 1, true
	g.Put(0, head, viz.Bars(viz.Size{W: g.W, H: g.H - head}, f.Theme, chart))
	return g
}

// untold says why chi-square says nothing yet.
func (l *Lab) untold() string {
	if len(l.trace.Final().Order) < 2 {
		return "one token can come"
	}
	return "too few to tell"
}

// expected is how often a token should have come, with a decimal or, if that
// is 0, by its power of ten.
func expected(v float64) viz.Safe {
	if fixed := viz.Fixed(v, 1); !(v > 0) || fixed.String() != "0.0" {
		return fixed
	}
	return viz.Cleanf("%.2g", v)
}

// drawnChart has at least the rows that fit into a height.
func (l *Lab) drawnChart(h int) viz.BarChart {
	final := l.trace.Final()
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: viz.Clean("token"), Left: true, Width: 10},
			{Title: viz.Clean("drawn"), Width: 5},
			{Title: viz.Clean("expected"), Width: 8, Spare: true},
			{Title: viz.Clean("share"), Width: 5},
			{Title: viz.Clean("final"), Width: 5},
		},
		Kept:  viz.Clean("share drawn"),
		Marks: viz.Clean("probability"),
	}
	first := min(l.from, max(len(final.Order), 1)) - 1
	for _, t := range final.Order[first:] {
		if len(chart.Rows) > h {
			break
		}
		share := 0.0
		if l.draws > 0 {
			share = float64(l.sample.counts[t]) / float64(l.draws)
		}
		chart.Rows = append(chart.Rows, viz.BarRow{
			Value: share, Mark: final.Probs[t], Chosen: l.draws > 0 && t == l.sample.last,
			Cells: []viz.Safe{
				l.label(t), viz.Cleanf("%d", l.sample.counts[t]), expected(float64(l.draws) * final.Probs[t]),
				viz.Share(share, 5), viz.Share(final.Probs[t], 5),
			},
		})
	}
	passed := len(chart.Rows)
	chart.More = func(rows int, _ float64) viz.Safe {
		rest := final.Order[first+passed-rows:]
		n := 0
		for _, t := range rest {
			n += l.sample.counts[t]
		}
		return viz.Cleanf("… %d more, drawn %d times", len(rest), n)
	}
	return chart
}

// sayDraws compares what was drawn with theory.
func (l *Lab) sayDraws() string {
	s, final := l.sample, l.trace.Final()
	if says := l.sayFirst(); says != "" {
		return says
	}
	switch {
	case len(final.Order) == 0:
		return "No token is left."
	case l.draws == 0:
		return fmt.Sprintf("Nothing is drawn yet. Of %d draws %s are expected to be %q, and %s can come.", drawBatch,
			expected(drawBatch*final.Probs[final.Order[0]]), l.label(final.Order[0]), countOf(len(final.Order), "token", "tokens"))
	case len(l.trace.Final().Order) < 2:
		return "Only one token can come: every draw is it."
	case s.classes < 2:
		return fmt.Sprintf("%s too few to compare with theory: χ² needs two classes of tokens that are expected %d times each.",
			countOf(l.draws, "draw is", "draws are"), leastExpected)
	}
	text := fmt.Sprintf("χ² is %.1f", s.distance)
	switch usual := fmt.Sprintf("%d ± %.1f is usual", s.freedom, s.spread); {
	case s.distance > float64(s.freedom)+2*s.spread:
		text += ", where " + usual + ": farther from theory than chance mostly goes."
	case s.distance < float64(s.freedom)-2*s.spread:
		text += ", where " + usual + ": closer to theory than chance mostly comes."
	default:
		text += " and " + usual + ": draws differ from theory as chance does."
	}
	if n := len(l.trace.Final().Order); s.classes < n {
		text += fmt.Sprintf(" %d tokens in %d classes, the rare ones as one.", n, s.classes)
	}
	return text
}

// readDraws is how far the draws are from theory.
func (l *Lab) readDraws() []lab.Reading {
	return []lab.Reading{l.distance(), l.survivors()}
}

// distance is the chi-square of what was drawn.
func (l *Lab) distance() lab.Reading {
	r := lab.Reading{Name: "chi-square", Help: message.New("how far the draws are from what the distribution promises"), Provenance: lab.Computed}
	switch {
	case l.draws == 0:
		r.Undefined = message.New("nothing is drawn")
	case l.sample.classes < 2 && len(l.trace.Final().Order) < 2:
		r.Undefined = message.New("one token can come: every draw is it")
	case l.sample.classes < 2:
		r.Undefined = message.New("too few draws")
	default:
		r.Value, r.Digits = l.sample.distance, 1
		r.Note = message.New("%d ± %.1f", l.sample.freedom, l.sample.spread)
	}
	return r
}

// atDraw reads a token's row.
func (l *Lab) atDraw(f lab.Frame, _, y int) string {
	final := l.trace.Final()
	i, ok := l.drawnChart(f.H).RowAt(f.H-drawsHead, y-drawsHead)
	if !ok {
		return ""
	}
	t := final.Order[min(l.from, len(final.Order))-1+i]
	return fmt.Sprintf("%s: drawn %d times of %d, expected %s", l.label(t), l.sample.counts[t], l.draws, expected(float64(l.draws)*final.Probs[t]))
}

// listDraws is the ranking of what can be drawn, from the knob's rank on.
func (l *Lab) listDraws() []lab.List {
	if len(l.trace.Stages) == 0 {
		return nil
	}
	list := lab.List{Name: "draws", Columns: []string{"rank", "token", "drawn", "expected", "final"}}
	final := l.trace.Final()
	from := min(l.from, max(len(final.Order), 1)) - 1
	for i, t := range final.Order[from:] {
		list.Add(lab.Count(from+i+1), lab.Word(lm.Label(l.lm.Tokens, t)), lab.Count(l.sample.counts[t]),
			lab.Amount(float64(l.draws)*final.Probs[t], 3), lab.Amount(final.Probs[t], 6))
	}
	return []lab.List{list}
}
