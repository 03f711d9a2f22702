package lesson

import (
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
)

func TestHolds(t *testing.T) {
	number := func(v float64, digits int) found {
		return foundReading(lab.Reading{Value: v, Digits: digits})
	}
	word := foundReading(lab.Reading{Text: message.New("forest")})
	none := foundReading(lab.Reading{Undefined: message.New("nothing was drawn")})
	for _, c := range []struct {
		found found
		claim string
		want  bool
	}{
		// = goes by the digits that the tape gives, not by those on screen.
		{number(1.8812, 2), "= 1.88", true},
		{number(1.8812, 2), "= 1.8812", true},
		{number(1.8812, 2), "= 1.8813", false},
		{number(1.8812, 4), "= 1.9", true},
		{number(1.8812, 2), "= 1.8", false},
		{number(1.8812, 2), "= 2", true},
		{number(1.4, 2), "= 2", false},
		{number(1.5, 2), "= 2", true}, // half a step is within it
		{number(-0.25, 2), "= -0.3", true},
		{number(1.8812, 2), "!= 1.88", false},
		{number(1.8812, 2), "!= 1.89", true},
		{number(0.0021, 4), "= 2e-3", true},
		{number(0.4, 2), "= 2e-3", false},
		{number(0.0021, 4), "= 2.0e-3", false},
		{number(1234, 0), "= 1.2e3", true},
		{number(1260, 0), "= 1.2E+3", false},
		// The others compare the values themselves.
		{number(1.8812, 2), "< 1.89", true},
		{number(1.88, 2), "< 1.88", false},
		{number(1.88, 2), "<= 1.88", true},
		{number(1.88, 2), "> 1.88", false},
		{number(1.88, 2), ">= 1.88", true},
		{number(1.8812, 2), "> 1.88", true},
		{number(1.8812, 2), ">= 1.89", false},
		{number(1.8812, 2), "<= 1.8", false},
		{number(3, 0), "= three", false},
		{number(3, 0), "!= three", true},
		{word, "= forest", true},
		{word, "= Forest", false},
		{word, "!= cave", true},
		{word, "!= forest", false},
		{word, "= 3", false},
		{word, "!= 3", true},
		{word, "< 3", false},
		{none, "= 3", false},
		{none, "!= 3", false}, // nothing is known of it
		{none, "< 3", false},
		{foundReading(lab.Reading{Text: message.New("12")}), "> 11", true},
	} {
		parsed, err := tape.Parse("test.tape", "#@ expect x "+c.claim, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := c.found.holds(&parsed.Steps[0]); got != c.want {
			t.Errorf("%s %s: %v", c.found.text, c.claim, got)
		}
	}
}

// TestWhatFailed looks at what a failed expectation says.
func TestWhatFailed(t *testing.T) {
	for _, c := range []struct {
		found found
		claim string
		want  string
	}{
		{foundReading(lab.Reading{Value: 1.8812, Digits: 2}), "< 1.8", "x is 1.88: not < 1.8"},
		{foundReading(lab.Reading{Undefined: message.New("no draw")}), "< 1.8", "x is undefined (no draw): not < 1.8"},
		{foundReading(lab.Reading{Text: message.New("forest")}), "< 1.8", "x is forest: not < 1.8, which compares numbers"},
	} {
		parsed, err := tape.Parse("test.tape", "#@ expect x "+c.claim, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.found.failure(&parsed.Steps[0]).String(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
