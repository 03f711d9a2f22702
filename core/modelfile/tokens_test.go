package modelfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
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
	return changes(t, name, map[string]any{key: value})
}

// changes returns a file's metadata with some changed; nil takes one out.
func changes(t *testing.T, name string, changed map[string]any) *gguf.File {
	t.Helper()
	f, err := gguf.OpenPath(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var entries []gguf.Entry
	for k, v := range f.Metadata.All() {
		if _, ok := changed[k]; !ok {
			entries = append(entries, gguf.Entry{Key: k, Value: v})
		}
	}
	for _, k := range slices.Sorted(maps.Keys(changed)) {
		if changed[k] != nil {
			entries = append(entries, gguf.Entry{Key: k, Value: changed[k]})
		}
	}
	var b bytes.Buffer
	if err := gguf.Write(&b, entries, nil); err != nil {
		t.Fatal(err)
	}
	again, err := gguf.Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return again
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
		{bpe, beginKey, "<s>", `bos_token_id" has a value of the kind str`},
		{bpe, cutKey, uint32(1), `pre" has a value of the kind u32`},
		{bpe, rolesKey, []float32{1}, `token_type" has a value of the kind arr`},
		{bpe, modelKey, uint32(1), `model" has a value of the kind u32`},
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

// What a file leaves out is as in llama.cpp: a tokenizer without types has
// normal tokens alone, one of SentencePiece begins with token 1 and ends with 2,
// and byte-level BPE begins with none; the token that ends a text it must name.
func TestTokensByDefault(t *testing.T) {
	const bpe, spm = "llama-f32.gguf", "llama-spm-f32.gguf"
	none := map[string]any{rolesKey: nil, beginKey: nil, addBeginKey: nil, addEndKey: nil, blankKey: nil}
	v, err := Tokens(changes(t, spm, map[string]any{beginKey: nil, endKey: nil, addBeginKey: nil, blankKey: nil}), 512)
	if err != nil {
		t.Fatal(err)
	}
	if begin, added := v.Begin(); begin != 1 || !added || v.End() != 2 {
		t.Errorf("SentencePiece begins with %d, %v, and ends with %d", begin, added, v.End())
	}
	if got, want := v.Encode("Once"), v.Follow(" Once"); !slices.Equal(got[1:], want) {
		t.Errorf("a blank stands before a text: %v, want %v", got[1:], want)
	}
	if _, err := Tokens(changes(t, bpe, map[string]any{endKey: nil, rolesKey: nil}), 512); err == nil || !strings.Contains(err.Error(), "does not say which token ends a text") {
		t.Errorf("without an end: %v", err)
	}
	for name, adds := range map[string]bool{"llama-bpe": true, "gpt-2": false, "qwen2": false} {
		none[cutKey] = name
		v, err := Tokens(changes(t, bpe, none), 514)
		if err != nil {
			t.Fatal(err)
		}
		if begin, added := v.Begin(); begin != -1 || added {
			t.Errorf("%s begins with %d, %v", name, begin, added)
		}
		for id, want := range map[int]token.Role{0: token.Normal, 511: token.Normal, 512: token.Unused, 513: token.Unused} {
			if v.Role(id) != want {
				t.Errorf("%s: token %d is of the type %d, want %d", name, id, v.Role(id), want)
			}
		}
		some := maps.Clone(none)
		for _, first := range []int{0, 3} {
			some[beginKey] = uint32(first)
			if v, err = Tokens(changes(t, bpe, some), 512); err != nil {
				t.Fatal(err)
			}
			if begin, added := v.Begin(); begin != first || added != adds {
				t.Errorf("%s begins with %d, %v", name, begin, added)
			}
		}
	}
}

// Llama 3 takes a word that is a token as it is, though no pairs make it.
func TestWholeWords(t *testing.T) {
	const file, word = "llama-f32.gguf", "zqxzqx"
	f := change(t, file, "none", nil)
	tokens, err := f.Metadata.Strings(tokensKey)
	if err != nil {
		t.Fatal(err)
	}
	for name, whole := range map[string]bool{"llama-bpe": true, "gpt-2": false} {
		v, err := Tokens(changes(t, file, map[string]any{
			cutKey: name, tokensKey: append(slices.Clone(tokens), word), rolesKey: nil,
		}), len(tokens)+1)
		if err != nil {
			t.Fatal(err)
		}
		if got := v.Follow(word); slices.Equal(got, []int{len(tokens)}) != whole {
			t.Errorf("%s: %q is %v", name, word, got)
		}
	}
}

func ExampleTokens() {
	f, err := gguf.OpenPath("testdata/llama-spm-f32.gguf")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	v, err := Tokens(f, 512)
	if err != nil {
		fmt.Println(err)
		return
	}
	begin, _ := v.Begin()
	fmt.Println(v.Size(), begin, v.End(), v.Decode(v.Encode("Once upon a time")))
	// Output: 512 1 2 Once upon a time
}
