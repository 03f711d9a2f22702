package adapt

import (
	"fmt"
	"math"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
)

// Readings are the numbers on screen.
func (l *Lab) Readings() []lab.Reading {
	s := &l.study
	r := l.recipe()
	c := s.lm.Model.Config
	first := s.exam.Questions(knowledge.New)[0].Fact
	readings := []lab.Reading{
		{Name: "steps", Value: float64(s.stepsDone()), Note: l.progress()},
		l.lossReading(),
		{Name: "trained", Value: float64(r.Trainable(c)) / 1e3, Unit: "k", Digits: 1,
			Note: fmt.Sprintf("%.1f %%", 100*float64(r.Trainable(c))/float64(c.Counts().Total()))},
		l.breakEvenReading(),
		{Name: "texts", Value: float64(len(s.exam.Taught()) * l.paraphrases), Note: fmt.Sprintf("of %d facts", len(s.exam.Taught()))},
		{Name: "batch", Text: fmt.Sprintf("%d+%d rows, rate %.3g", knowledge.Rows, l.replay, l.rate)},
		{Name: "passages", Value: float64(l.top), Note: "in the prompt"},
		{Name: "a new fact", Text: first.Statement(0)},
	}
	readings = append(readings, l.costReadings()...)
	for _, k := range knowledge.Kinds() {
		for _, w := range knowledge.Ways() {
			readings = append(readings, l.scoreReading(kindNames[k]+", "+w.String(), k, w))
		}
	}
	readings = append(readings,
		l.confidenceReading(knowledge.AsIs), l.confidenceReading(knowledge.Tuned))
	for i := range readings {
		readings[i].Provenance = lab.Computed
	}
	return append(readings, publishedReadings()...)
}

// kindNames are short enough for the names of readings.
var kindNames = [...]string{
	knowledge.New: "new", knowledge.Reworded: "reworded", knowledge.Changed: "changed",
	knowledge.Old: "old", knowledge.Format: "form", knowledge.Untold: "untold",
}

// progress says how many steps there will be, and whether they wait.
func (l *Lab) progress() string {
	if l.paused {
		return fmt.Sprintf("of %d, paused", l.steps)
	}
	return fmt.Sprintf("of %d", l.steps)
}

func (l *Lab) lossReading() lab.Reading {
	r := lab.Reading{Name: "loss", Unit: "nats", Digits: 4}
	if l.study.stepsDone() == 0 {
		r.Undefined = "no step is made"
		return r
	}
	r.Value = l.study.course.Tuning.Loss()
	if math.IsNaN(r.Value) || math.IsInf(r.Value, 0) {
		r.Undefined = "training has diverged"
	}
	return r
}

// scoreReading is the share of right answers.
func (l *Lab) scoreReading(name string, k knowledge.Kind, w knowledge.Way) lab.Reading {
	score, ok := l.study.score(k, w)
	if !ok {
		return lab.Reading{Name: name, Undefined: "not all questions are asked"}
	}
	low, high := knowledge.Wilson(score.Right, score.Of)
	return lab.Reading{Name: name, Value: score.Share(), Digits: 2, Note: short(low) + "-" + short(high)}
}

// confidenceReading is how sure a way is of what it cannot know.
func (l *Lab) confidenceReading(w knowledge.Way) lab.Reading {
	name := "untold p, " + w.String()
	score, ok := l.study.score(knowledge.Untold, w)
	if !ok {
		return lab.Reading{Name: name, Undefined: "not all questions are asked"}
	}
	if math.IsNaN(score.MeanConfidence()) {
		return lab.Reading{Name: name, Undefined: "training has diverged"}
	}
	return lab.Reading{Name: name, Value: score.MeanConfidence(), Digits: 2, Note: "mean p"}
}

// costReadings are the multiply-adds of an answer, as it is and with RAG, and
// of one change of the facts by training, in millions.
func (l *Lab) costReadings() []lab.Reading {
	answer := func(name string, w knowledge.Way) lab.Reading {
		r := lab.Reading{Name: name, Unit: "M", Digits: 1, Note: "multiply-adds"}
		_, products, ok := l.perAnswer(w)
		if !ok {
			r.Undefined = "RAG is not asked yet"
		}
		r.Value = float64(products) / 1e6
		return r
	}
	change := lab.Reading{Name: "cost: tuning", Value: float64(l.perChange(knowledge.Tuned)) / 1e9, Unit: "G", Digits: 1, Note: "multiply-adds"}
	return []lab.Reading{answer("cost: as is", knowledge.AsIs), answer("cost: RAG", knowledge.Retrieval), change}
}

func (l *Lab) breakEvenReading() lab.Reading {
	r := lab.Reading{Name: "break-even", Unit: "answers"}
	answers, ok := l.breakEven()
	if !ok {
		r.Undefined = "RAG is not asked yet"
	}
	r.Value = math.Round(answers)
	return r
}

func publishedReadings() []lab.Reading {
	var list []lab.Reading
	for _, p := range published {
		list = append(list, lab.Reading{Name: "Mistral-7B: " + p.way, Value: p.mistral, Digits: 3, Provenance: lab.Published, Source: ovadia})
	}
	return list
}

