package half

import (
	"math"
	"testing"
)

func TestRoundTripsEveryValue(t *testing.T) {
	for h := range 1 << 16 {
		f := Float32(uint16(h))
		if f != f {
			if Bits(f)&0x7fff <= 0x7c00 {
				t.Errorf("NaN %04x becomes %04x", h, Bits(f))
			}
			continue
		}
		if got := Bits(f); got != uint16(h) {
			t.Errorf("half %04x is %g and becomes %04x", h, f, got)
		}
	}
}

// Numbers that are decoded together are those that are decoded one by one.
func TestDecodesEveryValue(t *testing.T) {
	src, got := make([]byte, 0, 2<<16), make([]float32, 1<<16)
	for h := range 1 << 16 {
		src = append(src, byte(h), byte(h>>8))
	}
	Decode(got, src)
	for h, f := range got {
		if want := math.Float32bits(Float32(uint16(h))); math.Float32bits(f) != want {
			t.Errorf("half %04x becomes %#x, not %#x", h, math.Float32bits(f), want)
		}
	}
}

func TestRoundsToNearestEven(t *testing.T) {
	for h := range uint16(0x7bff) { // every gap between neighbours, up to the largest
		low, high := Float32(h), Float32(h+1)
		middle := (low + high) / 2
		even := h + h&1
		below, above := math.Nextafter32(middle, low), math.Nextafter32(middle, high)
		if a, b, c := Bits(below), Bits(middle), Bits(above); a != h || b != even || c != h+1 {
			t.Fatalf("around %g: %04x %04x %04x, want %04x %04x %04x", middle, a, b, c, h, even, h+1)
		}
		if got := Bits(-middle); got != even|0x8000 {
			t.Fatalf("-%g becomes %04x, want %04x", middle, got, even|0x8000)
		}
	}
	for _, c := range []struct {
		f    float32
		want uint16
	}{
		{65519.996, 0x7bff}, {65520, 0x7c00}, {1e30, 0x7c00}, {float32(math.Inf(-1)), 0xfc00},
		{float32(math.Ldexp(1, -25)), 0}, {float32(math.Ldexp(1.001, -25)), 1}, {1e-40, 0},
	} {
		if got := Bits(c.f); got != c.want {
			t.Errorf("%g becomes %04x, want %04x", c.f, got, c.want)
		}
	}
}

func TestHalfPrecision(t *testing.T) {
	for h := range 1 << 16 {
		v := Float32(uint16(h))
		if back := Bits(v); v == v && back != uint16(h) {
			t.Fatalf("%04x is %g, which is %04x", h, v, back)
		}
		// Half-way to the next number goes to the even one.
		if next := Float32(uint16(h + 1)); h&0x7fff < 0x7bff {
			if got := Bits((v + next) / 2); got != uint16(h+h&1) {
				t.Fatalf("between %04x and %04x: %04x", h, h+1, got)
			}
		}
	}
	for v, want := range map[float32]uint16{65504: 0x7bff, 65519: 0x7bff, 65520: 0x7c00, 1e9: 0x7c00, -1e9: 0xfc00, 1e-9: 0} {
		if got := Bits(v); got != want {
			t.Errorf("%g is %04x, want %04x", v, got, want)
		}
	}
	if got := Bits(float32(math.NaN())); got != 0x7e00 || Float32(got) == Float32(got) {
		t.Errorf("NaN is %04x", got)
	}
}
