package lm_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/builtin/builtintest"
	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/lm/lmtest"
)

func tiny(t *testing.T) *builtin.LM {
	t.Helper()
	m := builtintest.Load(t)
	return m
}

// read has a model read a text to its end.
func read(t *testing.T, r lm.Reader, tokens []int) lm.Next {
	t.Helper()
	at := r.Len()
	reading := r.Begin(tokens)
	for reading.Step(1e6) {
	}
	next, err := reading.Next()
	if err != nil {
		t.Fatal(err)
	}
	if got := reading.Share(); got != 1 {
		t.Errorf("done, and the share is %g", got)
	}
	if r.Len() != at+len(tokens) {
		t.Errorf("%d tokens read, want %d", r.Len(), at+len(tokens))
	}
	return next
}

// A reader says what a pass over all tokens says, goes on from there, and
// forgets.
func TestReader(t *testing.T) {
	m := tiny(t)
	tokens := m.Tokens.Encode("once upon a time there was a fox")
	r := m.Reader()
	first := slices.Clone(read(t, r, tokens[:3]).Logits)
	same(t, first, m.Model.Logits(tokens[:3], nil).Row(2))
	same(t, read(t, r, tokens[3:]).Logits, m.Model.Logits(tokens, nil).Row(len(tokens)-1))
	r.Rewind(2)
	same(t, read(t, r, tokens[2:3]).Logits, first)
	if r.Full() || r.Cost(2) <= r.Cost(1) {
		t.Errorf("full %v, costs %g and %g", r.Full(), r.Cost(1), r.Cost(2))
	}
}

func same(t *testing.T, got, want []float32) {
	t.Helper()
	for i, v := range want {
		if math.Abs(float64(got[i]-v)) > 1e-4 {
			t.Fatalf("logit %d is %g, want %g", i, got[i], v)
		}
	}
}

// The top that is told is the whole distribution's, and the rest is what the
// others have there.
func TestTold(t *testing.T) {
	m := tiny(t)
	tokens := m.Tokens.Encode("once upon a")
	whole := read(t, m.Reader(), tokens)
	p := make([]float32, len(whole.Logits))
	whole.Probs(p)
	if whole.Rest() != 0 || !whole.Whole() {
		t.Errorf("of a whole distribution %g is not told", whole.Rest())
	}
	for _, n := range []int{1, 20, 1000} {
		told := lmtest.Tell(m, n)
		next := read(t, told.Reader(), tokens)
		if next.Whole() || len(next.Top) != min(n, len(p)) {
			t.Errorf("%d tokens told, want %d", len(next.Top), n)
		}
		rest, last := 1.0, math.Inf(1)
		for _, c := range next.Top {
			if c.P > last || c.P != float64(p[c.Token]) {
				t.Errorf("token %d has %g after %g, want %g", c.Token, c.P, last, p[c.Token])
			}
			rest, last = rest-c.P, c.P
		}
		if got := next.Rest(); math.Abs(got-max(rest, 0)) > 1e-12 {
			t.Errorf("the rest is %g, want %g", got, rest)
		}
	}
}

// Each function that asks returns what is offered, or a lack that names it.
func TestLacks(t *testing.T) {
	m := tiny(t)
	stripped := *m
	stripped.World = nil
	asks := map[lm.Ability]func(lm.Model) error{
		lm.Prediction: func(m lm.Model) error { _, err := lm.PredictorOf(m); return err },
		lm.Network:    func(m lm.Model) error { _, err := lm.NetworkOf(m); return err },
		lm.Copying:    func(m lm.Model) error { _, err := lm.CopyOf(m); return err },
		lm.TinyWorld:  func(m lm.Model) error { _, err := lm.WorldOf(m); return err },
	}
	for _, tt := range []struct {
		name  string
		model lm.Model
		lacks map[lm.Ability]lm.Reason
	}{
		{"built-in", m, nil},
		{"without its world", &stripped, map[lm.Ability]lm.Reason{lm.TinyWorld: lm.Foreign}},
		{"told", lmtest.Tell(m, 20), map[lm.Ability]lm.Reason{lm.Network: lm.Remote, lm.Copying: lm.Remote, lm.TinyWorld: lm.Remote}},
		{"bare", bare{m}, map[lm.Ability]lm.Reason{lm.Prediction: lm.Untold, lm.Network: lm.Untold, lm.Copying: lm.Untold, lm.TinyWorld: lm.Foreign}},
	} {
		for a, ask := range asks {
			err := ask(tt.model)
			why, lacks := tt.lacks[a]
			got := new(lm.Lack)
			switch {
			case !lacks && err != nil:
				t.Errorf("%s: %v", tt.name, err)
			case lacks && !errors.As(err, &got):
				t.Errorf("%s offers ability %d, or says %v", tt.name, a, err)
			case lacks && (got.What != a || got.Why != why || got.Model != tt.model.Name() || !strings.Contains(got.Error(), got.Model)):
				t.Errorf("%s lacks %+v, %q", tt.name, got, got.Error())
			}
		}
	}
}

