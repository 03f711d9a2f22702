package tensor

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"logitarium/core/half"
)

// The kernels of this machine, computing exactly, give the bits of those in plain
// Go, wherever in memory their values begin and whatever they are.

// garbage is what stands beyond the values of [elsewhere].
const garbage = 1e30

// elsewhere returns n values in an array that begins at another address each time,
// with garbage on both sides, within the capacity behind. Some of them are not
// finite, or hardly numbers.
func elsewhere(rng *rand.Rand, n int) []float32 {
	before := rng.IntN(5)
	x := slices.Repeat([]float32{garbage}, before+n+8)
	for i := range n {
		x[before+i] = float32(rng.NormFloat64() * float64(int(1)<<rng.IntN(6)))
	}
	if n > 0 && rng.IntN(4) == 0 {
		odd := []float32{0, float32(math.Copysign(0, -1)), posInf, negInf, notANumber, largest, -largest, smallest, -smallest, 0x1p-127}
		x[before+rng.IntN(n)] = odd[rng.IntN(len(odd))]
	}
	return x[before : before+n]
}

// sameBits compares results of a kernel with those in plain Go. NaN is NaN,
// whatever it carries.
func sameBits(t *testing.T, what string, n int, got, want []float32) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s of %d: %d values, want %d", what, n, len(got), len(want))
	}
	for i, v := range got {
		if w := want[i]; math.Float32bits(v) != math.Float32bits(w) && (v == v || w == w) {
			t.Fatalf("%s of %d: value %d is %x, want %x", what, n, i, v, w)
		}
	}
	for _, v := range got[len(got):cap(got)] {
		if v != 0 && v != garbage {
			t.Fatalf("%s of %d: writes beyond them", what, n)
		}
	}
}

func computeExactly(t *testing.T) {
	was := exact
	exact = true
	t.Cleanup(func() { exact = was })
}

func TestVectorKernelsAreExact(t *testing.T) {
	computeExactly(t)
	rng := rand.New(rand.NewPCG(1, 2))
	for n := range 201 {
		for range 3 {
			a, b := elsewhere(rng, n), elsewhere(rng, n)
			sameBits(t, "dot", n, []float32{dot(a, b)}, []float32{dotPlain(a, b)})

			two, got := elsewhere(rng, 2*n), elsewhere(rng, 2)
			dots2(got, two, a)
			sameBits(t, "dots2", n, got, []float32{dotPlain(two[:n], a), dotPlain(two[n:], a)})

			raw, numbers, room := make([]byte, 2*n), make([]float32, n), make([]float32, n)
			for i := range numbers {
				bits := uint16(rng.Uint32())
				binary.LittleEndian.PutUint16(raw[2*i:], bits)
				numbers[i] = half.Float32(bits)
			}
			sameBits(t, "dotHalves", n, []float32{dotHalves(raw, b, room)}, []float32{dotPlain(numbers, b)})

			s := float32(rng.NormFloat64())
			got, want := elsewhere(rng, n), slices.Clone(b)
			copy(got, b)
			axpy(got, s, a)
			axpyPlain(want, s, a)
			sameBits(t, "axpy", n, got, want)
			scale(got, s)
			scalePlain(want, s)
			sameBits(t, "scale", n, got, want)

			sum, wantSum := expSum(got, a, s), expPlain(want, a, s)
			sameBits(t, "the sum of exp", n, []float32{sum}, []float32{wantSum})
			sameBits(t, "exp", n, got, want)
			gelu(got, a)
			geluPlain(want, a)
			sameBits(t, "gelu", n, got, want)
			geluBack(got, a, b)
			geluBackPlain(want, a, b)
			sameBits(t, "geluBack", n, got, want)
		}
	}
}

func TestTileKernelsAreExact(t *testing.T) {
	computeExactly(t)
	rng := rand.New(rand.NewPCG(3, 4))
	for _, k := range []int{1, 2, 3, 7, 64, 255, depth} {
		for _, add := range []bool{false, true} {
			for _, step := range []struct{ row, col int }{{k + 3, 1}, {1, tileRows + 2}} {
				var b panel
				for i := range k {
					copy(b[i][:], elsewhere(rng, tileCols))
				}
				const apart = tileCols + 5
				a := elsewhere(rng, (tileRows-1)*step.row+(k-1)*step.col+1)
				got := elsewhere(rng, (tileRows-1)*apart+tileCols)
				want := slices.Clone(got)
				tile(got, apart, a, step.row, step.col, &b, k, add)
				tilePlain(want, apart, append(a, make([]float32, depth)...), step.row, step.col, &b, k, add)
				sameBits(t, "tile", k, got, want)
			}
		}
	}
	for k := 1; k <= 70; k++ {
		var got, want panel
		rows := elsewhere(rng, (k-1)*(tileCols+3)+tileCols)
		copyRows(&got, rows, tileCols+3, k)
		copyPlain(&want, rows, tileCols+3, k)
		columns := elsewhere(rng, (tileCols-1)*(k+3)+k)
		for r := range got {
			sameBits(t, "copyRows", k, got[r][:], want[r][:])
		}
		packColumns(&got, columns, k+3, k)
		packPlain(&want, columns, k+3, k)
		for r := range got {
			sameBits(t, "packColumns", k, got[r][:], want[r][:])
		}
	}
}

func TestIntegerKernelsAreExact(t *testing.T) {
	computeExactly(t)
	rng := rand.New(rand.NewPCG(5, 6))
	for blocks := range 9 {
		for try := range 8 {
			w, x := make([]int8, blocks*Q8Block*groupRows), make([]int8, blocks*Q8Block)
			magnitudes := make([]int8, len(x))
			draw := func() int8 { return int8(rng.IntN(255) - 127) }
			if try == 0 { // the largest sums
				draw = func() int8 { return -127 }
			}
			for i := range w {
				w[i] = draw()
			}
			for i := range x {
				x[i] = draw()
				magnitudes[i] = max(x[i], -x[i])
			}
			scales, xScales := elsewhere(rng, blocks*groupRows), elsewhere(rng, blocks)
			var got, want [groupRows]float32
			dotsQ8(&got, w, scales, x, magnitudes, xScales)
			dotsQ8Plain(&want, w, scales, x, xScales)
			sameBits(t, "dotsQ8", blocks, got[:], want[:])
		}
	}
}
