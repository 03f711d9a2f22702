package quant

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// valuesFrom reads float32s from fuzz data: finite, and small enough that no
// step of a grid overflows.
func valuesFrom(data []byte) []float32 {
	var x []float32
	for ; len(data) >= 4; data = data[4:] {
		v := math.Float32frombits(binary.LittleEndian.Uint32(data))
		if math.Abs(float64(v)) < 1e36 {
			x = append(x, v)
		}
	}
	return x
}

// schemeFrom picks one of all schemes.
func schemeFrom(choice uint16) Scheme {
	return Scheme{
		Bits:     2 + int(choice%7),
		Kind:     Kind(choice / 7 % 3),
		Full:     choice/21%2 == 1,
		Unsigned: choice/42%2 == 1,
		Rounding: Rounding(choice / 84 % 3),
	}
}

func bytesOf(x ...float32) []byte {
	var data []byte
	for _, v := range x {
		data = binary.LittleEndian.AppendUint32(data, math.Float32bits(v))
	}
	return data
}

func FuzzGridLaws(f *testing.F) {
	f.Add(bytesOf(.5, -1.2, 3.1, .02, -.7, 2.4, -2.9, 1.05), uint16(6))
	f.Add(bytesOf(1e-44, -3e-45, 0), uint16(13))
	f.Add(bytesOf(7, 7.25, 7.5), uint16(16))
	f.Add(bytesOf(9e35, -9e35), uint16(34))
	f.Fuzz(func(t *testing.T, data []byte, choice uint16) {
		x, s := valuesFrom(data), schemeFrom(choice)
		if len(x) == 0 {
			t.Skip()
		}
		slices.Sort(x)
		g := s.Grid(MinMax(x))
		// An offset grid far from 0 loses what float32 cannot hold there.
		slack := 2e-5*float64(g.Scale) + 2.5e-7*math.Abs(float64(peak(x)))
		last := float32(math.Inf(-1))
		for _, v := range x {
			q, y := g.Integer(v), g.Snap(v)
			if q < g.Min || q > g.Max {
				t.Fatalf("%+v of %g: integer %d outside %d to %d", s, v, q, g.Min, g.Max)
			}
			if e := math.Abs(float64(v) - float64(y)); !(e <= float64(g.Scale)/2+slack) {
				t.Fatalf("%+v: %g becomes %g, more than half a step of %g", s, v, y, g.Scale)
			}
			if y < last {
				t.Fatalf("%+v: order lost at %g: %g after %g", s, v, y, last)
			}
			last = y
		}
		if s.Kind != Offset && g.Snap(0) != 0 {
			t.Fatalf("%+v: 0 becomes %g", s, g.Snap(0))
		}
		once := slices.Clone(x)
		g.SnapAll(once)
		for i, v := range x {
			if once[i] != g.Snap(v) {
				t.Fatalf("%+v: SnapAll gives %g for %g, Snap %g", s, once[i], v, g.Snap(v))
			}
		}
		q := make([]int32, len(x))
		g.IntegerAll(q, x)
		for i, v := range x {
			if q[i] != g.Integer(v) {
				t.Fatalf("%+v: IntegerAll gives %d for %g, Integer %d", s, q[i], v, g.Integer(v))
			}
		}
		if float64(g.Scale) > 1e-6*float64(peak(x)) {
			twice := slices.Clone(once)
			g.SnapAll(twice)
			if !slices.Equal(once, twice) {
				t.Fatalf("%+v: not idempotent: %g then %g", s, once, twice)
			}
		}
	})
}

