package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/message"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

func TestCompare(t *testing.T) {
	m := shell(t, 80, 24)
	keys(m, "t right k right c")
	if s := onScreen(m); !strings.Contains(s, "the same settings") {
		t.Errorf("two of the same:\n%s", s)
	}
	keys(m, "t right right v")
	s := onScreen(m)
	for _, want := range []string{"A  temperature 1.05", "B  temperature 1.15", "B − A", "entropy", "bars ▸list  v"} {
		if !strings.Contains(s, want) {
			t.Errorf("no %q on\n%s", want, s)
		}
	}
	if got := strings.Count(s, "forest  1.000"); got != 2 {
		t.Errorf("%d pictures of the list on\n%s", got, s)
	}
	keys(m, "space")
	m.Update(m.clock.Tick())
	if a := lab.Readings(m.here().pinned); a[len(a)-1].Value != 0 {
		t.Error("A goes on though it is pinned")
	}
	if keys(m, "esc"); m.comparing() || setting(m, "temperature") != "1.15" {
		t.Error("esc does not leave B alone")
	}
	if keys(m, "c c"); m.comparing() {
		t.Error("c does not end it")
	}
}

// scale is a lab whose picture has an axis that depends on a knob.
type scale struct {
	*toy.Lab
	drawn [][2]float64
}

func (s *scale) Twin() lab.Lab { return &scale{Lab: toy.New()} }

func (s *scale) Views() lab.Views {
	v := s.Lab.Views()
	for i := range v.List {
		v.List[i].Draw = func(f lab.Frame) viz.Grid {
			low, high := f.In(f.W/2, f.H).Axis("entropy", -1, lab.Readings(s.Lab)[0].Value)
			s.drawn = append(s.drawn, [2]float64{low, high})
			return f.Theme.Grid(f.Size)
		}
	}
	return v
}

// A and B are drawn on one axis, whichever of them needs the longer one; alone
// a lab has its own again.
// The heads of A and B have values in the words of the reader, a blank before them.
func TestCompareInAnotherLanguage(t *testing.T) {
	m := New([]lab.Lab{toy.New()}, Options{Theme: "plain", Printer: message.Printer{Catalogue: inChinese{}}})
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	keys(m, "c o right")
	for _, want := range []string{"A  順序 名次", "B  順序 字母"} {
		if s := onScreen(m); !strings.Contains(s, want) {
			t.Errorf("no %q on\n%s", want, s)
		}
	}
}

func TestCommonAxes(t *testing.T) {
	m := New([]lab.Lab{&scale{Lab: toy.New()}}, Options{Theme: "plain"})
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	last := func(l lab.Lab) [2]float64 {
		s := l.(*scale)
		return s.drawn[len(s.drawn)-1]
	}
	for _, press := range []string{"c t right right right right", "left left left left left left left left left"} {
		keys(m, press)
		onScreen(m)
		a, b := m.here().pinned, m.here().lab
		longer := max(lab.Readings(a)[0].Value, lab.Readings(b)[0].Value)
		if want := [2]float64{-1, longer}; last(a) != want || last(b) != want || lab.Readings(a)[0].Value == lab.Readings(b)[0].Value {
			t.Errorf("A is drawn on %v, B on %v; both need %v", last(a), last(b), want)
		}
	}
	keys(m, "c")
	onScreen(m)
	if want := [2]float64{-1, lab.Readings(m.here().lab)[0].Value}; last(m.here().lab) != want {
		t.Errorf("alone it is drawn on %v, not %v", last(m.here().lab), want)
	}
}

