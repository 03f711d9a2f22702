package residual

import (
	"time"

	"logitarium/ui/lab"
)

// workView is a view with the work behind it.
type workView struct {
	lab.View
	work  work
	looks bool // at the open model, not at fresh networks
}

// work is what a view waits for. All functions are nil where nothing is.
type work struct {
	begin func()                           // what is done before the first picture
	busy  func() bool                      // something is left
	part  func() (over bool, err error)    // of a step, about ten milliseconds
	stage func() (at, of int, unit string) // how far it has come
	race  *race                            // that is trained; nil without one
}

// workViews are the views in their order.
func (l *Lab) workViews() []workView {
	here := func() []int { return []int{l.depth} }
	return []workView{
		{View: l.wiring(), work: l.measuring(here)},
		{View: l.gradients(), work: l.measuring(here)},
		{View: l.stream(), work: l.measuring(here)},
		{View: l.deeper(), work: l.measuring(l.depths)},
		{View: l.racing(), work: l.training(&l.race, func() int { return 1 })},
		{View: l.seeds(), work: l.training(&l.series, func() int { return l.draws })},
		{View: l.ofModel(), work: l.readingText(), looks: true},
	}
}

// measuring is the work of measuring networks of some depths. The shallowest
// ones, and the one that the knobs describe, are measured at once.
func (l *Lab) measuring(depths func() []int) work {
	return work{
		begin: func() {
			l.survey.tidy()
			for _, depth := range depths() {
				if depth <= 3*evens || depth == l.depth {
					l.survey.need(l.network(0, depth))
				}
			}
		},
		busy: func() bool {
			_, more := l.missing(depths())
			return more
		},
		part: func() (over bool, err error) {
			s, more := l.missing(depths())
			if more {
				l.survey.layers += l.survey.measure(s)
			}
			if over = !more || l.survey.layers >= stepLayers; over {
				l.survey.layers = 0
			}
			return over, nil
		},
		stage: func() (at, of int, unit string) {
			at = l.draws
			for _, depth := range depths() {
				at = min(at, len(l.pairs(depth)))
			}
			return at, l.draws, "network"
		},
	}
}

func (l *Lab) work() work { return l.workViews()[l.view].work }

// Refresh measures the first network, and calls a race off that is no longer
// the one that the knobs describe.
func (l *Lab) Refresh() error {
	if begin := l.work().begin; begin != nil {
		begin()
	}
	return nil
}

// Busy says whether networks are still to be measured or trained.
func (l *Lab) Busy() bool {
	busy := l.work().busy
	return busy != nil && busy()
}

// Step measures or trains a little more.
func (l *Lab) Step(dt time.Duration) error { return lab.Whole(l, dt) }

// Part implements [lab.Divided].
func (l *Lab) Part(time.Duration) (over bool, err error) {
	if part := l.work().part; part != nil {
		return part()
	}
	return true, nil
}

// Stage implements [lab.Gradual]: the steps of the race, or the networks that
// are measured.
func (l *Lab) Stage() (at, of int, unit string) {
	if stage := l.work().stage; stage != nil {
		return stage()
	}
	return 0, 0, ""
}

// Pause implements [lab.Gradual].
func (l *Lab) Pause() { l.race.paused, l.series.paused = true, true }

// GoOn implements [lab.Gradual].
func (l *Lab) GoOn() { l.race.paused, l.series.paused = false, false }
