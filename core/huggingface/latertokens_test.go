package huggingface

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
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
		{`{"model": {"type": "BPE", "dropout": 0.1}}`, "model.dropout is 0.1"},
		{`{"model": {"type": "BPE", "continuing_subword_prefix": "##"}}`, `continuing_subword_prefix is "##"`},
		{`{"model": {"type": "BPE", "end_of_word_suffix": "</w>"}}`, `end_of_word_suffix is "</w>"`},
		{`{"model": {"type": "BPE"}, "normalizer": {"type": "Lowercase"}}`, `normalizer is "Lowercase"`},
		{`{"model": {"type": "BPE"}}`, "does not end with ByteLevel"},
		{`{"model": {"type": "BPE"}, "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Split", "pattern": {"Regex": "x+"}}, {"type": "ByteLevel", "use_regex": false}]}}`, `the pattern "x+"`},
		{`{"model": {"type": "BPE", "byte_fallback": true}}`, "does not write blanks as ▁"},
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
