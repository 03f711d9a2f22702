package labtest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"logitarium/ui"
	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// sizes are all small ones, and steps through the large ones.
func sizes() []viz.Size {
	var out []viz.Size
	for h := 0; h <= 8; h++ {
		for w := 0; w <= 24; w++ {
			out = append(out, viz.Size{W: w, H: h})
		}
	}
	for _, h := range []int{1, 9, 11, 13, 17, 19, 24, 35, 60} {
		for _, w := range []int{1, 25, 31, 39, 41, 57, 78, 118, 200} {
			out = append(out, viz.Size{W: w, H: h})
		}
	}
	return out
}

func testFit(t *testing.T, fresh func() lab.Lab) {
	l := opened(t, fresh)
	dark := viz.Themes()[0]
	eachView(t, l, func(string) {
		for _, s := range sizes() {
			look(t, l, s.W, s.H, dark)
		}
	})
}

// testBadWeather takes a long walk over all knobs at once: ends, middles,
// empty and strange texts.
func testBadWeather(t *testing.T, fresh func() lab.Lab) {
	l := opened(t, fresh)
	rng := rand.New(rand.NewPCG(1, 2))
	all := sizes()
	for range 150 {
		stroll(l, rng)
		alive(t, l)
		for range 3 {
			s := all[rng.IntN(len(all))]
			look(t, l, s.W, s.H, viz.Theme{})
		}
	}
}

func testASCII(t *testing.T, fresh func() lab.Lab) {
	l := opened(t, fresh)
	rng := rand.New(rand.NewPCG(3, 4))
	ascii := viz.Theme{Glyphs: viz.ASCII}
	check := func(string) {
		for _, s := range []viz.Size{{W: 20, H: 5}, {W: 41, H: 19}, {W: 78, H: 35}} {
			for _, c := range look(t, l, s.W, s.H, ascii).Cells {
				if c.Rune < ' ' || c.Rune > '~' {
					t.Fatalf("%q in a picture for ASCII terminals; %s", c.Rune, state(l))
				}
			}
		}
	}
	eachView(t, l, check)
	for range 30 {
		stroll(l, rng)
		_ = l.Refresh()
		check("")
	}
}

func testViewOnlyReads(t *testing.T, fresh func() lab.Lab) {
	l := opened(t, fresh)
	eachView(t, l, func(view string) {
		before, knobs := shown(t, l), state(l)
		for _, s := range sizes()[:60] {
			look(t, l, s.W, s.H, viz.Theme{})
		}
		if shown(t, l) != before || state(l) != knobs {
			t.Errorf("view %s: looking at it changed it", view)
		}
	})
}

// testPointing reads every cell of small pictures, and around them.
func testPointing(t *testing.T, fresh func() lab.Lab) {
	l := opened(t, fresh)
	eachView(t, l, func(view string) {
		before := state(l)
		for _, s := range []viz.Size{{}, {W: 1, H: 1}, {W: 9, H: 3}, {W: 40, H: 19}} {
			for y := -1; y <= s.H; y++ {
				for x := -1; x <= s.W; x++ {
					if text := lab.At(l, lab.Frame{Size: s}, x, y).String(); strings.ContainsAny(text, "\n\t\x1b") {
						t.Fatalf("view %s, %v, cell %d, %d: %q is not one line", view, s, x, y, text)
					}
				}
			}
		}
		if state(l) != before {
			t.Errorf("view %s: pointing at it changed it", view)
		}
	})
}

// testDeterministic walks two labs the same way, animation included.
func testDeterministic(t *testing.T, fresh func() lab.Lab) {
	a, b := opened(t, fresh), opened(t, fresh)
	for i := range uint64(fewer(25)) {
		for _, l := range []lab.Lab{a, b} {
			stroll(l, rand.New(rand.NewPCG(5, i)))
			_ = l.Refresh()
			act(t, l, int(i))
		}
		if one, two := shown(t, a), shown(t, b); one != two {
			t.Fatalf("after %d turns two labs with the same history differ; %s\n%s", i+1, state(a), firstDifference(one, two))
		}
	}
}

// act sets off an action now and then, and lets the lab go on.
func act(t *testing.T, l lab.Lab, i int) {
	t.Helper()
	if i%5 == 0 {
		if list := lab.Actions(l); len(list) > 0 { // a state may have none
			if err := list[i/5%len(list)].Do(); err != nil && len(err.Error()) < 10 {
				t.Errorf("error %q says too little", err)
			}
		}
	}
	animated, ok := l.(lab.Animated)
	for range 3 {
		if !ok || !animated.Busy() {
			break
		}
		if err := animated.Step(time.Second / 15); err != nil {
			t.Errorf("step: %v; %s", err, state(l))
		}
		look(t, l, 41, 19, viz.Theme{})
	}
}

func testTwin(t *testing.T, fresh func() lab.Lab) {
	l := opened(t, fresh)
	twinned, ok := l.(lab.Twinned)
	if !ok {
		t.Fatal("it can't be compared with itself: give it a method Twin() lab.Lab that returns a new lab on the same model")
	}
	before := shown(t, l)
	twin := twinned.Twin()
	if err := twin.Refresh(); err != nil {
		t.Fatal(err)
	}
	if got := shown(t, twin); got != shown(t, opened(t, fresh)) {
		t.Error("a twin does not open as a new lab does")
	}
	rng := rand.New(rand.NewPCG(7, 8))
	for i := range fewer(20) {
		stroll(twin, rng)
		_ = twin.Refresh()
		act(t, twin, i)
	}
	if got := shown(t, l); got != before {
		t.Errorf("turning its twin changed it\n%s", firstDifference(before, got))
	}
}

// testGolden compares whole screens with those in testdata.
func testGolden(t *testing.T, fresh func() lab.Lab) {
	l := opened(t, fresh)
	plain := viz.Plain()
	eachView(t, l, func(view string) {
		for _, s := range []viz.Size{{W: 80, H: 24}, {W: 60, H: 18}, {W: 120, H: 40}} {
			g, err := ui.Screen([]lab.Lab{l}, l.Info().ID, s, plain, ui.WithFooter, message.Printer{}, command.Opened{})
			if err != nil {
				t.Fatalf("view %s: %v", view, err)
			}
			Golden(t, fmt.Sprintf("%s-%s-%dx%d", l.Info().ID, strings.ReplaceAll(view, " ", "-"), s.W, s.H), g.Plain()+"\n")
		}
	})
}

// Golden compares text with testdata/NAME.golden of the package under test,
// trailing blanks aside. With UPDATE=1 in the environment it writes the file.
func Golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if os.Getenv("UPDATE") == "1" {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; UPDATE=1 go test writes it", err)
	}
	if string(want) != got {
		t.Errorf("%s has changed; if that is right, UPDATE=1 go test writes it anew\n%s", path, firstDifference(string(want), got))
	}
}

// firstDifference shows the first line that differs.
func firstDifference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(a), len(b)) {
		x, y := lineOf(a, i), lineOf(b, i)
		if x != y {
			return fmt.Sprintf("line %d was %q\n       is  %q", i+1, x, y)
		}
	}
	return "no line differs"
}

func lineOf(lines []string, i int) string {
	if i >= len(lines) {
		return "(no such line)"
	}
	return lines[i]
}
