package stored

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"logitarium/core/gguf"
	"logitarium/core/half"
	"logitarium/core/tensor"
)

func types() []gguf.Type { return slices.Sorted(maps.Keys(orders)) }

// randomRaw returns rows as a file may have them: any integers, and scales that
// are finite.
func randomRaw(rng *rand.Rand, t gguf.Type, rows, cols int) []byte {
	weights, size := t.Block()
	raw := make([]byte, rows*cols/weights*size)
	for i := range raw {
		raw[i] = byte(rng.Uint32())
	}
	number := func(at int) {
		binary.LittleEndian.PutUint16(raw[at:], half.Bits((float32(rng.Uint32()>>8)/(1<<24)-.5)*.1))
	}
	o := orders[t]
	for at := 0; at < len(raw); at += size {
		for i := range o.first {
			number(at + 2*i)
		}
		for i := range o.last {
			number(at + size - 2*o.last + 2*i)
		}
	}
	return raw
}

func randomMatrix(t *testing.T, rng *rand.Rand, as gguf.Type, rows, cols int) Matrix {
	t.Helper()
	m := New(as, rows, cols)
	if err := m.SetRows(0, randomRaw(rng, as, rows, cols)); err != nil {
		t.Fatal(err)
	}
	return m
}

// random returns values of many sizes, some rows of them with zeros alone.
func random(rng *rand.Rand, rows, cols int) tensor.Matrix {
	m := tensor.New(rows, cols)
	for i := range m.Data {
		m.Data[i] = (float32(rng.Uint32()>>8)/(1<<24) - .5) * float32(int(1)<<(rng.Uint32()%8))
	}
	if rows > 1 && rows*cols > 256 {
		clear(m.Data[:256])
	}
	return m
}

// A file's bytes come back, and decode as the format's own reader decodes them.
func TestHoldsWhatIsStored(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(1, 2))
		for _, as := range types() {
			const rows, cols = 37, 512
			raw := randomRaw(rng, as, rows, cols)
			m := New(as, rows, cols)
			size := len(raw) / rows
			if err := m.SetRows(5, raw[5*size:]); err != nil {
				t.Fatal(err)
			}
			if err := m.SetRows(0, raw[:5*size]); err != nil {
				t.Fatal(err)
			}
			got, want, row := make([]byte, size), make([]float32, cols), make([]float32, cols)
			for i := range rows {
				m.raw(got, i)
				stored := raw[i*size : (i+1)*size]
				as.Decode(want, stored)
				m.Row(row, i)
				if !slices.Equal(got, stored) || !slices.Equal(row, want) {
					t.Fatalf("%v: row %d is not as it was", as, i)
				}
			}
			part := m.Slice(16, 37)
			if !slices.Equal(part.Float32(0, 21).Data, m.Float32(16, 37).Data) || part.Bytes() > m.Bytes() || m.Bytes() < len(raw) {
				t.Errorf("%v: rows 16 to 37 are others", as)
			}
			c := New(as, rows, cols)
			m.CopyTo(c)
			if !slices.Equal(c.data, m.data) {
				t.Errorf("%v: a copy is another", as)
			}
		}
	})
}

// checkProduct compares a product with float64, of the factor as it was rounded:
// what is left is the rounding of sums.
func checkProduct(t *testing.T, rng *rand.Rand, as gguf.Type, n, k, rows int) {
	t.Helper()
	m, a, dst := randomMatrix(t, rng, as, rows, k), random(rng, n, k), tensor.New(n, rows)
	Mul(dst, a, m)
	var x rounded
	r := orders[as].round
	if r.block > 0 {
		x.set(a, r)
	}
	weights := m.Float32(0, rows)
	for i := range n {
		for j := range rows {
			var want, size float64
			for c, w := range weights.Row(j) {
				v := float64(a.At(i, c))
				if r.block > 0 {
					step := float64(x.scales[(i*k+c)/r.block])
					if off := math.Abs(v - step*float64(x.ints[i*k+c])); off > step*.5001 {
						t.Fatalf("%v: %g was rounded by %g, in steps of %g", as, v, off, step)
					}
					v = step * float64(x.ints[i*k+c])
				}
				want += float64(w) * v
				size += math.Abs(float64(w) * v)
			}
			// The products of a minimum are as large as those of a scale.
			if got := float64(dst.At(i, j)); !(math.Abs(got-want) <= size*float64(k+32)*0x1p-22) {
				t.Fatalf("%v, %d×%d×%d: element %d, %d is %g, want %g of %g", as, n, k, rows, i, j, got, want, size)
			}
		}
	}
}

