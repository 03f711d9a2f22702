package position

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func random(src *rand.Rand, rows, cols int) Table {
	t := NewTable(rows, cols)
	for i := range t.Data {
		t.Data[i] = src.NormFloat64()
	}
	return t
}

// randomHead has projections, so that nothing rests on q = k = v.
func randomHead(src *rand.Rand, d int) Head {
	return Head{Wq: random(src, d, d).Data, Wk: random(src, d, d).Data, Wv: random(src, d, d).Data}
}

func TestOrderIsSeenOnlyWithPositions(t *testing.T) {
	const words, d = 6, 8
	src := rand.New(rand.NewPCG(3, 4))
	x := random(src, words, d)
	order := []int{5, 3, 0, 4, 1, 2} // no word keeps its place
	plain := randomHead(src, d)
	with := func(change func(*Head)) Head { h := plain; change(&h); return h }
	cases := []struct {
		name string
		head Head
		seen bool
		why  string
	}{
		{"none", plain, false, "attention without positions is a bag of words"},
		{"causal", with(func(h *Head) { h.Causal = true }), true, "the mask alone tells what came before"},
		{"sinusoidal", with(func(h *Head) { h.Add = vaswani(d, 10000).Table(0, words) }), true, ""},
		{"learned", with(func(h *Head) { h.Add = random(src, words+3, d) }), true, "a table may be longer than the text"},
		{"rotary", with(func(h *Head) { h.Rotary = Rotary{Dim: d, Base: 10000} }), true, ""},
		{"alibi", with(func(h *Head) { h.Slope = 0.5 }), true, ""},
	}
	for _, c := range cases {
		for p, effect := range c.head.OrderEffect(x, order) {
			// The weighted sum runs in another order: the last bits may differ.
			if seen := effect > 1e-12; seen != c.seen || math.IsNaN(effect) {
				t.Errorf("%s: word %d changes by %g, seen should be %v: %s", c.name, p, effect, c.seen, c.why)
			}
		}
	}
}

// One causal layer gives its last token the same output for any order of the
// words before it; only what stands at the earlier places differs.
func TestCausalLastTokenSeesABag(t *testing.T) {
	src := rand.New(rand.NewPCG(5, 6))
	h := randomHead(src, 4)
	h.Causal = true
	effect := h.OrderEffect(random(src, 5, 4), []int{2, 3, 1, 0, 4})
	if effect[4] > 1e-12 || effect[0] < 1e-3 {
		t.Errorf("effects %v: want 0 for the last token, more before it", effect)
	}
}

func TestForwardByHand(t *testing.T) {
	// q·kᵀ/√2 is 0.5/√2·[2 0; 0 2] for x = the identity; softmax of (1/√2, 0).
	y, w := Head{}.Forward(fromRows([][]float64{{1, 0}, {0, 1}}))
	own := math.Exp(1/math.Sqrt2) / (math.Exp(1/math.Sqrt2) + 1)
	near(t, "weights", w.Data, []float64{own, 1 - own, 1 - own, own}, 1e-15)
	near(t, "output", y.Data, w.Data, 1e-15)

	y, w = Head{Causal: true}.Forward(fromRows([][]float64{{1, 0}, {0, 1}}))
	near(t, "causal weights", w.Data, []float64{1, 0, 1 - own, own}, 1e-15)
	near(t, "causal output", y.Data, w.Data, 1e-15)
}

func TestForwardUsesTheScores(t *testing.T) {
	src := rand.New(rand.NewPCG(7, 8))
	const words, d = 5, 6
	x := random(src, words, d)
	r := Rotary{Dim: d, Base: 100, Layout: Split}
	_, turned := Head{Rotary: r}.Forward(x)
	_, biased := Head{Slope: 0.25}.Forward(x)
	for i := range words {
		byTurn, byBias := make([]float64, words), make([]float64, words)
		for j := range words {
			byTurn[j] = r.Score(x.Row(i), x.Row(j), float64(i-j))
			byBias[j] = BiasedScore(x.Row(i), x.Row(j), 0.25, float64(i-j))
		}
		softmax(byTurn)
		softmax(byBias)
		near(t, "rotary", turned.Row(i), byTurn, 1e-14)
		near(t, "alibi", biased.Row(i), byBias, 1e-14)
	}
}

