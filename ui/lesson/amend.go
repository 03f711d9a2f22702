package lesson

import (
	"slices"
	"time"

	"logitarium/ui/lesson/tape"
)

// Cursor is where a run is in its tape: before a step, or within a Sleep.
type Cursor struct {
	Step int
	Into time.Duration // of a Sleep, what went by
}

// Cursor returns where the run is.
func (r *Run) Cursor() Cursor {
	if r.at > 0 && r.rest > 0 && r.steps[r.at-1].Kind == tape.Sleep {
		s := r.steps[r.at-1]
		const fine = 100 * time.Millisecond
		if into := (s.Time - r.rest).Round(fine); into > 0 && into < s.Time {
			return Cursor{r.at - 1, into}
		}
	}
	return Cursor{Step: r.at}
}

// pauseBefore reports whether the run stands at a pause of its tape.
func (r *Run) pauseBefore(at Cursor) bool {
	return at.Into == 0 && at.Step > 0 && r.steps[at.Step-1].Kind == tape.Pause
}

// Amendments are what somebody changes in a lesson while it is played, in the order
// in which that was done. The run goes on as it was; [Amendments.Tape] is the
// lesson as it is to be.
type Amendments struct{ list []amendment }

type amendment struct {
	at    Cursor
	steps []tape.Step // put in there
	take  bool        // the pause before is taken out
	ends  bool        // what comes after it in the lesson is left out
}

// pauses reports whether it puts a pause or takes one out, and nothing else.
func (a amendment) pauses() bool {
	return a.take || len(a.steps) == 1 && a.steps[0].Kind == tape.Pause && !a.ends
}

// Count is how many there are.
func (a *Amendments) Count() int { return len(a.list) }

// Undo takes back the last one, and reports whether there was one.
func (a *Amendments) Undo() bool {
	if len(a.list) == 0 {
		return false
	}
	a.list = a.list[:len(a.list)-1]
	return true
}

// Say puts a caption where the run is.
func (a *Amendments) Say(r *Run, text string) {
	a.list = append(a.list, amendment{at: r.Cursor(), steps: []tape.Step{{Kind: tape.Say, Text: text}}})
}

// Pause puts a pause where the run is, or takes out the one at which it stands;
// it reports which. A second time there it takes back the first.
func (a *Amendments) Pause(r *Run) (put bool) {
	at := r.Cursor()
	if i := slices.IndexFunc(a.list, func(one amendment) bool { return one.at == at && one.pauses() }); i >= 0 {
		put = a.list[i].take
		a.list = slices.Delete(a.list, i, i+1)
		return put
	}
	if r.pauseBefore(at) {
		a.list = append(a.list, amendment{at: at, take: true})
		return false
	}
	a.list = append(a.list, amendment{at: at, steps: []tape.Step{{Kind: tape.Pause}}})
	return true
}

// GoOn puts steps at a place, in place of all that comes after it.
func (a *Amendments) GoOn(at Cursor, steps []tape.Step) {
	a.list = append(a.list, amendment{at: at, steps: steps, ends: true})
}

// Tape returns the amended lesson, and the first step of what was put in its end's
// place, the number of its steps if nothing was.
func (a *Amendments) Tape(t *tape.Tape) (amended *tape.Tape, end int) {
	all := slices.Clone(a.list)
	last := -1 // of several ends, the last one counts
	for i, one := range all {
		if one.ends {
			last = i
		}
	}
	for i := last - 1; i >= 0; i-- {
		if all[i].ends {
			all = slices.Delete(all, i, i+1)
		}
	}
	slices.SortStableFunc(all, func(x, y amendment) int {
		if x.at.Step != y.at.Step {
			return x.at.Step - y.at.Step
		}
		return int(x.at.Into - y.at.Into)
	})
	out := *t
	out.Steps, out.Waits = nil, nil
	end = -1
	for i := 0; i <= len(t.Steps) && end < 0; i++ {
		var into time.Duration
		for len(all) > 0 && all[0].at.Step == i && end < 0 {
			one := all[0]
			all = all[1:]
			if one.at.Into > into {
				out.Steps = append(out.Steps, slept(t.Steps[i], one.at.Into-into))
				into = one.at.Into
			}
			if n := len(out.Steps); one.take && n > 0 && out.Steps[n-1].Kind == tape.Pause {
				out.Steps = out.Steps[:n-1]
			}
			if one.ends {
				end = len(out.Steps)
			}
			out.Steps = append(out.Steps, one.steps...)
		}
		switch {
		case end >= 0 || i == len(t.Steps):
		case into > 0:
			out.Steps = append(out.Steps, slept(t.Steps[i], t.Steps[i].Time-into))
		default:
			out.Steps = append(out.Steps, t.Steps[i])
		}
	}
	if end < 0 {
		end = len(out.Steps)
	}
	return &out, end
}

// slept is a part of a Sleep.
func slept(s tape.Step, d time.Duration) tape.Step {
	s.Time = d
	return s
}
