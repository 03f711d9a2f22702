package quantization

import (
	"testing"

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
