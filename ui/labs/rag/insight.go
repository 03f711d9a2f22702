package rag

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"logitarium/core/retrieval"
)

// Insight interprets the current numbers.
func (l *Lab) Insight() string {
	if l.library == nil {
		return "Nothing is read yet."
	}
	if p := l.Progress(); p.Stale {
		return p.Insight()
	}
	switch l.view {
	case viewExplain:
		if l.retriever != byMeaning {
			return l.insightScore()
		}
		return l.insightVectors()
	case viewVectors:
		return l.insightVectors()
	case viewPrompt:
		return l.insightPrompt()
	case viewAnswer:
		return l.insightAnswer()
	case viewMetrics:
		return l.insightMetrics()
	}
	return l.insightRanking()
}

func (l *Lab) insightRanking() string {
	hits := l.hits()
	rank := l.goldRank(l.retriever)
	words, meaning := l.goldRank(byBM25), l.goldRank(byMeaning)
	switch {
	case len(l.shelf.passages) == 0:
		return l.bare()
	case len(hits) == 0:
		return l.unfound()
	case l.unwritten() != "":
		return l.unwritten()
	case hits[0].Score <= 0 && l.retriever == byBM25:
		return l.insightZero(hits)
	case l.foreign() && l.retriever >= byMeaning:
		return "The bi-encoder was trained on Tiny World only: on these texts its ranks are nearly chance. BM25 needs no training."
	case !l.asked().known():
		return "Which passage answers is not known here. A high rank says that words or vectors are alike, not that an answer is there."
	case l.gold == goldRemoved:
		return fmt.Sprintf("The answer is not in the index any more, and rank 1 still has %.3f: nearest is not the same as right.", hits[0].Score)
	case l.foreign():
		found, all := l.gilt()
		if found == all {
			return fmt.Sprintf("%s finds all %d passages that answer.", retrieverOptions[l.retriever].Name, all)
		}
		return fmt.Sprintf("%s finds %d of the %d passages that answer. The other is in another language and shares no word with the question.", retrieverOptions[l.retriever].Name, found, all)
	case rank == 0:
		return "The answer is not among the first 100. What is not found, no model can read."
	case rank > l.topN:
		return fmt.Sprintf("The answer has rank %d, the prompt takes %d: the model will not read it.", rank, l.topN)
	case words == 0:
		return fmt.Sprintf("The answer is not among BM25's first 100; the bi-encoder has it at rank %d.", meaning)
	case words > meaning && meaning > 0:
		return fmt.Sprintf("BM25 has the answer at rank %d, the bi-encoder at %d. BM25 counts shared words; the bi-encoder has learned which facts answer what.", words, meaning)
	case meaning == 0 || meaning > words:
		return fmt.Sprintf("Here words do better: BM25 has the answer at rank %d, the bi-encoder %s. Neither always wins.", words, ordinal(meaning))
	}
	return fmt.Sprintf("The answer has rank %d here. Scores of different retrievers have different scales; only ranks compare.", rank)
}

// insightZero says why no score is above 0.
func (l *Lab) insightZero(hits []retrieval.Hit) string {
	s := l.found.bm25.Explain(l.found.terms, hits[0].Doc)
	for _, t := range s.Terms {
		idf, ok := l.found.bm25.IDF(t.Text)
		switch {
		case ok && idf < 0:
			return fmt.Sprintf("\"%s\" is in %d of %d documents: its idf is %.3f, so the word counts against those that have it.", t.Text, t.Docs, l.shelf.index.Docs(), idf)
		case ok && idf == 0:
			return fmt.Sprintf("\"%s\" is in %d of %d documents: its idf is 0, and all documents tie. Lucene's idf is always above 0.", t.Text, t.Docs, l.shelf.index.Docs())
		}
	}
	return "No document has a word of the query: all scores are 0, and the order says nothing."
}

// gilt counts the passages that answer: those in the ranking, and all.
func (l *Lab) gilt() (found, all int) {
	for doc, p := range l.shelf.passages {
		if p.gold {
			all++
			if l.found.ranks[l.retriever][doc] > 0 {
				found++
			}
		}
	}
	return found, all
}

func ordinal(rank int) string {
	if rank == 0 {
		return "not in its first 100"
	}
	return fmt.Sprintf("at %d", rank)
}

