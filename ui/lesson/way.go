package lesson

import (
	"sort"

	"logitarium/ui/lesson/tape"
)

// mark is a snapshot that a run can go back to.
type mark struct {
	moment
	restore func()
}

// mark takes a snapshot at a step that has none yet. A chapter and the caption
// that opens it share one.
func (r *Run) mark(at int) {
	if !r.setup.Live {
		return
	}
	i := sort.Search(len(r.marks), func(i int) bool { return r.marks[i].at >= at })
	if i < len(r.marks) && r.marks[i].at == at {
		return
	}
	if i > 0 && r.isOnePlace(r.marks[i-1].at, at) {
		return
	}
	now := r.moment
	now.at, now.count = at, 0
	r.marks = append(r.marks[:i:i], append([]mark{{now, r.stage.keep()}}, r.marks[i:]...)...)
}

// isOnePlace reports whether nothing visible happens between two steps.
func (r *Run) isOnePlace(from, to int) bool {
	for _, s := range r.steps[from:to] {
		switch s.Kind {
		case tape.Chapter, tape.Note, tape.Expect, tape.Set, tape.Output:
		default:
			return false
		}
	}
	return true
}

// speaksAt reports whether something is said at a step, or asked.
func (r *Run) speaksAt(at int) bool {
	for i, s := range r.steps[at:] {
		if s.Kind == tape.Say || s.Kind == tape.Ask {
			return r.isOnePlace(at, at+i)
		}
	}
	return false
}

func (r *Run) restore(m mark) {
	r.moment = m.moment
	m.restore()
}

// Next goes on from a pause; while the run goes, it hurries to the next
// caption or halt. A question needs an [Run.Answer].
func (r *Run) Next() {
	switch r.halt {
	case Paused:
		r.halt = Going
	case Going:
		r.until = r.said + 1
	}
}

// Answer ends a question with what was guessed, which may be "". The answer
// stands until [Run.Next].
func (r *Run) Answer(guess string) {
	if r.halt != Asking {
		return
	}
	r.caption.Guess, r.caption.Answered = guess, true
	r.lifts = r.covered
	r.halt = Paused
}

// Back goes to the caption before the one that stands now, or from the end to
// the last one, and halts there.
func (r *Run) Back() {
	here := r.at
	if r.count > 0 && r.steps[r.at].Kind == tape.Ask {
		here++ // an open question is the current step
	}
	i := sort.Search(len(r.marks), func(i int) bool { return r.marks[i].at >= here }) - 1
	if r.halt != Ended {
		i--
	}
	for i > 0 && !r.speaksAt(r.marks[i].at) { // a chapter that opens in silence
		i--
	}
	r.goTo(r.marks[max(i, 0)].at)
}

// Jump goes to the first caption or question of a chapter, hurrying through
// what was not seen yet: its keys have brought about what is spoken of there.
func (r *Run) Jump(chapter int) {
	if c := r.Chapters(); chapter >= 0 && chapter < len(c) {
		r.goTo(r.speech(c[chapter].Step))
	}
}

// speech is the first step of a chapter that says or asks something, else the
// one that begins it.
func (r *Run) speech(chapter int) int {
	for i, s := range r.steps[chapter+1:] {
		switch s.Kind {
		case tape.Chapter:
			return chapter
		case tape.Say, tape.Ask:
			return chapter + 1 + i
		}
	}
	return chapter
}

// Restart goes to the beginning.
func (r *Run) Restart() { r.goTo(0) }

// Hurrying reports whether the run is on its way to a place that it has not
// seen yet: each [Run.Frame] takes it on, as fast as they are asked for.
func (r *Run) Hurrying() bool { return r.halt == Going && (r.target >= 0 || r.until > 0) }

// goTo heads for a step, from the nearest mark before it or from here.
func (r *Run) goTo(step int) {
	i := sort.Search(len(r.marks), func(i int) bool { return r.marks[i].at > step }) - 1
	if i >= 0 && (r.at > step || r.marks[i].at > r.at) {
		r.restore(r.marks[i])
		if r.isOnePlace(r.at, step) {
			step = r.at
		}
	}
	if r.halt != Ended {
		r.halt = Going
	}
	r.target, r.until = step, 0
	r.arrive()
}

// arrive halts the run at the step that it hurried to, when that is due, and
// reports whether it is.
func (r *Run) arrive() bool {
	if r.target < 0 || r.at < r.target || r.rest > 0 {
		return false
	}
	r.target = -1
	r.speak()
	return true
}

// speak goes on up to the caption or question here, and halts.
func (r *Run) speak() {
	for r.at < len(r.steps) && r.halt == Going {
		switch s := &r.steps[r.at]; s.Kind {
		case tape.Chapter, tape.Note, tape.Say, tape.Ask:
			if r.perform(s); s.Kind == tape.Say {
				r.halt = Paused
			}
		default:
			r.halt = Paused
		}
	}
}

// ChapterAt is a chapter's name and the step that begins it.
type ChapterAt struct {
	Name string
	Step int
}

// Chapters lists the chapters in order.
func (r *Run) Chapters() []ChapterAt {
	var all []ChapterAt
	for i, s := range r.steps {
		if s.Kind == tape.Chapter {
			all = append(all, ChapterAt{s.Text, i})
		}
	}
	return all
}
