package serve

import (
	"time"

	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/seat"
)

// How often a class is told how far a training is. Each time the screens that
// follow are drawn again, which takes some milliseconds each of one that is drawn
// here.
const (
	givenEvery = 300 * time.Millisecond
	givenEach  = 15 * time.Millisecond
)

// given is how far the teacher's lab has trained, as the class was told last.
type given struct {
	command string
	stage   ui.Training
	trained *seat.Trained // nil: nothing is
	at      time.Time
}

// with puts into a moment how far the training is, and what is trained, if it is
// time to tell it, after every, and else what was told last. What has changed at once, by a key,
// is told at once.
func (g *given) with(m *moment, every time.Duration, share func() (give func(to lab.Lab) bool), now time.Time) {
	t := m.Scene.Training
	if t == nil {
		*g = given{}
		return
	}
	same := !g.at.IsZero() && g.command == m.Scene.Command && g.stage.Rests == t.Rests && g.stage.At <= t.At
	if same && (t.Rests && g.stage == *t || now.Sub(g.at) < every) {
		stage := g.stage
		m.Scene.Training, m.Trained = &stage, g.trained
		return
	}
	*g = given{command: m.Scene.Command, stage: *t, at: now}
	if give := share(); give != nil {
		g.trained = &seat.Trained{Give: give}
	}
	m.Trained = g.trained
}
