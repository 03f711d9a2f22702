package gguf

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A block taken apart has the values that it is decoded to, to the last bit,
// whatever its bytes are.
func TestUnpackIsDecode(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for typ := range layouts {
		if !typ.Quantized() {
			continue
		}
		weights, size := typ.Block()
		src, dst := make([]byte, size), make([]float32, weights)
		for range 200 {
			for i := range src {
				src[i] = byte(r.Uint32())
			}
			typ.Decode(dst, src)
			b := typ.Unpack(src)
			bits, scale, low := typ.Bits()
			for i, want := range dst {
				if got := b.Value(i); math.Float32bits(got) != math.Float32bits(want) && (got == got || want == want) {
					t.Fatalf("%v: element %d is %g, want %g", typ, i, got, want)
				}
				if q := b.Stored[i]; typ != Q8_0 && (q < 0 || q >= 1<<bits) {
					t.Fatalf("%v: element %d is stored as %d of %d bits", typ, i, q, bits)
				}
			}
			for _, p := range b.Parts {
				if scale > 0 && (p.Scale < -1<<(scale-1) || p.Scale >= 1<<scale) || low > 0 && (p.Min < 0 || p.Min >= 1<<low) {
					t.Fatalf("%v: scale %d of %d bits, minimum %d of %d", typ, p.Scale, scale, p.Min, low)
				}
			}
		}
	}
}

// The integers, scales and minimums of a type, with what parts share, are all
// of its bytes.
func TestBitsAreAllBytes(t *testing.T) {
	for typ := range layouts {
		if !typ.Quantized() {
			continue
		}
		weights, size := typ.Block()
		b := typ.Unpack(make([]byte, size))
		bits, scale, low := typ.Bits()
		sum := weights*bits + len(b.Parts)*(scale+low) + 16
		if typ.HasMin() {
			sum += 16
		}
		if sum != 8*size {
			t.Errorf("%v: %d bits are named, and a block has %d", typ, sum, 8*size)
		}
	}
}

func TestFloatBits(t *testing.T) {
	for _, c := range []struct {
		typ                      Type
		src                      []byte
		sign, exponent, fraction uint32
	}{
		{F32, []byte{0, 0, 0xc0, 0xbf}, 1, 127, 1 << 22}, // -1.5
		{F16, []byte{0x00, 0x3e}, 0, 15, 1 << 9},         // 1.5
		{BF16, []byte{0x20, 0x40}, 0, 128, 1 << 5},       // 2.5
	} {
		s, e, f := c.typ.FloatBits(c.src)
		if s != c.sign || e != c.exponent || f != c.fraction {
			t.Errorf("%v: %d %d %d, want %d %d %d", c.typ, s, e, f, c.sign, c.exponent, c.fraction)
		}
		var x [1]float32
		c.typ.Decode(x[:], c.src)
		_, n := c.typ.Float()
		bias := float64(127)
		if c.typ == F16 {
			bias = 15
		}
		if want := math.Pow(-1, float64(s)) * math.Pow(2, float64(e)-bias) * (1 + float64(f)/math.Pow(2, float64(n))); float64(x[0]) != want {
			t.Errorf("%v: %g, want %g", c.typ, x[0], want)
		}
	}
}
