package labtest

import (
	"math"
	"regexp"
	"strings"
	"testing"

	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

var word = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

func testInfo(t *testing.T, fresh func() lab.Lab) {
	info := fresh().Info()
	if !word.MatchString(info.ID) {
		t.Errorf("ID %q is not a command: lower-case words with - between", info.ID)
	}
	if w := viz.Clean(string(info.Tab)).Width(); w < 2 || w > 10 {
		t.Errorf("tab %q has %d cells; 2 to 10 fit", info.Tab, w)
	}
	if info.Title == "" {
		t.Error("no title")
	}
	if w := viz.Clean(string(info.Question)).Width(); !strings.HasSuffix(string(info.Question), "?") || w > 58 {
		t.Errorf("question %q (%d cells) must end with ? and fit into 58, on a screen of 60 columns", info.Question, w)
	}
	if notes := (message.Printer{}).Read(info.Notes); len(notes) < 200 || !strings.Contains(notes, "# ") {
		t.Errorf("notes of %d bytes: say what it is for, the formulas, what to try, under headings", len(notes))
	}
}

func testNames(t *testing.T, fresh func() lab.Lab) {
	l := opened(t, fresh)
	seen := map[string]bool{}
	for _, k := range lab.Knobs(l) {
		if k.Formerly != "" {
			if found, _, err := lab.KnobNamed(l, k.Formerly); err != nil || found.Name != k.Name {
				t.Errorf("knob %s was called %s, by which %s is found (%v)", k.Name, k.Formerly, found.Name, err)
			}
		}
		switch {
		case !word.MatchString(k.Name):
			t.Errorf("knob %q is not a flag: lower-case words with - between", k.Name)
		case seen[k.Name]:
			t.Errorf("two knobs are called %s", k.Name)
		case k.Help == "" || strings.Contains(string(k.Help), "\n"):
			t.Errorf("knob %s: its help must be one line", k.Name)
		case k.Hidden && k.Idle.Empty():
			t.Errorf("knob %s has no row, and does something: it must be idle, and say why", k.Name)
		case !lettered(k.Name):
			t.Errorf("knob %s: add a row for it to ui/lab/letters.go, with a free letter, or with none where none is left", k.Name)
		}
		seen[k.Name] = true
		if _, ok := k.Setting.(lab.Choice); k.Name == "view" && !ok {
			t.Errorf("knob view must be a choice")
		}
	}
	eachView(t, l, func(view string) {
		for _, clash := range ui.Clashes(l) {
			t.Errorf("view %s: %s; letters of knobs stand in ui/lab/letters.go", view, clash)
		}
	})
}

func testReadings(t *testing.T, fresh func() lab.Lab) {
	l := opened(t, fresh)
	eachView(t, l, func(view string) { checkReadings(t, l) })
	if len(lab.Readings(l)) == 0 {
		t.Error("no readings")
	}
	if lab.Sentence(l).Empty() {
		t.Error("no insight")
	}
}

func checkReadings(t *testing.T, l lab.Lab) {
	t.Helper()
	seen := map[string]bool{}
	for _, r := range lab.Readings(l) {
		if r.Name == "" || seen[r.Name] {
			t.Errorf("two readings are called %q; %s", r.Name, state(l))
		}
		seen[r.Name] = true
		if now := lab.NameNow(l, r.Formerly); r.Formerly != "" && now != r.Name {
			t.Errorf("%s was called %s, by which %s is found; %s", r.Name, r.Formerly, now, state(l))
		}
		if r.Help.Empty() || strings.Contains(r.Help.String(), "\n") {
			t.Errorf("%s: its help must say in one line what the number means; %s", r.Name, state(l))
		}
		if r.Undefined.Empty() && r.Text.Empty() && (math.IsNaN(r.Value) || math.IsInf(r.Value, 0)) {
			t.Errorf("%s is %v: say in Undefined why there is no value; %s", r.Name, r.Value, state(l))
		}
		if r.Digits < 0 || r.Digits > 9 {
			t.Errorf("%s shows %d decimals", r.Name, r.Digits)
		}
		switch r.Provenance {
		case lab.Computed, lab.Illustrative:
		case lab.Recorded, lab.Published:
			if r.Source == "" {
				t.Errorf("%s is %s: from where?", r.Name, r.Provenance)
			}
		default:
			t.Errorf("%s: provenance %q", r.Name, r.Provenance)
		}
	}
}

func testActions(t *testing.T, fresh func() lab.Lab) {
	l := opened(t, fresh)
	eachView(t, l, func(view string) {
		for i, a := range lab.Actions(l) {
			if a.Name == "" || a.Help == "" || a.Do == nil {
				t.Errorf("view %s: action %q (%s) needs a name, help and something to do", view, a.Name, a.Key)
				continue
			}
			if i == 0 && a.Key != "space" {
				t.Errorf("view %s: the first action, %s, is on %q; it belongs on space", view, a.Name, a.Key)
			}
			if i > 0 && (len(a.Key) != 1 || a.Key < "a" || a.Key > "z") {
				t.Errorf("view %s: key %q of %s is not one lower-case letter", view, a.Key, a.Name)
			}
		}
	})
}

func lettered(name string) bool {
	_, known := lab.LetterOf(name)
	return known
}
