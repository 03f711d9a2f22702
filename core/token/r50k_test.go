package token_test

import (
	"strings"
	"sync"
	"testing"

	"logitarium/core/tiktoken"
	"logitarium/core/token"
)

// merges are those of GPT-2, worked out of its vocabulary: a token was made of
// the two that the merges before it make of its bytes.
var merges = sync.OnceValue(func() []string {
	tokens := tiktoken.Published()[0].Encoding().Tokens()
	rank := make(map[string]int, len(tokens))
	for id, text := range tokens {
		rank[text] = id
	}
	var all []string
	for id, text := range tokens[256:] {
		var parts []string
		for i := range len(text) {
			parts = append(parts, text[i:i+1])
		}
		for len(parts) > 2 {
			best, at := id+256, -1
			for i := range parts[:len(parts)-1] {
				if r, ok := rank[parts[i]+parts[i+1]]; ok && r < best {
					best, at = r, i
				}
			}
			if at < 0 {
				panic(text)
			}
			parts[at] += parts[at+1]
			parts = append(parts[:at+1], parts[at+2:]...)
		}
		all = append(all, spell(parts[0])+" "+spell(parts[1]))
	}
	return all
})

func spell(text string) string {
	var b strings.Builder
	for i := range len(text) {
		b.WriteRune(token.ByteRune(text[i]))
	}
	return b.String()
}

// gpt2 is GPT-2's vocabulary as a GGUF file has it.
func gpt2(t *testing.T, cut token.Pattern) *token.Vocabulary {
	t.Helper()
	s := token.Spec{Merges: merges(), Cut: cut, Whole: cut == token.Llama3, Begin: 50256, End: 50256}
	for _, text := range tiktoken.Published()[0].Encoding().Tokens() {
		s.Tokens = append(s.Tokens, spell(text))
		s.Roles = append(s.Roles, token.Normal)
	}
	s.Tokens, s.Roles = append(s.Tokens, "<|endoftext|>"), append(s.Roles, token.Control)
	v, err := token.NewVocabulary(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
