package tensor

import (
	"math"
	"slices"
	"testing"
)

var (
	posInf     = float32(math.Inf(1))
	negInf     = float32(math.Inf(-1))
	notANumber = float32(math.NaN())
)

const (
	largest  = math.MaxFloat32
	smallest = math.SmallestNonzeroFloat32
)

func same32(a, b float32) bool { return a == b || a != a && b != b }

func allSame32(a, b []float32) bool { return slices.EqualFunc(a, b, same32) }

// repeat puts values at the end of so many others, so that vector loops and
// their remainders both meet them.
func repeat(n int, fill float32, last ...float32) []float32 {
	return append(slices.Repeat([]float32{fill}, n), last...)
}

// Sums and products follow IEEE 754 wherever in a vector a value stands; of
// nothing they are 0.
func TestEdgesOfSums(t *testing.T) {
	bothPaths(t, func(t *testing.T) {
		for _, n := range []int{0, 1, 7, 8, 31, 64, 255} {
			for _, c := range []struct{ a, b, dot, sum float32 }{
				{3, 2, 6, 3}, {0, -1, 0, 0}, {posInf, 2, posInf, posInf}, {posInf, 0, notANumber, posInf},
				{notANumber, 0, notANumber, notANumber}, {largest, 2, posInf, largest}, {smallest, .25, 0, smallest}, {negInf, -1, posInf, negInf},
			} {
				a, b := repeat(n, 0, c.a), repeat(n, 0, c.b)
				if got := Dot(a, b); !same32(got, c.dot) {
					t.Errorf("after %d zeros Dot of %g and %g is %g, want %g", n, c.a, c.b, got, c.dot)
				}
				if got := Sum(a); !same32(got, c.sum) {
					t.Errorf("after %d zeros Sum of %g is %g, want %g", n, c.a, got, c.sum)
				}
				dst := repeat(n, 1, 0)
				if Axpy(dst, c.b, a); !same32(dst[n], c.dot) || n > 0 && (c.b == c.b && c.b-c.b == 0) && dst[0] != 1 {
					t.Errorf("after %d zeros Axpy of %g and %g is %g", n, c.a, c.b, dst)
				}
				if Scale(a, c.b); !same32(a[n], c.dot) {
					t.Errorf("%d on, %g times %g is %g, want %g", n, c.a, c.b, a[n], c.dot)
				}
			}
			if a, b := repeat(n, 0, posInf, negInf), repeat(n, 0, 1, 1); Sum(a) == Sum(a) || Dot(a, b) == Dot(a, b) {
				t.Errorf("after %d zeros infinities of both signs make %g and %g", n, Sum(a), Dot(a, b))
			}
		}
		if Dot(nil, nil) != 0 || Sum(nil) != 0 {
			t.Errorf("of nothing: %g, %g", Dot(nil, nil), Sum(nil))
		}
		Axpy(nil, 1, nil)
		Scale(nil, 1)
		Add(nil, nil, nil)
	})
}

func TestEdgesOfSoftmax(t *testing.T) {
	bothPaths(t, func(t *testing.T) {
		for _, n := range []int{0, 7, 8, 40} { // others far below
			nan := slices.Repeat([]float32{notANumber}, n+2)
			for _, c := range []struct{ x, want []float32 }{
				{repeat(n, negInf, 5, 5), repeat(n, 0, .5, .5)},
				{repeat(n, negInf, largest, -largest), repeat(n, 0, 1, 0)},
				{repeat(n, -largest, largest, negInf), repeat(n, 0, 1, 0)},
				{repeat(n, negInf, negInf, negInf), nan},
				{repeat(n, 0, posInf, 1), nan},
				{repeat(n, 0, notANumber, 1), nan},
			} {
				got := make([]float32, n+2)
				log := Softmax(got, c.x)
				if !allSame32(got, c.want) {
					t.Errorf("Softmax(%v) is %v, want %v", c.x, got, c.want)
				}
				if sick := c.want[0] != c.want[0]; sick != (log != log || log-log != 0) {
					t.Errorf("Softmax(%v) returns %g", c.x, log)
				}
			}
		}
		one := []float32{0}
		if log := Softmax(one, []float32{-7}); one[0] != 1 || log != -7 {
			t.Errorf("one value: %g, logarithm %g", one, log)
		}
		if log := Softmax(nil, nil); log != negInf {
			t.Errorf("no values: %g", log)
		}
		SoftmaxBack(nil, nil, nil)
	})
}

