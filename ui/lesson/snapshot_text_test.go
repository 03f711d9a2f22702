package lesson

import (
	"testing"

	"logitarium/ui/lab"
)

// What was typed is told as it was typed.
func TestTypedTextIsToldAsItIs(t *testing.T) {
	typed := `Question: Who?\nAnswer: "he"`
	if got, want := shownAs(lab.Text{At: &typed, Max: 100}).String(), `"`+typed+`"`; got != want {
		t.Errorf("%s is told as %s", typed, got)
	}
}
