package sampling

import (
	"math"
	"strings"

	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// survivors is how many tokens are left.
func (l *Lab) survivors() lab.Reading {
	r := lab.Reading{Name: "survivors", Help: message.New("tokens that can still come after all steps"), Provenance: lab.Computed,
		Value: float64(len(l.trace.Final().Order)), Note: l.next.ofAll()}
	if !l.certain {
		r.Value, r.Note, r.Undefined = 0, message.Text{}, message.New(untold)
	}
	return r
}

// readSurvivors is what the ranking is about: how much is left, and how far the
// list is from the truth, where that is known.
func (l *Lab) readSurvivors() []lab.Reading {
	readings := []lab.Reading{l.survivors()}
	if l.next.truth != nil {
		kl := l.truths()[1]
		kl.Provenance = lab.Computed
		readings = append(readings, kl)
	}
	return readings
}

// readings are those of all views: the distribution after the prompt.
func (l *Lab) readings() []lab.Reading {
	raw, final := l.trace.Stages[0], l.trace.Final()
	own := l.next.entropyOf(raw)
	readings := []lab.Reading{
		{Name: "entropy", Help: message.New("how uncertain the next token is after all steps"), Value: l.entropy, Unit: "bits", Digits: 2,
			Note: message.New("(raw %.2f)", own)},
		{Name: "choices", Help: message.New("among how many equally likely tokens a guess would be as uncertain"),
			Value: sampling.Perplexity(l.entropy), Digits: 1, Note: message.New("2^entropy")},
		share("mass kept", "what the tokens left by each cut had before it, multiplied over the cuts", l.mass()),
	}
	readings = append(readings, l.truths()...)
	token := lab.Reading{Name: "top token", Help: message.New("the likeliest token after all steps")}
	top := lab.Reading{Name: "highest p", Help: message.New("how likely the likeliest token is after all steps"), Digits: 3, Formerly: "top p"}
	if len(final.Order) == 0 {
		token.Undefined = message.New("no token is left")
		top.Undefined = token.Undefined
	} else {
		token.Text = message.Verbatim(l.label(final.Order[0]).String())
		top.Value, top.Digits = final.P(final.Order[0]), decimals(final.P(final.Order[0]))
	}
	readings = append(readings, token, top)
	readings = append(readings, lab.Reading{Name: "raw entropy", Help: message.New("how uncertain the model itself is, at temperature 1 and without a cut"),
		Value: own, Unit: "bits", Digits: 2, Note: message.New("T=1, uncut")})
	if l.next.told != nil {
		l.leaveUntold(readings)
		readings = append(readings, l.readTold()...)
	}
	for i := range readings {
		readings[i].Provenance = lab.Computed
	}
	return readings
}

// leaveUntold leaves out the numbers that depend on what is not told.
func (l *Lab) leaveUntold(readings []lab.Reading) {
	for i := range readings {
		switch r := &readings[i]; r.Name {
		case "entropy":
			r.Note = message.Text{} // the model's own is not known
			fallthrough
		case "choices", "highest p", "mass kept":
			if r.Name == "highest p" && l.untouched() {
				continue
			}
			if !l.certain || math.IsNaN(r.Value) {
				r.Value, r.Note, r.Undefined = 0, message.Text{}, message.New(untold)
			}
		case "raw entropy":
			r.Value, r.Note, r.Undefined = 0, message.Text{}, message.New(untold)
		}
	}
}

// readTold is what is told, and what is not.
func (l *Lab) readTold() []lab.Reading {
	t := l.next.told
	rest := share("not told", "what all tokens that the model does not tell have together", t.Rest())
	if n, ok := t.Others(); ok {
		rest.Note = message.New("%d tokens", n)
	}
	readings := []lab.Reading{
		{Name: "told", Help: message.New("to how many tokens the model gives a probability: the likeliest"), Value: float64(len(t.Tokens)), Note: l.next.ofAll()},
		rest,
	}
	if !l.served() {
		return readings
	}
	var here, there []message.Text
	for _, k := range []sampling.Kind{sampling.KindTemperature, sampling.KindTopK, sampling.KindTopP, sampling.KindMinP} {
		if l.engines[l.engine].Lacks(k) == "" {
			here = append(here, message.Label("knob", string(k)))
		}
	}
	for _, e := range extras[1:] {
		there = append(there, message.Label("value", e.name))
	}
	return append(readings,
		lab.Reading{Name: "steps here", Help: message.New("what is done here with the numbers that the server tells: it is asked for them at temperature 1, uncut"), Text: message.Series(here...)},
		lab.Reading{Name: "steps there", Help: message.New("what weighs the scores of all tokens: only the server could do it, and it is not asked to"), Text: message.Series(there...)})
}

// share is a reading with three decimals, and with more where these would be 0.
func share(name string, help message.ID, v float64) lab.Reading {
	return lab.Reading{Name: name, Help: message.New(help), Value: v, Digits: decimals(v)}
}

// decimals is how many a share has: three, and as many more as one needs that
// they would round to 0.
func decimals(share float64) int {
	digits := 3
	for digits < 9 && share > 0 && share < 5*math.Pow10(-digits) {
		digits++
	}
	return digits
}

// truths compares with the distribution that the prompt's world has.
func (l *Lab) truths() []lab.Reading {
	truth := lab.Reading{Name: "truth", Help: message.New("the word that most often comes next in the world the model was taught")}
	kl := lab.Reading{Name: "KL from truth", Help: message.New("bits lost for each word by whoever takes the model's distribution for the world's"),
		Unit: "bits", Digits: 3, Note: message.New("at T")}
	if l.next.truth == nil {
		truth.Undefined, kl.Undefined = message.New("the truth is not known here"), message.New("the truth is not known here")
		return []lab.Reading{truth, kl}
	}
	best := 0.0
	for _, p := range l.next.truth {
		best = max(best, p)
	}
	truth.Text, truth.Note = message.Verbatim(strings.TrimSpace(l.next.best)), message.New("p %.3f", best)
	kl.Value = sampling.KL(l.next.truth, l.warm.all())
	if math.IsInf(kl.Value, 1) {
		kl.Undefined = message.New("infinite: at this T true words have p = 0")
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
