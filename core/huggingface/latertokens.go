package huggingface

import (
	"fmt"
	"slices"
	"strings"

	"logitarium/core/fault"
	"logitarium/core/token"
)

// patterns are the regular expressions by which text is cut, as tokenizer.json
// writes them.
var patterns = map[string]token.Pattern{
	`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`: token.Llama3,
	`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`:      token.Qwen2,
}

// readLater reads tokenizer.json.
func readLater(dir string, s rows) (*token.Vocabulary, []fault.Text, error) {
	f, err := readTokenizerFile(dir)
	if err != nil {
		return nil, nil, err
	}
	to := token.Spec{Begin: -1, End: -1, Whole: f.Model.IgnoreMerges, SentencePiece: f.Model.ByteFallback}
	remarks, err := f.fill(&to, s)
	if err != nil {
		return nil, nil, err
	}
	if to.SentencePiece {
		err = f.sentencePiece(&to)
	} else {
		err = f.byteLevel(&to, &remarks)
	}
	if err != nil {
		return nil, nil, err
	}
	f.begin(&to)
	if s.End != nil {
		to.End = *s.End
	}
	v, err := token.NewVocabulary(to)
	return v, remarks, err
}

// fill sets the tokens, as many as the model has rows. Added ones are found by
// their names. Ids that no token has are called [PAD50300] and the like.
func (f *tokenizerFile) fill(to *token.Spec, s rows) (remarks []fault.Text, err error) {
	to.Tokens, to.Roles = make([]string, s.Vocab), make([]token.Role, s.Vocab)
	for name, id := range f.Model.Vocab {
		if id < 0 || id >= s.Vocab {
			return nil, fault.Errorf("token %.60q has id %d, and vocab_size in config.json is %d", name, id, s.Vocab)
		}
		if to.Roles[id] != 0 {
			return nil, fault.Errorf("id %d is given to two tokens", id)
		}
		to.Tokens[id], to.Roles[id] = name, token.Normal
		var c byte
		if n, _ := fmt.Sscanf(name, "<0x%02X>", &c); to.SentencePiece && n == 1 && name == fmt.Sprintf("<0x%02X>", c) {
			to.Roles[id] = token.Byte
		}
	}
	for _, t := range f.Added {
		if t.ID < 0 || t.ID >= s.Vocab {
			remarks = append(remarks, fault.New("the token %.60q has id %d, and the model has %d rows of embeddings: it is left out", t.Content, t.ID, s.Vocab))
			continue
		}
		to.Tokens[t.ID], to.Roles[t.ID] = t.Content, token.Written
		if t.Special {
			to.Roles[t.ID] = token.Control
		}
	}
	for id, role := range to.Roles {
		if role == 0 {
			to.Tokens[id], to.Roles[id] = fmt.Sprintf("[PAD%d]", id), token.Unused
		}
	}
	return remarks, nil
}

// byteLevel finds out how text is cut.
func (f *tokenizerFile) byteLevel(to *token.Spec, remarks *[]fault.Text) error {
	for _, n := range f.Normalizer.all() {
		if n.Type != "NFC" {
			return fault.Errorf("normalizer is %.60q; supported are none and NFC", n.Type)
		}
		*remarks = append(*remarks, fault.New("the tokenizer composes letters and accents that are written apart (NFC); here a text is read as it is"))
	}
	for _, m := range f.Model.Merges {
		to.Merges = append(to.Merges, string(m))
	}
	stages := f.PreTokenizer.all()
	if n := len(stages); n == 0 || stages[n-1].Type != "ByteLevel" || stages[n-1].PrefixSpace {
		return fault.Errorf("pre_tokenizer does not end with ByteLevel without add_prefix_space; nothing else is supported")
	}
	last, stages := stages[len(stages)-1], stages[:len(stages)-1]
	own := last.UseRegex == nil || *last.UseRegex
	switch {
	case len(stages) == 0 && own:
		to.Cut = token.GPT2
		return nil
	case len(stages) == 1 && own && stages[0].Type == "Digits" && stages[0].Individual:
		to.Cut = token.SmolLM
		return nil
	case len(stages) == 1 && !own && stages[0].Type == "Split":
		cut, ok := patterns[stages[0].Pattern.Regex]
		if !ok {
			return fault.Errorf("pre_tokenizer cuts text by the pattern %.200q, which is not built in", stages[0].Pattern.Regex)
		}
		to.Cut = cut
		return nil
	}
	return fault.Errorf("pre_tokenizer has %d stages before ByteLevel, and their kind is not built in", len(stages))
}

// sentencePiece makes scores of the merges: what is made first has the highest.
// Blanks must become ▁, whether by the normalizer or by a Metaspace.
func (f *tokenizerFile) sentencePiece(to *token.Spec) error {
	marks := false
	for _, n := range slices.Concat(f.Normalizer.all(), f.PreTokenizer.all()) {
		switch {
		case n.Type == "Prepend" && n.Prepend == "▁":
			to.Blank = true
		case n.Type == "Replace" && n.Pattern.String == " " && n.Content == "▁":
			marks = true
		case n.Type == "Metaspace":
			marks, to.Blank = true, to.Blank || n.Scheme != "never"
		case n.Type == "Split" && n.Pattern.String == " ": // Gemma's, where no blank is left
		default:
			return fault.Errorf("the stage %.60q of a tokenizer with byte_fallback is not built in", n.Type)
		}
	}
	if !marks {
		return fault.Errorf("a tokenizer with byte_fallback that does not write blanks as ▁ is not built in")
	}
	to.Scores = make([]float32, len(to.Tokens))
	for i := range to.Scores {
		to.Scores[i] = -1e9 // no merge makes it
	}
	ids := make(map[string]int, len(to.Tokens))
	for id, name := range to.Tokens {
		ids[name] = id
	}
	for i, m := range f.Model.Merges {
		left, right, _ := strings.Cut(string(m), " ")
		id, ok := ids[left+right]
		if !ok {
			return fault.Errorf("merge %d, %.60q, makes no token", i, string(m))
		}
		to.Scores[id] = max(to.Scores[id], -float32(i))
	}
	return nil
}

// begin finds the token that is put before a text.
func (f *tokenizerFile) begin(to *token.Spec) {
	for _, p := range f.After.all() {
		if p.Type != "TemplateProcessing" || len(p.Single) == 0 || p.Single[0].SpecialToken == nil {
			continue
		}
		if id := slices.Index(to.Tokens, p.Single[0].SpecialToken.ID); id >= 0 {
			to.Begin, to.AddBegin = id, true
		}
	}
}
