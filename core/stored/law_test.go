package stored

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"logitarium/core/gguf"
	"logitarium/core/half"
	"logitarium/core/tensor"
)

// The words and scales of a block of sixteen rows take all of its bytes, and
// none twice.
func TestWordsFillTheBlock(t *testing.T) {
	for as, o := range orders {
		if as == gguf.F16 {
			continue // stands in rows
		}
		_, size := as.Block()
		if o.bytes() != size {
			t.Errorf("%v: a block has %d bytes, want %d", as, o.bytes(), size)
		}
		taken := make([]int, size*together)
		take := func(at, n int) {
			for i := range n {
				taken[at+i]++
			}
		}
		for lane := range together {
			for k := range o.first {
				take(2*(k*together+lane), 2)
			}
			for _, at := range o.words {
				take(at+4*lane, 4)
			}
			for k := range o.last {
				take(o.behind()+2*(k*together+lane), 2)
			}
		}
		if slices.Min(taken) != 1 || slices.Max(taken) != 1 {
			t.Errorf("%v: bytes are taken %d to %d times", as, slices.Min(taken), slices.Max(taken))
		}
	}
}

// Rows take the room of whole groups, but for halves.
func TestBytes(t *testing.T) {
	for _, as := range types() {
		weights, size := as.Block()
		for _, rows := range []int{0, 1, 15, 16, 17, 32, 33} {
			m := New(as, rows, 2*weights)
			want := rows * 2 * size
			if as != gguf.F16 {
				want = (rows + 15) / 16 * 16 * 2 * size
			}
			if m.Bytes() != want || m.rowBytes() != 2*size || m.groups() != (rows+15)/16 {
				t.Errorf("%v: %d rows take %d bytes in %d groups, want %d", as, rows, m.Bytes(), m.groups(), want)
			}
		}
		if New(as, 3, 0).Bytes() != 0 || Holds(as, weights+1) && weights > 1 || !Holds(as, 0) {
			t.Errorf("%v: rows of no columns", as)
		}
	}
	for _, as := range []gguf.Type{gguf.F32, gguf.BF16, gguf.Q5_K, gguf.IQ4_NL, 99} {
		if Holds(as, 256) {
			t.Errorf("%v is held", as)
		}
	}
}

// Whatever the order in which rows come, and however many at a time, they stand
// where they belong.
func TestRowsInAnyOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	for _, as := range types() {
		const rows, cols = 200, 256
		raw := randomRaw(rng, as, rows, cols)
		size := len(raw) / rows
		whole, byOne, byFew := New(as, rows, cols), New(as, rows, cols), New(as, rows, cols)
		if err := whole.SetRows(0, raw); err != nil {
			t.Fatal(err)
		}
		for _, i := range rng.Perm(rows) {
			if err := byOne.SetRows(i, raw[i*size:(i+1)*size]); err != nil {
				t.Fatal(err)
			}
		}
		for at := 0; at < rows; {
			n := min(1+rng.IntN(70), rows-at)
			if err := byFew.SetRows(at, raw[at*size:(at+n)*size]); err != nil {
				t.Fatal(err)
			}
			at += n
		}
		if !slices.Equal(byOne.data, whole.data) || !slices.Equal(byFew.data, whole.data) {
			t.Errorf("%v: rows one by one stand elsewhere", as)
		}
		again := make([]byte, size)
		for i := range rows {
			if whole.raw(again, i); !slices.Equal(again, raw[i*size:(i+1)*size]) {
				t.Fatalf("%v: row %d comes back as another", as, i)
			}
		}
		if err := whole.SetRows(rows, nil); err != nil {
			t.Errorf("%v: no rows behind the last: %v", as, err)
		}
	}
}

