package sampling

import (
	"slices"

	"logitarium/core/fault"
)

// Settings are the knobs of all engines together. Neutral has them all off.
type Settings struct {
	Temperature   float64 // 0 takes the best token
	TopK          int     // 0 is off
	TopP          float64 // 1 is off
	MinP          float64 // 0 is off
	Typical       float64 // 1 is off
	Epsilon       float64 // 0 is off
	Eta           float64 // 0 is off
	TopH          float64 // 0 is off
	TopNSigma     float64 // 0 and below are off
	Repetition    float64 // 1 is off
	Frequency     float64 // 0 is off
	Presence      float64 // 0 is off
	PenaltyWindow int     // the last so many tokens are penalized; 0 is all
	Prompt        int     // tokens of the history that are the prompt; see [Penalties]
	NoRepeatNgram int     // 0 is off
	DRY           DRY     // a zero Multiplier is off
	XTC           XTC     // a zero Probability is off
	Normalize     bool
}

// Neutral returns settings that leave the distribution as it is.
func Neutral() Settings {
	return Settings{Temperature: 1, TopP: 1, Typical: 1, Repetition: 1}
}

// Engine is a program that samples: in which order it takes the steps, and by
// which rules at the edges.
type Engine struct {
	Name   string       // "llama.cpp"
	Source fault.Format // what was read, and its version
	// Order is the steps it has, in its order.
	Order      []Kind
	ExactTies  bool         // of tokens tied with the last one, top-k and typical keep only as many as they need
	Nucleus    NucleusRule  // of its top-p
	TopPZero   bool         // a top-p of 0 switches it off too
	LeastT     float64      // a temperature above 0 is raised to at least this
	Zero       fault.Format // what a temperature of 0 does there, and what is done here
	Only       fault.Format // what it offers, for the knobs that it lacks
	Defaults   Settings
	PromptFree bool // presence and frequency do not count the prompt
}

// Engines lists the engines.
func Engines() []Engine {
	return []Engine{hf(), vllm(), llamaCPP(), gpt2(), llama2C()}
}

// Lacks says why a knob does nothing in this engine, or "" if it has it.
func (e Engine) Lacks(knob Kind) fault.Format {
	if knob == KindPenalties { // the step, which the order names by its first knob
		knob = KindRepetition
	}
	if slices.Contains(e.Order, knob) {
		return ""
	}
	return e.Only
}

// Chain returns the steps that the engine takes with these settings. Steps
// that are off are left out, and so are settings that it lacks. A temperature
// of 0 or below ends the chain: one token is left.
func (e Engine) Chain(s Settings) Chain {
	var chain Chain
	for _, kind := range e.Order {
		step := e.step(kind, s)
		if step == nil {
			continue
		}
		chain = append(chain, step)
		if t, ok := step.(Temperature); ok && t.T == 0 {
			break
		}
	}
	return chain
}

// step returns a step, or nil if it is off.
func (e Engine) step(kind Kind, s Settings) Step {
	switch kind {
	case KindTemperature:
		return e.temperature(s.Temperature)
	case KindTopK:
		return unless(s.TopK <= 0, TopK{K: s.TopK, Exact: e.ExactTies})
	case KindTopP:
		off := s.TopP >= 1 || e.TopPZero && s.TopP <= 0
		return unless(off, TopP{P: s.TopP, Rule: e.Nucleus})
	case KindMinP:
		return unless(s.MinP <= 0, MinP{P: s.MinP})
	case KindTypical:
		return unless(s.Typical >= 1, Typical{P: s.Typical, Exact: e.ExactTies})
	case KindEpsilon:
		return unless(s.Epsilon <= 0, Epsilon{s.Epsilon})
	case KindEta:
		return unless(s.Eta <= 0, Eta{s.Eta})
	case KindTopH:
		return unless(s.TopH <= 0, TopH{s.TopH})
	case KindTopNSigma:
		return unless(s.TopNSigma <= 0, TopNSigma{s.TopNSigma})
	case KindRepetition: // stands for the three penalties, which are one step
		return e.penalties(s)
	case KindNoRepeatNgram:
		return unless(s.NoRepeatNgram <= 0, NoRepeatNgram{s.NoRepeatNgram})
	case KindDRY:
		return unless(s.DRY.Multiplier == 0, s.DRY)
	case KindXTC:
		return unless(s.XTC.Probability <= 0, s.XTC)
	case KindNormalize:
		return unless(!s.Normalize, Normalize{})
	}
	return nil
}

func unless(off bool, step Step) Step {
	if off {
		return nil
	}
	return step
}

func (e Engine) temperature(t float64) Step {
	if t > 0 {
		t = max(t, e.LeastT)
	}
	return unless(t == 1, Temperature{max(t, 0)})
}

func (e Engine) penalties(s Settings) Step {
	p := Penalties{Repetition: s.Repetition, Window: s.PenaltyWindow}
	if e.Lacks(KindFrequency) == "" {
		p.Frequency = s.Frequency
	}
	if e.Lacks(KindPresence) == "" {
		p.Presence = s.Presence
	}
	if e.PromptFree {
		p.Prompt = s.Prompt
	}
	off := (p.Repetition == 1 || p.Repetition == 0) && p.Frequency == 0 && p.Presence == 0
	return unless(off, p)
}
