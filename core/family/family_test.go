package family_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/family"
	"logitarium/core/gpt"
)

func byID(t testing.TB, id string) family.Model {
	t.Helper()
	m := named(id)
	if m.ID == "" {
		t.Fatalf("no model %q", id)
	}
	return m
}

// named is the model of an id; the zero Model if there is none.
func named(id string) family.Model {
	for _, m := range family.All() {
		if m.ID == id {
			return m
		}
	}
	return family.Model{}
}

// Every cell has what it needs to be shown with its source.
func TestCells(t *testing.T) {
	all := family.All()
	if len(all) != 27 {
		t.Errorf("%d models, want 27", len(all))
	}
	seen, last := map[string]bool{}, ""
	for _, m := range all {
		if seen[m.ID] || seen[m.Name] || m.ID == "" || m.Series == "" {
			t.Errorf("%q (%s): names must be there and be different", m.ID, m.Name)
		}
		seen[m.ID], seen[m.Name] = true, true
		if m.Released.Text < last {
			t.Errorf("%s of %s comes after %s", m.ID, m.Released.Text, last)
		}
		last = m.Released.Text
		cells := []family.Cell{m.Total(), m.Compute()}
		for _, a := range m.Cells() {
			cells = append(cells, a.Cell)
		}
		for i, c := range cells {
			switch c.Origin {
			case family.Computed, family.Paper, family.Official, family.ThirdParty, family.Undisclosed:
			default:
				t.Errorf("%s, cell %d: origin %q", m.ID, i, c.Origin)
			}
			if c.Source == "" || c.Date == "" || c.Text == "" && c.Origin != family.Computed {
				t.Errorf("%s, cell %d is not complete: %+v", m.ID, i, c)
			}
			if published := c.Known() && c.Origin != family.Computed; published != (c.Place != "") {
				t.Errorf("%s, cell %d (%s, %s): its place is %q", m.ID, i, c.Text, c.Source, c.Place)
			}
			if !c.Known() && !math.IsNaN(c.Value) {
				t.Errorf("%s, cell %d is undisclosed and has the value %v", m.ID, i, c.Value)
			}
		}
	}
}

// The fog line: what has a shape has parameters, and the other way round; the
// vocabulary is hidden only where it is not published which one it was.
func TestFog(t *testing.T) {
	hidden := []string{"chatgpt", "gpt-4", "gpt-4-turbo", "gpt-4o", "gpt-4.5", "gpt-4.1", "gpt-5", "gpt-5.1", "gpt-5.2", "gpt-5.4", "gpt-5.5"}
	for _, m := range family.All() {
		want := slices.Contains(hidden, m.ID)
		if got := m.Shape == nil; got != want {
			t.Errorf("%s: hidden %v, want %v", m.ID, got, want)
		}
		if m.Parameters.Known() == want || m.Layers.Known() == want || m.Block.MLP.Known() == want {
			t.Errorf("%s: hidden %v, yet its parameters are %+v", m.ID, want, m.Parameters)
		}
		if m.Vocab.Known() == (m.ID == "chatgpt") || !m.Context.Known() {
			t.Errorf("%s: vocabulary %+v, context %+v", m.ID, m.Vocab, m.Context)
		}
		if m.Compute().Known() && !m.Tokens.Known() {
			t.Errorf("%s: compute is known, the tokens are not", m.ID)
		}
	}
}

// Where OpenAI's own word could not be read, that is said: these cells, and no
// others.
func TestThirdParty(t *testing.T) {
	var got []string
	for _, m := range family.All() {
		for _, a := range m.Cells() {
			if a.Cell.Origin == family.ThirdParty {
				got = append(got, m.ID+" "+a.Name)
			}
		}
	}
	want := []string{
		"chatgpt context", "gpt-4.5 context", "gpt-5.1 context", "gpt-5.2 context",
		"gpt-5.4 released", "gpt-5.4 context", "gpt-5.5 context",
	}
	if !slices.Equal(got, want) {
		t.Errorf("from third parties: %q, want %q", got, want)
	}
}

