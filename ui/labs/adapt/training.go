package adapt

import (
	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// titled draws a title of one row over a picture.
func titled(f lab.Frame, title viz.Safe, picture func(lab.Frame) viz.Grid) viz.Grid {
	g := f.Theme.Grid(f.Size)
	if f.H < 4 {
		return picture(f)
	}
	g.Text(0, 0, f.Theme.Fit(title, f.W), f.Theme.Strong)
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
func (l *Lab) sharesOver(f lab.Frame, lines []viz.Line) viz.Grid {
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
		XName: f.Say("step"), YName: f.Say("share"),
	})
}

// training is the view of the loss and of what the model learns.
func (l *Lab) training() lab.View {
	return lab.View{
		Name: "training", Help: "the loss, and what the model knows, while it is fine-tuned", Moves: l.trained(),
		Draw: l.drawTraining, Sentence: l.sayTraining, Readings: l.readTraining,
	}
}

// readTraining are the shares at the last look.
func (l *Lab) readTraining() []lab.Reading {
	p, ok := l.study.point()
	share := func(name string, help message.ID, s knowledge.Score) lab.Reading {
		r := lab.Reading{Name: name, Help: message.New(help), Digits: 2, Undefined: message.New("not looked at yet")}
		if ok {
			r.Value, r.Undefined, r.Note = s.Share(), message.Text{}, message.New("step %d", p.Step)
		}
		return r
	}
	return computed([]lab.Reading{
		share("new so far", "the share of new facts that were answered right when the training was looked at last, without passages", p.New),
		share("form so far", "the share of answers that had the form of the house when the training was looked at last, without passages", p.Format),
		share("old so far", "the share of old facts that were answered right when the training was looked at last, without passages", p.Old),
	})
}

// drawTraining draws the loss above what the model knows; before the training
// begins, how much of what comes first is done.
func (l *Lab) drawTraining(f lab.Frame) viz.Grid {
	c := l.study.course
	if c == nil {
		return l.drawWaiting(f)
	}
	g := f.Theme.Grid(f.Size)
	top := f.In(f.W, f.H*2/5)
	if f.H < 12 { // two curves of three rows would say less than one
		top.H = 0
	}
	if top.H > 0 {
		g.Put(0, 0, l.drawLoss(top))
	}
	bottom := f.In(f.W, f.H-top.H)
	g.Put(0, top.H, titled(bottom, f.Say("right answers, without RAG"), func(f lab.Frame) viz.Grid {
		lines := []viz.Line{
			{Name: f.Say("new"), Values: series(c, func(p knowledge.Point) float64 { return p.New.Share() })},
			{Name: f.Say("old"), Values: series(c, func(p knowledge.Point) float64 { return p.Old.Share() })},
			{Name: f.Say("form"), Values: series(c, func(p knowledge.Point) float64 { return p.Format.Share() })},
			{Name: f.Say("changed"), Values: series(c, func(p knowledge.Point) float64 { return p.Changed.Share() })},
		}
		if f.W < 36 { // the legend has no room for the fourth
			lines = lines[:3]
		}
		return l.sharesOver(f, lines)
	}))
	return g
}

// drawLoss draws the loss of each step.
func (l *Lab) drawLoss(f lab.Frame) viz.Grid {
	c := l.study.course
	last := f.Last("steps", max(l.steps, knowledge.Every))
	return titled(f, f.Print(l.trainingTitle()), func(f lab.Frame) viz.Grid {
		return viz.Lines(f.Size, f.Theme, viz.LineChart{
			Series: []viz.Line{{Name: f.Say("nats a token"), Values: lab.Padded(c.Losses, last)}},
			X:      [2]float64{1, float64(last)}, Y: &[2]float64{0, f.Top("loss", peak(c.Losses))},
			XName: f.Say("step"),
		})
	})
}

// drawWaiting draws how many questions are left before the training begins.
func (l *Lab) drawWaiting(f lab.Frame) viz.Grid {
	asked, of := l.study.progress()
	p := lab.Progress{What: message.New("Questions to the model as it is"), Share: float64(asked) / float64(of)}
	g := p.View(f)
	if y := f.H/2 + 2; y < f.H {
		next := f.Theme.Fit(f.Print(message.Count(l.steps, "then a copy is trained, for one step", "then a copy is trained, for %d steps", l.steps)), f.W)
		g.Text((f.W-next.Width())/2, y, next, f.Theme.Faint)
	}
	return g
}

// trainingTitle says what is trained.
func (l *Lab) trainingTitle() message.Text {
	if knowledge.Method(l.method) == knowledge.Full {
		return message.New("loss of a batch: all weights")
	}
	return message.New("loss of a batch: LoRA of rank %d", l.rank)
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

func (l *Lab) sayTraining() message.Text {
	p, ok := l.study.point()
	switch {
	case !ok && l.study.asking():
		return message.New("The model is asked as it is first; then a copy of it is trained, never the model itself.")
	case !ok:
		return message.New("A copy of the model is trained, never the model itself. It is asked what it knows before the first step.")
	}
	text := message.New("Step %d: %d of %d new facts, the form in %d of %d, %d of %d old facts.",
		p.Step, p.New.Right, p.New.Of, p.Format.Right, p.Format.Of, p.Old.Right, p.Old.Of)
	facts, ok := l.reached(func(p knowledge.Point) knowledge.Score { return p.New })
	form, also := l.reached(func(p knowledge.Point) knowledge.Score { return p.Format })
	if !ok || !also {
		return text
	}
	return message.Join(text, message.New("Nine in ten had the form at step %d, the right fact at %d.", form, facts))
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