// Insight interprets the current numbers.
func (l *Lab) Insight() string {
	if _, ok := l.edited(); !ok {
		return fmt.Sprintf("That is no sentence of this world. Write one like %q", defaultEdit)
	}
	if l.view != viewPublished && l.paused && !l.study.asking() && l.study.pending(l.view == viewForgetting) {
		return fmt.Sprintf("Paused at step %d of %d: space goes on. %s", l.study.stepsDone(), l.steps, l.measured())
	}
	return l.measured()
}

// measured interprets what is measured so far.
func (l *Lab) measured() string {
	switch l.view {
	case viewTraining:
		return l.insightTraining()
	case viewFact:
		return l.insightFact()
	case viewForgetting:
		return l.insightForgetting()
	case viewLedger:
		return l.insightLedger()
	case viewPublished:
		return "RAG gains more there than training on the texts does; and both together are worse than RAG alone: Mistral .830 at best, against .875."
	}
	return l.insightScores()
}

func (l *Lab) insightScores() string {
	fresh, ok := l.study.score(knowledge.New, knowledge.Retrieval)
	form, also := l.study.score(knowledge.Format, knowledge.Retrieval)
	if !ok || !also {
		asked, of := 0, 0
		if l.study.before != nil {
			asked, of = l.study.before.Progress()
		}
		return fmt.Sprintf("The model is asked as it is, and with retrieved facts in its prompt: %d of %d questions. Nothing is trained yet.", asked, of)
	}
	tuned, ok1 := l.study.score(knowledge.Old, knowledge.Tuned)
	style, ok2 := l.study.score(knowledge.Format, knowledge.Tuned)
	learnt, ok3 := l.study.score(knowledge.New, knowledge.Tuned)
	if !ok1 || !ok2 || !ok3 {
		return fmt.Sprintf("RAG knows %d of %d new facts untrained, and has the form in %d of %d answers. The tuned copy is not done yet.",
			fresh.Right, fresh.Of, form.Right, form.Of)
	}
	return fmt.Sprintf("RAG: %d of %d new facts, the form in %d. Tuned: %d of %d, the form in %d, and %d of %d old facts left.",
		fresh.Right, fresh.Of, form.Right, learnt.Right, learnt.Of, style.Right, tuned.Right, tuned.Of)
}

func (l *Lab) insightTraining() string {
	p, ok := l.study.point()
	if !ok {
		return "The model is asked as it is first; then a copy of it is trained, never the model itself."
	}
	text := fmt.Sprintf("Step %d: %d of %d new facts, the form in %d of %d, %d of %d old facts.",
		p.Step, p.New.Right, p.New.Of, p.Format.Right, p.Format.Of, p.Old.Right, p.Old.Of)
	facts, ok := l.reached(func(p knowledge.Point) knowledge.Score { return p.New })
	form, also := l.reached(func(p knowledge.Point) knowledge.Score { return p.Format })
	if !ok || !also {
		return text
	}
	return text + fmt.Sprintf(" 90 %% had the form by step %d, the facts by %d.", form, facts)
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

func (l *Lab) insightFact() string {
	q := l.study.exam.Edited()
	rag, tuned := l.study.beliefs[knowledge.Retrieval], l.study.beliefs[knowledge.Tuned]
	switch {
	case !rag.known:
		return "The fact is in the store already; the model is asked next."
	case !tuned.known:
		return fmt.Sprintf("RAG gives %q p = %.3f as soon as the store has it. The tuned copy has to be trained again.", q.Fact.Value, rag.now)
	}
	return fmt.Sprintf("RAG gives %q p = %.3f without training; tuning gives it %.3f after %d steps. Edit again, and it starts from 0.",
		q.Fact.Value, rag.now, tuned.now, tuned.step)
}

func (l *Lab) insightForgetting() string {
	rival := replayName(l.study.rivalRecipe().Replay)
	mine, other, ok := l.study.even()
	if !ok {
		return fmt.Sprintf("What is trained writes over what was known. The same training with %s comes next; then both are compared.", rival)
	}
	if mine.Step == 0 {
		return fmt.Sprintf("Before training %d of %d old facts are known. The same training with %s has made no step yet.", mine.Old.Right, mine.Old.Of, rival)
	}
	return fmt.Sprintf("After %d steps of each: with %s %d of %d old facts are left, with %s %d.",
		mine.Step, replayName(l.replay), mine.Old.Right, mine.Old.Of, rival, other.Old.Right)
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

func (l *Lab) insightLedger() string {
	answers, ok := l.breakEven()
	if !ok {
		return "An answer with RAG reads a longer prompt; how long it is, is being measured."
	}
	switch {
	case l.steps == 0:
		return "No step is made: tuning costs nothing, and nothing is learnt."
	case float64(l.answers) < answers:
		return fmt.Sprintf("With %s for each change RAG is cheaper. Beyond %.0f the longer prompts cost more than the training.", plural(l.answers, "answer"), answers)
	}
	return fmt.Sprintf("With %s for each change fine-tuning is cheaper: its training is paid off after %.0f. How good the answers are is in scores.", plural(l.answers, "answer"), answers)
}
