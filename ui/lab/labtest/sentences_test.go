package labtest

import (
	"math/rand/v2"
	"slices"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
)

func TestMisprint(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "",
		"The mean moved by -0.05.":            "",
		"It is 0.000 here, 10 steps, 1 step.": "",
		"From 0-0.5 by 0.004, 0.1 steps.":     "",
		"Between \"  NaN , \" and “1 tokens”.": "",
		"10 % of 1,001 tokens, 2.1 levels.":    "",
		"The mean is NaN.":                     "a number that is none",
		"Infinity is not +Inf here.":           "a number that is none",
		"It loses 4 %, without it – %.":        "a dash for a number",
		"The mean (was –) is – for now – 2.":   "a dash for a number",
		"It follows: 1 norms, 2 norms.":        "one of several",
		"Ten %!d(string=a) of them.":           "a verb of fmt without its value",
		"It is less than 0.05 %%.":             "a verb of fmt without its value",
		"It went by -0.000: look.":             "a zero with a sign",
		"Expect 3 ± 2 and 5 ±0.":               "a zero with a sign",
		"It moved by 0.000.":                   "a change by nothing",
		"It grew by +0.0 %.":                   "a change by nothing",
		"Two  blanks.":                         "two blanks",
		" One.":                                "a blank at an end",
		"No , yes.":                            "a blank before punctuation",
		"No,, yes.":                            "punctuation twice",
		"No:. Yes.":                            "punctuation twice",
		"Not.Yes.":                             "no blank after a sentence",
		"No\nyes.":                             "a line break",
		"It uses 1 levels of 3.":               "one of several",
		"It knows 12 token.":                   "several of one",
		"It is the the one.":                   "a word twice",
	} {
		if got := misprint(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for text, fine := range map[string]bool{"": false, "No": false, "Yes.": true, "Is \"it\"?": true, "He said \"no.\"": true, "One, ": false} {
		if got := unfinished(text) == ""; got != fine {
			t.Errorf("%q ends as a sentence: %v", text, got)
		}
	}
	if got, want := folded(`Row 12 of "2 b" has -1.5e-06, 1,024 and ×3.`), `Row # of "…" has #, # and ×#.`; got != want {
		t.Errorf("folded: %s", got)
	}
}

// Random settings get everywhere: to the ends of each knob, to its default,
// and between, whatever the view; and the same ones are drawn again.
func TestRoam(t *testing.T) {
	if Brief() {
		t.Skip("few settings are drawn")
	}
	var first []string
	for range 2 {
		var met []string
		n := Roam(t, func() lab.Lab { return toy.New() }, 3, func(l lab.Lab) { met = append(met, state(l)) })
		if n != len(met) || n < 100 {
			t.Fatalf("%d settings, %d of them looked at", n, len(met))
		}
		if first == nil {
			first = met
		}
		if !slices.Equal(first, met) {
			t.Fatal("the same seed draws other settings")
		}
	}
	l, rng := toy.New(), rand.New(rand.NewPCG(1, 2))
	seen := map[string]bool{}
	for range 1000 {
		scatter(l, rng)
		for _, k := range lab.Knobs(l) {
			seen[k.Name+"="+k.Setting.String()] = true
		}
	}
	for _, want := range []string{
		"temperature=0", "temperature=5", "temperature=1", "keep=off", "keep=5", "keep=3", "order=alphabet", "log=on", "view=list", "prompt=a",
	} {
		if !seen[want] {
			t.Errorf("never %s", want)
		}
	}
}
