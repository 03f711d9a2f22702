package token

import (
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A goldenCase holds what the two files of reference results share.
type goldenCase struct {
	ID        string          `json:"id"`
	Op        string          `json:"op"`
	Text      string          `json:"text"`
	Corpus    []string        `json:"corpus"`
	VocabSize int             `json:"vocab_size"`
	Expected  json.RawMessage `json:"expected"`
}

func goldenCases(t *testing.T, path string) []goldenCase {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []goldenCase }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) == 0 {
		t.Fatalf("%s: no cases", path)
	}
	return file.Cases
}

func expect[T any](t *testing.T, c goldenCase) T {
	t.Helper()
	var want T
	if err := json.Unmarshal(c.Expected, &want); err != nil {
		t.Fatal(err)
	}
	return want
}

// The reference splits at blanks and drops them, and starts from the letters
// that occur instead of all bytes: hence words counted here, and another size.
func TestMergesAsReference(t *testing.T) {
	for _, c := range goldenCases(t, "testdata/bpe_train.json") {
		t.Run(c.ID, func(t *testing.T) {
			want := expect[struct{ Merges [][2]string }](t, c).Merges
			count := make(map[string]int)
			for _, text := range c.Corpus {
				for _, w := range strings.Fields(text) {
					count[w]++
				}
			}
			letters := make(map[rune]bool)
			for w := range count {
				for _, r := range w {
					letters[r] = true
				}
			}
			b := trainOn(count, 257+c.VocabSize-len(letters))
			var got [][2]string
			for _, p := range b.merges {
				got = append(got, [2]string{b.text[p.left], b.text[p.right]})
			}
			if !slices.Equal(got, want) {
				t.Errorf("merges %v, want %v", got, want)
			}
		})
	}
}

func TestPiecesAsGPT2(t *testing.T) {
	n := 0
	for _, c := range goldenCases(t, "testdata/gpt2_tokens.json") {
		if c.Op != "" {
			continue
		}
		n++
		want := expect[struct{ Pieces []string }](t, c).Pieces
		if got := slices.Collect(Pieces(c.Text)); !slices.Equal(got, want) {
			t.Errorf("%s: %q\n got %q\nwant %q", c.ID, c.Text, got, want)
		}
	}
	if n != 70 {
		t.Errorf("%d texts, want 70", n)
	}
}

func TestByteAlphabetAsGPT2(t *testing.T) {
	for _, c := range goldenCases(t, "testdata/gpt2_tokens.json") {
		if c.ID != "bytes_to_unicode" {
			continue
		}
		want := expect[map[string]string](t, c)
		if len(want) != 256 {
			t.Fatalf("%d characters, want 256", len(want))
		}
		for key, char := range want {
			n, err := strconv.Atoi(key)
			if err != nil {
				t.Fatal(err)
			}
			if got := string(ByteRune(byte(n))); got != char {
				t.Errorf("byte %d is %q, want %q", n, got, char)
			}
			if back, ok := OfByteRunes(char); !ok || back != string([]byte{byte(n)}) {
				t.Errorf("%q is byte %q (%v), want %d", char, back, ok, n)
			}
		}
		return
	}
	t.Error("no case bytes_to_unicode")
}

// GPT-2 numbers its bytes in the order of their characters: "!" is 0, and the
// special token comes after bytes and merges.
func TestIDsAsGPT2(t *testing.T) {
	b, err := ReadMerges(strings.NewReader("#version: 0.2\nĠ t\nĠ a\nh e\ni n\nr e\no n\nĠt he\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := b.Encode("!in the"), []int{0, 259, 262}; !slices.Equal(got, want) {
		t.Errorf("ids %v, want %v", got, want)
	}
	for text, want := range map[string]int{"!": 0, "a": 64, "b": 65, " ": 220, " t": 256, "in": 259, " the": 262, End: 263} {
		if id, ok := b.ID(text); !ok || id != want {
			t.Errorf("ID(%q) = %d, %v; want %d", text, id, ok, want)
		}
	}
}
