package token_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"logitarium/core/token"
)

func TestCutsAsLlamaCpp(t *testing.T) {
	raw, err := os.ReadFile("testdata/cuts.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Texts []string
		Cuts  map[string][][]int
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cuts) != 5 || len(file.Texts) < 100 {
		t.Fatalf("%d cuts, %d texts", len(file.Cuts), len(file.Texts))
	}
	for name, want := range file.Cuts {
		t.Run(name, func(t *testing.T) {
			cut, err := token.CutNamed(name)
			if err != nil {
				t.Fatal(err)
			}
			v := gpt2(t, cut)
			for i, text := range file.Texts {
				got := v.Tokenize(text, false)
				if !slices.Equal(got, want[i]) {
					t.Errorf("%q: %q, want %q", text, slices.Collect(cut.Pieces(text)), pieces(v, want[i]))
				}
				if v.Decode(got) != text {
					t.Errorf("%q comes back as %q", text, v.Decode(got))
				}
			}
		})
	}
}

func pieces(v *token.Vocabulary, ids []int) (all []string) {
	for _, id := range ids {
		all = append(all, string(v.Bytes(id)))
	}
	return all
}

func TestUnknownCut(t *testing.T) {
	if _, err := token.CutNamed("viking"); err == nil || !strings.Contains(err.Error(), `"viking"`) {
		t.Errorf("%v", err)
	}
}

// The pieces of any text are the text.
func FuzzCut(f *testing.F) {
	f.Add("it's 12345 ok\r\n\n x\u3000。\xff")
	f.Fuzz(func(t *testing.T, text string) {
		for cut := token.GPT2; cut <= token.DeepSeekLLM; cut++ {
			var joined strings.Builder
			for piece := range cut.Pieces(text) {
				if piece == "" {
					t.Fatalf("cut %d has an empty piece of %q", cut, text)
				}
				joined.WriteString(piece)
			}
			if joined.String() != text {
				t.Fatalf("cut %d makes %q of %q", cut, joined.String(), text)
			}
		}
	})
}
