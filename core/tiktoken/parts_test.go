package tiktoken

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// Each part of the work takes its share of the budget: of a vocabulary's, two
// fifths inflate it, a tenth finds the tokens, the rest fills the table.
func TestPartsTakeTheirShare(t *testing.T) {
	v := &Vocabulary{name: r50k.name, size: r50k.size, packed: r50k.packed, special: r50k.special, pattern: r50k.pattern}
	tokens := len(Published()[0].Encoding().byID)
	for _, tt := range []struct {
		share      float64
		part       int
		from, to   float64 // of the part, that are done
		found, add [2]int  // tokens that are found and entered, from and to
	}{
		{.1, 0, .25, .27, [2]int{}, [2]int{}},
		{.3, 0, .75, .8, [2]int{}, [2]int{}},
		{.42, 1, .19, .21, [2]int{tokens / 7, tokens / 4}, [2]int{}},
		{.48, 1, .79, .81, [2]int{tokens * 3 / 4, tokens * 9 / 10}, [2]int{}},
		{.625, 2, .249, .251, [2]int{tokens, tokens}, [2]int{tokens/4 - 2, tokens/4 + 2}},
		{.99, 2, .979, .981, [2]int{tokens, tokens}, [2]int{tokens*98/100 - 2, tokens*98/100 + 2}},
	} {
		o := v.Begin()
		for range 2 { // in two steps as in one
			o.Step(tt.share * v.Cost() / 2)
		}
		entered := 0
		for _, id := range o.index.table {
			if id != 0 {
				entered++
			}
		}
		if math.Abs(o.Share()-tt.share) > 1e-9 || o.part != tt.part || o.done < tt.from || o.done > tt.to {
			t.Errorf("%.3f of the cost is %.3f, part %d done by %.3f; want part %d by %g to %g", tt.share, o.Share(), o.part, o.done, tt.part, tt.from, tt.to)
		}
		if n := len(o.index.byID); n < tt.found[0] || n > tt.found[1] || entered < tt.add[0] || entered > tt.add[1] {
			t.Errorf("%.3f of the cost: %d tokens found, %d entered; want %v and %v", tt.share, n, entered, tt.found, tt.add)
		}
	}
}

// Text that is damaged is a panic: it is part of the program.
func TestDamagedVocabulary(t *testing.T) {
	for _, packed := range []string{"", "no deflate", r50k.packed()[:len(r50k.packed())/2]} {
		func() {
			defer func() {
				if said, _ := recover().(string); !strings.Contains(said, "packed bytes") {
					t.Errorf("%d packed bytes: panic %q", len(packed), said)
				}
			}()
			(&Vocabulary{packed: func() string { return packed }}).Encoding()
		}()
	}
}

// A vocabulary that is unpacked is kept: it is unpacked once, and what begins
// after that takes no part of it.
func TestUnpackedOnce(t *testing.T) {
	v := &Vocabulary{name: r50k.name, size: r50k.size, packed: r50k.packed, special: r50k.special, pattern: r50k.pattern}
	early := v.Begin()
	early.Step(v.Cost() / 2)
	first := v.Encoding()
	if again := v.Encoding(); again != first {
		t.Error("it is unpacked twice")
	}
	for early.Step(v.Cost() / 10) {
	}
	if v.Encoding() != first || !slices.Equal(first.byID, Published()[0].Encoding().byID) {
		t.Error("what began earlier takes its place")
	}
	if o := v.Begin(); o.inflated != nil || o.Step(v.Cost()/2) != true || o.Share() != .5 || o.Step(v.Cost()) {
		t.Errorf("of a vocabulary that is unpacked %g is left", 1-o.Share())
	}
}
