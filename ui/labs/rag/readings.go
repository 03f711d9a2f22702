package rag

import (
	"fmt"

	"logitarium/core/retrieval"
	"logitarium/ui/lab"
)

// Readings are the numbers on screen.
func (l *Lab) Readings() []lab.Reading {
	if l.Progress().Stale {
		return []lab.Reading{l.Progress().Reading()}
	}
	if l.library == nil {
		return []lab.Reading{{Name: "passages", Undefined: "nothing is read yet", Provenance: lab.Computed}}
	}
	var readings []lab.Reading
	switch l.view {
	case viewExplain:
		readings = l.readScore()
	case viewVectors:
		readings = l.readCosine()
	case viewPrompt:
		readings = l.readPrompt()
	case viewAnswer:
		readings = l.readAnswer()
	case viewMetrics:
		readings = l.readMetrics()
	default:
		readings = l.readRanks()
	}
	for i := range readings {
		readings[i].Provenance = lab.Computed
	}
	return readings
}

// readRanks says where each retriever has the first answer.
func (l *Lab) readRanks() []lab.Reading {
	readings := []lab.Reading{{Name: "passages", Value: float64(len(l.shelf.passages)), Note: "in the index"}}
	if n := l.shelf.index.Unheld(); n > 0 {
		readings = append(readings, lab.Reading{Name: "left out", Value: float64(n), Note: fmt.Sprintf("words: beyond the first %d different", retrieval.MaxTerms)})
	}
	if !l.asked().known() {
		return append(readings,
			lab.Reading{Name: "found", Value: float64(len(l.hits())), Note: fmt.Sprintf("by %s, %d at most", retrieverOptions[l.retriever].Name, deep)},
			lab.Reading{Name: "agreed", Value: float64(l.agreed()), Note: fmt.Sprintf("in bm25's first %d and the bi-encoder's", l.topN)},
			l.readChosen())
	}
	for r, o := range retrieverOptions {
		reading := lab.Reading{Name: o.Name, Value: float64(l.goldRank(r)), Note: "rank of the first answer"}
		switch {
		case l.gold == goldRemoved:
			reading.Undefined = "the answer is removed"
		case reading.Value == 0:
			reading.Undefined = "the answer is not found"
		}
		readings = append(readings, reading)
	}
	return append(readings, l.readChosen())
}

// readChosen is the score of the passage that is looked at.
func (l *Lab) readChosen() lab.Reading {
	hits := l.hits()
	if len(hits) == 0 {
		return lab.Reading{Name: "score", Undefined: "nothing is found"}
	}
	return lab.Reading{Name: "score", Value: hits[l.rank-1].Score, Digits: 5, Note: fmt.Sprintf("of rank %d", l.rank)}
}

// agreed counts the passages that words and vectors both put into a prompt.
func (l *Lab) agreed() int {
	n := 0
	for _, h := range l.found.hits[byBM25][:min(l.topN, len(l.found.hits[byBM25]))] {
		if rank := l.found.ranks[byMeaning][h.Doc]; rank > 0 && rank <= l.topN {
			n++
		}
	}
	return n
}

// readScore gives the factors of the word that says most.
func (l *Lab) readScore() []lab.Reading {
	if l.retriever == byMeaning {
		return l.readCosine()
	}
	s, ok := l.explained()
	if !ok {
		return []lab.Reading{{Name: "score", Undefined: "nothing is found"}}
	}
	readings := []lab.Reading{
		{Name: "score", Value: s.Total, Digits: 5},
		{Name: "documents", Value: float64(l.shelf.index.Docs()), Note: "N"},
		{Name: "mean length", Value: l.shelf.index.MeanLength(), Digits: 2, Unit: "words"},
	}
	if l.retriever == byBoth {
		readings[0].Note = "of bm25"
		readings = append(readings, lab.Reading{Name: "fused", Value: l.found.hits[byBoth][l.rank-1].Score, Digits: 7})
	}
	if term, ok := strongest(s); ok {
		for _, f := range term.Factors {
			readings = append(readings, lab.Reading{Name: f.Name, Value: f.Value, Digits: 4, Note: "of " + term.Text})
		}
	}
	return readings
}

