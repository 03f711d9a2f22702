package modelfile

import (
	"fmt"

	"logitarium/core/fault"
	"logitarium/core/gguf"
	"logitarium/core/token"
)

// The keys of a tokenizer.
const (
	modelKey    = "tokenizer.ggml.model"
	cutKey      = "tokenizer.ggml.pre"
	tokensKey   = "tokenizer.ggml.tokens"
	rolesKey    = "tokenizer.ggml.token_type"
	scoresKey   = "tokenizer.ggml.scores"
	mergesKey   = "tokenizer.ggml.merges"
	beginKey    = "tokenizer.ggml.bos_token_id"
	endKey      = "tokenizer.ggml.eos_token_id"
	addBeginKey = "tokenizer.ggml.add_bos_token"
	addEndKey   = "tokenizer.ggml.add_eos_token"
	blankKey    = "tokenizer.ggml.add_space_prefix"
)

// Tokens returns the tokenizer of a file, with rows ids: a model's vocabulary
// is often rounded up, and the ids that no token has are called [PAD50300] and
// the like, as llama.cpp's converter does. Encoding never makes them.
func Tokens(f *gguf.File, rows int) (*token.Vocabulary, error) {
	k := &keys{m: f.Metadata}
	s := token.Spec{Tokens: k.texts(tokensKey), Roles: k.roles()}
	if n := len(s.Tokens); k.err == nil && n > rows {
		return nil, fault.Errorf("the tokenizer has %d tokens, and the model %d rows of embeddings", n, rows)
	}
	switch kind := k.text(modelKey); kind {
	case "gpt2":
		k.bpe(&s)
	case "llama":
		s.SentencePiece = true
		s.Scores = k.scores()
		s.Blank = k.is(blankKey, true)
		s.Begin, s.End = k.id(beginKey, 1), k.id(endKey, 2)
		s.AddBegin = true
	default:
		if k.err == nil {
			return nil, fault.Errorf("the tokenizer is of the kind %.40q, which is not built in; byte-level BPE (gpt2) and SentencePiece BPE (llama) are", kind)
		}
	}
	s.AddBegin, s.AddEnd = k.is(addBeginKey, s.AddBegin), k.is(addEndKey, false)
	if k.err != nil {
		return nil, k.err
	}
	pad(&s, rows)
	return token.NewVocabulary(s)
}

// bpe reads what byte-level BPE has. What is left out is as in llama.cpp.
func (k *keys) bpe(s *token.Spec) {
	s.Merges = k.texts(mergesKey)
	s.Begin, s.End = k.id(beginKey, -1), k.id(endKey, -1)
	name := k.text(cutKey)
	if k.err != nil {
		return
	}
	s.Cut, k.err = token.CutNamed(name)
	s.Whole = s.Cut == token.Llama3
	s.AddBegin = s.Cut == token.Llama3 && s.Begin >= 0
}

// pad names the rows that no token has.
func pad(s *token.Spec, rows int) {
	n := len(s.Tokens)
	if n == rows || s.Roles != nil && len(s.Roles) != n || s.SentencePiece && len(s.Scores) != n {
		return // lists that do not fit are refused as they are
	}
	tokens, roles := make([]string, rows), make([]token.Role, rows)
	copy(tokens, s.Tokens)
	copy(roles, s.Roles)
	for id := range rows {
		if s.Roles == nil && id < n {
			roles[id] = token.Normal
		}
		if id >= n {
			tokens[id], roles[id] = fmt.Sprintf("[PAD%d]", id), token.Unused
		}
	}
	s.Tokens, s.Roles = tokens, roles
	if s.SentencePiece {
		s.Scores = append(s.Scores[:n:n], make([]float32, rows-n)...)
	}
}

// keys read metadata. After the first error they return zeros.
type keys struct {
	m   gguf.Metadata
	err error
}

func read[T any](k *keys, value T, err error) T {
	if k.err == nil {
		k.err = err
	}
	return value
}

func (k *keys) text(key string) string {
	s, err := k.m.String(key)
	return read(k, s, err)
}

func (k *keys) texts(key string) []string {
	s, err := k.m.Strings(key)
	return read(k, s, err)
}

func (k *keys) is(key string, otherwise bool) bool {
	if !k.m.Has(key) {
		return otherwise
	}
	v, err := k.m.Bool(key)
	return read(k, v, err)
}

func (k *keys) id(key string, otherwise int) int {
	if !k.m.Has(key) {
		return otherwise
	}
	n, err := k.m.Int(key)
	return read(k, n, err)
}

func (k *keys) scores() []float32 {
	s, err := k.m.Floats(scoresKey)
	return read(k, s, err)
}

func (k *keys) roles() []token.Role {
	if !k.m.Has(rolesKey) {
		return nil
	}
	list, err := k.m.Ints(rolesKey)
	roles := make([]token.Role, len(list))
	for i, n := range list {
		roles[i] = token.Role(n)
	}
	return read(k, roles, err)
}
