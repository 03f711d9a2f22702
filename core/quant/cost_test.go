package quant

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The counts are those of the loops: of the products that Linear makes, of the
// values it is given, and of the times it scales a sum.
func TestPassCost(t *testing.T) {
	byRow := Plan{Scheme: Textbook(8, Symmetric), Granularity: PerRow}
	groups := Plan{Scheme: Textbook(4, Symmetric), Granularity: PerGroup, Group: 4}
	const tokens, in, out = 3, 10, 5
	for _, tt := range []struct {
		o    Operation
		w    Plan
		want Cost
	}{
		{Floating, byRow, Cost{Float: 150}},
		{WeightOnly, groups, Cost{Float: 150, Scaled: 50}},
		{Dynamic, byRow, Cost{Integer: 150, Searched: 30, Rounded: 30, Scaled: 15}},
		{Dynamic, groups, Cost{Integer: 150, Searched: 30, Rounded: 30, Scaled: 45}}, // groups of 4, 4 and 2
		{Static, byRow, Cost{Integer: 150, Rounded: 30, Scaled: 15}},
	} {
		if got := PassCost(tt.o, tokens, in, out, tt.w, byRow); got != tt.want {
			t.Errorf("%v: %+v, want %+v", tt.o, got, tt.want)
		}
	}
	if c := OnceCost(in, out); c != (Cost{Searched: 50, Rounded: 50}) || c.Add(c).Beside() != 200 {
		t.Errorf("once %+v", c)
	}
}

// The sums that Linear scales are as many as Accumulate takes an element into.
func FuzzPassCost(f *testing.F) {
	f.Add(uint64(1), uint8(3))
	f.Add(uint64(2), uint8(1))
	f.Fuzz(func(t *testing.T, seed uint64, group uint8) {
		rng := rand.New(rand.NewPCG(seed, 9))
		tokens, in, out := 1+rng.IntN(4), 1+rng.IntN(12), 1+rng.IntN(4)
		w := Plan{Scheme: Textbook(8, Symmetric), Granularity: PerGroup, Group: 1 + int(group)%16}
		x := Plan{Scheme: Textbook(8, Affine), Granularity: PerTensor}
		draw := func(n int) []float32 {
			v := make([]float32, n)
			for i := range v {
				v[i] = float32(rng.NormFloat64())
			}
			return v
		}
		qx, qw := x.Quantize(draw(tokens*in), tokens, in), w.Quantize(draw(out*in), out, in)
		parts, err := Accumulate(qx, qw, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		c := PassCost(Dynamic, tokens, in, out, w, x)
		if want := tokens * out * len(parts); c.Scaled != want {
			t.Errorf("%d sums are scaled, %d counted", want, c.Scaled)
		}
		if s := PassCost(Static, tokens, in, out, w, x); c.Beside()-s.Beside() != tokens*in {
			t.Errorf("dynamic %+v, static %+v", c, s)
		}
	})
}

func TestPassCostPanics(t *testing.T) {
	byRow := Plan{Scheme: Textbook(8, Symmetric), Granularity: PerRow}
	byColumn := Plan{Scheme: Textbook(8, Symmetric), Granularity: PerColumn}
	for name, call := range map[string]func(){
		"no tokens":     func() { PassCost(Floating, 0, 1, 1, byRow, byRow) },
		"x by features": func() { PassCost(Dynamic, 1, 1, 1, byRow, byColumn) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			call()
		}()
	}
}

// The published curve: smaller files are no better, up to what an importance
// matrix brings; and bits are those of the sizes.
func TestPublished(t *testing.T) {
	all := Llama3()
	if !slices.IsSortedFunc(all, func(a, b Published) int { return int(math.Copysign(1, b.GiB-a.GiB)) * boolInt(a.GiB != b.GiB) }) {
		t.Error("not by size")
	}
	last := 0.0
	for _, p := range all {
		if !p.Importance {
			if p.Perplexity < last {
				t.Errorf("%s has %v after %v", p.Format, p.Perplexity, last)
			}
			last = p.Perplexity
		}
		if b := p.Bits(); !(b > 2.5 && b <= 16) {
			t.Errorf("%s: %v bits", p.Format, b)
		}
	}
	// Q8_0's blocks have 8.5 bits a weight, and nothing of a Q8_0 file is in more but norms.
	if b := all[1].Bits(); math.Abs(b-8.5) > 0.02 {
		t.Errorf("q8_0 has %v bits a weight", b)
	}
	for name, least := range map[string]float64{"Q4_K_M": 4.5, "Q2_K": 2.625} { // of their blocks
		if b := PublishedBits()[name]; !(b > least) {
			t.Errorf("%s: a file of %v bits a weight, blocks of %v", name, b, least)
		}
	}
	if o := PublishedOutliers(); o.Features != 7 || o.Threshold != 6 {
		t.Errorf("%+v", o)
	}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
