package gpt

import (
	"math"
	"strings"
	"sync"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/family"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

var builtinLM = sync.OnceValues(builtin.Load)

func fresh(t testing.TB) *Lab {
	t.Helper()
	lm, err := builtinLM()
	if err != nil {
		t.Fatal(err)
	}
	return New(lm, lm)
}

func TestContract(t *testing.T) {
	labtest.Run(t, func() lab.Lab { return fresh(t) }, quoted(t)...)
}

// turn sets knobs by name, refreshes, and lets the lab come to rest.
func turn(t testing.TB, l *Lab, values ...string) {
	t.Helper()
	labtest.Turn(t, l, values...)
	if err := lab.Settle(l); err != nil {
		t.Fatal(err)
	}
}

func look(l *Lab, w, h int) string {
	return lab.Draw(l, lab.Frame{Size: viz.Size{W: w, H: h}}).Plain()
}

// The readings are the numbers that core/family is checked for.
func TestReadings(t *testing.T) {
	l := fresh(t)
	for _, c := range []struct {
		view, model, name string
		want, near        float64
	}{
		{"timeline", "gpt-1", "parameters", 116_534_784, 0},
		{"timeline", "gpt-2", "parameters", 124_439_808, 0},
		{"timeline", "gpt-2-xl", "parameters", 1_557_611_200, 0},
		{"timeline", "gpt-3-175b", "parameters", 174_604_259_328, 0},
		{"timeline", "gpt-oss-120b", "parameters", 116_829_156_672, 0},
		{"timeline", "gpt-oss-120b", "active", 5.13e9, 5e6},
		{"timeline", "gpt-2", "active", 124_439_808, 0},
		{"timeline", "gpt-3-175b", "training", 3.142876668e23, 1e14},
		{"memory", "gpt-3-175b", "weights", 349.208518656, 1e-9},
		{"memory", "gpt-3-175b", "KV a token", 4.718592, 1e-9},
		{"memory", "gpt-3-175b", "KV cache", 9.663676416, 1e-9},
		{"timeline", "gpt-4", "vocabulary", 100_277, 0},
		{"timeline", "gpt-5", "context max", 400_000, 0},
	} {
		turn(t, l, "gpt", c.model, "view", c.view)
		if r := labtest.Reading(t, l, c.name); !r.Undefined.Empty() || math.Abs(r.Value-c.want) > c.near {
			t.Errorf("%s: %s is %v (%s), want %v", c.model, c.name, r.Value, r.Undefined, c.want)
		}
	}
}

// Where nothing is published there is no number, in any view.
func TestUndisclosed(t *testing.T) {
	l := fresh(t)
	for _, m := range l.models {
		if m.Shape != nil {
			continue
		}
		turn(t, l, "gpt", m.ID, "view", "memory")
		for _, name := range []string{"parameters", "ratio", "active", "work", "training", "data", "weights", "KV cache", "memory"} {
			if r := labtest.Reading(t, l, name); r.Undefined.Empty() {
				t.Errorf("%s: %s is %v", m.ID, name, r.Value)
			}
		}
		for _, view := range []string{"timeline", "ledger", "block", "memory", "data"} {
			turn(t, l, "view", view)
			if got := look(l, 78, 30); !strings.Contains(got, "undisclosed") {
				t.Errorf("%s: view %s does not say undisclosed:\n%s", m.ID, view, got)
			}
		}
	}
}

// Published numbers carry their source.
func TestPublished(t *testing.T) {
	l := fresh(t)
	turn(t, l, "gpt", "gpt-4.1")
	r := labtest.Reading(t, l, "context max")
	if r.Provenance != lab.Published || !strings.Contains(r.Source, "Introducing GPT-4.1") || !strings.Contains(r.Source, "long context") {
		t.Errorf("the context of GPT-4.1 is %s, from %q", r.Provenance, r.Source)
	}
	turn(t, l, "view", "timeline", "measure", "context", "gpt", "gpt-4.5")
	if got := look(l, 78, 30); !strings.Contains(got, "third party: tambo.co") {
		t.Errorf("the timeline does not say that it is from a third party:\n%s", got)
	}
}

// The formula with its numbers gives the counts beside it.
func TestLedgerAddsUp(t *testing.T) {
	l := fresh(t)
	for _, m := range l.models {
		if m.Shape == nil {
			continue
		}
		sum := 0
		for _, p := range parts(*m.Shape) {
			sum += p.count
			if p.count < 1 || p.formula == "" || p.numbers == "" {
				t.Errorf("%s: part %+v", m.ID, p)
			}
		}
		if want := m.Shape.Parts().Total(); sum != want {
			t.Errorf("%s: the parts sum to %d, want %d", m.ID, sum, want)
		}
	}
}

func TestBlocks(t *testing.T) {
	l := fresh(t)
	names := func(rows []aspects) string {
		var out []string
		for _, a := range rows {
			out = append(out, a.name)
		}
		return strings.Join(out, " ")
	}
	for _, c := range []struct{ from, to, changed string }{
		{"gpt-1", "gpt-2", "norm place training"},
		{"gpt-2", "gpt-3-1.3b", "attention"},
		{"gpt-3-175b", "instructgpt", "training"},
		{"gpt-2", "gpt-2-xl", ""},
	} {
		turn(t, l, "gpt", c.to, "compare", c.from)
		older, newer := l.aged()
		if older.ID != c.from || newer.ID != c.to {
			t.Errorf("%s to %s is shown as %s to %s", c.from, c.to, older.ID, newer.ID)
		}
		if got := names(blocks(older, newer).changed); got != c.changed {
			t.Errorf("%s to %s: %q changed, want %q", c.from, c.to, got, c.changed)
		}
	}
	turn(t, l, "gpt", "gpt-oss-120b", "compare", "gpt-1")
	if d := blocks(l.aged()); len(d.changed) != 9 {
		t.Errorf("from GPT-1 to gpt-oss %d aspects changed: %s", len(d.changed), names(d.changed))
	}
	turn(t, l, "gpt", "gpt-4")
	if d := blocks(l.aged()); len(d.unknown) != 8 {
		t.Errorf("GPT-4 has %d unknown aspects: %s", len(d.unknown), names(d.unknown))
	}
}

// Positions of a learnt table end; the cache does not go on behind them.
func TestContextEnds(t *testing.T) {
	l := fresh(t)
	turn(t, l, "view", "memory", "gpt", "gpt-2", "context", "1048576")
	if d := l.loadOf(l.a()); d.tokens != 1024 {
		t.Errorf("GPT-2 keeps %d tokens", d.tokens)
	}
	if got := lab.Sentence(l); !strings.Contains(got.String(), "ends at 1,024") {
		t.Errorf("insight: %s", got)
	}
	before := labtest.Reading(t, l, "KV cache").Value
	turn(t, l, "batch", "2")
	if got := labtest.Reading(t, l, "KV cache").Value; got != 2*before {
		t.Errorf("two sequences take %v GB, one %v", got, before)
	}
}

// gpt-oss as it is released fits where its makers say it does.
func TestFits(t *testing.T) {
	l := fresh(t)
	turn(t, l, "view", "memory", "precision", "mxfp4", "context", "8192")
	for _, c := range []struct {
		model string
		fits  []bool // phone, laptop of 16 GB, RTX 4090, H100, 8 × H100
	}{
		{"gpt-oss-20b", []bool{false, true, true, true, true}},
		{"gpt-oss-120b", []bool{false, false, false, true, true}},
	} {
		turn(t, l, "gpt", c.model)
		for i, r := range family.Rooms() {
			if got := l.loadOf(l.a()).total() <= r.Bytes; got != c.fits[i] {
				t.Errorf("%s fits into %s: %v", c.model, r.Name, got)
			}
		}
	}
}

func TestTokens(t *testing.T) {
	l := fresh(t)
	turn(t, l, "view", "tokens", "text", "お誕生日おめでとう")
	for i, want := range []int{14, 9, 8} {
		if got := len(l.splits[i].tokens); got != want {
			t.Errorf("%s: %d tokens, want %d", l.splits[i].encoding.Name(), got, want)
		}
	}
	seen := map[string]bool{}
	for range samples {
		if err := lab.Actions(l)[0].Do(); err != nil {
			t.Fatal(err)
		}
		seen[l.text] = true
	}
	if len(seen) != len(samples) {
		t.Errorf("space goes through %d of %d samples", len(seen), len(samples))
	}
	turn(t, l, "text", "")
	if r := labtest.Reading(t, l, "o200k"); r.Value != 0 {
		t.Errorf("no text has %v tokens", r.Value)
	}
}

// The vocabularies are unpacked in their view only, and questions asked in
// theirs, in steps, with nothing to show before.
func TestLazy(t *testing.T) {
	for v, view := range fresh(t).Views().List {
		l := fresh(t)
		l.work.Patience = -1
		l.view = v
		if err := l.Refresh(); err != nil {
			t.Fatal(err)
		}
		works := v == viewTokens || v == viewShots
		if l.Busy() != works || l.Progress().Stale != works {
			t.Errorf("view %s: busy %v, %+v", view.Name, l.Busy(), l.Progress())
		}
		if err := lab.Settle(l); err != nil {
			t.Fatal(err)
		}
		if got := len(l.splits) == 3; got != (v == viewTokens) || l.asked.known != (v == viewShots) {
			t.Errorf("view %s: %d vocabularies, asked %v", view.Name, len(l.splits), l.asked.known)
		}
	}
}

// The chosen model is on the timeline at any size that has rows for models.
func TestTimelineShowsTheChosen(t *testing.T) {
	l := fresh(t)
	for _, m := range l.models {
		turn(t, l, "view", "timeline", "gpt", m.ID, "compare", "gpt-2")
		for _, h := range []int{6, 13, 18, 40} {
			if got := look(l, 44, h); !strings.Contains(got, "▸") {
				t.Errorf("%s is not on a timeline of %d rows:\n%s", m.ID, h, got)
			}
		}
	}
}

// Where there is room for one model of a series, that is the chosen one; the
// other rows stay where they are.
func TestTimelineKeepsItsRows(t *testing.T) {
	l := fresh(t)
	turn(t, l, "view", "timeline", "gpt", "gpt-4")
	before := strings.Split(look(l, 39, 19), "\n")
	turn(t, l, "gpt", "gpt-2")
	after := strings.Split(look(l, 39, 19), "\n")
	for i, line := range after {
		switch {
		case strings.Contains(line, "GPT-2"):
			if !strings.Contains(line, "GPT-2 small") && i < 15 || !strings.Contains(before[i], "GPT-2 XL") && i < 15 {
				t.Errorf("row %d was %q and is %q", i, before[i], line)
			}
		case i > 0 && i < 14:
			if was := strings.Trim(before[i], "▸= "); was != strings.Trim(line, "▸= ") {
				t.Errorf("row %d was %q and is %q", i, before[i], line)
			}
		}
	}
	if n := strings.Count(strings.Join(after[:14], "\n"), "GPT-2"); n != 1 {
		t.Errorf("GPT-2 has %d rows", n)
	}
}

// What a sentence claims of a model or of two is in their cells.
func TestClaims(t *testing.T) {
	l := fresh(t)
	for _, c := range []struct{ view, model, compare, want string }{
		{"data", "loaded", "gpt-1", "one corpus, Tiny World: endless, written from a seed. It saw"},
		{"data", "gpt-2", "gpt-1", "one corpus, WebText: 8M documents, 40 GB. How many tokens that is was not printed."},
		{"data", "gpt-1", "gpt-2", "BooksCorpus: over 7,000 books, read 100 times. How many tokens"},
		{"data", "gpt-3-175b", "gpt-2", "Wikipedia 3.4 times, Books2 0.43 times."},
		{"block", "instructgpt", "gpt-3-175b", "Changed: training. The block is the same. L = 96 and d = 12288 stay too."},
		{"block", "gpt-2", "gpt-1", "Changed: norm place, training. The rest of the block is the same. L = 12 and d = 768 stay too."},
		{"block", "gpt-2", "loaded", "no aspect changed: the same block. L goes from 12 to 4, d from 768 to 128."},
		{"block", "gpt-4", "gpt-2", "Nothing about the block of GPT-4 is published"},
		{"ledger", "chatgpt", "gpt-2", "Its context is public."},
		{"ledger", "gpt-4", "gpt-2", "Its vocabulary and context are public."},
	} {
		turn(t, l, "view", c.view, "gpt", c.model, "compare", c.compare)
		if got := lab.Sentence(l); !strings.Contains(got.String(), c.want) {
			t.Errorf("%s of %s beside %s: %q, want %q", c.view, c.model, c.compare, got, c.want)
		}
	}
	turn(t, l, "view", "timeline", "measure", "vocabulary", "gpt", "chatgpt")
	if got := lab.Sentence(l); !strings.Contains(got.String(), "which vocabulary it had is not published") {
		t.Errorf("the vocabulary of ChatGPT: %q", got)
	}
	turn(t, l, "view", "tokens", "text", "狐狸")
	if got := lab.Sentence(l); strings.Contains(got.String(), "never merged") || !strings.Contains(got.String(), "no merge made whole") {
		t.Errorf("tokens of a text that is cut inside characters: %q", got)
	}
}

// Every insight is short, and none is the same for all models.
func TestInsights(t *testing.T) {
	l := fresh(t)
	for v, view := range l.Views().List {
		seen := map[string]bool{}
		for i := range l.models {
			for measure := range measures {
				if measure > 0 && view.Name != "timeline" {
					break
				}
				l.view, l.model, l.measure = v, i, measure
				if err := l.Refresh(); err != nil {
					t.Fatal(err)
				}
				if err := lab.Settle(l); err != nil {
					t.Fatal(err)
				}
				s := lab.Sentence(l)
				seen[s.String()] = true
				if n := viz.Clean(s.String()).Width(); n > 170 {
					t.Errorf("view %s, %s: %d characters: %s", view.Name, l.models[i].ID, n, s)
				}
			}
		}
		if fixed := view.Name == "scale" || view.Name == "generations" || v == viewTokens || v == viewShots; !fixed && len(seen) < 3 {
			t.Errorf("view %s has %d insights", view.Name, len(seen))
		}
	}
}

func TestNumbers(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 512: "512", 9999: "9999", 10_000: "10.0k", 131_072: "131k", 999_600: "1.00M",
		124_439_808: "124M", 1.5576e9: "1.56B", 174.6e9: "175B", 3.14e23: "3.14·10²³", 2e12: "2.00·10¹²",
	} {
		if got := short(v); got != want {
			t.Errorf("short(%v) is %s, want %s", v, got, want)
		}
	}
	for v, want := range map[float64]string{4096: "4.10 kB", 4.718592e6: "4.72 MB", 349.2e9: "349 GB", 0: "0.00 kB", 3e15: "3000 TB"} {
		if got := bytes(v); got != want {
			t.Errorf("bytes(%v) is %s, want %s", v, got, want)
		}
	}
}

