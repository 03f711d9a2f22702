package rag

import (
	"fmt"
	"slices"
	"strings"

	"logitarium/core/chat"
	"logitarium/core/lm"
	"logitarium/core/world"
	"logitarium/ui/message"
)

// manner is how the model is asked: in plain lines, or in turns as the template
// in its file has it.
type manner struct {
	chat.Format
	numbered bool // each passage begins with its number, and not as the facts of Tiny World do
	turns    bool // there is a template, and it is recognised
	unknown  bool // there is one that is not
}

func mannerOf(m, own lm.Model) manner {
	template := lm.TemplateOf(m)
	f, ok := chat.Recognise(template)
	return manner{Format: f, numbered: !taughtAlike(m, own), turns: ok, unknown: template != "" && !ok}
}

// taughtAlike says whether a model reads Tiny World's lines as the built-in one
// does: it has that one's vocabulary, as the same weights have in a file.
func taughtAlike(m, own lm.Model) bool {
	line := world.Prompt(worldExamples[0].text, worldExamples[1].text)
	a, b := m.Tokenizer(), own.Tokenizer()
	return a.Size() == b.Size() && slices.Equal(a.Encode(line), b.Encode(line))
}

// answerLine is what plain prompts end with. In turns the model's own begins in
// its place.
const answerLine = "\nAnswer:"

// phrase is all that the model reads: passages, the query, and what the
// template puts around them.
func (m manner) phrase(query string, passages ...string) string {
	plain := m.plain(query, passages)
	if !m.turns {
		return plain
	}
	return m.Prompt(strings.TrimSuffix(plain, answerLine))
}

// plain are the lines that the built-in model was taught to read; for another
// one the passages with their numbers.
func (m manner) plain(query string, passages []string) string {
	if !m.numbered {
		return world.Prompt(query, passages...)
	}
	var b strings.Builder
	for i, text := range passages {
		b.WriteString(m.line(i, text) + "\n")
	}
	return b.String() + world.Prompt(query)
}

// line is that of the i-th passage, from 0.
func (m manner) line(i int, text string) string {
	if m.numbered {
		return fmt.Sprintf("[%d] %s", i+1, text)
	}
	return "Fact: " + text
}

// tokens are those of a phrase. What the template puts around it has special
// tokens; their names in passages and the query are text.
func (m manner) tokens(t lm.Tokenizer, phrase string) []int {
	if !m.turns {
		return t.Encode(phrase)
	}
	inner := strings.TrimSuffix(strings.TrimPrefix(phrase, m.Open), m.Close)
	ids := append(t.EncodeSpecial(m.Open), lm.Follow(t, inner)...)
	return append(ids, t.EncodeSpecial(m.Close)[len(t.EncodeSpecial("")):]...) // nothing begins there
}

// right are the tokens of an answer behind a phrase of n tokens: its line, or
// in turns its words.
func (m manner) right(t lm.Tokenizer, phrase, want string, n int) []int {
	if m.turns {
		return lm.Follow(t, want)
	}
	return t.Encode(phrase + " " + want + "\n")[n:]
}

// ends says whether a token ends the model's turn.
func (m manner) ends(t lm.Tokenizer, token int) bool {
	if token == t.End() {
		return true
	}
	last := strings.Index(m.Close, ">")
	return m.turns && last >= 0 && string(t.Bytes(token)) == m.Close[:last+1]
}

// around are the lines before and after what the model is asked, with the names
// of the tokens that its tokenizer puts before a text.
func (m manner) around(t lm.Tokenizer) (before, after []string) {
	if !m.turns {
		return []string{""}, []string{"", strings.TrimPrefix(answerLine, "\n")}
	}
	begin := ""
	for _, id := range t.EncodeSpecial("") {
		begin += string(t.Bytes(id))
	}
	return strings.Split(begin+m.Open+m.Lead, "\n"), strings.Split(strings.TrimSuffix(m.Close, "\n"), "\n")
}

// say says in which format the model is asked, if its file says anything of it.
func (m manner) say() message.Text {
	switch {
	case m.turns:
		return message.New("It is asked in the format of %s, by the template in its file.", m.Family)
	case m.unknown:
		return message.New("The template in its file is of no family that is known here: it is asked in plain lines.")
	}
	return message.Text{}
}
