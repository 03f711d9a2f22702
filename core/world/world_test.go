package world

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

func source(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 7)) }

// Weights are trained on these bytes: another hash is another corpus.
func TestSameSeedSameBytes(t *testing.T) {
	w, rng := New(1), source(1)
	h := fnv.New64a()
	for range 2000 {
		h.Write([]byte(w.Document(rng)))
	}
	if got, want := h.Sum64(), uint64(0xbd1e3e6a1aa68c77); got != want {
		t.Errorf("the first documents hash to %#x, want %#x", got, want)
	}
}

func TestWorldsDiffer(t *testing.T) {
	if a, b := New(1).Facts(Common), New(2).Facts(Common); slices.Equal(a, b) {
		t.Error("the same facts from two seeds")
	}
	if a, b := New(1).Facts(Rare), New(1).Facts(Rare); !slices.Equal(a, b) {
		t.Error("two sets of facts from one seed")
	}
}

func TestPeople(t *testing.T) {
	w := New(1)
	seen := make(map[string]bool)
	for tier, want := range []int{24, 48, 96, 48} {
		people := w.People(Tier(tier))
		if len(people) != want {
			t.Errorf("%d %v people, want %d", len(people), Tier(tier), want)
		}
		for _, p := range people {
			if seen[p.Name] {
				t.Errorf("two people are called %s", p.Name)
			}
			seen[p.Name] = true
			if got, ok := w.Person(p.Name); !ok || got != p || p.Tier != Tier(tier) {
				t.Errorf("%s is %+v, %v", p.Name, got, ok)
			}
		}
	}
}

// In each tier every value is about as frequent as the others.
func TestValuesAreDealtEvenly(t *testing.T) {
	w := New(1)
	for tier := Common; tier <= Untold; tier++ {
		count := make(map[string]int)
		for _, f := range w.Facts(tier) {
			count[f.Relation.String()+f.Value]++
		}
		for _, r := range Relations() {
			var n []int
			for _, v := range r.Values() {
				n = append(n, count[r.String()+v])
			}
			if len(n) != 14 || slices.Max(n)-slices.Min(n) > 1 {
				t.Errorf("%v, %v: values occur %v times", tier, r, n)
			}
		}
	}
}

func TestValuesBelongToOneRelation(t *testing.T) {
	seen := make(map[string]bool)
	for _, r := range Relations() {
		for _, v := range r.Values() {
			if seen[v] {
				t.Errorf("%q twice", v)
			}
			seen[v] = true
		}
	}
}

// shapes are the lines that documents consist of.
var shapes = regexp.MustCompile(`^(Fact: [A-Z].*\.|Question: W.*\?|Answer: \w+|say [\w ]+|echo [\w ]+|(This is|Meet|Let me tell you about) .*\.|(the|in the|there is|once upon a time) .*\.)$`)

func TestDocuments(t *testing.T) {
	w, rng := New(1), source(2)
	notLetter := func(r rune) bool { return !unicode.IsLetter(r) }
	counts := make(map[string]int)
	const n = 8000
	for range n {
		doc := w.Document(rng)
		lines := strings.Split(doc, "\n")
		if lines[len(lines)-1] != "" || len(doc) > 450 {
			t.Fatalf("%d bytes: %q", len(doc), doc)
		}
		for _, line := range lines[:len(lines)-1] {
			if !shapes.MatchString(line) {
				t.Fatalf("a line of an unknown shape: %q", line)
			}
		}
		first, _, _ := strings.Cut(doc, " ")
		counts[first]++
		for _, s := range strings.FieldsFunc(doc, notLetter) {
			if p, ok := w.Person(s); ok && p.Tier == Untold {
				t.Fatalf("%s is told of in %q", s, doc)
			}
			if reads := first == "say" || first == "Fact:"; reads && !known[s] && !w.taken[lower(s)] && heldOut(s) {
				t.Fatalf("%q is held out, but stands in %q", s, doc)
			}
		}
	}
	stories := counts["the"] + counts["in"] + counts["there"] + counts["once"]
	lives := counts["This"] + counts["Meet"] + counts["Let"]
	for i, got := range []int{counts["Fact:"], stories, counts["Question:"], lives, counts["say"]} {
		p := float64(shares[i]) / 1000
		if σ := math.Sqrt(n * p * (1 - p)); math.Abs(float64(got)-n*p) > 4.5*σ {
			t.Errorf("kind %d: %d of %d documents, want %.0f ± %.0f", i, got, n, n*p, σ)
		}
	}
}

// known are the words of the sentences themselves.
var known = func() map[string]bool {
	m := map[string]bool{"Fact": true, "Question": true, "Answer": true, "say": true, "echo": true, "s": true, "an": true, "a": true}
	for _, s := range speeches {
		for _, text := range append(s.statements[:], s.questions[:]...) {
			for _, word := range regexp.MustCompile(`[A-Za-z]+`).FindAllString(text, -1) {
				m[word] = true
			}
		}
	}
	return m
}()

func TestMentions(t *testing.T) {
	w, rng := New(1), source(3)
	var got [Untold + 1]int
	const n = 20_000
	for range n {
		got[w.mentioned(rng).Tier]++
	}
	for tier, k := range got {
		p := float64(mentions[tier]) / 1000
		if σ := math.Sqrt(n * p * (1 - p)); math.Abs(float64(k)-n*p) > 4.5*σ {
			t.Errorf("%v: %d of %d mentions, want %.0f ± %.0f", Tier(tier), k, n, n*p, σ)
		}
	}
}

func TestBiographiesAreTrue(t *testing.T) {
	w, rng := New(1), source(4)
	for range 500 {
		p := w.mentioned(rng)
		bio := w.Biography(p, rng)
		if n := len(bio.Facts); n < 3 || n > 6 || strings.Count(bio.Text, ".") != n+1 {
			t.Fatalf("%d facts in %q", n, bio.Text)
		}
		for _, f := range bio.Facts {
			if truth, ok := w.Fact(p.Name, f.Relation); !ok || f != truth || !strings.Contains(bio.Text, f.Value) {
				t.Fatalf("%v in %q, the truth is %v", f, bio.Text, truth)
			}
		}
	}
}

func TestFreshWords(t *testing.T) {
	w, rng := New(1), source(5)
	seen := make(map[string]bool)
	length := make(map[int]int)
	held := 0
	for range 20_000 {
		s := coin(rng)
		seen[s] = true
		length[len(s)]++
		if heldOut(s) {
			held++
		}
	}
	if len(seen) < 12_000 {
		t.Errorf("%d different words in 20,000", len(seen))
	}
	if held < 1700 || held > 2300 {
		t.Errorf("%d of 20,000 words held out, want a tenth", held)
	}
	for range 2000 {
		s := w.freshWord(rng, true)
		if !heldOut(capital(s)) || w.taken[s] || len(s) < 2 || len(s) > 8 {
			t.Fatalf("%q is no fresh word", s)
		}
	}
}

func TestPanicsOnMisuse(t *testing.T) {
	w, rng := New(1), source(6)
	for name, f := range map[string]func(){
		"tier":      func() { w.People(Untold + 1) },
		"kind":      func() { w.Questions(Kind(kinds), 1, rng) },
		"number":    func() { w.Questions(OneFact, -1, rng) },
		"biography": func() { w.Biography(Person{Name: "Nobody"}, rng) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if s, ok := recover().(string); !ok || !strings.HasPrefix(s, "world: ") {
					t.Errorf("panicked with %v", s)
				}
			}()
			f()
		})
	}
}
