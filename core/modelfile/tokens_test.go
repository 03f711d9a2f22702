package modelfile

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"logitarium/core/gguf"
	"logitarium/core/token"
)

// tokenCase is what llama.cpp 0.7.0 makes of texts with a file's tokenizer. The
// files here have the tokenizers alone.
type tokenCase struct {
	File           string
	Plain, Special []struct {
		Text string
		IDs  []int
	}
}

func tokenCases(t *testing.T) []tokenCase {
	t.Helper()
	raw, err := os.ReadFile("testdata/gguf_tokens.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []tokenCase }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	return file.Cases
}

func openTokens(t *testing.T, name string, rows int) *token.Vocabulary {
	t.Helper()
	f, err := gguf.OpenPath(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	v, err := Tokens(f, rows)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTokens(t *testing.T) {
	held := 0
	for _, c := range tokenCases(t) {
		if _, err := os.Stat(filepath.Join("testdata", c.File)); err != nil {
			continue // two vocabularies are large, and one is that of llama-spm-f32.gguf
		}
		held++
		t.Run(c.File, func(t *testing.T) {
			v := openTokens(t, c.File, 512)
			for _, want := range c.Plain {
				if got := v.Tokenize(want.Text, false); !slices.Equal(got, want.IDs) {
					t.Errorf("%q: %v, want %v", want.Text, got, want.IDs)
				}
				if got := v.Decode(v.Encode(want.Text)); got != want.Text {
					t.Errorf("%q comes back as %q", want.Text, got)
				}
			}
			for _, want := range c.Special {
				if got := v.Tokenize(want.Text, true); !slices.Equal(got, want.IDs) {
					t.Errorf("%q with special tokens: %v, want %v", want.Text, got, want.IDs)
				}
			}
		})
	}
	if held != 4 {
		t.Errorf("%d of the files are here", held)
	}
}

// The token that begins a text is there once, also if a template has it.
func TestBeginOnce(t *testing.T) {
	v := openTokens(t, "llama-spm-f32.gguf", 512)
	begin, added := v.Begin()
	if begin != 1 || !added {
		t.Fatalf("texts begin with %d, %v", begin, added)
	}
	plain, marked := v.EncodeSpecial("Once"), v.EncodeSpecial("<s>Once")
	if !slices.Equal(plain, marked) || plain[0] != begin || plain[1] == begin {
		t.Errorf("%v, and %v with its name", plain, marked)
	}
	if got := v.Encode("<s>"); got[0] != begin || slices.Contains(got[1:], begin) {
		t.Errorf("the name as text is %v", got)
	}
}

// A text that follows another one has nothing before it.
func TestFollow(t *testing.T) {
	v := openTokens(t, "llama-spm-f32.gguf", 512)
	first, all := v.Encode("Once upon"), v.Encode("Once upon a time")
	if got := append(first, v.Follow(" a time")...); !slices.Equal(got, all) {
		t.Errorf("%v, want %v", got, all)
	}
}

func TestPaddedVocabulary(t *testing.T) {
	v := openTokens(t, "llama-spm-f32.gguf", 600)
	if v.Size() != 600 || string(v.Bytes(512)) != "[PAD512]" || string(v.Bytes(599)) != "[PAD599]" {
		t.Errorf("size %d, the first free id is %q, the last %q", v.Size(), v.Bytes(512), v.Bytes(599))
	}
	for _, ids := range [][]int{v.Encode("[PAD512]"), v.EncodeSpecial("[PAD512]")} {
		if slices.Max(ids) >= 512 {
			t.Errorf("a text makes the free id: %v", ids)
		}
	}
}

// change returns a file's metadata with one changed; nil takes it out.
func change(t *testing.T, name, key string, value any) *gguf.File {
	t.Helper()
	f, err := gguf.OpenPath(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var entries []gguf.Entry
	for k, v := range f.Metadata.All() {
		if k != key {
			entries = append(entries, gguf.Entry{Key: k, Value: v})
		}
	}
	if value != nil {
		entries = append(entries, gguf.Entry{Key: key, Value: value})
	}
	var b bytes.Buffer
	if err := gguf.Write(&b, entries, nil); err != nil {
		t.Fatal(err)
	}
	changed, err := gguf.Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

func TestTokensAreRefused(t *testing.T) {
	const bpe, spm = "llama-f32.gguf", "llama-spm-f32.gguf"
	for _, tt := range []struct {
		file, key string
		value     any
		want      string
	}{
		{bpe, cutKey, "viking", `pre-tokenizer "viking", which is not built in`},
		{bpe, cutKey, nil, cutKey},
		{bpe, modelKey, "rwkv", `kind "rwkv"`},
		{bpe, modelKey, nil, modelKey},
		{bpe, tokensKey, nil, tokensKey},
		{bpe, tokensKey, []string{"a", "b"}, "2 tokens and 512 types"},
		{bpe, mergesKey, []string{"ab"}, `merge 0 of the tokenizer is "ab"`},
		{bpe, beginKey, uint32(512), "begin with token 512"},
		{spm, scoresKey, []float32{1}, "512 tokens and 1 scores"},
		{spm, scoresKey, nil, scoresKey},
		{spm, addBeginKey, "yes", addBeginKey},
		{bpe, tokensKey, slices.Repeat([]string{"x"}, 512), "no token for byte 0x00"},
	} {
		_, err := Tokens(change(t, tt.file, tt.key, tt.value), 512)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s = %v: %v, want %q", tt.key, tt.value, err, tt.want)
		}
	}
	if _, err := Tokens(change(t, bpe, "none", nil), 511); err == nil || !strings.Contains(err.Error(), "512 tokens, and the model 511 rows") {
		t.Errorf("more tokens than rows: %v", err)
	}
}
