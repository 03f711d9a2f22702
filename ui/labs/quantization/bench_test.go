package quantization

import (
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

var large = lab.Frame{Size: viz.Size{W: 200, H: 60}, Theme: viz.Themes()[0]}

// key is what a key press costs: the knobs have moved.
func key(b *testing.B, l *Lab) {
	b.Helper()
	if err := l.Refresh(); err != nil {
		b.Fatal(err)
	}
	_ = lab.Draw(l, large).String()
	lab.Readings(l)
	_ = lab.Sentence(l)
}

// A key press on the largest screen, for weights and for the activations of a
// long prompt.
func BenchmarkKnob(b *testing.B) {
	for _, what := range []string{"weights", "activations"} {
		for _, v := range fresh(b).Views().List {
			b.Run(what+"/"+v.Name, func(b *testing.B) {
				l := fresh(b)
				labtest.Turn(b, l, "what", what, "view", v.Name, "prompt", strings.Repeat("the fox lives in the ", 12))
				for i := 0; b.Loop(); i++ {
					l.bits = 2 + i%7
					key(b, l)
				}
			})
		}
	}
}

// The dearest ways to choose a range.
func BenchmarkClip(b *testing.B) {
	for _, clip := range []string{"percentile", "mse"} {
		for _, shared := range []string{"tensor", "group"} {
			b.Run(clip+"/"+shared, func(b *testing.B) {
				l := fresh(b)
				labtest.Turn(b, l, "tensor", "embedding", "clip", clip, "granularity", shared)
				for i := 0; b.Loop(); i++ {
					l.bits = 2 + i%7
					key(b, l)
				}
			})
		}
	}
}

// A key press that runs the model.
func BenchmarkPrompt(b *testing.B) {
	l := fresh(b)
	texts := []string{strings.Repeat("the fox ", 30), strings.Repeat("the owl ", 30)}
	labtest.Turn(b, l, "what", "activations")
	for i := 0; b.Loop(); i++ {
		l.prompt = texts[i%2]
		key(b, l)
	}
}

// A step of slow work.
func BenchmarkStep(b *testing.B) {
	for _, v := range []string{"effect", "layers", "error"} {
		for _, what := range []string{"weights", "activations"} {
			b.Run(v+"/"+what, func(b *testing.B) {
				l := fresh(b)
				labtest.Turn(b, l, "view", v, "what", what)
				for i := 0; b.Loop(); i++ {
					if !l.Busy() {
						l.bits = 2 + i%7
						if err := l.Refresh(); err != nil {
							b.Fatal(err)
						}
					}
					if err := l.Step(0); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
