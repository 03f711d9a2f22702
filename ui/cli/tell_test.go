package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/labs"
)

// callReal runs the command line on the real labs, away from any terminal.
func callReal(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	lm := builtintest.Load(t)
	var o, e bytes.Buffer
	a := &app{lm: lm, labs: labs.All(lm, lm), build: labs.All, in: strings.NewReader(""), out: &o, err: &e}
	code = a.main(args)
	return code, o.String(), e.String()
}

// writeTape puts a tape into a new folder and returns its path.
func writeTape(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mine.tape")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

const colder = `#@ seed 9
#@ chapter "Colder"
Type "logitarium sampling --temperature 0.5"
Enter
#@ say "Sure."
Type "t"
Left
#@ expect temperature = 0.45
Screenshot cold/one.png
#@ ask "Where does it end?" | at 0
`

func TestTranscriptCommand(t *testing.T) {
	code, out, errs := callReal(t, "transcript", writeTape(t, colder))
	if code != 0 || errs != "" {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	for _, want := range []string{
		"mine\n\n", "Chapter 1: Colder\n",
		"Keys: t, left. temperature is turned down from 0.50 to 0.45.\n",
		"Question 1: Where does it end?\n\nAnswer 1: at 0\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

func TestHandoutCommand(t *testing.T) {
	tape := writeTape(t, colder)
	folder := t.TempDir()
	page := filepath.Join(folder, "page.md")
	code, out, errs := callReal(t, "handout", tape, "-o", page, "--frames", filepath.Join(folder, "frames"))
	if code != 0 || out != "" || errs != "" {
		t.Fatalf("exit code %d: %s%s", code, out, errs)
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"![Colder](<frames/cold/one.svg>)",
		"logitarium sampling --temperature 0.45 --seed 9\n",
		"**Answer 1.** at 0\n",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	svg, err := os.ReadFile(filepath.Join(folder, "frames", "cold", "one.svg"))
	if err != nil || !bytes.HasPrefix(svg, []byte("<svg ")) {
		t.Errorf("%.20q, %v", svg, err)
	}
	page = filepath.Join(folder, "page.HTML")
	if code, _, errs := callReal(t, "handout", tape, "-o", page); code != 0 || !strings.HasPrefix(textOf(page), "<!DOCTYPE html>") {
		t.Errorf("exit code %d, %s: %.40q", code, errs, textOf(page))
	}
	for _, args := range [][]string{{"handout", tape}, {"handout", tape, "-o", "-"}} {
		if code, out, _ := callReal(t, args...); code != 0 || !strings.Contains(out, "```text\n") {
			t.Errorf("%q: exit code %d, without frames:\n%s", args, code, out)
		}
	}
}

// TestNothingIsToldThatDoesNotHold checks that a failed lesson leaves no file.
func TestNothingIsToldThatDoesNotHold(t *testing.T) {
	tape := writeTape(t, colder+"#@ expect temperature = 0.7\n")
	page := filepath.Join(t.TempDir(), "page.md")
	for _, args := range [][]string{{"transcript", tape}, {"handout", tape, "-o", page, "--frames", filepath.Dir(page)}} {
		code, out, errs := callReal(t, args...)
		if code != exitCheck || out != "" || !strings.Contains(errs, "mine.tape:11:4: temperature is 0.45: not = 0.7") {
			t.Errorf("%s: exit code %d, %q, %q", args[0], code, out, errs)
		}
	}
	if left, err := os.ReadDir(filepath.Dir(page)); err != nil || len(left) > 0 {
		t.Errorf("%v was written, %v", left, err)
	}
	for args, want := range map[string]string{
		"transcript":            "takes one lesson",
		"handout toor":          `no lesson "toor"`,
		"play syllabu":          `did you mean "syllabus"?`,
		"collect syllabus":      "syllabus is a course",
		"handout no/such.tape":  "there is no such file",
		"transcript tour other": "takes one lesson",
	} {
		if code, _, errs := callReal(t, strings.Fields(args)...); code == 0 || !strings.Contains(errs, want) {
			t.Errorf("%s: exit code %d, %q", args, code, errs)
		}
	}
}

func TestListHasLessons(t *testing.T) {
	_, out, _ := callReal(t, "list")
	labs, lessons, ok := strings.Cut(out, "play tour ")
	if !ok || !strings.Contains(labs, "sampling      What do") || !regexp.MustCompile(`\nplay position +\d:\d\d  `).MatchString(lessons) {
		t.Errorf("labs, then the tour first among the lessons:\n%s", out)
	}
}

func TestTestCommand(t *testing.T) {
	fails := writeTape(t, colder+"#@ expect temperature = 0.7\n")
	code, out, errs := callReal(t, "test", writeTape(t, colder), fails)
	if code != exitCheck || errs != "error: 1 lesson does not hold\n" {
		t.Errorf("exit code %d, %q", code, errs)
	}
	for _, want := range []string{
		"ok    ", "chapters  1  questions  1  expectations   1  0:07\n",
		"      warning: ", "mine.tape:10:4: no expect between this question",
		"FAIL  ", "mine.tape:11:4: temperature is 0.45: not = 0.7\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	code, out, _ = callReal(t, "test", writeTape(t, "Rihgt 3\nSleep 1y\n"), "tour")
	if code != exitRejected || !strings.Contains(out, `mine.tape:1:1: no command "Rihgt"`) || !strings.Contains(out, "mine.tape:2:8: ") || !strings.Contains(out, "tour ") {
		t.Errorf("exit code %d: both faults of the first and the second lesson are wanted\n%s", code, out)
	}
}
