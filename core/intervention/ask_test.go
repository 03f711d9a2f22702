package intervention_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	. "logitarium/core/intervention"
	"logitarium/core/world"
)

// A word ends with what is no letter; a blank before it is none of it.
func TestFirstWords(t *testing.T) {
	for _, c := range []struct {
		text, word string
		ended      bool
	}{
		{"", "", false}, {" ", "", false}, {" rice", "rice", false}, {"rice", "rice", false}, {" rice\n", "rice", true}, {" rice. More", "rice", true},
		{"  rice", "", true}, {"\n", "", true}, {" éa", "", true}, {" Zz[", "Zz", true}, {" aZ@", "aZ", true}, {" a{", "a", true}, {" a`", "a", true},
	} {
		if word, ended := FirstWord(c.text); word != c.word || ended != c.ended {
			t.Errorf("%q begins with %q, ended %v; want %q, %v", c.text, word, ended, c.word, c.ended)
		}
	}
}

// Softmax at one token: it sums to 1, and large logits do not overflow.
func TestProbabilities(t *testing.T) {
	logits := []float32{1000, 998, -1000, 999}
	sum := 0.0
	for token := range logits {
		p := Probability(logits, token)
		if !(p >= 0 && p <= 1) {
			t.Errorf("token %d has %g", token, p)
		}
		sum += p
	}
	if math.Abs(sum-1) > 1e-12 || math.Abs(Probability(logits, 3)/Probability(logits, 1)-math.E) > 1e-12 {
		t.Errorf("all have %g", sum)
	}
}

// A question is found again in its tokens, and a prompt is read as the question
// that it is.
func TestReadAndRecognize(t *testing.T) {
	b := builtintest.Load(t)
	for _, kind := range []world.Kind{world.KnowCommon, world.ThreeFacts, world.FiveFresh, world.Contradicts} {
		for _, q := range b.World.Questions(kind, 8, draw()) {
			p := Read(b.Tokens, q)
			if got := b.Tokens.Decode(p.Tokens[:p.Facts]); strings.Count(got, "\n") != len(q.Given) || strings.Contains(got, "Question") {
				t.Errorf("the facts of %q are %q", q.Prompt, got)
			}
			if name := b.Tokens.Decode(p.Tokens[:p.Name+1]); !strings.HasSuffix(strings.TrimRight(name, "'s?"), q.Asked.Person) && !strings.HasSuffix(name, q.Asked.Person) {
				t.Errorf("the name in %q ends behind %q", q.Prompt, name)
			}
			if p.Last() != len(p.Tokens)-1 || b.Tokens.Decode(p.Tokens) != q.Prompt {
				t.Errorf("%q has its last token at %d", q.Prompt, p.Last())
			}
			got, ok := Recognize(b.World, q.Prompt)
			if !ok || got.Answer != q.Answer || got.Asked != q.Asked || !slices.Equal(got.Given, q.Given) {
				t.Errorf("%q is recognized as %+v, %v", q.Prompt, got, ok)
			}
		}
	}
	unnamed := Read(b.Tokens, world.Question{Prompt: "Fact: Ann lives in Rome.\nQuestion: Who?\nAnswer:", Asked: world.Fact{Person: "Ann"}})
	if unnamed.Name != -1 {
		t.Errorf("who is not named in the question is at %d", unnamed.Name)
	}
	for _, prompt := range []string{"", "the fox lives in the", "Question: Where does Ann live?", "Question: Why?\nAnswer:", "Question: Where does Adele live?\nAnswer:"} {
		if q, ok := Recognize(b.World, prompt); ok {
			t.Errorf("%q is recognized as %+v", prompt, q)
		}
	}
}

// An answer is the same whatever was guessed, in however small steps, and the
// share of what is done rises to 1.
func TestGuessesChangeNothing(t *testing.T) {
	b := builtintest.Load(t)
	prompt := b.Tokens.Encode(world.Prompt("What does Henry like to eat?"))
	var next []float32
	for _, guess := range []string{"bread", "rice", "porridge", "Quito", "x"} {
		a := Ask(b.Model, b.Tokens, prompt, guess, &Plan{})
		share, steps := 0.0, 0
		for ; a.Step(2e5); steps++ {
			if s := a.Share(); s < share || s > 1 {
				t.Fatalf("guess %s: the share falls from %g to %g", guess, share, s)
			}
			share = a.Share()
		}
		if a.Word() != "bread" || a.Share() != 1 || a.Step(1) {
			t.Errorf("guess %s: %q, done to %g", guess, a.Word(), a.Share())
		}
		if next == nil {
			next = a.Next()
		}
		if !slices.Equal(a.Next(), next) {
			t.Errorf("guess %s: other logits", guess)
		}
		if p := a.Begins("bread"); p != Probability(next, Opening(b.Tokens, "bread")) || p < .5 {
			t.Errorf("guess %s: bread begins by %g", guess, p)
		}
	}
	only := run(Ask(b.Model, b.Tokens, prompt, "", &Plan{}))
	if only.Share() != 1 || only.Word() == "" || !strings.HasPrefix("bread", only.Word()) { // one token
		t.Errorf("without a guess: %q, done to %g", only.Word(), only.Share())
	}
	for i, z := range only.Next() {
		if math.Abs(float64(z-next[i])) > 1e-4 {
			t.Fatalf("without a guess token %d has the logit %g, and %g", i, z, next[i])
		}
	}
}

// A prompt that fills the context has an answer as long as there is room.
func TestAnswersEndWithTheContext(t *testing.T) {
	b := builtintest.Load(t)
	context := b.Model.Config.Context
	full := slices.Repeat(b.Tokens.Encode("Question: Where does Ann live?\nAnswer: Rome\n"), 20)
	for _, n := range []int{context, context - 1, context - 3} {
		a := run(Ask(b.Model, b.Tokens, full[:n], "porridge", &Plan{}))
		if a.Share() != 1 || len(a.Next()) != b.Model.Config.Vocab {
			t.Errorf("of %d tokens: %q", n, a.Word())
		}
	}
}

// What is true of a tier, asked in one form each.
func TestKnownAsks(t *testing.T) {
	w := world.New(1)
	for form := range world.Forms {
		all := Known(w, world.Mid, form)
		if len(all) != 48*6 {
			t.Fatalf("%d questions", len(all))
		}
		for _, q := range all {
			if truth, _ := w.Fact(q.Asked.Person, q.Asked.Relation); q.Asked != truth || q.Answer != truth.Value || q.Prompt != world.Prompt(truth.Question(form)) || len(q.Given) > 0 {
				t.Errorf("%+v", q)
			}
		}
	}
	if got := fmt.Sprint(Tally{1, 2, 3}.Of(), Count{4, 5}.Of()); got != "6 9" {
		t.Errorf("in all %s", got)
	}
}
