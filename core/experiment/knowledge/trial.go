package knowledge

import (
	"fmt"
	"math"
	"slices"
)

// A Trial is one fine-tuning, with what the model knows after it. It ends after
// some steps or, where Passes is above 0, when each text was read so often:
// twice the texts are then twice the steps.
type Trial struct {
	Recipe        Recipe
	Steps, Passes int

	Made  int     // steps made
	Loss  float64 // of the last batch
	After *Sitting

	expected float64 // about how many steps it takes
	tuning   *Tuning
}

// Trials are fine-tunings of one model that differ in their recipe, and the same
// questions asked before and after each. They are a task that is done in steps;
// what comes out depends on exam and recipes alone.
type Trials struct {
	Before *Sitting
	All    []Trial

	exam *Exam
	at   int
}

// asked are the kinds of questions of a trial.
func asked() []Kind { return []Kind{New, Reworded, Changed, Old} }

// NewTrials returns trials before the first question. It panics if one of them
// has no end, or its recipe cannot be.
func NewTrials(e *Exam, all ...Trial) *Trials {
	t := &Trials{exam: e, Before: NewSitting(e, NewTuning(e, Recipe{Rank: 1, Paraphrases: 1}).model, 0, asked(), AsIs)}
	lengths := make([]int, MostParaphrases)
	for _, one := range all {
		one.Recipe.check()
		if one.Steps < 0 || one.Passes < 0 || one.Steps == 0 && one.Passes == 0 {
			panic(fmt.Sprintf("knowledge: a trial of %d steps and %d passes", one.Steps, one.Passes))
		}
		x := Trial{Recipe: one.Recipe, Steps: one.Steps, Passes: one.Passes}
		x.expected = e.expected(x, lengths)
		t.All = append(t.All, x)
	}
	return t
}

// Grid returns a trial for each pair of a learning rate and a number of
// replayed rows, by rate and then by replay: new facts against old ones.
func Grid(r Recipe, rates []float64, replays []int, steps int) []Trial {
	var all []Trial
	for _, rate := range rates {
		for _, replay := range replays {
			r.Rate, r.Replay = rate, replay
			all = append(all, Trial{Recipe: r, Steps: steps})
		}
	}
	return all
}

// PlainTexts returns a trial for each number of texts for a fact, 1 to most, of
// which the first ones are plain statements and none is a question of the exam's
// [New] kind until the sixth; each text is read as often.
func PlainTexts(r Recipe, most, passes int) []Trial {
	var all []Trial
	for n := 1; n <= most; n++ {
		r.Plain, r.Paraphrases = true, n
		all = append(all, Trial{Recipe: r, Passes: passes})
	}
	return all
}

// pieceWork is about what a piece of a tuning or of a sitting takes, in
// multiplications: two rows forward and back.
func (t *Trials) pieceWork() float64 {
	return float64(3 * 2 * Forward(t.Before.model.Config, RowTokens))
}

// Done says whether all trials are made.
func (t *Trials) Done() bool { return t.at == len(t.All) && t.Before.Done() }

// Finished returns how many trials are made.
func (t *Trials) Finished() int { return t.at }

// AdvanceFor does a part of a piece, some questions or rows, for about a budget in
// multiplications on each thread, and says whether the piece is over.
func (t *Trials) AdvanceFor(budget float64) (over bool) {
	if !t.Before.Done() {
		return t.Before.AdvanceFor(budget)
	}
	if t.at == len(t.All) {
		return true
	}
	x := &t.All[t.at]
	over = true
	switch {
	case x.After != nil:
		over = x.After.AdvanceFor(budget)
	case x.tuning == nil:
		x.tuning = NewTuning(t.exam, x.Recipe)
	default:
		over = x.tuning.AdvanceFor(budget)
	}
	if x.After == nil && x.over() {
		x.Made, x.Loss = x.tuning.steps, x.tuning.loss
		x.After = NewSitting(t.exam, x.tuning.model, 0, asked(), AsIs)
	}
	if x.After != nil && x.After.Done() {
		x.tuning, x.After.model = nil, nil // let the weights go
		t.at++
	}
	return over
}

