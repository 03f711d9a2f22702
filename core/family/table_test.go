package family_test

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"logitarium/core/family"
)

// The rows of table 2.1 of Brown et al. 2020, and the counts that were
// published, as the reference has transcribed them.
func TestAsTheReferenceHasThem(t *testing.T) {
	data, err := os.ReadFile("testdata/param_counts.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			ID        string
			Published string
			Row       *struct {
				Layers int    `json:"n_layers"`
				Width  int    `json:"d_model"`
				Heads  int    `json:"n_heads"`
				Each   int    `json:"d_head"`
				Tokens string `json:"training_tokens"`
			} `json:"paper_row"`
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	rows := 0
	for _, c := range file.Cases {
		id, ok := referenceIDs[c.ID]
		if !ok {
			continue
		}
		m := byID(t, id)
		if words := strings.Fields(c.Published); !slices.Contains(words, m.Parameters.Text) {
			t.Errorf("%s has %s parameters, published are %q", id, m.Parameters.Text, c.Published)
		}
		if c.Row == nil {
			continue
		}
		rows++
		for what, n := range map[string]struct {
			cell family.Cell
			want int
		}{"layers": {m.Layers, c.Row.Layers}, "width": {m.Width, c.Row.Width}, "heads": {m.Heads, c.Row.Heads}} {
			if n.cell.Value != float64(n.want) || n.cell.Text != strconv.Itoa(n.want) || n.cell.Place != "table 2.1" {
				t.Errorf("%s: %s are %v (%q, %s), printed %d", id, what, n.cell.Value, n.cell.Text, n.cell.Place, n.want)
			}
		}
		if m.Tokens.Text != c.Row.Tokens {
			t.Errorf("%s saw %s tokens, printed %s", id, m.Tokens.Text, c.Row.Tokens)
		}
		// Where the printed heads fill the width there is no erratum, and the
		// shape has them so; else a note says it, and the shape has whole heads.
		noted := m.Width.Note+m.Heads.Note != ""
		if fills := c.Row.Heads*c.Row.Each == c.Row.Width; fills == noted || fills && (m.Shape.Heads != c.Row.Heads || m.Shape.HeadWidth != c.Row.Each) {
			t.Errorf("%s: %d heads of %d in %d; noted %v, the shape has %d of %d", id, c.Row.Heads, c.Row.Each, c.Row.Width, noted, m.Shape.Heads, m.Shape.HeadWidth)
		}
	}
	if rows != 8 {
		t.Errorf("%d rows of table 2.1", rows)
	}
}

// What is printed of each model: when it came, how large it is said to be, how
// far it looks back, and how many ids it knows.
func TestRowsAsPrinted(t *testing.T) {
	const hidden = "undisclosed"
	want := []struct {
		id, released, parameters string
		context, ids             float64
	}{
		{"gpt-1", "2018-06-11", "117M", 512, 40_478},
		{"gpt-2", "2019-02-14", "124M", 1024, 50_257},
		{"gpt-2-medium", "2019-05", "355M", 1024, 50_257},
		{"gpt-2-large", "2019-08-20", "774M", 1024, 50_257},
		{"gpt-2-xl", "2019-11-05", "1558M", 1024, 50_257},
		{"gpt-3-125m", "2020-05-28", "125M", 2048, 50_257},
		{"gpt-3-350m", "2020-05-28", "350M", 2048, 50_257},
		{"gpt-3-760m", "2020-05-28", "760M", 2048, 50_257},
		{"gpt-3-1.3b", "2020-05-28", "1.3B", 2048, 50_257},
		{"gpt-3-2.7b", "2020-05-28", "2.7B", 2048, 50_257},
		{"gpt-3-6.7b", "2020-05-28", "6.7B", 2048, 50_257},
		{"gpt-3-13b", "2020-05-28", "13.0B", 2048, 50_257},
		{"gpt-3-175b", "2020-05-28", "175.0B", 2048, 50_257},
		{"instructgpt", "2022-03-04", "175B", 2048, 50_257},
		{"chatgpt", "2022-11-30", hidden, 4097, math.NaN()},
		{"gpt-4", "2023-03-14", hidden, 8192, 100_277},
		{"gpt-4-turbo", "2023-11-06", hidden, 128_000, 100_277},
		{"gpt-4o", "2024-05-13", hidden, 128_000, 200_019},
		{"gpt-4.5", "2025-02-27", hidden, 128_000, 200_019},
		{"gpt-4.1", "2025-04-14", hidden, 1_000_000, 200_019},
		{"gpt-oss-20b", "2025-08-05", "20.91B", 131_072, 201_088},
		{"gpt-oss-120b", "2025-08-05", "116.83B", 131_072, 201_088},
		{"gpt-5", "2025-08-07", hidden, 400_000, 200_019},
		{"gpt-5.1", "2025-11-13", hidden, 400_000, 200_019},
		{"gpt-5.2", "2025-12-11", hidden, 400_000, 200_019},
		{"gpt-5.4", "2026-03-05", hidden, 1_050_000, 200_019},
		{"gpt-5.5", "2026-04-23", hidden, 1_050_000, 200_019},
	}
	all := family.All()
	if len(all) != len(want) {
		t.Fatalf("%d models, want %d", len(all), len(want))
	}
	same := func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }
	for i, w := range want {
		m := all[i]
		if m.ID != w.id || m.Released.Text != w.released || m.Parameters.Text != w.parameters || !same(m.Context.Value, w.context) || !same(m.Vocab.Value, w.ids) {
			t.Errorf("%s of %s: %s parameters, %v tokens, %v ids; want %+v", m.ID, m.Released.Text, m.Parameters.Text, m.Context.Value, m.Vocab.Value, w)
		}
		if m.Context.Unit != "tokens" || m.Vocab.Known() && m.Vocab.Unit != "ids" {
			t.Errorf("%s: a context in %q, a vocabulary in %q", m.ID, m.Context.Unit, m.Vocab.Unit)
		}
	}
}

