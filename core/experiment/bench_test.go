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

// What one step of the lab's clock costs.
func BenchmarkExtrapolationStep(b *testing.B) {
	s := ExtrapolationSetting{Depth: 2, Width: 64, Vocabulary: 768, Steps: 1 << 30, Length: 128, Texts: 64, Rate: 3e-3}
	e := NewExtrapolation(s, counting)
	for b.Loop() {
		e.Step(1 << 28)
	}
}
