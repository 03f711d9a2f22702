package token

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"logitarium/core/fault"
)

// Role is what a token of a model's file is for, by its number in
// tokenizer.ggml.token_type.
type Role int

// The roles.
const (
	Normal  Role = 1
	Unknown Role = 2 // for what no token spells
	Control Role = 3 // <s> and the like: made from text only by those who ask for it
	Written Role = 4 // added by hand: always found in a text, before all else
	Unused  Role = 5
	Byte    Role = 6 // <0x0A>, for what no other token of a SentencePiece vocabulary spells
)

// Spec is what a model's file says of its tokenizer.
type Spec struct {
	Tokens []string // by id: of byte-level BPE spelt with [ByteRune], of SentencePiece with ▁ for a blank
	Roles  []Role   // by id; nil: all are Normal

	// Of byte-level BPE: how text is cut, pairs "left right" in the order in
	// which they were learnt, and whether a piece that is a token itself is
	// taken as it is.
	Cut    Pattern
	Merges []string
	Whole  bool

	// Of SentencePiece, with its BPE: the pair whose token has the highest score
	// is joined first. Blank puts a blank before a text.
	SentencePiece bool
	Scores        []float32
	Blank         bool

	Begin, End       int  // the tokens before a text and after it; -1: the file does not say
	AddBegin, AddEnd bool // whether the model expects them
}

// A Vocabulary is the tokenizer of a model's file: byte-level BPE, or that of
// SentencePiece, with the special tokens around it. It does not change after it
// was made, so any number of goroutines may use it.
//
// What it makes of a text is what llama.cpp 0.7.0 makes of it.
type Vocabulary struct {
	pieces  []string // id → bytes, or the name of a special token
	roles   []Role
	plain   encoder
	special []int // the ids of tokens that are found by their name, the longest first
	spec    Spec
}

// encoder encodes what stands between special tokens.
type encoder interface {
	AppendEncode(dst []int, text string) []int
}

// NewVocabulary makes the tokenizer. The error says which token or pair of the
// spec is wrong. It keeps the spec's lists.
func NewVocabulary(s Spec) (*Vocabulary, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	v := &Vocabulary{pieces: make([]string, len(s.Tokens)), roles: s.Roles, spec: s}
	for id, name := range s.Tokens {
		v.pieces[id] = s.spelt(id, name)
		switch v.role(id) {
		case Unknown, Control, Written:
			if name != "" {
				v.special = append(v.special, id)
			}
		}
	}
	if v.spec.End < 0 {
		end := slices.IndexFunc(endNames, func(name string) bool { return v.named(name) >= 0 })
		if end < 0 {
			return nil, fault.Errorf("the file does not say which token ends a text (eos_token_id), and no token is called %s", strings.Join(endNames, ", "))
		}
		v.spec.End = v.named(endNames[end])
	}
	slices.SortStableFunc(v.special, func(a, b int) int { return cmp.Compare(len(v.pieces[b]), len(v.pieces[a])) })
	var err error
	if s.SentencePiece {
		v.plain, err = newSentencePiece(s)
	} else {
		v.plain, err = v.bpe(s)
	}
	return v, err
}

// Source returns what a model's file says of a vocabulary, whose ids must all
// have a token.
func (b *BPE) Source() Spec {
	s := Spec{Begin: b.end, End: b.end}
	for id, text := range b.text {
		role, name := Normal, spell(text)
		if id == b.end {
			role, name = Control, text
		}
		s.Tokens, s.Roles = append(s.Tokens, name), append(s.Roles, role)
	}
	for _, p := range b.merges {
		s.Merges = append(s.Merges, spell(b.text[p.left])+" "+spell(b.text[p.right]))
	}
	return s
}

// endNames are what the token that ends a text is called where a file does not
// say which it is.
var endNames = []string{"<|endoftext|>", "<|end_of_text|>", "</s>", "<eos>", "<|im_end|>"}

