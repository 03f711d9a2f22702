package huggingface

import (
	"encoding/json"
	"slices"

	"logitarium/core/fault"
)

// tokenizerFile is tokenizer.json, as the tokenizers library writes it.
type tokenizerFile struct {
	Normalizer   *stage `json:"normalizer"`
	PreTokenizer *stage `json:"pre_tokenizer"`
	After        *stage `json:"post_processor"`
	Added        []struct {
		ID      int    `json:"id"`
		Content string `json:"content"`
		Special bool   `json:"special"`
	} `json:"added_tokens"`
	Model struct {
		Type         string         `json:"type"`
		Dropout      *float64       `json:"dropout"`
		Prefix       string         `json:"continuing_subword_prefix"`
		Suffix       string         `json:"end_of_word_suffix"`
		ByteFallback bool           `json:"byte_fallback"`
		IgnoreMerges bool           `json:"ignore_merges"`
		Vocab        map[string]int `json:"vocab"`
		Merges       []merge        `json:"merges"`
	} `json:"model"`
}

// readTokenizerFile reads it, and refuses what no tokenizer here does.
func readTokenizerFile(dir string) (*tokenizerFile, error) {
	data, err := readFile(dir, oneFile, maxTokenizer)
	if err != nil {
		return nil, err
	}
	f := new(tokenizerFile)
	if err := json.Unmarshal(data, f); err != nil {
		return nil, err
	}
	switch m := f.Model; {
	case m.Type != "BPE":
		return nil, fault.Errorf(`model.type is %.60q; supported is "BPE"`, m.Type)
	case m.Dropout != nil && *m.Dropout != 0:
		return nil, fault.Errorf("model.dropout is %g; supported is none", *m.Dropout)
	case m.Prefix != "":
		return nil, fault.Errorf("model.continuing_subword_prefix is %.60q; supported is none", m.Prefix)
	case m.Suffix != "":
		return nil, fault.Errorf("model.end_of_word_suffix is %.60q; supported is none", m.Suffix)
	}
	return f, nil
}

// stage is one transformation of a text or of its tokens, or several.
type stage struct {
	Type        string  `json:"type"`
	Normalizers []stage `json:"normalizers"`
	Pre         []stage `json:"pretokenizers"`
	Processors  []stage `json:"processors"`

	Prepend string `json:"prepend"`
	Content string `json:"content"`
	Pattern struct {
		String string
		Regex  string
	} `json:"pattern"`
	UseRegex    *bool  `json:"use_regex"` // true if left out
	PrefixSpace bool   `json:"add_prefix_space"`
	Individual  bool   `json:"individual_digits"`
	Scheme      string `json:"prepend_scheme"`
	Single      []struct {
		SpecialToken *struct{ ID string }
	} `json:"single"`
}

// all are the stages in their order, without those that only hold others.
func (s *stage) all() []stage {
	if s == nil {
		return nil
	}
	if s.Type != "Sequence" {
		return []stage{*s}
	}
	var list []stage
	for _, inner := range slices.Concat(s.Normalizers, s.Pre, s.Processors) {
		list = append(list, inner.all()...)
	}
	return list
}

// merge is a pair, written "left right" or ["left", "right"].
type merge string

func (m *merge) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '[' {
		var two []string
		if err := json.Unmarshal(data, &two); err != nil {
			return err
		}
		if len(two) != 2 {
			return fault.Errorf("a merge of %d tokens, not 2", len(two))
		}
		*m = merge(two[0] + " " + two[1])
		return nil
	}
	return json.Unmarshal(data, (*string)(m))
}
