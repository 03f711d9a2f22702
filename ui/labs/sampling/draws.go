package sampling

import (
	"math"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

const drawsHead = 2 // rows over the chart: how far the draws are from the theory

// drawDraws draws how often each token came beside how often it should have.
func (l *Lab) drawDraws(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	head := min(drawsHead, g.H)
	title := f.Theme.FitFirst(g.W, f.Say("nothing drawn yet: space draws"), f.Say("nothing yet: space draws"))
	if s := l.sample; l.draws > 0 && s.classes < 2 {
		title = f.Say("%d drawn   χ²: %v", l.draws, l.untold())
	} else if l.draws > 0 {
		title = f.Theme.FitFirst(g.W, f.Say("%d drawn   χ² %.1f, expect %d ± %.1f", l.draws, s.distance, s.freedom, s.spread),
			f.Say("%d drawn  χ² %.1f (%d ± %.1f)", l.draws, s.distance, s.freedom, s.spread))
	}
	g.Text(0, 0, f.Theme.Fit(title, g.W), f.Theme.Strong)

	rest := g.H - head
	if below := l.belowDraws(rest); below > 0 {
		g.Put(0, g.H-below, viz.Lines(viz.Size{W: g.W, H: below}, f.Theme, l.settling(f)))
		rest -= below + 1
	}
	g.Put(0, head, viz.Bars(viz.Size{W: g.W, H: rest}, f.Theme, l.drawnChart(f, rest)))
	return g
}

// belowDraws is how many of the rows below the head show how the likeliest
// token's share settles.
func (l *Lab) belowDraws(rows int) int {
	if rows < 20 || len(l.trace.Final().Order) == 0 {
		return 0
	}
	return rows / 2
}

// settling is the likeliest token's share of the draws so far, in the band
// around its probability in which two of three such shares lie.
func (l *Lab) settling(f lab.Frame) viz.LineChart {
	final := l.trace.Final()
	p := final.P(final.Order[0])
	n := f.Last("draws", max(l.draws, drawBatch))
	points := min(n, settlingPoints)
	lines := [4][]float64{}
	for i := range points {
		draws := 1 + i*(n-1)/max(points-1, 1)
		spread := math.Sqrt(p * (1 - p) / float64(draws))
		share := math.NaN()
		if draws <= len(l.sample.best) {
			share = float64(l.sample.best[draws-1]) / float64(draws)
		}
		for j, v := range []float64{share, p, min(p+spread, 1), max(p-spread, 0)} {
			lines[j] = append(lines[j], v)
		}
	}
	return viz.LineChart{
		XName: f.Say("draws"),
		X:     [2]float64{1, float64(n)},
		Y:     &[2]float64{0, 1},
		Series: []viz.Line{
			{Name: f.Say("share of %s so far", l.label(final.Order[0])), Values: lines[0]},
			{Name: f.Say("its probability"), Values: lines[1]},
			{Name: f.Say("p + √(p(1−p)/n)"), Values: lines[2], Under: true},
			{Name: f.Say("p − √(p(1−p)/n)"), Values: lines[3], Under: true},
		},
	}
}

const settlingPoints = 400

// untold says why chi-square says nothing yet.
func (l *Lab) untold() message.Text {
	if len(l.trace.Final().Order) < 2 {
		return message.New("one token can come")
	}
	return message.New("too few to tell")
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
func (l *Lab) drawnChart(f lab.Frame, h int) viz.BarChart {
	final := l.trace.Final()
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: f.Say("token"), Left: true, Width: 10},
			{Title: f.Say("drawn"), Width: 5},
			{Title: f.Say("expected"), Width: 8, Spare: true},
			{Title: f.Say("share"), Width: 5},
			{Title: f.Say("final"), Width: 5},
		},
		Kept:  f.Say("share drawn"),
		Marks: f.Say("probability"),
		Max:   1, Axis: true, Thick: 3,
	}
	of := l.draws
	if of == 0 { // what space is about to draw
		of = drawBatch
		chart.Columns[2].Title = f.Say("of %d", of)
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
			Value: share, Mark: final.P(t), Chosen: l.draws > 0 && t == l.sample.last,
			Cells: []viz.Safe{
				l.label(t), viz.Grouped(l.sample.counts[t]), expected(float64(of) * final.P(t)),
				viz.Share(share, 5), viz.Share(final.P(t), 5),
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
		return f.Print(message.Count(n, "… %d more, drawn %d time", "… %d more, drawn %d times", len(rest), n))
	}
	return chart
}

