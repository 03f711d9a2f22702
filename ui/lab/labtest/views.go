package labtest

import (
	"slices"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/lacking"
)

// testViews holds that each view is whole: it has a picture, a sentence and
// readings of its own, and a knob that changes what is shown unless the model
// lacks what it shows.
func testViews(t *testing.T, fresh func() lab.Lab) {
	l := opened(t, fresh)
	fields := []lab.Field{}
	for _, k := range lab.Knobs(l) {
		fields = append(fields, k.Setting.Field())
	}
	said := map[string]string{}
	for _, v := range l.Views().List {
		switch {
		case !word.MatchString(v.Name):
			t.Errorf("view %q is not a name: lower-case words with - between", v.Name)
		case v.Help == "" || v.Draw == nil || v.Sentence == nil || v.Readings == nil:
			t.Fatalf("view %s needs help, a picture, a sentence and readings", v.Name)
		case len(v.Moves) == 0 && !lacking.Shown(v):
			t.Errorf("view %s: no knob changes it", v.Name)
		}
		for i, f := range v.Moves {
			if !slices.Contains(fields, f) {
				t.Errorf("view %s: what it moves by has a field, number %d, that no knob turns", v.Name, i)
			}
			if slices.Contains(v.Moves[:i], f) {
				t.Errorf("view %s lists a knob twice, at number %d", v.Name, i)
			}
		}
	}
	eachView(t, l, func(view string) {
		if len(l.Views().Open().Readings()) == 0 {
			t.Errorf("view %s has no reading of its own", view)
		}
		sentence := lab.Sentence(l)
		if other, twice := said[sentence.String()]; twice {
			t.Errorf("the views %s and %s say the same: %s", other, view, sentence)
		}
		said[sentence.String()] = view
	})
}
