package sampling

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// number is a float64 that may be written "inf", "-inf" or "nan".
type number float64

func (n *number) UnmarshalJSON(b []byte) error {
	f, err := strconv.ParseFloat(strings.Trim(string(b), `"`), 64)
	*n = number(f)
	return err
}

func floats(in []number) []float64 {
	out := make([]float64, len(in))
	for i, v := range in {
		out[i] = float64(v)
	}
	return out
}

func readGolden[C any](t *testing.T, name string, count int) []C {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []C }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) != count {
		t.Fatalf("%s has %d cases, want %d: none may go missing", name, len(file.Cases), count)
	}
	return file.Cases
}

type hfParams struct {
	Temperature       *float64 `json:"temperature"`
	TopK              *int     `json:"top_k"`
	TopP              *float64 `json:"top_p"`
	MinP              *float64 `json:"min_p"`
	TypicalP          *float64 `json:"typical_p"`
	EpsilonCutoff     *float64 `json:"epsilon_cutoff"`
	EtaCutoff         *float64 `json:"eta_cutoff"`
	TopH              *float64 `json:"top_h"`
	RepetitionPenalty *float64 `json:"repetition_penalty"`
	NoRepeatNgramSize *int     `json:"no_repeat_ngram_size"`
	MinTokensToKeep   int      `json:"min_tokens_to_keep"`
	RenormalizeLogits bool     `json:"renormalize_logits"`
}

// step is the one step that the parameters of a single processor describe.
func (p hfParams) step(t *testing.T) Step {
	t.Helper()
	switch {
	case p.Temperature != nil:
		return Temperature{*p.Temperature}
	case p.TopK != nil:
		return TopK{K: *p.TopK, MinKeep: p.MinTokensToKeep}
	case p.TopP != nil:
		return TopP{P: *p.TopP, MinKeep: p.MinTokensToKeep}
	case p.MinP != nil:
		return MinP{P: *p.MinP, MinKeep: p.MinTokensToKeep}
	case p.TypicalP != nil:
		return Typical{P: *p.TypicalP, MinKeep: p.MinTokensToKeep}
	case p.EpsilonCutoff != nil:
		return Epsilon{*p.EpsilonCutoff}
	case p.EtaCutoff != nil:
		return Eta{*p.EtaCutoff}
	case p.TopH != nil:
		return TopH{*p.TopH}
	case p.RepetitionPenalty != nil:
		return Penalties{Repetition: *p.RepetitionPenalty}
	case p.NoRepeatNgramSize != nil:
		return NoRepeatNgram{*p.NoRepeatNgramSize}
	}
	t.Fatal("no step in the parameters")
	return nil
}

// settings is what the parameters say to generate().
func (p hfParams) settings() Settings {
	s := Neutral()
	set := func(to, from *float64) {
		if from != nil {
			*to = *from
		}
	}
	set(&s.Temperature, p.Temperature)
	set(&s.TopP, p.TopP)
	set(&s.MinP, p.MinP)
	set(&s.Typical, p.TypicalP)
	set(&s.Epsilon, p.EpsilonCutoff)
	set(&s.Eta, p.EtaCutoff)
	set(&s.TopH, p.TopH)
	set(&s.Repetition, p.RepetitionPenalty)
	if p.TopK != nil {
		s.TopK = *p.TopK
	}
	if p.NoRepeatNgramSize != nil {
		s.NoRepeatNgram = *p.NoRepeatNgramSize
	}
	s.Normalize = p.RenormalizeLogits
	return s
}

func TestTransformersGolden(t *testing.T) {
	type block struct {
		Scores, Probs       [][]number
		Kept                [][]int
		Softmax, LogSoftmax []number
		Entropy             number `json:"entropy_nats"`
	}
	type golden struct {
		ID       string
		Op       string
		Params   hfParams
		InputIDs [][]int `json:"input_ids"`
		Scores   json.RawMessage
		Expected struct {
			Float64 struct {
				block
				LogSoftmax []number `json:"log_softmax"`
				Argmax     int
			}
		}
		Boundary bool `json:"boundary_sensitive"`
	}
	ran := 0
	for _, c := range readGolden[golden](t, "sampling_hf.json", 127) {
		want := c.Expected.Float64
		if c.Op == "softmax" {
			var z []number
			unmarshal(t, c.Scores, &z)
			scores := floats(z)
			p := Softmax(scores)
			closeTo(t, c.ID+" softmax", p, floats(want.Softmax))
			closeTo(t, c.ID+" log softmax", LogSoftmax(scores), floats(want.LogSoftmax))
			closeTo(t, c.ID+" entropy", []float64{Entropy(p) * math.Ln2}, []float64{float64(want.Entropy)})
			if got := Rank(scores)[0]; got != want.Argmax {
				t.Errorf("%s: best token %d, want %d", c.ID, got, want.Argmax)
			}
			ran++
			continue
		}
		var rows [][]number
		unmarshal(t, c.Scores, &rows)
		for r, row := range rows {
			var history []int
			if c.InputIDs != nil {
				history = c.InputIDs[r]
			}
			got := Chain{c.Params.step(t)}.Run(floats(row), history).Final()
			compareStage(t, c.ID, got, want.Kept[r], floats(want.Scores[r]), floats(want.Probs[r]), c.Boundary)
			ran++
		}
	}
	if ran != 127 {
		t.Errorf("%d rows were compared, want 127", ran)
	}
}

