// Package position is the lab about positional encodings: why attention needs
// them, and what the sinusoidal, the learned and the rotary ones and ALiBi do.
package position

import (
	_ "embed"
	"fmt"
	"time"

	"logitarium/core/builtin"
	"logitarium/ui/lab"
	"logitarium/viz"
)

//go:embed notes.md
var notes string

// Lab is the lab about positions.
type Lab struct {
	lm  *builtin.LM
	set settings // the knobs
	now picture  // what was computed last

	work     lab.Work // of reading
	shuffled shuffled // what was read last
	learned  table    // the model's own positions
	random   random   // a matrix for view similarity, kept while knobs turn
	playing  bool
	wait     time.Duration
}

// picture is a view with everything that it shows computed.
type picture interface {
	draw(lab.Frame) viz.Grid
	readings() []lab.Reading
	insight() string
}

const playPause = 120 * time.Millisecond

// New returns the lab at its defaults, for a model.
func New(lm *builtin.LM) *Lab {
	l := &Lab{lm: lm, learned: learnedTable(lm.Model)}
	lab.Reset(l.Knobs())
	l.now, _ = l.picture()
	return l
}

// Twin returns a new lab on the same model.
func (l *Lab) Twin() lab.Lab { return New(l.lm) }

// Info describes the lab.
func (l *Lab) Info() lab.Info {
	return lab.Info{
		ID:       "position",
		Tab:      "Position",
		Title:    "Positional encoding",
		Question: "Why are positions needed, and what do encodings look like?",
		Subject:  l.lm.Subject(),
		Notes:    notes,
	}
}

// Refresh computes what the chosen view shows.
func (l *Lab) Refresh() error {
	if l.set.dModel%2 != 0 && l.set.uses("d-model") {
		l.work.Drop()
		return fmt.Errorf("d-model %d is odd: every frequency needs a sine and a cosine, so the width must be even", l.set.dModel)
	}
	l.set.clamp(l.lm)
	now, ok := l.picture()
	if !ok {
		return nil
	}
	l.work.Drop() // what is under way is no longer asked for
	l.now = now
	return nil
}

// picture computes the chosen view, or says why there is nothing to see; ok is
// false while the model is reading.
func (l *Lab) picture() (p picture, ok bool) {
	s := l.set
	if r, ok := unfit(s, l.lm.Model.Config); ok {
		return r, true
	}
	switch s.view {
	case viewWaves:
		return newWaves(s, l.learned, l.lm.Model.Config.Heads), true
	case viewSimilarity:
		return newSimilarity(s, l.learned, &l.random), true
	case viewRotation:
		return newRotation(s), true
	case viewUnique:
		return newUnique(s, l.learned), true
	case viewShuffle:
		return l.newShuffle()
	case viewSum:
		return newSum(s, l.lm), true
	case viewAttention:
		return newAttention(s, l.lm), true
	}
	return newHeatmap(s, l.learned, l.lm), true
}

// Readings are the numbers on screen.
func (l *Lab) Readings() []lab.Reading {
	if l.work.Waiting() {
		return []lab.Reading{l.work.Progress().Reading()}
	}
	readings := l.now.readings()
	for i := range readings {
		readings[i].Provenance = lab.Computed
	}
	return readings
}

// Insight interprets the current numbers.
func (l *Lab) Insight() string {
	if l.work.Waiting() {
		return l.work.Progress().Insight()
	}
	return l.now.insight()
}

// View draws the chosen picture.
func (l *Lab) View(f lab.Frame) viz.Grid {
	if l.work.Waiting() {
		return l.work.Progress().View(f)
	}
	return l.now.draw(f)
}

// Actions lists what space sets off.
func (l *Lab) Actions() []lab.Action {
	if l.set.view == viewShuffle {
		return []lab.Action{{Name: "shuffle", Key: "space", Help: "another order: the next seed", Do: func() error {
			l.set.seed = (l.set.seed + 1) % (mostSeed + 1)
			return nil
		}}}
	}
	return []lab.Action{{Name: "play", Key: "space", Help: "let the position run, or where it does not matter the offset", Do: func() error {
		l.playing = !l.playing
		return nil
	}}}
}

// Busy says whether the model is reading, or the position runs.
func (l *Lab) Busy() bool { return l.work.Waiting() || l.playing }

// Progress says how far the model has read.
func (l *Lab) Progress() lab.Progress { return l.work.Progress() }

// Step lets the model read on, or moves the position, back to 0 after the last
// one.
func (l *Lab) Step(dt time.Duration) error {
	if l.work.Waiting() {
		l.work.Step()
		return l.Refresh()
	}
	if l.set.view == viewShuffle {
		l.playing = false
	}
	if l.wait -= dt; !l.playing || l.wait > 0 {
		return nil
	}
	l.wait = playPause
	moved := &l.set.position
	last, lastOffset := l.set.last(l.lm)
	if !l.set.uses("position") {
		moved, last = &l.set.offset, lastOffset
	}
	*moved = (*moved + 1) % (last + 1)
	return l.Refresh()
}
