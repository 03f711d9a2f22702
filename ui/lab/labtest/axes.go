package labtest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// scale is one axis as a picture drew it.
type scale struct {
	axis      string
	low, high float64
}

func (s scale) String() string { return fmt.Sprintf("%s %.5g to %.5g", s.axis, s.low, s.high) }

// testCommonAxes draws each view at two settings beside each other, as a
// comparison does: what both show, both draw to the same axes. Where the two
// ask for axes of different names, they show different quantities.
func testCommonAxes(t *testing.T, fresh func() lab.Lab) {
	l := opened(t, fresh)
	pairs := 12
	if Brief() {
		pairs = 3
	}
	eachView(t, l, func(view string) {
		drew, held := false, 0
		for i := range pairs {
			a, b := apart(t, fresh, view, uint64(i))
			size := viz.Size{W: []int{38, 58, 28}[i%3], H: []int{15, 30, 12}[i%3]}
			one, two := beside(a, b, size)
			drew = drew || len(one.scales) > 0
			if !slices.Equal(one.asked, two.asked) || !slices.EqualFunc(one.scales, two.scales, func(x, y scale) bool { return x.axis == y.axis }) {
				continue
			}
			held++
			if !slices.Equal(one.scales, two.scales) {
				t.Errorf("view %s: A and B show the same on different axes\nA %v\nB %v\nasked for %q\nA %s\nB %s",
					view, one.scales, two.scales, one.asked, state(a), state(b))
				return
			}
		}
		if drew && held == 0 {
			t.Errorf("view %s: no two of %d pairs of settings show the same quantities: what is held to what?", view, pairs)
		}
	})
}

// apart returns two labs in a view, at random settings that differ in a few
// knobs.
func apart(t *testing.T, fresh func() lab.Lab, view string, seed uint64) (a, b lab.Lab) {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 0x61786573))
	for {
		a, b = fresh(), fresh()
		var before []string
		if rng.IntN(2) == 0 {
			scatter(a, rng)
		}
		for _, k := range lab.Knobs(a) {
			before = append(before, k.Setting.String())
		}
		for i, v := range before {
			_ = lab.Knobs(b)[i].Setting.Set(v)
		}
		for n := 1 + rng.IntN(3); n > 0; {
			if k := lab.Knobs(b)[rng.IntN(len(before))]; k.Name != lab.ViewKnob {
				throw(k.Setting, rng)
				n--
			}
		}
		ready := true
		for _, l := range []lab.Lab{a, b} {
			k, _, err := lab.KnobNamed(l, lab.ViewKnob)
			if err != nil {
				t.Fatal(err)
			}
			_ = k.Setting.Set(view)
			ready = ready && l.Refresh() == nil
			for steps := 0; steps < 100 && lab.ProgressOf(l).Stale; steps++ {
				goOn(t, l, 1)
			}
			ready = ready && !lab.ProgressOf(l).Stale
		}
		if ready {
			return a, b
		}
	}
}

// side is one of two pictures: the axes that it asked for, and those that it
// was drawn to.
type side struct {
	asked  []string
	scales []scale
}

// beside draws two labs as a comparison does.
func beside(a, b lab.Lab, size viz.Size) (one, two side) {
	axes := &lab.Axes{}
	axes.Settle(func() {
		for _, s := range []struct {
			of  lab.Lab
			put *side
		}{{a, &one}, {b, &two}} {
			s.put.scales = nil
			theme := viz.Theme{Watch: func(axis string, low, high float64) {
				s.put.scales = append(s.put.scales, scale{axis, low, high})
			}}
			lab.Draw(s.of, lab.Frame{Size: size, Theme: theme, Axes: axes})
		}
	})
	for _, s := range []struct {
		of  lab.Lab
		put *side
	}{{a, &one}, {b, &two}} {
		own := &lab.Axes{}
		lab.Draw(s.of, lab.Frame{Size: size, Axes: own})
		s.put.asked = slices.SortedFunc(maps.Keys(own.Ranges), strings.Compare)
	}
	return one, two
}
