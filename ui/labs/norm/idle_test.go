package norm

import (
	"fmt"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

// Under every norm, in every view and mode, on both sources, a knob that says
// it changes nothing changes nothing, and one that says nothing changes
// something.
func TestIdle(t *testing.T) {
	if labtest.RaceDetector {
		t.Skip("a sweep over settings that starts no goroutine")
	}
	for _, view := range fresh(t).views() {
		for _, kind := range kinds {
			for _, more := range [][]string{{}, {"mode", "eval"}, {"data", "example"}, {"data", "example", "mode", "eval"}, {"batch", "1"}} {
				l := fresh(t)
				labtest.Turn(t, l, append([]string{"view", view.Name, "norm", kind.Name}, more...)...)
				for i, k := range lab.Knobs(l) {
					if k.Name == lab.ViewKnob {
						continue
					}
					if changes := turns(t, l, i); changes != (k.Idle.Empty()) {
						t.Errorf("%s of %s, %v: turning %s changes something: %v; it says %q", view.Name, kind.Name, more, k.Name, changes, k.Idle)
					}
				}
			}
		}
	}
}

// turns reports whether a turn of knob i changes what is shown, and takes it back.
func turns(t *testing.T, l *Lab, i int) bool {
	t.Helper()
	before, restore := seen(l), l.Keep()
	defer restore()
	for _, do := range []func(lab.Setting){
		func(s lab.Setting) { s.Nudge(1, false) }, func(s lab.Setting) { s.Nudge(-1, false) },
		func(s lab.Setting) { _ = s.Set("a hen eats corn/the owl is in the") },
		func(s lab.Setting) { s.End(-1) }, func(s lab.Setting) { s.End(1) },
	} {
		do(lab.Knobs(l)[i].Setting)
		if l.Refresh() == nil && seen(l) != before {
			return true
		}
	}
	return false
}

func seen(l *Lab) string {
	g := lab.Draw(l, lab.Frame{Size: viz.Size{W: 60, H: 24}})
	return fmt.Sprintf("%s\n%+v\n%s", lab.Sentence(l), lab.Readings(l), g.Plain())
}

// Where a norm sees no batch, rows beyond it can be chosen; what BatchNorm was
// trained on does not depend on them afterwards.
func TestTrainingForgetsTheRow(t *testing.T) {
	l, want := fresh(t), fresh(t)
	labtest.Turn(t, l, "view", "modes", "norm", "layer")
	labtest.Turn(t, l, "row", "9", "batch", "5")
	labtest.Turn(t, l, "norm", "batch", "row", "1")
	labtest.Turn(t, want, "view", "modes", "batch", "5")
	if got, want := labtest.Reading(t, l, "running mean").Value, labtest.Reading(t, want, "running mean").Value; got != want {
		t.Errorf("after row 9 of LayerNorm the running mean is %v, without it %v", got, want)
	}
}