// A key press in each view, on the largest screen.
func BenchmarkKnob(b *testing.B) {
	for _, view := range fresh(b).Views().List {
		l := fresh(b)
		turn(b, l, "view", view.Name)
		b.Run(view.Name, func(b *testing.B) {
			f := lab.Frame{Size: viz.Size{W: 200, H: 60}, Theme: viz.Themes()[0]}
			for i := 0; b.Loop(); i++ {
				l.model = i % len(l.models)
				if err := l.Refresh(); err != nil {
					b.Fatal(err)
				}
				_ = lab.Draw(l, f).String()
				lab.Readings(l)
				lab.Sentence(l)
			}
		})
	}
}

// The longest text there may be.
func BenchmarkText(b *testing.B) {
	l := fresh(b)
	turn(b, l, "view", "tokens")
	texts := []string{strings.Repeat("狐狸 fox ", 153), strings.Repeat("狐狸 owl ", 153)}
	f := lab.Frame{Size: viz.Size{W: 200, H: 60}, Theme: viz.Themes()[0]}
	for i := 0; b.Loop(); i++ {
		l.text = texts[i%2]
		if err := l.Refresh(); err != nil {
			b.Fatal(err)
		}
		_ = lab.Draw(l, f).String()
	}
}

// <|endoftext|> is text, or one token in each vocabulary, as is chosen and said.
func TestSpecial(t *testing.T) {
	l := fresh(t)
	turn(t, l, "view", "tokens", "text", "<|endoftext|>")
	if n := len(l.splits[0].tokens); n != 7 || !strings.Contains(lab.Sentence(l).String(), "read as text, in 7 tokens") {
		t.Errorf("as text: %d tokens, %q", n, lab.Sentence(l))
	}
	turn(t, l, "special", "token")
	for _, c := range l.splits {
		if len(c.tokens) != 1 {
			t.Errorf("%s: %v", c.encoding.Name(), c.tokens)
		}
	}
}

