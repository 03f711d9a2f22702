package serve

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/tensor"
	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/ui/message"
	"logitarium/ui/seat"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// trainee is a screen that follows, with its shell.
type trainee struct {
	tea.Model
	shell *ui.Model
}

// said is all that the open lab says, exactly, and what it would do next.
func said(t *testing.T, shell *ui.Model) string {
	t.Helper()
	l, err := shell.Lab()
	if err != nil {
		t.Fatal(err)
	}
	text := lab.Sentence(l).String()
	for _, r := range lab.Readings(l) {
		text += fmt.Sprintf("\n%s %v %v %v", r.Name, r.Value, r.Text, r.Undefined)
	}
	for _, a := range lab.Actions(l) {
		text += "\n" + a.Name
	}
	return text
}

// Who follows a training sees it as far as it is, with the same numbers, at a size
// of their own: those on this machine are given what is trained, and train
// nothing; a page trains too, and waits where the teacher's lab is.
func TestTrainingIsFollowed(t *testing.T) {
	tensor.UseExact()
	own := builtintest.Load(t)
	shellOn := func() *ui.Model { return ui.New(labs.All(own, own), ui.Options{Theme: "plain"}) }
	for _, opened := range []string{
		"norm --view race --updates 100", "residual --view race --depth 2 --width 16 --steps 12", "residual --view seeds --depth 2 --width 16 --steps 8",
		"position --view extrapolation --steps 12", "adapt --view scores --facts 2 --steps 8",
	} {
		t.Run(opened, func(t *testing.T) {
			c := &Class{}
			teacher := shellOn()
			desk := newDesk(c, shellLead{teacher}, Door{}, viz.Plain(), false, message.Printer{})
			desk.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
			var here []trainee
			sits := func(w, h int) {
				shell := shellOn()
				m, _ := Seat(c, Guest{}, shell, viz.Plain(), false, message.Printer{})
				m.Update(tea.WindowSizeMsg{Width: w, Height: h})
				here = append(here, trainee{m, shell})
			}
			sits(60, 18)
			sits(120, 40)
			line := seat.NewLine(func([]byte) {})
			page := trainee{shell: shellOn()}
			page.Model = seat.New(line, seat.Place{}, page.shell, viz.Plain(), false, message.Printer{})
			page.Update(tea.WindowSizeMsg{Width: 80, Height: 24})

			// tell brings all to where the teacher is, and compares.
			tell := func(when string) {
				t.Helper()
				desk.given.at = time.Time{} // now
				desk.tell()
				if err := line.Hear((&chair{class: c}).telling()); err != nil {
					t.Fatal(err)
				}
				hears(page, here[0], here[1])
				want := said(t, teacher)
				for i, h := range here[:2] {
					if h.shell.Busy() {
						t.Errorf("%s: the screen %d trains", when, i)
					}
					if got := said(t, h.shell); got != want {
						t.Fatalf("%s: the screen %d says\n%s\nwant\n%s", when, i, got, want)
					}
				}
				goesOn(t, page.shell, 1000)
				if got := said(t, page.shell); got != want {
					t.Fatalf("%s: the page says\n%s\nwant\n%s", when, got, want)
				}
			}
			if err := teacher.Follow(ui.Scene{Command: "logitarium " + opened}); err != nil {
				t.Fatal(err)
			}
			trains(t, teacher, 3)
			tell("at step 3")
			trains(t, teacher, 6)
			pauses(teacher)
			tell("paused")
			if teacher.Busy() {
				t.Fatal("it is not paused")
			}
			pauses(teacher)
			press(here[1].Model, "F") // lets go, and trains alone
			goesOn(t, here[1].shell, 5)
			if c.moment.Trained == nil {
				t.Fatal("nothing is handed over")
			}
			press(here[1].Model, "F")
			tell("after one has let go")
			sits(40, 12) // somebody comes late
			hears(here[2])
			if got := said(t, here[2].shell); got != said(t, teacher) {
				t.Errorf("who comes late sees\n%s", got)
			}
			goesOn(t, teacher, 1000)
			tell("at its end")
		})
	}
}

// goesOn makes steps until there are none.
func goesOn(t *testing.T, shell *ui.Model, most int) {
	t.Helper()
	for n := 0; shell.Busy() && n < most; n++ {
		if err := shell.GoOn(); err != nil {
			t.Fatal(err)
		}
	}
}

// trains goes on until a training has come to a step.
func trains(t *testing.T, shell *ui.Model, step int) {
	t.Helper()
	for shell.Scene().Training.At < step {
		if err := shell.GoOn(); err != nil || !shell.Busy() {
			t.Fatalf("it ends at %+v: %v", shell.Scene().Training, err)
		}
	}
}