func (l *Lab) readCosine() []lab.Reading {
	hits := l.found.hits[byMeaning]
	if len(hits) == 0 {
		return []lab.Reading{{Name: "cosine", Undefined: "there are no passages"}}
	}
	h := hits[min(l.rank, len(hits))-1]
	shared := 0
	for i, term := range l.found.terms {
		if l.shelf.index.Count(term, h.Doc) > 0 && firstOf(l.found.terms, i) {
			shared++
		}
	}
	return []lab.Reading{
		{Name: "cosine", Value: h.Score, Digits: 4},
		{Name: "best", Value: hits[0].Score, Digits: 4, Note: "there is always a nearest"},
		{Name: "100th", Value: hits[len(hits)-1].Score, Digits: 4, Note: fmt.Sprintf("at rank %d", len(hits))},
		{Name: "words shared", Value: float64(shared)},
	}
}

// firstOf says whether a term stands at i for the first time.
func firstOf(terms []string, i int) bool {
	for _, t := range terms[:i] {
		if t == terms[i] {
			return false
		}
	}
	return true
}

func (l *Lab) readPrompt() []lab.Reading {
	used := len(l.prompt.used())
	return []lab.Reading{
		{Name: "tokens", Value: float64(l.prompt.tokens), Note: fmt.Sprintf("of %d", l.prompt.budget)},
		{Name: "pasted", Value: float64(used), Unit: "passages"},
		{Name: "cut", Value: float64(len(l.prompt.pasted) - used), Unit: "passages"},
	}
}

func (l *Lab) readAnswer() []lab.Reading {
	none := ""
	switch {
	case l.mute():
		none = "needs a larger model"
	case l.foreign():
		none = "the true answer is not known"
	case l.shelf.want == "":
		none = "the true answer is not one word"
	}
	a := l.answer
	sequence, token, ok := a.marginal()
	readings := []lab.Reading{
		{Name: "truth", Text: l.shelf.want, Undefined: none},
		{Name: "p without", Value: product(a.closed.truth), Digits: 4, Undefined: none, Note: "no passages"},
		{Name: "p with", Value: product(a.open.truth), Digits: 4, Undefined: none, Note: "pasted"},
		{Name: "rag-sequence", Value: sequence, Digits: 4, Undefined: none},
		{Name: "rag-token", Value: token, Digits: 4, Undefined: none},
		{Name: "source", Value: float64(a.source), Undefined: none, Note: "the passage with the word"},
	}
	if none != "" {
		return readings
	}
	if !ok {
		for i := range readings[3:5] {
			readings[3+i].Undefined = "not all passages are read"
		}
	}
	if a.source == 0 {
		readings[5].Undefined = "no pasted passage has it"
	}
	return readings
}

// origin says what the questions are made of.
func (l *Lab) origin() string {
	if l.holding().own != nil {
		return fmt.Sprintf("%d words of a sentence each", itemWords)
	}
	return ""
}

func (l *Lab) readMetrics() []lab.Reading {
	m := l.metrics
	if len(m.questions) == 0 {
		return []lab.Reading{{Name: "hit@n", Undefined: "no labelled questions"}, {Name: "MRR", Undefined: "no labelled questions"}}
	}
	return []lab.Reading{
		{Name: "questions", Value: float64(len(m.questions)), Note: l.origin()},
		{Name: "hit@n", Value: m.hit(l.retriever, l.topN), Digits: 3, Note: fmt.Sprintf("n = %d", l.topN)},
		{Name: "MRR", Value: m.mrr(l.retriever), Digits: 3, Note: fmt.Sprintf("mean of 1/rank, to %d", far)},
	}
}
