package labtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"logitarium/ui/lab"
	"logitarium/viz"
)

const (
	keepMoves = 6   // from one kept state to the end of a walk
	keepWork  = 12  // steps of a lab that is at work, in [testKeep]
	keepSteps = 200 // about as many may all walks of a lab take
)

// testKeep keeps states of a lab and goes back to them, in any order: what is
// shown must be what was shown then, and so must all that comes of the same
// moves.
func testKeep(t *testing.T, fresh func() lab.Lab) {
	views, steps := 1, 0
	if c, ok := viewOf(opened(t, fresh)); ok {
		views = len(c.Options)
	}
	for i := range fewer(4) * views {
		if i >= views && steps > keepSteps {
			break
		}
		w := walk{T: t, lab: opened(t, fresh), seed: uint64(i), steps: &steps}
		if c, ok := viewOf(w.lab); ok {
			*c.At = i % views
			_ = w.lab.Refresh()
		}
		if i < views {
			if animated, ok := w.lab.(lab.Animated); ok && !animated.Busy() {
				w.act(0) // which would pause another one
			}
			w.work(fewer(keepWork))
		}
		for n := range 4 {
			w.move(100 + n)
		}
		w.run(i % 7 * 3)
		w.wander()
	}
}

// KeepAtWork lets a lab go on by at most so many steps, keeps it now and then,
// and goes back to all that it kept. A lab's package calls it for work that
// random walks rarely get to.
func KeepAtWork(t *testing.T, l lab.Lab, steps int) {
	t.Helper()
	walk{T: t, lab: l, steps: new(int)}.work(fewer(steps))
}

// A walk takes the same ways for the same seed, as long as the lab is the same.
type walk struct {
	*testing.T
	lab   lab.Lab
	seed  uint64
	steps *int // that the lab has taken
}

// work keeps a lab every few steps while it is at work.
func (w walk) work(steps int) {
	w.Helper()
	const every = 3 // steps: a batch often takes 2 or 4
	var seen []appearance
	var restore []func()
	for taken := every; taken == every && len(seen)*every < steps; {
		seen, restore = append(seen, w.see()), append(restore, lab.Keep(w.lab))
		taken = w.run(every)
	}
	seen = append(seen, w.see())
	back := rand.New(rand.NewPCG(w.seed, 1)).Perm(len(restore))
	for _, i := range append(back, 0, len(restore)-1) {
		restore[i]()
		w.compare("at once", w.see(), seen[i])
		w.run(every)
		w.compare("some steps later", w.see(), seen[i+1])
	}
}

// wander keeps a state, and another one some moves later.
func (w walk) wander() {
	w.Helper()
	seen := []appearance{w.see()}
	var restore [2]func()
	const half = keepMoves / 2
	for n := range keepMoves {
		if n%half == 0 {
			restore[n/half] = lab.Keep(w.lab)
		}
		w.move(n)
		seen = append(seen, w.see())
	}
	for _, back := range []struct {
		to, first int // the kept state, and the first move from there
	}{{0, 200}, {1, half}, {0, 0}, {1, 300}, {1, half}, {0, 0}} {
		at := back.to * half
		restore[back.to]()
		w.compare("at once", w.see(), seen[at])
		for n := range half {
			w.move(back.first + n)
			if back.first == at { // the same moves as the first time
				w.compare("some moves later", w.see(), seen[at+n+1])
			}
		}
	}
}

// move turns a knob or the view, acts, or waits while the lab works.
func (w walk) move(n int) {
	rng := rand.New(rand.NewPCG(w.seed, uint64(n)))
	if rng.IntN(3) > 0 {
		stroll(w.lab, rng)
		_ = w.lab.Refresh()
	}
	if rng.IntN(3) == 0 {
		w.act(rng.IntN(2))
	}
	w.run(rng.IntN(5))
}

// act sets off an action, if the lab has that many.
func (w walk) act(n int) {
	if list := lab.Actions(w.lab); n < len(list) {
		_ = list[n].Do()
		_ = w.lab.Refresh()
	}
}

// run lets a lab that is at work take some steps, and returns how many.
func (w walk) run(most int) (taken int) {
	animated, ok := w.lab.(lab.Animated)
	for ; ok && taken < most && animated.Busy(); taken++ {
		_ = animated.Step(time.Second / 15)
	}
	*w.steps += taken
	return taken
}

// appearance is all that can be seen of a lab.
type appearance struct {
	text  string
	cells []viz.Cell
}

// see looks at a lab in the room that a picture has on 80x24.
func (w walk) see() appearance {
	w.Helper()
	var text strings.Builder
	for _, k := range lab.Knobs(w.lab) {
		fmt.Fprintf(&text, "%s: %q, of %s %s\n", k.Name, k.Setting.String(), k.Setting.Allowed(), k.Idle)
	}
	for _, r := range lab.Readings(w.lab) {
		fmt.Fprintf(&text, "%+v\n", r)
	}
	g := look(w.T, w.lab, 46, 20, viz.Themes()[0])
	fmt.Fprintf(&text, "%s\n%s", lab.Sentence(w.lab), g.Plain())
	return appearance{text.String(), slices.Clone(g.Cells)}
}

func (w walk) compare(when string, got, want appearance) {
	w.Helper()
	switch {
	case got.text != want.text:
		w.Fatalf("gone back to, it is not what it was, %s; %s\n%s", when, state(w.lab), firstDifference(want.text, got.text))
	case !slices.Equal(got.cells, want.cells):
		w.Fatalf("gone back to, it has other colours, %s; %s", when, state(w.lab))
	}
}
