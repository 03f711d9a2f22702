package token

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestMergesRoundTrip(t *testing.T) {
	b := small(t)
	var file bytes.Buffer
	if err := b.WriteMerges(&file); err != nil {
		t.Fatal(err)
	}
	back, err := ReadMerges(&file)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(back.text, b.text) || !slices.Equal(back.merges, b.merges) || back.end != b.end {
		t.Error("the vocabulary came back changed")
	}
	if got, want := back.Encode(prose), b.Encode(prose); !slices.Equal(got, want) {
		t.Errorf("ids %v, want %v", got, want)
	}
}

func TestReadMergesErrors(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"one token", "#version: 0.2\nĠ t\nabc\n", `line 3: want two tokens with one blank between, got "abc"`},
		{"three tokens", "a b c\n", "line 1: want two tokens"},
		{"unknown part", "a b\nab cd\n", `line 2: "cd" is not a token yet`},
		{"twice", "a b\na b\n", "line 2: the same pair stands above"},
		{"raw byte", "a \xff\n", "line 1: a character in"},
		{"control character", "a \x01\n", "stands for no byte"},
		{"long line", "a b\n" + strings.Repeat("x", 1<<16), "line 2: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadMerges(strings.NewReader(c.file))
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "merges.txt: ") {
				t.Errorf("error %v, want …%s…", err, c.want)
			}
		})
	}
}

// A merge may start with #, so only a version line at the top is skipped.
func TestHashIsAToken(t *testing.T) {
	b, err := ReadMerges(strings.NewReader("#version: 0.2\n# #\n\r\n## ##\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := b.Encode("####"), []int{257}; !slices.Equal(got, want) {
		t.Errorf("ids %v, want %v", got, want)
	}
}

// vocabJSON spells the vocabulary of b as vocab.json, with ids counted down so
// that they differ from the order of the merges.
func vocabJSON(b *BPE) string {
	var out strings.Builder
	for id, text := range b.text {
		fmt.Fprintf(&out, "%q: %d,\n", spell(text), len(b.text)-1-id)
	}
	return "{" + strings.TrimSuffix(out.String(), ",\n") + "}"
}

func TestReadVocabTakesIDsFromVocab(t *testing.T) {
	b := small(t)
	var merges bytes.Buffer
	if err := b.WriteMerges(&merges); err != nil {
		t.Fatal(err)
	}
	v, err := ReadVocab(strings.NewReader(vocabJSON(b)), &merges, End)
	if err != nil {
		t.Fatal(err)
	}
	if v.Size() != b.Size() || v.End() != 0 {
		t.Errorf("size %d, end %d; want %d, 0", v.Size(), v.End(), b.Size())
	}
	want := b.Encode(prose)
	for i := range want {
		want[i] = b.Size() - 1 - want[i]
	}
	got := v.Encode(prose)
	if !slices.Equal(got, want) {
		t.Errorf("ids %v, want %v", got, want)
	}
	if v.Decode(got) != prose {
		t.Error("the text came back changed")
	}
}

func TestReadVocabErrors(t *testing.T) {
	good := vocabJSON(newBPE().finish())
	for _, c := range []struct{ name, vocab, end, want string }{
		{"not JSON", "{", End, "vocab.json: unexpected end"},
		{"array", "[1]", End, "vocab.json: json: cannot unmarshal"},
		{"null", "null", End, "no token for byte 0x00"},
		{"huge id", `{"a": 999999999}`, End, `"a" has id 999999999`},
		{"negative id", `{"a": -1}`, End, `"a" has id -1`},
		{"no name", `{"": 1}`, End, "name of 0 bytes"},
		{"same id", `{"a": 1, "b": 1}`, End, "id 1 is given to two tokens"},
		{"words", `{"hello": 0}`, End, "is this a byte-level vocabulary?"},
		{"no end", good, "<|endoftext|>", `no token "<|endoftext|>"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadVocab(strings.NewReader(c.vocab), strings.NewReader(""), c.end)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want …%s…", err, c.want)
			}
		})
	}
}

// A hole in the numbering decodes to nothing; a token that no merge makes is
// decoded though never made.
func TestReadVocabHoles(t *testing.T) {
	vocab := strings.TrimSuffix(vocabJSON(newBPE().finish()), "}") + `, "狐": 300}`
	b, err := ReadVocab(strings.NewReader(vocab), strings.NewReader(""), End)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.Decode([]int{280, 300}); got != "狐" || b.Size() != 301 {
		t.Errorf("decoded %q in a vocabulary of %d", got, b.Size())
	}
	if got := b.Encode("狐"); len(got) != 3 {
		t.Errorf("ids %v, want three bytes", got)
	}
}

func FuzzReadMerges(f *testing.F) {
	f.Add("#version: 0.2\nĠ t\nĠt h\n")
	f.Add("a b\nab ab\n# #\n")
	f.Fuzz(func(t *testing.T, file string) {
		b, err := ReadMerges(strings.NewReader(file))
		if err != nil {
			return
		}
		if got := b.Decode(b.Encode(file)); got != file {
			t.Errorf("%q came back as %q", file, got)
		}
		var out bytes.Buffer
		if err := b.WriteMerges(&out); err != nil {
			t.Fatal(err)
		}
		if back, err := ReadMerges(&out); err != nil || !slices.Equal(back.text, b.text) {
			t.Errorf("written and read again: %v", err)
		}
	})
}

func FuzzReadVocab(f *testing.F) {
	f.Add(vocabJSON(newBPE().finish()), "h e\n")
	f.Add(`{"a": 1}`, "")
	f.Fuzz(func(t *testing.T, vocab, merges string) {
		b, err := ReadVocab(strings.NewReader(vocab), strings.NewReader(merges), End)
		if err != nil {
			return
		}
		if got := b.Decode(b.Encode(merges)); got != merges {
			t.Errorf("%q came back as %q", merges, got)
		}
	})
}

func ExampleReadMerges() {
	_, err := ReadMerges(strings.NewReader("#version: 0.2\nh e\nhe llo\n"))
	fmt.Println(err)
	// Output: merges.txt: line 3: "llo" is not a token yet
}

func ExampleReadVocab() {
	_, err := ReadVocab(strings.NewReader(`{"hello": 0}`), strings.NewReader(""), "<|endoftext|>")
	fmt.Println(err)
	// Output: vocab.json: no token for byte 0x00 ('Ā'): is this a byte-level vocabulary?
}

// As many merges are read as there can be ids, and no more.
func TestMostMerges(t *testing.T) {
	n := 0
	add := func(_, _ string) error { n++; return nil }
	if err := scanMerges(strings.NewReader(strings.Repeat("a b\n", maxSize)), add); err != nil || n != maxSize {
		t.Errorf("%d merges are read: %v", n, err)
	}
	err := scanMerges(strings.NewReader(strings.Repeat("a b\n", maxSize+1)), add)
	if want := "merges.txt: line 1048577: more than 1048576 merges"; err == nil || err.Error() != want {
		t.Errorf("%v, want %q", err, want)
	}
	long := strings.Repeat("a", maxToken-1)
	if err := scanMerges(strings.NewReader(long+" b"), add); err != nil {
		t.Errorf("a token of %d bytes: %v", maxToken, err)
	}
	if err := scanMerges(strings.NewReader(long+" bc"), add); err == nil || !strings.Contains(err.Error(), "line 1: a token of") {
		t.Errorf("a token of %d bytes: %v", maxToken+1, err)
	}
}
