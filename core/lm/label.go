package lm

import (
	"fmt"
	"strconv"
	"strings"
)

// Label names a token that stands by itself. A leading blank is the rule inside
// a text and is left out; a token that goes on with a word begins with +
// instead. The special token and blanks stand in angle brackets. It panics as
// Tokenizer.Bytes does.
func Label(t Tokenizer, token int) string {
	text := string(t.Bytes(token))
	switch {
	case token == t.End():
		return "<end>"
	case text == "":
		return fmt.Sprintf("<%d>", token)
	case text == " ":
		return "<blank>"
	case text == "\n":
		return `\n`
	case text[0] == ' ':
		return text[1:]
	case text[0]|0x20 >= 'a' && text[0]|0x20 <= 'z' || text[0] >= 0x80:
		return "+" + text
	}
	return text
}

// Labels names the tokens of a text, whose first goes on with no word.
func Labels(t Tokenizer, tokens []int) []string {
	out := make([]string, len(tokens))
	for i, token := range tokens {
		out[i] = Label(t, token)
		if i == 0 && len(out[i]) > 1 {
			out[i] = strings.TrimPrefix(out[i], "+")
		}
	}
	return out
}

// Pieces cuts a text into tokens and labels them.
func (o Offer) Pieces(text string) []string { return Labels(o.Tokens, o.Tokens.Encode(text)) }

// Names shows tokens beside each other as [Labels] does, but for those that
// would look like another one: these are quoted with their blank, "the" and
// " the".
func Names(t Tokenizer, tokens []int) []string {
	out := Labels(t, tokens)
	of := map[string]int{} // the first token of a label, -1 where others have it too
	for i, label := range out {
		if first, ok := of[label]; ok && first != tokens[i] {
			of[label] = -1
		} else if !ok {
			of[label] = tokens[i]
		}
	}
	for i, label := range out {
		if of[label] < 0 {
			out[i] = strconv.Quote(string(t.Bytes(tokens[i])))
		}
	}
	return out
}
