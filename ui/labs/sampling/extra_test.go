package sampling

import (
	"slices"
	"strings"
	"testing"

	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

// repeats is a text with a repetition that could go on.
const repeats = "the fox lives in the forest. the fox lives in the"

// Each extra step has a knob, and turning it takes the step of the core: what
// is left is what a direct call leaves.
func TestExtraSteps(t *testing.T) {
	breakers := func(l *Lab) (b [][]int) {
		for _, mark := range []string{"\n", ":", "\"", "*"} {
			b = append(b, l.lm.Tokens.Encode(mark))
		}
		return b
	}
	for _, c := range []struct {
		extra, engine, knob, value string
		step                       func(*Lab) sampling.Step
	}{
		{"repetition", "hf", "repetition", "1.8", func(*Lab) sampling.Step { return sampling.Penalties{Repetition: 1.8} }},
		{"presence", "llama.cpp", "presence", "1.5", func(*Lab) sampling.Step { return sampling.Penalties{Repetition: 1, Presence: 1.5, Window: 64} }},
		{"frequency", "llama.cpp", "frequency", "0.7", func(*Lab) sampling.Step { return sampling.Penalties{Repetition: 1, Frequency: 0.7, Window: 64} }},
		{"no-repeat", "hf", "no-repeat", "3", func(*Lab) sampling.Step { return sampling.NoRepeatNgram{N: 3} }},
		{"dry", "llama.cpp", "dry", "2", func(l *Lab) sampling.Step {
			return sampling.DRY{Multiplier: 2, Base: 1.75, Allowed: 2, Window: 64, Breakers: breakers(l)}
		}},
		{"top-n-sigma", "llama.cpp", "top-n-sigma", "0.5", func(*Lab) sampling.Step { return sampling.TopNSigma{N: 0.5} }},
		{"typical", "hf", "typical", "0.3", func(*Lab) sampling.Step { return sampling.Typical{P: 0.3} }},
		{"typical", "llama.cpp", "typical", "0.3", func(*Lab) sampling.Step { return sampling.Typical{P: 0.3, Exact: true} }},
		{"epsilon", "hf", "epsilon-cut", "0.1", func(*Lab) sampling.Step { return sampling.Epsilon{Epsilon: 0.1} }},
		{"eta", "hf", "eta-cut", "0.1", func(*Lab) sampling.Step { return sampling.Eta{Epsilon: 0.1} }},
		{"top-h", "hf", "top-h", "0.6", func(*Lab) sampling.Step { return sampling.TopH{H: 0.6} }},
		{"xtc", "llama.cpp", "xtc", "1", func(l *Lab) sampling.Step {
			return sampling.XTC{Probability: 1, Threshold: 0.1, Coin: l.coin(0)}
		}},
	} {
		l := fresh(t)
		labtest.Turn(t, l, "prompt", repeats, "order", c.engine, "temperature", "1", "top-k", "off", "top-p", "off")
		plain := l.trace.Final()
		labtest.Turn(t, l, "extra", c.extra, c.knob, c.value)
		got := l.trace.Final()
		want := sampling.Chain{c.step(l)}.Run(l.next.logits, l.next.tokens).Final()
		if !slices.Equal(got.Order, want.Order) || !slices.Equal(got.Probs(), want.Probs()) {
			t.Errorf("%s in %s: %d tokens are left, a direct call leaves %d", c.extra, c.engine, len(got.Order), len(want.Order))
		}
		if slices.Equal(got.Probs(), plain.Probs()) {
			t.Errorf("%s in %s changes nothing", c.extra, c.engine)
		}
		if says := lab.Sentence(l); !strings.Contains(says.String(), c.extra+" c") && !strings.Contains(says.String(), "no-repeat-ngram c") {
			t.Errorf("%s in %s: the sentence does not say what it did: %s", c.extra, c.engine, says)
		}
		for _, k := range lab.Knobs(l) {
			if k.Name == c.knob && (k.Hidden || !k.Idle.Empty()) {
				t.Errorf("%s in %s has no row, or is idle: %q", c.knob, c.engine, k.Idle)
			}
		}
	}
}

// In every engine a step's knobs are live exactly where the engine has it, and
// hidden exactly where it is not chosen.
func TestExtraKnobs(t *testing.T) {
	l := fresh(t)
	for _, e := range l.engines {
		for _, x := range extras {
			labtest.Turn(t, l, "order", e.Name, "extra", x.name, "view", "text", "length", "4")
			shown := 0
			for _, k := range l.extraKnobs() {
				if k.Hidden {
					if k.Idle.Empty() {
						t.Errorf("%s is hidden and not idle", k.Name)
					}
					continue
				}
				shown++
				if (k.Idle.Empty()) != (e.Lacks(x.kind) == "") {
					t.Errorf("%s: %s is idle because %q", e.Name, k.Name, k.Idle)
				}
			}
			if want := shown > 0; want != (x.name != "off") {
				t.Errorf("extra %s shows %d knobs", x.name, shown)
			}
			if why := e.Lacks(x.kind); x.name != "off" && why != "" {
				labtest.Turn(t, l, "view", "bars")
				if got := lab.Sentence(l); !strings.Contains(got.String(), string(why)) {
					t.Errorf("%s in %s: %s", x.name, e.Name, got)
				}
			}
		}
	}
}

// XTC acts on some tokens of a text and not on others, by the seed, and the
// first is that of the ranking.
func TestCoins(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "extra", "xtc", "order", "llama.cpp", "xtc", "0.5")
	acts := 0
	for n := range 1000 {
		if l.coin(n) <= 0.5 {
			acts++
		}
	}
	if acts < 440 || acts > 560 {
		t.Errorf("of 1000 coins %d are below a half", acts)
	}
	seen := map[bool]bool{}
	for seed := range 20 {
		l.seed = seed
		labtest.Turn(t, l)
		acted := slices.ContainsFunc(l.acting(), func(s sampling.Stage) bool { return s.Step.Kind() == sampling.KindXTC })
		if acted != (l.coin(0) <= 0.5) {
			t.Errorf("seed %d: the coin is %.2f, and xtc acts: %v", seed, l.coin(0), acted)
		}
		seen[acted] = true
	}
	if len(seen) != 2 {
		t.Error("xtc always does the same")
	}
}

