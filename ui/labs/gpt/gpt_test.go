package gpt

import (
	"math"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

func fresh(t testing.TB) *Lab {
	t.Helper()
	lm := builtintest.Load(t)
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

// What a sentence claims of a model or of two is in their cells.
func TestClaims(t *testing.T) {
	l := fresh(t)
	for _, c := range []struct{ view, model, compare, want string }{
		{"data", "loaded", "gpt-1", "one corpus, Tiny World: endless, written from a seed. It saw"},
		{"data", "gpt-2", "gpt-1", "one corpus, WebText: 8M documents, 40 GB. How many tokens that is was not printed."},
		{"data", "gpt-1", "gpt-2", "BooksCorpus: over 7,000 books, read 100 times. How many tokens"},
		{"data", "gpt-3-175b", "gpt-2", "Wikipedia 3.4 times, Books2 0.43 times."},
		{"block", "instructgpt", "gpt-3-175b", "Changed: training. The block is the same. L = 96 and d = 12,288 stay too."},
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
		if fixed := view.Name == "scale" || view.Name == "generations" || view.Name == "tokens" || view.Name == "shots"; !fixed && len(seen) < 3 {
			t.Errorf("view %s has %d insights", view.Name, len(seen))
		}
	}
}

func TestNumbers(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 512: "512", 9999: "9,999", 10_000: "10.0k", 131_072: "131k", 999_600: "1.00M",
		124_439_808: "124M", 1.5576e9: "1.56B", 174.6e9: "175B", 3.14e23: "3.14×10²³", 2e12: "2.00×10¹²",
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
