package world

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// Every fact, stated in any phrasing, is read back, and asked for in any form.
func TestFactsAreTheirSentences(t *testing.T) {
	w := New(3)
	for tier := Common; tier <= Untold; tier++ {
		for _, f := range w.Facts(tier) {
			for phrasing := range Phrasings {
				s := f.Statement(phrasing)
				if got, ok := ReadStatement(s); !ok || got != f {
					t.Fatalf("%q is read as %+v, %v", s, got, ok)
				}
				if _, ok := ReadQuestion(s); ok {
					t.Fatalf("%q is read as a question", s)
				}
			}
			for form := range Forms {
				q := f.Question(form)
				got, ok := ReadQuestion(q)
				if want := (Fact{Person: f.Person, Relation: f.Relation}); !ok || got != want {
					t.Fatalf("%q is read as %+v, %v", q, got, ok)
				}
				if _, ok := ReadStatement(q); ok {
					t.Fatalf("%q is read as a statement", q)
				}
				if strings.Contains(q, f.Value) {
					t.Fatalf("%q has its answer", q)
				}
			}
		}
	}
}

// A person's facts are one in each relation, and Fact gives the same ones.
func TestEverybodyHasEveryRelation(t *testing.T) {
	w := New(4)
	for tier := Common; tier <= Untold; tier++ {
		facts := w.Facts(tier)
		if want := len(w.People(tier)) * len(Relations()); len(facts) != want {
			t.Errorf("%v: %d facts, want %d", tier, len(facts), want)
		}
		for _, f := range facts {
			if got, ok := w.Fact(f.Person, f.Relation); !ok || got != f {
				t.Errorf("%+v is %+v, %v", f, got, ok)
			}
			if !slices.Contains(f.Relation.Values(), f.Value) {
				t.Errorf("%+v is no value of its relation", f)
			}
			if p, ok := w.Person(f.Person); !ok || p.Tier != tier {
				t.Errorf("%s is of %v", f.Person, p.Tier)
			}
		}
	}
	for _, name := range []string{"", "Nobody", "ann", " Ann"} {
		if _, ok := w.Fact(name, Home); ok {
			t.Errorf("%q has a home", name)
		}
		if _, ok := w.Person(name); ok {
			t.Errorf("%q is somebody", name)
		}
	}
}

// A changed fact differs in its value alone, and every other value can come.
func TestChanged(t *testing.T) {
	w, rng := New(1), source(31)
	f := w.Facts(Common)[0]
	seen := map[string]bool{}
	for range 400 {
		g := w.Changed(f, rng)
		if g.Person != f.Person || g.Relation != f.Relation || g.Value == f.Value || !slices.Contains(f.Relation.Values(), g.Value) {
			t.Fatalf("%+v becomes %+v", f, g)
		}
		seen[g.Value] = true
	}
	if len(seen) != len(f.Relation.Values())-1 {
		t.Errorf("it becomes %d of %d other values", len(seen), len(f.Relation.Values())-1)
	}
}

// Fresh facts are about people of their own, whom no tier has.
func TestFreshFactsAreAboutStrangers(t *testing.T) {
	w, rng := New(1), source(32)
	if none := w.FreshFacts(0, rng); len(none) != 0 {
		t.Errorf("of none there are %d", len(none))
	}
	seen := map[string]bool{}
	for _, f := range w.FreshFacts(60, rng) {
		if _, ok := w.Person(f.Person); ok || seen[f.Person] {
			t.Errorf("%s is no stranger, or comes twice", f.Person)
		}
		seen[f.Person] = true
		if !slices.Contains(f.Relation.Values(), f.Value) {
			t.Errorf("%+v has no ordinary value", f)
		}
	}
}

// A question's answer is that of the fact in its prompt, else the world's.
func TestAnswersFollow(t *testing.T) {
	w, rng := New(1), source(33)
	for _, kind := range Kinds() {
		for _, q := range w.Questions(kind, 30, rng) {
			if !strings.HasSuffix(q.Prompt, "Answer:") || strings.ContainsAny(q.Answer, " \n") || q.Answer == "" {
				t.Fatalf("%v: %q, %q", kind, q.Prompt, q.Answer)
			}
			want, given := "", false
			for _, f := range q.Given {
				if f.Person == q.Asked.Person && f.Relation == q.Asked.Relation {
					want, given = f.Value, true
				}
			}
			if !given {
				f, ok := w.Fact(q.Asked.Person, q.Asked.Relation)
				if !ok {
					t.Fatalf("%v: nobody knows %q", kind, q.Prompt)
				}
				want = f.Value
			}
			if q.Answer != want {
				t.Errorf("%v: %q is answered with %q, not %q", kind, q.Prompt, q.Answer, want)
			}
			truth, _ := w.Fact(q.Asked.Person, q.Asked.Relation)
			if kind == Contradicts && (truth.Value == q.Answer || !given) {
				t.Errorf("%q contradicts nothing", q.Prompt)
			}
			if kind == RareWithFact && (truth.Value != q.Answer || !given) {
				t.Errorf("%q does not give the true fact", q.Prompt)
			}
		}
	}
}

