package lesson_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/lesson"
	"logitarium/viz"
)

func start(t *testing.T, source string, s lesson.Setup) *lesson.Run {
	t.Helper()
	r, err := lesson.Start(parse(t, source), s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// finish lets a run go on to its end, sending it on where it halts, and
// returns every frame.
func finish(r *lesson.Run) []string {
	var frames []string
	for r.Halt() != lesson.Ended {
		r.Frame()
		switch r.Halt() {
		case lesson.Paused:
			r.Next()
		case lesson.Asking:
			r.Answer("")
		default:
			frames = append(frames, screen(r))
		}
	}
	return frames
}

func screen(r *lesson.Run) string { return r.Screen(viz.Size{W: 80, H: 24}).String() }

func live() lesson.Setup {
	s := setup()
	s.Live = true
	return s
}

// knob is the setting of the open lab's knob.
func knob(t *testing.T, r *lesson.Run, name string) string {
	t.Helper()
	l, err := r.Shell().Lab()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(lab.Knobs(l), func(k lab.Knob) bool { return k.Name == name })
	return lab.Knobs(l)[i].Setting.String()
}

// TestPresses checks in which frame each key is pressed: at its time, rounded
// up to the end of a frame.
func TestPresses(t *testing.T) {
	r := start(t, "Sleep 300ms\nType@100ms \"t\"\nLeft@200ms 3\nRight@1s", setup())
	at := []time.Duration{400, 600, 800, 1000} // milliseconds: three times left, right
	want := []string{"0.95", "0.9", "0.85", "0.9"}
	now := "1"
	for frame := 1; r.Halt() != lesson.Ended; frame++ {
		r.Frame()
		for i, d := range at {
			d *= time.Millisecond
			if int((d+ui.Beat-1)/ui.Beat) == frame {
				now = want[i]
			}
		}
		if got := knob(t, r, "temperature"); got != now {
			t.Fatalf("frame %d: temperature %s, want %s", frame, got, now)
		}
	}
	// 300 + 100 + 3x200 + 1000 ms
	if want := 2 * time.Second; r.Clock() < want-ui.Beat || r.Clock() > want+ui.Beat {
		t.Errorf("the clock says %v, want about %v", r.Clock(), want)
	}
	if keys := r.Keys(); len(keys) != 3 || keys[1].Cap != "←" || keys[1].Times != 3 {
		t.Errorf("the strip shows %v", keys)
	}
}

func TestWait(t *testing.T) {
	for _, c := range []struct {
		tape  string
		shown time.Duration
		fails string
	}{
		{"Wait+Screen /entropy/\nSleep 1s", time.Second, ""},
		{"Wait /likeliest +forest/\nSleep 1s", time.Second, ""},
		{"Wait /Toy(.|\\n)*likeliest/\nSleep 1s", 16 * time.Second, "was not seen within 15s"}, // a line at a time
		{"Wait+Screen /Toy(.|\\n)*likeliest/\nSleep 1s", time.Second, ""},
		{"Wait@2s /nowhere/", 2 * time.Second, "/nowhere/ was not seen within 2s; the screen ends with:\n"},
		{"Space\nWait+Screen /steps +15/", time.Second + ui.Beat, ""},
	} {
		r := start(t, c.tape, setup())
		finish(r)
		if d := r.Clock() - c.shown; d.Abs() > 2*ui.Beat {
			t.Errorf("%q takes %v, want about %v", c.tape, r.Clock(), c.shown)
		}
		switch f := r.Failures(); {
		case c.fails == "" && len(f) > 0, c.fails != "" && (len(f) != 1 || !strings.Contains(f[0].Error(), c.fails)):
			t.Errorf("%q: failures %v, want %q", c.tape, f, c.fails)
		}
	}
}

func TestHiddenStepsTakeNoTime(t *testing.T) {
	r := start(t, "Hide\nType \"t\"\nLeft@1s 5\nShow\nSleep 1s", setup())
	hidden := 0
	for r.Halt() != lesson.Ended {
		r.Frame()
		if r.Hidden() {
			hidden++
		}
	}
	if knob(t, r, "temperature") != "0.75" || hidden == 0 {
		t.Errorf("temperature %s after %d hidden frames", knob(t, r, "temperature"), hidden)
	}
	if d := r.Clock() - time.Second; d.Abs() > 2*ui.Beat {
		t.Errorf("the clock says %v, want about 1s", r.Clock())
	}
}

// hurry takes a run to where it hurries.
func hurry(r *lesson.Run) {
	for r.Hurrying() {
		r.Frame()
	}
}

func TestHalts(t *testing.T) {
	r := start(t, "#@ say a\nSleep 5s\n#@ pause\n#@ note speak\n#@ ask \"b?\" | c\n#@ say d\nSleep 1s", live())
	go1 := func() { // to the next halt
		for range 100 {
			if r.Frame(); r.Halt() != lesson.Going {
				return
			}
		}
		t.Fatal("the run doesn't halt")
	}
	if go1(); r.Halt() != lesson.Paused || r.Caption().Text != "a" || r.Clock() != 0 {
		t.Fatalf("halt %v, %v at %v; whoever goes on by hand needs no Sleep", r.Halt(), r.Caption(), r.Clock())
	}
	before := screen(r)
	if r.Frame(); screen(r) != before || r.Halt() != lesson.Paused {
		t.Error("a paused run goes on")
	}
	r.Next()
	if go1(); r.Halt() != lesson.Asking || r.Note() != "speak" || r.Caption().Answered {
		t.Fatalf("halt %v, note %q, %+v", r.Halt(), r.Note(), r.Caption())
	}
	if strings.Contains(screen(r), "the answer: c") {
		t.Error("the answer is seen before the guess")
	}
	if r.Next(); r.Halt() != lesson.Asking {
		t.Error("a question is gone past without a guess")
	}
	if r.Answer("e"); r.Halt() != lesson.Paused {
		t.Error("there is no time to read the answer")
	}
	r.Next()
	if got := r.Caption().Verdict().String(); got != "you said e; the answer: c" {
		t.Error(got)
	}
	if r.Next(); !r.Hurrying() {
		t.Error("next doesn't hurry to the next caption")
	}
	if hurry(r); r.Caption().Text != "d" {
		t.Errorf("next leads to %q", r.Caption().Text)
	}
	if go1(); r.Halt() != lesson.Ended {
		t.Errorf("halt %v at the end", r.Halt())
	}
}

const walk = `#@ seed 3
#@ chapter "A"
#@ say "one"
Type "t"
Left 4
Sleep 200ms
#@ chapter "B"
#@ say "two"
Right 2
Space
Sleep 500ms
#@ ask "three?" | yes
Type "v"
Type "c"
Right 3
#@ pause
#@ chapter "C"
#@ say "four"
Enter
Type "0.3"
Enter
Escape
Type "n"
Sleep 1s
#@ say "five"
Type "q"
Type "logitarium toy --keep 2"
Enter
Sleep 300ms
`

// TestTheWayDoesNotMatter holds that a jump shows what a new run shows there,
// wherever the run has been.
func TestTheWayDoesNotMatter(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	fresh := func(chapter int) string {
		r := start(t, walk, live())
		r.Jump(chapter)
		hurry(r)
		return screen(r)
	}
	for range 40 {
		r := start(t, walk, live())
		var way []string
		for range 8 {
			n := rng.IntN(6)
			way = append(way, fmt.Sprint(n))
			switch n {
			case 0:
				r.Back()
			case 1:
				r.Jump(rng.IntN(3))
			case 2:
				r.Restart()
			case 3:
				r.Next()
				r.Answer("no")
			default:
				for range rng.IntN(30) {
					r.Frame()
				}
			}
		}
		for chapter := range 3 {
			r.Jump(chapter)
			if hurry(r); screen(r) != fresh(chapter) {
				t.Fatalf("after %s chapter %d shows\n%s\nand a new run\n%s", way, chapter, screen(r), fresh(chapter))
			}
			if len(r.Failures()) > 0 {
				t.Fatal(r.Failures())
			}
		}
	}
}

func TestBackShowsTheCaptionBefore(t *testing.T) {
	r := start(t, walk, live())
	finish(r)
	for _, want := range []string{"five", "four", "three?", "two", "one", "one"} {
		if r.Back(); r.Caption().Text != want {
			t.Errorf("back leads to %q, want %q", r.Caption().Text, want)
		}
	}
	first := start(t, walk, live())
	first.Restart()
	if r.Restart(); screen(r) != screen(first) {
		t.Errorf("a restart shows\n%s\nand a new run\n%s", screen(r), screen(first))
	}
}

// TestLiveFramesAreRecordedFrames holds for a tape that nothing is left out
// of: no Sleep before a halt, and no question, whose time is the guesser's.
func TestLiveFramesAreRecordedFrames(t *testing.T) {
	source := strings.ReplaceAll(walk, "#@ ask \"three?\" | yes", "#@ say \"three\"")
	recorded, played := finish(start(t, source, setup())), finish(start(t, source, live()))
	if len(recorded) != len(played) {
		t.Fatalf("%d frames recorded, %d played", len(recorded), len(played))
	}
	for i := range recorded {
		if recorded[i] != played[i] {
			t.Fatalf("frame %d is recorded as\n%s\nand played as\n%s", i, recorded[i], played[i])
		}
	}
	again := finish(start(t, source, setup()))
	if !slices.Equal(recorded, again) {
		t.Error("a second recording differs")
	}
}

func TestRecordedQuestionsAreAnswered(t *testing.T) {
	r := start(t, "#@ ask \"why?\" | because\nSleep 1s", setup())
	var asked, answered int
	for r.Halt() != lesson.Ended {
		if r.Frame(); r.Caption().Answered {
			answered++
		} else {
			asked++
		}
	}
	if d := time.Duration(asked)*ui.Beat - 5*time.Second; d.Abs() > 2*ui.Beat {
		t.Errorf("%d frames of a question", asked)
	}
	if d := time.Duration(answered)*ui.Beat - time.Second; d.Abs() > 2*ui.Beat {
		t.Errorf("%d frames of its answer", answered)
	}
	if at, whole := r.Progress(); (whole-6*time.Second).Abs() > ui.Beat || at != whole {
		t.Errorf("the lesson has %v", whole)
	}
}

// While nobody speaks the strip says what the keys have changed since; before
// the program is open it has the lesson's title.
func TestSilenceTellsWhatKeysDo(t *testing.T) {
	r := start(t, "#@ title \"The toy\"\nType@1s \"logitarium toy\"\nEnter\n#@ say spoken\nSleep 1s\nType \"t\"\nLeft@1s 2\n#@ pause\n#@ chapter Next\nSleep 1s\n#@ say again\nSleep 1s", live())
	r.Frame()
	if got := strip(r); !strings.Contains(got, "The toy") {
		t.Errorf("at the prompt the strip is\n%s", got)
	}
	seen := map[string]bool{}
	for range 1000 {
		if r.Frame(); r.Halt() == lesson.Paused {
			break
		}
		seen[r.Caption().Text] = true
	}
	if got := strip(r); !seen["spoken"] || strings.Contains(got, "spoken") || !strings.Contains(got, "temperature is turned down from 1.00 to 0.90") {
		t.Errorf("after two keys the strip is\n%s", got)
	}
	before := strip(r)
	r.Next()
	r.Frame()
	if got := strip(r); !strings.Contains(got, "turned down") || got == before {
		t.Errorf("a chapter that begins in silence has\n%s", got)
	}
	for r.Halt() == lesson.Going {
		r.Frame()
	}
	if got := strip(r); !strings.Contains(got, "again") || strings.Contains(got, "turned") {
		t.Errorf("the next caption is\n%s", got)
	}
}

// strip is the rows under the program on a screen of 80x24.
func strip(r *lesson.Run) string {
	rows := strings.Split(r.Screen(viz.Size{W: 80, H: 24}).Plain(), "\n")
	return strings.Join(rows[len(rows)-4:], "\n")
}

func TestPrompt(t *testing.T) {
	for _, c := range []struct{ tape, fails string }{
		{"Type \"logitarium\"\nEnter\n#@ expect keep = off", ""},
		{"Type \"logitarium toy --keep=3 --log --prompt 'a b'\"\nEnter\n#@ expect keep = 3\n#@ expect log = on\n#@ expect prompt = a b", ""},
		{"Type \"logitarium toyy\"\nBackspace\nEnter\n#@ expect keep = off", ""},
		{"Type \"logitarium\"\n#@ expect screen /^\\$ logitarium/", ""},
		{"Type \"logitarium\"\n#@ expect keep = off", "keep can't be looked up: no lab is open"},
		{"Type \"logitarium toi\"\nEnter", `no lab "toi"; there are toy; did you mean "toy"?`},
		{"Type \"logitarium toy --kep 3\"\nEnter", `toy has no knob "kep"; did you mean "keep"?`},
		{"Type \"logitarium toy --keep 9\"\nEnter", "--keep: 9 is outside"},
		{"Type \"q\"\nType \"ls\"\nEnter", "a lesson opens labs and runs nothing else"},
		{"Type \"q\"\nType \"logitarium | sh\"\nEnter", "'|' means something to a shell"},
		{"Type \"q\"\nType \"  \"\nEnter\n#@ expect screen /^\\$/", ""},
	} {
		r := start(t, c.tape, setup())
		finish(r)
		switch f := r.Failures(); {
		case c.fails == "" && len(f) > 0, c.fails != "" && (len(f) != 1 || !strings.Contains(f[0].Error(), c.fails)):
			t.Errorf("%q: failures %v, want %q", c.tape, f, c.fails)
		}
	}
}

// seeded is a toy with a seed.
type seeded struct {
	*toy.Lab
	seed int
}

func (s *seeded) Knobs() []lab.Knob {
	return append(lab.Knobs(s.Lab), lab.Knob{Name: "seed", Setting: lab.Integer{At: &s.seed, Default: 7, Max: 99}})
}

func TestSeed(t *testing.T) {
	s := setup()
	s.Labs = func() []lab.Lab {
		l := &seeded{Lab: toy.New()}
		lab.Reset(lab.Knobs(l))
		return []lab.Lab{l}
	}
	for source, want := range map[string]string{
		"Sleep 1s":            "7",
		"#@ seed 9\nSleep 1s": "9",
		"#@ seed 9\nType \"logitarium toy\"\nEnter":                                       "9",
		"#@ seed 9\nType \"logitarium toy --seed 5\"\nEnter":                              "5",
		"#@ seed 9\nType \"q\"\nType \"logitarium toy\"\nEnter":                           "9", // opened again
		"#@ seed 9\nType \"logitarium toy --seed 5\"\nEnter\nType \"qlogitarium\"\nEnter": "9",
	} {
		r := start(t, source, s)
		if finish(r); knob(t, r, "seed") != want {
			t.Errorf("%q leaves the seed at %s, want %s", source, knob(t, r, "seed"), want)
		}
	}
	if _, err := lesson.Start(parse(t, "#@ seed 100\nSleep 1s"), s); err == nil || !strings.Contains(err.Error(), "the seed of toy: 100 is outside 0 to 99") {
		t.Errorf("a seed that the lab can't have: %v", err)
	}
}

func TestNothingIsWrittenByALesson(t *testing.T) {
	r := start(t, "Type \"s\"\n#@ expect screen /a lesson writes no files/\nType \"y\"\n#@ expect screen /leaves the clipboard alone/", setup())
	if finish(r); len(r.Failures()) > 0 {
		t.Error(r.Failures())
	}
}