// The table of differences shows all that differ if two columns hold them, and
// else says how many it leaves out; help has them all.
func TestDifferencesHaveRoom(t *testing.T) {
	var a, b []lab.Reading
	for i := range 14 {
		r := lab.Reading{Name: fmt.Sprintf("number %02d", i), Value: float64(i), Digits: 2}
		a = append(a, r)
		if i%2 == 1 {
			r.Value += 0.5
		}
		b = append(b, r)
	}
	for _, c := range []struct {
		w, h         int
		shown        []int
		hidden       []int
		says, saysNo string
	}{
		{78, 9, []int{1, 3, 5, 7, 9, 11, 13, 0, 2, 4, 6, 8, 10, 12}, nil, "B − A", "…"},
		{78, 5, []int{1, 3, 5, 7, 9, 11, 13}, []int{0, 2, 12}, "… 7 more, all the same", "differ"},
		{78, 3, []int{1, 3, 5}, []int{7, 9, 11, 13, 0}, "… 4 more differ: ? lists all", "same"},
		{40, 9, []int{1, 3, 5, 7, 9, 11, 13}, []int{0, 2, 12}, "… 7 more, all the same", "differ"},
	} {
		d := differences{at: message.Verbatim("at step 5")}
		d.pairs, d.differ = differingFirst(pairs(a, b))
		plain, _ := viz.ThemeByName("plain")
		cv := &canvas{grid: plain.Grid(viz.Size{W: c.w, H: c.h}), theme: plain}
		(&Model{}).drawDifferences(cv, rect{0, 0, c.w, c.h}, d)
		text := cv.grid.Plain()
		for _, i := range c.shown {
			if !strings.Contains(text, fmt.Sprintf("number %02d", i)) || !strings.Contains(text, fmt.Sprintf("%d.00", i)) {
				t.Errorf("%d rows of %d: number %d is missing:\n%s", c.h, c.w, i, text)
			}
		}
		for _, i := range c.hidden {
			if strings.Contains(text, fmt.Sprintf("number %02d", i)) {
				t.Errorf("%d rows of %d: number %d takes the room of others:\n%s", c.h, c.w, i, text)
			}
		}
		if !strings.Contains(text, c.says) || strings.Contains(text, c.saysNo) {
			t.Errorf("%d rows of %d: expected %q and not %q:\n%s", c.h, c.w, c.says, c.saysNo, text)
		}
	}
	m := shell(t, 60, 18)
	keys(m, "c t right")
	help := ""
	for _, row := range m.helpText(60) {
		for _, s := range row {
			help += s.Text.String()
		}
		help += "\n"
	}
	for _, r := range lab.Readings(m.here().lab) {
		if !strings.Contains(help, r.Name) {
			t.Errorf("help does not compare %s:\n%s", r.Name, help)
		}
	}
	if !strings.Contains(help, "A 1.88 bits, B 1.92 bits: B − A = +0.03") {
		t.Errorf("help does not compare the entropies:\n%s", help)
	}
}

// While A and B go on in turn the table stands still: it is that of the step
// that both have made, and says so.
func TestDifferencesStandStill(t *testing.T) {
	m := New([]lab.Lab{&runner{Lab: toy.New(), at: 3, of: 9}}, Options{Theme: "plain"})
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	m.labs[0].pinned = &runner{Lab: toy.New(), at: 3, of: 9}
	keys(m, "t right")
	for range 12 {
		l, ok := m.here().turn()
		if !ok {
			break
		}
		m.win.Stale = true
		onScreen(m)
		_ = l.Step(0)
		m.win.Stale = true
		b := m.here().lab.(*runner)
		a := m.here().pinned.(*runner)
		if s, want := onScreen(m), fmt.Sprintf("at step %d", min(a.at, b.at)); !strings.Contains(s, want) || !strings.Contains(s, "entropy") {
			t.Fatalf("steps %d and %d, no %q:\n%s", a.at, b.at, want, s)
		}
	}
}

// Readings that only one of two has are not put beside others.
func TestPairs(t *testing.T) {
	read := func(name string, v float64) lab.Reading { return lab.Reading{Name: name, Value: v} }
	got := pairs(
		[]lab.Reading{read("score", 3), read("idf", 6)},
		[]lab.Reading{read("cosine", 0.7), read("score", 1)},
	)
	var names []string
	for _, p := range got {
		names = append(names, p[0].Name+" "+number(p[0]).String()+" "+number(p[1]).String())
	}
	if want := []string{"score 3 1", "idf 6 –", "cosine – 1"}; !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
}

func TestDifference(t *testing.T) {
	one := lab.Reading{Value: 1.234, Digits: 2}
	for _, c := range []struct {
		b    lab.Reading
		want string
	}{
		{lab.Reading{Value: 1.5, Digits: 2}, "+0.27"},
		{lab.Reading{Value: 1, Digits: 2}, "-0.23"},
		{lab.Reading{Value: 1.2341, Digits: 2}, "same"},
		{lab.Reading{Value: 1.236, Digits: 2}, "+0.002"}, // 1.23 and 1.24
		{lab.Reading{Undefined: message.New("nothing there")}, "–"},
		{lab.Reading{Text: message.New("word")}, "differs"},
	} {
		if got := difference(one, c.b).String(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.b, got, c.want)
		}
	}
}
