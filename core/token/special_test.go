package token

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// specials is a byte-level vocabulary with names that stand in each other.
func specials(t *testing.T) *Vocabulary {
	t.Helper()
	s := byteSource() // 256: ab, 257: <|endoftext|>
	s.Tokens = append(s.Tokens, "<a>", "<a><b>", "<tool>", "", "<unk>", "[PAD263]")
	s.Roles = append(s.Roles, Control, Control, Written, Control, Unknown, Unused)
	v, err := NewVocabulary(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Names of special tokens are found where they are asked for, the longest first;
// those that are written in texts, always.
func TestParts(t *testing.T) {
	v := specials(t)
	for _, tt := range []struct {
		text    string
		special bool
		want    []int // of letters and of tokens
	}{
		{"", true, nil},
		{"x", true, []int{'x'}},
		{"<a>", true, []int{258}},
		{"<a><b>", true, []int{259}},
		{"<a><a><b><a>", true, []int{258, 259, 258}},
		{"x<a>y", true, []int{'x', 258, 'y'}},
		{"<a>x", true, []int{258, 'x'}},
		{"x<a>", true, []int{'x', 258}},
		{"<a><a>", true, []int{258, 258}},
		{"<tool><a>", true, []int{260, 258}},
		{"<a><tool>", false, []int{'<', 'a', '>', 260}},
		{"<a", true, []int{'<', 'a'}},
		{"<a<a>>", true, []int{'<', 'a', 258, '>'}},
		{"<unk>", true, []int{262}},
		{"<unk>", false, []int{'<', 'u', 'n', 'k', '>'}},
		{"[PAD263]", true, []int{'[', 'P', 'A', 'D', '2', '6', '3', ']'}},
		{"ab<a>ab", true, []int{256, 258, 256}},
	} {
		want := slices.Clone(tt.want)
		for i, id := range want {
			if id < 256 {
				want[i] = int(v.Follow(string(rune(id)))[0])
			}
		}
		encode := v.Encode
		if tt.special {
			encode = v.EncodeSpecial
		}
		if got := encode(tt.text); !slices.Equal(got, want) {
			t.Errorf("%q, special %v: %v, want %v", tt.text, tt.special, got, want)
		}
		if got := v.Decode(encode(tt.text)); got != tt.text {
			t.Errorf("%q comes back as %q", tt.text, got)
		}
	}
}

// A vocabulary that was trained is the same as a file's.
func TestSourceOfTrained(t *testing.T) {
	b := small(t)
	v, err := NewVocabulary(b.Source())
	if err != nil {
		t.Fatal(err)
	}
	if v.Size() != b.Size() || v.End() != b.End() || v.SentencePiece() {
		t.Errorf("%d tokens, the end %d; want %d, %d", v.Size(), v.End(), b.Size(), b.End())
	}
	if begin, added := v.Begin(); begin != b.End() || added {
		t.Errorf("texts begin with %d, %v", begin, added)
	}
	for id := range b.Size() {
		want := Normal
		if id == b.End() {
			want = Control
		}
		if string(v.Bytes(id)) != string(b.Bytes(id)) || v.Role(id) != want {
			t.Errorf("token %d is %q of the type %d, want %q", id, v.Bytes(id), v.Role(id), b.Bytes(id))
		}
	}
	for _, text := range []string{"", "low lower newest", "the end" + End, "\xff狐", strings.Repeat("new", 50)} {
		if got, want := v.Encode(text), b.Encode(text); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
		if got, want := v.EncodeSpecial(text), b.EncodeSpecial(text); !slices.Equal(got, want) {
			t.Errorf("%q with special tokens: %v, want %v", text, got, want)
		}
	}
}

// A pair may make what is no token: it is a step to one that is, or is spelt
// byte by byte.
func TestSteps(t *testing.T) {
	s := byteSource()
	s.Merges = []string{"a b", "x y", "xy z"} // xy is no token, xyz neither
	s.Tokens, s.Roles = append(s.Tokens, "xyz"), append(s.Roles, Normal)
	v, err := NewVocabulary(s)
	if err != nil {
		t.Fatal(err)
	}
	one := func(c byte) int { return slices.Index(s.Tokens, string(ByteRune(c))) }
	for text, want := range map[string][]int{"xyz": {258}, "xy": {one('x'), one('y')}, "abxy": {256, one('x'), one('y')}, "xyxyz": {one('x'), one('y'), 258}} {
		if got := v.Encode(text); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	for _, id := range []int{-1, v.Size()} { // steps have no number
		func() {
			defer func() {
				if want := fmt.Sprintf("token: id %d in a vocabulary of 259", id); recover() != want {
					t.Errorf("token %d: no panic %q", id, want)
				}
			}()
			v.Bytes(id)
		}()
	}
}

// The merges of a file are pairs; of two that are the same, the first counts.
func TestMergesOfAFile(t *testing.T) {
	for merge, want := range map[string]string{
		"ab": `merge 0 of the tokenizer is "ab"; it should be two tokens`, "": "merge 0", "a ": "merge 0", " b": "merge 0", "a \x01": "merge 0", "\x01 a": "merge 0", "a b c": "merge 0",
	} {
		s := byteSource()
		s.Merges = []string{merge}
		if _, err := NewVocabulary(s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", merge, err, want)
		}
	}
	s := byteSource()
	s.Merges = []string{"a b", "b b", "a b"}
	v, err := NewVocabulary(s)
	if err != nil {
		t.Fatal(err)
	}
	if got := v.Encode("abb"); got[0] != 256 {
		t.Errorf("abb is %v: the pair that was learnt first is joined first", got)
	}
}

// A file that can't be read is an error, which says what it was.
func TestFilesThatFail(t *testing.T) {
	lost := errors.New("the disk is lost")
	if _, err := ReadMerges(io.MultiReader(strings.NewReader("a b\n"), iotest.ErrReader(lost))); !errors.Is(err, lost) || err.Error() != "merges.txt: line 2: the disk is lost" {
		t.Errorf("%v", err)
	}
	if _, err := ReadVocab(iotest.ErrReader(lost), strings.NewReader(""), End); !errors.Is(err, lost) || err.Error() != "vocab.json: the disk is lost" {
		t.Errorf("%v", err)
	}
	for name, want := range map[string]string{
		"id 1048576": `vocab.json: "a" has id 1048576; ids go from 0 to 1048575`, "id 1048575": "no token for byte",
	} {
		vocab := fmt.Sprintf(`{"a": %s}`, name[3:])
		if _, err := ReadVocab(strings.NewReader(vocab), strings.NewReader(""), End); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
	for n, want := range map[int]string{2 * maxToken: "no token for byte", 2*maxToken + 1: "has a name of 2049 bytes; the limit is 1 to 2048"} {
		vocab := fmt.Sprintf(`{"%s": 0}`, strings.Repeat("a", n))
		if _, err := ReadVocab(strings.NewReader(vocab), strings.NewReader(""), End); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("a name of %d bytes: %v, want %q", n, err, want)
		}
	}
}

// What is behind the limit is not left out in silence.
func TestLargeFiles(t *testing.T) {
	line := strings.Repeat("a", maxToken-1) + " b\n"
	n := maxFile / len(line)
	whole := strings.Repeat(line, n) + strings.Repeat("\n", maxFile-n*len(line))
	lines := 0
	add := func(_, _ string) error { lines++; return nil }
	if err := scanMerges(strings.NewReader(whole), add); err != nil || lines != n {
		t.Errorf("16 MB: %d merges of %d, %v", lines, n, err)
	}
	if err := scanMerges(strings.NewReader(whole+"\n"), add); err == nil || err.Error() != "merges.txt: larger than 16 MB" {
		t.Errorf("one byte more: %v", err)
	}
	if _, err := readNames(strings.NewReader("{}" + strings.Repeat(" ", maxFile-1))); err == nil || err.Error() != "vocab.json: larger than 16 MB" {
		t.Errorf("one byte more: %v", err)
	}
}
