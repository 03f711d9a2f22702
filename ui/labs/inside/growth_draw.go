package inside

import (
	"logitarium/core/builtin/growth"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// drawGrowth draws what the model could do over the training and what the head of
// the checkpoint reads; where there is the room its whole map, and how the head
// and the loss went.
func (l *Lab) drawGrowth(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	const beside = 30 // columns of what the head reads
	switch {
	case f.W < 70 && f.H < 14:
		return l.drawAbilities(f)
	case f.W < 70:
		below := f.H / 3
		g.Put(0, 0, l.drawAbilities(f.In(f.W, f.H-below-1)))
		g.Put(0, f.H-below, l.drawRead(f.In(f.W, below)))
		return g
	case f.H < 20:
		g.Put(0, 0, l.drawAbilities(f.In(f.W-beside-2, f.H)))
		g.Put(f.W-beside, 0, l.drawRead(f.In(beside, f.H)))
		return g
	}
	top := f.H * 11 / 20
	half := (f.W - 2) / 2
	g.Put(0, 0, l.drawAbilities(f.In(f.W-beside-2, top)))
	g.Put(f.W-beside, 0, l.drawRead(f.In(beside, top)))
	below := f.In(half, f.H-top-1)
	g.Put(0, top+1, l.drawScores(below))
	below = f.In(f.W-half-2, f.H-top-1)
	if len(l.text0.tokens) <= 2*below.H {
		g.Put(half+2, top+1, l.drawMap(below))
	} else {
		g.Put(half+2, top+1, l.drawLoss(below))
	}
	return g
}

// drawAbilities draws the questions that were answered right.
func (l *Lab) drawAbilities(f lab.Frame) viz.Grid {
	of := record().Questions
	var lines []viz.Line
	for _, a := range abilities {
		lines = append(lines, viz.Line{Name: f.Say(a.name), Values: drawn(func(f growth.Figures) float64 { return float64(f.Right[a.kind]) })})
	}
	return titledIn(f, f.Theme.FitFirst(f.W,
		f.Say("right answers of %d of each kind, recorded in another training by the same recipe", of),
		f.Say("right of %d, recorded in another training", of), f.Say("right of %d, recorded", of)),
		func(f lab.Frame) viz.Grid {
			return l.overTokens(f, lines, &[2]float64{0, float64(of)}, viz.Safe{})
		})
}

// drawRead draws what the head reads from the chosen token, the most first.
func (l *Lab) drawRead(f lab.Frame) viz.Grid {
	g := l.growing
	row := g.trace.Weights(l.layer, l.head).Row(l.token - 1)
	c := viz.BarChart{
		Columns: []viz.Column{{Title: f.Say("reads"), Left: true, Width: 9}, {Title: f.Say("weight"), Width: 6}},
		Max:     1,
		More: func(rows int, sum float64) viz.Safe {
			return f.Print(message.Count(rows, "%d more: %s", "%d more: %s", rows, viz.Fixed(sum, 3)))
		},
	}
	for _, i := range g.order {
		c.Rows = append(c.Rows, viz.BarRow{Cells: []viz.Safe{viz.Clean(l.word(i)), viz.Share(float64(row[i]), 5)}, Value: float64(row[i]), Mark: nan})
	}
	return titledIn(f, f.Theme.FitFirst(f.W,
		f.Say("head %d.%d from “%s”, step %d, computed now", l.layer, l.head, l.word(l.token-1), l.step()),
		f.Say("step %d: %d.%d from “%s”", l.step(), l.layer, l.head, l.word(l.token-1)),
		f.Say("step %d: head %d.%d", l.step(), l.layer, l.head)),
		func(f lab.Frame) viz.Grid { return viz.Bars(f.Size, f.Theme, c) })
}

// drawMap draws all that the head of the checkpoint reads.
func (l *Lab) drawMap(f lab.Frame) viz.Grid {
	m := viz.HeatMap{Values: masked(l.growing.trace.Weights(l.layer, l.head)), Cols: len(l.text0.tokens), Scale: viz.Sequential,
		Range: &[2]float64{0, 1}, Reduce: viz.Extreme, YName: f.Say("reads"), XName: f.Say("is read"), YText: l.short(f), XText: l.short(f)}
	return titledIn(f, f.Theme.FitFirst(f.W, f.Say("head %d.%d after step %d, all tokens", l.layer, l.head, l.step()), f.Say("head %d.%d", l.layer, l.head)),
		func(f lab.Frame) viz.Grid { return viz.Heat(f.Size, f.Theme, m) })
}

// drawScores draws how much the head read of what has to be said.
func (l *Lab) drawScores(f lab.Frame) viz.Grid {
	layer, head := l.layer, l.head
	lines := []viz.Line{
		{Name: f.Say("echoed"), Values: drawn(func(f growth.Figures) float64 { return f.Echo[layer][head] })},
		{Name: f.Say("answer"), Values: drawn(func(f growth.Figures) float64 { return f.Answer[layer][head] })},
	}
	return titledIn(f, f.Theme.FitFirst(f.W, f.Say("how much head %d.%d reads of what is to be said next, recorded", layer, head), f.Say("what head %d.%d reads of the answer", layer, head)),
		func(f lab.Frame) viz.Grid { return l.overTokens(f, lines, &[2]float64{0, 1}, viz.Safe{}) })
}

// drawLoss draws the loss on documents that were held out.
func (l *Lab) drawLoss(f lab.Frame) viz.Grid {
	lines := []viz.Line{{Name: f.Say("loss"), Values: drawn(func(f growth.Figures) float64 { return f.HeldOut })}}
	return titledIn(f, f.Theme.FitFirst(f.W, f.Say("loss on documents held out, nats a token, recorded"), f.Say("held-out loss, recorded")),
		func(f lab.Frame) viz.Grid { return l.overTokens(f, lines, &[2]float64{0, 7}, viz.Safe{}) })
}

// titledIn draws a picture below its title.
func titledIn(f lab.Frame, title viz.Safe, picture func(lab.Frame) viz.Grid) viz.Grid {
	g := f.Theme.Grid(f.Size)
	g.Text(0, 0, f.Theme.Fit(title, f.W), f.Theme.Strong)
	g.Put(0, 1, picture(f.In(f.W, f.H-1)))
	return g
}
