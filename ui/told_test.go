package ui

import (
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/message"
)

func TestTold(t *testing.T) {
	readings := []lab.Reading{
		{Name: "entropy", Value: 1.14, Digits: 2}, {Name: "perplexity", Value: 4.58, Digits: 2}, {Name: "survivors", Value: 12},
		{Name: "loss", Undefined: message.New("nothing is trained")}, {Name: "parameters", Value: 117},
	}
	for _, c := range []struct{ says, want string }{
		{"Perplexity goes to 4.58, entropy stays 1.14.", "entropy"}, // the first one has the right of way
		{"Perplexity is 4.58, of 117.", "perplexity"},
		{"Of 117 million, perplexity 4.58.", "parameters"},
		{"12 of them stay.", "entropy"},                  // two digits may be chance
		{"It is 14.58, or 4.581, or 0.4.58.", "entropy"}, // parts of other numbers
		{"It ends with 117.", "parameters"},
		{"It takes 1,117 or 117,000 of them.", "entropy"},
		{"Nothing is said of numbers.", "entropy"},
		{"", "entropy"},
	} {
		if got := readings[told(c.says, readings)].Name; got != c.want {
			t.Errorf("%q is about %s, want %s", c.says, got, c.want)
		}
	}
}