// named returns the special token of a name; -1 if there is none.
func (v *Vocabulary) named(name string) int {
	i := slices.IndexFunc(v.special, func(id int) bool { return v.pieces[id] == name })
	if i < 0 {
		return -1
	}
	return v.special[i]
}

func (s Spec) check() error {
	n := len(s.Tokens)
	switch {
	case n == 0 || n > 1<<22:
		return fault.Errorf("the tokenizer has %d tokens; 1 to %d are supported", n, 1<<22)
	case s.Roles != nil && len(s.Roles) != n:
		return fault.Errorf("the tokenizer has %d tokens and %d types of tokens", n, len(s.Roles))
	case s.SentencePiece && len(s.Scores) != n:
		return fault.Errorf("the tokenizer has %d tokens and %d scores", n, len(s.Scores))
	case s.Begin < -1 || s.Begin >= n || s.End < -1 || s.End >= n:
		return fault.Errorf("texts begin with token %d and end with token %d, and there are %d tokens", s.Begin, s.End, n)
	case s.AddBegin && s.Begin < 0 || s.AddEnd && s.End < 0:
		return fault.Errorf("texts are to begin or end with a token that the file does not name")
	}
	return nil
}

// spelt returns the bytes of a token, the name of one that stands for no bytes.
func (s Spec) spelt(id int, name string) string {
	role := Normal
	if s.Roles != nil {
		role = s.Roles[id]
	}
	switch {
	case s.SentencePiece && role == Byte:
		if c, ok := byteNamed(name); ok {
			return string([]byte{c})
		}
	case s.SentencePiece && role == Normal:
		return strings.ReplaceAll(name, blankMark, " ")
	case role == Normal:
		if text, ok := OfByteRunes(name); ok {
			return text
		}
	}
	return name
}

// bpe makes the merging of byte-level BPE.
func (v *Vocabulary) bpe(s Spec) (*BPE, error) {
	b := &BPE{
		text: slices.Clone(v.pieces), ids: make(map[string]int32, len(v.pieces)), rule: make(map[pair]product, len(s.Merges)),
		cut: s.Cut, whole: s.Whole, real: len(v.pieces),
	}
	for id, text := range v.pieces {
		if v.role(id) == Normal {
			b.ids[text] = int32(id)
		}
	}
	for c := range 256 {
		n, ok := b.ids[string([]byte{byte(c)})]
		if !ok {
			return nil, fault.Errorf("the tokenizer has no token for byte 0x%02X (%q): is this a byte-level vocabulary?", c, ByteRune(byte(c)))
		}
		b.byteID[c] = n
	}
	for i, m := range s.Merges {
		left, right, ok := strings.Cut(m, " ")
		one, okLeft := OfByteRunes(left)
		two, okRight := OfByteRunes(right)
		if !ok || !okLeft || !okRight || one == "" || two == "" {
			return nil, fault.Errorf("merge %d of the tokenizer is %.60q; it should be two tokens with one blank between", i, m)
		}
		p := pair{b.name(one), b.name(two)}
		b.name(one + two)
		if _, twice := b.rule[p]; !twice {
			b.learn(p)
		}
	}
	return b, nil
}

func (v *Vocabulary) role(id int) Role {
	if v.roles == nil {
		return Normal
	}
	return v.roles[id]
}

// Size returns the number of ids.
func (v *Vocabulary) Size() int { return len(v.pieces) }

// End returns the id of the token that ends a document.
func (v *Vocabulary) End() int { return v.spec.End }

// Begin returns the id of the token that begins a text, and whether
// [Vocabulary.Encode] puts it there.
func (v *Vocabulary) Begin() (id int, added bool) { return v.spec.Begin, v.spec.AddBegin }

// SentencePiece reports whether it is one of SentencePiece; else it is byte-level.
func (v *Vocabulary) SentencePiece() bool { return v.spec.SentencePiece }

// Role returns what a token is for. It panics if there is no such token.
func (v *Vocabulary) Role(id int) Role { return v.role(id) }

