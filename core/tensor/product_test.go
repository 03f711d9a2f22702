package tensor

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"logitarium/core/half"
)

func random(rng *rand.Rand, rows, cols int) Matrix {
	m := New(rows, cols)
	for i := range m.Data {
		m.Data[i] = float32(rng.NormFloat64())
	}
	return m
}

func transposed(m Matrix) Matrix {
	t := New(m.Cols, m.Rows)
	for i := range m.Rows {
		for j, v := range m.Row(i) {
			t.Row(j)[i] = v
		}
	}
	return t
}

// slowMul is a·b + start in float64, and the sum of the absolute values of
// the terms, which bounds what rounding can do.
func slowMul(start, a, b Matrix) (sum, size []float64) {
	sum, size = make([]float64, a.Rows*b.Cols), make([]float64, a.Rows*b.Cols)
	for i := range a.Rows {
		for j := range b.Cols {
			at := i*b.Cols + j
			sum[at] = float64(start.Data[at])
			size[at] = math.Abs(sum[at])
			for p := range a.Cols {
				term := float64(a.At(i, p)) * float64(b.At(p, j))
				sum[at] += term
				size[at] += math.Abs(term)
			}
		}
	}
	return sum, size
}

func closeTo(t *testing.T, what string, got []float32, want, size []float64, terms int) {
	t.Helper()
	for i := range want {
		if limit := size[i] * float64(terms+2) * 0x1p-24; math.Abs(float64(got[i])-want[i]) > limit {
			t.Fatalf("%s: element %d is %g, want %g ± %.1g", what, i, got[i], want[i], limit)
		}
	}
}

// checkProducts compares every product of the given shape with float64.
func checkProducts(t *testing.T, rng *rand.Rand, m, k, n int) {
	t.Helper()
	what := fmt.Sprintf("%d×%d×%d", m, k, n)
	a, b, start := random(rng, m, k), random(rng, k, n), random(rng, m, n)
	zero := New(m, n)
	plain, plainSize := slowMul(zero, a, b)
	added, addedSize := slowMul(start, a, b)

	dst := start.Clone()
	Mul(dst, a, b)
	closeTo(t, "Mul "+what, dst.Data, plain, plainSize, k)
	copy(dst.Data, start.Data)
	MulBT(dst, a, transposed(b))
	closeTo(t, "MulBT "+what, dst.Data, plain, plainSize, k)
	copy(dst.Data, start.Data)
	MulAdd(dst, a, b)
	closeTo(t, "MulAdd "+what, dst.Data, added, addedSize, k)
	copy(dst.Data, start.Data)
	MulATAdd(dst, transposed(a), b)
	closeTo(t, "MulATAdd "+what, dst.Data, added, addedSize, k)
	if n == 1 {
		MulVec(dst.Data, a, b.Data)
		closeTo(t, "MulVec "+what, dst.Data, plain, plainSize, k)
	}
}

func TestProductsAgreeWithFloat64(t *testing.T) {
	bothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(1, 2))
		sizes := []int{0, 1, 2, 5, 6, 7, 8, 15, 16, 17, 33}
		for _, m := range sizes {
			for _, k := range sizes {
				for _, n := range sizes {
					checkProducts(t, rng, m, k, n)
				}
			}
		}
		checkProducts(t, rng, 13, 256, 19) // the depth of a panel, and around it
		checkProducts(t, rng, 13, 257, 19)
		checkProducts(t, rng, 6, 515, 32)
		checkProducts(t, rng, 37, 300, 1)
		checkProducts(t, rng, 601, 260, 5)   // aᵀ scattered
		checkProducts(t, rng, 131, 260, 251) // shared among threads
		checkProducts(t, rng, 771, 260, 1)
	})
}

func FuzzProducts(f *testing.F) {
	f.Add(uint64(1), uint8(3), uint16(4), uint8(5))
	f.Add(uint64(2), uint8(64), uint16(260), uint8(48))
	f.Add(uint64(8), uint8(64), uint16(30), uint8(17))
	f.Fuzz(func(t *testing.T, seed uint64, m uint8, k uint16, n uint8) {
		bothPaths(t, func(t *testing.T) {
			rows, inner := int(m)%80, int(k)%600
			if seed%8 == 0 {
				rows, inner = rows+farApart, inner%40
			}
			checkProducts(t, rand.New(rand.NewPCG(seed, 0)), rows, inner, int(n)%80)
		})
	})
}

// What stands beyond a short row must not leak in, and rows must not depend
// on how many there are: a padded tile holds the same sums.
func TestRowsDoNotDependOnTheirNumber(t *testing.T) {
	bothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(3, 4))
		a, b := random(rng, 20, 40), random(rng, 40, 30)
		all := New(20, 30)
		Mul(all, a, b)
		for rows := range 21 {
			some := New(rows, 30)
			Mul(some, a.Slice(0, rows), b)
			for i, v := range some.Data {
				if v != all.Data[i] {
					t.Fatalf("%d rows: element %d is %g, of 20 rows %g", rows, i, v, all.Data[i])
				}
			}
		}
	})
}

