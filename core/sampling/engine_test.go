package sampling

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func engine(t *testing.T, name string) Engine {
	t.Helper()
	all := Engines()
	i := slices.IndexFunc(all, func(e Engine) bool { return e.Name == name })
	if i < 0 {
		t.Fatalf("no engine %q", name)
	}
	return all[i]
}

// The same logits, temperature and top-p: hf cools first and finds one token
// enough, llama.cpp cuts first and needs two.
func TestOrderTrap(t *testing.T) {
	s := Neutral()
	s.Temperature, s.TopP = 0.5, 0.8
	for name, want := range map[string][]int{
		"hf": {0}, "vllm": {0}, "llama2.c": {0}, "llama.cpp": {0, 1}, "gpt-2": {0},
	} {
		got := engine(t, name).Chain(s).Run([]float64{3, 2, 1}, nil).Final()
		if !slices.Equal(got.Order, want) {
			t.Errorf("%s keeps %v, want %v", name, got.Order, want)
		}
	}
}

func TestTextbookNumbers(t *testing.T) {
	z := []float64{3, 2, 1}
	for _, c := range []struct {
		T, entropy float64
		probs      []float64
	}{
		{0.5, 0.6363, []float64{0.866813, 0.117310, 0.015876}},
		{1, 1.2009, []float64{0.665241, 0.244728, 0.090031}},
		{2, 1.4718, []float64{0.506480, 0.307196, 0.186324}},
	} {
		p := Chain{Temperature{c.T}}.Run(z, nil).Final().Probs()
		for i, want := range c.probs {
			if math.Abs(p[i]-want) > 5e-7 {
				t.Errorf("T %g: token %d has probability %.6f, want %.6f", c.T, i, p[i], want)
			}
		}
		if h := Entropy(p); math.Abs(h-c.entropy) > 5e-5 {
			t.Errorf("T %g: entropy %.4f bits, want %.4f", c.T, h, c.entropy)
		}
	}
	s := Neutral()
	s.TopP = 0.95
	for name, want := range map[string][]int{"hf": {0, 1, 2}, "llama.cpp": {0, 1, 2}, "gpt-2": {0, 1}} {
		if got := engine(t, name).Chain(s).Run(z, nil).Final(); !slices.Equal(got.Order, want) {
			t.Errorf("%s keeps %v at top-p 0.95, want %v", name, got.Order, want)
		}
	}
}

func TestNucleusRulesOnAnExactSum(t *testing.T) {
	z := []float64{0, 0, 0, 0} // 0.25 each, all sums exact
	for rule, want := range map[NucleusRule]int{
		NucleusTail: 2, NucleusReach: 2, NucleusExceed: 3,
		NucleusWithin: 4, // two are within, and the others tie with the second
	} {
		got := Chain{TopP{P: 0.5, Rule: rule}}.Run(z, nil).Final()
		if len(got.Order) != want {
			t.Errorf("rule %d keeps %d of four equal tokens at p 0.5, want %d", rule, len(got.Order), want)
		}
	}
}

func TestNucleusWithinAnExactSum(t *testing.T) {
	z := []float64{0, -math.Ln2, -2 * math.Ln2, -3 * math.Ln2, -3 * math.Ln2}
	trace := Chain{TopP{P: 0.75, Rule: NucleusWithin}}.Run(z, nil)
	if p := trace.Stages[0].Probs(); p[0]+p[1] != 0.75 {
		t.Skipf("%v: the sums are not exact on this machine", p)
	}
	if got := trace.Final().Order; !slices.Equal(got, []int{0, 1}) {
		t.Errorf("kept %v, want 0 and 1, which have 0.75 exactly", got)
	}
}

func TestTypicalOnAnExactSum(t *testing.T) {
	z := []float64{0, 0, 0, 0} // 0.25 each, and all as near to the entropy
	for exact, want := range map[bool]int{false: 4, true: 3} {
		got := Chain{Typical{P: 0.5, Exact: exact}}.Run(z, nil).Final()
		if len(got.Order) != want {
			t.Errorf("exact %t keeps %d of four equal tokens at 0.5, want %d", exact, len(got.Order), want)
		}
	}
}

func TestTopHLooksAtTheHundredBest(t *testing.T) {
	got := Chain{TopH{H: 1}}.Run(make([]float64, 150), nil).Final()
	if len(got.Order) != 100 {
		t.Errorf("%d of 150 equal tokens kept at top-h 1, want 100", len(got.Order))
	}
}

func TestPenaltiesKeepTheOrderOfTies(t *testing.T) {
	got := Chain{Penalties{Presence: 1}}.Run([]float64{2, 3, 2, 3, 2, 3}, []int{1, 3, 4}).Final()
	if want := []int{5, 0, 1, 2, 3, 4}; !slices.Equal(got.Order, want) {
		t.Errorf("order %v of scores %v, want %v", got.Order, got.Scores(), want)
	}
}

