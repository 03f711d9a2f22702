package world

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every sentence is read back as the fact that it states, whatever the names.
func TestStatementsAreReadBack(t *testing.T) {
	w, rng := New(1), source(11)
	facts := slices.Concat(w.Facts(Common), w.FreshFacts(100, rng))
	for range 100 {
		facts = append(facts, w.given(rng, 3, neverSeen)...)
	}
	for _, f := range facts {
		for i := range Phrasings {
			if got, ok := ReadStatement(f.Statement(i)); !ok || got != f {
				t.Errorf("%q is read as %v, want %v", f.Statement(i), got, f)
			}
		}
		for i := range Forms {
			got, ok := ReadQuestion(f.Question(i))
			if want := (Fact{Person: f.Person, Relation: f.Relation}); !ok || got != want {
				t.Errorf("%q is read as %v, want %v", f.Question(i), got, want)
			}
		}
	}
}

// The last two phrasings share no word with the first question, but for the
// smallest ones; the first does, in some form.
func TestLastPhrasingsShareNoWord(t *testing.T) {
	f := func(r Relation) Fact { return Fact{"Ann", r, r.Values()[0]} }
	for _, r := range Relations() {
		asked := content(f(r).Question(0))
		for i := range Phrasings {
			var both []string
			for _, word := range content(f(r).Statement(i)) {
				if slices.Contains(asked, word) {
					both = append(both, word)
				}
			}
			if (i == 0) != (len(both) > 0) && (i == 0 || i >= Phrasings-2) {
				t.Errorf("%q shares %q with %q", f(r).Statement(i), both, f(r).Question(0))
			}
		}
	}
}

// content returns the words that are not small, without the s of a verb.
func content(s string) (words []string) {
	small := strings.Fields("ann where what which does do is a an the to in for on of s")
	for _, word := range regexp.MustCompile(`[a-z]+`).FindAllString(strings.ToLower(s), -1) {
		if !slices.Contains(small, word) {
			words = append(words, strings.TrimSuffix(word, "s"))
		}
	}
	return words
}

func TestArticles(t *testing.T) {
	for _, c := range []struct {
		fact Fact
		want string
	}{
		{Fact{"Xu", Job, "artist"}, "Xu works as an artist."},
		{Fact{"Xu", Job, "nurse"}, "Xu works as a nurse."},
	} {
		if got := c.fact.Statement(0); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestQuestions(t *testing.T) {
	w, rng := New(1), source(12)
	given := map[Kind]int{OneFact: 1, ThreeFacts: 3, OneFresh: 1, ThreeFresh: 3, FiveFresh: 5, RareWithFact: 3, Contradicts: 1}
	tiers := map[Kind]Tier{KnowCommon: Common, KnowMid: Mid, KnowRare: Rare, KnowUntold: Untold, RareWithFact: Rare, Contradicts: Common}
	for _, k := range Kinds() {
		for _, q := range w.Questions(k, 200, rng) {
			if len(q.Given) != given[k] || strings.Count(q.Prompt, "Fact: ") != given[k] {
				t.Fatalf("%v: %d facts in %q", k, len(q.Given), q.Prompt)
			}
			if given[k] > 0 && !slices.Contains(q.Given, q.Asked) {
				t.Fatalf("%v: %v is not in %q", k, q.Asked, q.Prompt)
			}
			for i, f := range q.Given {
				if slices.ContainsFunc(q.Given[:i], f.clashes) {
					t.Fatalf("%v: %v can be taken for another fact in %q", k, f, q.Prompt)
				}
			}
			p, ok := w.Person(q.Asked.Person)
			if tier, fixed := tiers[k]; fixed && (!ok || p.Tier != tier) {
				t.Fatalf("%v asks for %s", k, q.Asked.Person)
			}
			truth, _ := w.Fact(q.Asked.Person, q.Asked.Relation)
			switch fresh := k == OneFresh || k == ThreeFresh || k == FiveFresh; {
			case fresh && (!heldOut(q.Asked.Person) || !heldOut(q.Answer)):
				t.Fatalf("%v: %v is not held out", k, q.Asked)
			case k == Contradicts && truth == q.Asked, k == RareWithFact && truth != q.Asked:
				t.Fatalf("%v: %v, the truth is %v", k, q.Asked, truth)
			}
			checkNext(t, w, k, q)
		}
	}
}

// checkNext holds that Next gives the answer, but for those never told of.
func checkNext(t *testing.T, w *World, k Kind, q Question) {
	t.Helper()
	dist, ok := w.Next(q.Prompt)
	if k == KnowUntold {
		if ok {
			t.Fatalf("%v: %q has the answer %v", k, q.Prompt, dist)
		}
		return
	}
	if !ok || len(dist) != 1 || dist[0] != (Choice{" " + q.Answer, 1}) {
		t.Fatalf("%v: %q has the answer %v, want %q", k, q.Prompt, dist, q.Answer)
	}
}

func TestReadingRejects(t *testing.T) {
	w := New(1)
	for _, prompt := range []string{
		"Question: Where does Nobody live?\nAnswer:",
		"Question: Where does Ann live?\nAnswer: ",
		"Where does Ann live?\nAnswer:",
		"Question: How does Ann live?\nAnswer:",
		"\nAnswer:",
	} {
		if dist, ok := w.Next(prompt); ok {
			t.Errorf("%q has the answer %v", prompt, dist)
		}
	}
	if _, ok := ReadStatement("Ann lives in New York."); ok {
		t.Error("a value of two words was read")
	}
}

func TestFreshFactsAndPassages(t *testing.T) {
	w, rng := New(1), source(13)
	facts := w.FreshFacts(50, rng)
	people := make(map[string]bool)
	for _, f := range facts {
		if _, ok := w.Person(f.Person); ok || !heldOut(f.Person) || people[f.Person] {
			t.Errorf("%s is not new", f.Person)
		}
		people[f.Person] = true
		if g := w.Changed(f, rng); g.Value == f.Value || g.Person != f.Person || !slices.Contains(g.Relation.Values(), g.Value) {
			t.Errorf("%v changed to %v", f, g)
		}
	}
	for i, p := range Passages(facts, rng) {
		if got, ok := ReadStatement(p.Text); !ok || got != facts[i] || p.Facts[0] != got {
			t.Errorf("passage %s tells %v, want %v", p.ID, got, facts[i])
		}
	}
}

func TestStrings(t *testing.T) {
	seen := make(map[string]bool)
	add := func(s string) {
		if s == "" || seen[s] {
			t.Errorf("name %q", s)
		}
		seen[s] = true
	}
	for _, k := range Kinds() {
		add(k.String())
	}
	for _, r := range Relations() {
		add(r.String())
	}
}
