package rag

import (
	"math/rand/v2"
	"slices"

	"logitarium/core/retrieval"
	"logitarium/core/world"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// mostQuestions is how many are asked in the view of metrics, so that a turn
// of a knob can ask all of them again.
const mostQuestions = 48

// far is how far down rankings are measured: enough for 1/rank to be small.
const far = 50

// deepest is the last k of the curves of hit@k.
const deepest = 20

// metrics are the results of labelled questions.
type metrics struct {
	by        measured // the zero value before any are
	questions []labelled
	rankings  [retrievers][][]int // by question: passages, best first
}

// measured is all that metrics depend on.
type measured struct {
	chunking chunking
	model    retrieval.BM25
}

// labelled is a question with the passages that answer it.
type labelled struct {
	text     string
	terms    []string
	relevant map[int]bool
}

// measure asks the questions again where the knobs have changed something: new
// passages concern all retrievers, k1 and its like BM25 and the hybrid only.
func (l *Lab) measure() {
	by := measured{l.chunking(), l.model()}
	switch {
	case l.metrics.by == by:
		l.asking.Drop()
		return
	case l.asking.Is(by) && l.asking.Waiting():
		return
	}
	was, s := l.metrics, l.corpus
	var a *asker
	l.asking.Begin(by, message.New("The questions are asked"))
	l.asking.Add(askCost*float64(mostQuestions*len(s.passages)), func() lab.Stepper {
		a = newAsker(s, by, was)
		return a
	}, func() { l.metrics = a.metrics })
	l.asking.Start()
}

// askCost is that of a question and a passage, in multiplications.
const askCost = 200

// asker asks questions, one retriever after the other.
type asker struct {
	corpus  corpus
	metrics metrics
	words   [retrievers]*retrieval.Scorer
	kept    [retrievers]bool // their rankings are those of before
	at      int              // question and retriever
}

func newAsker(s corpus, by measured, was metrics) *asker {
	a := &asker{corpus: s, metrics: metrics{by: by}}
	a.words[byBM25], a.words[byTFIDF] = by.model.On(s.index), s.tfidf
	if was.by != (measured{}) && was.by.chunking == by.chunking {
		a.metrics.questions, a.metrics.rankings = was.questions, was.rankings
		a.kept[byTFIDF], a.kept[byMeaning] = true, true
	} else {
		a.metrics.questions = s.labelled()
	}
	for r := range a.kept {
		if !a.kept[r] {
			a.metrics.rankings[r] = make([][]int, len(a.metrics.questions))
		}
	}
	return a
}

// Step asks some questions.
func (a *asker) Step(budget float64) (more bool) {
	each := float64(askCost * float64(max(len(a.corpus.passages), 1)))
	for more = len(a.metrics.questions) > 0; more && budget > 0; budget -= each {
		more = a.ask()
	}
	return more
}

// ask asks a question of a retriever. The hybrid, which is the last of them,
// fuses what others found.
func (a *asker) ask() (more bool) {
	i, r := a.at/retrievers, a.at%retrievers
	if q, m := a.metrics.questions[i], &a.metrics; !a.kept[r] {
		switch r {
		case byMeaning:
			m.rankings[r][i] = retrieval.Docs(a.corpus.vectors.Search(q.text, far))
		case byBoth:
			m.rankings[r][i] = retrieval.Docs(retrieval.Fuse(fusion, m.rankings[byBM25][i], m.rankings[byMeaning][i]))
		default:
			m.rankings[r][i] = retrieval.Docs(a.corpus.byWords(a.words[r], q.terms, far))
		}
	}
	a.at++
	return a.at < retrievers*len(a.metrics.questions)
}

// Share is how many are asked.
func (a *asker) Share() float64 {
	return float64(a.at) / float64(max(retrievers*len(a.metrics.questions), 1))
}

// labelled draws questions about what the passages tell, the same for the
// same passages; outside of Tiny World they are the labelled examples, or made
// of sentences.
func (s corpus) labelled() []labelled {
	if s.collection.own != nil {
		return s.items()
	}
	var list []labelled
	add := func(text string, answers func(passage) bool) {
		q := labelled{text: text, terms: s.collection.analyzer.Terms(text), relevant: make(map[int]bool)}
		for i, p := range s.passages {
			if answers(p) {
				q.relevant[i] = true
			}
		}
		list = append(list, q)
	}
	if s.collection.foreign {
		for _, e := range s.collection.examples {
			if e.asks.known() {
				add(e.text, func(p passage) bool { return p.label == e.asks.label })
			}
		}
		return list
	}
	var facts []world.Fact
	for _, p := range s.passages {
		facts = append(facts, p.facts...)
	}
	rng := rand.New(rand.NewPCG(1, 4))
	for range mostQuestions {
		f := facts[rng.IntN(len(facts))]
		add(f.Question(rng.IntN(world.Forms)), func(p passage) bool { return slices.Contains(p.facts, f) })
	}
	return list
}

// hit is the share of questions with an answer among the first k.
func (m metrics) hit(retriever, k int) float64 {
	return m.mean(retriever, func(ranking []int, q labelled) float64 { return retrieval.HitAt(ranking, q.relevant, k) })
}

// recall is the share of a question's answers that are among the first k.
func (m metrics) recall(retriever, k int) float64 {
	return m.mean(retriever, func(ranking []int, q labelled) float64 { return retrieval.RecallAt(ranking, q.relevant, k) })
}

// ndcg is that of the first k, where each answer is a gain of 1.
func (m metrics) ndcg(retriever, k int) float64 {
	return m.mean(retriever, func(ranking []int, q labelled) float64 {
		gain := make(map[int]float64, len(q.relevant))
		for doc := range q.relevant {
			gain[doc] = 1
		}
		return retrieval.NDCG(ranking, gain, k)
	})
}

// mrr is the mean reciprocal rank of the first answer.
func (m metrics) mrr(retriever int) float64 {
	return m.mean(retriever, func(ranking []int, q labelled) float64 { return retrieval.ReciprocalRank(ranking, q.relevant) })
}

// mean is a measure's, over all questions.
func (m metrics) mean(retriever int, of func(ranking []int, q labelled) float64) float64 {
	sum := 0.0
	for i, q := range m.questions {
		sum += of(m.rankings[retriever][i], q)
	}
	return sum / float64(len(m.questions))
}
