package huggingface

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"logitarium/core/gpt"
	"logitarium/core/token"
)

// The ids are those of the tokenizers library.
func TestLaterTokens(t *testing.T) {
	raw, err := os.ReadFile("testdata/tokenizers.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Texts []string
		Cases []struct {
			Name string
			File json.RawMessage
			IDs  [][]int
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) != 5 || len(file.Texts) < 60 {
		t.Fatalf("%d cases, %d texts", len(file.Cases), len(file.Texts))
	}
	for _, c := range file.Cases {
		t.Run(c.Name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, oneFile), c.File, 0o600); err != nil {
				t.Fatal(err)
			}
			v, remarks, err := readLater(dir, rows{Vocab: 520})
			if err != nil {
				t.Fatal(err)
			}
			composes := len(remarks) == 1
			if composes != (c.Name == "qwen2") || v.Size() != 520 || string(v.Bytes(519)) != "[PAD519]" {
				t.Errorf("remarks %v, %d tokens, the last %q", remarks, v.Size(), v.Bytes(519))
			}
			for i, text := range file.Texts {
				if composes && strings.ContainsAny(text, "\u0301\u0302\u0303\u0346\u212a\u2126") {
					continue // the remark says so
				}
				if got := v.Encode(text); !slices.Equal(got, c.IDs[i]) {
					t.Errorf("%q: %v, want %v", text, got, c.IDs[i])
				}
			}
		})
	}
}

func TestLaterTokensAreRefused(t *testing.T) {
	for _, tt := range []struct{ file, want string }{
		{`{"model": {"type": "Unigram"}}`, `model.type is "Unigram"`},
		{`{"model": {"type": "BPE", "dropout": 0}}`, "does not end with ByteLevel"}, // 0 is none
		{`{"model": {"type": "BPE", "dropout": 0.1}}`, "model.dropout is 0.1"},
		{`{"model": {"type": "BPE", "continuing_subword_prefix": "##"}}`, `continuing_subword_prefix is "##"`},
		{`{"model": {"type": "BPE", "end_of_word_suffix": "</w>"}}`, `end_of_word_suffix is "</w>"`},
		{`{"model": {"type": "BPE"}, "normalizer": {"type": "Lowercase"}}`, `normalizer is "Lowercase"`},
		{`{"model": {"type": "BPE"}}`, "does not end with ByteLevel"},
		{`{"model": {"type": "BPE"}, "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Split", "pattern": {"Regex": "x+"}}, {"type": "ByteLevel", "use_regex": false}]}}`, `the pattern "x+"`},
		{`{"model": {"type": "BPE", "byte_fallback": true}}`, "does not write blanks as ▁"},
		{`{"model": {"type": "BPE"}, "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": true}}`, "without add_prefix_space"},
		{`{"model": {"type": "BPE"}, "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Digits", "individual_digits": false}, {"type": "ByteLevel"}]}}`, "1 stages before ByteLevel"},
		{`{"model": {"type": "BPE"}, "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Digits", "individual_digits": true}, {"type": "ByteLevel", "use_regex": false}]}}`, "1 stages before ByteLevel"},
		{`{"model": {"type": "BPE"}, "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Digits"}, {"type": "Digits"}, {"type": "ByteLevel"}]}}`, "2 stages before ByteLevel"},
		{`{"model": {"type": "BPE"}, "pre_tokenizer": {"type": "ByteLevel", "use_regex": false}}`, "0 stages before ByteLevel"},
		{`{"model": {"type": "BPE", "byte_fallback": true}, "normalizer": {"type": "NFKC"}}`, `the stage "NFKC" of a tokenizer with byte_fallback`},
		{`{"model": {"type": "BPE", "byte_fallback": true}, "normalizer": {"type": "Prepend", "prepend": "_"}}`, `the stage "Prepend"`},
		{`{"model": {"type": "BPE", "byte_fallback": true}, "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "_"}}`, `the stage "Replace"`},
		{`{"model": {"type": "BPE", "byte_fallback": true}, "pre_tokenizer": {"type": "Split", "pattern": {"String": "x"}}}`, `the stage "Split"`},
		{`{"model": {"type": "BPE", "byte_fallback": true, "merges": ["a b"]}, "pre_tokenizer": {"type": "Metaspace"}}`, `merge 0, "a b", makes no token`},
		{`{"model": {"type": "BPE", "merges": [["a", "b", "c"]]}}`, "a merge of 3 tokens, not 2"},
		{`{"model": {"type": "BPE", "merges": [[1, 2]]}}`, "cannot unmarshal number"},
		{`{"model": {"type": "BPE", "vocab": {"a": -1}}}`, `token "a" has id -1, and vocab_size in config.json is 4`},
		{`{"model": {"type": "BPE", "vocab": {"a": 4}}}`, `token "a" has id 4`},
		{`[]`, "cannot unmarshal array"},
		{`{"model": {"type": "BPE", "vocab": {"a": 0, "b": 0}}}`, "id 0 is given to two tokens"},
		{`{"model": {"type": "BPE", "vocab": {"a": 9}}}`, `token "a" has id 9`},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, oneFile), []byte(tt.file), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := readLater(dir, rows{Vocab: 4}); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.file, err, tt.want)
		}
	}
}

