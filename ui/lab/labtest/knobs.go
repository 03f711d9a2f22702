package labtest

import (
	"math/rand/v2"
	"strings"
	"testing"

	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// turns are the ways to move a setting that every knob must survive.
var turns = []struct {
	name string
	do   func(lab.Setting)
}{
	{"lower end", func(s lab.Setting) { s.End(-1) }},
	{"down at the end", func(s lab.Setting) { s.Nudge(-1, false) }},
	{"up", func(s lab.Setting) { s.Nudge(1, false) }},
	{"up a lot", func(s lab.Setting) { s.Nudge(1, true) }},
	{"middle", func(s lab.Setting) { s.SetPosition(0.5) }},
	{"down a lot", func(s lab.Setting) { s.Nudge(-1, true) }},
	{"upper end", func(s lab.Setting) { s.End(1) }},
	{"up at the end", func(s lab.Setting) { s.Nudge(1, true) }},
	{"default", func(s lab.Setting) { s.Reset() }},
}

// testSettings turns every knob of every view, by itself, to its ends.
func testSettings(t *testing.T, fresh func() lab.Lab) {
	l := opened(t, fresh)
	eachView(t, l, func(string) {
		for i, k := range lab.Knobs(l) {
			if k.Name == "view" {
				continue
			}
			before := k.Setting.String()
			for _, turn := range turns {
				turn.do(lab.Knobs(l)[i].Setting)
				alive(t, l)
				s := lab.Knobs(l)[i].Setting
				value := s.String()
				if err := s.Set(value); err != nil || s.String() != value {
					t.Errorf("%s: Set(%q), its own String, gives %v and %q", k.Name, value, err, s.String())
				}
			}
			if now := lab.Knobs(l)[i].Setting; now.Changed() {
				t.Errorf("%s is %s after reset, and says that is not its default", k.Name, now)
			}
			if err := lab.Knobs(l)[i].Setting.Set(before); err != nil {
				t.Errorf("%s: %v", k.Name, err)
			}
			if err := l.Refresh(); err != nil {
				t.Errorf("%s back at %q: %v", k.Name, before, err)
			}
		}
	})
}

// alive recomputes and looks. A refusal is fine if it says something.
func alive(t *testing.T, l lab.Lab) {
	t.Helper()
	if err := l.Refresh(); err != nil && len(err.Error()) < 10 {
		t.Errorf("error %q says too little; %s", err, state(l))
	}
	checkReadings(t, l)
	_ = lab.Sentence(l)
	look(t, l, 41, 19, viz.Theme{})
}

// testRefusals types what no knob takes.
func testRefusals(t *testing.T, fresh func() lab.Lab) {
	l := opened(t, fresh)
	for _, k := range lab.Knobs(l) {
		text, isText := k.Setting.(lab.Text)
		for _, typed := range []string{"\x00 no such value", "1e999", "NaN", strings.Repeat("x", 1<<17)} {
			if isText && len(typed) <= text.Max {
				continue
			}
			before := k.Setting.String()
			err := k.Setting.Set(typed)
			switch {
			case err == nil:
				t.Errorf("%s takes %.20q", k.Name, typed)
			case len(err.Error()) < 10 || len(err.Error()) > 500:
				t.Errorf("%s refuses %.20q with %d bytes: %.80q…", k.Name, typed, len(err.Error()), err)
			case k.Setting.String() != before:
				t.Errorf("%s: refusing %.20q changed it from %q to %q", k.Name, typed, before, k.Setting.String())
			}
		}
		if k.Setting.Allowed().Empty() {
			t.Errorf("%s does not say what it takes", k.Name)
		}
	}
}

// testKnobsTurnSomething finds, for each knob that claims to be of use in a
// view, a turn that changes what is shown.
func testKnobsTurnSomething(t *testing.T, fresh func() lab.Lab) {
	l := opened(t, fresh)
	eachView(t, l, func(view string) {
		for i, k := range lab.Knobs(l) {
			if !k.Idle.Empty() || k.Name == "view" {
				continue
			}
			if turned(t, l, i) == "" {
				t.Errorf("view %s: no turn of %s changes anything: it is idle, and should say why", view, k.Name)
			}
		}
	})
}

// testIdle turns the knobs that say that they change nothing.
func testIdle(t *testing.T, fresh func() lab.Lab) {
	l := opened(t, fresh)
	eachView(t, l, func(view string) {
		for i, k := range lab.Knobs(l) {
			if k.Idle.Empty() {
				continue
			}
			if turn := turned(t, l, i); turn != "" {
				t.Errorf("view %s: %s says it changes nothing (%s), but %s changes what is shown", view, k.Name, k.Idle, turn)
			}
		}
	})
}

// testIdleAnywhere turns, at random settings, a knob that says that it changes
// nothing there.
func testIdleAnywhere(t *testing.T, fresh func() lab.Lab) {
	const every = 8 // settings, of those that are roamed over
	if _, trains := fresh().(lab.Gradual); trains {
		t.Skip("what a training shows goes on by itself: a turn is not all that changes it")
	}
	rng, n, complaints := rand.New(rand.NewPCG(1, 2)), 0, map[string]bool{}
	Roam(t, fresh, 4, func(l lab.Lab) {
		if n++; n%every != 0 {
			return
		}
		finish(t, l)
		if l.Refresh() != nil {
			return
		}
		finish(t, l)
		var idle []int
		for i, k := range lab.Knobs(l) {
			if !k.Idle.Empty() {
				idle = append(idle, i)
			}
		}
		if len(idle) == 0 {
			return
		}
		i, at := idle[rng.IntN(len(idle))], command.Of(l)
		k := lab.Knobs(l)[i]
		if turn := turned(t, l, i); turn != "" && !complaints[k.Name] {
			complaints[k.Name] = true
			t.Errorf("%s says it changes nothing (%s), but %s changes what is shown:\n\t%s", k.Name, k.Idle, turn, at)
		}
	})
}

// turned returns the first turn of a knob that changes what is shown when the lab
// has done what a key leaves to its steps, and puts the knob back.
func turned(t *testing.T, l lab.Lab, i int) string {
	t.Helper()
	setting := func() lab.Setting { return lab.Knobs(l)[i].Setting }
	value := setting().String()
	finish(t, l)
	before, found := shown(t, l), ""
	for _, turn := range turns {
		if text, ok := setting().(lab.Text); ok {
			*text.At += " and so on"
		} else {
			turn.do(setting())
		}
		if l.Refresh() == nil {
			finish(t, l)
			if shown(t, l) != before {
				found = turn.name
			}
		}
		if err := setting().Set(value); err != nil {
			t.Fatal(err)
		}
		if err := l.Refresh(); err != nil {
			t.Fatal(err)
		}
		finish(t, l)
		if found != "" {
			break
		}
	}
	return found
}

// finish lets a lab do what it has begun. A training is not waited for: what it
// shows depends on its step.
func finish(t *testing.T, l lab.Lab) {
	t.Helper()
	done := lab.Settle
	if _, trains := l.(lab.Gradual); trains {
		done = lab.Show
	}
	if err := done(l); err != nil {
		t.Fatal(err)
	}
}