// Bytes returns the bytes that a token stands for, the name of one that stands
// for none. It panics if there is no such token.
func (v *Vocabulary) Bytes(id int) []byte { return []byte(v.piece(id)) }

func (v *Vocabulary) piece(id int) string {
	if id < 0 || id >= len(v.pieces) {
		panic(fmt.Sprintf("token: id %d in a vocabulary of %d", id, len(v.pieces)))
	}
	return v.pieces[id]
}

// Tokenize returns the tokens of a text as llama.cpp's programs print them.
// With special, names of special tokens in the text are these tokens, and the
// tokens that the model expects before and after a text are there; without it
// neither.
func (v *Vocabulary) Tokenize(text string, special bool) []int {
	var ids []int
	if special && v.spec.AddBegin {
		ids = append(ids, v.spec.Begin)
	}
	ids = v.encode(ids, text, special, v.spec.Blank)
	if special && v.spec.AddEnd {
		ids = append(ids, v.spec.End)
	}
	return ids
}

// Encode returns the tokens of a text as the model expects it: the token that
// begins a text comes first if the file says so, and a blank before the first
// word. Names of special tokens in the text are text.
func (v *Vocabulary) Encode(text string) []int { return v.context(text, false) }

// EncodeSpecial is Encode, and names of special tokens in the text are these
// tokens. A text that begins with the name of the token that begins a text, as
// those of chat templates do, has it once.
func (v *Vocabulary) EncodeSpecial(text string) []int { return v.context(text, true) }

func (v *Vocabulary) context(text string, special bool) []int {
	ids := make([]int, 0, len(text)/3+2)
	if v.spec.AddBegin {
		ids = append(ids, v.spec.Begin)
		if name := v.pieces[v.spec.Begin]; special && strings.HasPrefix(text, name) {
			text = text[len(name):]
		}
	}
	return v.encode(ids, text, special, v.spec.Blank)
}

// Follow returns the tokens of a text that follows another one: nothing is put
// before it.
func (v *Vocabulary) Follow(text string) []int { return v.encode(nil, text, false, false) }

// Decode returns the text of tokens. What Encode puts before a text is left out
// behind the token that begins it: Decode(Encode(s)) is s.
func (v *Vocabulary) Decode(ids []int) string {
	begun := v.spec.AddBegin && len(ids) > 0 && ids[0] == v.spec.Begin
	if begun {
		ids = ids[1:]
	}
	var out []byte
	for _, id := range ids {
		out = append(out, v.piece(id)...)
	}
	if begun && v.spec.Blank && len(ids) > 0 && v.role(ids[0]) != Control {
		return strings.TrimPrefix(string(out), " ")
	}
	return string(out)
}

// A part of a text is text, or a special token.
type part struct {
	text string
	id   int // -1: it is text
}

// encode appends the tokens of a text.
func (v *Vocabulary) encode(dst []int, text string, special, blank bool) []int {
	fresh := true // nothing, or a special token, stands before
	for _, p := range v.parts(text, special) {
		if p.id >= 0 {
			dst, fresh = append(dst, p.id), true
			continue
		}
		if blank && fresh {
			p.text = " " + p.text
		}
		dst, fresh = v.plain.AppendEncode(dst, p.text), false
	}
	return dst
}

// parts finds special tokens, the longest ones first: the shorter ones are
// looked for in what these leave.
func (v *Vocabulary) parts(text string, special bool) []part {
	if text == "" {
		return nil
	}
	parts := []part{{text, -1}}
	for _, id := range v.special {
		name := v.pieces[id]
		if !special && v.role(id) != Written || !strings.Contains(text, name) {
			continue
		}
		var found []part
		for _, p := range parts {
			for p.id < 0 {
				before, after, ok := strings.Cut(p.text, name)
				if !ok {
					break
				}
				if before != "" {
					found = append(found, part{before, -1})
				}
				found = append(found, part{name, id})
				p.text = after
			}
			if p.id >= 0 || p.text != "" {
				found = append(found, p)
			}
		}
		parts = found
	}
	return parts
}