// quoted are the words that stand as they were printed: names, titles and
// sentences of the sources.
func quoted(t *testing.T) []string {
	l := fresh(t)
	turn(t, l, "view", "shots")
	words := []string{family.Reticence, strings.Join(samples, " "), strings.Join(l.asked.prompts, " "), strings.Join(l.asked.answers, " ")}
	for _, m := range family.All() {
		for _, a := range append(m.Cells(), m.UseAspects()...) {
			words = append(words, a.Cell.Source, a.Cell.Place)
			if a.Name == "title" || a.Name == "safety" && a.Cell.Known() {
				words = append(words, a.Cell.Text)
			}
		}
		for _, c := range m.Corpora {
			words = append(words, c.Name, c.Size.Source, c.Size.Place, c.Weight.Place)
		}
	}
	return words
}

// Every word of core/family that is its own, and none that it quotes, is a
// message.
func TestFacts(t *testing.T) {
	says := func(where, text string) {
		if _, ok := facts[text]; !ok && strings.Contains(text, " ") {
			t.Errorf("%s: %q is no message", where, text)
		}
	}
	for _, m := range family.All() {
		for _, a := range append(m.Cells(), m.UseAspects()...) {
			if a.Name != "title" && (a.Name != "safety" || !a.Cell.Known()) {
				says(m.Name+" "+a.Name, a.Cell.Text)
			}
			says(m.Name+" "+a.Name, a.Cell.Note)
		}
		for _, note := range m.Notes() {
			says(m.Name, note)
		}
		for _, c := range m.Corpora {
			says(m.Name, c.Size.Text)
		}
		says(m.Name, m.Compute().Note)
	}
	for _, p := range family.Precisions() {
		says("precision", p.Help)
	}
	for _, s := range family.Unchanged() {
		says("all", s)
	}
	for _, b := range family.Benchmarks() {
		says("benchmarks", b.Asks)
	}
}
