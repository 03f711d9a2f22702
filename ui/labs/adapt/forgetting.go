package adapt

import (
	"fmt"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// forgetting is the view of two courses that differ in replay.
func (l *Lab) forgetting() lab.View {
	return lab.View{
		Name: "forgetting", Help: "old facts while new ones are trained, with and without replay", Moves: l.trained(),
		Draw: l.drawForgetting, Sentence: lab.English(l.sayForgetting), Readings: l.readForgetting,
	}
}

// readForgetting are the old facts of both courses after as many steps, then
// what was measured when the training had ended.
func (l *Lab) readForgetting() []lab.Reading {
	mine, other, ok := l.study.even()
	left := func(name string, help message.ID, replay int, s knowledge.Score) lab.Reading {
		r := lab.Reading{Name: name, Help: message.New(help), Digits: 2, Undefined: message.New("not compared yet")}
		if ok {
			r.Value, r.Undefined, r.Note = s.Share(), message.Text{}, message.New("%s, step %d", replayName(replay), mine.Step)
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

// drawForgetting draws the old facts of two courses, that differ in replay.
func (l *Lab) drawForgetting(f lab.Frame) viz.Grid {
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

func (l *Lab) sayForgetting() string {
	rival := replayName(l.study.rivalRecipe().Replay)
	mine, other, ok := l.study.even()
	if diverged(l.study.rival) {
		return fmt.Sprintf("The same training with %s has diverged: its loss is no number any more. A lower rate than %.3g?", rival, l.rate)
	}
	if !ok {
		return fmt.Sprintf("What is trained can write over what was known. The same training with %s comes after it; then both are compared.", rival)
	}
	if mine.Step == 0 {
		text := fmt.Sprintf("Before training %d of %d old facts are known.", mine.Old.Right, mine.Old.Of)
		if l.steps == 0 {
			return text + " No step is asked for, so nothing is forgotten."
		}
		return text + fmt.Sprintf(" The same training with %s has made no step yet.", rival)
	}
	return fmt.Sprintf("After %s of each: %d of %d old facts are left with %s, and %d with %s.",
		plural(mine.Step, "step"), mine.Old.Right, mine.Old.Of, replayName(l.replay), other.Old.Right, rival)
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
