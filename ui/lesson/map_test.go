package lesson

import (
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui"
	"logitarium/ui/atlas"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/ui/lesson/tape"
	"logitarium/viz"
)

// chart is a lesson that opens the map, walks on it, writes a word and leaves it
// for a lab.
const chart = `#@ chapter "The map"
Type "logitarium"
Enter
#@ say "one"
#@ expect screen /text +the fox lives in the/
#@ pause
Down 4
#@ say "two"
#@ expect screen /Attention adds 7.2/
#@ pause
Up 4
Space
#@ say "three"
#@ pause
#@ chapter "A lab"
Type "4"
#@ say "four"
#@ expect temperature = 0.7
#@ pause
`

func mapped(t *testing.T, source string, more func(*Setup)) *Run {
	t.Helper()
	tp, err := tape.Parse("map.tape", source, nil)
	if err != nil {
		t.Fatal(err)
	}
	m := builtintest.Load(t)
	fresh := func() []lab.Lab { return labs.All(m, m) }
	s := Setup{Labs: fresh, Theme: viz.Plain(), Look: ui.WithoutFooter, Live: true, Size: viz.Size{W: 80, H: 19},
		Map: func(of []lab.Lab) *atlas.Map { return atlas.New(m, of, fresh, true) }}
	if more != nil {
		more(&s)
	}
	r, err := Start(tp, s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// beside is the screen without the cards of the map: what they have measured
// stays known.
func beside(screen string) string {
	way, rest, _ := strings.Cut(screen, "  3  RAG  ")
	_, says, _ := strings.Cut(rest, "────")
	return way + says
}

// The command without a lab opens the map, and going back on it restores the
// chosen stop and the text.
func TestMap(t *testing.T) {
	r := mapped(t, chart, nil)
	var screens []string
	for r.Halt() != Ended {
		if r.Frame(); r.Halt() == Paused {
			screens = append(screens, beside(r.Grid().Plain()))
			r.Next()
		}
	}
	for _, f := range r.Failures() {
		t.Error(f)
	}
	if len(screens) != 4 {
		t.Fatalf("%d halts", len(screens))
	}
	if !strings.Contains(screens[2], "the fox lives in the ") || strings.Contains(screens[3], "block 3") {
		t.Errorf("no word is written, or the map stays:\n%s\n%s", screens[2], screens[3])
	}
	for i := 3; i >= 0; i-- {
		r.Back()
		for r.Halt() == Going {
			r.Frame()
		}
		if got := beside(r.Grid().Plain()); got != screens[i] {
			t.Errorf("back at halt %d it shows\n%s\nwant\n%s", i, got, screens[i])
		}
		if (r.Shell().Map() == nil) != (i == 3) {
			t.Errorf("back at halt %d the map is in front: %t", i, i == 3)
		}
	}
}

// On the map no reading can be looked up: those of the lab behind it are not on
// the screen. And in a lesson without a map the first lab opens.
func TestNoLabOnTheMap(t *testing.T) {
	const source = "Type \"logitarium\"\nEnter\n#@ expect temperature = 0.7\n"
	r := mapped(t, source, nil)
	for r.Halt() != Ended {
		r.Frame()
	}
	if f := r.Failures(); len(f) != 1 || !strings.Contains(f[0].Error(), "on the map") {
		t.Errorf("failures: %v", f)
	}
	r = mapped(t, "Type \"logitarium\"\nEnter\n", func(s *Setup) { s.Map = nil })
	for r.Halt() != Ended {
		r.Frame()
	}
	if l, _ := r.Shell().Lab(); l == nil || l.Info().ID != "position" || r.Shell().Map() != nil {
		t.Error("without a map the first lab does not open")
	}
	r = mapped(t, "Left\n", nil)
	if l, _ := r.Shell().Lab(); l == nil {
		t.Error("a lesson that opens nothing begins on the map")
	}
}

// A telling says what the map is of, and where one is on it.
func TestTellMap(t *testing.T) {
	m := builtintest.Load(t)
	fresh := func() []lab.Lab { return labs.All(m, m) }
	tp, err := tape.Parse("map.tape", chart, nil)
	if err != nil {
		t.Fatal(err)
	}
	told, failures, err := Tell(tp, Setup{Labs: fresh, Theme: viz.Plain(), Look: ui.WithoutFooter, Size: viz.Size{W: 80, H: 19},
		Map: func(of []lab.Lab) *atlas.Map { return atlas.New(m, of, fresh, true) }})
	if err != nil || len(failures) > 0 {
		t.Fatal(err, failures)
	}
	text := told.Transcript()
	for _, want := range []string{"The map opens: A token's way through tiny-world", "The chosen stop is now block 3.", "The lab sampling opens"} {
		if strings.Count(text, want) != 1 {
			t.Errorf("%q stands %d times in\n%s", want, strings.Count(text, want), text)
		}
	}
}
