package inside

import (
	"math/rand/v2"
	"slices"

	"logitarium/core/intervention"
	"logitarium/core/world"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// A skill is what questions of a kind need.
type skill struct {
	name string // as the knob has it
	help message.Text
	kind world.Kind
}

func skills() []skill {
	return []skill{
		{"common", message.New("everything about the 24 people who are told of often, with nothing given"), world.KnowCommon},
		{"fact", message.New("one fact in the prompt, of a name and a value that no document holds"), world.OneFresh},
		{"three", message.New("three facts in the prompt, and one of them is asked for"), world.ThreeFacts},
		{"contradiction", message.New("the prompt contradicts what was learnt, and is to be believed"), world.Contradicts},
	}
}

// drawnQuestions is how many are asked of each ability, but of common facts all.
var drawnQuestions = 32

// questions are those of an ability, the same every time.
func (l *Lab) questions(a skill) []world.Question {
	if a.kind == world.KnowCommon {
		all := intervention.Known(l.lm.World, world.Common, 0)
		return all[:min(len(all), 5*drawnQuestions)]
	}
	return l.lm.World.Questions(a.kind, drawnQuestions, rand.New(rand.NewPCG(0x1ab, uint64(a.kind))))
}

// exam is what is measured of parts that are off.
type exam struct {
	ability int  // the knob
	whole   bool // every part is measured, not only the chosen one

	key  examKey
	rows []examined // by what is off; measured ones are kept, until instead changes
}

type examKey struct {
	instead int
	chosen  partSet
	whole   bool
}

// partSet is what is off in a row: nothing, a part, or two heads.
type partSet struct {
	n    int
	a, b intervention.Part
}

func setOf(parts []intervention.Part) (s partSet) {
	s.n = len(parts)
	if s.n > 0 {
		s.a = parts[0]
	}
	if s.n > 1 {
		s.b = parts[1]
	}
	return s
}

func (s partSet) parts() []intervention.Part { return []intervention.Part{s.a, s.b}[:s.n] }

// examined is a row of the table.
type examined struct {
	off     partSet
	tallies [4]intervention.Tally // by ability
	loss    float64
}

// chosenSet is what the knobs switch off. A cut is no part.
func (l *Lab) chosenSet() partSet { return setOf(l.set().parts(l)) }

// sets are the rows of the table: nothing off, every part, and two heads if
// they are chosen.
func (l *Lab) sets() []partSet {
	list := []partSet{{}}
	for _, p := range intervention.Parts(l.config()) {
		list = append(list, setOf([]intervention.Part{p}))
	}
	if chosen := l.chosenSet(); chosen.n > 1 {
		list = append(list, chosen)
	}
	return list
}

// wanted says whether a row is measured: nothing off, and the chosen parts, or
// every part.
func (l *Lab) wanted(off partSet) bool {
	return l.exam.whole || off.n == 0 || off == l.chosenSet()
}

// row returns what is measured of a set of parts, if it is to be shown.
func (l *Lab) row(off partSet) (examined, bool) {
	if !l.wanted(off) {
		return examined{}, false
	}
	i := slices.IndexFunc(l.exam.rows, func(e examined) bool { return e.off == off })
	if i < 0 {
		return examined{}, false
	}
	return l.exam.rows[i], true
}

// obtainMeans takes the means that a part gives instead, if they are needed.
func (l *Lab) obtainMeans() bool {
	if l.switched.instead != mean || l.switched.means != nil {
		return true
	}
	type key struct{}
	if !l.work.Is(key{}) {
		l.work.Begin(key{}, message.New("The model reads %d documents", meanRows))
		l.average()
		l.work.Start()
	}
	return !l.work.Waiting()
}

// examine measures what is not measured yet: nothing off, the chosen parts,
// then the others.
func (l *Lab) examine() {
	e := &l.exam
	key := examKey{l.switched.instead, l.chosenSet(), e.whole}
	if e.key.instead != key.instead {
		e.rows = nil
	}
	if e.key = key; l.more.Is(key) {
		return
	}
	l.more.Begin(key, message.New("The lab asks questions"))
	todo := slices.DeleteFunc(l.sets(), func(s partSet) bool { return !l.wanted(s) })
	slices.SortStableFunc(todo, func(a, b partSet) int { return rank(a, key.chosen) - rank(b, key.chosen) })
	for _, off := range todo {
		if _, ok := l.row(off); ok {
			continue
		}
		var t *examining
		l.more.Add(l.examCost(), func() lab.Stepper {
			t = l.beginExam(off, key.instead)
			return t
		}, func() { l.exam.rows = append(slices.Clip(l.exam.rows), t.result()) })
	}
}

// rank has nothing first, then what is chosen, then the rest.
func rank(s, chosen partSet) int {
	switch {
	case s.n == 0:
		return 0
	case s == chosen:
		return 1
	}
	return 2
}

// examCost is about what a row of the table costs.
func (l *Lab) examCost() float64 {
	const short, long = 16, 48 // tokens of a question, alone and with facts
	w := l.config().Work
	n := float64(drawnQuestions)
	return 1.3 * (float64(5*n*w(short)) + float64(3*n*w(long)) + float64(lossRows*w(rowLength)))
}

// examining is a row being measured: questions of each ability, then the loss.
type examining struct {
	off   partSet
	exams [4]*intervention.Examination
	loss  *intervention.Loss
}

func (l *Lab) beginExam(off partSet, instead int) *examining {
	plan := l.plan(off.parts(), instead)
	t := &examining{off: off, loss: intervention.Lose(l.lm.Network, l.heldOut(lossRows, 2), plan)}
	for i, a := range skills() {
		t.exams[i] = intervention.Examine(l.lm.Network, l.lm.Tokens, l.lm.World, l.questions(a), intervention.Always(plan))
	}
	return t
}

// Step implements [lab.Stepper].
func (t *examining) Step(budget float64) (more bool) {
	for _, e := range t.exams {
		if e.Share() < 1 {
			e.Step(budget)
			return true
		}
	}
	return t.loss.Step(budget)
}

// Share implements [lab.Stepper].
func (t *examining) Share() float64 {
	sum := t.loss.Share()
	for _, e := range t.exams {
		sum += e.Share()
	}
	return sum / 5
}

func (t *examining) result() examined {
	r := examined{off: t.off}
	for i, e := range t.exams {
		r.tallies[i] = e.Tally()
	}
	r.loss, _ = t.loss.Mean()
	return r
}