// Of several rows that are wrong the first is named, with its first block that
// is.
func TestFirstWrongRow(t *testing.T) {
	for _, as := range types() {
		if as == gguf.F16 {
			continue
		}
		weights, size := as.Block()
		at := size - 2 // of the last scale of a block
		if orders[as].first > 0 {
			at = 2*orders[as].first - 2
		}
		for _, wrong := range [][2]int{{0, 0}, {0, 2}, {63, 1}, {64, 0}, {199, 2}} {
			raw := make([]byte, 200*3*size)
			for row := wrong[0]; row < 200; row += 50 {
				for block := wrong[1]; block < 3; block++ {
					binary.LittleEndian.PutUint16(raw[(row*3+block)*size+at:], 0xfc00)
				}
			}
			err := New(as, 210, 3*weights).SetRows(10, raw)
			if want := fmt.Sprintf("row %d has a scale in block %d that is not finite", wrong[0]+10, wrong[1]); err == nil || err.Error() != want {
				t.Errorf("%v: %v, want %q", as, err, want)
			}
		}
	}
	m := New(gguf.F16, 2, 3)
	if err := m.SetRows(1, []byte{0, 0, 0, 0, 1, 0x7c}); err == nil || err.Error() != "row 1 holds numbers that are not finite" {
		t.Errorf("%v", err)
	}
	for bits, ok := range map[uint16]bool{0: true, 0x7bff: true, 0xfbff: true, 0x7c00: false, 0xfc00: false, 0x7c01: false, 0xffff: false, 0x8000: true, 0x03ff: true} {
		raw := binary.LittleEndian.AppendUint16([]byte{0, 0}, bits)
		if finite(raw) != ok || finite(append(raw, 0, 0)) != ok {
			t.Errorf("half %#04x is finite: %v", bits, !ok)
		}
	}
}

// A slice of a slice has the rows of both, and shares them.
func TestSlices(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 14))
	for _, as := range types() {
		const cols = 256
		m := randomMatrix(t, rng, as, 70, cols)
		part := m.Slice(16, 70).Slice(16, 54)
		if !slices.Equal(part.Float32(0, 38).Data, m.Float32(32, 70).Data) {
			t.Errorf("%v: rows 32 to 70 are others", as)
		}
		if none := m.Slice(32, 32); none.Rows != 0 || none.Bytes() != 0 {
			t.Errorf("%v: no rows are %d", as, none.Rows)
		}
		raw := randomRaw(rng, as, 1, cols)
		if err := part.SetRows(37, raw); err != nil {
			t.Fatal(err)
		}
		row, want := make([]float32, cols), make([]float32, cols)
		m.Row(row, 69)
		if as.Decode(want, raw); !slices.Equal(row, want) {
			t.Errorf("%v: a slice does not share its rows", as)
		}
		to := New(as, 38, cols)
		if part.CopyTo(to); !slices.Equal(to.Float32(0, 38).Data, part.Float32(0, 38).Data) {
			t.Errorf("%v: the copy of a slice is another", as)
		}
		if err := to.SetRows(0, randomRaw(rng, as, 1, cols)); err != nil {
			t.Fatal(err)
		}
		if part.Row(row, 0); slices.Equal(row, to.Float32(0, 1).Data) {
			t.Errorf("%v: the copy shares its rows", as)
		}
	}
}

// A factor of one number picks a column: in float32 it is that to the bit, and
// rounded as near as a float32 is.
func TestPicksAColumn(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(15, 16))
		for _, as := range types() {
			const rows, cols = 35, 512
			m := randomMatrix(t, rng, as, rows, cols)
			weights := m.Float32(0, rows)
			for _, c := range []int{0, 15, 16, 31, 32, 127, 128, 255, 256, 511} {
				a, dst := tensor.New(1, cols), tensor.New(1, rows)
				a.Data[c] = 2
				MulFloat32(dst, a, m)
				for i, v := range dst.Data {
					if want := 2 * weights.At(i, c); v != want {
						t.Fatalf("%v: element %d, %d is %g, want %g", as, i, c, v, want)
					}
				}
				Mul(dst, a, m)
				for i, v := range dst.Data {
					// A minimum is taken off a product that may be some hundred times as large.
					if want := 2 * weights.At(i, c); math.Abs(float64(v-want)) > 1e-4 {
						t.Fatalf("%v: element %d, %d is %g, want %g", as, i, c, v, want)
					}
				}
			}
		}
	})
}

