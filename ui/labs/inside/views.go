package inside

import (
	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/lab/lacking"
)

// view is a picture with what it is computed from.
type view struct {
	lab.View

	ready   func() bool    // has the model read all that the view needs? it is under way if not; nil: it needs nothing
	compute func()         // what the view shows
	measure func()         // begins what is measured while that is shown; may be nil
	tests   bool           // heads are tested while it is open
	idle    func(lab.Idle) // adds why knobs do not move it; may be nil
}

// views are the pictures, in the order of the knob: each has a file of its own.
func (l *Lab) views() []view {
	return []view{
		l.attentionView(),
		l.lensView(),
		l.streamView(),
		l.cacheView(),
		l.growthView(),
		l.switchView(),
		l.abilitiesView(),
		l.transplantView(),
		l.headsView(),
		l.originView(),
	}
}

// Views are the pictures, in the order of the knob.
func (l *Lab) Views() lab.Views {
	all := l.views()
	list := make([]lab.View, len(all))
	for i, v := range all {
		list[i] = v.View
		list[i].Readings = func() []lab.Reading { return computed(v.Readings()) }
		if _, err := lm.NetworkOf(l.lm.Model); err != nil {
			list[i] = lacking.View(list[i], err)
		}
	}
	d := lab.Idle{}
	if open := all[l.view]; open.idle != nil {
		open.idle(d)
	}
	return lab.Views{At: &l.view, List: list, Readings: l.leftOut, Idle: d}
}

// open returns the open view.
func (l *Lab) open() view { return l.views()[l.view] }

// computed marks the readings that say nothing else as computed now.
func computed(readings []lab.Reading) []lab.Reading {
	for i, r := range readings {
		if r.Provenance == "" {
			readings[i].Provenance = lab.Computed
		}
	}
	return readings
}
