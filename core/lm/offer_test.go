package lm_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"logitarium/core/gguf"
	"logitarium/core/lm"
	"logitarium/core/lm/lmtest"
	"logitarium/core/token"
)

// marked is a tokenizer that puts a token before each text.
type marked struct{ lm.Tokenizer }

func (m marked) Encode(text string) []int { return append([]int{0}, m.Tokenizer.Encode(text)...) }
func (m marked) Follow(text string) []int { return m.Tokenizer.Encode(text) }

// What goes on from another text has nothing before it, whoever encodes it.
func TestFollow(t *testing.T) {
	plain := tiny(t).Tokenizer()
	want := plain.Encode("the fox")
	for _, tokens := range []lm.Tokenizer{plain, marked{plain}} {
		if got := lm.Follow(tokens, "the fox"); !slices.Equal(got, want) {
			t.Errorf("%T: %v, want %v", tokens, got, want)
		}
	}
}

// unknown is a tokenizer behind a server that does not say how many tokens its
// model has.
type unknown struct{ lm.Tokenizer }

func (unknown) Count() int { return -1 }

func TestCount(t *testing.T) {
	plain := tiny(t).Tokenizer()
	for _, tt := range []struct {
		tokens lm.Tokenizer
		count  int
		cuts   bool
	}{{plain, plain.Size(), true}, {heard{plain}, 512, false}, {unknown{plain}, -1, false}} {
		if got, cuts := lm.Count(tt.tokens), lm.Cuts(tt.tokens); got != tt.count || cuts != tt.cuts {
			t.Errorf("%T: %d tokens, cuts %v; want %d, %v", tt.tokens, got, cuts, tt.count, tt.cuts)
		}
	}
}

// filed is a model of a file that carries a template.
type filed struct{ lm.Model }

func (filed) Stored() []lm.Stored                  { return []lm.Stored{{Tensor: gguf.Tensor{Name: "w"}}} }
func (filed) Block(lm.Stored, int) ([]byte, error) { return nil, errors.New("none") }
func (filed) Read([]float32, lm.Stored, int) error { return errors.New("none") }
func (filed) ChatTemplate() string                 { return "{{ messages }}" }

// What is optional is nil, or empty, where a model does not have it.
func TestOptional(t *testing.T) {
	m := tiny(t)
	if f := lm.FileOf(m); f != nil || lm.TemplateOf(m) != "" {
		t.Errorf("the built-in model is of the file %v, with the template %q", f, lm.TemplateOf(m))
	}
	f := lm.FileOf(filed{m})
	if f == nil || f.Stored()[0].Name != "w" || lm.TemplateOf(filed{m}) != "{{ messages }}" {
		t.Errorf("of a file: %v, %q", f, lm.TemplateOf(filed{m}))
	}
	whole, told := lm.Open(m), lm.Open(lmtest.Tell(m, 3))
	if whole.Network != m.Network() || whole.World == nil || whole.World != m.TinyWorld() || whole.Model != lm.Model(m) || whole.Tokens.Size() != m.Tokenizer().Size() {
		t.Errorf("the built-in model offers %+v", whole)
	}
	if told.Network != nil || told.World != nil || told.Tokens == nil {
		t.Errorf("a model that tells three tokens offers %+v", told)
	}
}

// Every lack has a wording of its own.
func TestLackSaysAll(t *testing.T) {
	seen := map[string]lm.Lack{}
	for what := lm.Prediction; what <= lm.TinyWorld; what++ {
		for why := lm.Untold; why <= lm.Modern; why++ {
			l := lm.Lack{Model: "m", What: what, Why: why}
			text := l.Error()
			if other, ok := seen[text]; ok || !strings.HasPrefix(text, "lm: m does not offer its ") || strings.Contains(text, "its :") || strings.HasSuffix(text, ": ") {
				t.Errorf("%+v says %q, as %+v", l, text, other)
			}
			seen[text] = l
		}
	}
}

// A reading costs what a pass over as many tokens does, and its share grows to 1.
func TestReadingCosts(t *testing.T) {
	m := tiny(t)
	tokens := m.Tokens.Encode("once upon a time there was a fox")
	r := m.Reader()
	reading := r.Begin(tokens)
	if got, want := r.Cost(len(tokens)), m.Model.Config.Work(len(tokens)); got != want || reading.Cost() <= 0 || reading.Cost() > 2*want {
		t.Errorf("reading costs %g, this one %g, and a pass %g", got, reading.Cost(), want)
	}
	last := 0.0
	for more := true; more; {
		more = reading.Step(reading.Cost() / 7)
		if share := reading.Share(); share < last || share > 1 || !more && share != 1 {
			t.Fatalf("share %g after %g", share, last)
		} else {
			last = share
		}
	}
	broken := *m
	broken.Model = m.Model.Clone()
	clear(broken.Model.Tokens.Data)
	again := lm.NewReader(broken.Model).Begin(tokens)
	for again.Step(1e9) {
	}
	if _, err := again.Next(); err == nil || !strings.Contains(err.Error(), "the same logit, 0") {
		t.Errorf("a model without weights says %v", err)
	}
}

// A tokenizer that puts a token before each text leaves it out where a text goes
// on.
func ExampleFollow() {
	b := token.Train(slices.Values([]string{"low low low lower newest newest"}), 262)
	tokens := marked{b}
	fmt.Println(len(tokens.Encode("low")), len(lm.Follow(tokens, "low")))
	// Output: 2 1
}

func ExampleSound() {
	fmt.Println(lm.Sound([]float32{1, 2, 3}))
	fmt.Println(lm.Sound([]float32{2, 2}))
	// Output:
	// <nil>
	// the model gives each of 2 tokens the same logit, 2; its weights are wrong, or were read wrongly
}

func ExampleNext_Rest() {
	next := lm.Next{Top: []lm.Candidate{{Token: 7, P: 0.5}, {Token: 3, P: 0.25}}}
	fmt.Println(next.Whole(), next.Rest())
	// Output: false 0.25
}
