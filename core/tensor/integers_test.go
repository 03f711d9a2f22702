package tensor

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"logitarium/core/half"
)

// Products and sums of small whole numbers are exact in float32, in whatever
// order they are added: at every size, on every path, the results are those of
// integers.

// whole returns a matrix of whole numbers from -4 to 4.
func whole(rng *rand.Rand, rows, cols int) Matrix {
	m := New(rows, cols)
	for i := range m.Data {
		m.Data[i] = float32(rng.IntN(9) - 4)
	}
	return m
}

// byIntegers returns start + a·b.
func byIntegers(start, a, b Matrix) []float32 {
	out := make([]float32, 0, a.Rows*b.Cols)
	for i := range a.Rows {
		for j := range b.Cols {
			sum := int(start.At(i, j))
			for k := range a.Cols {
				sum += int(a.At(i, k)) * int(b.At(k, j))
			}
			out = append(out, float32(sum))
		}
	}
	return out
}

func TestProductsOfIntegers(t *testing.T) {
	bothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(31, 32))
		sizes := [][3]int{{1, 1, 1}, {0, 3, 2}, {3, 0, 2}, {2, 3, 0}, {1, 64, 1}, {5, 9, 17}, {4, 256, 33}}
		for range 60 {
			sizes = append(sizes, [3]int{rng.IntN(20), rng.IntN(70), rng.IntN(40)})
		}
		for _, size := range sizes {
			m, k, n := size[0], size[1], size[2]
			a, b, start := whole(rng, m, k), whole(rng, k, n), whole(rng, m, n)
			zero := New(m, n)
			product, added := byIntegers(zero, a, b), byIntegers(start, a, b)
			for name, do := range map[string]func(dst Matrix) []float32{
				"Mul":      func(dst Matrix) []float32 { Mul(dst, a, b); return product },
				"MulBT":    func(dst Matrix) []float32 { MulBT(dst, a, transposed(b)); return product },
				"MulAdd":   func(dst Matrix) []float32 { MulAdd(dst, a, b); return added },
				"MulATAdd": func(dst Matrix) []float32 { MulATAdd(dst, transposed(a), b); return added },
			} {
				dst := start.Clone()
				if want := do(dst); !slices.Equal(dst.Data, want) {
					t.Fatalf("%s of %v: %v, want %v", name, size, dst.Data, want)
				}
			}
		}
	})
}

func TestVectorsOfIntegers(t *testing.T) {
	bothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(33, 34))
		for n := range 140 {
			a, b := whole(rng, 1, n).Data, whole(rng, 1, n).Data
			dot, sum, peak := 0, 0, 0
			for i := range a {
				dot += int(a[i]) * int(b[i])
				sum += int(a[i])
				if a[i] > a[peak] {
					peak = i
				}
			}
			if Dot(a, b) != float32(dot) || Sum(a) != float32(sum) || Argmax(a) != peak {
				t.Fatalf("%d values: Dot %g of %d, Sum %g of %d, Argmax %d of %d", n, Dot(a, b), dot, Sum(a), sum, Argmax(a), peak)
			}
			y, z := slices.Clone(a), slices.Clone(a)
			Axpy(y, -3, b)
			Scale(z, 5)
			both := make([]float32, n)
			Add(both, a, b)
			for i := range a {
				if y[i] != a[i]-3*b[i] || z[i] != 5*a[i] || both[i] != a[i]+b[i] {
					t.Fatalf("%d values: element %d is %g, %g, %g of %g and %g", n, i, y[i], z[i], both[i], a[i], b[i])
				}
			}
		}
	})
}

// A matrix of halves with a vector is that of their numbers.
func TestHalvesOfIntegers(t *testing.T) {
	bothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(35, 36))
		for cols := range 70 {
			m, x := whole(rng, 3, cols), whole(rng, cols, 1)
			var raw []byte
			for _, v := range m.Data {
				raw = binary.LittleEndian.AppendUint16(raw, half.Bits(v))
			}
			got, want := []float32{9, 9, 9}, byIntegers(New(3, 1), m, x)
			if MulHalves(got, raw, x.Data); !slices.Equal(got, want) {
				t.Fatalf("%d columns: %v, want %v", cols, got, want)
			}
			if MulVec(got, m, x.Data); !slices.Equal(got, want) {
				t.Fatalf("%d columns in float32: %v, want %v", cols, got, want)
			}
		}
	})
}

