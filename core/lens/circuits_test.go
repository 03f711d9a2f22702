package lens

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/gpt"
)

// An independent study computed both scores of the built-in model's heads, with
// the eigenvalues of another library. By the bare embeddings the heads that copy
// (2.0, 3.0 and 3.3, see TestHeads) write against what they read; by what enters
// their block they copy.
func TestCopies(t *testing.T) {
	want := [][]Copies{
		{{.157, .111}, {-.832, -.361}, {.609, .889}, {.669, .737}},
		{{-.972, -.333}, {-.882, -.526}, {-.769, -.839}, {-.652, -.359}},
		{{-.597, .988}, {-.995, -.857}, {-.971, .304}, {-.983, -.472}},
		{{-.460, .925}, {-.950, -.847}, {-.590, .088}, {-.304, .737}},
	}
	b := builtintest.Load(t)
	s := NewCircuits(b.Model, b.Tokens.Encode("say"))
	for last := 0.0; s.Step(3e6); {
		now := s.Share()
		if now < last || now > 1 {
			t.Fatalf("%v is done after %v", now, last)
		}
		last = now
	}
	for l, heads := range want {
		for h, w := range heads {
			if got := s.Copies()[l][h]; math.Abs(got.Bare-w.Bare) > .0015 || math.Abs(got.Entering-w.Entering) > .0015 {
				t.Errorf("head %d.%d: %+v, want %+v", l, h, got, w)
			}
		}
	}
	if s.Share() != 1 || s.Step(1) {
		t.Error("all is done, and something is left")
	}
}

// A model with its norms behind the parts has no such circuits, nor is there room
// behind a text as long as the context.
func TestNoCircuits(t *testing.T) {
	c := gpt.Config{Vocab: 20, Context: 4, Width: 8, Layers: 1, Heads: 2, Inner: 8, Epsilon: 1e-5, Norm: gpt.PostLN}
	m := gpt.New(c, rand.New(rand.NewPCG(1, 2)))
	if s := NewCircuits(m, nil); s.Step(1e9) || s.Copies() != nil {
		t.Errorf("post-LN: %v", s.Copies())
	}
	c.Norm = gpt.PreLN
	m = gpt.New(c, rand.New(rand.NewPCG(1, 2)))
	if s := NewCircuits(m, []int{1, 2, 3, 4}); s.Step(1e9) || s.Copies() != nil {
		t.Errorf("no room: %v", s.Copies())
	}
	s := NewCircuits(m, nil)
	for s.Step(1) {
	}
	if got := s.Copies(); len(got) != 1 || len(got[0]) != 2 || !(math.Abs(got[0][1].Bare) <= 1) {
		t.Errorf("%v", got)
	}
}

func TestEigenvalues(t *testing.T) {
	for _, c := range []struct {
		matrix [][]float64
		want   []complex128
	}{
		{nil, nil},
		{[][]float64{{3}}, []complex128{3}},
		{[][]float64{{0, -1}, {1, 0}}, []complex128{-1i, 1i}},
		{[][]float64{{2, 0, 0}, {0, 3, 4}, {0, 4, 9}}, []complex128{1, 2, 11}},
		{[][]float64{{0, 0, 1}, {1, 0, 0}, {0, 1, 0}}, []complex128{complex(-.5, -math.Sqrt(3)/2), complex(-.5, math.Sqrt(3)/2), 1}},
		{[][]float64{{1, 1}, {0, 1}}, []complex128{1, 1}},
		{[][]float64{{0, 0}, {0, 0}}, []complex128{0, 0}},
	} {
		got, ok := eigenvalues(c.matrix)
		slices.SortFunc(got, func(a, b complex128) int {
			if math.Abs(real(a)-real(b)) > 1e-9 {
				return cmp.Compare(real(a), real(b))
			}
			return cmp.Compare(imag(a), imag(b))
		})
		if !ok || len(got) != len(c.want) {
			t.Fatalf("%v: %v, %t", c.matrix, got, ok)
		}
		for i, z := range got {
			if size(z-c.want[i]) > 1e-7 {
				t.Errorf("%v: %v, want %v", c.matrix, got, c.want)
			}
		}
	}
	if _, ok := eigenvalues([][]float64{{1, math.NaN()}, {2, 3}}); ok {
		t.Error("of NaN there are eigenvalues")
	}
}

// The sum of the eigenvalues is the trace, and of their squares that of the square.
func TestEigenvaluesOfRandomMatrices(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	for n := 1; n <= 40; n += 3 {
		a := make([][]float64, n)
		trace, square := 0.0, 0.0
		for i := range a {
			for range n {
				a[i] = append(a[i], rng.NormFloat64())
			}
			trace += a[i][i]
		}
		for i := range a {
			for j := range a {
				square += a[i][j] * a[j][i]
			}
		}
		values, ok := eigenvalues(a)
		for _, z := range values {
			trace -= real(z)
			square -= real(z * z)
		}
		if !ok || len(values) != n || math.Abs(trace) > 1e-9 || math.Abs(square) > 1e-8 {
			t.Errorf("%d rows: %t, %d values, the sums are off by %g and %g", n, ok, len(values), trace, square)
		}
	}
}