// A dropout of 0 is none; added tokens that the model has no row for are left
// out, and said; ids that no token has are called by their numbers.
func TestFill(t *testing.T) {
	f := new(tokenizerFile)
	err := json.Unmarshal([]byte(`{"model": {"type": "BPE", "dropout": 0, "vocab": {"a": 0, "<0x41>": 2, "<0xZZ>": 3}}, "added_tokens": [
		{"id": 1, "content": "<s>", "special": true}, {"id": 4, "content": "tool"}, {"id": 6, "content": "far"}, {"id": -1, "content": "under"}]}`), f)
	if err != nil {
		t.Fatal(err)
	}
	for _, pieces := range []bool{true, false} {
		to := token.Spec{SentencePiece: pieces}
		remarks, err := f.fill(&to, rows{Vocab: 6})
		if err != nil {
			t.Fatal(err)
		}
		roles := []token.Role{token.Normal, token.Control, token.Byte, token.Normal, token.Written, token.Unused}
		if !pieces {
			roles[2] = token.Normal // such names are SentencePiece's
		}
		if want := []string{"a", "<s>", "<0x41>", "<0xZZ>", "tool", "[PAD5]"}; !slices.Equal(to.Tokens, want) || !slices.Equal(to.Roles, roles) {
			t.Errorf("%q with the types %v, want %q with %v", to.Tokens, to.Roles, want, roles)
		}
		if len(remarks) != 2 || remarks[0].String() != `the token "far" has id 6, and the model has 6 rows of embeddings: it is left out` {
			t.Errorf("remarks %v", remarks)
		}
	}
}

// How a blank becomes ▁, and whether one stands before a text, the stages say.
func TestBlanks(t *testing.T) {
	for file, blank := range map[string]bool{
		`{"pre_tokenizer": {"type": "Metaspace"}}`:                                        true,
		`{"pre_tokenizer": {"type": "Metaspace", "prepend_scheme": "never"}}`:             false,
		`{"normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}}`: false,
		`{"normalizer": {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"}, {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]}}`: true,
		`{"normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}, "pre_tokenizer": {"type": "Split", "pattern": {"String": " "}}}`:             false,
		`{"normalizer": {"type": "Prepend", "prepend": "▁"}, "pre_tokenizer": {"type": "Metaspace", "prepend_scheme": "never"}}`:                                      true,
	} {
		f := new(tokenizerFile)
		if err := json.Unmarshal([]byte(file), f); err != nil {
			t.Fatal(err)
		}
		f.Model.Merges = []merge{"a b", "ab c", "a bc"}
		to := token.Spec{Tokens: []string{"a", "ab", "abc"}}
		if err := f.sentencePiece(&to); err != nil || to.Blank != blank {
			t.Errorf("%s: a blank before %v, %v", file, to.Blank, err)
		}
		if want := []float32{-1e9, 0, -1}; !slices.Equal(to.Scores, want) {
			t.Errorf("scores %v, want %v: the pair that is learnt first counts", to.Scores, want)
		}
	}
}

// The token before a text is the first of the template, if it is a special one.
func TestTokenBeforeAText(t *testing.T) {
	for file, want := range map[string]int{
		`{}`: -1,
		`{"post_processor": {"type": "TemplateProcessing", "single": []}}`:                                                                                           -1,
		`{"post_processor": {"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A"}}]}}`:                                                                  -1,
		`{"post_processor": {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>"}}]}}`:                                                            1,
		`{"post_processor": {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "gone"}}]}}`:                                                           -1,
		`{"post_processor": {"type": "ByteLevel", "single": [{"SpecialToken": {"id": "<s>"}}]}}`:                                                                     -1,
		`{"post_processor": {"type": "Sequence", "processors": [{"type": "ByteLevel"}, {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "a"}}]}]}}`: 0,
	} {
		f := new(tokenizerFile)
		if err := json.Unmarshal([]byte(file), f); err != nil {
			t.Fatal(err)
		}
		to := token.Spec{Tokens: []string{"a", "<s>"}, Begin: -1}
		if f.begin(&to); to.Begin != want || to.AddBegin != (want >= 0) {
			t.Errorf("%s: %d, %v", file, to.Begin, to.AddBegin)
		}
	}
}

// A folder after GPT-2 has its tokenizer in tokenizer.json, or none.
func TestWhichTokenizer(t *testing.T) {
	b := blueprint{config: gpt.Config{Vocab: 4}}
	for name, want := range map[string]string{"": "", "tokenizer.model": "tokenizer.model alone, which is not read", vocabFile: "", oneFile: "tokenizer.json: pre_tokenizer does not end with ByteLevel"} {
		dir := t.TempDir()
		if name != "" {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(`{"model": {"type": "BPE"}}`), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		tokens, _, err := readTokens(dir, b)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) || tokens != nil {
			t.Errorf("with %q: %v, %v, want %q", name, tokens, err, want)
		}
	}
}
