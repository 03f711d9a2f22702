package tensor

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

// randomQ8 is a matrix of random blocks, and the same in float64.
func randomQ8(rng *rand.Rand, rows, cols int) (Q8, [][]float64) {
	q, want := NewQ8(rows, cols), make([][]float64, rows)
	for i := range rows {
		want[i] = make([]float64, cols)
		for b := range q.Blocks() {
			scale := float32(math.Exp(rng.NormFloat64()))
			var ints [Q8Block]int8
			for j := range min(Q8Block, cols-b*Q8Block) {
				ints[j] = int8(rng.IntN(255) - 127)
				want[i][b*Q8Block+j] = float64(scale) * float64(ints[j])
			}
			q.SetBlock(i, b, scale, &ints)
		}
	}
	return q, want
}

// checkQ8 compares a product with float64. Rounding to blocks moves a value
// by half a step at most, of which 127 make the block's largest.
func checkQ8(t *testing.T, rng *rand.Rand, m, k, n int) {
	t.Helper()
	q, weights := randomQ8(rng, n, k)
	a, dst := random(rng, m, k), random(rng, m, n)
	if k > 0 && m > 0 {
		clear(a.Row(0)[:min(k, Q8Block)]) // a block without a scale
	}
	MulBTQ8(dst, a, q)
	for i := range m {
		for j := range n {
			var want, limit float64
			for b := 0; b < k; b += Q8Block {
				var peak, size float64
				for p := b; p < min(b+Q8Block, k); p++ {
					v := float64(a.At(i, p))
					want += v * weights[j][p]
					peak, size = max(peak, math.Abs(v)), size+math.Abs(weights[j][p])
				}
				limit += size * peak * (1./254 + float64(k+4)*0x1p-24)
			}
			if got := float64(dst.At(i, j)); !(math.Abs(got-want) <= limit) {
				t.Fatalf("%d×%d×%d: element %d, %d is %g, want %g ± %.2g", m, k, n, i, j, got, want, limit)
			}
		}
	}
}

func TestQ8AgreesWithFloat64(t *testing.T) {
	bothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(1, 2))
		for _, m := range []int{0, 1, 2, 5} {
			for _, k := range []int{0, 1, 31, 32, 33, 100, 256} {
				for _, n := range []int{0, 1, 7, 8, 9, 40} {
					checkQ8(t, rng, m, k, n)
				}
			}
		}
		checkQ8(t, rng, 3, 300, 700) // shared among threads
	})
}

func FuzzQ8(f *testing.F) {
	f.Add(uint64(1), uint8(3), uint16(40), uint8(5))
	f.Add(uint64(2), uint8(1), uint16(260), uint8(48))
	f.Fuzz(func(t *testing.T, seed uint64, m uint8, k uint16, n uint8) {
		bothPaths(t, func(t *testing.T) {
			checkQ8(t, rand.New(rand.NewPCG(seed, 0)), int(m)%9, int(k)%400, int(n)%70)
		})
	})
}

func mulVecQ8(dst []float32, q Q8, x []float32) {
	MulBTQ8(Of(1, len(dst), dst), Of(1, len(x), x), q)
}

// Values that stand on the grid are not rounded, so that nothing is left but
// the sum over blocks in float32.
func TestQ8OnTheGrid(t *testing.T) {
	bothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(3, 4))
		q, weights := randomQ8(rng, 21, 128)
		x, got := make([]float32, 128), make([]float32, 21)
		for j := range x {
			x[j] = float32(rng.IntN(255)-127) / 64
		}
		for b := 0; b < len(x); b += Q8Block {
			x[b] = -127. / 64
		}
		mulVecQ8(got, q, x)
		for i, row := range weights {
			var want, size float64
			for j, w := range row {
				want += w * float64(x[j])
				size += math.Abs(w * float64(x[j]))
			}
			if !(math.Abs(float64(got[i])-want) <= size*8*0x1p-24) {
				t.Errorf("row %d is %g, want %g", i, got[i], want)
			}
		}
	})
}