func TestTiesAtTheKth(t *testing.T) {
	s := Neutral()
	s.TopK = 2
	z := []float64{1, 5, 1, 1, -2}
	for name, want := range map[string][]int{
		"hf": {1, 0, 2, 3}, "vllm": {1, 0, 2, 3}, "gpt-2": {1, 0, 2, 3}, "llama.cpp": {1, 0},
	} {
		if got := engine(t, name).Chain(s).Run(z, nil).Final(); !slices.Equal(got.Order, want) {
			t.Errorf("%s keeps %v, want %v", name, got.Order, want)
		}
	}
}

func TestZeroTemperatureLeavesTheBest(t *testing.T) {
	for _, e := range Engines() {
		s := e.Defaults
		s.Temperature = 0
		trace := e.Chain(s).Run([]float64{1, 4, 4, -3}, nil)
		if got := trace.Final().Order; !slices.Equal(got, []int{1}) {
			t.Errorf("%s at T = 0 keeps %v, want the first best token, 1", e.Name, got)
		}
		if name := trace.Final().Name(); name != "temperature" {
			t.Errorf("%s at T = 0 ends with %s, want the chain to end with the temperature", e.Name, name)
		}
		if e.Zero == "" {
			t.Errorf("%s does not say what T = 0 does there", e.Name)
		}
	}
}

func TestSmallTemperatures(t *testing.T) {
	for _, T := range []float64{1e-5, 1e-300, math.SmallestNonzeroFloat64} {
		got := Chain{Temperature{T}}.Run([]float64{1, 2, -3}, nil).Final()
		if p := got.P(1); p != 1 {
			t.Errorf("T %g: the best token has probability %g, want 1", T, p)
		}
	}
	s := Neutral()
	s.Temperature = 1e-6
	if got := engine(t, "vllm").Chain(s)[0]; got != (Temperature{0.01}) {
		t.Errorf("vllm at T 1e-6: %v, want it raised to 0.01", got)
	}
}

func TestEnginesDropWhatTheyLack(t *testing.T) {
	all := Settings{
		Temperature: 0.9, TopK: 3, TopP: 0.9, MinP: 0.1, Typical: 0.9, Epsilon: 0.01, Eta: 0.01, TopH: 0.9,
		TopNSigma: 2, Repetition: 1.1, Frequency: 0.1, Presence: 0.1, NoRepeatNgram: 2,
		DRY: DRY{Multiplier: 1, Base: 1.75, Allowed: 2}, XTC: XTC{Probability: 1, Threshold: 0.1}, Normalize: true,
	}
	for name, want := range map[string]string{
		"hf":        "penalties no-repeat-ngram temperature top-h top-k top-p min-p typical epsilon eta normalize",
		"vllm":      "penalties temperature min-p top-k top-p",
		"llama.cpp": "penalties dry top-n-sigma top-k typical top-p min-p xtc temperature",
		"gpt-2":     "temperature top-k top-p",
		"llama2.c":  "temperature top-p",
	} {
		e := engine(t, name)
		var kinds []string
		for _, step := range e.Chain(all) {
			kinds = append(kinds, string(step.Kind()))
		}
		if got := strings.Join(kinds, " "); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if why := engine(t, "gpt-2").Lacks(KindMinP); !strings.Contains(string(why), "sample.py") {
		t.Errorf("gpt-2 on min-p says %q, want a reason that names sample.py", why)
	}
	if why := engine(t, "hf").Lacks(KindTopK); why != "" {
		t.Errorf("hf on top-k says %q, want nothing: it has it", why)
	}
	if p := engine(t, "hf").Chain(all)[0]; p != (Penalties{Repetition: 1.1}) {
		t.Errorf("hf penalizes %+v, want repetition alone", p)
	}
}

func TestNeutralChangesNothing(t *testing.T) {
	for _, e := range Engines() {
		if chain := e.Chain(Neutral()); len(chain) != 0 {
			t.Errorf("%s with everything off takes %d steps, want none", e.Name, len(chain))
		}
		if e.Name == "" || e.Source == "" || e.Only == "" {
			t.Errorf("%q: source %q, only %q", e.Name, e.Source, e.Only)
		}
	}
}

func TestPromptDoesNotCountForPresenceInVLLM(t *testing.T) {
	s := Neutral()
	s.Presence, s.Frequency, s.Repetition, s.Prompt = 1, 0.5, 2, 2
	got := engine(t, "vllm").Chain(s).Run([]float64{4, 4, 4, 4}, []int{0, 1, 1, 2, 2, 9}).Final()
	want := []float64{2, 0.5, 0, 4}
	if !slices.Equal(got.Scores(), want) {
		t.Errorf("scores %v, want %v", got.Scores(), want)
	}
}