// Each fact is in a source that holds it, and in its right place there.
func TestSources(t *testing.T) {
	for _, c := range []struct{ id, cell, source, place string }{
		{"gpt-2", "released", "Better language models", "date"},
		{"gpt-2-medium", "released", "6-month follow-up", "in May"},
		{"gpt-2-large", "released", "6-month follow-up", "date"},
		{"gpt-2-xl", "released", "1.5B release", "date"},
		{"gpt-2-xl", "parameters", "6-month follow-up", "summary"},
		{"gpt-2-xl", "heads", "models/1558M/hparams.json", "n_head"},
		{"gpt-oss-20b", "layers", "gpt-oss model card", "section 2"},
		{"gpt-oss-20b", "context", "gpt-oss model card", "section 2.2"},
		{"gpt-4", "input", "GPT-4 Technical Report", "abstract"},
		{"gpt-4o", "training", "GPT-4o system card", "abstract"},
		{"gpt-5.1", "released", "openai-python", "gpt-5.1-2025-11-13"},
	} {
		i := slices.IndexFunc(byID(t, c.id).Cells(), func(a family.Aspect) bool { return a.Name == c.cell })
		if i < 0 {
			t.Fatalf("%s has no cell %s", c.id, c.cell)
		}
		if cell := byID(t, c.id).Cells()[i].Cell; !strings.Contains(cell.Source, c.source) || !strings.Contains(cell.Place, c.place) {
			t.Errorf("%s %s is from %q, %q", c.id, c.cell, cell.Source, cell.Place)
		}
	}
	chat := byID(t, "chatgpt").Vocab
	if !strings.Contains(chat.Note, "text-davinci-002 and 003 have p50k_base") || !strings.Contains(chat.Note, "not published") {
		t.Errorf("the vocabulary of ChatGPT's launch model: %+v", chat)
	}
}

func TestErrata(t *testing.T) {
	for _, c := range []struct{ id, note string }{
		{"gpt-1", "110M"},
		{"gpt-2", "117M"},
		{"gpt-2-medium", "345M"},
		{"gpt-2-large", "762M"},
		{"gpt-2-xl", "1542M"},
		{"gpt-2", "50,000"},
		{"gpt-3-1.3b", "3072"},
		{"gpt-3-13b", "5120"},
		{"gpt-3-175b", "174.6B"},
		{"gpt-3-175b", "499B"},
		{"chatgpt", "not a size"},
		{"gpt-4", "not 2022"},
		{"gpt-4", "rumours"},
		{"gpt-oss-20b", "4096"},
	} {
		if notes := strings.Join(byID(t, c.id).Notes(), "\n"); !strings.Contains(notes, c.note) {
			t.Errorf("%s has no note on %s:\n%s", c.id, c.note, notes)
		}
	}
	if d := byID(t, "gpt-4").Released.Text; d != "2023-03-14" {
		t.Errorf("GPT-4 is of %s", d)
	}
	printed := byID(t, "gpt-3-13b")
	if printed.Width.Value != 5140 || printed.Heads.Value*128 == 5140 {
		t.Errorf("13B is not as printed: d %v, %v heads", printed.Width.Value, printed.Heads.Value)
	}
}

// As table D.1 of Brown et al. 2020 has them, in millions of parameters and
// operations: 13B fits d = 5120 there.
func TestTableD1(t *testing.T) {
	for _, c := range []struct {
		id       string
		millions float64
		flops    float64
	}{
		{"gpt-3-125m", 125, 2.25e20},
		{"gpt-3-350m", 356, 6.41e20},
		{"gpt-3-760m", 760, 1.37e21},
		{"gpt-3-1.3b", 1320, 2.38e21},
		{"gpt-3-2.7b", 2650, 4.77e21},
		{"gpt-3-6.7b", 6660, 1.20e22},
		{"gpt-3-175b", 174600, 3.14e23},
	} {
		m := byID(t, c.id)
		n := float64(m.Shape.Parts().Total()) / 1e6
		if math.Abs(n-c.millions) > 0.005*c.millions {
			t.Errorf("%s: %.0fM parameters, printed %.0fM", c.id, n, c.millions)
		}
		if got := m.Compute().Value; math.Abs(got-c.flops) > 0.006*c.flops {
			t.Errorf("%s: %.3g operations, printed %.3g", c.id, got, c.flops)
		}
	}
	big := byID(t, "gpt-3-175b")
	if days := big.Compute().Value / family.PetaflopDay; math.Abs(days-3640) > 5 {
		t.Errorf("%.0f petaflop/s-days, printed 3.64E+03", days)
	}
	thirteen := *byID(t, "gpt-3-13b").Shape
	wide := float64(thirteen.Parts().Total()) / 1e6
	thirteen.Width, thirteen.Heads, thirteen.HeadWidth, thirteen.KVHeads, thirteen.Inner = 5120, 40, 128, 40, 4*5120
	narrow := float64(thirteen.Parts().Total()) / 1e6
	if math.Abs(narrow-12850) > 5 || math.Abs(wide-12850) < 100 {
		t.Errorf("12,850M is printed; d = 5120 gives %.0fM, 5140 gives %.0fM", narrow, wide)
	}
}

