package sampling

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"logitarium/core/sampling"
	"logitarium/ui/lab"
)

// Readings are the numbers on screen.
func (l *Lab) Readings() []lab.Reading {
	if l.work.Waiting() {
		return []lab.Reading{l.work.Progress().Reading()}
	}
	raw, final := l.trace.Stages[0], l.trace.Final()
	readings := []lab.Reading{
		{Name: "entropy", Value: sampling.Entropy(final.Probs), Unit: "bits", Digits: 2,
			Note: fmt.Sprintf("of %.2f", sampling.Entropy(raw.Probs))},
		{Name: "choices", Value: sampling.Perplexity(final.Probs), Digits: 1, Note: "2^entropy"},
		{Name: "survivors", Value: float64(len(final.Order)), Note: fmt.Sprintf("of %d", len(raw.Probs))},
		{Name: "mass kept", Value: l.mass(), Digits: 3},
	}
	readings = append(readings, l.truths()...)
	if len(final.Order) == 0 {
		none := "no token is left"
		readings = append(readings, lab.Reading{Name: "top token", Undefined: none}, lab.Reading{Name: "top p", Undefined: none})
	} else {
		top := final.Order[0]
		readings = append(readings,
			lab.Reading{Name: "top token", Text: l.label(top).String()},
			lab.Reading{Name: "top p", Value: final.Probs[top], Digits: 3})
	}
	readings = append(readings,
		lab.Reading{Name: "raw entropy", Value: sampling.Entropy(raw.Probs), Unit: "bits", Digits: 2, Note: "T=1, uncut"},
		l.distance(), l.surprise())
	for i := range readings {
		readings[i].Provenance = lab.Computed
	}
	return readings
}

// distance is the chi-square of what was drawn.
func (l *Lab) distance() lab.Reading {
	switch {
	case l.view == viewText:
		return lab.Reading{Name: "chi-square", Undefined: "each token of a text has its own distribution"}
	case l.draws == 0:
		return lab.Reading{Name: "chi-square", Undefined: "nothing is drawn"}
	}
	return lab.Reading{Name: "chi-square", Value: l.sample.distance, Digits: 1,
		Note: fmt.Sprintf("%d ± %.0f", l.sample.freedom, spread(l.sample.freedom))}
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

// mass is the share of the probability that all cuts together have left.
func (l *Lab) mass() float64 {
	mass := 1.0
	for _, s := range l.trace.Stages {
		mass *= s.Mass
	}
	return mass
}

// spread is the standard deviation of chi-square with that many degrees of freedom.
func spread(freedom int) float64 { return math.Sqrt(2 * float64(freedom)) }

// Insight interprets the current numbers.
func (l *Lab) Insight() string {
	e := l.engines[l.engine]
	switch {
	case l.work.Waiting():
		return l.work.Progress().Insight()
	case l.next.cut > 0:
		return fmt.Sprintf("The prompt has %d tokens, the context %d: the first %d are not read.",
			l.next.cut+len(l.next.tokens), len(l.next.tokens), l.next.cut)
	case l.temperature == 0:
		return fmt.Sprintf("T = 0 in %s: %s.", e.Name, e.Zero)
	case l.view == viewText:
		return l.insightText()
	case l.prompt == "":
		return "Without a prompt the model says how a document begins. " + l.insightCuts()
	}
	return l.insightHeat() + " " + l.insightCuts()
}

func (l *Lab) insightHeat() string {
	switch t := l.heat(); {
	case t < 1:
		return fmt.Sprintf("z / %s: logits stand %.2f times as far apart.", exactly(t), 1/t)
	case t > 1:
		return fmt.Sprintf("z / %s: logits move together, to %.2f of the distance.", exactly(t), 1/t)
	}
	return "T = 1 leaves the model's own distribution."
}

// exactly writes a temperature with two decimals, or with all that a typed one has.
func exactly(t float64) string {
	short := strconv.FormatFloat(t, 'f', 2, 64)
	if v, err := strconv.ParseFloat(short, 64); err == nil && v == t {
		return short
	}
	return strconv.FormatFloat(t, 'g', -1, 64)
}

// insightCuts says which step decides how many tokens are left.
func (l *Lab) insightCuts() string {
	var last sampling.Stage
	heated := false // before the cut that decides
	for _, s := range l.trace.Stages {
		if len(s.Removed) > 0 {
			last = s
		}
		if _, ok := s.Step.(sampling.Temperature); ok && len(last.Removed) == 0 {
			heated = true
		}
	}
	if len(last.Removed) == 0 {
		return "Nothing is cut: every token can come."
	}
	text := fmt.Sprintf("%s decides: %d of %d stay", last.Name(), len(last.Order), len(last.Probs))
	switch last.Step.(type) {
	case sampling.TopK:
		return text + ", whatever their probabilities."
	case sampling.TopP:
		if l.temperature == 1 {
			return text + "."
		}
		if heated {
			return text + "; cut after T, their number moves with it."
		}
		return text + "; cut before T, their number stands still."
	}
	return text + "."
}

// insightText sums up what was written.
func (l *Lab) insightText() string {
	if len(l.text.written) == 0 {
		return "Space writes on. Each token is drawn, then read again: the next one depends on it."
	}
	best := 0
	for _, w := range l.text.written {
		if w.rank == 1 {
			best++
		}
	}
	bits := l.text.surprise()
	return fmt.Sprintf("%.2f bits of surprise a token, as among %.1f equal choices; %d of %d were the best token.",
		bits, math.Exp2(bits), best, len(l.text.written))
}