// over says whether the tuning has come to its end, between two steps.
func (x *Trial) over() bool {
	if x.tuning.rows > 0 || len(x.tuning.under) > 0 {
		return false
	}
	return x.tuning.steps >= x.Steps && x.tuning.rounds >= x.Passes
}

// expected is about how many steps a trial has. Lengths are what all facts take in
// each paraphrase, in tokens, as far as that was counted; 0 if it was not.
func (e *Exam) expected(x Trial, lengths []int) float64 {
	if x.Passes == 0 {
		return float64(x.Steps)
	}
	tokens := 0
	for i := range x.Recipe.Paraphrases {
		p := x.Recipe.order(i)
		if lengths[p] == 0 {
			for _, f := range e.taught {
				lengths[p] += len(e.text(f, p).tokens)
			}
		}
		tokens += lengths[p]
	}
	return max(float64(x.Steps), math.Ceil(float64(x.Passes*tokens)/(Rows*RowTokens)))
}

// work is about what a trial takes, in pieces.
func (t *Trials) work(x Trial) float64 {
	return float64(x.expected*(float64(float64(Rows+x.Recipe.Replay)/2)+1)) + t.questions()
}

// questions is about how many pieces the questions take.
func (t *Trials) questions() float64 {
	_, of := t.Before.Progress()
	return float64(float64(of) / (sittingTokens / 24)) // rounded before it is added to anything
}

// Cost is about what all of it takes, in multiplications.
func (t *Trials) Cost() float64 {
	sum := t.questions()
	for _, x := range t.All {
		sum += t.work(x)
	}
	return sum * t.pieceWork()
}

// Share is about how much is done, from 0 to 1: never less than before.
func (t *Trials) Share() float64 {
	if t.Done() {
		return 1
	}
	done, all := 0.0, t.questions()
	if t.Before.Done() {
		done = all
	}
	for i, x := range t.All {
		work := t.work(x)
		all += work
		switch {
		case i < t.at:
			done += work
		case i == t.at && x.After != nil:
			done += work - t.questions()
		case i == t.at && x.tuning != nil:
			pieces := float64(float64(x.tuning.steps)*(float64(float64(Rows+x.Recipe.Replay)/2)+1)) + float64(float64(x.tuning.rows)/2)
			done += min(pieces, work-t.questions())
		}
	}
	return min(done/all, 1)
}

// A Change is a question that was answered otherwise before and after.
type Change struct {
	Question      Question
	Before, After Answer
}

// Lost returns the questions of a kind that were answered right before and
// wrong after a trial, in the exam's order, and gained those the other way
// round. It panics if the trial is not finished.
func (t *Trials) Lost(trial int, k Kind) (lost, gained []Change) {
	if trial < 0 || trial >= t.at {
		panic(fmt.Sprintf("knowledge: trial %d is not finished, %d are", trial, t.at))
	}
	return Compare(t.exam.questions[k], t.Before.Answers(k, AsIs), t.All[trial].After.Answers(k, AsIs))
}

// Compare returns the questions that were answered right before and wrong
// after, in their order, and gained those the other way round. It panics if
// there are not as many answers as questions.
func Compare(questions []Question, before, after []Answer) (lost, gained []Change) {
	if len(before) != len(questions) || len(after) != len(questions) {
		panic(fmt.Sprintf("knowledge: %d and %d answers to %d questions", len(before), len(after), len(questions)))
	}
	for i, was := range before {
		change := Change{questions[i], was, after[i]}
		switch {
		case was.Right && !after[i].Right:
			lost = append(lost, change)
		case !was.Right && after[i].Right:
			gained = append(gained, change)
		}
	}
	return lost, gained
}

// Clone returns trials at the same point that go on by themselves. They share
// the exam.
func (t *Trials) Clone() *Trials {
	n := *t
	n.Before, n.All = t.Before.Clone(), slices.Clone(t.All)
	for i := range n.All {
		x := &n.All[i]
		if x.tuning != nil {
			x.tuning = x.tuning.Clone()
		}
		if x.After != nil {
			x.After = x.After.Clone()
			if x.tuning != nil {
				x.After.model = x.tuning.model
			}
		}
	}
	return &n
}
