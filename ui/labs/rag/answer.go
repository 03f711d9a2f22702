package rag

import (
	"math"
	"slices"
	"strings"

	"logitarium/core/tensor"
	"logitarium/ui/message"
)

// answer is what the model makes of the query, with and without passages.
type answer struct {
	by           answerKey
	closed, open attempt
	alone        [][]float64 // by passage: the answer's tokens after it alone; nil if not read yet
	prior        []float64   // p(passage | query)
	source       int         // place of the passage that has the answer's word, from 1; 0: none
	without      float64     // p(answer) when that one is left out
	sweep        []float64   // p(answer) by place of the answering passage
}

// answerKey is all that an answer depends on.
type answerKey struct {
	text, want string
	pasted     [mostPassages]pasted // those that are there; their order is the prompt's
	n, gold    int                  // of them; and what becomes of the one that answers
}

func (l *Lab) answerKey() answerKey {
	key := answerKey{text: l.prompt.text, want: l.corpus.want, n: len(l.prompt.pasted), gold: l.gold}
	copy(key.pasted[:], l.prompt.pasted)
	return key
}

// ask has the model read the lab's prompt and the bare question, if it has not.
func (l *Lab) ask() {
	if l.outOfWorld() || l.silent != nil {
		l.answer = answer{}
		l.work.Drop()
		l.more.Drop()
		return
	}
	by := l.answerKey()
	switch {
	case l.answer.by == by:
		l.work.Drop()
		return
	case l.work.Is(by):
		return
	}
	l.more.Drop()
	n := answer{by: by, without: math.NaN(), closed: l.answer.closed}
	l.work.Begin(by, message.New("The model answers"))
	question := l.manner.phrase(l.query)
	if n.closed.prompt != question || n.closed.want != l.corpus.want {
		l.read(&l.work, l.length(question), func() string { return question }, func(r attempt) { n.closed = r })
	}
	pasted := l.prompt.text
	l.read(&l.work, l.length(pasted), func() string { return pasted }, func(r attempt) { n.open = r })
	l.work.Add(0, nil, func() {
		l.answer = n
		l.askMore()
	})
	l.work.Start()
}

// askMore leaves it to the steps to have the model read what else the answer
// is compared with: many prompts, one by one.
func (l *Lab) askMore() {
	l.more.Patience = -1
	l.more.Begin(l.answer.by, message.New("The model reads passage after passage"))
	if l.corpus.want == "" || l.served() {
		return
	}
	n, used, length := &l.answer, l.prompt.used(), l.length(l.prompt.text)
	n.prior = l.prior(used)
	n.alone = make([][]float64, len(used))
	var rest []string // all but the source
	for i, q := range used {
		text := l.corpus.passages[q.doc].text
		if n.source == 0 && slices.Contains(l.corpus.collection.analyzer.Terms(text), strings.ToLower(l.corpus.want)) {
			n.source = i + 1
		} else {
			rest = append(rest, text)
		}
		l.read(&l.more, length, func() string { return l.manner.phrase(l.query, text) }, func(r attempt) { l.answer.alone = with(l.answer.alone, i, r.truth) })
	}
	if n.source > 0 {
		l.read(&l.more, length, func() string { return l.manner.phrase(l.query, rest...) }, func(r attempt) { l.answer.without = product(r.truth) })
	}
	if _, ok := l.firstAnswer(); ok {
		n.sweep = make([]float64, len(used))
		for i := range n.sweep {
			n.sweep[i] = math.NaN()
			l.read(&l.more, length, func() string { return l.paste(i + 1).text }, func(r attempt) { l.answer.sweep = with(l.answer.sweep, i, product(r.truth)) })
		}
	}
}

// with returns a copy of a list with another value at i: the list itself may
// have been kept.
func with[T any](list []T, i int, v T) []T {
	list = slices.Clone(list)
	list[i] = v
	return list
}

// prior is p(z|x) of Lewis et al. 2020, exp(d(z)·q(x)) normalised over the
// passages, at the temperature that the bi-encoder was trained with.
func (l *Lab) prior(used []pasted) []float64 {
	p := make([]float32, len(used))
	if len(used) == 0 {
		return nil
	}
	for i, q := range used {
		p[i] = float32(l.found.cosines[q.doc] / l.library.encoder.Card.Recipe.Temperature)
	}
	tensor.Softmax(p, p)
	return widen(p)
}

func widen(x []float32) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}

// product is p of all tokens together.
func product(p []float64) float64 {
	all := 1.0
	for _, v := range p {
		all *= v
	}
	return all
}

// marginal returns p(y|x) over the passages z in both ways of Lewis et al. 2020:
// RAG-Sequence, Σ_z p(z|x) Π_i p(y_i|x,z), and RAG-Token, Π_i Σ_z p(z|x)
// p(y_i|x,z). ok is false until all passages were read.
func (a answer) marginal() (sequence, token float64, ok bool) {
	if len(a.alone) == 0 || slices.ContainsFunc(a.alone, func(p []float64) bool { return p == nil }) {
		return 0, 0, false
	}
	token = 1
	for i := range a.alone[0] {
		sum := 0.0
		for z, p := range a.alone {
			sum += float64(a.prior[z] * p[i])
		}
		token *= sum
	}
	for z, p := range a.alone {
		sequence += float64(a.prior[z] * product(p))
	}
	return sequence, token, true
}

// said is the text that was written.
func (l *Lab) said(r attempt) string {
	var text strings.Builder
	for _, s := range r.steps {
		if !l.manner.ends(l.lm.Tokens, s.token) {
			text.Write(l.lm.Tokens.Bytes(s.token))
		}
	}
	return strings.TrimSpace(text.String())
}
