package position

import (
	"math/rand/v2"
	"testing"
)

func BenchmarkTable128x128(b *testing.B) {
	s := vaswani(128, 10000)
	for b.Loop() {
		s.Table(0, 128)
	}
}

func BenchmarkTable512x512(b *testing.B) {
	s := vaswani(512, 10000)
	for b.Loop() {
		s.Table(0, 512)
	}
}

func BenchmarkNearest512x512(b *testing.B) {
	s := vaswani(512, 10000)
	for b.Loop() {
		s.Nearest(512)
	}
}

func BenchmarkRotaryScore128(b *testing.B) {
	src := rand.New(rand.NewPCG(1, 1))
	r := Rotary{Dim: 128, Base: 10000}
	q, k := random(src, 1, 128).Data, random(src, 1, 128).Data
	for b.Loop() {
		r.Score(q, k, 17)
	}
}

func BenchmarkForward64x128(b *testing.B) {
	src := rand.New(rand.NewPCG(1, 1))
	h, x := randomHead(src, 128), random(src, 64, 128)
	for b.Loop() {
		h.Forward(x)
	}
}
