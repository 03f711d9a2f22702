package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"logitarium/ui/class"
)

const askedLesson = `#@ title "Cats"
#@ chapter "Cats"
#@ ask "How many cats?" | 46
`

func TestCollect(t *testing.T) {
	lesson := writeTape(t, askedLesson)
	file := filepath.Join(t.TempDir(), "codes.txt")
	if err := os.WriteFile(file, []byte(codesOf(t, lesson, "46", "45", "many")), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := callReal(t, "collect", lesson, file, file)
	if code != 0 || errs != "" {
		t.Fatalf("exit code %d: %q", code, errs)
	}
	for _, want := range []string{"Cats: 3 students", "How many cats?", "45", "▸ 46", "something else", "▸ is the answer: 1 of 3 has it. One more is within a tenth."} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing:\n%s", want, out)
		}
	}
	code, out, errs = callReal(t, "collect", lesson, file, "--json")
	var got struct {
		Students  int
		Questions []struct {
			Right, Answered int
			Guesses         []map[string]any
		}
	}
	if err := json.Unmarshal([]byte(out), &got); code != 0 || err != nil {
		t.Fatalf("exit code %d, %v: %q\n%s", code, err, errs, out)
	}
	if got.Students != 3 || len(got.Questions) != 1 || got.Questions[0].Right != 1 || len(got.Questions[0].Guesses) != 3 {
		t.Errorf("%+v", got)
	}
}

func TestCollectRefuses(t *testing.T) {
	lesson, folder := writeTape(t, askedLesson), t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := codesOf(t, lesson, "46")
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{nil, exitUsage, "needs the name of a lesson"},
		{[]string{lesson, filepath.Join(folder, "none")}, exitRejected, "there is no such file"},
		{[]string{lesson, folder}, exitRejected, "is a folder, and no file"},
		{[]string{lesson, write("empty", "\n\n")}, exitRejected, "no answer code"},
		{[]string{lesson, write("other", codesOf(t, "norm", "row"))}, exitRejected, "line 1: the code is of another lesson"},
		{[]string{lesson, write("mixed", good+"hello\n")}, exitRejected, "one line was no answer code of this lesson, and was left out"},
		{[]string{lesson, write("large", strings.Repeat(" ", class.MaxPaste+1))}, exitRejected, "more than"},
		{[]string{lesson, "--chapter", "Dogs", write("good", good)}, exitUsage, "Dogs"},
	} {
		code, _, errs := callReal(t, append([]string{"collect"}, c.args...)...)
		if code != c.code || !strings.Contains(errs, c.want) {
			t.Errorf("%q: exit code %d, want %d, and %q in %q", c.args, code, c.code, c.want, errs)
		}
	}
}

// codesOf writes answers to the first question of a lesson, a code a line.
func codesOf(t *testing.T, name string, guesses ...string) string {
	t.Helper()
	tp, err := (&app{}).readLesson(name)
	if err != nil {
		t.Fatal(err)
	}
	q := class.Of(tp)
	var text strings.Builder
	for i, g := range guesses {
		s := class.Sheet{Lesson: q.Lesson, ID: uint32(i), Guesses: []class.Guess{q.Chapters[0].Questions[0].Guessed(g)}}
		code, err := s.Code()
		if err != nil {
			t.Fatal(err)
		}
		text.WriteString(code + "\n")
	}
	return text.String()
}
