package builtin

import (
	"fmt"
	"strings"
	"testing"

	"logitarium/core/world"
)

// The page of a small model's card, line by line, in English.
func TestPage(t *testing.T) {
	r := Default()
	r.Vocab, r.World, r.Seed = 1000, 7, 8
	c := Card{
		Name: "small", Config: r.Config(), Recipe: r, Steps: 1200, Tokens: 9_876_543, Loss: 1.23456,
		HeldOut:  Perplexity{Float32: 2.47111, Float16: 2.47199, Tokens: 32768},
		Accuracy: []KindScore{{"rare", 9, 10, 0.9}, {"eats", 0, 7, 0}},
	}
	n := c.Config.Counts()
	want := strings.Join([]string{
		"# small",
		"",
		"A decoder-only transformer (GPT-2's architecture) of " + grouped(n.Total()) + " parameters, trained from nothing on Tiny World, a corpus that a program writes from seed 7.",
		"",
		"## Configuration",
		"",
		"| layers | heads | width | MLP | context | vocabulary | normalisation | positions | activation |",
		"|---|---|---|---|---|---|---|---|---|",
		fmt.Sprintf("| 4 | 4 | 128 | 512 | 128 | 1000 | %s | %s | %s |", c.Config.Norm, c.Config.Positions, c.Config.Activation),
		"",
		"| part | parameters |",
		"|---|---:|",
		"| token embedding, also the output head | 128,000 |",
		"| position embedding | 16,384 |",
		"| attention | " + grouped(n.Attention) + " |",
		"| MLP | " + grouped(n.MLP) + " |",
		"| LayerNorm | " + grouped(n.Norms) + " |",
		"| total | " + grouped(n.Total()) + " |",
		"",
		"## Corpus",
		"",
		world.About().String(),
		"",
		"## Training",
		"",
		r.String(),
		"Done: 1,200 steps, 9,876,543 tokens. Loss over the last 100 steps: 1.235 nats a token.",
		"",
		"## Accuracy",
		"",
		"Exact match under greedy decoding, of the weights as stored.",
		"",
		"| kind of question | right | of | share |",
		"|---|---:|---:|---:|",
		"| rare | 9 | 10 | 0.900 |",
		"| eats | 0 | 7 | 0.000 |",
		"",
		"Perplexity on 32,768 tokens of documents never seen: 2.4711 as trained (float32), 2.4720 as stored (float16).",
		"",
	}, "\n")
	var got string
	for _, line := range c.Page() {
		got += line.String() + "\n"
	}
	if got != want {
		t.Errorf("the card is\n%s\nwant\n%s", got, want)
	}
}

func TestGrouped(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 123456: "123,456", 1234567: "1,234,567", -999: "-999", -1234: "-1,234", -123456: "-123,456"} {
		if got := grouped(n); got != want {
			t.Errorf("%d is written %s, want %s", n, got, want)
		}
	}
}

// What is at an end of a range can be trained, and what is beyond cannot; the
// error names it.
func TestRecipeAtItsEnds(t *testing.T) {
	for _, c := range []struct {
		change func(*Recipe)
		wrong  string // "" for what can be trained
	}{
		{func(r *Recipe) { r.Steps = 1 }, ""},
		{func(r *Recipe) { r.Steps = 0 }, "steps: 0; at least 1"},
		{func(r *Recipe) { r.Rows = 1 }, ""},
		{func(r *Recipe) { r.Rows = 4096 }, ""},
		{func(r *Recipe) { r.Rows = 4097 }, "rows: 4097 is outside 1 to 4096"},
		{func(r *Recipe) { r.Length = 2 }, ""},
		{func(r *Recipe) { r.Length = 128 }, ""},
		{func(r *Recipe) { r.Length = 1 }, "length: 1 is outside 2 to 128, the context"},
		{func(r *Recipe) { r.Length = 129 }, "length: 129 is outside 2 to 128, the context"},
		{func(r *Recipe) { r.Vocab = 257 }, ""},
		{func(r *Recipe) { r.Vocab = 256 }, "vocab: 256; at least 257, for the 256 bytes and the end of a document"},
		{func(r *Recipe) { r.Peak = 1e-9 }, ""},
		{func(r *Recipe) { r.Peak = 0 }, "learning rate: 0; more than 0"},
		{func(r *Recipe) { r.Peak = -1 }, "learning rate: -1; more than 0"},
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
}

// Each kind of question is asked, as often as it is said to be, and the share
// is that of the right ones.
func TestAccuracyIsCounted(t *testing.T) {
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	scores := m.Accuracy(3, 5)
	if len(scores) != len(world.Kinds()) {
		t.Fatalf("%d kinds, want %d", len(scores), len(world.Kinds()))
	}
	for i, s := range scores {
		if s.Kind != world.Kinds()[i].String() || s.Of != 3 || s.Right < 0 || s.Right > 3 || s.Share != float64(s.Right)/3 {
			t.Errorf("%+v", s)
		}
	}
}