// bare is a model with tokens alone.
type bare struct{ lm.Model }

// What is trained is not the model itself.
func TestCopy(t *testing.T) {
	m := tiny(t)
	c, err := lm.CopyOf(m)
	if err != nil {
		t.Fatal(err)
	}
	was := m.Model.Final.Gain[0]
	if c.Final.Gain[0]++; m.Model.Final.Gain[0] != was {
		t.Error("the copy shares memory with the model")
	}
}

func TestSubject(t *testing.T) {
	m := tiny(t)
	rounded := *m
	var err error
	if rounded.Model, err = m.Model.Int8(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		model lm.Model
		want  string
	}{{m, "tiny-world 0.9M"}, {&rounded, "tiny-world 0.9M int8"}, {bare{m}, "tiny-world"}} {
		if got := lm.Subject(tt.model); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
	if rounded.Model.Precision != gpt.Int8 {
		t.Error("the second one is not rounded")
	}
	if got := lm.TrainingOf(bare{m}); got != (lm.Training{}) {
		t.Errorf("of a bare model it is recorded %+v", got)
	}
	if got := lm.TrainingOf(m); got.Tokens != m.Card.Tokens || got.Length != m.Card.Recipe.Length {
		t.Errorf("of the built-in one it is recorded %+v", got)
	}
}

// A vocabulary may leave numbers out: these have names too, and bytes that are
// no letters keep theirs.
func TestEveryTokenHasALabel(t *testing.T) {
	b := tiny(t).Tokens
	for id := range b.Size() {
		if lm.Label(b, id) == "" {
			t.Errorf("token %d, %q, has no name", id, b.Bytes(id))
		}
	}
	if got := lm.Labels(holes{b}, []int{1, 0}); !slices.Equal(got, []string{"+", "<0>"}) {
		t.Errorf("labels %q", got)
	}
}

// holes is a vocabulary without a token 0.
type holes struct{ lm.Tokenizer }

func (holes) Bytes(token int) []byte { return []byte([]string{"", "+"}[token]) }

// The pieces of a text are the text: where a token begins follows from their
// lengths.
func FuzzPieces(f *testing.F) {
	f.Add("the fox lives in the")
	f.Add("ä\xff <|end|>\n\n  x")
	m := builtintest.Load(f)
	var tokens lm.Tokenizer = m.Tokenizer()
	f.Fuzz(func(t *testing.T, text string) {
		var pieces []byte
		for _, token := range tokens.Encode(text) {
			pieces = append(pieces, tokens.Bytes(token)...)
		}
		if string(pieces) != text || tokens.Decode(tokens.Encode(text)) != text {
			t.Errorf("%q is cut into %q", text, pieces)
		}
	})
}

// A copy for training shares nothing with the model; of rounded weights and of
// parts that are not trained there is none.
func TestCopyToTrain(t *testing.T) {
	m := tiny(t).Model
	copied, err := lm.CopyToTrain("x", m)
	if err != nil {
		t.Fatal(err)
	}
	was := m.Tokens.Data[0]
	if copied.Tokens.Data[0]++; m.Tokens.Data[0] != was || copied.Tokens.Data[0] != was+1 {
		t.Error("a copy for training shares memory with the model")
	}
	modern := m.Config
	modern.Parts.RMSNorm, modern.Parts.Gated = true, true
	for _, tt := range []struct {
		network *gpt.Model
		why     lm.Reason
	}{{gpt.ZerosIn(m.Config, gpt.Int8), lm.Rounded}, {gpt.Zeros(modern), lm.Modern}} {
		_, err := lm.CopyToTrain("x", tt.network)
		if lack := new(lm.Lack); !errors.As(err, &lack) || *lack != (lm.Lack{Model: "x", What: lm.Copying, Why: tt.why}) {
			t.Errorf("%v, want the reason %d", err, tt.why)
		}
	}
}
