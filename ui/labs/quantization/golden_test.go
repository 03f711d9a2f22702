package quantization

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

// near compares a reading with a published or recorded number, to the digits
// that it is given with.
func near(t *testing.T, l *Lab, name string, want, within float64) {
	t.Helper()
	if r := labtest.Reading(t, l, name); !r.Undefined.Empty() || math.Abs(r.Value-want) > within {
		t.Errorf("%s is %v (%s), want %v", name, r.Value, r.Undefined, want)
	}
}

// The worked example: its scales, integers and errors by hand.
func TestExample(t *testing.T) {
	for _, c := range []struct {
		bits, grid  string
		scale, rmse float64
		zero        float64
		integers    []int32
	}{
		{"8", "symmetric", .024409, .00633, 0, []int32{20, -49, 127, 1, -29, 98, -119, 43}},
		{"8", "affine", .023529, .00535, 123, []int32{144, 72, 255, 124, 93, 225, 0, 168}},
		{"4", "symmetric", .442857, .13972, 0, []int32{1, -3, 7, 0, -2, 5, -7, 2}},
		{"4", "affine", .4, .08867, 7, []int32{8, 4, 15, 7, 5, 13, 0, 10}},
	} {
		t.Run(c.bits+" "+c.grid, func(t *testing.T) {
			l := fresh(t)
			labtest.Turn(t, l, "what", "example", "bits", c.bits, "grid", c.grid)
			near(t, l, "scale", c.scale, 5e-7)
			near(t, l, "RMSE", c.rmse, 5e-6)
			near(t, l, "zero point", c.zero, 0)
			if !slices.Equal(l.result.matrix.Q, c.integers) {
				t.Errorf("integers %d, want %d", l.result.matrix.Q, c.integers)
			}
			labtest.Turn(t, l, "view", "matrix")
			text := lab.Draw(l, lab.Frame{Size: viz.Size{W: 60, H: 30}}).Plain()
			for _, q := range c.integers {
				if !strings.Contains(text, fmt.Sprint(q)) {
					t.Errorf("the integer %d is not on screen:\n%s", q, text)
				}
			}
		})
	}
}

// 4 bits are 4.5 in groups of 32 with scales of 16 bits, and 4.625 with zero
// points.
func TestBitsWithScales(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "granularity", "group", "group", "32")
	near(t, l, "bits a value", 4.5, 0)
	labtest.Turn(t, l, "grid", "affine")
	near(t, l, "bits a value", 4.625, 0)
	labtest.Turn(t, l, "view", "ledger", "grid", "symmetric", "group", "16")
	n := l.lm.Network.Config.Counts().Total()
	near(t, l, "bytes before", float64(2*n), 0)
	if got := labtest.Reading(t, l, "bits a value").Value; !(got > 5 && got < 5.2) {
		t.Errorf("%v bits a value: 5 for matrices, 16 for the rest", got)
	}
}

// What a token adds to the cache: keys and values of all layers, 2 bytes each.
func TestCacheOfAToken(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "what", "activations", "view", "ledger")
	c := l.lm.Network.Config
	near(t, l, "KV a token", float64(2*c.Layers*c.Width*2), 0)
	near(t, l, "bytes before", float64(2*c.Layers*c.Width*2*c.Context), 0)
}

// The example in the conventions: scales by hand, 3.1 over 7 or 7.5 steps, or
// 127 or 127.5; zero points of signed integers are 2^(b−1) lower.
func TestConventions(t *testing.T) {
	for _, c := range []struct {
		convention, bits, grid string
		scale, zero            float64
		first                  int32 // .5
	}{
		{"textbook", "4", "symmetric", 3.1 / 7, 0, 1},
		{"pytorch", "4", "symmetric", 3.1 / 7.5, 0, 1},
		{"pytorch", "8", "symmetric", 3.1 / 127.5, 0, 21},
		{"onnxruntime", "4", "symmetric", 3.1 / 7.5, 0, 1},
		{"onnxruntime", "8", "symmetric", 3.1 / 127, 0, 20},
		{"gpt-fast", "4", "symmetric", 3.1 / 7, 0, 1},
		{"pytorch", "4", "affine", .4, -1, 0},
		{"onnxruntime", "4", "affine", .4, -1, 0},
	} {
		l := fresh(t)
		labtest.Turn(t, l, "view", "matrix", "what", "example", "convention", c.convention, "bits", c.bits, "grid", c.grid)
		near(t, l, "scale", c.scale, 5e-7)
		near(t, l, "zero point", c.zero, 0)
		if q := l.result.matrix.Q[0]; q != c.first {
			t.Errorf("%+v: .5 becomes %d", c, q)
		}
	}
	l := fresh(t)
	labtest.Turn(t, l, "what", "example", "convention", "gpt-fast", "grid", "affine")
	if l.refused == accepted || !strings.Contains(lab.Sentence(l).String(), "no zero points") {
		t.Errorf("gpt-fast has zero points: %s", lab.Sentence(l))
	}
}