func (l *Lab) insightScore() string {
	s, ok := l.explained()
	term, some := strongest(s)
	switch {
	case !ok && len(l.shelf.passages) == 0:
		return l.bare()
	case !ok:
		return "Nothing is found, so there is nothing to explain."
	case !some || !shares(s):
		return "The passage has no word of the query, so no word of it was counted."
	case s.Total == 0:
		return "The score is 0: no word counts. A word that half of the documents have has the idf ln(1) = 0 in Robertson's formula."
	case term.Score < 0:
		return fmt.Sprintf("\"%s\" is in %d of %d documents, so its idf is below 0: having the word lowers the score.", term.Text, term.Docs, l.shelf.index.Docs())
	case l.retriever == byTFIDF:
		return fmt.Sprintf("The tf of \"%s\" is its count, %d: before the vector is divided by its length, each repetition adds as much. In BM25 they saturate.", term.Text, term.Count)
	case l.retriever == byBoth:
		return "RRF adds 1/(60+rank): it never sees a score, so BM25 and cosine need no common scale. Their scores must not be averaged."
	case l.k1 == 0:
		return "k1 = 0: whether the word is there counts, not how often, nor in how long a passage."
	case l.b == 0:
		return fmt.Sprintf("b = 0: length does not count. \"%s\" as often as here is worth the same in any passage.", term.Text)
	}
	m := l.model()
	never, once, twice := m.Saturation(0, 1), m.Saturation(1, 1), m.Saturation(2, 1)
	return fmt.Sprintf("At k1 = %.2f and mean length a second \"%s\" would add %.0f %% of what the first does. Its rarity, %d of %d, gives the idf.",
		l.k1, term.Text, 100*(twice-once)/(once-never), term.Docs, l.shelf.index.Docs())
}

// shares says whether the passage has a word of the query.
func shares(s retrieval.Score) bool {
	return slices.ContainsFunc(s.Terms, func(t retrieval.Term) bool { return t.Count > 0 })
}

// unwritten says what a query without a word is good for; "" if it has words.
func (l *Lab) unwritten() string {
	hits := l.found.hits[byMeaning]
	if len(retrieval.Analyzer{}.Terms(l.query)) > 0 || len(hits) == 0 {
		return ""
	}
	return fmt.Sprintf("The query has no word, and yet a passage has cosine %s with it. There is always a nearest: a high cosine alone says nothing.", cosine(hits[0].Score))
}

// unfound says why words find nothing.
func (l *Lab) unfound() string {
	if len(l.found.terms) == 0 {
		return "The query has no word to look for. The bi-encoder ranks the passages all the same: there is always a nearest."
	}
	return "No passage has a word that is looked for, though an answer may be there. Vectors do not need the same words."
}

// cosine writes a cosine with two decimals, and no sign before 0.
func cosine(v float64) string {
	if math.Abs(v) < 0.005 {
		v = 0
	}
	return fmt.Sprintf("%.2f", v)
}

func (l *Lab) insightVectors() string {
	hits := l.found.hits[byMeaning]
	if len(hits) == 0 {
		return l.bare()
	}
	at := min(l.rank, len(hits))
	here, shared := hits[at-1], l.readCosine()[3].Value
	value, best := cosine(here.Score), cosine(hits[0].Score)
	first := l.goldRank(byMeaning)
	switch {
	case l.unwritten() != "":
		return l.unwritten()
	case l.foreign():
		return fmt.Sprintf("Cosine %s, and it means little: the bi-encoder was trained on Tiny World's questions and has never seen such texts.", value)
	case !l.asked().known() && !l.knows():
		return fmt.Sprintf("No passage has a word of this query, and yet rank 1 has cosine %s. There is always a nearest: a high cosine alone says nothing.", best)
	case !l.asked().known():
		return fmt.Sprintf("Cosine %s. Which passage answers is not known here, and the cosine does not say: there is always a nearest.", value)
	case l.gold == goldRemoved:
		return fmt.Sprintf("Still %s at rank 1, with the answer removed: a high cosine does not say that the answer is there.", best)
	case first == 0:
		return fmt.Sprintf("Rank 1 has cosine %s and does not answer; none of the first %d does. What is nearest need not be right.", best, len(hits))
	case !l.shelf.passages[here.Doc].gold:
		return fmt.Sprintf("This passage, at rank %d with cosine %s, does not answer. The first that does has rank %d, cosine %s: near is not the same as right.",
			at, value, first, cosine(hits[first-1].Score))
	case shared == 0:
		return fmt.Sprintf("Cosine %s with no word in common, and it answers: the two encoders were trained to put question and answer side by side.", value)
	}
	return fmt.Sprintf("Cosine %s, and it answers. The cosine of two vectors of length 1 is their dot product; the passage's was made before anybody asked.", value)
}

// knows says whether any passage has a word of the query, function words
// and single letters left out.
func (l *Lab) knows() bool {
	return slices.ContainsFunc(l.found.terms, func(t string) bool { return l.shelf.index.Frequency(t) > 0 })
}

func (l *Lab) insightPrompt() string {
	used := l.prompt.used()
	cut := len(l.prompt.pasted) - len(used)
	if best := l.prompt.pasted; len(used) == 0 && cut > 0 {
		return fmt.Sprintf("The best passage alone takes %d tokens of %d, %.1f for a character: the vocabulary was learnt from other texts.",
			best[0].tokens, l.prompt.budget, float64(best[0].tokens)/float64(utf8.RuneCountInString(l.shelf.passages[best[0].doc].text)))
	}
	if cut > 0 {
		return fmt.Sprintf("%d of %d passages do not fit into %d tokens and are dropped. More passages are not simply better.", cut, len(l.prompt.pasted), l.prompt.budget)
	}
	if len(l.shelf.passages) == 0 {
		return l.bare()
	}
	if len(used) == 0 {
		return "Nothing was found, so the model is asked without help."
	}
	for i, q := range used {
		if l.shelf.passages[q.doc].gold {
			return fmt.Sprintf("The answer is in [%d]. The model's weights do not change: all that retrieval does is this text.", i+1)
		}
	}
	if !l.asked().known() {
		return "All that retrieval does is this text. The model's weights do not change."
	}
	return "None of these passages has the answer. The model will read them all the same."
}

