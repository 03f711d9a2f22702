// Package position is the lab about positional encodings: why attention needs
// them, and what the sinusoidal, the learned and the rotary ones and ALiBi do.
package position

import (
	"embed"
	"time"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

//go:embed notes*.md
var notes embed.FS

// Lab is the lab about positions.
type Lab struct {
	lm       lm.Offer
	set      settings // the knobs
	defaults settings // of them
	now      figure   // what was computed last

	own   lm.Model // whose text and tokens the networks of a trial learn
	trial trial

	work     lab.Work // of reading
	shuffled shuffled // what was read last
	learned  table    // the model's own positions
	random   random   // a matrix for view similarity, kept while knobs turn
	playing  bool
	wait     time.Duration
}

const playPause = 120 * time.Millisecond

// New returns the lab at its defaults, for a model. The small networks that it
// trains learn the world of own.
func New(m, own lm.Model) *Lab {
	l := &Lab{lm: lm.Open(m), own: own}
	l.learned = learnedTable(l.lm.Network)
	l.set.textEnd = -1
	lab.Reset(l.Knobs())
	l.defaults = l.set
	return l
}

// Twin returns a new lab on the same model.
func (l *Lab) Twin() lab.Lab { return New(l.lm.Model, l.own) }

// Info describes the lab.
func (l *Lab) Info() lab.Info {
	return lab.Info{
		ID:       "position",
		Tab:      "Position",
		Title:    "Positional encoding",
		Question: "Why are positions needed?",
		Subject:  lm.Subject(l.lm.Model),
		Notes:    message.Document{Folder: notes, Name: "notes.md"},
	}
}

// config is the shape of the model; of one whose network is not at hand, the
// least for which the formulas show what they do.
func (l *Lab) config() gpt.Config {
	if l.lm.Network == nil {
		return gpt.Config{Heads: 8, Width: mostDims}
	}
	return l.lm.Network.Config
}

// Refresh computes what the chosen view shows.
func (l *Lab) Refresh() error {
	if l.set.dModel%2 != 0 && l.uses(&l.set.dModel) {
		l.work.Drop()
		return message.Errorf("d-model %d is odd: every frequency needs a sine and a cosine, so the width must be even", l.set.dModel)
	}
	l.clamp()
	if l.open().trains {
		l.trial.follow(l.set)
	}
	now, ok := l.figure()
	if !ok {
		return nil
	}
	l.work.Drop() // nobody asks any more for what is under way
	l.now = now
	return nil
}

// shown is the picture. That of a lab that was never refreshed is the one of the
// defaults, and it is computed when somebody looks: a program that opens something
// else does not wait for the model to read.
func (l *Lab) shown() figure {
	if l.now == nil && !l.work.Waiting() {
		turned := l.set
		l.set = l.defaults
		l.now, _ = l.figure()
		l.set = turned
	}
	return l.now
}

// figure computes the open view, or says why there is nothing to see; ok is
// false while the model is reading.
func (l *Lab) figure() (p figure, ok bool) {
	open := l.open()
	if r, ok := l.unfit(open); ok {
		return r, true
	}
	return open.compute()
}

// Actions lists what space sets off, but for the view shuffle.
func (l *Lab) Actions() []lab.Action {
	return []lab.Action{{Name: "play", Key: "space", Help: "let the position run, or where it does not matter the offset", Do: func() error {
		l.playing = !l.playing
		return nil
	}}}
}

// Busy says whether the model is reading, networks are trained, or the position
// runs.
func (l *Lab) Busy() bool {
	return l.work.Waiting() || l.playing || l.open().trains && l.trial.busy()
}

// Stage implements [lab.Gradual]: how far the networks of a trial are.
func (l *Lab) Stage() (at, of int, unit string) {
	if !l.open().trains {
		return 0, 0, ""
	}
	at, of = l.trial.stage()
	return at, of, "step"
}

// Pause implements [lab.Gradual].
func (l *Lab) Pause() { l.trial.paused = true }

// GoOn implements [lab.Gradual].
func (l *Lab) GoOn() { l.trial.paused = false }

// Share implements [lab.Shared].
func (l *Lab) Share() (give func(to lab.Lab) bool) {
	t := l.trial
	if t.run != nil {
		t.run = t.run.Clone()
		t.kept = t.run
	}
	return func(to lab.Lab) bool {
		other, ok := to.(*Lab)
		if !ok || other.trial.seed != t.seed || other.trial.steps != t.steps {
			return false
		}
		other.trial = t
		return true
	}
}

// Progress says how far the model has read.
func (l *Lab) Progress() lab.Progress {
	l.shown() // which may be work
	return l.work.Progress()
}

// Step lets the model read on, trains, or moves the position, back to 0 after the
// last one.
func (l *Lab) Step(dt time.Duration) error {
	if l.work.Waiting() {
		return l.step(dt)
	}
	return lab.Whole(l, dt)
}

// Part implements [lab.Divided].
func (l *Lab) Part(dt time.Duration) (over bool, err error) {
	if !l.work.Waiting() && l.open().trains && l.trial.busy() {
		if over, err = l.trial.part(l.own); !over || err != nil {
			return over, err
		}
		return true, l.Refresh()
	}
	if l.work.Waiting() {
		if !l.work.Part() {
			return false, nil
		}
		return true, l.Refresh()
	}
	return true, l.step(dt)
}

// step is one without parts.
func (l *Lab) step(dt time.Duration) error {
	if l.work.Waiting() {
		l.work.Step()
		return l.Refresh()
	}
	if l.open().Actions != nil { // space does something else here
		l.playing = false
	}
	if l.wait -= dt; !l.playing || l.wait > 0 {
		return nil
	}
	l.wait = playPause
	moved := &l.set.position
	last, lastOffset := l.last()
	if !l.uses(&l.set.position) {
		moved, last = &l.set.offset, lastOffset
	}
	*moved = (*moved + 1) % (last + 1)
	return l.Refresh()
}
