package adapt

import (
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

var large = lab.Frame{Size: viz.Size{W: 200, H: 60}, Theme: viz.Themes()[0]}

// A key press that keeps the exam, and one that makes another.
func BenchmarkKnob(b *testing.B) {
	for _, v := range fresh(b).Views().List {
		b.Run(v.Name, func(b *testing.B) {
			l := fresh(b)
			labtest.Turn(b, l, "view", v.Name, "facts", "4", "steps", "5")
			settle(b, l)
			for i := 0; b.Loop(); i++ {
				l.answers = 1 + i%100
				key(b, l)
			}
		})
	}
	b.Run("seed", func(b *testing.B) {
		l := fresh(b)
		for i := 0; b.Loop(); i++ {
			l.seed = i % 100
			key(b, l)
		}
	})
}

func key(b *testing.B, l *Lab) {
	b.Helper()
	if err := l.Refresh(); err != nil {
		b.Fatal(err)
	}
	_ = lab.Draw(l, large).String()
	lab.Readings(l)
	_ = lab.Sentence(l)
}

// A piece of the slow work.
func BenchmarkStep(b *testing.B) {
	l := fresh(b)
	labtest.Turn(b, l, "replay", "2")
	for b.Loop() {
		if !l.Busy() {
			l.study.restart()
		}
		if err := l.Step(0); err != nil {
			b.Fatal(err)
		}
	}
}
