package quantization

import (
	"reflect"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

// Work under way can be gone back to: ranges that are watched, tensors that
// are quantized, texts that are read, rows that are sorted in.
func TestKept(t *testing.T) {
	for _, knobs := range [][]string{
		{"what", "weights", "view", "effect", "clip", "mse", "bits", "3"},
		{"what", "weights", "view", "layers", "clip", "mse", "bits", "3"},
		{"what", "activations", "view", "layers", "calibration", "static"},
		{"what", "activations", "view", "values", "calibration", "static"},
		{"what", "activations", "view", "effect", "calibration", "static"},
	} {
		l := fresh(t)
		labtest.Turn(t, l, knobs...)
		if !l.Busy() {
			t.Fatalf("%v: no work", knobs)
		}
		labtest.KeepAtWork(t, l, 60)
	}
}

// A kept effect stays what it was while the lab goes on to others, which use
// memory again that none of them needs any more.
func TestKeptEffect(t *testing.T) {
	for _, steps := range []int{3, 1000} { // on the way, and when all is read
		l := fresh(t)
		labtest.Turn(t, l, "view", "effect", "clip", "mse", "bits", "3")
		step(t, l, steps)
		restore := l.Keep()
		step(t, l, 1000)
		want := lab.Readings(l)
		before := l.effect.model.Tokens.Data
		for _, bits := range []string{"4", "5"} {
			labtest.Turn(t, l, "bits", bits)
			step(t, l, 1000)
			if changed := &l.effect.model.Tokens.Data[0] == &before[0]; changed != (bits == "5") && steps == 1000 {
				t.Errorf("at %s bits the memory of before is used again: %v", bits, changed)
			}
			before = l.effect.model.Tokens.Data
		}
		restore()
		step(t, l, 1000)
		if got := lab.Readings(l); !reflect.DeepEqual(got, want) {
			t.Errorf("kept after %d steps: %v, not %v", steps, got, want)
		}
	}
}

// step goes on as often, or until all is done.
func step(t *testing.T, l *Lab, most int) {
	t.Helper()
	for i := 0; i < most && l.Busy(); i++ {
		if err := l.Step(0); err != nil {
			t.Fatal(err)
		}
	}
}