// How many threads share the work must not show in a single bit.
func TestThreadsDoNotMatter(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	a, b, x := random(rng, 170, 300), random(rng, 300, 190), random(rng, 1, 300)
	big := random(rng, 1001, 300)
	bt, at := transposed(b), transposed(a)
	run := func(threads int) []float32 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(threads))
		dst, vec := New(170, 190), make([]float32, big.Rows)
		Mul(dst, a, b)
		all := slices.Clone(dst.Data)
		MulBT(dst, a, bt)
		all = append(all, dst.Data...)
		MulATAdd(dst, at, b)
		all = append(all, dst.Data...)
		MulVec(vec, big, x.Data)
		return append(all, vec...)
	}
	one := run(1)
	for _, threads := range []int{2, 3, 8} {
		if !slices.Equal(run(threads), one) {
			t.Errorf("%d threads give another result than one", threads)
		}
	}
}

// Two rows at once are summed as one is, whatever their length.
func TestTwoRowsAreTwiceOne(t *testing.T) {
	bothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(7, 8))
		for _, n := range lengths {
			m, x, dst := random(rng, 9, n), random(rng, 1, n).Data, make([]float32, 9)
			MulVec(dst, m, x)
			for i, v := range dst {
				if one := Dot(m.Row(i), x); v != one {
					t.Errorf("row %d of %d values is %g, alone %g", i, n, v, one)
				}
			}
		}
	})
}

// Halves are multiplied as what they decode to, on every path.
func TestHalvesAreTheirNumbers(t *testing.T) {
	bothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(9, 10))
		for _, n := range lengths {
			m, x, raw := New(9, n), random(rng, 1, n).Data, make([]byte, 18*n)
			for i := range m.Data {
				bits := uint16(rng.IntN(0x7c00)) | uint16(rng.IntN(2))<<15 // all that is finite
				binary.LittleEndian.PutUint16(raw[2*i:], bits)
				m.Data[i] = half.Float32(bits)
			}
			got, want := make([]float32, 9), make([]float32, 9)
			MulHalves(got, raw, x)
			if MulVec(want, m, x); !slices.Equal(got, want) {
				t.Errorf("rows of %d: %v, of the numbers %v", n, got, want)
			}
		}
	})
}

func TestProductsSpreadNaN(t *testing.T) {
	bothPaths(t, func(t *testing.T) {
		a, b, dst := New(7, 9), New(9, 17), New(7, 17)
		a.Row(6)[8] = float32(math.NaN())
		Mul(dst, a, b)
		for i := range 7 {
			for j := range 17 {
				if isNaN := dst.At(i, j) != dst.At(i, j); isNaN != (i == 6) {
					t.Fatalf("element %d, %d is %g", i, j, dst.At(i, j))
				}
			}
		}
	})
}

func TestMisuseSaysTheNumbers(t *testing.T) {
	two, three := New(2, 2), New(3, 3)
	tests := map[string]func(){
		"tensor: a·b of [2, 2] and [3, 3] into [2, 3]":  func() { Mul(New(2, 3), two, three) },
		"tensor: a·bᵀ of [2, 2] and [3, 3] into [2, 3]": func() { MulBT(New(2, 3), two, three) },
		"tensor: aᵀ·b of [2, 2] and [3, 3] into [2, 3]": func() { MulATAdd(New(2, 3), two, three) },
		"tensor: m·x of [2, 2] and 3 values into 2":     func() { MulVec(make([]float32, 2), two, make([]float32, 3)) },
		"tensor: m·x of 8 bytes and 3 values into 2":    func() { MulHalves(make([]float32, 2), make([]byte, 8), make([]float32, 3)) },
		"tensor: Dot of 1 and 2 values":                 func() { Dot(make([]float32, 1), make([]float32, 2)) },
		"tensor: a matrix of -1 rows and 2 columns":     func() { New(-1, 2) },
		"tensor: 5 values as 2 rows and 2 columns":      func() { Of(2, 2, make([]float32, 5)) },
		"tensor: rows 1 to 4 of 3":                      func() { three.Slice(1, 4) },
		"tensor: AddRow of 3 and 2 values":              func() { AddRow(three, make([]float32, 2)) },
	}
	for want, misuse := range tests {
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

func BenchmarkProduct(b *testing.B) {
	products := []struct {
		name string
		mul  func(dst, a, b Matrix)
		at   func(m, k, n int) (a, b Matrix)
	}{
		{"Mul", Mul, func(m, k, n int) (Matrix, Matrix) { return New(m, k), New(k, n) }},
		{"MulBT", MulBT, func(m, k, n int) (Matrix, Matrix) { return New(m, k), New(n, k) }},
		{"MulATAdd", MulATAdd, func(m, k, n int) (Matrix, Matrix) { return New(k, m), New(k, n) }},
	}
	for _, p := range products {
		for _, s := range [][3]int{{64, 64, 64}, {64, 128, 128}, {1024, 128, 128}, {512, 768, 768}, {96, 32, 96}} {
			b.Run(fmt.Sprintf("%s/%dx%dx%d", p.name, s[0], s[1], s[2]), func(b *testing.B) {
				left, right := p.at(s[0], s[1], s[2])
				dst := New(s[0], s[2])
				for b.Loop() {
					p.mul(dst, left, right)
				}
				gflops(b, 2*s[0]*s[1]*s[2])
			})
		}
	}
}

func BenchmarkMulVec(b *testing.B) {
	for _, s := range [][2]int{{128, 128}, {512, 128}, {768, 768}} {
		b.Run(fmt.Sprintf("%dx%d", s[0], s[1]), func(b *testing.B) {
			m, x, dst := New(s[0], s[1]), make([]float32, s[1]), make([]float32, s[0])
			for b.Loop() {
				MulVec(dst, m, x)
			}
			gflops(b, 2*s[0]*s[1])
		})
	}
}

func gflops(b *testing.B, flop int) {
	b.ReportMetric(float64(flop)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
}