// sayDraws compares what was drawn with theory.
func (l *Lab) sayDraws() message.Text {
	s, final := l.sample, l.trace.Final()
	if says := l.sayFirst(); !says.Empty() {
		return says
	}
	switch {
	case len(final.Order) == 0:
		return message.New("No token is left.")
	case l.draws == 0:
		return message.Count(len(final.Order), "Nothing is drawn yet. Of %d draws %s are expected to be %q, and %d token can come.",
			"Nothing is drawn yet. Of %d draws %s are expected to be %q, and %d tokens can come.",
			drawBatch, expected(drawBatch*final.P(final.Order[0])), l.label(final.Order[0]), len(final.Order))
	case len(final.Order) < 2:
		return message.New("Only one token can come: every draw is it.")
	case s.classes < 2:
		return message.Count(l.draws, "%d draw is too few to compare with theory: χ² needs two classes of tokens that are expected %d times each.",
			"%d draws are too few to compare with theory: χ² needs two classes of tokens that are expected %d times each.", l.draws, leastExpected)
	}
	says := message.New("χ² is %.1f and %d ± %.1f is usual: draws differ from theory as chance does.", s.distance, s.freedom, s.spread)
	switch usual := float64(s.freedom); {
	case s.distance > usual+2*s.spread:
		says = message.New("χ² is %.1f, where %d ± %.1f is usual: farther from theory than chance mostly goes.", s.distance, s.freedom, s.spread)
	case s.distance < usual-2*s.spread:
		says = message.New("χ² is %.1f, where %d ± %.1f is usual: closer to theory than chance mostly comes.", s.distance, s.freedom, s.spread)
	}
	if n := len(final.Order); s.classes < n {
		return message.Join(says, message.New("%d tokens in %d classes, the rare ones as one.", n, s.classes))
	}
	return says
}

// readDraws is how far the draws are from theory.
func (l *Lab) readDraws() []lab.Reading {
	readings := []lab.Reading{l.distance(), l.survivors()}
	if final := l.trace.Final(); l.draws == 0 && len(final.Order) > 0 {
		readings = append([]lab.Reading{{Name: "expected", Help: message.New("how many of the first %d draws are expected to be the likeliest token", drawBatch),
			Value: drawBatch * final.P(final.Order[0]), Digits: 1, Provenance: lab.Computed, Note: message.New("of %d", drawBatch)}}, readings...)
	}
	return readings
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
func (l *Lab) atDraw(f lab.Frame, _, y int) message.Text {
	final := l.trace.Final()
	rest := f.H - drawsHead
	if below := l.belowDraws(rest); below > 0 {
		rest -= below + 1
	}
	i, ok := l.drawnChart(f, rest).RowAt(rest, y-drawsHead)
	if !ok {
		return message.Text{}
	}
	t := final.Order[min(l.from, len(final.Order))-1+i]
	return message.New("%s: drawn %d of %d times, expected %s", l.label(t), l.sample.counts[t], l.draws, expected(float64(l.draws)*final.P(t)))
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
		list.Add(lab.Count(from+i+1), lab.Word(l.name(t)), lab.Count(l.sample.counts[t]),
			lab.Amount(float64(l.draws)*final.P(t), 3), lab.Amount(final.P(t), 6))
	}
	return []lab.List{list}
}
