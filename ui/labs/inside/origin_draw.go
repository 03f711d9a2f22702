package inside

import (
	"strings"

	"logitarium/core/experiment/origin"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// drawOrigin draws the documents by their pull, and below them what is believed
// with all of them and without some.
func (l *Lab) drawOrigin(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	s, ok := l.answered()
	if !ok {
		return g
	}
	below := 0
	if l.tracing.moment == learning && f.H >= 9 {
		below = 4
		if f.H >= 20 {
			below = 9
		}
	}
	title := f.Theme.FitFirst(f.W, f.Say("“%s”: %d documents by their pull at “%s”; ● tells it", s.statement(), len(s.order), s.asks().Value),
		f.Say("“%s”: by pull; ● tells it", s.statement()), f.Say("“%s”", s.statement()))
	g.Put(0, 0, titledIn(f.In(f.W, f.H-below), title, func(f lab.Frame) viz.Grid { return drawDocuments(f, s) }))
	switch {
	case below >= 9:
		half := (f.W - 2) / 2
		g.Put(0, f.H-below+1, l.drawProof(f.In(half, below-1), s))
		g.Put(half+2, f.H-below+1, l.drawBelief(f.In(f.W-half-2, below-1), s))
	case below > 0:
		g.Put(0, f.H-below, l.drawProof(f.In(f.W, below), s))
	}
	return g
}

// drawDocuments draws a document a row.
func drawDocuments(f lab.Frame, s shown) viz.Grid {
	text := min(max(f.W-28, 24), 80)
	c := viz.BarChart{
		Columns: []viz.Column{{Title: viz.Cleanf("  %s", f.Say("document")), Left: true, Width: text}, {Title: f.Say("pull"), Width: 6}},
		More: func(rows int, _ float64) viz.Safe {
			return f.Print(message.Count(rows, "… %d more", "… %d more", rows))
		},
	}
	for _, i := range s.order {
		d := s.corpus.Documents[i]
		tells, mark := d.Fact == s.fact, "  "
		if tells {
			mark = "● "
		}
		c.Low, c.Max = min(c.Low, s.scores[i]), max(c.Max, s.scores[i])
		c.Rows = append(c.Rows, viz.BarRow{
			Cells: []viz.Safe{f.Theme.Fit(viz.Clean(mark+strings.ReplaceAll(d.Text, "\n", " ")), text), viz.Fixed(s.scores[i], 3)},
			Value: s.scores[i], Mark: nan, Second: tells,
		})
	}
	c.Low, c.Max = f.Axis("pull", c.Low, c.Max)
	return viz.Bars(f.Size, f.Theme, c)
}

// drawProof draws what was believed after each training.
func (l *Lab) drawProof(f lab.Frame, s shown) viz.Grid {
	type trained struct {
		name viz.Safe
		p    float64
	}
	rows := []trained{
		{f.Say("trained on all"), s.belief},
		{f.Say("without the first %d", telling), nan},
		{f.Say("without %d others", telling), nan},
	}
	if p := l.tracing.proof; p != nil {
		rows[1].p, rows[2].p = p.top, p.others
	}
	c := viz.BarChart{Columns: []viz.Column{{Left: true, Width: 22}, {Width: 5}}, Max: 1}
	for _, r := range rows {
		value, p := viz.Clean("–"), 0.0
		if r.p == r.p {
			value, p = viz.Fixed(r.p, 3), r.p
		}
		c.Rows = append(c.Rows, viz.BarRow{Cells: []viz.Safe{r.name, value}, Value: p, Mark: nan})
	}
	title := f.Theme.FitFirst(f.W, f.Say("probability of “%s” after the question, when the training has ended", s.asks().Value), f.Say("probability of “%s”", s.asks().Value))
	return titledIn(f, title, func(f lab.Frame) viz.Grid { return viz.Bars(f.Size, f.Theme, c) })
}

// drawBelief draws what was believed after each epoch.
func (l *Lab) drawBelief(f lab.Frame, s shown) viz.Grid {
	var values []float64
	for k := range origin.Epochs + 1 {
		values = append(values, l.tracing.taught.belief[k][s.fact])
	}
	title := f.Theme.FitFirst(f.W, f.Say("probability of “%s” while all documents are learnt", s.asks().Value), f.Say("“%s” while it is learnt", s.asks().Value))
	return titledIn(f, title, func(f lab.Frame) viz.Grid {
		return viz.Lines(f.Size, f.Theme, viz.LineChart{
			Series: []viz.Line{{Name: f.Say("probability"), Values: values}},
			X:      [2]float64{0, origin.Epochs}, Y: &[2]float64{0, 1}, Whole: true, XName: f.Say("passes"),
		})
	})
}
