package rag

import (
	"slices"
	"strings"

	"logitarium/core/retrieval"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// A heard is what becomes of a word of the query, as far as blanks, in a search
// by words.
type heard struct {
	word  string       // as it was typed
	terms []string     // what is looked for, in its place
	done  []message.ID // to it
}

// listening is what the query's terms are made with.
func (l *Lab) listening() retrieval.Analyzer {
	if l.everyWord() {
		return retrieval.Analyzer{}
	}
	return l.collection().analyzer
}

// heard takes the query apart by its words.
func (l *Lab) heard() []heard {
	asTyped := retrieval.Analyzer{KeepCase: true}.Tokens(l.query)
	terms := l.listening().Tokens(l.query)
	var list []heard
	end := 0
	for word := range strings.FieldsSeq(l.query) {
		start := end + strings.Index(l.query[end:], word)
		end = start + len(word)
		span := retrieval.Span{Start: start, End: end}
		h := heard{word: word, terms: texts(within(terms, span))}
		h.done = l.doneTo(word, within(asTyped, span), h.terms)
		list = append(list, h)
	}
	return list
}

// within are the tokens inside of a span.
func within(tokens []retrieval.Token, s retrieval.Span) []retrieval.Token {
	var in []retrieval.Token
	for _, t := range tokens {
		if t.Overlap(s) > 0 {
			in = append(in, t)
		}
	}
	return in
}

func texts(tokens []retrieval.Token) []string {
	var list []string
	for _, t := range tokens {
		list = append(list, t.Text)
	}
	return list
}

// doneTo lists what was done to a word, of which typed are the parts.
func (l *Lab) doneTo(word string, typed []retrieval.Token, terms []string) []message.ID {
	var done []message.ID
	note := func(what message.ID, is bool) {
		if is && !slices.Contains(done, what) {
			done = append(done, what)
		}
	}
	if len(typed) == 0 {
		return []message.ID{"no letter"}
	}
	lost := l.unsought()
	parts := 0 // that do not overlap
	for i, t := range typed {
		paired := i > 0 && t.Start < typed[i-1].End
		if !paired {
			parts++
		}
		small := retrieval.Analyzer{}.Terms(t.Text)
		if n := slices.IndexFunc(lost, func(u unsought) bool { return len(small) == 1 && u.word == small[0] }); n >= 0 {
			note(lost[n].why(), true)
			continue
		}
		note("lower case", len(small) == 1 && small[0] != t.Text)
		note("accents count", len(small) == 1 && retrieval.Unmarked(small[0]) != small[0])
		note("pairs of characters", paired)
	}
	const around = `.,;:!?…"'()[]{}«»“”‘’。，、；：？！「」『』（）-–—`
	bare := strings.Trim(word, around)
	note("parted at signs", parts > 1 && len(terms) > 0)
	note("signs count for nothing", bare != "" && len(typed) == 1 && typed[0].Text != bare)
	return done
}

// changed says whether anything of a word is not as it was typed.
func (h heard) changed() bool {
	return len(h.done) > 0
}

// arrow writes a word and what is looked for in its place.
func (h heard) arrow(arrow string) string {
	return h.word + " " + arrow + " " + strings.Join(h.terms, " ")
}

// arrows writes the words that are looked for as something else, with what was
// done to them, at length and in short; nothing where there is none. It is plain
// where letters became small, and no more.
func (l *Lab) arrows(arrow string) (wordings []message.Text, plain bool) {
	var words []string
	var done []message.ID
	for _, h := range l.heard() {
		if len(h.terms) == 0 || !h.changed() {
			continue
		}
		words = append(words, h.arrow(arrow))
		for _, d := range h.done {
			if !slices.Contains(done, d) {
				done = append(done, d)
			}
		}
	}
	if words == nil {
		return nil, false
	}
	short := message.Verbatim(strings.Join(words, ", "))
	return []message.Text{message.New("%v: %v", series(done), short), short}, slices.Equal(done, []message.ID{"lower case"})
}

// series is several messages, one after the other.
func series(ids []message.ID) message.Text {
	all := make([]message.Text, len(ids))
	for i, id := range ids {
		all[i] = message.New(id)
	}
	return message.Series(all...)
}

// listHeard is the query, word by word.
func (l *Lab) listHeard() lab.List {
	list := lab.List{Name: "the query, word by word", Columns: []string{"word", "looked for", "why"}}
	for _, h := range l.heard() {
		looked := strings.Join(h.terms, " ")
		if looked == "" {
			looked = "nothing"
		}
		list.Add(lab.Word(h.word), lab.Word(looked), lab.Word(series(h.done).String()))
	}
	return list
}

// readSought is what is looked for.
func (l *Lab) readSought() lab.Reading {
	r := lab.Reading{Name: "looked for", Help: message.New("the words that a search by words looks for: in lower case, Chinese and its like in pairs of characters, endings and accents as they are")}
	if r.Text = message.Verbatim(strings.Join(different(l.found.terms), " ")); r.Text.Empty() {
		r.Undefined = message.New("the query has no such word")
	}
	return r
}

// A miss is a word that is looked for and not there, where one that is nearly
// the same is.
type miss struct {
	asked, there string
	by           retrieval.Kinship
}

// missedIn returns the first word of the query that a passage misses by an
// ending, an accent or a pair of characters.
func (l *Lab) missedIn(doc int) (m miss, ok bool) {
	here := l.listening().Terms(l.corpus.passages[doc].text)
	for _, asked := range different(l.found.terms) {
		if l.corpus.index.Count(asked, doc) > 0 {
			continue
		}
		for _, there := range here {
			if by := retrieval.Kin(asked, there); by != retrieval.NotKin && !slices.Contains(l.found.terms, there) {
				return miss{asked, there, by}, true
			}
		}
	}
	return m, false
}

// missed returns the first word of the query that no passage has, though some
// have one that is nearly the same.
func (l *Lab) missed() (m miss, ok bool) {
	for _, asked := range different(l.found.terms) {
		if l.corpus.index.Frequency(asked) > 0 {
			continue
		}
		if kin := l.corpus.index.Kin(asked, 1); len(kin) > 0 {
			return miss{asked, kin[0], retrieval.Kin(asked, kin[0])}, true
		}
	}
	return m, false
}

// why says why the two are not one word in a search.
func (m miss) why() message.ID {
	switch m.by {
	case retrieval.ByAccent:
		return "accents count"
	case retrieval.ByPair:
		return "passages are kept in pairs of characters"
	}
	return "endings count, there is no stemming"
}
