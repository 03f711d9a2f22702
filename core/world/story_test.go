package world

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// words cuts a story as Next does: a word with its blank, a mark, a line end.
func words(story string) []string {
	var list []string
	for i := 0; i < len(story); {
		n := 1
		if c := story[i]; c == ' ' || c >= 'a' {
			for n = 1; i+n < len(story) && story[i+n] >= 'a'; n++ {
			}
		}
		list = append(list, story[i:i+n])
		i += n
	}
	return list
}

func TestTheFox(t *testing.T) {
	w := New(1)
	dist, ok := w.Next("the fox lives in the")
	if !ok || len(dist) < 20 {
		t.Fatalf("%d places", len(dist))
	}
	for i, want := range []Choice{{" forest", .41}, {" cave", .20}, {" den", .12}, {" meadow", .06}} {
		if dist[i].Text != want.Text || math.Abs(dist[i].P-want.P) > 1e-12 {
			t.Errorf("place %d is %v, want %v", i, dist[i], want)
		}
	}
	if rest, _ := w.Next("the fox lives in the "); rest[0].Text != "forest" || rest[0].P != dist[0].P {
		t.Errorf("after a blank: %v", rest[0])
	}
	if rest, _ := w.Next("the fox lives in the me"); rest[0] != (Choice{"adow", 1}) {
		t.Errorf("after a part of a word: %v", rest)
	}
}

// Every word of every story has a probability, the probabilities sum to 1, and
// a story that is over has no next word.
func TestNextFollowsStories(t *testing.T) {
	w, rng := New(3), rand.New(rand.NewPCG(3, 4))
	for range 30 {
		story := w.Story(rng)
		list := words(story)
		prompt := list[0]
		for _, word := range list[1:] {
			dist, ok := w.Next(prompt)
			sum, found := 0.0, 0.0
			for _, c := range dist {
				sum += c.P
				if c.Text == word {
					found = c.P
				}
				if !(c.P > 0) || c.Text == "" {
					t.Fatalf("after %q: %q has probability %v", prompt, c.Text, c.P)
				}
			}
			if !ok || math.Abs(sum-1) > 1e-9 || !(found > 0) {
				t.Fatalf("after %q: %q has probability %v, all have %v", prompt, word, found, sum)
			}
			prompt += word
		}
		if _, ok := w.Next(story); ok {
			t.Fatalf("%q goes on", story)
		}
	}
}

// What stories do after a prompt is what Next says, by a chi-square test of
// all words that are expected at least ten times. The limit is exceeded by one
// true distribution in a million; the seed is fixed.
func TestNextIsWhatStoriesDo(t *testing.T) {
	w, rng := New(1), rand.New(rand.NewPCG(5, 6))
	seen := make(map[string]map[string]int)
	prompts := []string{
		"the", "the fox lives in the", "the fo", "in the", "in the forest lives a",
		"in the pond lives a", "once upon a", "once upon a time there was a",
		"once upon a time there was a fox. one", "there is a wolf in the",
	}
	for _, p := range prompts {
		seen[p] = make(map[string]int)
	}
	for range 20_000 {
		story := w.Story(rng)
		for _, p := range prompts {
			if rest, ok := strings.CutPrefix(story, p); ok && (p == "the fo" || rest[0] < 'a') {
				seen[p][words(rest)[0]]++
			}
		}
	}
	for _, p := range prompts {
		n := 0
		for _, k := range seen[p] {
			n += k
		}
		dist, ok := w.Next(p)
		if !ok || n < 30 {
			t.Errorf("%q: known %v, seen %d times", p, ok, n)
		}
		chi, free := 0.0, -1
		for _, c := range dist {
			if want := c.P * float64(n); want >= 10 {
				d := float64(seen[p][c.Text]) - want
				chi += d * d / want
				free++
			}
			delete(seen[p], c.Text)
		}
		if len(seen[p]) > 0 {
			t.Errorf("%q: Next does not know %v", p, seen[p])
		}
		// Wilson and Hilferty's approximation of the quantile at 4.75 σ.
		if free > 0 {
			k := float64(free)
			limit := k * math.Pow(1-2/(9*k)+4.75*math.Sqrt(2/(9*k)), 3)
			if chi > limit {
				t.Errorf("%q: χ² = %.1f with %d degrees of freedom, limit %.1f", p, chi, free, limit)
			}
		}
	}
}

// Facts chosen early hold: told of the fox and its home, a shelter in the rain
// is nowhere else.
func TestWhatWasChosenHolds(t *testing.T) {
	w := New(1)
	for prompt, want := range map[string]string{
		"once upon a": " time",
		"the otter lives in the barn. it eats fish and nuts. when it rains, the otter stays in the": " barn",
		"the king lives in the castle. he likes to read near the owl. his best friend is the":       " owl",
		"once upon a time there was an": "",
		"once upon a time an owl lived in the barn. one day the owl walked two miles to the pond. the fox was there": " too",
	} {
		dist, ok := w.Next(prompt)
		if want == "" {
			if !ok || len(dist) != 3 {
				t.Errorf("%q: %v; want owl, otter, elephant", prompt, dist)
			}
			continue
		}
		if !ok || len(dist) != 1 || dist[0] != (Choice{want, 1}) {
			t.Errorf("%q: %v, want %q for certain", prompt, dist, want)
		}
	}
	// The friend's mood is the friend's, not the fox's.
	if dist, _ := w.Next("the fox lives in the forest. it likes to run near the dog. its friend the dog is"); dist[0].Text != " happy" || math.Abs(dist[0].P-.48) > 1e-12 {
		t.Errorf("the dog is %v", dist[0])
	}
	// Another place than home, another food than the first.
	dist, _ := w.Next("the fox lives in the forest. it likes berries better than")
	for _, c := range dist {
		if c.Text == " berries" {
			t.Errorf("the fox likes berries better than berries: %v", c)
		}
	}
}

func TestNextIsNotAsked(t *testing.T) {
	w := New(1)
	for _, prompt := range []string{"", " ", "x", "the fox lives in Paris", "The fox", "the fox ran", "say hello", "\xff"} {
		if dist, ok := w.Next(prompt); ok {
			t.Errorf("%q: %v", prompt, dist)
		}
	}
}

func FuzzNext(f *testing.F) {
	w := New(1)
	f.Add("the fox lives in the ")
	f.Add("Fact: Ann lives in Rome.\nQuestion: Where does Ann live?\nAnswer:")
	f.Fuzz(func(t *testing.T, prompt string) {
		dist, ok := w.Next(prompt)
		sum := 0.0
		for _, c := range dist {
			sum += c.P
		}
		if ok != (math.Abs(sum-1) < 1e-9) {
			t.Errorf("%q: known %v, sum %v", prompt, ok, sum)
		}
	})
}

func BenchmarkNext(b *testing.B) {
	w := New(1)
	for name, prompt := range map[string]string{
		"short":   "the",
		"fox":     "the fox lives in the",
		"hidden":  "in the sea lives a",
		"long":    "once upon a time there was a fox. one sunny day it went to the river. there it met the badger. the badger gave it some berries. they began to run until dawn. then the fox went back to the",
		"unknown": "hello",
		"facts":   "Fact: Xu lives in Rome.\nFact: Ann lives in Paris.\nQuestion: Where does Ann live?\nAnswer:",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				w.Next(prompt)
			}
		})
	}
}

func BenchmarkDocument(b *testing.B) {
	w, rng := New(1), rand.New(rand.NewPCG(1, 2))
	for b.Loop() {
		w.Document(rng)
	}
}
