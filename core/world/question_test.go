package world

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// Of several given facts three in four times all have one relation, and else a
// person may come twice; nothing clashes.
func TestGivenFacts(t *testing.T) {
	w, rng := New(1), source(44)
	same, twice := 0, 0
	const n = 1500
	for range n {
		facts := w.given(rng, 3, inTraining)
		relations, people := map[Relation]bool{}, map[string]bool{}
		for i, f := range facts {
			if slices.ContainsFunc(facts[:i], f.clashes) {
				t.Fatalf("clashes in %v", facts)
			}
			relations[f.Relation], people[f.Person] = true, true
		}
		if len(relations) == 1 {
			same++
		}
		if len(people) < 3 {
			twice++
		}
	}
	// Of three relations drawn at random all are the same in 1 of 36 cases.
	if p := .75 + .25/36; math.Abs(float64(same)-n*p) > 4.5*math.Sqrt(n*p*(1-p)) {
		t.Errorf("%d of %d of one relation", same, n)
	}
	if twice < n/20 || twice > n/4 {
		t.Errorf("somebody comes twice in %d of %d", twice, n)
	}
}

// Documents of memory ask what is true, each once; what is to be repeated is.
func TestDocumentsHoldTogether(t *testing.T) {
	w, rng := New(1), source(45)
	for range 300 {
		lines := strings.Split(strings.TrimSuffix(w.quiz(rng), "\n"), "\n")
		if n := len(lines) / 2; n < 2 || n > 4 || len(lines)%2 != 0 {
			t.Fatalf("%d lines: %q", len(lines), lines)
		}
		asked := map[Fact]bool{}
		for i := 0; i < len(lines); i += 2 {
			f, ok := ReadQuestion(strings.TrimPrefix(lines[i], "Question: "))
			truth, known := w.Fact(f.Person, f.Relation)
			if !ok || !known || asked[truth] || lines[i+1] != "Answer: "+truth.Value {
				t.Fatalf("%q, %q", lines[i], lines[i+1])
			}
			asked[truth] = true
		}
		lines = strings.Split(strings.TrimSuffix(w.echo(rng), "\n"), "\n")
		if n := len(lines); n != 2 && n != 4 && n != 6 {
			t.Fatalf("%d lines: %q", n, lines)
		}
		for i := 0; i < len(lines); i += 2 {
			said, ok := strings.CutPrefix(lines[i], "say ")
			if n := len(strings.Fields(said)); !ok || n < 1 || n > 3 || lines[i+1] != "echo "+said {
				t.Fatalf("%q, %q", lines[i], lines[i+1])
			}
		}
	}
}

// Made-up words are none that the reader takes for something else.
func TestFreshWordsAreHarmless(t *testing.T) {
	w, rng := New(1), source(46)
	for i := range 2000 {
		held := i%2 == 0
		s := w.freshWord(rng, held)
		if heldOut(s) != held || heldOut(strings.ToUpper(s)) != held || slices.Contains(little, s) || s != lower(s) {
			t.Fatalf("%q, held out %v", s, held)
		}
		for _, part := range rude {
			if strings.Contains(s, part) {
				t.Fatalf("%q has %q in it", s, part)
			}
		}
		if c := capital(s); lower(c) != s || c[0] < 'A' || c[0] > 'Z' || c[1:] != s[1:] {
			t.Fatalf("%q with a capital is %q", s, c)
		}
	}
	for _, p := range w.People(Untold) {
		if !w.taken[lower(p.Name)] {
			t.Errorf("%s may be made up", p.Name)
		}
	}
}

// What a prompt may look like: its own facts first, the first of two that tell,
// then what is true; nothing else has an answer.
func TestAnswersOfPrompts(t *testing.T) {
	w := New(1)
	ann, _ := w.Fact("Ann", Home)
	ask := "Question: Where does Ann live?\nAnswer:"
	for _, c := range []struct{ prompt, want string }{
		{ask, ann.Value},
		{"Fact: Ann lives in Vun.\n" + ask, "Vun"},
		{"Fact: Ann lives in Vun.\nFact: Ann's home is Xo.\n" + ask, "Vun"},
		{"Fact: Ben lives in Vun.\n" + ask, ann.Value},
		{"Fact: Ann works as a judge.\n" + ask, ann.Value},
		{"Ann lives in Vun.\n" + ask, "Vun"}, // a sentence is a fact without the word, too
		{"Fact: Ann sleeps in Vun.\n" + ask, ann.Value},
		{"Question: Where does Ben live?\nAnswer: Vun\n" + ask, ann.Value},
		{"Question: Which town is Ann's home?\nAnswer:", ann.Value},
		{"Fact: Nobody lives in Vun.\nQuestion: Where does Nobody live?\nAnswer:", "Vun"},
		{"Question: Where does Adele live?\nAnswer:", ""}, // never told of
		{"Fact: Adele lives in Vun.\nQuestion: Where does Adele live?\nAnswer:", "Vun"},
		{"Question: Where does Ann live? \nAnswer:", ""},
		{"question: Where does Ann live?\nAnswer:", ""},
		{ask + "\n", ""},
		{"Answer:", ""},
	} {
		got, ok := w.answer(c.prompt)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%q is answered by %q, %v; want %q", c.prompt, got, ok, c.want)
		}
	}
}