func TestEdgesOfGELU(t *testing.T) {
	bothPaths(t, func(t *testing.T) {
		for _, n := range []int{0, 7, 8, 33} {
			x := repeat(n, 1, 0, posInf, negInf, notANumber, largest, -largest, smallest, -30, 30)
			want := []float32{0, posInf, notANumber, notANumber, largest, 0, 0, 0, 30}
			got := make([]float32, len(x))
			GELU(got, x)
			for i, w := range want {
				if v := got[n+i]; !same32(v, w) && math.Abs(float64(v-w)) > 1e-30 {
					t.Errorf("GELU(%g) is %g, want %g", x[n+i], v, w)
				}
			}
			slope := make([]float32, len(x))
			GELUBack(slope, x, repeat(len(x), 1))
			for i, w := range map[int]float32{0: .5, 3: notANumber, 6: .5, 7: 0, 8: 1} {
				if v := slope[n+i]; !same32(v, w) && math.Abs(float64(v-w)) > 1e-6 {
					t.Errorf("the slope of GELU at %g is %g, want %g", x[n+i], v, w)
				}
			}
		}
		GELU(nil, nil)
		GELUBack(nil, nil, nil)
	})
}

// A matrix without rows or columns is one; the product over no terms is 0.
func TestEdgesOfProducts(t *testing.T) {
	bothPaths(t, func(t *testing.T) {
		for name, mul := range map[string]func(dst Matrix, m, k, n int){
			"Mul":      func(dst Matrix, m, k, n int) { Mul(dst, New(m, k), New(k, n)) },
			"MulAdd":   func(dst Matrix, m, k, n int) { MulAdd(dst, New(m, k), New(k, n)) },
			"MulBT":    func(dst Matrix, m, k, n int) { MulBT(dst, New(m, k), New(n, k)) },
			"MulATAdd": func(dst Matrix, m, k, n int) { MulATAdd(dst, New(k, m), New(k, n)) },
		} {
			for _, shape := range [][3]int{{0, 3, 2}, {3, 0, 2}, {3, 2, 0}, {0, 0, 0}, {1, 1, 1}} {
				dst := New(shape[0], shape[2])
				for i := range dst.Data {
					dst.Data[i] = 5
				}
				mul(dst, shape[0], shape[1], shape[2])
				want := float32(0)
				if name == "MulAdd" || name == "MulATAdd" {
					want = 5
				}
				for _, v := range dst.Data {
					if v != want {
						t.Errorf("%s of %v leaves %g, want %g", name, shape, v, want)
					}
				}
			}
		}
		// What is not finite spoils its row or column, and nothing else.
		for _, bad := range []float32{posInf, notANumber} {
			a, b := New(9, 40), New(40, 20)
			for i := range a.Data {
				a.Data[i] = 1
			}
			for i := range b.Data {
				b.Data[i] = 1
			}
			a.Row(4)[33] = bad
			dst := New(9, 20)
			Mul(dst, a, b)
			for i := range dst.Rows {
				for _, v := range dst.Row(i) {
					if i == 4 && !same32(v, bad) || i != 4 && v != 40 {
						t.Fatalf("with %g in row 4, row %d has %g", bad, i, v)
					}
				}
			}
			out := make([]float32, 9)
			if MulVec(out, a, repeat(40, 1)); !same32(out[4], bad) || out[3] != 40 {
				t.Errorf("with %g in row 4 a vector becomes %g", bad, out)
			}
		}
		MulVec(nil, New(0, 3), make([]float32, 3))
	})
}
