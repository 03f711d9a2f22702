package demos_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"logitarium/core/builtin/builtintest"
	"logitarium/demos"
	"logitarium/ui"
	"logitarium/ui/atlas"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/tape"
	"logitarium/viz"
)

func check(t *testing.T, parsed *tape.Tape) lesson.Report {
	t.Helper()
	report, err := lesson.Check(parsed, setupFor(t, parsed))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// setupFor returns what a lesson plays on: the built-in model, or the file that
// it asks for.
func setupFor(t *testing.T, parsed *tape.Tape) lesson.Setup {
	t.Helper()
	own := builtintest.Load(t)
	m := builtintest.Saved(t, parsed.Model)
	theme, _ := viz.ThemeByName("plain")
	fresh := func() []lab.Lab { return labs.All(m, own) }
	return lesson.Setup{
		Labs: fresh, Map: func(of []lab.Lab) *atlas.Map { return atlas.New(m, of, fresh, false) },
		Theme: theme, Look: ui.WithoutFooter,
	}
}

func labIDs(t *testing.T) []string {
	t.Helper()
	lm := builtintest.Load(t)
	var ids []string
	for _, l := range labs.All(lm, lm) {
		ids = append(ids, l.Info().ID)
	}
	return ids
}

// isTranslation reports whether a file is a lesson in another language.
func isTranslation(file string) bool {
	return strings.Contains(strings.TrimSuffix(file, ".tape"), ".")
}

// TestTranslationsPress holds that a translation presses the keys of its lesson
// and has its chapters and questions: only its words are its own.
func TestTranslationsPress(t *testing.T) {
	files, err := fs.Glob(demos.Tapes, "*.tape")
	if err != nil {
		t.Fatal(err)
	}
	done := func(file string) (all []string) {
		for _, s := range parseFile(t, file).Steps {
			switch s.Kind {
			case tape.Key, tape.Type:
				if strings.IndexFunc(s.Text, func(r rune) bool { return r > unicode.MaxASCII }) >= 0 {
					s.Text = "a text of its own"
				}
				all = append(all, s.Key+s.Text)
			case tape.Chapter, tape.Ask, tape.Wait, tape.Await:
				all = append(all, string(s.Kind))
			}
		}
		return all
	}
	for _, file := range slices.DeleteFunc(files, func(f string) bool { return !isTranslation(f) }) {
		name, _, _ := strings.Cut(file, ".")
		if got, want := done(file), done(name+".tape"); !slices.Equal(got, want) {
			t.Errorf("%s does\n%q\nand %s.tape\n%q", file, got, name, want)
		}
	}
}

// TestLessons holds the lessons to what they have to be: true, and not missing
// what a lesson needs.
func TestLessons(t *testing.T) {
	files, err := fs.Glob(demos.Tapes, "*.tape")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	ids := labIDs(t)
	for _, name := range append([]string{"tour"}, ids...) {
		if !slices.Contains(files, name+".tape") {
			t.Errorf("%s has no lesson", name)
		}
	}
	for _, file := range files {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			parsed := parseFile(t, file)
			shortest, longest := 3*time.Minute, 6*time.Minute
			name, language, translated := strings.Cut(strings.TrimSuffix(file, ".tape"), ".")
			if language != parsed.Lang {
				t.Errorf("it is in %q by its name, and in %q by its #@ lang", language, parsed.Lang)
			}
			if translated && !slices.Contains(files, name+".tape") {
				t.Errorf("it translates %s.tape, which is not there", name)
			}
			if name == "tour" {
				shortest, longest = 90*time.Second, 190*time.Second
			} else if id, _, _ := strings.Cut(name, "-"); !slices.Contains(ids, id) {
				t.Errorf("the lesson is named after no lab, and does not begin with one's name and a hyphen: %s", strings.Join(ids, ", "))
			}
			if d := lesson.Length(parsed); d < shortest || d > longest {
				t.Errorf("it takes %v, and should take %v to %v: Sleeps and chapters change that", d, shortest, longest)
			}
			if parsed.Title == "" {
				t.Error("it has no title")
			}
			for _, s := range parsed.Steps {
				if s.Kind == tape.Ask {
					judges(t, s)
				}
			}
			count := map[tape.Kind]int{}
			for _, s := range parsed.Steps {
				count[s.Kind]++
			}
			if count[tape.Ask] < 2 || count[tape.Chapter] < 2 {
				t.Errorf("%d questions and %d chapters: two of each are the least", count[tape.Ask], count[tape.Chapter])
			}
			if raceDetector {
				t.Skip("what lessons train takes minutes here; without the race detector it is played")
			}
			report := check(t, parsed)
			for _, f := range report.Failures {
				t.Error(f)
			}
			for _, w := range report.Warnings {
				if small := strings.Contains(w.Error(), "is not on a screen of 60x18"); translated && small {
					continue // words of other lengths leave room for other rows
				}
				t.Error(w)
			}
		})
	}
}

// judges holds that each guess which a question lists is told to be right or
// wrong, and that one which is answered in words lists some of both.
func judges(t *testing.T, ask tape.Step) {
	t.Helper()
	verdict := func(guess string) string {
		return lesson.Caption{Guess: guess, Answer: ask.Answer, Right: ask.Right, Wrong: ask.Wrong}.Verdict().String()
	}
	const isRight, isIt, isWrong = ": right", ": that is it", ": no; the answer: "
	for _, guess := range append([]string{ask.Answer}, ask.Right...) {
		if v := verdict(guess); !strings.Contains(v, isRight) && !strings.HasSuffix(v, isIt) {
			t.Errorf("%v: %q is right, and the verdict is %q", ask.Pos, guess, v)
		}
	}
	for _, guess := range ask.Wrong {
		if v := verdict(guess); strings.Contains(v, isRight) || !strings.Contains(v, isWrong) && !strings.Contains(v, "too ") {
			t.Errorf("%v: %q is wrong, and the verdict is %q", ask.Pos, guess, v)
		}
	}
	counted := strings.Contains(verdict("-123"), "too low") // a number is judged by itself
	if !counted && (len(ask.Right) == 0 || len(ask.Wrong) == 0) {
		t.Errorf("%v: %q is answered in words; list others that are right, and some that are wrong", ask.Pos, ask.Text)
	}
}
