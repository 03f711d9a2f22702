package rag

import (
	"fmt"
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
		return "Not one word in common, so nothing is found, though an answer may be there. Vectors do not need the same words."
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
		return fmt.Sprintf("%s finds %d of the %d passages that answer. The other is in another language and shares no word with the question.", retrieverOptions[l.retriever].Name, found, all)
	case rank == 0:
		return "The answer is not among the first 100. What is not found, no model can read."
	case rank > l.topN:
		return fmt.Sprintf("The answer has rank %d, the prompt takes %d: the model will not read it.", rank, l.topN)
	case words == 0:
		return fmt.Sprintf("BM25 does not find the answer, no word is shared; the bi-encoder has it at rank %d.", meaning)
	case words > meaning && meaning > 0:
		return fmt.Sprintf("BM25 sees little but the name, so all of that person's passages tie: answer at %d. The bi-encoder sees what is asked: %d.", words, meaning)
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
		return "not at all"
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
	case !some || s.Total == 0:
		return "The score is 0: no word counts. A word that half of the documents have has the idf ln(1) = 0 in Robertson's formula."
	case term.Score < 0:
		return fmt.Sprintf("\"%s\" is in %d of %d documents, so its idf is below 0: having the word lowers the score.", term.Text, term.Docs, l.shelf.index.Docs())
	case l.retriever == byTFIDF:
		return fmt.Sprintf("The tf of \"%s\" is its count, %d: each repetition adds as much, without end. In BM25 they saturate.", term.Text, term.Count)
	case l.retriever == byBoth:
		return "RRF adds 1/(60+rank): it never sees a score, so BM25 and cosine need no common scale. Their scores must not be averaged."
	case l.k1 == 0:
		return "k1 = 0: whether the word is there counts, not how often, nor in how long a passage."
	case l.b == 0:
		return fmt.Sprintf("b = 0: length does not count. %d times \"%s\" is worth the same in any passage.", term.Count, term.Text)
	}
	m := l.model()
	once, twice := m.Saturation(1, 1), m.Saturation(2, 1)
	return fmt.Sprintf("At k1 = %.2f a second \"%s\" would be worth %.0f %% of the first. Its rarity, %d of %d, gives the idf.",
		l.k1, term.Text, 100*(twice-once)/once, term.Docs, l.shelf.index.Docs())
}

func (l *Lab) insightVectors() string {
	r := l.readCosine()
	switch {
	case len(r) < 4:
		return l.bare()
	case l.foreign():
		return fmt.Sprintf("Cosine %.2f, and it means little: the bi-encoder was trained on Tiny World's questions and has never seen such texts.", r[0].Value)
	case l.gold == goldRemoved && l.asked().known():
		return fmt.Sprintf("Still %.2f at rank 1, with the answer removed: a high cosine does not say that the answer is there.", r[1].Value)
	case r[3].Value == 0:
		return fmt.Sprintf("Cosine %.2f with no word in common: the two encoders were trained to put question and answer side by side.", r[0].Value)
	}
	return fmt.Sprintf("Cosine %.2f of two vectors of length 1 is their dot product. The passage's was made before anybody asked.", r[0].Value)
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
	said := l.said(a.open)
	switch {
	case said != l.shelf.want && with < 0.5:
		return fmt.Sprintf("It answers \"%s\" as fluently as ever. The right answer, %s, has p %.3f: retrieval is the ceiling.", said, l.shelf.want, with)
	case l.gold == goldEdited:
		return fmt.Sprintf("The document was edited and the answer is now %s, p %.3f. Nothing was trained.", l.shelf.want, with)
	case without > with+0.02:
		return fmt.Sprintf("The model knew it: p %.3f without a passage, %.3f with %d. The others distract; more is not better.", without, with, len(l.prompt.used()))
	case without > 0.5:
		return fmt.Sprintf("The model knows it by heart: p %.3f without a passage, %.3f with. Here retrieval adds little.", without, with)
	case a.source > 0 && with > 0.5:
		return fmt.Sprintf("p(%s) goes from %.3f to %.3f, out of [%d]. The weights are the same: it was read, not learned.", l.shelf.want, without, with, a.source)
	}
	return fmt.Sprintf("p(%s) is %.3f without and %.3f with the passages.", l.shelf.want, without, with)
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
		return fmt.Sprintf("The words are the sentences' own, so words win by construction. Compare k1, b and chunk here: bm25 has MRR %.2f.", m.mrr(byBM25))
	case l.foreign():
		return fmt.Sprintf("%d questions are too few to tell retrievers apart: this is what a benchmark is not.", len(m.questions))
	case best == byMeaning && l.chunk == 1 && l.holding().name == "lives":
		return fmt.Sprintf("Cut into sentences, \"she lives in Lima\" has lost its name: even the best has MRR %.2f. Make chunks longer.", m.mrr(best))
	}
	text := fmt.Sprintf("%s is best here: MRR %.2f", retrieverOptions[best].Name, m.mrr(best))
	if best != byBM25 {
		text += fmt.Sprintf(", bm25 %.2f", m.mrr(byBM25))
	}
	return text + ". The bi-encoder was trained on this world; elsewhere BM25 often wins."
}