// Where the prompt ends in no repetition, dry changes nothing, and says so; a
// text that is written may come to one.
func TestDRYIsIdleWithoutARepetition(t *testing.T) {
	l := fresh(t)
	idle := func(name string) string {
		t.Helper()
		for _, k := range lab.Knobs(l) {
			if k.Name == name {
				return k.Idle.String()
			}
		}
		t.Fatalf("no knob %s", name)
		return ""
	}
	for _, c := range []struct {
		prompt, length, view string
		dry, least           string // part of the reason
	}{
		{"in the sea the", "2", "bars", "no repetition of 2 tokens", ""},
		{"once upon a", "1", "bars", "no repetition of 1 token:", "no repetition of 1 token:"},
		{"the cat sat on the mat on the", "2", "bars", "", ""},
		{"the cat sat on the mat on the", "5", "draws", "no repetition of 5 tokens", ""},
		{"once upon a", "2", "text", "", ""},
	} {
		labtest.Turn(t, l, "extra", "dry", "order", "llama.cpp", "prompt", c.prompt, "dry-length", c.length, "view", c.view)
		for name, want := range map[string]string{"dry": c.dry, "dry-length": c.least} {
			if got := idle(name); want == "" && got != "" || !strings.Contains(got, want) {
				t.Errorf("%q, at least %s, in %s: %s is idle as %q, want %q", c.prompt, c.length, c.view, name, got, want)
			}
		}
	}
}
