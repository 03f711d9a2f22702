package lab_test

import (
	"testing"

	"logitarium/ui/lab"
)

func TestCycle(t *testing.T) {
	var c lab.Cycle
	all := []string{"one", "two"}
	now := "one"
	for _, step := range []struct{ typed, want string }{
		{"", "two"}, {"", "one"}, // without an own text
		{"mine", "one"}, {"", "two"}, {"", "mine"}, {"", "one"},
		{"another", "one"}, {"", "two"}, {"", "another"},
	} {
		if step.typed != "" {
			now = step.typed
		}
		if now = c.Next(now, all); now != step.want {
			t.Errorf("next is %q, want %q", now, step.want)
		}
	}
	if got := new(lab.Cycle).Next("mine", []string{"mine"}); got != "mine" {
		t.Errorf("the only example leads to %q", got)
	}
}