// A block changes from one series to the next in what the sources say, and in
// nothing else; siblings have the same.
func TestBlocksInWords(t *testing.T) {
	gpt2 := []string{"pre-LN", "LayerNorm", "learned", "all earlier", "each head", "one, 4d", "GELU tanh", "tied"}
	with := func(changed map[int]string) []string {
		words := slices.Clone(gpt2)
		for i, word := range changed {
			words[i] = word
		}
		return words
	}
	want := map[string][]string{
		"GPT-1": with(map[int]string{0: "post-LN"}), "GPT-2": gpt2,
		"GPT-3":        with(map[int]string{3: "half banded"}),
		"InstructGPT":  with(map[int]string{3: "half banded"}),
		"gpt-oss-20b":  {"pre-LN", "RMSNorm", "rotary", "half last 128", "8 for 64", "4 of 32", "SwiGLU", "untied"},
		"gpt-oss-120b": {"pre-LN", "RMSNorm", "rotary", "half last 128", "8 for 64", "4 of 128", "SwiGLU", "untied"},
	}
	names := []string{"norm place", "norm", "positions", "attention", "KV heads", "MLP", "activation", "head", "training"}
	seen := map[string]bool{}
	for _, m := range family.All() {
		aspects := m.Aspects()
		if more := len(aspects) - len(names); more < 0 || more > 1 || more == 1 && aspects[len(names)].Name != "input" || (more == 1) != m.Input.Known() {
			t.Errorf("%s: %d aspects, its input is %+v", m.ID, len(aspects), m.Input)
		}
		words, open := want[m.Series]
		seen[m.Series] = true
		for i, name := range names {
			if aspects[i].Name != name {
				t.Errorf("%s: aspect %d is %q", m.ID, i, aspects[i].Name)
			}
			switch {
			case i == len(words):
			case open && aspects[i].Cell.Text != words[i]:
				t.Errorf("%s: %s is %q, want %q", m.ID, name, aspects[i].Cell.Text, words[i])
			case !open && i < len(names)-1 && aspects[i].Cell.Known():
				t.Errorf("%s is not published, and its %s is %q", m.ID, name, aspects[i].Cell.Text)
			}
		}
	}
	for series := range want {
		if !seen[series] {
			t.Errorf("no model of %s", series)
		}
	}
}

