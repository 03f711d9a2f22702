package ui

import (
	"slices"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// A hidden knob has a row while it is chosen, and takes no room otherwise.
func TestHiddenKnobs(t *testing.T) {
	var a, b int
	knobs := []lab.Knob{
		{Name: "view", Setting: lab.Integer{At: &a, Max: 9}},
		{Name: "seed", Setting: lab.Integer{At: &a, Max: 9}},
		{Name: "epsilon-cut", Hidden: true, Idle: message.New("not chosen"), Setting: lab.Integer{At: &b, Max: 1_000_000}},
	}
	if got := shownKnobs(knobs, 1, true); !slices.Equal(got, []int{1}) {
		t.Errorf("rows %v", got)
	}
	if got := shownKnobs(knobs, 2, false); !slices.Equal(got, []int{1, 2}) {
		t.Errorf("rows %v, with the hidden one chosen", got)
	}
	if got, want := (&Model{}).fitColumns(knobs, 40), (&Model{}).fitColumns(knobs[:2], 40); got != want {
		t.Errorf("columns %v, and %v without the hidden one", got, want)
	}
	if got := (&Model{}).nextLive(knobs, 1, 1); got != 1 {
		t.Errorf("the arrow goes to knob %d", got)
	}
}
