package gpt

import (
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// A key press in each view, on the largest screen.
func BenchmarkKnob(b *testing.B) {
	for _, view := range fresh(b).Views().List {
		l := fresh(b)
		turn(b, l, "view", view.Name)
		b.Run(view.Name, func(b *testing.B) {
			f := lab.Frame{Size: viz.Size{W: 200, H: 60}, Theme: viz.Themes()[0]}
			for i := 0; b.Loop(); i++ {
				l.model = i % len(l.models)
				if err := l.Refresh(); err != nil {
					b.Fatal(err)
				}
				_ = lab.Draw(l, f).String()
				lab.Readings(l)
				lab.Sentence(l)
			}
		})
	}
}

// The longest text there may be.
func BenchmarkText(b *testing.B) {
	l := fresh(b)
	turn(b, l, "view", "tokens")
	texts := []string{strings.Repeat("狐狸 fox ", 153), strings.Repeat("狐狸 owl ", 153)}
	f := lab.Frame{Size: viz.Size{W: 200, H: 60}, Theme: viz.Themes()[0]}
	for i := 0; b.Loop(); i++ {
		l.text = texts[i%2]
		if err := l.Refresh(); err != nil {
			b.Fatal(err)
		}
		_ = lab.Draw(l, f).String()
	}
}