// Rows and slices share memory and end where they end; a clone shares nothing.
func TestMatrices(t *testing.T) {
	m := whole(rand.New(rand.NewPCG(37, 38)), 4, 3)
	row, part, clone := m.Row(1), m.Slice(1, 3), m.Clone()
	if cap(row) != 3 || cap(part.Data) != 6 || part.Rows != 2 || part.Cols != 3 {
		t.Errorf("a row with room for %d, a slice [%d, %d] with room for %d", cap(row), part.Rows, part.Cols, cap(part.Data))
	}
	row[2] = 77
	if part.At(0, 2) != 77 || m.At(1, 2) != 77 || clone.At(1, 2) == 77 {
		t.Errorf("%g in the slice, %g in the matrix, %g in the clone", part.At(0, 2), m.At(1, 2), clone.At(1, 2))
	}
	for at := range 5 {
		if none := m.Slice(at, at); none.Rows != 0 || len(none.Data) != 0 {
			t.Errorf("no rows from %d on: %v", at, none)
		}
	}
	for _, size := range [][2]int{{0, 0}, {0, 5}, {5, 0}} {
		if e := New(size[0], size[1]); len(e.Data) != 0 || len(e.Clone().Data) != 0 || Of(size[0], size[1], nil).Cols != size[1] {
			t.Errorf("%v: %v", size, e)
		}
	}
	if b := Bytes(3); len(b) != 3 || len(Bytes(0)) != 0 {
		t.Errorf("%v", b)
	}
	for want, misuse := range map[string]func(){
		"tensor: a matrix of -1 rows and 2 columns":  func() { New(-1, 2) },
		"tensor: a matrix of 2 rows and -1 columns":  func() { New(2, -1) },
		"tensor: 6 values as 2 rows and 2 columns":   func() { Of(2, 2, make([]float32, 6)) },
		"tensor: 6 values as -2 rows and -3 columns": func() { Of(-2, -3, make([]float32, 6)) },
		"tensor: rows -1 to 2 of 4":                  func() { m.Slice(-1, 2) },
		"tensor: rows 2 to 1 of 4":                   func() { m.Slice(2, 1) },
		"tensor: rows 4 to 5 of 4":                   func() { m.Slice(4, 5) },
		"tensor: m·x of 5 bytes and 1 values into 2": func() { MulHalves(make([]float32, 2), make([]byte, 5), make([]float32, 1)) },
		"tensor: Add of 2 and 1 values":              func() { Add(make([]float32, 2), make([]float32, 2), make([]float32, 1)) },
		"tensor: SoftmaxBack of 2 and 3 values":      func() { SoftmaxBack(make([]float32, 2), make([]float32, 2), make([]float32, 3)) },
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); got != want {
					t.Errorf("panic %v, want %q", got, want)
				}
			}()
			misuse()
		}()
	}
}

// The first of the largest values, whatever stands beside it.
func TestArgmax(t *testing.T) {
	for _, tt := range []struct {
		x    []float32
		want int
	}{
		{nil, 0}, {[]float32{5}, 0}, {[]float32{1, 3, 3}, 1}, {[]float32{-3, -1, -2}, 1}, {[]float32{negInf, negInf}, 0}, {[]float32{negInf, 0}, 1},
		{[]float32{1, posInf, posInf}, 1}, {[]float32{1, notANumber, 2}, 2}, {[]float32{notANumber, 2}, 0}, {[]float32{smallest, 0, -smallest}, 0},
	} {
		if got := Argmax(tt.x); got != tt.want {
			t.Errorf("%v: %d, want %d", tt.x, got, tt.want)
		}
	}
}