func TestProductsAreThoseOfFloat64(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(3, 4))
		for _, as := range types() {
			for _, n := range []int{0, 1, 4, 7} {
				for _, k := range []int{256, 768} {
					for _, rows := range []int{0, 1, 16, 37} {
						checkProduct(t, rng, as, n, k, rows)
					}
				}
			}
		}
	})
}

func FuzzProduct(f *testing.F) {
	f.Add(uint64(1), uint8(0), uint8(1), uint8(2), uint8(3))
	f.Add(uint64(2), uint8(1), uint8(5), uint8(1), uint8(17))
	f.Fuzz(func(t *testing.T, seed uint64, kind, n, blocks, rows uint8) {
		as := types()[int(kind)%len(types())]
		k := 256 * (1 + int(blocks)%3)
		everyPath(t, func(t *testing.T) {
			checkProduct(t, rand.New(rand.NewPCG(seed, 0)), as, int(n)%9, k, int(rows)%40)
		})
	})
}

// bits hashes the products of some shapes.
func bits(t *testing.T, as gguf.Type) uint64 {
	rng := rand.New(rand.NewPCG(11, 7))
	h := fnv.New64a()
	for _, size := range [][3]int{{1, 256, 16}, {4, 512, 48}, {7, 768, 33}, {9, 1024, 5}} {
		dst := tensor.New(size[0], size[2])
		Mul(dst, random(rng, size[0], size[1]), randomMatrix(t, rng, as, size[2], size[1]))
		for _, v := range dst.Data {
			h.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(v)))
		}
	}
	return h.Sum64()
}

// The bits were written once; no machine may give others. F16 is multiplied by
// package tensor, which holds itself to this.
func TestSameBitsEverywhere(t *testing.T) {
	want := map[gguf.Type]uint64{
		gguf.Q8_0: 0x907eec93a092b92a,
		gguf.Q4_0: 0x889e0506d50514cf,
		gguf.Q4_K: 0xe234ad0556fd0b9b,
		gguf.Q6_K: 0xe07c77cadad32f84,
	}
	everyPath(t, func(t *testing.T) {
		for as, hash := range want {
			if got := bits(t, as); got != hash {
				t.Errorf("%v: %#x, want %#x", as, got, hash)
			}
		}
	})
	for _, as := range types() {
		if _, ok := want[as]; !ok && as != gguf.F16 {
			t.Errorf("no bits of %v", as)
		}
	}
}

// What is rounded is the same on every path, at ties and without a scale too.
func TestRoundingIsTheSame(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	values := random(rng, 5, 256)
	for j := range 256 {
		values.Row(1)[j] = float32(j-128) / 2 // ties, and a peak of 64
		values.Row(2)[j] = 0
		values.Row(3)[j] = float32(j%5) * 0x1p-140
	}
	for _, block := range []int{32, 256} {
		for i := range values.Rows {
			want, wantSums := make([]int8, block), [mostBlock / 16]int32{}
			scale := roundPlain(want, &wantSums, values.Row(i)[:block])
			everyPath(t, func(t *testing.T) {
				got, sums := make([]int8, block), [mostBlock / 16]int32{}
				if s := round(got, &sums, values.Row(i)[:block]); s != scale || !slices.Equal(got, want) || sums != wantSums {
					t.Errorf("row %d: scale %g, %v, sums %v; want %g, %v, %v", i, s, got, sums, scale, want, wantSums)
				}
			})
		}
	}
}

// The extremes of integers and signs: what 16 bits hold in between is enough.
func TestExtremes(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		for _, as := range types() {
			weights, size := as.Block()
			for _, fill := range []byte{0, 0x7f, 0x80, 0xff} {
				for _, sign := range []float32{1, -1} {
					raw := slices.Repeat([]byte{fill}, size*max(1, 256/weights))
					for at := 0; at < len(raw); at += size {
						o := orders[as]
						for i := range o.first {
							binary.LittleEndian.PutUint16(raw[at+2*i:], half.Bits(1))
						}
						for i := range o.last {
							binary.LittleEndian.PutUint16(raw[at+size-2*o.last+2*i:], half.Bits(1))
						}
					}
					k := len(raw) / size * weights
					m := New(as, 1, k)
					if err := m.SetRows(0, raw); err != nil {
						if as == gguf.F16 {
							continue // 0xffff is no number
						}
						t.Fatal(err)
					}
					a, dst := tensor.New(4, k), tensor.New(4, 1)
					for i := range a.Data {
						a.Data[i] = 127 * sign
					}
					Mul(dst, a, m)
					var want float64
					for _, w := range m.Float32(0, 1).Data {
						want += float64(w) * 127 * float64(sign)
					}
					for _, v := range dst.Data {
						if math.Abs(float64(v)-want) > math.Abs(want)*1e-6 {
							t.Errorf("%v of %#x: %g, want %g", as, fill, v, want)
						}
					}
				}
			}
		}
	})
}