func FuzzRotaryLaws(f *testing.F) {
	f.Add(uint64(1), uint8(3), 5, 2, uint8(0))
	f.Fuzz(func(t *testing.T, seed uint64, pairs uint8, m, n int, layout uint8) {
		src := rand.New(rand.NewPCG(seed, 0))
		d := 2 * (int(pairs)%32 + 1)
		m, n = m%5000, n%5000
		r := Rotary{Dim: d, Base: 10000, Layout: Layout(layout & 1)}
		q, k := random(src, 1, d).Data, random(src, 1, d).Data
		turned := r.Rotate(q, float64(m))
		near(t, "length", []float64{dot(turned, turned)}, []float64{dot(q, q)}, 1e-12*float64(d))
		near(t, "back", r.Rotate(turned, float64(-m)), q, 1e-11)
		score := dot(turned, r.Rotate(k, float64(n))) / math.Sqrt(float64(d))
		near(t, "score", []float64{r.Score(q, k, float64(m-n))}, []float64{score}, 1e-10*float64(d))
	})
}

// The two layouts are one function up to the order of the dimensions.
func TestLayoutsAreAPermutation(t *testing.T) {
	const d = 8
	src := rand.New(rand.NewPCG(9, 10))
	x := random(src, 1, d).Data
	split := make([]float64, d)
	for i := range d / 2 {
		a, b := Interleaved.Pair(i, d)
		c, e := Split.Pair(i, d)
		split[c], split[e] = x[a], x[b]
	}
	same := Rotary{Dim: d, Base: 10000}.Rotate(x, 5)
	other := Rotary{Dim: d, Base: 10000, Layout: Split}.Rotate(split, 5)
	for i := range d / 2 {
		a, b := Interleaved.Pair(i, d)
		c, e := Split.Pair(i, d)
		near(t, "pair", []float64{other[c], other[e]}, []float64{same[a], same[b]}, 0)
	}
	if wrong := (Rotary{Dim: d, Base: 10000, Layout: Split}).Rotate(x, 5); slices.Equal(wrong, same) {
		t.Error("the wrong pairing gives the right numbers")
	}
}

func TestSlopesFall(t *testing.T) {
	for n := 1; n <= 64; n++ {
		s := Slopes(n)
		if len(s) != n || s[0] > 1 || slices.Min(s) < math.Exp2(-8) {
			t.Errorf("%d heads: slopes %v", n, s)
		}
	}
}

func TestLearnedTableEnds(t *testing.T) {
	_, err := NewTable(4, 2).Take([]int{3, 4})
	if err == nil || !strings.Contains(err.Error(), "position 4 has no row") || !strings.Contains(err.Error(), "0 to 3") {
		t.Errorf("error %v", err)
	}
}

func TestMisusePanics(t *testing.T) {
	cases := map[string]func(){
		"odd width":      func() { vaswani(7, 10000).At(1) },
		"no width":       func() { vaswani(0, 10000).At(1) },
		"base 0":         func() { vaswani(8, 0).Table(0, 3) },
		"base NaN":       func() { vaswani(8, math.NaN()).Dot(1) },
		"value of odd":   func() { vaswani(7, 10000).Value(0, 6) },
		"dimension":      func() { vaswani(8, 10000).Value(0, 8) },
		"wavelength":     func() { vaswani(8, 10000).Wavelength(-1) },
		"one position":   func() { vaswani(8, 10000).Nearest(1) },
		"one row":        func() { NewTable(1, 3).Nearest() },
		"through":        func() { vaswani(8, 10000).DotThrough(nil, 0, 1) },
		"shift":          func() { vaswani(8, 10000).Shift(1).Apply(make([]float64, 7)) },
		"rotate":         func() { Rotary{Dim: 4, Base: 10}.Rotate(make([]float64, 6), 1) },
		"rotary key":     func() { Rotary{Dim: 4, Base: 10}.Score(make([]float64, 4), make([]float64, 6), 1) },
		"biased key":     func() { BiasedScore(make([]float64, 4), make([]float64, 6), 1, 1) },
		"no heads":       func() { Slopes(0) },
		"negative table": func() { NewTable(-1, 2) },
		"gradient":       func() { NewTable(3, 2).Gradient([]int{1}, NewTable(2, 2)) },
		"order twice":    func() { NewTable(2, 2).Permute([]int{0, 0}) },
		"order short":    func() { NewTable(2, 2).Permute([]int{0}) },
		"weights":        func() { Head{Wq: make([]float64, 3)}.Forward(NewTable(2, 2)) },
		"short table":    func() { Head{Add: NewTable(1, 2)}.Forward(NewTable(2, 2)) },
	}
	for name, misuse := range cases {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if text, ok := recover().(string); !ok || !strings.HasPrefix(text, "position: ") {
					t.Errorf("panicked with %v", text)
				}
			}()
			misuse()
			t.Error("no panic")
		})
	}
}

func TestNames(t *testing.T) {
	got := []string{Interleaved.String(), Split.String(), Layout(7).String(), PaperSpacing.String(), InclusiveSpacing.String(), Spacing(7).String()}
	if want := []string{"interleaved", "split", "Layout(7)", "2i/d", "i/(d/2-1)", "Spacing(7)"}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}
