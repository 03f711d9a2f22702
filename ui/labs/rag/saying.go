package rag

import (
	"strings"

	"logitarium/core/retrieval"
	"logitarium/ui/message"
)

func (l *Lab) sayRanking() message.Text {
	hits := l.hits()
	rank := l.goldRank(l.retriever)
	words, meaning := l.goldRank(byBM25), l.goldRank(byMeaning)
	switch {
	case len(l.corpus.passages) == 0:
		return l.bare()
	case len(hits) == 0:
		return l.unfound()
	case !l.unwritten().Empty():
		return l.unwritten()
	case hits[0].Score <= 0 && l.retriever == byBM25:
		return l.sayZero(hits)
	case l.foreign() && l.retriever >= byMeaning:
		return message.New("The bi-encoder was trained on Tiny World only: what it ranks first among these texts says little. BM25 needs no training.")
	case !l.asked().known():
		return message.New("Which passage answers is not known here. A high rank says that words or vectors are alike, not that an answer is there.")
	case l.gold == goldRemoved:
		return message.New("The answer is not in the index any more, and rank 1 still has %.3f: nearest is not the same as right.", hits[0].Score)
	case l.foreign():
		found, all := l.answers()
		if found == all {
			return message.Count(all, "%v finds the one passage that answers.", "%v finds all %d passages that answer.", l.retrievedBy(), all)
		}
		return message.New("%v finds %d of the %d passages that answer. The other is in another language and shares no word with the question.", l.retrievedBy(), found, all)
	case rank == 0 && !l.answerable():
		return message.New("No passage of these documents answers this: there is nothing to find.")
	case rank == 0:
		return message.Join(message.Count(len(hits), "The one passage found has no answer. What is not found, no model can read.", "The answer is not among the %d found. What is not found, no model can read.", len(hits)), l.sayMiss())
	case rank > l.topN:
		return message.Join(message.New("The answer has rank %d, the prompt takes %d: the model will not read it.", rank, l.topN), l.sayMiss())
	case rank <= l.topN && l.retriever <= byBM25 && words <= meaning && len(l.sharedWith(hits[rank-1].Doc)) > 0:
		return message.New("The passage that answers has rank %d; the prompt takes %d. Words that it shares with the query: %s.",
			rank, l.topN, strings.Join(l.sharedWith(hits[rank-1].Doc), ", "))
	case words == 0:
		return message.New("BM25 does not find the answer; the bi-encoder has it at rank %d.", meaning)
	case words > meaning && meaning > 0:
		return message.New("BM25 has the answer at rank %d, the bi-encoder at %d. BM25 counts shared words; the bi-encoder has learned which facts answer what.", words, meaning)
	case meaning == 0:
		return message.New("Here words do better: BM25 has the answer at rank %d, the bi-encoder not in its first %d. Neither always wins.", words, deep)
	case meaning > words:
		return message.New("Here words do better: BM25 has the answer at rank %d, the bi-encoder at %d. Neither always wins.", words, meaning)
	}
	return message.New("The answer has rank %d here. Scores of different retrievers have different scales; only ranks compare.", rank)
}

// sharedWith are the words that are looked for and stand in a passage.
func (l *Lab) sharedWith(doc int) []string {
	var words []string
	for _, w := range different(l.found.terms) {
		if l.corpus.index.Count(w, doc) > 0 {
			words = append(words, w)
		}
	}
	return words
}

// sayZero says why no score is above 0.
func (l *Lab) sayZero(hits []retrieval.Hit) message.Text {
	s := l.found.bm25.Explain(l.found.terms, hits[0].Doc)
	for _, t := range s.Terms {
		idf, ok := l.found.bm25.IDF(t.Text)
		switch {
		case ok && idf < 0:
			return message.New("\"%s\" is in %d of %d documents: its idf is %.3f, so the word counts against those that have it.", t.Text, t.Docs, l.corpus.index.Docs(), idf)
		case ok && idf == 0:
			return message.New("\"%s\" is in %d of %d documents: its idf is 0, and all documents tie. Lucene's idf is always above 0.", t.Text, t.Docs, l.corpus.index.Docs())
		}
	}
	return message.New("No document has a word of the query: all scores are 0, and the order says nothing.")
}

// answers counts the passages that answer: those in the ranking, and all.
func (l *Lab) answers() (found, all int) {
	for doc, p := range l.corpus.passages {
		if p.gold {
			all++
			if l.found.ranks[l.retriever][doc] > 0 {
				found++
			}
		}
	}
	return found, all
}

// answerable reports whether any passage answers the query.
func (l *Lab) answerable() bool {
	_, all := l.answers()
	return all > 0
}

// sayMiss says, where words miss the answer, that it has one of them in another
// form; empty if it has not.
func (l *Lab) sayMiss() message.Text {
	gold, ok := l.firstAnswer()
	if !ok || l.retriever > byBM25 {
		return message.Text{}
	}
	if m, near := l.missedIn(gold); near {
		return message.New("It has \"%s\", the query \"%s\": %v.", m.there, m.asked, m.why())
	}
	return message.Text{}
}

// unwritten says what a query without a word is good for; empty if it has words.
func (l *Lab) unwritten() message.Text {
	hits := l.found.hits[byMeaning]
	if len(retrieval.Analyzer{}.Terms(l.query)) > 0 || len(hits) == 0 {
		return message.Text{}
	}
	return message.New("The query has no word, and yet a passage has cosine %s with it. There is always a nearest: a high cosine alone says nothing.", cosine(hits[0].Score))
}

// having counts the passages that have a character, in a pair or alone.
func (l *Lab) having(character string) int {
	n := 0
	for _, p := range l.corpus.passages {
		if strings.Contains(p.text, character) {
			n++
		}
	}
	return n
}

// unfound says why words find nothing.
func (l *Lab) unfound() message.Text {
	if len(l.found.terms) == 0 {
		return message.New("The query has no word to look for. The bi-encoder ranks the passages all the same: there is always a nearest.")
	}
	if m, ok := l.missed(); ok && m.by == retrieval.ByPair {
		n := l.having(m.asked)
		return message.Count(n, "\"%s\" is looked for as a word, and passages are kept in pairs of characters, such as \"%s\": the one that has it is not found. Ask with two characters.",
			"\"%s\" is looked for as a word, and passages are kept in pairs of characters, such as \"%s\": the %d that have it are not found. Ask with two characters.", m.asked, m.there, n)
	} else if ok {
		return message.New("No passage has \"%s\"; %d with \"%s\" are not found: %v. Vectors do not need the same words.",
			m.asked, l.corpus.index.Frequency(m.there), m.there, m.why())
	}
	if len(l.hits()) == 0 && l.position == 0 {
		return message.New("No passage has a word that is looked for, so the model is asked without help. Vectors do not need the same words.")
	}
	return message.New("No passage has a word that is looked for, though an answer may be there. Vectors do not need the same words.")
}
