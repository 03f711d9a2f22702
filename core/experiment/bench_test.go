package experiment

import (
	"fmt"
	"testing"
)

// What a key press costs in the lab.
func BenchmarkMeasure(b *testing.B) {
	for _, s := range []Setting{{Depth: 12, Width: 64}, {Depth: 24, Width: 64}, {Depth: 24, Width: 64, Init: GPT2}, {Depth: 24, Width: 64, Cross: true}} {
		b.Run(fmt.Sprintf("%d layers, %v, cross-attention %t", s.Depth, s.Init, s.Cross), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Measure(s)
			}
		})
	}
}
