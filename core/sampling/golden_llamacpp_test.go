package sampling

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
)

// llamaSampler is a sampler of libllama: its name and its arguments.
type llamaSampler struct {
	name string
	args []float64
	dry  struct {
		Multiplier, Base float64
		AllowedLength    int     `json:"allowed_length"`
		PenaltyLastN     int     `json:"penalty_last_n"`
		SeqBreakers      [][]int `json:"seq_breakers"`
	}
}

func (s *llamaSampler) UnmarshalJSON(b []byte) error {
	var pair [2]json.RawMessage
	if err := json.Unmarshal(b, &pair); err != nil {
		return err
	}
	if err := json.Unmarshal(pair[0], &s.name); err != nil {
		return err
	}
	if s.name == "dry" {
		return json.Unmarshal(pair[1], &s.dry)
	}
	return json.Unmarshal(pair[1], &s.args)
}

func (s llamaSampler) step(t *testing.T) Step {
	t.Helper()
	a := s.args
	switch s.name {
	case "temp_ext":
		if a[1] != 0 {
			t.Fatalf("temp_ext %v: a dynamic range has no step here", a)
		}
		return Temperature{a[0]}
	case "temp":
		return Temperature{a[0]}
	case "top_k":
		return TopK{K: int(a[0]), Exact: true}
	case "top_p":
		return TopP{P: a[0], MinKeep: int(a[1]), Rule: NucleusReach}
	case "min_p":
		return MinP{P: a[0], MinKeep: int(a[1])}
	case "typical":
		return Typical{P: a[0], MinKeep: int(a[1]), Exact: true}
	case "top_n_sigma":
		return TopNSigma{a[0]}
	case "xtc":
		return XTC{Probability: a[0], Threshold: a[1], MinKeep: int(a[2]), Coin: 0.5}
	case "penalties":
		return Penalties{Window: int(a[0]), Repetition: a[1], Frequency: a[2], Presence: a[3]}
	case "dry":
		return DRY{
			Multiplier: s.dry.Multiplier, Base: s.dry.Base, Allowed: s.dry.AllowedLength,
			Window: s.dry.PenaltyLastN, Breakers: s.dry.SeqBreakers,
		}
	}
	t.Fatalf("sampler %q has no step here", s.name)
	return nil
}

func llamaChain(t *testing.T, samplers []llamaSampler) Chain {
	t.Helper()
	var chain Chain
	for _, s := range samplers {
		chain = append(chain, s.step(t))
	}
	return chain
}

func TestLlamaCPPGolden(t *testing.T) {
	type golden struct {
		ID       string
		Logits   []float64
		Chain    []llamaSampler
		Last     []int
		Expected struct {
			IDs           []int
			Logits, Probs []number
		}
	}
	near32 := func(got, want float64) bool {
		return got == want || math.Abs(got-want) <= 2e-6+2e-5*math.Abs(want)
	}
	candidates := 0
	for _, c := range readGolden[golden](t, "sampling_llamacpp.json", 48) {
		got := llamaChain(t, c.Chain).Run(c.Logits, c.Last).Final()
		var want []int // top_n_sigma leaves its tokens in the list, at −Inf
		for i, id := range c.Expected.IDs {
			z := float64(c.Expected.Logits[i])
			if !math.IsInf(z, -1) {
				want = append(want, id)
			}
			if !near32(got.Score(id), z) {
				t.Errorf("%s: token %d scores %g, want %g", c.ID, id, got.Score(id), z)
			}
			if p := float64(c.Expected.Probs[i]); !near32(got.P(id), p) {
				t.Errorf("%s: token %d has probability %g, want %g", c.ID, id, got.P(id), p)
			}
			candidates++
		}
		slices.Sort(want)
		if order := slices.Sorted(slices.Values(got.Order)); !slices.Equal(order, want) {
			t.Errorf("%s: kept %v, want %v", c.ID, order, want)
		}
	}
	if candidates != 319 {
		t.Errorf("%d candidates were compared, want 319", candidates)
	}
}

func TestLlamaCPPUpstreamFacts(t *testing.T) {
	type fact struct {
		ID       string
		ProbsIn  []float64 `json:"probs_in"`
		Chain    []llamaSampler
		Last     []int
		Expected []float64 `json:"probs_expected_sorted_desc"`
		ATol     float64
		Agrees   *bool     `json:"agrees_with_library_0.7.0"`
		Library  []float64 `json:"library_probs"`
	}
	ran := 0
	for _, c := range readGolden[fact](t, "sampling_llamacpp_upstream_facts.json", 40) {
		scores := make([]float64, len(c.ProbsIn))
		for i, p := range c.ProbsIn {
			scores[i] = float64(float32(math.Log(p))) // the test hands over float32
		}
		final := llamaChain(t, c.Chain).Run(scores, c.Last).Final()
		got := []float64{}
		for _, id := range final.Order {
			got = append(got, final.P(id))
		}
		want := slices.Clone(c.Expected)
		if c.Agrees != nil && !*c.Agrees {
			want = slices.Clone(c.Library) // the library has moved on since
		}
		slices.Sort(want)
		slices.Reverse(want)
		total := 0.0
		for _, v := range want {
			total += v // some facts are about probabilities before they are renormalised
		}
		for i, w := range want {
			if i >= len(got) { // removed tokens may be listed with probability 0
				if w > c.ATol {
					t.Errorf("%s: %v, want %v", c.ID, got, want)
				}
				continue
			}
			if math.Abs(got[i]-w/total) > c.ATol {
				t.Errorf("%s: %v, want %v", c.ID, got, want)
			}
		}
		if len(got) > len(want) {
			t.Errorf("%s: %d tokens kept, want %d", c.ID, len(got), len(want))
		}
		ran++
	}
	if ran != 40 {
		t.Errorf("%d facts were compared, want 40", ran)
	}
}
