package adapt

import (
	"strings"
	"testing"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

// A pause holds the training alone, is said in words, and ends with a knob.
func TestPauseHoldsTheTrainingOnly(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "fact", "facts", "2", "steps", "5")
	space := func() {
		if err := l.Actions()[0].Do(); err != nil {
			t.Fatal(err)
		}
	}
	space()
	settle(t, l) // as is and RAG are asked all the same
	if !l.study.beliefs[knowledge.Retrieval].known || l.study.stepsDone() != 0 {
		t.Errorf("RAG known %t, %d steps", l.study.beliefs[knowledge.Retrieval].known, l.study.stepsDone())
	}
	if says := lab.Sentence(l); !strings.Contains(says.String(), "Paused at step 0 of 5: space goes on") || l.Actions()[0].Name != "go on" {
		t.Errorf("%q, space says %q", says, l.Actions()[0].Name)
	}
	labtest.Turn(t, l, "seed", "2")
	if l.paused {
		t.Error("the pause outlives the training")
	}
}

// Nothing is compared before both courses have made as many steps.
func TestForgettingComparesEqualSteps(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "forgetting", "facts", "2", "steps", "10")
	for l.Busy() {
		if err := l.Step(0); err != nil {
			t.Fatal(err)
		}
		mine, other, ok := l.study.even()
		if says := lab.Sentence(l); strings.Contains(says.String(), "are left") && (!ok || mine.Step != other.Step || mine.Step == 0) {
			t.Fatalf("%q at steps %d and %d", says, mine.Step, other.Step)
		}
	}
	if says := lab.Sentence(l); !strings.Contains(says.String(), "After 10 steps of each") {
		t.Errorf("at the end: %q", says)
	}
}
