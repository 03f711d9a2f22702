package ui

import (
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/lab"
	"logitarium/ui/labs/quantization"
	"logitarium/ui/labs/sampling"
	"logitarium/ui/screen"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// moving returns a shell on the sampling lab, in which changes glide, and one
// in which they do not.
func moving(t *testing.T) (glides, jumps *Model) {
	t.Helper()
	lm := builtintest.Load(t)
	both := [2]*Model{}
	for i := range both {
		both[i] = New([]lab.Lab{sampling.New(lm)}, Options{Theme: "dark", Start: "sampling"})
		both[i].Update(tea.WindowSizeMsg{Width: 80, Height: 24})
		both[i].View()
	}
	both[0].Glides(true)
	both[0].win.Stale = true
	both[0].View()
	return both[0], both[1]
}

// written is how many bytes the changed cells of a frame take.
func written(now, was viz.Grid) int {
	n := 0
	for y := range now.H {
		x, end := now.Changed(was, y)
		n += len(now.Span(x, end, y))
	}
	return n
}

// What a key changes glides: from the first frame on it is on its way, and
// after two more it is where it would be without. Text is there at once, no
// frame is large, and then there are no more frames.
func TestChangesGlide(t *testing.T) {
	glides, jumps := moving(t)
	moved, most := 0, 0
	for _, name := range []string{"t", "right", "shift+right", "right", "k", "left", "end", "p", "shift+left", "home", "v", "t", "right", "v", "r"} {
		if _, ok := special[name]; !ok && len(name) > 1 {
			continue
		}
		was := glides.Grid()
		keys(glides, name)
		keys(jumps, name)
		want := jumps.Grid()
		frames := 0
		for ; glides.Grid().String() != want.String(); frames++ {
			if frames == 0 {
				moved++
			}
			if frames == 3 {
				t.Fatalf("%s: after three frames it shows\n%s\nnot\n%s", name, glides.Grid().Plain(), want.Plain())
			}
			if !glides.motion.moved {
				t.Fatalf("%s: it rests before the end", name)
			}
			most = max(most, written(glides.Grid(), was))
			was = glides.Grid()
			glides.Pass()
		}
		most = max(most, written(glides.Grid(), was))
		for glides.Pass(); glides.win.Stale; glides.Pass() { // by less than is seen
			if frames++; frames > 3 || glides.Grid().String() != want.String() {
				t.Fatalf("%s: it does not rest", name)
			}
		}
	}
	if moved < 6 {
		t.Errorf("%d keys moved anything", moved)
	}
	t.Logf("at most %d bytes for a frame", most)
	if most > 20<<10 {
		t.Errorf("a frame of %d bytes", most)
	}
}

// When the bits turn, values fall to their new levels: lines that are spread
// over the axis gather in two frames, and none is seen that fell before.
func TestValuesFallToTheirLevels(t *testing.T) {
	lm := builtintest.Load(t)
	m := New([]lab.Lab{quantization.New(lm, lm)}, Options{Theme: "dark", Start: "quantization"})
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	m.Glides(true)
	if m.Grid(); m.motion.moved {
		t.Fatal("they fall before a knob turned")
	}
	columns := func() int { // that have a line
		seen, g := map[int]bool{}, m.Grid()
		for y := 7; y < 17; y++ {
			for x := 8; x < g.W; x++ {
				if g.Row(y)[x].Rune == '│' {
					seen[x] = true
				}
			}
		}
		return len(seen)
	}
	keys(m, "b left")
	var lines []int
	for range 3 {
		lines = append(lines, columns())
		m.Pass()
	}
	if !(lines[0] > lines[1] && lines[1] > lines[2]) || m.motion.moved {
		t.Errorf("columns with lines, frame by frame: %v", lines)
	}
	keys(m, "right")
	if m.Grid(); !m.motion.moved {
		t.Error("back on four bits they do not fall")
	}
}

// What glides comes nearer with every frame, and never beyond.
func TestGlideIsMonotone(t *testing.T) {
	n := motion{on: true}
	at := func(to float64) float64 {
		v := n.begin(subject{}, false)(viz.Mark{}, to)
		n.end()
		return v
	}
	if at(1) != 1 || n.moved {
		t.Error("a mark that is new moves")
	}
	last := 1.0
	for frame := range 3 {
		v := at(5)
		if v <= last || v > 5 || (v == 5) != (frame == 2) || n.moved == (frame == 2) {
			t.Errorf("frame %d is at %v", frame, v)
		}
		last = v
		n.advance(Beat)
	}
	at(1)
	half := at(1)
	if turned := at(9); turned < half || turned > 9 {
		t.Errorf("it turns from %v to %v", half, turned)
	}
	if v := n.begin(subject{view: 1}, false)(viz.Mark{}, 2); v != 2 {
		t.Errorf("another picture begins at %v", v)
	}
	n.end()
	if v := n.begin(subject{view: 1}, true)(viz.Mark{}, 7); v != 7 || n.moved {
		t.Errorf("a lab that goes on by itself is at %v", v)
	}
}

// The shell's clock runs while something glides, and no longer.
func TestMotionHasAClock(t *testing.T) {
	m, _ := moving(t)
	ticks := 0
	keys(m, "t shift+right")
	for m.motion.clock.Running() {
		if ticks++; ticks > 3 {
			t.Fatal("the clock never stands")
		}
		m.Update(m.motion.clock.Tick())
	}
	if ticks != 2 {
		t.Errorf("%d ticks", ticks)
	}
}

// Things glide only on a terminal that answers in time, and not for who asked
// for less motion.
func TestMotionNeedsAFastTerminal(t *testing.T) {
	for _, c := range []struct{ answers, reduced, moves bool }{{true, false, true}, {false, false, false}, {true, true, false}} {
		m, _ := moving(t)
		m.Glides(false)
		m.options.ReducedMotion = c.reduced
		m.screen = screen.New(screen.Pixels{})
		m.Init()
		if c.answers {
			m.Update(uv.PrimaryDeviceAttributesEvent{62})
		}
		keys(m, "t shift+right")
		if m.motion.clock.Running() != c.moves {
			t.Errorf("answers %v, reduced %v: moves %v", c.answers, c.reduced, !c.moves)
		}
	}
}

// A screen that stands still shows what changes at its end, and glides again
// once time passes.
func TestRest(t *testing.T) {
	m, still := moving(t)
	for _, both := range []*Model{still, m} {
		keys(both, "t shift+right")
	}
	m.Rest()
	if onScreen(m) != onScreen(still) || m.motion.moved {
		t.Error("a screen that stands still is on the way")
	}
	keys(still, "shift+right")
	keys(m, "shift+right")
	if onScreen(m) != onScreen(still) {
		t.Error("a change of a screen that stands still glides")
	}
	m.Pass()
	keys(m, "shift+left")
	if m.Grid(); !m.motion.moved {
		t.Error("nothing glides after time has passed")
	}
}
