package lesson

import (
	"fmt"
	"os"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/ui/lesson/tape"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

func rich(t testing.TB) *tape.Tape {
	t.Helper()
	text, err := os.ReadFile("testdata/rich.tape")
	if err != nil {
		t.Fatal(err)
	}
	tp, err := tape.Parse("rich.tape", string(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	return tp
}

// live is a run that somebody leads.
func live(t testing.TB, tp *tape.Tape) *Run {
	t.Helper()
	lm := builtintest.Load(t)
	theme, _ := viz.ThemeByName("dark")
	screen := viz.Size{W: 80, H: 24}
	r, err := Start(tp, Setup{Labs: func() []lab.Lab { return labs.All(lm, lm) }, Size: ProgramSize(tp, screen),
		Theme: theme, Look: ui.WithoutFooter, Live: true})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// to leads a run to a halt at or after a step; whatever is asked is answered.
func to(r *Run, step int) {
	for r.At() < step && r.Halt() != Ended {
		r.Answer("")
		if r.Halt() == Paused {
			r.Next()
		}
		r.Frame()
	}
}

// after is what a run shows at this place, and for the 3 s that follow.
func after(r *Run) []string {
	screen := func() string {
		g := r.Screen(viz.Size{W: 80, H: 24})
		return g.String()
	}
	frames := []string{screen()}
	for range 45 {
		r.Answer("a guess")
		if r.Halt() == Paused {
			r.Next()
		}
		r.Frame()
		frames = append(frames, screen())
	}
	return frames
}

// Going back shows exactly what was seen when the lesson came there first, and
// it goes on from there as it did.
func TestBackIsExact(t *testing.T) {
	tp := rich(t)
	var places []int
	for i, s := range tp.Steps {
		if s.Kind == tape.Say || s.Kind == tape.Ask {
			places = append(places, i)
		}
	}
	want := map[int][]string{}
	for _, step := range places { // each in a run of its own that was never anywhere else
		r := live(t, tp)
		r.goTo(step)
		for r.Hurrying() {
			r.Frame()
		}
		want[step] = after(r)
	}
	r := live(t, tp)
	to(r, 1000)
	for i := len(places) - 1; i >= 0; i-- {
		if r.Back(); i == len(places)-1 && r.At() < places[i] {
			t.Fatalf("back from the end goes to step %d, want past %d", r.At(), places[i])
		}
		for j, got := range after(r) {
			if got != want[places[i]][j] {
				t.Errorf("step %d (%s), %d frames after going back:\n%s\nwant\n%s", places[i], tp.Steps[places[i]].Text, j, got, want[places[i]][j])
				break
			}
		}
		r.goTo(places[i]) // where back went
	}
}

// However often one goes to and fro, no place is remembered twice.
func TestMarks(t *testing.T) {
	r := live(t, rich(t))
	to(r, 1000)
	n := len(r.marks)
	for i := range r.Chapters() {
		r.Jump(i)
		to(r, 1000)
	}
	r.Restart()
	if r.Halt() != Paused || r.At() != 2 {
		t.Errorf("after a restart: halt %v at step %d", r.Halt(), r.At())
	}
	to(r, 1000)
	if len(r.marks) != n {
		t.Errorf("%d marks, then %d", n, len(r.marks))
	}
	for i := 1; i < n; i++ {
		if r.marks[i-1].at >= r.marks[i].at {
			t.Errorf("marks out of order: %d, %d", r.marks[i-1].at, r.marks[i].at)
		}
	}
}

// Who takes over and comes back finds the lesson as it was.
func TestKeep(t *testing.T) {
	tp := rich(t)
	for _, beats := range []int{10, 40, 200, 400} {
		r, same := live(t, tp), live(t, tp)
		for range beats {
			for _, r := range []*Run{r, same} {
				if r.Answer(""); r.Halt() == Paused {
					r.Next()
				}
				r.Frame()
			}
		}
		restore := r.Keep()
		if s := r.Shell(); s != nil {
			for _, key := range "tvcvr3n?" {
				s.Press(tea.KeyPressMsg(letter(key)))
			}
		}
		restore()
		if got, want := fmt.Sprint(after(r)), fmt.Sprint(after(same)); got != want {
			t.Errorf("after %d beats and a look around the lesson goes on differently", beats)
		}
	}
}

// Back, Jump and Restart to places that were seen: the longest that somebody
// waits for them.
func BenchmarkBack(b *testing.B) {
	r := live(b, rich(b))
	to(r, 1000)
	for b.Loop() {
		r.Back()
		r.Screen(viz.Size{W: 80, H: 24})
		if r.At() <= 8 {
			b.StopTimer()
			to(r, 1000)
			b.StartTimer()
		}
	}
}
