package tiktoken

import (
	"math"
	"slices"
	"testing"
)

// However small the steps, the vocabulary is the same, and shares only grow.
func TestOpening(t *testing.T) {
	for _, v := range Published() {
		whole := v.Encoding()
		for _, budget := range []float64{v.Cost() / 1000, v.Cost() / 7, math.Inf(1)} {
			again := &Vocabulary{name: v.name, size: v.size, packed: v.packed, special: v.special, pattern: v.pattern}
			o, last, steps := again.Begin(), 0.0, 0
			for more := true; more; steps++ {
				more = o.Step(budget)
				if share := o.Share(); share < last || share > 1 || more == (share == 1) {
					t.Fatalf("%s, step %d: share %g after %g", v.name, steps, share, last)
				} else {
					last = share
				}
			}
			if want := v.Cost() / budget; math.Abs(float64(steps)-want) > 1.5 && !math.IsInf(budget, 1) {
				t.Errorf("%s in steps of a %.0fth: %d of them", v.name, want, steps)
			}
			if got := again.Encoding(); !slices.Equal(got.byID, whole.byID) || !slices.Equal(got.table, whole.table) || got.Size() != whole.Size() {
				t.Errorf("%s came out otherwise", v.name)
			}
		}
		steps := func(v *Vocabulary) (n int) {
			o := v.Begin()
			for n = 1; o.Step(v.Cost() / 13); n++ {
			}
			return n
		}
		again := &Vocabulary{name: v.name, size: v.size, packed: v.packed, special: v.special, pattern: v.pattern}
		if first, second := steps(again), steps(again); first != second {
			t.Errorf("%s: %d steps, and %d where it is unpacked", v.name, first, second)
		}
	}
}

func ExampleVocabulary_Begin() {
	for o := r50k.Begin(); o.Step(1 << 28); { // about 10 ms each
	}
	_ = r50k.Encoding() // at once
}
