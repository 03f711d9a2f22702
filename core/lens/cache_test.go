package lens_test

import (
	"fmt"
	"math"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/builtin/builtintest"
	"logitarium/core/lens"
)

// By hand, for the built-in model: 4 blocks of 128·(3·128 + 128 + 2·512)
// weights, 2·128 products for each token that is seen, 1024·128 logits.
func TestCacheByHand(t *testing.T) {
	c := lens.WritingCost{Config: builtintest.Load(t).Model.Config}
	for _, tt := range []struct {
		what      string
		got, want int
	}{
		{"token", c.Token(), 786_432}, {"head", c.Head(), 131_072},
		{"attention at 0", c.Attention(0), 1024}, {"attention at 9", c.Attention(9), 10_240},
		{"kept at 9", c.Kept(9), 786_432 + 10_240 + 131_072},
		{"again at 9", c.Again(9), 7_864_320 + 55*1024 + 131_072},
		{"again at 0", c.Again(0), c.Kept(0)}, {"bytes", c.Bytes(), 1024},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %d, want %d", tt.what, tt.got, tt.want)
		}
	}
}

// With fewer heads of keys the cache is smaller, a window bounds what is seen,
// and all that was kept and one token more is what again costs.
func TestCacheLaws(t *testing.T) {
	c := lens.WritingCost{Config: modern().Config}
	wide := c.Config
	wide.Parts.KeyHeads = 4
	if 2*c.Bytes() != (lens.WritingCost{Config: wide}).Bytes() {
		t.Errorf("2 heads of keys take %d bytes, 4 %d", c.Bytes(), lens.WritingCost{Config: wide}.Bytes())
	}
	if near, far := c.Attention(2), c.Attention(9); far-near != 2*4*4*7 { // one of three layers sees all
		t.Errorf("attention costs %d, then %d", near, far)
	}
	for p := 1; p < 10; p++ {
		if c.Again(p) != c.Again(p-1)+c.Token()+c.Attention(p) || c.Again(p) <= c.Kept(p) {
			t.Errorf("at %d again costs %d, kept %d", p, c.Again(p), c.Kept(p))
		}
	}
}

// A decoder's keys, which the cache holds, are those of the pass.
func TestKeyLengths(t *testing.T) {
	m := builtintest.Load(t).Model
	trace := record(t, m, []int{3, 1, 4})
	lengths := trace.KeyLengths()
	if len(lengths) != 4 || len(lengths[0]) != 3 {
		t.Fatalf("%d layers of %d tokens", len(lengths), len(lengths[0]))
	}
	for l, row := range lengths {
		for s, want := range row {
			got := 0.0
			for h := range m.Config.Heads {
				k, sum := trace.Pair(l, h, 2, s).Key, 0.0
				for _, v := range k {
					sum += float64(v) * float64(v)
				}
				got += math.Sqrt(sum) / float64(m.Config.Heads)
			}
			if off(got, want, 1e-9) {
				t.Errorf("layer %d, token %d: %v, want %v", l, s, got, want)
			}
		}
	}
}

func ExampleWritingCost() {
	tiny, err := builtin.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	c := lens.WritingCost{Config: tiny.Model.Config}
	fmt.Println(c.Kept(99), c.Again(99), c.Bytes())
	// Output: 1019904 83945472 1024
}