func FuzzFakeIsDequantizedQuantize(f *testing.F) {
	f.Add(bytesOf(1, 2, 3, 4, 5, 6, 7, 8), uint8(2), uint8(3), uint8(1), uint16(20))
	f.Fuzz(func(t *testing.T, data []byte, cols, granularity, group uint8, choice uint16) {
		x := valuesFrom(data)
		width := int(cols)%16 + 1
		rows := len(x) / width
		if rows == 0 {
			t.Skip()
		}
		x = x[:rows*width]
		p := Plan{Scheme: schemeFrom(choice), Granularity: Granularity(granularity % 4), Group: int(group)%16 + 1}
		m := p.Quantize(x, rows, width)
		if len(m.Grids) != p.Grids(rows, width) {
			t.Fatalf("%d grids, announced %d", len(m.Grids), p.Grids(rows, width))
		}
		want := m.Dequantize()
		p.Fake(x, rows, width)
		if !slices.Equal(x, want) {
			t.Fatalf("%+v: in place %g, by integers %g", p, x, want)
		}
	})
}

func FuzzBlockLaws(f *testing.F) {
	f.Add(bytesOf(.5, -1.2, 3.1, .02, -.7, 2.4, -2.9, 1.05), uint8(1))
	f.Add(bytesOf(1e-44, -1e-39, 1e-30), uint8(2))
	f.Fuzz(func(t *testing.T, data []byte, format uint8) {
		format %= 5
		b := Format(format)
		x := make([]float32, BlockSize)
		copy(x, valuesFrom(data))
		encoded, err := b.Encode(x)
		if err != nil {
			if peak(x) < 65504 {
				t.Fatalf("%v of %g: %v", b, x, err)
			}
			return
		}
		y, err := b.Decode(encoded)
		if err != nil {
			t.Fatal(err)
		}
		// d is rounded to half precision after the integers are made: 2⁻¹¹ of
		// it, times the integer, adds to half a step; the top value of Q4_0
		// and Q5_0 is cut by up to one step. Below 2⁻¹⁴ half is coarser still.
		r := MinMax(x)
		step := float64(r.Hi-r.Lo) / float64(int(1)<<b.Bits()-1)
		if !b.hasMin() {
			step = float64(peak(x)) / float64(int(1)<<(b.Bits()-1)-1)
		}
		limit := 1.01*step + float64(peak(x))*0x1p-10 + 0x1p-24*128
		for i := range x {
			if e := math.Abs(float64(x[i]) - float64(y[i])); !(e <= limit) {
				t.Fatalf("%v: %g becomes %g, off by more than %g", b, x[i], y[i], limit)
			}
		}
	})
}

func FuzzDecodeNeverPanics(f *testing.F) {
	f.Add([]byte{1, 2, 3}, uint8(0))
	f.Fuzz(func(t *testing.T, data []byte, format uint8) {
		b := Format(format % 5)
		x, err := b.Decode(data)
		if whole := len(data)%b.BlockBytes() == 0; whole != (err == nil) || whole && len(x) != len(data)/b.BlockBytes()*BlockSize {
			t.Fatalf("%v: %d bytes give %d weights, error %v", b, len(data), len(x), err)
		}
	})
}

// One block by itself is the block that Encode stores.
func TestQuantizeIsEncode(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	for _, f := range []Format{Q8_0, Q4_0, Q4_1, Q5_0, Q5_1} {
		for range 200 {
			x := make([]float32, BlockSize)
			for i := range x {
				x[i] = float32(rng.NormFloat64() * math.Exp(2*rng.NormFloat64()))
			}
			data, err := f.Encode(x)
			if err != nil {
				t.Fatal(err)
			}
			want, err := f.Blocks(data)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := f.Quantize(x); err != nil || got != want[0] {
				t.Fatalf("%v: %v, %v, want %v", f, got, err, want[0])
			}
		}
		x := make([]float32, BlockSize)
		x[5] = 1e30
		if _, err := f.Quantize(x); err == nil {
			t.Errorf("%v: a scale beyond half precision", f)
		}
		x[5] = float32(math.NaN())
		if _, err := f.Quantize(x); err == nil {
			t.Errorf("%v: NaN", f)
		}
	}
}