// As the model card of gpt-oss has them: billions of parameters by part, and
// the size of the checkpoint in GiB.
func TestModelCardOSS(t *testing.T) {
	for _, c := range []struct {
		id                                        string
		mlp, attention, tables, active, total, gi float64
		exact                                     int
	}{
		{"gpt-oss-120b", 114.71, 0.96, 1.16, 5.13, 116.83, 60.8, 116_829_156_672},
		{"gpt-oss-20b", 19.12, 0.64, 1.16, 3.61, 20.91, 12.8, 20_914_757_184},
	} {
		s := byID(t, c.id).Shape
		p := s.Parts()
		if p.Total() != c.exact {
			t.Errorf("%s: %d parameters, want %d", c.id, p.Total(), c.exact)
		}
		for _, part := range []struct {
			name      string
			got, want float64
		}{
			{"MLP", float64(p.MLP), c.mlp},
			{"attention", float64(p.Attention), c.attention},
			{"embedding and head", float64(p.Tokens + p.Head), c.tables},
			{"active", float64(s.Active()), c.active},
			{"total", float64(p.Total()), c.total},
		} {
			if math.Abs(part.got/1e9-part.want) > 0.0051 {
				t.Errorf("%s: %s is %.3fB, printed %.2fB", c.id, part.name, part.got/1e9, part.want)
			}
		}
		mxfp4 := family.Precisions()[4]
		if gi := s.WeightBytes(mxfp4) / (1 << 30); math.Abs(gi-c.gi) > 0.051 {
			t.Errorf("%s: a checkpoint of %.2f GiB, printed %.1f", c.id, gi, c.gi)
		}
	}
}

// The shapes count as the program's own models do.
func TestOf(t *testing.T) {
	c := gpt.Config{Vocab: 768, Context: 128, Width: 128, Layers: 4, Heads: 4, Inner: 512, Epsilon: 1e-5}
	for _, norm := range []gpt.NormPlace{gpt.PreLN, gpt.PostLN} {
		for positions := gpt.Learned; positions <= gpt.ALiBi; positions++ {
			c.Norm, c.Positions = norm, positions
			if got, want := family.Of(c).Parts().Total(), c.Counts().Total(); got != want {
				t.Errorf("norm %d, positions %d: %d parameters, the model has %d", norm, positions, got, want)
			}
		}
	}
	c.Positions = gpt.Rotary
	llama := gpt.Parts{RMSNorm: true, Separate: true, Biases: gpt.NoBiases, KeyHeads: 2, Gated: true}
	qwen2, qwen3 := llama, llama
	qwen2.Biases = gpt.InputBiases
	qwen3.QKNorm, qwen3.HeadSize = true, 48
	for _, norm := range []gpt.NormPlace{gpt.PreLN, gpt.Sandwich} {
		for _, parts := range []gpt.Parts{llama, qwen2, qwen3} {
			c.Norm, c.Parts = norm, parts
			if got, want := family.Of(c).Parts().Total(), c.Counts().Total(); got != want {
				t.Errorf("norm %d, parts %+v: %d parameters, the model has %d", norm, parts, got, want)
			}
		}
	}
}

func TestEpochs(t *testing.T) {
	sum := 0.0
	for _, c := range byID(t, "gpt-3-175b").Corpora {
		sum += c.Weight.Value
		// Weights and sizes are rounded to a digit or two: so is what follows.
		if got := family.Epochs(c, 300e9); math.Abs(got-c.Epochs.Value) > 0.25*c.Epochs.Value {
			t.Errorf("%s: read %.2f times, printed %.2f", c.Name, got, c.Epochs.Value)
		}
	}
	if sum != 101 {
		t.Errorf("the printed weights sum to %v %%, want 101", sum)
	}
	if e := family.Epochs(byID(t, "gpt-2").Corpora[0], 300e9); !math.IsNaN(e) {
		t.Errorf("WebText: %v epochs from nothing", e)
	}
}
