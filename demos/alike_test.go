package demos_test

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"logitarium/demos"
	"logitarium/ui"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/tape"
	"logitarium/viz"
)

// heard is what an audience gets of a lesson: its captions and questions in
// order, and its frames.
type heard struct {
	words  []string
	frames map[string]string // by the name of their Screenshot
}

// stood is how long a caption stood, and whether it was there at a pause.
type stood struct {
	text string
	time time.Duration
	key  bool
}

// listen plays a lesson on its own clock, live or into a recording.
func listen(t *testing.T, parsed *tape.Tape, live bool) (heard, []stood, *lesson.Run) {
	t.Helper()
	s, screen := setupFor(t, parsed), lesson.ScreenSize(parsed, viz.Size{})
	s.Live, s.Size = live, lesson.ProgramSize(parsed, screen)
	h := heard{frames: map[string]string{}}
	var all []stood
	var run *lesson.Run
	s.Shot = func(name string) { h.frames[strings.TrimSuffix(name, ".png")] = run.Grid().Plain() }
	run, err := lesson.Start(parsed, s)
	if err != nil {
		t.Fatal(err)
	}
	last := ""
	for run.Halt() != lesson.Ended {
		run.Frame()
		c := run.Caption()
		if c.Text != last {
			if last = c.Text; c.Text != "" {
				h.words = append(h.words, c.Text)
				all = append(all, stood{text: c.Text})
			}
		}
		switch run.Halt() {
		case lesson.Paused:
			if last != "" {
				all[len(all)-1].key = true
			}
			run.Next()
		case lesson.Asking:
			all[len(all)-1].key = true
			run.Answer("")
		default:
			if last != "" {
				all[len(all)-1].time += ui.Beat
			}
		}
	}
	for _, f := range run.Failures() {
		t.Error(f)
	}
	return h, all, run
}

// printed is what a handout or a transcript is made of.
func printed(t *testing.T, parsed *tape.Tape) heard {
	t.Helper()
	s, screen := setupFor(t, parsed), lesson.ScreenSize(parsed, viz.Size{})
	s.Size = lesson.ProgramSize(parsed, screen)
	telling, _, err := lesson.Tell(parsed, s)
	if err != nil {
		t.Fatal(err)
	}
	holdsBack(t, parsed, telling.Handout(func(p lesson.Part) string { return p.Name }))
	h := heard{frames: map[string]string{}}
	for _, p := range telling.Parts {
		switch p.Kind {
		case lesson.Said, lesson.Asked:
			h.words = append(h.words, p.Text)
		case lesson.Pictured:
			h.frames[p.Name] = p.Frame.Plain()
		}
	}
	return h
}

// holdsBack holds that a handout gives no answer before its end: neither what
// is written behind a question nor what is said to show it.
func holdsBack(t *testing.T, parsed *tape.Tape, handout string) {
	t.Helper()
	plain := strings.NewReplacer(`\`, "", "\u00a0", " ").Replace(handout) // a number keeps its unit
	body, answers, ok := strings.Cut(plain, "\n## Answers\n")
	if !ok {
		t.Fatalf("the handout has no answers:\n%s", handout)
	}
	asked := false
	for _, s := range parsed.Steps {
		switch s.Kind {
		case tape.Chapter:
			asked = false
		case tape.Ask:
			asked = true
			if !strings.Contains(body, s.Text) || !strings.Contains(answers, ".** "+s.Answer+"\n") {
				t.Errorf("%v: the question or its answer has no place", s.Pos)
			}
		case tape.Say:
			text := strings.ReplaceAll(s.Text, `\`, "")
			if asked == strings.Contains(body, text) || asked != strings.Contains(answers, text) {
				t.Errorf("%v: %q is not where it belongs", s.Pos, s.Text)
			}
		case tape.Expect:
			if s.Name != "" && strings.Contains(plain, "\n> "+s.Name+" is ") {
				t.Errorf("%v: the handout prints what the tape tests", s.Pos)
			}
		}
	}
}

// TestPlayRecordAndPrintAlike holds that each caption and question of a lesson
// is seen in play, in its recording and in print, with the same frames, that in
// play each caption stands until its time or a key, and that the lesson takes as
// long as is listed. UPDATE=1 writes what its Waits take into waits.txt.
func TestPlayRecordAndPrintAlike(t *testing.T) {
	if raceDetector {
		t.Skip("what lessons train takes minutes here; without the race detector it is played")
	}
	files, err := fs.Glob(demos.Tapes, "*.tape")
	if err != nil {
		t.Fatal(err)
	}
	files = slices.DeleteFunc(files, isTranslation) // the same keys, on the same screens in other words
	rows := make([]string, len(files))
	t.Run("lessons", func(t *testing.T) { playAll(t, files, rows) })
	if os.Getenv("UPDATE") == "" || t.Failed() {
		return
	}
	if err := os.WriteFile("waits.txt", []byte(strings.Join(rows, "")), 0o644); err != nil {
		t.Fatal(err)
	}
}

func playAll(t *testing.T, files, rows []string) {
	for i, file := range files {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			parsed := parseFile(t, file)
			var want []string
			for _, s := range parsed.Steps {
				if s.Kind == tape.Say || s.Kind == tape.Ask {
					want = append(want, s.Text)
				}
			}
			played, standing, live := listen(t, parsed, true)
			recorded, _, through := listen(t, parsed, false)
			rows[i] = rowOf(file, through.Waits())
			if os.Getenv("UPDATE") == "" {
				takesAsListed(t, parsed, live, through)
			}
			print := printed(t, parsed)
			for _, got := range []struct {
				how string
				heard
			}{{"played", played}, {"recorded", recorded}, {"printed", print}} {
				if !slices.Equal(got.words, want) {
					t.Errorf("%s:\n%s\nwant\n%s", got.how, strings.Join(got.words, "\n"), strings.Join(want, "\n"))
				}
				for name, frame := range recorded.frames {
					if got.frames[name] != frame {
						t.Errorf("%s, the frame %s is\n%s\nand recorded\n%s", got.how, name, got.frames[name], frame)
					}
				}
			}
			for i, s := range saysOf(parsed) {
				if got := standing[i]; !got.key && got.time < s.time-ui.Beat {
					t.Errorf("%v: %q stands for %v, and its time is %v", s.pos, s.text, got.time, s.time)
				}
			}
		})
	}
}

// spoken is a caption and the time that the tape gives it.
type spoken struct {
	pos  tape.Pos
	text string
	time time.Duration
}

// saysOf are the captions and questions of a tape, each with the Sleep that
// follows before anything else is pressed or said.
func saysOf(parsed *tape.Tape) []spoken {
	var all []spoken
	counts := false
	for _, s := range parsed.Steps {
		switch s.Kind {
		case tape.Say, tape.Ask:
			all, counts = append(all, spoken{pos: s.Pos, text: s.Text}), s.Kind == tape.Say
		case tape.Sleep:
			if counts {
				all[len(all)-1].time += s.Time
			}
		case tape.Key, tape.Type, tape.Chapter, tape.Pause, tape.Wait:
			counts = false
		}
	}
	return all
}

func parseFile(t *testing.T, file string) *tape.Tape {
	t.Helper()
	text, err := fs.ReadFile(demos.Tapes, file)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := tape.Parse(file, string(text), demos.Tapes)
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", file, err))
	}
	parsed.Waits = demos.Waits(file)
	return parsed
}
