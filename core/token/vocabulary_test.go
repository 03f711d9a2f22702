package token

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// pieceSource is a SentencePiece vocabulary of the bytes, <s>, </s>, "a" with
// and without a blank, and the blank.
func pieceSource() Spec {
	s := Spec{SentencePiece: true, Blank: true, Begin: 256, End: 257, AddBegin: true}
	add := func(name string, role Role, score float32) {
		s.Tokens, s.Roles, s.Scores = append(s.Tokens, name), append(s.Roles, role), append(s.Scores, score)
	}
	for c := range 256 {
		add(fmt.Sprintf("<0x%02X>", c), Byte, 0)
	}
	add("<s>", Control, 0)
	add("</s>", Control, 0)
	add("▁", Normal, -3)
	add("a", Normal, -4)
	add("▁a", Normal, -1)
	return s
}

// byteSource is a byte-level vocabulary of the bytes, "ab" and <|endoftext|>.
func byteSource() Spec {
	s := Spec{Begin: -1, End: 257, Merges: []string{"a b"}}
	for c := range 256 {
		s.Tokens, s.Roles = append(s.Tokens, string(ByteRune(byte(c)))), append(s.Roles, Normal)
	}
	s.Tokens, s.Roles = append(s.Tokens, "ab", "<|endoftext|>"), append(s.Roles, Normal, Control)
	return s
}

func TestVocabularyErrors(t *testing.T) {
	for _, c := range []struct {
		why    string
		from   func() Spec
		change func(s *Spec)
		want   string // "" if it is none
	}{
		{"as it is", pieceSource, func(*Spec) {}, ""},
		{"as it is, of bytes", byteSource, func(*Spec) {}, ""},
		{"nothing", pieceSource, func(s *Spec) { *s = Spec{} }, "the tokenizer has 0 tokens; 1 to 4194304 are supported"},
		{"a type too few", pieceSource, func(s *Spec) { s.Roles = s.Roles[1:] }, "has 261 tokens and 260 types of tokens"},
		{"a score too few", pieceSource, func(s *Spec) { s.Scores = s.Scores[1:] }, "has 261 tokens and 260 scores"},
		{"no scores, of bytes", byteSource, func(s *Spec) { s.Scores = nil }, ""},
		{"the last token begins", pieceSource, func(s *Spec) { s.Begin = 260 }, ""},
		{"the one behind it does", pieceSource, func(s *Spec) { s.Begin = 261 }, "begin with token 261 and end with token 257, and there are 261 tokens"},
		{"the last token ends", pieceSource, func(s *Spec) { s.End = 260 }, ""},
		{"the one behind it does", pieceSource, func(s *Spec) { s.End = 261 }, "begin with token 256 and end with token 261, and there are 261 tokens"},
		{"nothing begins", pieceSource, func(s *Spec) { s.Begin, s.AddBegin = -1, false }, ""},
		{"less than nothing", pieceSource, func(s *Spec) { s.Begin, s.AddBegin = -2, false }, "begin with token -2"},
		{"less than nothing ends", pieceSource, func(s *Spec) { s.End = -2 }, "end with token -2"},
		{"the end by its name", pieceSource, func(s *Spec) { s.End = -1 }, ""},
		{"no such name", pieceSource, func(s *Spec) { s.End, s.Tokens[257] = -1, "<stop>" }, "does not say which token ends a text (eos_token_id), and no token is called <|endoftext|>, "},
		{"to begin with what is not named", pieceSource, func(s *Spec) { s.Begin = -1 }, "to begin or end with a token that the file does not name"},
		{"to end with what is not named", pieceSource, func(s *Spec) { s.End, s.AddEnd = -1, true }, "to begin or end with a token that the file does not name"},
		{"no byte", byteSource, func(s *Spec) { s.Tokens[0x0a] = "x" }, `no token for byte 0x0A ('Ċ'): is this a byte-level vocabulary?`},
		{"one part", byteSource, func(s *Spec) { s.Merges = append(s.Merges, "a") }, `merge 1 of the tokenizer is "a"; it should be two tokens`},
		{"no left part", byteSource, func(s *Spec) { s.Merges = append(s.Merges, " b") }, `merge 1 of the tokenizer is " b"`},
		{"no right part", byteSource, func(s *Spec) { s.Merges = append(s.Merges, "a ") }, `merge 1 of the tokenizer is "a "`},
		{"a stranger on the left", byteSource, func(s *Spec) { s.Merges = append(s.Merges, "東 b") }, `merge 1 of the tokenizer is "東 b"`},
		{"a stranger on the right", byteSource, func(s *Spec) { s.Merges = append(s.Merges, "a 東") }, `merge 1 of the tokenizer is "a 東"`},
		{"a pair twice", byteSource, func(s *Spec) { s.Merges = append(s.Merges, "a b") }, ""},
	} {
		s := c.from()
		c.change(&s)
		v, err := NewVocabulary(s)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.why, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v, want %q", c.why, err, c.want)
		case c.want == "" && c.why == "the end by its name" && v.End() != 257:
			t.Errorf("token %d ends a text, not </s>", v.End())
		}
	}
}

// The blank that Encode puts before a text goes again only if it was put there:
// behind the token that begins a text, by a vocabulary that puts one, and not
// where a special token stands first.
func TestDecodeTakesTheBlankOfEncode(t *testing.T) {
	for _, c := range []struct {
		begin, blank bool
		ids          []int
		want         string
	}{
		{true, true, []int{256, 260, 260}, "a a"},
		{true, true, []int{260, 260}, " a a"}, // a part of a text
		{true, true, []int{256, 257, 260}, "</s> a"},
		{true, true, []int{256}, ""},
		{true, true, nil, ""},
		{true, false, []int{256, 260}, " a"},
		{false, true, []int{260}, " a"},
		{false, true, []int{256, 260}, "<s> a"}, // it was in the text
	} {
		s := pieceSource()
		s.AddBegin, s.Blank = c.begin, c.blank
		v, err := NewVocabulary(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := v.Decode(c.ids); got != c.want {
			t.Errorf("begin %v, blank %v: %v is %q, not %q", c.begin, c.blank, c.ids, got, c.want)
		}
	}
}

// What stands before and after a text: for the model what the file says, in
// llama.cpp's list only if it is asked for.
func TestTokensAroundAText(t *testing.T) {
	s := pieceSource()
	s.AddEnd = true
	v, err := NewVocabulary(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		got  []int
		want []int
	}{
		{"Tokenize", v.Tokenize("a", false), []int{260}},
		{"Tokenize, special", v.Tokenize("a</s>", true), []int{256, 260, 257, 257}},
		{"Encode", v.Encode("a"), []int{256, 260}},
		{"EncodeSpecial", v.EncodeSpecial("<s>a"), []int{256, 260}},
		{"Follow", v.Follow("a a"), []int{259, 260}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: %v, not %v", c.name, c.got, c.want)
		}
	}
	if id, added := v.Begin(); id != 256 || !added || v.Size() != 261 || !v.SentencePiece() || v.Role(256) != Control {
		t.Errorf("begins with %d %v, of %d", id, added, v.Size())
	}
}
