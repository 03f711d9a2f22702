package rag

import (
	"slices"
	"strings"
	"unicode/utf8"

	"logitarium/core/retrieval"
	"logitarium/ui/message"
)

// What becomes of a query's function words, and of words of one letter.
const (
	stopDropped = iota
	stopKept
)

// everyWord says whether all words are looked for: the knob has it so, or the
// query would lose all that it has. The questions of the metrics are not the
// user's, and keep to the knob.
func (l *Lab) everyWord() bool {
	if !l.drops() {
		return false // the same either way
	}
	return l.stop == stopKept || !l.open().questions && l.rescued()
}

// drops says whether words are dropped from these documents at all.
func (l *Lab) drops() bool {
	return l.collection().analyzer.MinRunes > 1 || l.collection().analyzer.Stop != nil
}

// rescued says whether the query has words, but none that would be left.
func (l *Lab) rescued() bool {
	return l.drops() && len(l.collection().analyzer.Terms(l.query)) == 0 && len(retrieval.Analyzer{}.Terms(l.query)) > 0
}

// unsought is a word of the query that is not looked for, and why.
type unsought struct {
	word   string
	letter bool // it is dropped as a single letter, not as a function word
}

// why is the reason as a message.
func (u unsought) why() message.ID {
	if u.letter {
		return "one letter"
	}
	return "a function word"
}

// unsought lists what the query loses, each word once.
func (l *Lab) unsought() []unsought {
	if l.everyWord() || !l.drops() {
		return nil
	}
	var list []unsought
	for _, word := range different(retrieval.Analyzer{}.Terms(l.query)) {
		switch a := l.collection().analyzer; {
		case a.Stop[word]:
			list = append(list, unsought{word, false})
		case utf8.RuneCountInString(word) < a.MinRunes && len(a.Terms(word)) == 0:
			list = append(list, unsought{word, true})
		}
	}
	return list
}

// prepared says what of the query is looked for in words, at length and in
// short; nothing where no word is lost.
func (l *Lab) prepared() (wordings []message.Text) {
	if l.stop == stopDropped && l.rescued() {
		return []message.Text{message.New("nothing but function words and letters: all are looked for"), message.New("only stop words: all looked for")}
	}
	lost := l.unsought()
	if len(lost) == 0 {
		return nil
	}
	words := make([]string, len(lost))
	for i, u := range lost {
		words[i] = u.word
	}
	text := strings.Join(words, " ")
	long := message.New("not looked for, function words: %s", text)
	if slices.ContainsFunc(lost, func(u unsought) bool { return u.letter }) {
		long = message.New("not looked for, function words and letters: %s", text)
	}
	return []message.Text{long, message.New("not looked for: %s", text), message.New("dropped: %s", text)}
}
