package lesson

import (
	"fmt"
	"slices"
	"time"

	"logitarium/ui"
	"logitarium/ui/lesson/tape"
)

// Length is how long a lesson takes when nobody halts it, as long as its
// recording: what is hidden takes no time, a question stands for a while, and a
// Wait or await takes what was measured, else the longest that it may take.
func Length(t *tape.Tape) time.Duration { return shown(sums(t)[len(t.Steps)]) }

// Length is that of the lesson, with what its Waits took so far.
func (r *Run) Length() time.Duration { return shown(r.sums[len(r.steps)]) }

// Waits is how long each Wait and await took, in the tape's order; those to come count as
// in [Length].
func (r *Run) Waits() []time.Duration {
	var all []time.Duration
	for i, s := range r.steps {
		if s.Waits() {
			all = append(all, r.sums[i+1]-r.sums[i])
		}
	}
	return all
}

// Progress is the place in the lesson and its length, in virtual time.
func (r *Run) Progress() (at, whole time.Duration) {
	at, whole = r.sums[r.at], r.Length()
	if r.halt == Ended {
		return whole, whole
	}
	if !r.hidden {
		at -= r.rest
		if r.at < len(r.steps) {
			at += min(r.current(), r.sums[r.at+1]-r.sums[r.at])
		}
	}
	return max(at, 0), whole
}

// current is the time that the current step has taken, including the rest of the
// pause that it is in.
func (r *Run) current() time.Duration {
	switch s := r.steps[r.at]; {
	case s.Waits():
		return r.waited
	case r.count == 0:
		return 0
	case s.Kind == tape.Ask:
		return thinking(s.Text)
	default:
		return time.Duration(r.count) * s.Time
	}
}

// took corrects the estimated length of the current Wait.
func (r *Run) took(d time.Duration) {
	if r.hidden {
		return
	}
	d -= r.sums[r.at+1] - r.sums[r.at]
	r.sums = slices.Clone(r.sums) // a mark has the old ones
	for i := r.at + 1; i < len(r.sums); i++ {
		r.sums[i] += d
	}
}

// sums are the virtual times before each step, and the whole.
func sums(t *tape.Tape) []time.Duration {
	all := make([]time.Duration, 1, len(t.Steps)+1)
	hidden, waits := false, t.Waits
	for i, s := range t.Steps {
		d := s.Duration()
		switch s.Kind {
		case tape.Ask:
			d = thinking(s.Text)
		case tape.Hide, tape.Show:
			hidden = s.Kind == tape.Hide
		case tape.Wait, tape.Await:
			if len(waits) > 0 {
				d, waits = waits[0], waits[1:]
			}
		}
		if hidden {
			d = 0
		}
		all = append(all, all[i]+d)
	}
	return all
}

// shown is a virtual time in the frames that it takes to show it.
func shown(d time.Duration) time.Duration {
	const perSecond = time.Second / ui.Beat
	frames := (d + ui.Beat - 1) / ui.Beat
	return frames * time.Second / perSecond
}

// Minutes writes a time as minutes and seconds, rounded: 2:05.
func Minutes(d time.Duration) string {
	d = d.Round(time.Second)
	return fmt.Sprintf("%d:%02d", d/time.Minute, d%time.Minute/time.Second)
}
