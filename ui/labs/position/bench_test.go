package position

import (
	"testing"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// From a key to a frame ready at 200x60, in each view.
func BenchmarkKeyToFrame(b *testing.B) {
	lm := load(b)
	dark := viz.Themes()[0]
	for _, size := range []struct {
		name  string
		knobs []string
	}{{"usual", nil}, {"largest", []string{"positions=256", "d-model=512", "position=127"}}} {
		for i, view := range New(lm, lm).views() {
			b.Run(view.Name+"/"+size.name, func(b *testing.B) {
				l := turned(b, lm, size.knobs...)
				l.set.view = i
				b.ReportAllocs()
				n := 0
				for b.Loop() {
					n++
					l.set.offset, l.set.base = n%20, 10000-n%2
					if err := l.Refresh(); err != nil {
						b.Fatal(err)
					}
					g := lab.Draw(l, lab.Frame{Size: viz.Size{W: 200, H: 60}, Theme: dark})
					if g.W != 200 {
						b.Fatal("no picture")
					}
				}
			})
		}
	}
}