func TestTransformersPipelineGolden(t *testing.T) {
	type golden struct {
		ID       string
		Config   hfParams `json:"generation_config"`
		InputIDs [][]int  `json:"input_ids"`
		Scores   [][]number
		Expected struct {
			Float64 struct {
				Order         []string
				Steps         []struct{ Scores [][]number }
				Scores, Probs [][]number
				Kept          [][]int
			}
		}
	}
	classes := map[Kind]string{
		KindPenalties:     "RepetitionPenaltyLogitsProcessor",
		KindNoRepeatNgram: "NoRepeatNGramLogitsProcessor",
		KindTemperature:   "TemperatureLogitsWarper",
		KindTopK:          "TopKLogitsWarper",
		KindTopP:          "TopPLogitsWarper",
		KindMinP:          "MinPLogitsWarper",
		KindTypical:       "TypicalLogitsWarper",
		KindNormalize:     "LogitNormalization",
	}
	stages := 0
	for _, c := range readGolden[golden](t, "sampling_hf_pipeline.json", 11) {
		want := c.Expected.Float64
		chain := hf().Chain(c.Config.settings())
		order := []string{}
		for _, step := range chain {
			order = append(order, classes[step.Kind()])
		}
		if !slices.Equal(order, want.Order) {
			t.Errorf("%s: order %v, want %v", c.ID, order, want.Order)
			continue
		}
		trace := chain.Run(floats(c.Scores[0]), c.InputIDs[0])
		for i, step := range want.Steps {
			closeTo(t, c.ID+" "+want.Order[i], trace.Stages[i+1].Scores(), floats(step.Scores[0]))
			stages++
		}
		compareStage(t, c.ID, trace.Final(), want.Kept[0], floats(want.Scores[0]), floats(want.Probs[0]), false)
	}
	if stages != 25 {
		t.Errorf("%d stages were compared, want 25", stages)
	}
}

func TestTransformersUpstreamFacts(t *testing.T) {
	type fact struct {
		ID         string
		Params     hfParams
		ProbsIn    [][]number `json:"probs_in"`
		Scores     [][]number
		InputIDs   [][]int     `json:"input_ids"`
		ExpScores  [][]float64 `json:"exp_scores_expected"`
		KeptCount  []int       `json:"kept_count"`
		Removed    [][]bool
		Points     [][3]float64
		RTol, ATol float64
		Boundary   bool `json:"boundary_sensitive"`
	}
	checks := 0
	for _, c := range readGolden[fact](t, "sampling_hf_upstream_facts.json", 16) {
		rows := c.Scores
		for _, p := range c.ProbsIn {
			row := make([]number, len(p))
			for i, v := range p {
				row[i] = number(math.Log(float64(v)))
			}
			rows = append(rows, row)
		}
		for r, row := range rows {
			var history []int
			if c.InputIDs != nil {
				history = c.InputIDs[r]
			}
			got := Chain{c.Params.step(t)}.Run(floats(row), history).Final()
			id := fmt.Sprintf("%s row %d", c.ID, r)
			if c.ExpScores != nil {
				different := 0
				for i, want := range c.ExpScores[r] {
					if math.Abs(math.Exp(got.Score(i))-want) > c.ATol+c.RTol*want {
						different++
					}
				}
				// On the boundary float32, which the fact is about, may keep
				// one token more or less.
				if allowed := map[bool]int{true: 1}[c.Boundary && r == 0]; different > allowed {
					t.Errorf("%s: %d scores differ: %.4f, want the logarithms of %v", id, different, got.Scores(), c.ExpScores[r])
				}
				checks++
			}
			if c.KeptCount != nil {
				if len(got.Order) != c.KeptCount[r] {
					t.Errorf("%s: %d kept, want %d", id, len(got.Order), c.KeptCount[r])
				}
				checks++
			}
			if c.Removed != nil {
				for i, want := range c.Removed[r] {
					if math.IsInf(got.Score(i), -1) != want {
						t.Errorf("%s: token %d scores %g; removed should be %t", id, i, got.Score(i), want)
					}
				}
				checks++
			}
			for _, p := range c.Points {
				if int(p[0]) == r {
					if z := got.Score(int(p[1])); math.Abs(z-p[2]) > c.ATol {
						t.Errorf("%s: token %g scores %g, want %g", id, p[1], z, p[2])
					}
					checks++
				}
			}
		}
	}
	if checks != 32 {
		t.Errorf("%d checks were made, want 32", checks)
	}
}

// compareStage compares with a float64 reference. On the boundary another
// order of summation may keep one token more or less, and nothing else.
func compareStage(t *testing.T, id string, got Stage, kept []int, scores, probs []float64, boundary bool) {
	t.Helper()
	order := slices.Sorted(slices.Values(got.Order))
	if slices.Equal(order, kept) {
		closeTo(t, id+" scores", got.Scores(), scores)
		closeTo(t, id+" probabilities", got.Probs(), probs)
		return
	}
	if !boundary {
		t.Errorf("%s: kept %v, want %v", id, order, kept)
		return
	}
	different := 0
	for i := range scores {
		if math.IsInf(scores[i], -1) != math.IsInf(got.Score(i), -1) {
			different++
		} else if !near(got.Score(i), scores[i]) {
			t.Errorf("%s: token %d scores %g, want %g", id, i, got.Score(i), scores[i])
		}
	}
	if different > 1 {
		t.Errorf("%s: kept %v, want %v but for one token", id, order, kept)
	}
}

func near(got, want float64) bool {
	return got == want || math.Abs(got-want) <= 1e-15+1e-12*math.Abs(want)
}

func closeTo(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d values, want %d", what, len(got), len(want))
		return
	}
	for i := range want {
		if !near(got[i], want[i]) {
			t.Errorf("%s: value %d is %.17g, want %.17g", what, i, got[i], want[i])
		}
	}
}

func unmarshal(t *testing.T, raw json.RawMessage, to any) {
	t.Helper()
	if err := json.Unmarshal(raw, to); err != nil {
		t.Fatal(err)
	}
}
