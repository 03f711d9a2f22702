package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/labs"
	"logitarium/ui/lesson/player"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"

	tea "charm.land/bubbletea/v2"
)

func TestAmendRefuses(t *testing.T) {
	lesson := writeTape(t, colder)
	there := writeTape(t, colder)
	fresh := filepath.Join(t.TempDir(), "new.tape")
	for _, tt := range []struct{ of, file, want string }{
		{lesson, there, "is there already"},
		{lesson, "x.txt", "ends in .tape"},
		{lesson, fresh, "on a terminal"},
		{"syllabus", fresh, "syllabus is a course"},
	} {
		if code, out, errs := callReal(t, "play", tt.of, "--amend", tt.file); code != exitUsage || out != "" || !strings.Contains(errs, tt.want) {
			t.Errorf("%s %s: code %d, %q, %q", tt.of, tt.file, code, out, errs)
		}
	}
	if _, err := os.Stat(fresh); err == nil {
		t.Error("a file was made")
	}
}

// The changed lesson is written once it is over, and holds; one that was not changed
// is not.
func TestWriteAmended(t *testing.T) {
	own := builtintest.Load(t)
	var errs strings.Builder
	a := &app{lm: own, labs: labs.All(own, own), build: labs.All, err: &errs, words: message.Printer{}}
	tp, err := tape.Parse("a.tape", colder, nil)
	if err != nil {
		t.Fatal(err)
	}
	fresh, chart, err := a.scene(tp)
	if err != nil {
		t.Fatal(err)
	}
	p, err := player.New(tp, player.Options{Labs: fresh, Map: chart, Amend: true})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "new.tape")
	if err := a.writeAmended(path, p); err != nil || !strings.Contains(errs.String(), "nothing was changed") {
		t.Errorf("%v, %q", err, errs.String())
	}
	if _, err := os.Stat(path); err == nil {
		t.Fatal("a lesson that was not changed is written")
	}
	p.Update(tea.KeyPressMsg{Code: 'P', Text: "P"})
	errs.Reset()
	if err := a.writeAmended(path, p); err != nil || !strings.Contains(errs.String(), "the lesson with 1 change") {
		t.Errorf("%v, %q", err, errs.String())
	}
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), "#@ pause\n") || !strings.Contains(string(text), "#@ expect temperature = 0.45\n") {
		t.Errorf("%v, %s", err, text)
	}
	if code, out, _ := callReal(t, "test", path); code != 0 {
		t.Errorf("it does not hold:\n%s", out)
	}
	if err := a.writeAmended(path, p); err == nil {
		t.Error("a file that is there is replaced")
	}
}
