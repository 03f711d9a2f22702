// Package labtest holds any lab to the contract of package lab.
package labtest

import (
	"math/rand/v2"
	"slices"
	"testing"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// Run tests the labs that a function makes, each call a new one. A lab's
// package calls it from one test, and keeps golden screens in its testdata:
// UPDATE=1 rewrites them. Data are texts on the lab's screens that are in no
// language, such as documents and what a model can say.
func Run(t *testing.T, fresh func() lab.Lab, data ...string) {
	t.Helper()
	rules(t, fresh, data)
	if !raceDetector {
		t.Run("Room", func(t *testing.T) { testRoom(t, fresh) })
		t.Run("Language", func(t *testing.T) { testLanguage(t, fresh, data) })
	}
	t.Run("Golden", func(t *testing.T) { testGolden(t, fresh) })
}

// RaceDetector says whether the race detector is on, with which everything
// takes ten times as long.
const RaceDetector = raceDetector

// Rules is Run without golden screens: for a lab on another model.
//
// Under the race detector the sweeps over settings and sizes are left out, and
// walks are shorter: a lab starts no goroutine of its own, and what it calls
// that does is called by the parts that stay. `.ci/run` runs the labs without
// the detector too, all of it.
func Rules(t *testing.T, fresh func() lab.Lab) {
	t.Helper()
	rules(t, fresh, nil)
}

// rules is [Rules] of a lab whose data are named; it may say more if none are.
func rules(t *testing.T, fresh func() lab.Lab, data []string) {
	t.Helper()
	for _, part := range []struct {
		name string
		test func(*testing.T, func() lab.Lab)
	}{
		{"Info", testInfo},
		{"Names", testNames},
		{"Views", testViews},
		{"Settings", testSettings},
		{"Refusals", testRefusals},
		{"Readings", testReadings},
		{"Sentences", func(t *testing.T, fresh func() lab.Lab) { testSentences(t, fresh, data) }},
		{"KnobsTurnSomething", testKnobsTurnSomething},
		{"IdleKnobsTurnNothing", testIdle},
		{"IdleKnobsAnywhere", testIdleAnywhere},
		{"Fit", testFit},
		{"BadWeather", testBadWeather},
		{"ASCII", testASCII},
		{"ViewOnlyReads", testViewOnlyReads},
		{"Pointing", testPointing},
		{"Deterministic", testDeterministic},
		{"Twin", testTwin},
		{"CommonAxes", testCommonAxes},
		{"Keep", testKeep},
		{"Actions", testActions},
	} {
		t.Run(part.name, func(t *testing.T) {
			if raceDetector && slices.Contains(sweeps, part.name) {
				t.Skip("a sweep over settings and sizes that starts no goroutine: it is run without the race detector")
			}
			part.test(t, fresh)
		})
	}
}

// sweeps are the parts of [Rules] that do again and again what other parts do.
var sweeps = []string{"Settings", "KnobsTurnSomething", "IdleKnobsTurnNothing", "Fit", "BadWeather", "ASCII", "ViewOnlyReads", "Pointing"}

// fewer is a number of repetitions, or a fourth of it under the race detector.
func fewer(n int) int {
	if raceDetector {
		return (n + 3) / 4
	}
	return n
}

// opened returns a new lab, refreshed.
func opened(t *testing.T, fresh func() lab.Lab) lab.Lab {
	t.Helper()
	l := fresh()
	if err := l.Refresh(); err != nil {
		t.Fatalf("it does not open: %v", err)
	}
	return l
}

// viewOf returns the choice of pictures.
func viewOf(l lab.Lab) (lab.Choice, bool) {
	for _, k := range lab.Knobs(l) {
		if c, ok := k.Setting.(lab.Choice); ok && k.Name == "view" {
			return c, true
		}
	}
	return lab.Choice{}, false
}

// eachView calls f with a lab turned to each of its pictures.
func eachView(t *testing.T, l lab.Lab, f func(name string)) {
	t.Helper()
	c, ok := viewOf(l)
	if !ok {
		f("only view")
		return
	}
	for i := range c.Options {
		*c.At = i
		if err := l.Refresh(); err != nil {
			t.Fatalf("view %s: %v", c, err)
		}
		f(c.String())
	}
}

// look draws a lab, and fails when the picture has another size than its frame.
func look(t *testing.T, l lab.Lab, w, h int, theme viz.Theme) viz.Grid {
	t.Helper()
	g := lab.Draw(l, lab.Frame{Size: viz.Size{W: w, H: h}, Theme: theme})
	if g.W != max(w, 0) || g.H != max(h, 0) || len(g.Cells) != g.W*g.H {
		t.Fatalf("a frame of %dx%d got a picture of %dx%d with %d cells; %s", w, h, g.W, g.H, len(g.Cells), state(l))
	}
	return g
}

// state is a lab's knobs in one line, for messages.
func state(l lab.Lab) string {
	out := l.Info().ID
	for _, k := range lab.Knobs(l) {
		out += " " + k.Name + "=" + viz.Clean(k.Setting.String()).Cut(40).String()
	}
	return out
}

// shown is all that a lab says: its readings, its insight, its picture.
func shown(t *testing.T, l lab.Lab) string {
	t.Helper()
	out := lab.Sentence(l).String() + "\n" + viz.Cleanf("%+v", lab.Readings(l)).String() + "\n"
	return out + look(t, l, 78, 40, viz.Theme{}).Plain()
}

// stroll turns a knob at random, as a user might.
func stroll(l lab.Lab, rng *rand.Rand) {
	knobs := lab.Knobs(l)
	turn(knobs[rng.IntN(len(knobs))], rng)
}

// turn turns a knob at random.
func turn(k lab.Knob, rng *rand.Rand) {
	switch rng.IntN(5) {
	case 0:
		k.Setting.End(2*rng.IntN(2) - 1)
	case 1:
		k.Setting.SetPosition(rng.Float64())
	case 2:
		k.Setting.Reset()
	default:
		k.Setting.Nudge(rng.IntN(7)-3, rng.IntN(2) == 0)
	}
	if text, ok := k.Setting.(lab.Text); ok {
		samples := []string{text.Default, "a", "the bear and the hen", "日本語 x́ 👩‍👩‍👧 \x1b[31m\xff", ""}
		sample := samples[rng.IntN(len(samples))]
		if len(sample) <= text.Max {
			*text.At = sample
		}
	}
}