// What comes next is a distribution, the likeliest first, and each word once.
func TestNextIsADistribution(t *testing.T) {
	w, rng := New(1), source(34)
	asked := 0
	for range 60 {
		words := strings.SplitAfter(w.Story(rng), " ")
		for n := 1; n < min(len(words), 14); n++ {
			prompt := strings.TrimSuffix(strings.Join(words[:n], ""), " ")
			dist, ok := w.Next(prompt)
			if !ok {
				continue
			}
			asked++
			sum, seen := 0., map[string]bool{}
			for i, c := range dist {
				if !(c.P > 0 && c.P <= 1+1e-12) || seen[c.Text] || c.Text == "" || i > 0 && c.P > dist[i-1].P {
					t.Fatalf("%q: %+v", prompt, dist)
				}
				seen[c.Text] = true
				sum += c.P
			}
			if math.Abs(sum-1) > 1e-9 {
				t.Fatalf("%q: together %g", prompt, sum)
			}
		}
	}
	if asked < 100 {
		t.Errorf("%d beginnings only", asked)
	}
}

// A prompt has its facts before the question, and asks for one word.
func TestPromptOrder(t *testing.T) {
	bare := Prompt("Where does Ann live?")
	with := Prompt("Where does Ann live?", "Ann lives in Rome.", "Ben lives in Oslo.")
	if !strings.HasSuffix(with, bare) || strings.Index(with, "Rome") > strings.Index(with, "Oslo") || strings.Contains(bare, "Fact") {
		t.Errorf("%q and %q", bare, with)
	}
	dist, ok := New(1).Next(with)
	if !ok || len(dist) != 1 || dist[0].Text != " Rome" || dist[0].P != 1 {
		t.Errorf("it is answered by %+v, %v", dist, ok)
	}
}

// A passage tells its facts and no others, and a biography three to six.
func TestPassagesTell(t *testing.T) {
	w, rng := New(1), source(35)
	facts := w.Facts(Common)[:24]
	passages := Passages(facts, rng)
	if len(passages) != len(facts) {
		t.Fatalf("%d passages of %d facts", len(passages), len(facts))
	}
	for i, p := range passages {
		if got, ok := ReadStatement(p.Text); !ok || got != facts[i] || len(p.Facts) != 1 || p.Facts[0] != facts[i] {
			t.Errorf("%+v tells %+v", facts[i], p)
		}
		if p.ID != facts[i].Person+"/"+facts[i].Relation.String() {
			t.Errorf("%+v has the ID %s", facts[i], p.ID)
		}
	}
	for _, person := range w.People(Mid)[:20] {
		b := w.Biography(person, rng)
		if b.ID != person.Name || len(b.Facts) < 3 || len(b.Facts) > 6 {
			t.Errorf("%s: %s tells %d facts", person.Name, b.ID, len(b.Facts))
		}
		for _, f := range b.Facts {
			if truth, ok := w.Fact(person.Name, f.Relation); !ok || truth != f {
				t.Errorf("the biography of %s says %+v", person.Name, f)
			}
		}
	}
}

// The same source draws the same, call by call, of everything that is drawn.
func TestDrawsDependOnTheSourceAlone(t *testing.T) {
	draw := func() (all []string) {
		w, rng := New(5), source(36)
		p := w.People(Common)[0]
		all = append(all, w.Document(rng), w.Story(rng), w.Biography(p, rng).Text)
		for _, q := range w.Questions(ThreeFresh, 3, rng) {
			all = append(all, q.Prompt, q.Answer)
		}
		for _, f := range w.FreshFacts(3, rng) {
			all = append(all, f.Statement(0), w.Changed(f, rng).Statement(1))
		}
		return all
	}
	if one, two := draw(), draw(); !slices.Equal(one, two) {
		t.Errorf("%q\nand %q", one, two)
	}
}

// What is no sentence of the world is not read: neither cut short, nor with
// something before or behind it.
func TestReadingTakesWholeSentences(t *testing.T) {
	f := New(1).Facts(Common)[0]
	s, q := f.Statement(0), f.Question(0)
	for _, bad := range []string{"", s[:len(s)-1], s + " ", s + s, "\n" + s, strings.ToUpper(s)} {
		if got, ok := ReadStatement(bad); ok {
			t.Errorf("%q is read as %+v", bad, got)
		}
	}
	for _, bad := range []string{"", q[1:], q[:len(q)-1], q + "?", q + q, strings.ToLower(q), q + "\xff"} {
		if got, ok := ReadQuestion(bad); ok {
			t.Errorf("%q is read as %+v", bad, got)
		}
	}
}