func (l *Lab) insightAnswer() string {
	a := l.answer
	switch {
	case l.mute():
		return "Retrieval works on any text; the answer can only be as good as the model that reads it."
	case l.shelf.want == "":
		return fmt.Sprintf("The model says \"%s\" without and \"%s\" with the passages. It was not trained on such questions.", l.said(a.closed), l.said(a.open))
	}
	without, with := product(a.closed.truth), product(a.open.truth)
	want, said, place := l.shelf.want, l.said(a.open), l.answered()
	switch {
	case len(l.prompt.used()) == 0:
		return fmt.Sprintf("Nothing is pasted, so both answers are the same: p(%s) is %.3f.", want, with)
	case without > 0.5 && with < without-0.02 && place > 0:
		return fmt.Sprintf("The model knew it: p(%s) falls from %.3f to %.3f, although the answer stands in [%d]. Here retrieval hurts.", want, without, with, place)
	case without > 0.5 && with < without-0.02:
		return fmt.Sprintf("The model knew it: p(%s) falls from %.3f to %.3f, as it reads passages that do not have the answer. Here retrieval hurts.", want, without, with)
	case said != want && with < 0.5 && place > 0:
		return fmt.Sprintf("It answers \"%s\", though the answer, %s, stands in [%d] and has p %.3f: it was found, and reading failed.", said, want, place, with)
	case said != want && with < 0.5:
		return fmt.Sprintf("It answers \"%s\"; the right answer, %s, has p %.3f and stands in no passage that it reads: retrieval is the ceiling.", said, want, with)
	case l.gold == goldEdited && said == want && place > 0:
		return fmt.Sprintf("The document was edited and the answer is now %s, p %.3f. Nothing was trained.", want, with)
	case without > 0.5 && with > without+0.02:
		return fmt.Sprintf("The model knew it already: p(%s) is %.3f without a passage and %.3f with. Here retrieval adds a little.", want, without, with)
	case without > 0.5:
		return fmt.Sprintf("The model knows it by heart: p %.3f without a passage, %.3f with. Here retrieval adds nothing that counts.", without, with)
	case place > 0 && with > 0.5:
		return fmt.Sprintf("p(%s) goes from %.3f to %.3f, out of [%d]. The weights are the same: it was read, not learned.", want, without, with, place)
	}
	return fmt.Sprintf("p(%s) is %.3f without and %.3f with the passages.", want, without, with)
}

// answered is the place of the first passage in the prompt that answers, from
// 1; 0 if none does.
func (l *Lab) answered() int {
	return 1 + slices.IndexFunc(l.prompt.used(), func(q pasted) bool { return l.shelf.passages[q.doc].gold })
}

func (l *Lab) insightMetrics() string {
	m := l.metrics
	if len(m.questions) == 0 && len(l.shelf.passages) == 0 {
		return l.bare()
	}
	if len(m.questions) == 0 {
		return "Without labelled questions nobody knows how good a retriever is. Make some before turning knobs."
	}
	best := 0
	for r := range retrievers {
		if m.mrr(r) > m.mrr(best) {
			best = r
		}
	}
	switch {
	case l.holding().own != nil:
		return fmt.Sprintf("The words are the sentences' own, which favours words by construction. Compare k1, b and chunk here: bm25 has MRR %.2f.", m.mrr(byBM25))
	case l.foreign():
		return fmt.Sprintf("%d questions are too few to tell retrievers apart: this is what a benchmark is not.", len(m.questions))
	case best == byMeaning && m.mrr(best) < 0.5 && l.chunk == 1 && l.holding().name == "lives":
		return fmt.Sprintf("Cut into sentences, \"she lives in Lima\" has lost its name: even the best has MRR %.2f. Make chunks longer.", m.mrr(best))
	}
	var level []string // with the best, to the digits shown
	for r, o := range retrieverOptions {
		if fmt.Sprintf("%.2f", m.mrr(r)) == fmt.Sprintf("%.2f", m.mrr(best)) {
			level = append(level, o.Name)
		}
	}
	if len(level) > 1 {
		return fmt.Sprintf("%s and %s are level at MRR %.2f. The bi-encoder was trained on this world; elsewhere BM25 often wins.",
			strings.Join(level[:len(level)-1], ", "), level[len(level)-1], m.mrr(best))
	}
	text := fmt.Sprintf("%s is best here: MRR %.2f", retrieverOptions[best].Name, m.mrr(best))
	if best != byBM25 {
		text += fmt.Sprintf(", bm25 %.2f", m.mrr(byBM25))
	}
	return text + ". The bi-encoder was trained on this world; elsewhere BM25 often wins."
}
