package viz_test

import (
	"math/rand/v2"
	"testing"

	"logitarium/viz"
)

// TestChanged: what changed, drawn over the old row, makes the new one; the
// cells at both ends did change; and no wide character is cut.
func TestChanged(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	texts := []string{"a", "b", " ", "日", "本", "e\u0301", "o\u0308"}
	draw := func() viz.Grid {
		g := viz.NewGrid(viz.Size{W: 12, H: 1})
		// Clusters are numbered as they come: that of one grid is not that of another.
		g.Text(0, 0, viz.Clean(texts[5+rng.IntN(2)]), viz.Style{})
		for x := 0; x < g.W; x++ {
			x += g.Text(x, 0, viz.Clean(texts[rng.IntN(len(texts))]), viz.Style{Attr: viz.Attr(rng.IntN(8) / 7)}) - 1
		}
		return g
	}
	same, changed := 0, 0
	old := draw()
	for range 20_000 {
		g := viz.NewGrid(old.Size)
		g.Put(0, 0, old)
		fresh, from, to := draw(), rng.IntN(14), rng.IntN(14)
		if part := viz.NewGrid(viz.Size{W: max(to-from, 0), H: 1}); part.W > 0 {
			part.Put(-from, 0, fresh)
			g.Put(from, 0, part)
		}
		x, end := g.Changed(old, 0)
		if g.Line(0) == old.Line(0) {
			same++
		} else if changed++; x >= end {
			t.Fatalf("%q and %q: no change seen", old.Line(0), g.Line(0))
		}
		over := viz.NewGrid(old.Size)
		over.Put(0, 0, old)
		part := viz.NewGrid(viz.Size{W: end - x, H: 1})
		part.Put(-x, 0, g)
		over.Put(x, 0, part)
		if over.Line(0) != g.Line(0) {
			t.Fatalf("%q, from %d to %d drawn over %q, is %q", g.Line(0), x, end, old.Line(0), over.Line(0))
		}
		if part.Line(0) != g.Span(x, end, 0) {
			t.Fatalf("%q from %d to %d is %q, want %q", g.Line(0), x, end, g.Span(x, end, 0), part.Line(0))
		}
		old = g
	}
	if same == 0 || changed == 0 {
		t.Errorf("%d rows were the same, %d changed", same, changed)
	}
}

func TestSpanOutside(t *testing.T) {
	g := viz.NewGrid(viz.Size{W: 3, H: 1})
	g.Text(0, 0, viz.Clean("abc"), viz.Style{})
	for _, tt := range []struct {
		x, end, y int
		want      string
	}{{-5, 2, 0, "ab"}, {1, 9, 0, "bc"}, {2, 1, 0, ""}, {0, 3, 1, ""}, {5, 9, 0, ""}} {
		if got := g.Span(tt.x, tt.end, tt.y); got != tt.want {
			t.Errorf("Span(%d, %d, %d) is %q, want %q", tt.x, tt.end, tt.y, got, tt.want)
		}
	}
	if x, end := g.Changed(viz.NewGrid(viz.Size{W: 2, H: 1}), 0); x != 0 || end != 3 {
		t.Errorf("beside another size, %d to %d changed", x, end)
	}
}
