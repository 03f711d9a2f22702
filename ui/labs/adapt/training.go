package adapt

import (
	"fmt"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// titled draws a title of one row over a picture.
func titled(f lab.Frame, title string, picture func(lab.Frame) viz.Grid) viz.Grid {
	g := f.Theme.Grid(f.Size)
	if f.H < 4 {
		return picture(f)
	}
	g.Text(0, 0, f.Theme.Fit(viz.Clean(title), f.W), f.Theme.Strong)
	f.H--
	g.Put(0, 1, picture(f))
	return g
}

// series reads a share from each look of a course.
func series(c *knowledge.Course, of func(knowledge.Point) float64) []float64 {
	if c == nil {
		return nil
	}
	values := make([]float64, len(c.Points))
	for i, p := range c.Points {
		values[i] = of(p)
	}
	return values
}

// sharesOver draws shares over the steps, with a fixed scale.
func (l *Lab) sharesOver(f lab.Frame, lines []viz.Line, y string) viz.Grid {
	longest := 1
	for _, line := range lines {
		longest = max(longest, len(line.Values))
	}
	// The x axis goes to the last step from the beginning.
	looks := f.Last("looks at the course", max(longest-1, l.steps/knowledge.Every, 1))
	for i := range lines {
		lines[i].Values = lab.Padded(lines[i].Values, looks+1)
	}
	last := float64(looks * knowledge.Every)
	return viz.Lines(f.Size, f.Theme, viz.LineChart{
		Series: lines, X: [2]float64{0, last}, Y: &[2]float64{0, 1},
		XName: viz.Clean("step"), YName: viz.Clean(y),
	})
}

// viewTraining draws the loss above what the model knows.
func (l *Lab) viewTraining(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	c := l.study.course
	var losses []float64
	if c != nil {
		losses = c.Losses
	}
	top := f.In(f.W, f.H*2/5)
	last := f.Last("steps", max(l.steps, knowledge.Every))
	g.Put(0, 0, titled(top, "loss of a batch: "+l.methodName(), func(f lab.Frame) viz.Grid {
		return viz.Lines(f.Size, f.Theme, viz.LineChart{
			Series: []viz.Line{{Name: viz.Clean("nats a token"), Values: lab.Padded(losses, last)}},
			X:      [2]float64{1, float64(last)}, Y: &[2]float64{0, f.Top("loss", peak(losses))},
			XName: viz.Clean("step"),
		})
	}))
	bottom := f.In(f.W, f.H-top.H)
	g.Put(0, top.H, titled(bottom, "right answers, without RAG", func(f lab.Frame) viz.Grid {
		lines := []viz.Line{
			{Name: viz.Clean("new"), Values: series(c, func(p knowledge.Point) float64 { return p.New.Share() })},
			{Name: viz.Clean("old"), Values: series(c, func(p knowledge.Point) float64 { return p.Old.Share() })},
			{Name: viz.Clean("form"), Values: series(c, func(p knowledge.Point) float64 { return p.Format.Share() })},
			{Name: viz.Clean("changed"), Values: series(c, func(p knowledge.Point) float64 { return p.Changed.Share() })},
		}
		if f.W < 36 { // the legend has no room for the fourth
			lines = lines[:3]
		}
		return l.sharesOver(f, lines, "share")
	}))
	return g
}

// methodName names what is trained.
func (l *Lab) methodName() string {
	if knowledge.Method(l.method) == knowledge.Full {
		return "all weights"
	}
	return fmt.Sprintf("LoRA of rank %d", l.rank)
}

// viewForgetting draws the old facts of two courses, that differ in replay.
func (l *Lab) viewForgetting(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	old := func(p knowledge.Point) float64 { return p.Old.Share() }
	fresh := func(p knowledge.Point) float64 { return p.New.Share() }
	other := l.study.rivalRecipe().Replay
	names := [2]string{replayName(l.replay), replayName(other)}
	half := f.H / 2
	for i, part := range []struct {
		title string
		of    func(knowledge.Point) float64
	}{{"old facts: what is forgotten", old}, {"new facts: what is learnt", fresh}} {
		frame := f.In(f.W, half+i*(f.H-2*half))
		g.Put(0, i*half, titled(frame, part.title, func(f lab.Frame) viz.Grid {
			return l.sharesOver(f, []viz.Line{
				{Name: viz.Clean(names[0]), Values: series(l.study.course, part.of)},
				{Name: viz.Clean(names[1]), Values: series(l.study.rival, part.of), Under: true},
			}, "share")
		}))
	}
	return g
}

func replayName(rows int) string {
	if rows == 0 {
		return "no replay"
	}
	return fmt.Sprintf("replay %d", rows)
}

// peak is the top of the scale of losses: it starts at 3 nats, which is rarely
// left, so that the picture stands still.
func peak(losses []float64) float64 {
	top := 3.0
	for _, v := range losses {
		if v > top {
			top = v
		}
	}
	return top
}
