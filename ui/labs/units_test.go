package labs_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/ui/labs"
	"logitarium/viz"
)

// A number that is shown with its name has its unit behind it, on the smallest
// screens too.
func TestUnitsAreShown(t *testing.T) {
	if labtest.RaceDetector {
		t.Skip("the same code runs in the contract of each lab")
	}
	m := builtintest.Load(t)
	for _, l := range labs.All(m, m) {
		shell := ui.New([]lab.Lab{l}, ui.Options{Theme: "plain"})
		for _, v := range l.Views().List {
			labtest.Turn(t, l, "view", v.Name)
			if err := lab.Settle(l); err != nil {
				t.Fatal(err)
			}
			for _, s := range []viz.Size{{W: 60, H: 18}, {W: 80, H: 24}, {W: 120, H: 40}} {
				shell.Resize(s)
				screen := strings.Join(strings.Split(shell.Grid().Plain(), "\n")[2:], "\n") // below the names of labs and views
				for _, r := range lab.Readings(l) {
					if r.Unit == "" || slices.ContainsFunc(lab.Knobs(l), func(k lab.Knob) bool { return k.Name == r.Name }) || !r.Undefined.Empty() || !r.Text.Empty() {
						continue
					}
					name := `(?m)(^|  |▸)` + regexp.QuoteMeta(r.Name) + ` +-?[0-9][0-9.,×⁰¹²³⁴⁵⁶⁷⁸⁹⁻]*`
					unit := regexp.MustCompile(name + ` +` + regexp.QuoteMeta(string(r.Unit)))
					if shown := regexp.MustCompile(name).FindString(screen); shown != "" && !unit.MatchString(screen) {
						t.Errorf("%s %s at %dx%d: %q without %q", l.Info().ID, v.Name, s.W, s.H, strings.TrimSpace(shown), r.Unit)
					}
				}
			}
		}
	}
}
