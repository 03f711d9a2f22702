package lm_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/lm"
)

// spelled is a vocabulary of these pieces; the last one ends a document.
type spelled struct {
	lm.Tokenizer
	pieces []string
}

func (s spelled) Size() int              { return len(s.pieces) }
func (s spelled) End() int               { return len(s.pieces) - 1 }
func (s spelled) Bytes(token int) []byte { return []byte(s.pieces[token]) }

// Each case of a label, at the ends of the letters too.
func TestLabelCases(t *testing.T) {
	want := []struct{ piece, label string }{
		{"", "<0>"}, {" ", "<blank>"}, {"\n", `\n`}, {" the", "the"}, {"  x", " x"},
		{"a", "+a"}, {"z", "+z"}, {"A", "+A"}, {"Z", "+Z"}, {"ing", "+ing"}, {"é", "+é"}, {"\x80", "+\x80"},
		{"@", "@"}, {"[", "["}, {"`", "`"}, {"{", "{"}, {"7", "7"}, {".", "."}, {"\t", "\t"}, {"\x7f", "\x7f"},
		{"<|end|>", "<end>"},
	}
	var v spelled
	for _, w := range want {
		v.pieces = append(v.pieces, w.piece)
	}
	for id, w := range want {
		if got := lm.Label(v, id); got != w.label {
			t.Errorf("%q is called %q, want %q", w.piece, got, w.label)
		}
	}
}

// The first token of a text goes on with no word, and loses its sign, but is
// never without a name. Those that look alike are quoted, all of them, and one
// that comes twice is not like itself.
func TestLabelsAndNames(t *testing.T) {
	v := spelled{pieces: []string{"the", " the", "+", "re", "\x00end"}}
	for _, c := range []struct {
		tokens        []int
		labels, names string
	}{
		{[]int{0, 1}, "the,the", `"the"," the"`},
		{[]int{1, 0}, "the,+the", "the,+the"},
		{[]int{0, 1, 0}, "the,the,+the", `"the"," the",+the`},
		{[]int{3, 3}, "re,+re", "re,+re"},
		{[]int{1, 1}, "the,the", "the,the"},
		{[]int{2, 3, 4}, "+,+re,<end>", "+,+re,<end>"},
		{nil, "", ""},
	} {
		if got := strings.Join(lm.Labels(v, c.tokens), ","); got != c.labels {
			t.Errorf("%v: labels %s, want %s", c.tokens, got, c.labels)
		}
		if got := strings.Join(lm.Names(v, c.tokens), ","); got != c.names {
			t.Errorf("%v: names %s, want %s", c.tokens, got, c.names)
		}
	}
	// Three of one label are quoted too, whichever comes first.
	three := spelled{pieces: []string{"a", " a", "\x00end"}}
	if got := lm.Names(three, []int{0, 1, 1}); !slices.Equal(got, []string{`"a"`, `" a"`, `" a"`}) {
		t.Errorf("three: %q", got)
	}
}

// What no model says: a logit that is no number, or the same one for all.
func TestSound(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, c := range []struct {
		logits []float32
		wrong  string
	}{
		{nil, ""}, {[]float32{0}, ""}, {[]float32{1, 2}, ""}, {[]float32{1, 1, 1.0000001}, ""},
		{[]float32{1, nan}, "logit 1 of 2 is NaN"}, {[]float32{inf, 1}, "logit 0 of 2 is +Inf"},
		{[]float32{1, 2, -inf}, "logit 2 of 3 is -Inf"}, {[]float32{nan}, "logit 0 of 1 is NaN"},
		{[]float32{3, 3}, "each of 2 tokens the same logit, 3"}, {[]float32{0, 0, 0}, "each of 3 tokens the same logit, 0"},
	} {
		err := lm.Sound(c.logits)
		if (err == nil) != (c.wrong == "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%v: %v, want %q", c.logits, err, c.wrong)
		}
	}
}

// What is not told has the rest, and never less than nothing.
func TestRest(t *testing.T) {
	for _, c := range []struct {
		next lm.Next
		rest float64
	}{
		{lm.Next{Logits: []float32{1, 2}}, 0},
		{lm.Next{}, 1},
		{lm.Next{Top: []lm.Candidate{{Token: 3, P: 0.5}, {Token: 1, P: 0.25}}}, 0.25},
		{lm.Next{Top: []lm.Candidate{{P: 1}}}, 0},
		{lm.Next{Top: []lm.Candidate{{P: 0.75}, {P: 0.5}}}, 0},
	} {
		if got := c.next.Rest(); got != c.rest {
			t.Errorf("%+v leaves %v, want %v", c.next, got, c.rest)
		}
	}
}