// In float32 it is the product of the decoded matrix, to the bit.
func TestMulFloat32IsMulBT(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(5, 6))
		for _, as := range types() {
			for _, n := range []int{1, 3, 4, 20} {
				m, a := randomMatrix(t, rng, as, 133, 256), random(rng, n, 256)
				got, want := tensor.New(n, 133), tensor.New(n, 133)
				MulFloat32(got, a, m)
				if tensor.MulBT(want, a, m.Float32(0, 133)); !slices.Equal(got.Data, want.Data) {
					t.Errorf("%v: %d rows differ from MulBT", as, n)
				}
			}
		}
	})
}

func TestThreadsRowsAndSlicesDoNotMatter(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, as := range types() {
		m, a := randomMatrix(t, rng, as, 1003, 512), random(rng, 6, 512)
		if as == gguf.F16 {
			continue // as tensor's products: four rows and one add in another order
		}
		one, other := tensor.New(6, 1003), tensor.New(6, 1003)
		for i := range a.Rows {
			Mul(one.Slice(i, i+1), a.Slice(i, i+1), m)
		}
		for _, threads := range []int{1, 2, 5} {
			runtime.GOMAXPROCS(threads)
			if Mul(other, a, m); !slices.Equal(other.Data, one.Data) {
				t.Errorf("%v, %d threads, all rows at once: another result", as, threads)
			}
		}
		part := tensor.New(1, 64)
		if Mul(part, a.Slice(2, 3), m.Slice(32, 96)); !slices.Equal(part.Data, one.Row(2)[32:96]) {
			t.Errorf("%v: a slice gives another result", as)
		}
	}
}

func TestRefusesWhatIsNotFinite(t *testing.T) {
	for _, as := range types() {
		weights, size := as.Block()
		o := orders[as]
		raw := make([]byte, 3*max(1, 256/weights)*size)
		at := len(raw) - size
		if o.first == 0 {
			at = len(raw) - 2
		}
		binary.LittleEndian.PutUint16(raw[at:], 0x7e00)
		err := New(as, 3, len(raw)/3/size*weights).SetRows(0, raw)
		if err == nil || !strings.Contains(err.Error(), "row 2") {
			t.Errorf("%v: %v", as, err)
		}
	}
}

func TestMisuse(t *testing.T) {
	m := New(gguf.Q4_0, 20, 64)
	for want, misuse := range map[string]func(){
		"stored: a matrix of 2 rows and 33 columns as Q8_0":   func() { New(gguf.Q8_0, 2, 33) },
		"stored: a matrix of 2 rows and 32 columns as Q5_1":   func() { New(gguf.Q5_1, 2, 32) },
		"stored: rows 3 to 20 of 20 in groups of 16":          func() { m.Slice(3, 20) },
		"stored: rows 16 to 21 of 20":                         func() { m.Slice(16, 21) },
		"stored: 35 bytes as rows of 36":                      func() { _ = m.SetRows(0, make([]byte, 35)) },
		"stored: rows 20 to 21 of 20":                         func() { _ = m.SetRows(20, make([]byte, 36)) },
		"stored: [20, 64] of Q4_0 copied to [20, 64] of Q8_0": func() { m.CopyTo(New(gguf.Q8_0, 20, 64)) },
		"stored: a row of 64 elements into 3":                 func() { m.Row(make([]float32, 3), 0) },
		"stored: a·mᵀ of [1, 32] and [20, 64] into [1, 20]":   func() { Mul(tensor.New(1, 20), tensor.New(1, 32), m) },
		"stored: a·mᵀ of [1, 64] and [20, 64] into [2, 20]":   func() { MulFloat32(tensor.New(2, 20), tensor.New(1, 64), m) },
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

func BenchmarkMul(b *testing.B) {
	for _, as := range types() {
		for _, n := range []int{1, 64} {
			b.Run(fmt.Sprintf("%v/%d", as, n), func(b *testing.B) {
				const rows, cols = 3072, 768
				m, a, dst := New(as, rows, cols), tensor.New(n, cols), tensor.New(n, rows)
				for i := range a.Data {
					a.Data[i] = float32(i % 7)
				}
				for b.Loop() {
					Mul(dst, a, m)
				}
				b.ReportMetric(float64(n*rows*cols)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
				b.ReportMetric(float64(m.Bytes())*float64(b.N)/b.Elapsed().Seconds()/1e9, "GB/s")
			})
		}
	}
}
