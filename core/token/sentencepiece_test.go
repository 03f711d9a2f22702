package token

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// slowly joins the pair with the highest score, the leftmost of several, by
// looking at all pairs each time.
func slowly(s Spec, text string) (ids []int) {
	text = strings.ReplaceAll(text, " ", blankMark)
	var spans []string
	for len(text) > 0 {
		n := 1
		for n < min(4, len(text)) && text[n]&0xC0 == 0x80 && text[0] >= 0xC0 {
			n++
		}
		spans, text = append(spans, text[:n]), text[n:]
	}
	for {
		best, score := -1, float32(math.Inf(-1))
		for i := range len(spans) - 1 {
			if id := slices.Index(s.Tokens, spans[i]+spans[i+1]); id >= 0 && (best < 0 || s.Scores[id] > score) {
				best, score = i, s.Scores[id]
			}
		}
		if best < 0 {
			break
		}
		spans[best] += spans[best+1]
		spans = slices.Delete(spans, best+1, best+2)
	}
	for _, span := range spans {
		if id := slices.Index(s.Tokens, span); id >= 0 {
			ids = append(ids, id)
			continue
		}
		for _, b := range []byte(span) {
			ids = append(ids, slices.Index(s.Tokens, fmt.Sprintf("<0x%02X>", b)))
		}
	}
	return ids
}

// With a heap the pairs are joined in the same order as without.
func TestSentencePieceAsSlowly(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	letters := []string{"a", "b", "é", "狐", " "}
	for range 40 {
		s := pieceSource()
		s.Blank, s.AddBegin = false, false
		for range 30 { // some made of others, some that nothing makes
			var b strings.Builder
			for range 2 + r.IntN(3) {
				b.WriteString(strings.ReplaceAll(letters[r.IntN(len(letters))], " ", blankMark))
			}
			if !slices.Contains(s.Tokens, b.String()) {
				s.Tokens, s.Roles = append(s.Tokens, b.String()), append(s.Roles, Normal)
				s.Scores = append(s.Scores, float32(r.IntN(7)-3)) // of the same score too
			}
		}
		v, err := NewVocabulary(s)
		if err != nil {
			t.Fatal(err)
		}
		for range 50 {
			var b strings.Builder
			for range r.IntN(12) {
				b.WriteString(letters[r.IntN(len(letters))])
			}
			text := b.String()
			if got, want := v.Encode(text), slowly(s, text); !slices.Equal(got, want) {
				t.Fatalf("%q of %q: %v, want %v", text, s.Tokens[256:], got, want)
			}
			if got := v.Decode(v.Encode(text)); got != text {
				t.Fatalf("%q comes back as %q", text, got)
			}
		}
	}
}

// The higher a score, the earlier it comes; both zeros are the same.
func TestFallingOrder(t *testing.T) {
	scores := []float32{float32(math.Inf(1)), math.MaxFloat32, 2, 1, math.SmallestNonzeroFloat32, 0, -math.SmallestNonzeroFloat32, -1, -1.5, -1e9, float32(math.Inf(-1))}
	for i := range scores[1:] {
		if a, b := fallingOrder(scores[i]), fallingOrder(scores[i+1]); a >= b {
			t.Errorf("%g comes at %d, and %g at %d", scores[i], a, scores[i+1], b)
		}
	}
	if negative := float32(math.Copysign(0, -1)); fallingOrder(negative) != fallingOrder(0) {
		t.Error("0 and -0 are not the same")
	}
}

// A character is as long as its first byte says, as llama.cpp takes it
// (unicode_len_utf8), whatever follows.
func TestLengthBy(t *testing.T) {
	lengths := [16]int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4}
	for b := range 256 {
		if got := lengthBy(byte(b)); got != lengths[b>>4] {
			t.Errorf("byte %#x begins %d bytes, want %d", b, got, lengths[b>>4])
		}
	}
	v, err := NewVocabulary(pieceSource())
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"\xff", "\xe7\x8b", "a\xf0", "\x80a", "\xc3(", "\xf0\x9f\x98 "} {
		if got := v.Decode(v.Encode(text)); strings.ReplaceAll(got, blankMark, " ") != text {
			t.Errorf("%q comes back as %q", text, got)
		}
	}
}

// The bytes are named in one way, with two capital digits.
func TestByteNamed(t *testing.T) {
	for c := range 256 {
		if got, ok := byteNamed(fmt.Sprintf("<0x%02X>", c)); !ok || got != byte(c) {
			t.Errorf("byte %#x is %#x, %v", c, got, ok)
		}
	}
	for _, name := range []string{"", "<0x0a>", "<0x0A", "0x0A>", "<0x0A>>", "<0XAA>", "<0xA>", "<0xG0>", "<0x0G>", "<0x-1>", "[0x0A]", "<0x0A] "} {
		if got, ok := byteNamed(name); ok {
			t.Errorf("%q names byte %#x", name, got)
		}
	}
}

// A byte without a token of its own is spelt by the token of that letter; one
// without either is an error.
func TestBytesByLetters(t *testing.T) {
	s := pieceSource()
	s.Tokens['a'] = "unused"
	s.Roles['a'] = Unused
	v, err := NewVocabulary(s)
	if err != nil {
		t.Fatal(err)
	}
	if got := v.Follow("a"); !slices.Equal(got, []int{259}) {
		t.Errorf("a is %v", got)
	}
	s = pieceSource()
	s.Roles['b'] = Normal // the name is a text then
	if _, err := NewVocabulary(s); err == nil || err.Error() != "the tokenizer has no token for byte 0x62: is this a SentencePiece vocabulary with byte fallback?" {
		t.Errorf("%v", err)
	}
	s = pieceSource()
	s.Roles = nil // all are what they are called
	if v, err = NewVocabulary(s); err != nil || !v.SentencePiece() || v.End() != 257 || v.Role(0) != Normal {
		t.Errorf("%v", err)
	}
}
