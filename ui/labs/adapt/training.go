package adapt

import (
	"fmt"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/message"
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

// training is the view of the loss and of what the model learns.
func (l *Lab) training() lab.View {
	return lab.View{
		Name: "training", Help: "the loss, and what the model knows, while it is fine-tuned", Moves: l.trained(),
		Draw: l.drawTraining, Sentence: lab.English(l.sayTraining), Readings: l.readTraining,
	}
}

// readTraining are the shares at the last look.
func (l *Lab) readTraining() []lab.Reading {
	p, ok := l.study.point()
	share := func(name string, help message.ID, s knowledge.Score) lab.Reading {
		r := lab.Reading{Name: name, Help: message.New("the share of %v when the training was looked at last, without passages", help), Digits: 2, Undefined: message.New("not looked at yet")}
		if ok {
			r.Value, r.Undefined, r.Note = s.Share(), message.Text{}, message.New("step %d", p.Step)
		}
		return r
	}
	return computed([]lab.Reading{
		share("new so far", "new facts that were answered right", p.New),
		share("form so far", "answers that had the form of the house", p.Format),
		share("old so far", "old facts that were answered right", p.Old),
	})
}

// drawTraining draws the loss above what the model knows.
func (l *Lab) drawTraining(f lab.Frame) viz.Grid {
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

func (l *Lab) sayTraining() string {
	p, ok := l.study.point()
	if !ok {
		if l.study.asking() {
			return "The model is asked as it is first; then a copy of it is trained, never the model itself."
		}
		return "A copy of the model is trained, never the model itself. It is asked what it knows before the first step."
	}
	text := fmt.Sprintf("Step %d: %d of %d new facts, the form in %d of %d, %d of %d old facts.",
		p.Step, p.New.Right, p.New.Of, p.Format.Right, p.Format.Of, p.Old.Right, p.Old.Of)
	facts, ok := l.reached(func(p knowledge.Point) knowledge.Score { return p.New })
	form, also := l.reached(func(p knowledge.Point) knowledge.Score { return p.Format })
	if !ok || !also {
		return text
	}
	return text + fmt.Sprintf(" Nine in ten had the form at step %d, the right fact at %d.", form, facts)
}

// reached is the first step that was looked at where nine in ten were right.
func (l *Lab) reached(of func(knowledge.Point) knowledge.Score) (step int, ok bool) {
	for _, p := range l.study.course.Points {
		if of(p).Share() >= 0.9 {
			return p.Step, true
		}
	}
	return 0, false
}
