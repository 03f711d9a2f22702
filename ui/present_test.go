package ui

import (
	"logitarium/ui/message"
	"slices"
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/viz"

	"github.com/charmbracelet/x/ansi"
)

func presented(w, h int) *Model {
	m := New([]lab.Lab{toy.New()}, Options{Theme: "high-contrast", Present: true})
	m.Resize(viz.Size{W: w, H: h})
	return m
}

// big is a text as [viz.Big] draws it, without the blanks around it.
func big(text string) string {
	theme, _ := viz.ThemeByName("high-contrast")
	lines := strings.Split(viz.Big(viz.Size{W: 40, H: 4}, theme, viz.Clean(text), theme.Strong).Plain(), "\n")
	return strings.TrimRight(lines[1], " ")
}

// What is large is the reading under discussion and the chosen knob; what is
// around a lab otherwise is gone, and the picture has most of the screen.
func TestPresent(t *testing.T) {
	for _, size := range []viz.Size{{W: 80, H: 24}, {W: 60, H: 18}, {W: 120, H: 40}, {W: 200, H: 50}, {W: 50, H: 40}} {
		m := presented(size.W, size.H)
		keys(m, "t")
		screen := onScreen(m)
		for _, want := range []string{"entropy", "temperature", "forest"} {
			if !strings.Contains(screen, want) {
				t.Errorf("%v: no %q:\n%s", size, want, screen)
			}
		}
		for _, not := range []string{"1 Toy", "quit", "letters", "What does temperature do?"} {
			if strings.Contains(screen, not) {
				t.Errorf("%v: %q is shown:\n%s", size, not, screen)
			}
		}
		head := strings.Join(strings.Fields(strings.Join(strings.Split(screen, "\n")[:4], " ")), " ")
		if said := lab.Sentence(m.here().lab).String(); !strings.HasPrefix(head, said) {
			t.Errorf("%v: the first rows say %q, not %q", size, head, said)
		}
		if p := find(t, m, onPicture, openLab); p.w < size.W-2 || 10*p.h < 6*size.H {
			t.Errorf("%v: the picture has %dx%d", size, p.w, p.h)
		}
	}
	m := presented(80, 24)
	keys(m, "t")
	if s := onScreen(m); !strings.Contains(s, big("1.88")) || !strings.Contains(s, big("1.00")) {
		t.Errorf("the entropy 1.88 or the temperature 1.00 is not large:\n%s", s)
	}
	m.Discuss("choices")
	if s := onScreen(m); !strings.Contains(s, big("3.7")) || !strings.Contains(s, "2^entropy") {
		t.Errorf("the choices, 3.7, are not large:\n%s", s)
	}
	m.Discuss("no such reading")
	if s := onScreen(m); !strings.Contains(s, big("1.88")) {
		t.Errorf("without that reading the first is not large:\n%s", s)
	}
}

// A number that is too long for large digits is rounded, and stands below.
func TestLargeIsRounded(t *testing.T) {
	for _, c := range []struct {
		w     int
		large string
		below bool
	}{{25, "1.75e11", true}, {60, "174604259328", false}} {
		m := presented(80, 24)
		g := m.win.Theme.Grid(viz.Size{W: c.w, H: 8})
		can := &canvas{grid: g, theme: m.win.Theme}
		can.large(rect{0, 0, c.w, 8}, largeText{name: viz.Clean("parameters"), value: "174604259328", rounded: threeDigits(174604259328), style: m.win.Theme.Strong})
		lines := strings.Split(g.Plain(), "\n")
		want := strings.Split(viz.Big(viz.Size{W: c.w, H: 4}, m.win.Theme, viz.Clean(c.large), m.win.Theme.Strong).Plain(), "\n")
		if strings.TrimRight(lines[2], " ") != strings.TrimRight(want[1], " ") || strings.Contains(g.Plain(), "174604259328") != c.below {
			t.Errorf("in %d cells:\n%s", c.w, g.Plain())
		}
	}
	for v, want := range map[float64]string{1.5e-7: "1.50e-7", -2e12: "-2.00e12", 3e5: "3.00e5"} {
		if got := threeDigits(v); got != want {
			t.Errorf("%g is %q, want %q", v, got, want)
		}
	}
}

// What goes wrong and what is typed is seen before a class as well.
func TestPresentSays(t *testing.T) {
	m := presented(80, 24)
	keys(m, "t enter 9 enter")
	if s := onScreen(m); !strings.Contains(s, "outside") || m.View().Cursor == nil {
		t.Errorf("a refused value says nothing:\n%s", s)
	}
	keys(m, "esc s")
	if s := onScreen(m); !strings.Contains(s, "save as") {
		t.Errorf("saving is not seen:\n%s", s)
	}
	keys(m, "esc n")
	if s := onScreen(m); !strings.Contains(s, "Watch the entropy") {
		t.Errorf("no notes:\n%s", s)
	}
}

// The slider of the chosen knob can be held.
func TestPresentSlider(t *testing.T) {
	m := presented(80, 24)
	keys(m, "t")
	m.View()
	i := slices.IndexFunc(m.win.Drawn.spots, func(s spot) bool { return s.on == onSlider })
	if i < 0 {
		t.Fatalf("no slider:\n%s", ansi.Strip(m.View().Content))
	}
	if s := m.win.Drawn.spots[i]; s.index != m.here().chosen || s.y >= 8 {
		t.Errorf("the slider of knob %d is in row %d", s.index, s.y)
	}
}

// counting is a toy whose one reading is a large number, a word, or not defined.
type counting struct {
	*toy.Lab
	reading lab.Reading
}

func (c counting) Views() lab.Views {
	v := c.Lab.Views()
	v.Readings = nil
	for i := range v.List {
		v.List[i].Readings = func() []lab.Reading { return []lab.Reading{c.reading} }
	}
	return v
}

// A reading that is discussed is large as it is or, if that has no room, rounded; a
// word and what is not defined are never rounded to a number.
func TestPresentRounds(t *testing.T) {
	why := message.New("nothing was drawn yet")
	for _, c := range []struct {
		reading lab.Reading
		w       int
		large   string
	}{
		{lab.Reading{Name: "parameters", Value: 174604259328}, 60, "1.75e11"},
		{lab.Reading{Name: "parameters", Value: 1750}, 80, "1,750"},
		{lab.Reading{Name: "parameters", Value: 1, Text: message.Verbatim(strings.Repeat("wide", 20))}, 50, ""},
		{lab.Reading{Name: "parameters", Value: 1, Undefined: why}, 50, ""},
	} {
		m := New([]lab.Lab{counting{toy.New(), c.reading}}, Options{Theme: "high-contrast", Present: true})
		m.Resize(viz.Size{W: c.w, H: 24})
		keys(m, "t")
		m.Discuss("parameters")
		screen := onScreen(m)
		if c.large != "" && !strings.Contains(screen, big(c.large)) || c.large == "" && strings.Contains(screen, big("1.00e0")) {
			t.Errorf("%+v in %d cells, want %q large:\n%s", c.reading, c.w, c.large, screen)
		}
	}
}
