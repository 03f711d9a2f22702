package huggingface

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"logitarium/core/fault"
	"logitarium/core/lm"
	"logitarium/core/token"
)

// The files of a tokenizer.
const (
	vocabFile  = "vocab.json"
	mergesFile = "merges.txt"
	addedFile  = "added_tokens.json"
	oneFile    = "tokenizer.json"
)

// maxTokenizer bounds each of them; GPT-2's tokenizer.json has 1.4 MB.
const maxTokenizer = 32 << 20

// readTokens reads the tokenizer of a folder, tokenizer.json before vocab.json
// as transformers does. It is nil if there is none. The remarks are about
// tokens that the model has no row for, and the like.
func readTokens(dir string, of blueprint) (t lm.Tokenizer, remarks []fault.Text, err error) {
	s := rows{of.config.Vocab, of.end}
	switch {
	case exists(dir, oneFile) && of.gpt2:
		b, remarks, err := readOne(dir, s)
		if err != nil {
			return nil, nil, fault.Errorf("%s: %v", oneFile, err)
		}
		return b, remarks, nil
	case exists(dir, oneFile):
		v, remarks, err := readLater(dir, s)
		if err != nil {
			return nil, nil, fault.Errorf("%s: %v", oneFile, err)
		}
		return v, remarks, nil
	case !of.gpt2 && exists(dir, "tokenizer.model"):
		return nil, nil, fault.Errorf("the tokenizer is in tokenizer.model alone, which is not read: save the model again with transformers, which writes %s", oneFile)
	case !of.gpt2:
		return nil, nil, nil
	case exists(dir, vocabFile) && exists(dir, mergesFile):
		b, remarks, err := readTwo(dir, s)
		if err != nil {
			return nil, nil, err
		}
		return b, remarks, nil
	case exists(dir, vocabFile):
		return nil, nil, fault.Errorf("%s without %s: the tokenizer needs both", vocabFile, mergesFile)
	case exists(dir, mergesFile):
		return nil, nil, fault.Errorf("%s without %s: the tokenizer needs both", mergesFile, vocabFile)
	}
	return nil, nil, nil
}

// rows are the ids that a model has, and the one that ends a document; nil if
// config.json does not say.
type rows struct {
	Vocab int
	End   *int
}

// readTwo reads vocab.json and merges.txt, and added_tokens.json if it is there.
func readTwo(dir string, s rows) (b *token.BPE, remarks []fault.Text, err error) {
	names := make(map[string]int)
	for _, file := range []string{vocabFile, addedFile} {
		if file == addedFile && !exists(dir, addedFile) {
			continue
		}
		data, err := readFile(dir, file, maxTokenizer)
		if err != nil {
			return nil, nil, err
		}
		var more map[string]int
		if err := json.Unmarshal(data, &more); err != nil {
			return nil, nil, fault.Errorf("%s: %v", file, err)
		}
		if file == addedFile {
			remarks = s.leaveOut(more)
		}
		maps.Copy(names, more)
	}
	merges, err := readFile(dir, mergesFile, maxTokenizer)
	if err != nil {
		return nil, nil, err
	}
	b, err = vocabulary(names, bytes.NewReader(merges), s)
	return b, remarks, err
}

// checkGPT2 names the first part of tokenizer.json that is not as in GPT-2.
func (f *tokenizerFile) checkGPT2() error {
	switch pre := f.PreTokenizer; {
	case f.Normalizer != nil:
		return fault.Errorf("normalizer is %.60q; supported is none", f.Normalizer.Type)
	case pre == nil:
		return fault.Errorf(`there is no pre_tokenizer; supported is "ByteLevel"`)
	case pre.Type != "ByteLevel":
		return fault.Errorf(`pre_tokenizer is %.60q; supported is "ByteLevel"`, pre.Type)
	case pre.PrefixSpace:
		return fault.Errorf("pre_tokenizer.add_prefix_space is true; supported is false")
	case pre.UseRegex != nil && !*pre.UseRegex:
		return fault.Errorf("pre_tokenizer.use_regex is false; supported is true")
	case f.Model.IgnoreMerges:
		return fault.Errorf("model.ignore_merges is true; supported is false")
	}
	return nil
}

func readOne(dir string, s rows) (b *token.BPE, remarks []fault.Text, err error) {
	f, err := readTokenizerFile(dir)
	if err != nil {
		return nil, nil, err
	}
	if err := f.checkGPT2(); err != nil {
		return nil, nil, err
	}
	added := make(map[string]int, len(f.Added))
	for _, t := range f.Added {
		added[t.Content] = t.ID
	}
	remarks = s.leaveOut(added)
	names := make(map[string]int, len(f.Model.Vocab)+len(f.Added))
	maps.Copy(names, f.Model.Vocab)
	maps.Copy(names, added)
	var merges strings.Builder
	merges.WriteString("#version: 0.2\n")
	for i, m := range f.Model.Merges {
		if strings.ContainsAny(string(m), "\r\n") {
			return nil, nil, fault.Errorf("model.merges: pair %d, %.60q, has the end of a line in it", i, m)
		}
		merges.WriteString(string(m) + "\n")
	}
	b, err = vocabulary(names, strings.NewReader(merges.String()), s)
	return b, remarks, err
}

// leaveOut takes those tokens out of the added ones that the model has no row
// for, and says so. A [PAD] that was added without resizing the model is the
// commonest: transformers opens such a folder, and fails only when the token
// comes up.
func (s rows) leaveOut(added map[string]int) (remarks []fault.Text) {
	for _, name := range slices.Sorted(maps.Keys(added)) {
		if id := added[name]; id >= s.Vocab {
			remarks = append(remarks, fault.New("the token %.60q has id %d, and the model has %d rows of embeddings: it is left out", name, id, s.Vocab))
			delete(added, name)
		}
	}
	return remarks
}

// vocabulary returns a tokenizer with as many ids as the model has. A model's
// vocabulary is often rounded up; the ids that no token has are called [PAD50300]
// and the like, as in llama.cpp's convert_hf_to_gguf.py, so that it shows when
// the model chooses one. Encoding never makes them.
func vocabulary(names map[string]int, merges io.Reader, s rows) (*token.BPE, error) {
	end, has := "<|endoftext|>", make([]bool, s.Vocab)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		id := names[name]
		if s.End != nil && id == *s.End {
			end = name
		}
		if id < 0 || id >= s.Vocab {
			return nil, fault.Errorf("token %.60q has id %d, and vocab_size in config.json is %d", name, id, s.Vocab)
		}
		has[id] = true
	}
	for id := range s.Vocab {
		if has[id] {
			continue
		}
		name := fmt.Sprintf("[PAD%d]", id)
		for _, taken := names[name]; taken; _, taken = names[name] {
			name = "[" + name + "]"
		}
		names[name] = id
	}
	vocab, err := json.Marshal(names)
	if err != nil {
		return nil, err
	}
	return token.ReadVocab(bytes.NewReader(vocab), merges, end)
}