// What GPT-3 was trained on, as table 2.2 of Brown et al. 2020 has it.
func TestCorporaAsPrinted(t *testing.T) {
	want := []struct {
		name, size, weight, epochs string
		tokens                     float64
	}{
		{"Common Crawl", "410B", "60%", "0.44", 410e9}, {"WebText2", "19B", "22%", "2.9", 19e9},
		{"Books1", "12B", "8%", "1.9", 12e9}, {"Books2", "55B", "8%", "0.43", 55e9}, {"Wikipedia", "3B", "3%", "3.4", 3e9},
	}
	got, sum := byID(t, "gpt-3-175b").Corpora, 0.0
	for i, w := range want {
		c := got[i]
		if c.Name != w.name || c.Size.Text != w.size || c.Size.Value != w.tokens || c.Size.Unit != "tokens" ||
			c.Weight.Text != w.weight || c.Weight.Unit != "%" || c.Epochs.Text != w.epochs || c.Size.Place != "table 2.2" {
			t.Errorf("%+v, want %+v", c, w)
		}
		if n, err := strconv.ParseFloat(c.Epochs.Text, 64); err != nil || n != c.Epochs.Value {
			t.Errorf("%s was read %v times, printed %q", c.Name, c.Epochs.Value, c.Epochs.Text)
		}
		sum += c.Size.Value
	}
	if len(got) != len(want) || sum != 499e9 {
		t.Errorf("%d corpora of %v tokens together; the caption has 499B", len(got), sum)
	}
}

// Epochs are weight · tokens / size, and nothing where one is not a number.
func TestEpochsOfLittle(t *testing.T) {
	size, weight := family.Cell{Value: 10, Text: "10"}, family.Cell{Value: 50, Text: "50%"}
	for _, c := range []struct {
		corpus family.Corpus
		want   float64
	}{
		{family.Corpus{Size: size, Weight: weight}, 5},
		{family.Corpus{Size: size, Weight: family.Cell{Text: "0%"}}, 0},
		{family.Corpus{Size: size}, math.NaN()},
		{family.Corpus{Size: family.Cell{Text: "0"}, Weight: weight}, math.NaN()},
		{family.Corpus{Size: family.Cell{Value: math.NaN(), Text: "40 GB"}, Weight: weight}, math.NaN()},
	} {
		if got := family.Epochs(c.corpus, 100); got != c.want && !(math.IsNaN(got) && math.IsNaN(c.want)) {
			t.Errorf("%+v is read %v times, want %v", c.corpus, got, c.want)
		}
	}
}

// Whoever changes what a call returned changes nothing for the next.
func TestEachCallMakesItsOwnCopy(t *testing.T) {
	for _, m := range family.All() {
		if m.Shape != nil {
			m.Shape.Layers = -1
		}
		for i := range m.Corpora {
			m.Corpora[i].Name = "none"
		}
	}
	for _, m := range family.All() {
		if m.Shape != nil && m.Shape.Layers < 1 {
			t.Errorf("%s has %d layers", m.ID, m.Shape.Layers)
		}
		if len(m.Corpora) > 0 && m.Corpora[0].Name == "none" {
			t.Errorf("%s was trained on none", m.ID)
		}
	}
	family.Precisions()[0].Bits, family.Capacities()[0].Bytes, family.Benchmarks()[0].Examples, family.Unchanged()[0] = -1, -1, -1, ""
	if family.Precisions()[0].Bits < 0 || family.Capacities()[0].Bytes < 0 || family.Benchmarks()[0].Examples < 0 || family.Unchanged()[0] == "" {
		t.Error("a list is shared between calls")
	}
	if !slices.IsSortedFunc(family.Capacities(), func(a, b family.Capacity) int { return int(a.Bytes/1e9 - b.Bytes/1e9) }) {
		t.Error("rooms do not grow")
	}
}
