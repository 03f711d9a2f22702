package sampling

import (
	"math"
	"math/rand/v2"
	"slices"

	"logitarium/core/lm"
	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// extra is one more step of sampling, with the settings of all that there are.
// Those of the others wait until they are chosen.
type extra struct {
	step int // index into extras

	repetition, presence, frequency   float64
	dry, sigma, typical, epsilon, eta float64
	topH, xtc, above                  float64
	ngram, dryLength                  int
}

// extras are the steps that an engine may have besides temperature, top-k,
// top-p and min-p.
var extras = []struct {
	name string
	help message.ID
	kind sampling.Kind
}{
	{"off", "no other step", ""},
	{"repetition", "divides the positive logits of tokens that came before, multiplies the negative ones", sampling.KindRepetition},
	{"presence", "takes a fixed amount from the logit of each token that came before", sampling.KindPresence},
	{"frequency", "takes an amount from a logit for each time that the token came before", sampling.KindFrequency},
	{"no-repeat", "forbids a token that would repeat n tokens in a row", sampling.KindNoRepeatNgram},
	{"dry", "takes from the logit of what would continue a repetition, more for a longer one", sampling.KindDRY},
	{"top-n-sigma", "keeps logits within n standard deviations of the best", sampling.KindTopNSigma},
	{"typical", "keeps the tokens whose surprise is nearest to the entropy", sampling.KindTypical},
	{"epsilon", "keeps tokens of at least a probability", sampling.KindEpsilon},
	{"eta", "keeps tokens of at least a probability that falls as entropy rises", sampling.KindEta},
	{"top-h", "keeps the best tokens up to a share of the entropy", sampling.KindTopH},
	{"xtc", "now and then removes the best tokens, and leaves the last of the likely ones", sampling.KindXTC},
}

func extraOptions() []lab.Option {
	options := make([]lab.Option, len(extras))
	for i, e := range extras {
		options[i] = lab.Option{Name: e.name, Help: message.New(e.help)}
	}
	return options
}

// kind is the step that is chosen, "" for none.
func (e extra) kind() sampling.Kind { return extras[e.step].kind }

// chosen is the step with its own settings, and none of the others that wait.
func (e extra) chosen() extra {
	c := extra{step: e.step}
	switch e.kind() {
	case sampling.KindRepetition:
		c.repetition = e.repetition
	case sampling.KindPresence:
		c.presence = e.presence
	case sampling.KindFrequency:
		c.frequency = e.frequency
	case sampling.KindNoRepeatNgram:
		c.ngram = e.ngram
	case sampling.KindDRY:
		c.dry, c.dryLength = e.dry, e.dryLength
	case sampling.KindTopNSigma:
		c.sigma = e.sigma
	case sampling.KindTypical:
		c.typical = e.typical
	case sampling.KindEpsilon:
		c.epsilon = e.epsilon
	case sampling.KindEta:
		c.eta = e.eta
	case sampling.KindTopH:
		c.topH = e.topH
	case sampling.KindXTC:
		c.xtc, c.above = e.xtc, e.above
	}
	return c
}

// extraKnobs are the settings of the steps. Those of a step that is not chosen
// are hidden.
func (l *Lab) extraKnobs() []lab.Knob {
	var knobs []lab.Knob
	for _, s := range l.extraSettings() {
		k := s.knob
		if l.extra.kind() != s.kind {
			k.Hidden, k.Idle = true, message.New("it is a setting of the step %v: turn extra", message.Label("value", extraName(s.kind)))
			knobs = append(knobs, k)
			continue
		}
		least := l.extra.dryLength
		if k.Name == "dry-length" { // a shorter one may do
			least = 1
		}
		k.Idle = l.unmovedShown(s.kind, least)
		knobs = append(knobs, k)
	}
	return knobs
}

// extraSetting is a setting of a step. What may be said of it beside that depends
// on the open view, and views on the fields of settings.
type extraSetting struct {
	kind sampling.Kind
	knob lab.Knob
}

// extraSettings are those of all steps.
func (l *Lab) extraSettings() []extraSetting {
	off := func(at float64) []lab.Named { return []lab.Named{{Value: at, Name: "off"}} }
	e := &l.extra
	of := func(kind sampling.Kind, name string, help message.ID, s lab.Setting) extraSetting {
		return extraSetting{kind, lab.Knob{Name: name, Help: help, Setting: s}}
	}
	return []extraSetting{
		of(sampling.KindRepetition, "repetition", "what the logits of earlier tokens are divided by", lab.Number{
			At: &e.repetition, Default: 1.3, Min: 1, Max: 3, Step: 0.05, Digits: 2, Names: off(1)}),
		of(sampling.KindPresence, "presence", "taken from the logit of each earlier token", lab.Number{
			At: &e.presence, Default: 1, Min: -2, Max: 2, Step: 0.1, Digits: 1, Names: off(0)}),
		of(sampling.KindFrequency, "frequency", "taken from a logit for each earlier time of the token", lab.Number{
			At: &e.frequency, Default: 1, Min: -2, Max: 2, Step: 0.1, Digits: 1, Names: off(0)}),
		of(sampling.KindNoRepeatNgram, "no-repeat", "how many tokens in a row may not come twice", lab.Integer{
			At: &e.ngram, Default: 2, Min: 0, Max: 10, Names: []lab.Named{{Value: 0, Name: "off"}}}),
		of(sampling.KindDRY, "dry", "taken from the logit of what continues a repetition of the least length", lab.Number{
			At: &e.dry, Default: 0.8, Min: 0, Max: 5, Step: 0.1, Digits: 1, Names: off(0)}),
		of(sampling.KindDRY, "dry-length", "the least length of a repetition, in tokens", lab.Integer{
			At: &e.dryLength, Default: 2, Min: 1, Max: 20}),
		of(sampling.KindTopNSigma, "top-n-sigma", "standard deviations below the best logit that are kept", lab.Number{
			At: &e.sigma, Default: 1, Min: 0, Max: 10, Step: 0.1, Digits: 1, Names: off(0)}),
		of(sampling.KindTypical, "typical", "the probability that the kept tokens have together", lab.Number{
			At: &e.typical, Default: 0.9, Min: 0, Max: 1, Step: 0.01, Digits: 2, Names: off(1)}),
		of(sampling.KindEpsilon, "epsilon-cut", "the least probability that is kept", lab.Number{
			At: &e.epsilon, Default: 0.05, Min: 0, Max: 0.5, Step: 0.005, Digits: 3, Names: off(0)}),
		of(sampling.KindEta, "eta-cut", "epsilon in the limit min(epsilon, √epsilon·exp(−entropy))", lab.Number{
			At: &e.eta, Default: 0.05, Min: 0, Max: 0.5, Step: 0.005, Digits: 3, Names: off(0)}),
		of(sampling.KindTopH, "top-h", "the share of the entropy that the kept tokens may have", lab.Number{
			At: &e.topH, Default: 0.4, Min: 0, Max: 1, Step: 0.01, Digits: 2, Names: off(0)}),
		of(sampling.KindXTC, "xtc", "with which chance the best tokens are removed", lab.Number{
			At: &e.xtc, Default: 0.5, Min: 0, Max: 1, Step: 0.05, Digits: 2, Names: off(0)}),
		of(sampling.KindXTC, "xtc-above", "the probability from which a token is among the likely ones", lab.Number{
			At: &e.above, Default: 0.1, Min: 0, Max: 0.5, Step: 0.01, Digits: 2}),
	}
}

// extraFields are the fields of the settings.
func (l *Lab) extraFields() []lab.Field {
	var fields []lab.Field
	for _, s := range l.extraSettings() {
		fields = append(fields, s.knob.Setting.Field())
	}
	return fields
}

func extraName(kind sampling.Kind) string {
	for _, e := range extras {
		if e.kind == kind {
			return e.name
		}
	}
	return ""
}

// unmovedShown says why the settings of the chosen step change nothing in the
// open view, which may show what other engines make of them.
func (l *Lab) unmovedShown(kind sampling.Kind, least int) message.Text {
	why := func(e sampling.Engine) message.Text {
		says := l.unmovedIn(e, kind)
		if kind == sampling.KindDRY && says.Empty() && !l.open().goesOn { // a text may come to a repetition
			return l.unrepeated(e, least)
		}
		return says
	}
	if l.open().engines && slices.ContainsFunc(l.engines, func(e sampling.Engine) bool { return why(e).Empty() }) {
		return message.Text{}
	}
	return why(l.engines[l.engine])
}

// unmoved says why the chosen step changes nothing in the chosen engine.
func (l *Lab) unmoved(kind sampling.Kind) message.Text {
	return l.unmovedIn(l.engines[l.engine], kind)
}

func (l *Lab) unmovedIn(e sampling.Engine, kind sampling.Kind) message.Text {
	if why := l.uncutIn(e, kind); !why.Empty() {
		return why
	}
	counts := kind == sampling.KindPresence || kind == sampling.KindFrequency
	if counts && e.PromptFree && !l.open().goesOn {
		return message.New("it counts what the model wrote: see the view text")
	}
	return message.Text{}
}

// unrepeated says that nothing is repeated which an engine counts and which is so
// long at least; empty if something is.
func (l *Lab) unrepeated(e sampling.Engine, least int) message.Text {
	dry := l.dry(e)
	if dry.Allowed = least; len(dry.Repetitions(l.next.tokens)) > 0 {
		return message.Text{}
	}
	return message.Count(least, "the prompt ends in no repetition of %d token: write one, or turn to the view text",
		"the prompt ends in no repetition of %d tokens: write one, or turn to the view text", least)
}

// dry is an engine's DRY with the lab's settings.
func (l *Lab) dry(e sampling.Engine) sampling.DRY {
	dry := e.Defaults.DRY
	dry.Multiplier, dry.Allowed = l.extra.dry, l.extra.dryLength
	for _, mark := range dryBreakers {
		dry.Breakers = append(dry.Breakers, lm.Follow(l.lm.Tokens, mark))
	}
	return dry
}

// addExtra adds the chosen step as an engine takes it, for the n-th token that is written.
func (l *Lab) addExtra(s *sampling.Settings, engine sampling.Engine, n int) {
	e := l.extra
	s.PenaltyWindow = engine.Defaults.PenaltyWindow
	switch e.kind() {
	case sampling.KindRepetition:
		s.Repetition = e.repetition
	case sampling.KindPresence:
		s.Presence = e.presence
	case sampling.KindFrequency:
		s.Frequency = e.frequency
	case sampling.KindNoRepeatNgram:
		s.NoRepeatNgram = e.ngram
	case sampling.KindDRY:
		s.DRY = l.dry(engine)
	case sampling.KindTopNSigma:
		s.TopNSigma = e.sigma
	case sampling.KindTypical:
		s.Typical = e.typical
	case sampling.KindEpsilon:
		s.Epsilon = e.epsilon
	case sampling.KindEta:
		s.Eta = e.eta
	case sampling.KindTopH:
		s.TopH = e.topH
	case sampling.KindXTC:
		s.XTC = sampling.XTC{Probability: e.xtc, Threshold: e.above, Coin: l.coin(n)}
	}
}

// dryBreakers are where a repetition ends, by llama.cpp's default.
var dryBreakers = []string{"\n", ":", "\"", "*"}

// coin is the number that decides whether XTC acts on the n-th token.
func (l *Lab) coin(n int) float64 {
	const coins = 1 << 32 // away from the numbers that tokens are drawn with
	return rand.New(rand.NewPCG(uint64(l.seed), coins+uint64(n))).Float64()
}

// tosses says whether the seed decides about a step.
func (l *Lab) tosses() bool { return l.tossesIn(l.engines[l.engine]) }

func (l *Lab) tossesIn(e sampling.Engine) bool {
	return l.extra.kind() == sampling.KindXTC && l.uncutIn(e, sampling.KindXTC).Empty() && l.extra.xtc > 0 && l.extra.xtc < 1
}

// rescores says whether a step changes logits and removes no token.
func rescores(s sampling.Step) bool {
	switch s.(type) {
	case sampling.Penalties, sampling.DRY:
		return true
	}
	return false
}

// sayExtra says what the chosen step did where no cut tells it; it is empty if
// there is nothing to add.
func (l *Lab) sayExtra() message.Text {
	if l.extra.step == 0 {
		return message.Text{}
	}
	name := message.Label("value", extras[l.extra.step].name)
	if why := l.unmoved(l.extra.kind()); !why.Empty() {
		return message.New("%v does nothing: %v.", name, why)
	}
	for i, s := range l.trace.Stages {
		switch {
		case s.Step == nil:
		case rescores(s.Step):
			return sayPenalty(name, l.trace.Stages[i-1], s)
		case s.Step.Kind() != l.extra.kind():
		case l.tosses() && l.coin(0) > l.extra.xtc:
			return message.New("%v draws %.2f, above its chance of %.2f: it does not act.", name, l.coin(0), l.extra.xtc)
		case len(s.Removed) == 0:
			return message.New("%v removes no token.", name)
		}
	}
	return message.Text{}
}

// sayPenalty says how much probability a penalty took from the tokens that it
// rescored.
func sayPenalty(name message.Text, before, after sampling.Stage) message.Text {
	n, had, has := 0, 0.0, 0.0
	for _, t := range after.Rescored() {
		n++
		had += before.P(t)
		has += after.P(t)
	}
	if n == 0 {
		return message.New("%v changes no logit.", name)
	}
	return message.Count(n, "%v changes %d logit: its p(T=1) goes from %s to %s.",
		"%v changes %d logits: together p(T=1) goes from %s to %s.", name, n, viz.Share(had, 6), viz.Share(has, 6))
}

// extraLabel says what a step compared at its cut.
func extraLabel(s sampling.Stage) message.Text {
	if math.IsNaN(s.Cut.Removed) || s.Cut.Quantity == "" {
		return stepLabel(s)
	}
	sign := "<"
	switch s.Step.(type) {
	case sampling.TopH:
		sign = ">"
	case sampling.Typical, sampling.XTC:
		sign = "≥"
	}
	return message.New("%v %.4f %s %.4f", stepLabel(s), s.Cut.Removed, sign, s.Cut.Limit)
}