// pauses presses the key that pauses, and goes on.
func pauses(shell *ui.Model) { shell.Update(tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}) }

// A class is told some times a second how far a training is, and at once when it
// is paused, begins again or is another one.
func TestGiven(t *testing.T) {
	shared, now := 0, time.Unix(1e9, 0)
	share := func() (give func(to lab.Lab) bool) {
		shared++
		return func(lab.Lab) bool { return true }
	}
	var g given
	for i, step := range []struct {
		command string
		t       ui.Training
		after   time.Duration
		told    int // the step that is told
		shared  int // so many times by then
	}{
		{"a", ui.Training{At: 10, Of: 100}, 0, 10, 1},
		{"a", ui.Training{At: 20, Of: 100}, 100 * time.Millisecond, 10, 1},
		{"a", ui.Training{At: 30, Of: 100}, 250 * time.Millisecond, 30, 2},
		{"a", ui.Training{At: 40, Of: 100, Rests: true}, time.Millisecond, 40, 3},
		{"a", ui.Training{At: 40, Of: 100, Rests: true}, time.Hour, 40, 3},
		{"a", ui.Training{At: 40, Of: 100}, time.Millisecond, 40, 4},
		{"a", ui.Training{At: 1, Of: 100}, time.Millisecond, 1, 5},
		{"b", ui.Training{At: 2, Of: 100}, time.Millisecond, 2, 6},
	} {
		now = now.Add(step.after)
		var m moment
		m.Scene = ui.Scene{Command: step.command, Training: &step.t}
		g.with(&m, givenEvery, share, now)
		if m.Scene.Training.At != step.told || shared != step.shared || m.Trained == nil {
			t.Errorf("%d: told of step %d, and %d times shared; want %d, %d", i, m.Scene.Training.At, shared, step.told, step.shared)
		}
	}
	var m moment
	if g.with(&m, givenEvery, share, now); m.Trained != nil || g.trained != nil {
		t.Error("where nothing is trained something is given")
	}
}

// Those that are given a training draw it while the teacher's lab goes on, and go
// on with it when they let go.
func TestGivenMeanwhile(t *testing.T) {
	own := builtintest.Load(t)
	shellOn := func() *ui.Model { return ui.New(labs.All(own, own), ui.Options{Theme: "plain"}) }
	for _, opened := range []string{"norm --view race --updates 60", "residual --view race --depth 2 --width 16 --steps 4"} {
		teacher := shellOn()
		if err := teacher.Follow(ui.Scene{Command: "logitarium " + opened}); err != nil {
			t.Fatal(err)
		}
		trains(t, teacher, 1)
		give, scene := teacher.Share(), teacher.Scene()
		var all sync.WaitGroup
		for range 3 {
			shell := shellOn()
			shell.Resize(viz.Size{W: 60, H: 18})
			all.Go(func() {
				if err := shell.Follow(scene); err != nil {
					t.Error(err)
				}
				shell.Take(give)
				shell.Grid()
				shell.LetGo()
				goesOn(t, shell, 10)
				shell.Grid()
			})
		}
		goesOn(t, teacher, 1000)
		all.Wait()
	}
}

// Who lets go of a training whose networks stay with the teacher goes on from the
// step that is shown: no step is shown that was passed already, and in the end the
// numbers are those of who trained it all.
func TestGivenFiguresGoOn(t *testing.T) {
	own := builtintest.Load(t)
	shellOn := func() *ui.Model { return ui.New(labs.All(own, own), ui.Options{Theme: "plain"}) }
	teacher, shell := shellOn(), shellOn()
	if err := teacher.Follow(ui.Scene{Command: "logitarium residual --view seeds --networks 2 --depth 2 --width 16 --steps 6"}); err != nil {
		t.Fatal(err)
	}
	trains(t, teacher, 3)
	if err := shell.Follow(teacher.Scene()); err != nil {
		t.Fatal(err)
	}
	shell.Take(teacher.Share())
	shell.LetGo()
	stands, at := 0, 3
	for shell.Busy() {
		if err := shell.GoOn(); err != nil {
			t.Fatal(err)
		}
		now := shell.Scene().Training.At
		if now < at {
			t.Fatalf("after step %d it is at step %d", at, now)
		}
		if at = now; at == 3 {
			stands++
		}
	}
	if at != 6 || stands < 3 {
		t.Errorf("it ends at step %d, and took %d turns to come as far as it was given", at, stands)
	}
	goesOn(t, teacher, 1000)
	if got, want := said(t, shell), said(t, teacher); got != want {
		t.Errorf("it ends with\n%s\nnot\n%s", got, want)
	}
}
