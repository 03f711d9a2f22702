package inside

import (
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

// What the view of origins shows: the documents that tell a fact while it is
// learnt, the proof, and how little is left of that in the finished model.
func TestOrigin(t *testing.T) {
	l := New(builtintest.Load(t))
	settle := func() {
		t.Helper()
		if err := lab.Settle(l); err != nil {
			t.Fatal(err)
		}
	}
	labtest.Turn(t, l, "view", "origin")
	settle()
	if found, area := labtest.Reading(t, l, "found").Value, labtest.Reading(t, l, "mean area").Value; found != telling || area < 0.98 {
		t.Errorf("while it is learnt: %v found, area %.3f", found, area)
	}
	if r := labtest.Reading(t, l, "without first"); r.Undefined.Empty() {
		t.Errorf("proved before anybody asked: %v", r.Value)
	}
	if err := lab.Actions(l)[0].Do(); err != nil {
		t.Fatal(err)
	}
	if err := l.Refresh(); err != nil {
		t.Fatal(err)
	}
	settle()
	if first, others := labtest.Reading(t, l, "without first").Value, labtest.Reading(t, l, "without others").Value; first > 0.3 || others < 0.7 {
		t.Errorf("without the first %.3f, without others %.3f", first, others)
	}
	labtest.Turn(t, l, "moment", "finished")
	settle()
	if area, words := labtest.Reading(t, l, "mean area").Value, labtest.Reading(t, l, "word search").Value; area > 0.75 || words != 1 {
		t.Errorf("in the finished model: area %.3f, of a word search %.3f", area, words)
	}
	if n := len(lab.Actions(l)); n != 0 {
		t.Errorf("%d actions where nothing can be proved", n)
	}
}

var taughtLab *Lab

// taughtLabs makes labs with all that view origin trains done before, in whatever
// order tests run: a walk through the settings would spend on that what is meant
// for all views.
func taughtLabs(t *testing.T) func() lab.Lab {
	t.Helper()
	if taughtLab == nil {
		l := New(builtintest.Load(t))
		labtest.Turn(t, l, "view", "origin")
		for moment := range known + 1 {
			for fact := range facts {
				l.tracing.moment, l.tracing.fact = moment, fact+1
				l.tracing.prove[l.tracing.fact] = moment == learning
				if err := l.Refresh(); err != nil {
					t.Fatal(err)
				}
				if err := lab.Settle(l); err != nil {
					t.Fatal(err)
				}
			}
		}
		taughtLab = l
	}
	return taughtLab.Twin
}