// Twice the factor is twice the product, to the bit: only its scales change.
func TestTwiceTheFactor(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(17, 18))
		for _, as := range types() {
			m, a := randomMatrix(t, rng, as, 20, 256), random(rng, 5, 256)
			twice, once, double := tensor.New(5, 256), tensor.New(5, 20), tensor.New(5, 20)
			for i, v := range a.Data {
				twice.Data[i] = 2 * v
			}
			Mul(once, a, m)
			Mul(double, twice, m)
			for i, v := range once.Data {
				if double.Data[i] != 2*v {
					t.Fatalf("%v: element %d is %g, and of twice the factor %g", as, i, v, double.Data[i])
				}
			}
		}
	})
}

// Of nothing the product is nothing, whatever stood there.
func TestProductsOfNothing(t *testing.T) {
	for _, as := range types() {
		weights, _ := as.Block()
		for _, size := range [][3]int{{0, weights, 3}, {2, weights, 0}, {2, 0, 3}} {
			for name, mul := range map[string]func(dst, a tensor.Matrix, m Matrix){"Mul": Mul, "MulFloat32": MulFloat32} {
				a, dst := tensor.New(size[0], size[1]), tensor.New(size[0], size[2])
				for i := range dst.Data {
					dst.Data[i] = 7
				}
				mul(dst, a, New(as, size[2], size[1]))
				if slices.ContainsFunc(dst.Data, func(v float32) bool { return v != 0 }) {
					t.Errorf("%s, %v, %v: %v", name, as, size, dst.Data)
				}
			}
		}
	}
}

// Rows are decoded some at a time; of rows longer than that there are two.
func TestLongRows(t *testing.T) {
	rng := rand.New(rand.NewPCG(19, 20))
	for _, as := range types() {
		for _, cols := range []int{2048, 8192} {
			for _, n := range []int{1, 4} {
				m, a := randomMatrix(t, rng, as, 19, cols), random(rng, n, cols)
				got, want := tensor.New(n, 19), tensor.New(n, 19)
				MulFloat32(got, a, m)
				if tensor.MulBT(want, a, m.Float32(0, 19)); !slices.Equal(got.Data, want.Data) {
					t.Errorf("%v: %d rows of %d differ from MulBT", as, n, cols)
				}
			}
		}
	}
}

// In a block the largest magnitude becomes 127, and what is halfway goes to the
// even integer.
func TestRounding(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(21, 22))
		for _, n := range []int{32, 256} {
			for range 50 {
				x := make([]float32, n)
				for i := range x {
					x[i] = float32(rng.NormFloat64())
				}
				x[rng.IntN(n)] = -5
				x[0], x[1] = 127, 126 // the scale is 1
				for i := 2; i < 12; i++ {
					x[i] = float32(i) - 6.5
				}
				var sums [mostBlock / 16]int32
				ints := make([]int8, n)
				if scale := round(ints, &sums, x); scale != 1 {
					t.Fatalf("the scale is %g", scale)
				}
				for i, v := range x {
					if want := math.RoundToEven(float64(v)); float64(ints[i]) != want {
						t.Fatalf("%g becomes %d, want %g", v, ints[i], want)
					}
				}
				for i := range n / 16 {
					var want int32
					for _, q := range ints[16*i : 16*i+16] {
						want += int32(q)
					}
					if sums[i] != want {
						t.Fatalf("the sum of sixteen is %d, want %d", sums[i], want)
					}
				}
			}
		}
	})
}

