package sampling

import (
	"fmt"
	"math"
	"strings"

	"logitarium/core/sampling"
	"logitarium/ui/lab"
)

// Readings are the numbers on screen. First comes what the view's sentence is
// about: how many tokens are left, how far draws are from theory, or how
// surprising a text is.
func (l *Lab) Readings() []lab.Reading {
	if l.work.Waiting() {
		return []lab.Reading{l.work.Progress().Reading()}
	}
	raw, final := l.trace.Stages[0], l.trace.Final()
	readings := []lab.Reading{
		{Name: "survivors", Value: float64(len(final.Order)), Note: fmt.Sprintf("of %d", len(raw.Probs))},
		{Name: "entropy", Value: sampling.Entropy(final.Probs), Unit: "bits", Digits: 2,
			Note: fmt.Sprintf("of %.2f", sampling.Entropy(raw.Probs))},
		{Name: "choices", Value: sampling.Perplexity(final.Probs), Digits: 1, Note: "2^entropy"},
		share("mass kept", l.mass()),
	}
	readings = append(readings, l.truths()...)
	if len(final.Order) == 0 {
		none := "no token is left"
		readings = append(readings, lab.Reading{Name: "top token", Undefined: none}, lab.Reading{Name: "top p", Undefined: none})
	} else {
		top := final.Order[0]
		readings = append(readings,
			lab.Reading{Name: "top token", Text: l.label(top).String()},
			share("top p", final.Probs[top]))
	}
	readings = append(readings,
		lab.Reading{Name: "raw entropy", Value: sampling.Entropy(raw.Probs), Unit: "bits", Digits: 2, Note: "T=1, uncut"})
	switch l.view {
	case viewDraws:
		readings = append([]lab.Reading{l.distance()}, append(readings, l.surprise())...)
	case viewText:
		readings = append([]lab.Reading{l.surprise()}, append(readings, l.distance())...)
	default:
		readings = append(readings, l.distance(), l.surprise())
	}
	for i := range readings {
		readings[i].Provenance = lab.Computed
	}
	return readings
}

// share is a reading with three decimals, and with as many more as one needs
// that they would round to 0.
func share(name string, v float64) lab.Reading {
	digits := 3
	for digits < 9 && v > 0 && v < 5*math.Pow10(-digits) {
		digits++
	}
	return lab.Reading{Name: name, Value: v, Digits: digits}
}

// distance is the chi-square of what was drawn.
func (l *Lab) distance() lab.Reading {
	switch {
	case l.view == viewText:
		return lab.Reading{Name: "chi-square", Undefined: "each token of a text has its own distribution"}
	case l.draws == 0:
		return lab.Reading{Name: "chi-square", Undefined: "nothing is drawn"}
	case l.sample.classes < 2 && len(l.trace.Final().Order) < 2:
		return lab.Reading{Name: "chi-square", Undefined: "one token can come: every draw is it"}
	case l.sample.classes < 2:
		return lab.Reading{Name: "chi-square", Undefined: "too few draws"}
	}
	return lab.Reading{Name: "chi-square", Value: l.sample.distance, Digits: 1,
		Note: fmt.Sprintf("%d ± %.1f", l.sample.freedom, l.sample.spread)}
}

// surprise is the mean over the written text.
func (l *Lab) surprise() lab.Reading {
	r := lab.Reading{Name: "surprise", Unit: "bits", Digits: 2, Note: "a token"}
	switch {
	case l.view != viewText:
		r.Undefined = "the view text writes one"
	case len(l.text.written) == 0:
		r.Undefined = "nothing is written"
	default:
		r.Value = l.text.surprise()
	}
	return r
}

// truths compares with the distribution that the prompt's world has.
func (l *Lab) truths() []lab.Reading {
	if l.next.truth == nil {
		reason := "the truth is not known here"
		return []lab.Reading{{Name: "truth", Undefined: reason}, {Name: "KL from truth", Undefined: reason}}
	}
	best := 0.0
	for _, p := range l.next.truth {
		best = max(best, p)
	}
	truth := lab.Reading{Name: "truth", Text: strings.TrimSpace(l.next.best), Note: fmt.Sprintf("p %.3f", best)}
	kl := lab.Reading{Name: "KL from truth", Value: sampling.KL(l.next.truth, l.warm), Unit: "bits", Digits: 3, Note: "at T"}
	if math.IsInf(kl.Value, 1) {
		kl.Undefined = "infinite: at this T true words have p = 0"
	}
	return []lab.Reading{truth, kl}
}

// mass is the share of the probability that all cuts together have left. To
// take the best token at T = 0 is no cut: as T goes to 0 it has everything.
func (l *Lab) mass() float64 {
	mass := 1.0
	for _, s := range l.trace.Stages {
		if _, ok := s.Step.(sampling.Temperature); !ok {
			mass *= s.Mass
		}
	}
	return mass
}
