package token

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"logitarium/core/fault"
)

// Limits on files from outside. GPT-2's merges are 456 KB in 50,001 lines, its
// vocabulary 1.0 MB; the largest published byte-level vocabularies have about
// 200,000 tokens.
const (
	maxFile  = 16 << 20
	maxSize  = 1 << 20
	maxToken = 1 << 10
)

// WriteMerges writes the merges in the format of GPT-2's merges.txt: a version
// line, then one pair a line, spelt with [ByteRune].
func (b *BPE) WriteMerges(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, "#version: 0.2")
	for _, p := range b.merges {
		fmt.Fprintln(out, spell(b.text[p.left]), spell(b.text[p.right]))
	}
	return out.Flush()
}

// ReadMerges reads merges.txt. The ids follow from it as in GPT-2: the 256
// bytes, the merges in order, the special token. An error names the line.
func ReadMerges(r io.Reader) (*BPE, error) {
	b := newBPE()
	err := scanMerges(r, func(left, right string) error {
		b.name(left + right)
		return b.learnText(left, right)
	})
	if err != nil {
		return nil, err
	}
	return b.finish(), nil
}

// ReadVocab reads a vocabulary as published with GPT-2-family models:
// vocab.json gives every token its id, merges.txt the order of merging. end is
// the name of the token that ends a document, "<|endoftext|>" in GPT-2.
// Numbers that no token has are left out; tokens that no merge makes are only
// decoded.
func ReadVocab(vocab, merges io.Reader, end string) (*BPE, error) {
	names, err := readNames(vocab)
	if err != nil {
		return nil, err
	}
	b := &BPE{ids: make(map[string]int32, len(names)), rule: make(map[pair]product)}
	for name, n := range names {
		text, ok := OfByteRunes(name)
		if !ok {
			text = name // a special token with letters outside the alphabet
		}
		for len(b.text) <= int(n) {
			b.text = append(b.text, "")
		}
		if b.text[n] != "" {
			return nil, fault.Errorf("vocab.json: id %d is given to two tokens", n)
		}
		b.text[n], b.ids[text] = text, n
	}
	for c := range 256 {
		n, ok := b.ids[string([]byte{byte(c)})]
		if !ok {
			return nil, fault.Errorf("vocab.json: no token for byte 0x%02X (%q): is this a byte-level vocabulary?", c, ByteRune(byte(c)))
		}
		b.byteID[c] = n
	}
	last, ok := names[end]
	if !ok {
		return nil, fault.Errorf("vocab.json: no token %q to end a document", end)
	}
	b.end = int(last)
	if err := scanMerges(merges, b.learnText); err != nil {
		return nil, err
	}
	return b, nil
}

// learnText appends a merge between tokens by what they spell.
func (b *BPE) learnText(left, right string) error {
	for _, text := range [...]string{left, right, left + right} {
		if _, ok := b.ids[text]; !ok {
			return fault.Errorf("%.60q is not a token yet", text)
		}
	}
	p := pair{b.ids[left], b.ids[right]}
	if _, ok := b.rule[p]; ok {
		return fault.Errorf("the same pair stands above")
	}
	b.learn(p)
	return nil
}

// scanMerges calls add with the bytes of each pair, and says which line an
// error is from.
func scanMerges(r io.Reader, add func(left, right string) error) error {
	limited := &io.LimitedReader{R: r, N: maxFile + 1}
	lines := bufio.NewScanner(limited)
	lines.Buffer(nil, 4*maxToken)
	n, pairs := 0, 0
	for lines.Scan() {
		if n++; limited.N == 0 {
			return fault.Errorf("merges.txt: larger than %d MB", maxFile>>20)
		}
		line := strings.TrimSuffix(lines.Text(), "\r")
		if n == 1 && strings.HasPrefix(line, "#version") || line == "" {
			continue
		}
		left, right, ok := strings.Cut(line, " ")
		if !ok || left == "" || right == "" || strings.Contains(right, " ") {
			return fault.Errorf("merges.txt: line %d: want two tokens with one blank between, got %.60q", n, line)
		}
		if pairs++; pairs > maxSize {
			return fault.Errorf("merges.txt: line %d: more than %d merges", n, maxSize)
		}
		a, okA := OfByteRunes(left)
		c, okC := OfByteRunes(right)
		if !okA || !okC {
			return fault.Errorf("merges.txt: line %d: a character in %.60q stands for no byte", n, line)
		}
		if len(a)+len(c) > maxToken {
			return fault.Errorf("merges.txt: line %d: a token of %d bytes; the limit is %d", n, len(a)+len(c), maxToken)
		}
		if err := add(a, c); err != nil {
			return fault.Errorf("merges.txt: line %d: %v", n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fault.Errorf("merges.txt: line %d: %v", n+1, err)
	}
	return nil
}

// readNames reads vocab.json: an object of token names and their ids.
func readNames(r io.Reader) (map[string]int32, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fault.Errorf("vocab.json: %v", err)
	}
	if len(data) > maxFile {
		return nil, fault.Errorf("vocab.json: larger than %d MB", maxFile>>20)
	}
	var names map[string]int32
	if err := json.Unmarshal(data, &names); err != nil {
		return nil, fault.Errorf("vocab.json: %v", err)
	}
	for name, n := range names {
		if n < 0 || n >= maxSize {
			return nil, fault.Errorf("vocab.json: %.60q has id %d; ids go from 0 to %d", name, n, maxSize-1)
		}
		if name == "" || len(name) > 2*maxToken {
			return nil, fault.Errorf("vocab.json: id %d has a name of %d bytes; the limit is 1 to %d", n, len(name), 2*maxToken)
		}
	}
	return names, nil
}
