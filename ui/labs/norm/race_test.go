package norm

import (
	"math"
	"slices"
	"testing"

	"logitarium/core/experiment/norms"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

// Two devices that exchange statistics give what one gives for the whole batch;
// a row on the other device moves mine, and not if each keeps its own.
func TestDevices(t *testing.T) {
	l := fresh(t)
	for _, batch := range []string{"2", "3", "4", "16"} {
		for _, row := range []string{"1", "2"} {
			labtest.Turn(t, l, "view", "devices", "batch", batch, "row", row, "norm", "batch")
			whole := l.inTraining(batchNorm, l.x)
			for i, y := range l.parted.before {
				near(t, "synchronised y", y, whole.Y[i], 1e-9)
			}
			if d := l.parted; (l.row <= d.first) == (d.row <= d.first) {
				t.Errorf("batch %s: row %d is pushed, on the device of row %s", batch, d.row, row)
			}
			near(t, "apart", labtest.Reading(t, l, "moved apart").Value, 0, 0)
			if batch == "4" && math.Abs(labtest.Reading(t, l, "I moved").Value) < 0.01 {
				t.Error("a row on the other device does not move mine")
			}
			near(t, "exchanges", labtest.Reading(t, l, "exchanges").Value, 18, 0) // 4 blocks of two norms, and the last one, there and back
			near(t, "numbers", labtest.Reading(t, l, "numbers").Value, 9*(257+256), 0)
			at := (len(l.parted.curves[0]) - 1) / 2
			near(t, "no push", l.parted.curves[0][at], l.parted.before[l.mine()], 1e-9)
			near(t, "no push, apart", l.parted.curves[1][at], l.parted.apart[0][l.mine()], 1e-9)
		}
	}
	for _, kind := range []string{"layer", "rms", "group"} {
		labtest.Turn(t, l, "norm", kind)
		near(t, kind, labtest.Reading(t, l, "I moved").Value, 0, 0)
		near(t, kind, labtest.Reading(t, l, "exchanges").Value, 0, 0)
	}
}

// A race goes on in steps to its end, is examined there, and ends where one ends
// that makes all steps at once.
func TestRace(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "race")
	if err := lab.Settle(l); err != nil || l.race.trained() != 0 {
		t.Errorf("it trains before it is asked to: %d steps, %v", l.race.trained(), err)
	}
	if !l.race.examined() {
		t.Error("nothing is shown of the networks before their first update")
	}
	labtest.Turn(t, l, "updates", "60")
	if err := lab.Settle(l); err != nil {
		t.Fatal(err)
	}
	whole := norms.NewRace(norms.Setting{Layers: 3, Width: 16, Batches: raceBatches, Devices: 1, Rate: 0.03, Seed: 1, Steps: 60})
	for whole.Step(math.Inf(1)) {
	}
	for i := range whole.Racers {
		x := &whole.Racers[i]
		if !slices.Equal(x.Losses, l.race.run.Racers[i].Losses) {
			t.Errorf("%v, batches of %d: it learns otherwise in steps", x.Kind, x.Batch)
		}
		var e norms.Exam
		if whole.Examine(&e, x, norms.TestSamples) || l.race.exams[i] != e {
			t.Errorf("%v, batches of %d: it is examined otherwise", x.Kind, x.Batch)
		}
		if (e.Evaluation == e.Training) == (x.Kind == norms.Batch) {
			t.Errorf("%v, batches of %d: evaluation %+v, training %+v", x.Kind, x.Batch, e.Evaluation, e.Training)
		}
	}
	long := labtest.Reading(t, l, "batch loss 2").Value

	// More steps and back again: fewer than were made begin anew.
	labtest.Turn(t, l, "updates", "80")
	if l.race.examined() || !l.Busy() {
		t.Error("with steps to go it has its exams already")
	}
	_ = lab.Settle(l)
	labtest.Turn(t, l, "updates", "60")
	_ = lab.Settle(l)
	near(t, "the loss after as many steps", labtest.Reading(t, l, "batch loss 2").Value, long, 0)
}

// A pause holds the race; space goes on.
func TestPause(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "race")
	space := func() string {
		a := lab.Actions(l)[0]
		if err := a.Do(); err != nil {
			t.Fatal(err)
		}
		_ = l.Refresh()
		return a.Name
	}
	if name := space(); name != "train" || l.updates != firstUpdates {
		t.Errorf("space is %q, and asks for %d steps", name, l.updates)
	}
	_ = l.Step(0)
	restore := l.Keep()
	if name := space(); name != "pause" || l.Busy() {
		t.Errorf("space is %q, busy: %t", name, l.Busy())
	}
	if name := space(); name != "go on" || !l.Busy() {
		t.Errorf("space is %q, busy: %t", name, l.Busy())
	}
	_ = l.Step(0)
	if at, of, _ := l.Stage(); at != 2*updatesAtOnce || of != firstUpdates {
		t.Errorf("it is at %d of %d", at, of)
	}
	restore()
	if at, _, _ := l.Stage(); at != updatesAtOnce {
		t.Errorf("put back, it is at %d", at)
	}
	_ = lab.Settle(l)
	if name := space(); name != "more steps" || l.updates != firstUpdates+moreUpdates {
		t.Errorf("space is %q, and asks for %d steps", name, l.updates)
	}
}