// The extremes: VPMADDUBSW saturates beyond 16 bits, which 2·127² is within.
func TestQ8Extremes(t *testing.T) {
	bothPaths(t, func(t *testing.T) {
		for _, sign := range []int8{1, -1} {
			q, x, got := NewQ8(8, 64), make([]float32, 64), make([]float32, 8)
			var ints [Q8Block]int8
			for j := range ints {
				ints[j] = 127 * sign
			}
			for i := range 8 {
				for b := range 2 {
					q.SetBlock(i, b, 1, &ints)
				}
			}
			for j := range x {
				x[j] = -127
			}
			mulVecQ8(got, q, x)
			for i, v := range got {
				if want := -float32(sign) * 127 * 127 * 64; v != want {
					t.Errorf("row %d is %g, want %g", i, v, want)
				}
			}
		}
		tiny, got := []float32{0x1p-140, -0x1p-140}, make([]float32, 1)
		q := NewQ8(1, 2)
		q.SetBlock(0, 0, 1, &[Q8Block]int8{1, 2})
		if mulVecQ8(got, q, tiny); got[0] != 0 {
			t.Errorf("of values without a scale: %g", got[0])
		}
	})
}

func TestQ8Blocks(t *testing.T) {
	q, want := randomQ8(rand.New(rand.NewPCG(5, 6)), 19, 45)
	again := NewQ8(19, 45)
	row := make([]float32, 45)
	for i := range want {
		for b := range q.Blocks() {
			scale, ints := q.Block(i, b)
			again.SetBlock(i, b, scale, &ints)
		}
		q.Row(row, i)
		for j, v := range row {
			if float64(v) != float64(float32(want[i][j])) || q.Matrix().At(i, j) != v {
				t.Fatalf("element %d, %d is %g, want %g", i, j, v, want[i][j])
			}
		}
	}
	if !slices.Equal(q.ints, again.ints) || !slices.Equal(q.scales, again.scales) {
		t.Error("setting the blocks of another changes them")
	}
	if want := 24 * 2 * 36; q.Bytes() != want {
		t.Errorf("%d bytes, want %d", q.Bytes(), want)
	}
}

func TestQ8ThreadsAndRowsDoNotMatter(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	q, _ := randomQ8(rng, 1001, 200)
	a := random(rng, 6, 200)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one, other := New(6, 1001), New(6, 1001)
	for i := range a.Rows {
		mulVecQ8(one.Row(i), q, a.Row(i))
	}
	for _, threads := range []int{1, 2, 5} {
		runtime.GOMAXPROCS(threads)
		if MulBTQ8(other, a, q); !slices.Equal(other.Data, one.Data) {
			t.Errorf("%d threads, all rows at once: another result", threads)
		}
	}
}

func TestQ8Misuse(t *testing.T) {
	q := NewQ8(3, 40)
	for want, misuse := range map[string]func(){
		"tensor: a matrix of -1 rows and 2 columns":      func() { NewQ8(-1, 2) },
		"tensor: a·qᵀ of [1, 4] and [40, 3] into [1, 3]": func() { mulVecQ8(make([]float32, 3), q, make([]float32, 4)) },
		"tensor: block 2 of row 0 of [3, 40]":            func() { q.Block(0, 2) },
		"tensor: block 0 of row 3 of [3, 40]":            func() { q.SetBlock(3, 0, 1, new([Q8Block]int8)) },
		"tensor: Row of 2 and 40 values":                 func() { q.Row(make([]float32, 2), 0) },
	} {
		func() {
			defer func() {
				if got := recover(); got != want {
					t.Errorf("panic %v, want %q", got, want)
				}
			}()
			misuse()
		}()
	}
}

func BenchmarkMulVecQ8(b *testing.B) {
	for _, s := range [][2]int{{128, 128}, {512, 128}, {768, 768}} {
		b.Run(fmt.Sprintf("%dx%d", s[0], s[1]), func(b *testing.B) {
			m, x, dst := NewQ8(s[0], s[1]), make([]float32, s[1]), make([]float32, s[0])
			x[0] = 1
			for b.Loop() {
				mulVecQ8(dst, m, x)
			}
			gflops(b, 2*s[0]*s[1])
		})
	}
}
