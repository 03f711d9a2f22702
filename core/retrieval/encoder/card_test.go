package encoder

import (
	"math"
	"strings"
	"testing"
)

// The card of an encoder, line by line; a test has one heading. Of parameters it
// has 10·4 + 4·6 + 6 and for each side 6 + 6·2.
func TestPage(t *testing.T) {
	c := Card{
		Name: "small", Shape: Shape{Vocab: 10, Width: 4, Inner: 6, Out: 2}, Recipe: Default(), Steps: 12, Loss: 0.12345,
		Figures: []Figures{
			{"reworded", "words", 20, 100, 0.1, 0.2, 0.3, 0.15, 0.4},
			{"reworded", "meaning", 20, 100, 0.9, 0.95, 1, 0.925, 0},
			{"clue", "words", 5, 7, 0, 0, 0, 0, 1},
		},
	}
	var got []string
	for _, line := range c.Page() {
		got = append(got, line.String())
	}
	want := []string{
		"# small",
		"",
		"A bi-encoder of 106 parameters for Tiny World: token embeddings of width 4 (begun from the built-in model's), one hidden layer of 6, attention over the tokens, vectors of 2 numbers.",
		"",
		Default().String(),
		"Done: 12 steps. Loss over the last 100 steps: 0.123 nats a question.",
		"",
		"hit@k is the share of questions with an answer among the first k, MRR the mean reciprocal rank, nothing the share for which nothing is found. No question was in training.",
		"",
		"## Test: reworded",
		"",
		"20 questions, 100 passages.",
		"",
		"| by | hit@1 | hit@5 | hit@10 | MRR | nothing |",
		"|---|---:|---:|---:|---:|---:|",
		"| words | 0.100 | 0.200 | 0.300 | 0.150 | 0.400 |",
		"| meaning | 0.900 | 0.950 | 1.000 | 0.925 | 0.000 |",
		"",
		"## Test: clue",
		"",
		"5 questions, 7 passages.",
		"",
		"| by | hit@1 | hit@5 | hit@10 | MRR | nothing |",
		"|---|---:|---:|---:|---:|---:|",
		"| words | 0.000 | 0.000 | 0.000 | 0.000 | 1.000 |",
	}
	if len(got) != len(want) {
		t.Fatalf("%d lines, want %d:\n%s", len(got), len(want), strings.Join(got, "\n"))
	}
	for i, line := range want {
		if got[i] != line {
			t.Errorf("line %d is\n%s\nwant\n%s", i, got[i], line)
		}
	}
}

// Figures are means over questions: of a ranking with the answer first, one with
// it sixth, one with it eleventh, and none.
func TestFigures(t *testing.T) {
	upTo := func(n int) []int {
		ranking := make([]int, n)
		for i := range ranking {
			ranking[i] = i
		}
		return ranking
	}
	var f Figures
	for _, q := range []struct {
		ranking []int
		answer  int
	}{{upTo(12), 0}, {upTo(12), 5}, {upTo(12), 10}, {nil, 3}} {
		f.add(q.ranking, map[int]bool{q.answer: true})
	}
	f.divide(4, 99)
	want := Figures{Questions: 4, Passages: 99, Hit1: 0.25, Hit5: 0.25, Hit10: 0.5, MRR: (1 + 1./6 + 1./11) / 4, Nothing: 0.25}
	if math.Abs(f.MRR-want.MRR) > 1e-15 {
		t.Errorf("MRR %v, want %v", f.MRR, want.MRR)
	}
	if f.MRR = want.MRR; f != want {
		t.Errorf("%+v, want %+v", f, want)
	}
}

// What is at an end of a range can be trained, and what is beyond cannot; the
// error names it.
func TestRecipeAtItsEnds(t *testing.T) {
	for _, c := range []struct {
		change func(*Recipe)
		wrong  string
	}{
		{func(*Recipe) {}, ""},
		{func(r *Recipe) { r.Steps = 1 }, ""},
		{func(r *Recipe) { r.Steps = 0 }, "steps: 0; at least 1"},
		{func(r *Recipe) { r.Pairs = 4 }, ""},
		{func(r *Recipe) { r.Pairs = 4096 }, ""},
		{func(r *Recipe) { r.Pairs = 3 }, "pairs: 3 is outside 4 to 4096"},
		{func(r *Recipe) { r.Pairs = 4097 }, "pairs: 4097 is outside 4 to 4096"},
		{func(r *Recipe) { r.Temperature = 0 }, "temperature: 0; more than 0"},
		{func(r *Recipe) { r.Temperature = math.NaN() }, "temperature: NaN; more than 0"},
		{func(r *Recipe) { r.Temperature = math.Inf(1) }, "temperature: +Inf; more than 0"},
		{func(r *Recipe) { r.Temperature = 1e-9 }, ""},
		{func(r *Recipe) { r.Peak = 0 }, "learning rate: 0; more than 0"},
		{func(r *Recipe) { r.Peak = math.Inf(1) }, "learning rate: +Inf; more than 0"},
		{func(r *Recipe) { r.EvalEvery = 1 }, ""},
		{func(r *Recipe) { r.EvalEvery = 0 }, "evaluation every 0 steps; at least 1"},
	} {
		r := Default()
		c.change(&r)
		got := ""
		if err := r.Validate(); err != nil {
			got = err.Error()
		}
		if got != c.wrong {
			t.Errorf("%+v: %q, want %q", r, got, c.wrong)
		}
	}
	for _, change := range []func(*Recipe){func(r *Recipe) { r.Inner = 0 }, func(r *Recipe) { r.Out = 0 }} {
		r := Default()
		if change(&r); r.Validate() == nil {
			t.Errorf("%+v is trained", r)
		}
	}
}

// An index that grows is the index of all: the same vectors, and as many
// passages whose end is not read.
func TestIndexGrows(t *testing.T) {
	_, e := load(t)
	long := strings.Repeat("the fox lives in the forest ", 200)
	var all []string
	for i := range together + 3 {
		all = append(all, strings.Repeat("Ann ", i%5)+"has a house in Paris.")
	}
	all = append(all, long)
	whole := e.Index(all)
	parts := e.Index(all[:2])
	parts.Grow(len(all) - 2)
	parts.Add(all[2 : together-1])
	parts.Add(nil)
	parts.Add(all[together-1:])
	if parts.Docs() != len(all) || whole.Docs() != len(all) {
		t.Fatalf("%d and %d of %d passages", parts.Docs(), whole.Docs(), len(all))
	}
	for doc := range all {
		a, b := whole.Vector(doc), parts.Vector(doc)
		for i := range a {
			if math.Abs(float64(a[i]-b[i])) > 1e-6 {
				t.Fatalf("passage %d differs at %d: %v and %v", doc, i, a[i], b[i])
			}
		}
	}
	if whole.Cut() != 1 || parts.Cut() != 1 {
		t.Errorf("%d and %d are cut, want 1", whole.Cut(), parts.Cut())
	}
	if read, of := e.Reads(long); read >= of || read != maxTokens {
		t.Errorf("%d of %d tokens are read", read, of)
	}
	if read, of := e.Reads("Ann"); read != of || read < 1 {
		t.Errorf("%d of %d tokens of a word are read", read, of)
	}
}
