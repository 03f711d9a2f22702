package rag

import (
	"testing"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// A key press on the largest screen.
func BenchmarkKnob(b *testing.B) {
	for _, v := range fresh(b).Views().List {
		l := fresh(b)
		turn(b, l, "view", v.Name)
		b.Run(v.Name, func(b *testing.B) {
			f := lab.Frame{Size: viz.Size{W: 200, H: 60}, Theme: viz.Themes()[0]}
			for i := 0; b.Loop(); i++ {
				l.k1 = float64(i%50) / 10
				if v.Name == "answer" || v.Name == "prompt" {
					l.topN = 1 + i%5
				}
				if err := l.Refresh(); err != nil {
					b.Fatal(err)
				}
				_ = lab.Draw(l, f).String()
				lab.Readings(l)
			}
		})
	}
}

// A step of the queue: one prompt.
func BenchmarkStep(b *testing.B) {
	l := fresh(b)
	turn(b, l, "view", "answer")
	for b.Loop() {
		l.answer = answer{}
		l.work.Drop()
		_ = l.Refresh()
		_ = l.Step(0)
	}
}

// Another chunk for the first time: all passages are cut and encoded.
func BenchmarkStock(b *testing.B) {
	l := fresh(b)
	turn(b, l)
	for b.Loop() {
		l.library.stocks = make(map[cut]*stock)
		turn(b, l)
	}
}
