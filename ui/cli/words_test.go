package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"logitarium/ui/lab"
)

// Who translates sees the program in the words of the file.
func TestWordsFromACatalogue(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := file("de.po", "msgid \"quit\"\nmsgstr \"beenden\"\n")
	for _, tt := range []struct {
		path, out, errs string
		code            int
	}{
		{path: "", out: "q quit"},
		{path: good, out: "q beenden"},
		{path: filepath.Join(dir, "none.po"), code: exitRejected, errs: "none.po: no such file or directory"},
		{path: file("empty.po", "hello\n"), code: exitRejected, errs: "is it a PO file?"},
		{path: file("wrong.po", "msgid \"lines %d to %d of %d\"\nmsgstr \"Zeilen\"\n"), code: exitRejected, errs: "takes other arguments"},
	} {
		code, out, errs := call([]string{"LOGITARIUM_CATALOGUE=" + tt.path}, "dice", "--print")
		if code != tt.code || !strings.Contains(out, tt.out) || !strings.Contains(errs, tt.errs) {
			t.Errorf("%q: exit code %d, want %d\n%s%s", tt.path, code, tt.code, out, errs)
		}
	}
}

// A knob that has the name of a common flag would take its value.
func TestNoKnobHidesAFlag(t *testing.T) {
	a := &app{labs: []lab.Lab{renamed{newDice(), "present"}}}
	defer func() {
		if said, ok := recover().(string); !ok || !strings.Contains(said, "the knob present of the lab dice hides the flag --present") {
			t.Errorf("said: %q", said)
		}
	}()
	a.root()
}

// renamed is a lab whose first knob has another name.
type renamed struct {
	lab.Lab
	name string
}

func (r renamed) Knobs() []lab.Knob {
	knobs := r.Lab.Knobs()
	knobs[0].Name = r.name
	return knobs
}