// A block whose scale would have no inverse is zeros.
func TestScales(t *testing.T) {
	const least = 0x1p-126 // the smallest scale that is kept
	for peak, want := range map[float32]float32{
		0: 0, math.SmallestNonzeroFloat32: 0, 127 * least: least, 126 * least: 0, 127: 1, 1: float32(1) / 127, math.MaxFloat32: math.MaxFloat32 / 127,
	} {
		scale, inverse := scaleOf(math.Float32bits(peak))
		if scale != want || want == 0 && inverse != 0 || want != 0 && inverse != 1/want {
			t.Errorf("of the peak %g the scale is %g, its inverse %g; want %g", peak, scale, inverse, want)
		}
	}
	everyPath(t, func(t *testing.T) {
		for _, tiny := range []float32{0, math.SmallestNonzeroFloat32, least} {
			x, ints := slices.Repeat([]float32{tiny, -tiny}, 16), slices.Repeat([]int8{9}, 32)
			sums := [mostBlock / 16]int32{9, 9}
			if scale := round(ints, &sums, x); scale != 0 || slices.ContainsFunc(ints, func(q int8) bool { return q != 0 }) || sums[0] != 0 || sums[1] != 0 {
				t.Errorf("of %g the scale is %g, the integers %v, their sums %v", tiny, scale, ints, sums[:2])
			}
		}
	})
}

// The scales and minimums of eight parts are those that package gguf unpacks.
func TestScalesMins(t *testing.T) {
	rng := rand.New(rand.NewPCG(23, 24))
	for range 100 {
		raw := make([]byte, 144)
		for i := range raw[4:16] {
			raw[4+i] = byte(rng.Uint32())
		}
		words := make([]byte, 3*64)
		for k := range 3 {
			copy(words[64*k:], raw[4+4*k:8+4*k])
		}
		scales, mins := scalesMins(words)
		for p, part := range gguf.Q4_K.Unpack(raw).Parts {
			if int(scales[p]) != part.Scale || int(mins[p]) != part.Min {
				t.Fatalf("part %d of % x: scale %d, minimum %d; want %+v", p, raw[4:16], scales[p], mins[p], part)
			}
		}
	}
}

// Room is kept where there is enough.
func TestFit(t *testing.T) {
	s := make([]int, 3, 10)
	first := &s[0]
	for n, kept := range map[int]bool{0: true, 3: true, 10: true, 11: false} {
		room := s
		if fit(&room, n); len(room) != n || n > 0 && (&room[0] == first) != kept {
			t.Errorf("room for %d: %d, kept %v", n, len(room), !kept)
		}
	}
}

// Every half is decoded as package half has it, on every path.
func TestEveryHalf(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		raw := make([]byte, 2<<16)
		for i := range 1 << 16 {
			binary.LittleEndian.PutUint16(raw[2*i:], uint16(i))
		}
		got := make([]float32, 1<<16)
		halves(got, raw)
		for i, v := range got {
			if want := half.Float32(uint16(i)); math.Float32bits(v) != math.Float32bits(want) && (v == v || want == want) {
				t.Fatalf("half %#04x is %g, want %g", i, v, want)
			}
		}
	})
}

// Threads share the rounding of many rows, each of which is rounded as alone.
func TestManyRowsAreRounded(t *testing.T) {
	rng := rand.New(rand.NewPCG(25, 26))
	a := random(rng, roundShare/512+7, 512)
	for as, o := range orders {
		if o.round.block == 0 {
			continue
		}
		var all, one rounded
		all.set(a, o.round)
		for i := range a.Rows {
			one.set(a.Slice(i, i+1), o.round)
			if got := all.from(i, 1); !slices.Equal(got.ints, one.ints) || !slices.Equal(got.scales, one.scales) || !slices.Equal(got.sums, one.sums) {
				t.Fatalf("%v: row %d is rounded otherwise among others", as, i)
			}
		}
	}
}
