package adapt

import (
	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// forgetting is the view of two courses that differ in replay.
func (l *Lab) forgetting() lab.View {
	return lab.View{
		Name: "forgetting", Help: "old facts while new ones are trained, with and without replay", Moves: l.trained(),
		Draw: l.drawForgetting, Sentence: l.sayForgetting, Readings: l.readForgetting, Lists: l.listForgotten,
	}
}

// readForgetting are the old facts of both courses after as many steps, then
// what was measured when the training had ended.
func (l *Lab) readForgetting() []lab.Reading {
	mine, other, ok := l.study.even()
	left := func(name string, help message.ID, replay int, s knowledge.Score) lab.Reading {
		r := lab.Reading{Name: name, Help: message.New(help), Digits: 2, Undefined: message.New("not compared yet")}
		if ok {
			r.Value, r.Undefined, r.Note = s.Share(), message.Text{}, message.New("%v, step %d", replayName(replay), mine.Step)
		}
		return r
	}
	readings := []lab.Reading{
		left("old left", "the share of old facts answered right after the last steps that both courses have made, as replay is set", l.replay, mine.Old),
		left("other left", "the same in the other course, which replays if this one does not", l.study.rivalRecipe().Replay, other.Old),
	}
	for _, k := range []knowledge.Kind{knowledge.Old, knowledge.New} {
		readings = append(readings, l.scoreReading(k, knowledge.AsIs), l.scoreReading(k, knowledge.Tuned))
	}
	return computed(readings)
}

// drawForgetting draws the old and the new facts of two courses that differ in
// replay, and which old facts the tuned copy has lost.
func (l *Lab) drawForgetting(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	other := l.study.rivalRecipe().Replay
	names := [2]viz.Safe{f.Print(replayName(l.replay)), f.Print(replayName(other))}
	parts := []struct {
		title viz.Safe
		of    func(knowledge.Point) float64
	}{
		{f.Say("old facts: what is forgotten"), func(p knowledge.Point) float64 { return p.Old.Share() }},
		{f.Say("new facts: what is learnt"), func(p knowledge.Point) float64 { return p.New.Share() }},
	}
	plot := func(i int) func(lab.Frame) viz.Grid {
		return func(f lab.Frame) viz.Grid {
			return l.sharesOver(f, []viz.Line{
				{Name: names[0], Values: series(l.study.course, parts[i].of)},
				{Name: names[1], Values: series(l.study.rival, parts[i].of), Under: true},
			})
		}
	}
	if f.W >= 56 && f.H < 12 {
		half := f.W / 2
		for i, part := range parts {
			g.Put(i*half, 0, titled(f.In(half-1+i, f.H), part.title, plot(i)))
		}
		return g
	}
	if f.W < 76 || f.H < 12 {
		half := f.H / 2
		for i, part := range parts {
			g.Put(0, i*half, titled(f.In(f.W, half+i*(f.H-2*half)), part.title, plot(i)))
		}
		return g
	}
	below := min(max(f.H/3, 4), 12)
	half := f.W / 2
	for i, part := range parts {
		g.Put(i*half, 0, titled(f.In(half-1+i, f.H-below), part.title, plot(i)))
	}
	g.Put(0, f.H-below, l.drawForgotten(f.In(f.W, below)))
	return g
}

// forgotten are the old facts that the model knew and the tuned copy does not;
// ok is false before both were asked all of them.
func (l *Lab) forgotten() (lost []knowledge.Change, ok bool) {
	s := &l.study
	_, before := s.score(knowledge.Old, knowledge.AsIs)
	_, after := s.score(knowledge.Old, knowledge.Tuned)
	if !before || !after {
		return nil, false
	}
	lost, _ = knowledge.Compare(s.exam.Questions(knowledge.Old),
		s.before.Answers(knowledge.Old, knowledge.AsIs), s.after.Answers(knowledge.Old, knowledge.Tuned))
	return lost, true
}

// drawForgotten lists the old facts that the tuned copy has lost, by name.
func (l *Lab) drawForgotten(f lab.Frame) viz.Grid {
	lost, ok := l.forgotten()
	if !ok {
		return viz.Paragraph(f.Size, f.Theme, f.Say("Which old facts are lost is known when the tuned copy has answered."), f.Theme.Faint)
	}
	return drawLost(f, lost, f.Print(message.Count(len(lost), "%v, step %d: one old fact is lost", "%v, step %d: %d old facts are lost", replayName(l.replay), l.study.stepsDone(), len(lost))))
}

// drawLost lists facts under a title: what was answered before, and what now.
func drawLost(f lab.Frame, lost []knowledge.Change, title viz.Safe) viz.Grid {
	g, t := f.Theme.Grid(f.Size), f.Theme
	g.Text(0, 0, t.Fit(title, f.W), t.Strong)
	column, rows, longest := 38, f.H-1, 0
	for _, c := range lost {
		longest = max(longest, sayLost(f, c).Width()+viz.Clean(c.After.Text).Width()+2)
	}
	if n := f.W / max(longest, 1); n > 0 && len(lost) <= n*rows { // all of them have room, whole
		column = f.W / n
	}
	columns := max(f.W/column, 1)
	for i, c := range lost {
		x, y := i%columns*column, 1+i/columns
		if y > rows {
			break
		}
		if y == rows && i%columns == columns-1 && i < len(lost)-1 {
			g.Text(x, y, t.Fit(f.Say("and %d more", len(lost)-i), column-2), t.Faint)
			break
		}
		text := sayLost(f, c)
		g.Text(x, y, t.Fit(text, column-2), t.Text)
		if room := column - 2 - text.Width(); room > 2 {
			g.Text(x+text.Width(), y, t.Fit(viz.Clean(c.After.Text), room), t.Bad)
		}
	}
	return g
}

// sayLost says of a lost fact what was answered before; what is now follows.
func sayLost(f lab.Frame, c knowledge.Change) viz.Safe {
	return f.Say("%s, %s: %s, now ", c.Question.Fact.Person, c.Question.Fact.Relation, c.Before.Text)
}

// listForgotten are the lost facts, for who reads the view as text.
func (l *Lab) listForgotten() []lab.List {
	lost, ok := l.forgotten()
	if !ok {
		return nil
	}
	list := lab.List{Name: "old facts lost", Columns: []string{"person", "what", "before", "after"}}
	for _, c := range lost {
		list.Add(lab.Word(c.Question.Fact.Person), lab.Word(c.Question.Fact.Relation.String()), lab.Word(c.Before.Text), lab.Word(c.After.Text))
	}
	return []lab.List{list}
}

func replayName(rows int) message.Text {
	if rows == 0 {
		return message.New("no replay")
	}
	return message.New("replay %d", rows)
}

func (l *Lab) sayForgetting() message.Text {
	bare := l.study.rivalRecipe().Replay == 0 // the other course is the one without replay
	mine, other, ok := l.study.even()
	switch {
	case diverged(l.study.rival) && bare:
		return message.New("The same training without replay has diverged: its loss is no number any more. A lower rate than %.3g?", l.rate)
	case diverged(l.study.rival):
		return message.New("The same training with replay has diverged: its loss is no number any more. A lower rate than %.3g?", l.rate)
	case !ok && bare:
		return message.New("What is trained can write over what was known. The same without replay comes next; then both are compared.")
	case !ok:
		return message.New("What is trained can write over what was known. The same with replay %d comes next; then both are compared.", rivalReplay)
	case mine.Step == 0 && l.steps == 0:
		return message.New("Before training %d of %d old facts are known. No step is asked for, so nothing is forgotten.", mine.Old.Right, mine.Old.Of)
	case mine.Step == 0 && bare:
		return message.New("Before training %d of %d old facts are known. The same training without replay has made no step yet.", mine.Old.Right, mine.Old.Of)
	case mine.Step == 0:
		return message.New("Before training %d of %d old facts are known. The same training with replay %d has made no step yet.", mine.Old.Right, mine.Old.Of, rivalReplay)
	case bare:
		return message.Count(mine.Step,
			"After one step of each: %[2]d of %[3]d old facts are left with replay %[4]d, and %[5]d with no replay.",
			"After %d steps of each: %d of %d old facts are left with replay %d, and %d with no replay.",
			mine.Step, mine.Old.Right, mine.Old.Of, l.replay, other.Old.Right)
	}
	return message.Count(mine.Step,
		"After one step of each: %[2]d of %[3]d old facts are left with no replay, and %[4]d with replay %[5]d.",
		"After %d steps of each: %d of %d old facts are left with no replay, and %d with replay %d.",
		mine.Step, mine.Old.Right, mine.Old.Of, other.Old.Right, rivalReplay)
}

// even are the last looks at both courses after as many steps.
func (s *study) even() (mine, other knowledge.Point, ok bool) {
	if s.course == nil || s.rival == nil {
		return mine, other, false
	}
	for i := min(len(s.course.Points), len(s.rival.Points)) - 1; i >= 0; i-- {
		if mine, other = s.course.Points[i], s.rival.Points[i]; mine.Step == other.Step {
			return mine, other, true
		}
	}
	return mine, other, false
}
