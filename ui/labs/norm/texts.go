package norm

import (
	"math"
	"slices"

	"logitarium/core/gpt"
	"logitarium/core/norm"
)

// padded is a batch of whole sentences of one length, and what padding does to
// BatchNorm's statistics.
type padded struct {
	by     paddedBy
	runs   [][]float32 // by norm: [batch·places, features]
	places int
	real   []int // tokens of each sentence

	x               []float64   // [batch·places, features]
	masked, counted norm.Output // BatchNorm
	alone, together norm.Output // the norm it is compared with: without padding, and with it
}

// paddedBy is what running the model over the padded sentences depends on.
type paddedBy struct {
	data, batch, padding int
	text                 string
}

// pad fills the sentences of the batch up to one length. The model's padding
// is its end-of-text token, as is usual with GPT-2; the example's is zeros.
func (l *Lab) pad() padded {
	p := l.padded
	if by := (paddedBy{l.data, l.batch, l.padding, l.text}); p.by != by || p.real == nil {
		p = padded{by: by}
		for _, s := range l.set.samples[:l.batch] {
			p.real = append(p.real, len(s.words))
		}
		p.places = slices.Max(p.real) + l.padding
		if l.data == fromModel {
			p.places = min(p.places, l.lm.Model.Config.Context)
			p.runs = l.runPadded(p)
		}
	}
	c := l.features()
	p.x = make([]float64, l.batch*p.places*c)
	if l.data == fromModel {
		p.x = widen(p.runs[l.layer-1])
	}
	mask := make([]bool, l.batch*p.places)
	var plain []float64
	for i, n := range p.real {
		from := i * p.places * c
		if l.data == fromExample {
			copy(p.x[from:], l.set.samples[i].x)
		}
		plain = append(plain, p.x[from:from+n*c]...)
		for j := range n {
			mask[i*p.places+j] = true
		}
	}
	s := l.rows(p.x)
	p.masked = norm.Batch(p.x, s, mask, l.affine(), l.eps())
	p.counted = norm.Batch(p.x, s, nil, l.affine(), l.eps())
	p.alone = l.inTraining(l.contrast(), plain)
	p.together = l.inTraining(l.contrast(), p.x)
	return p
}

// runPadded runs the model over the sentences and their padding.
func (l *Lab) runPadded(p padded) [][]float32 {
	var tokens []int
	for _, sentence := range l.read.tokens[:l.batch] {
		tokens = append(tokens, sentence...)
		for range p.places - len(sentence) {
			tokens = append(tokens, l.lm.Tokens.End())
		}
	}
	var pass gpt.Pass
	l.lm.Model.Forward(&pass, tokens, p.places)
	runs := make([][]float32, l.norms())
	for at := range runs {
		x, _ := normed(l.lm.Model.Config, &pass, at)
		runs[at] = slices.Clone(x)
	}
	return runs
}

// cell returns the index of my sentence's last token in the padded batch.
func (p padded) cell(row, column, features int) int {
	return ((row-1)*p.places+p.real[row-1]-1)*features + column - 1
}

// cellAlone is the same in the batch without its padding.
func (p padded) cellAlone(row, column, features int) int {
	before := 0
	for _, n := range p.real[:row] {
		before += n
	}
	return (before-1)*features + column - 1
}

// sequence is a sentence before and after its last token changed, with the
// statistics of BatchNorm taken over its tokens.
type sequence struct {
	words, changed []string // one per token
	x, moved       []float64
	before, after  norm.Output
	shared         int // tokens that did not change
}

// changeEnding lets another word end my sentence, and reads it again. In the
// example the rows are the steps of one sequence, and the last is pushed.
func (l *Lab) changeEnding() sequence {
	var s sequence
	if l.data == fromExample {
		s.x, s.moved = l.x, slices.Clone(l.x)
		s.moved[l.at(l.batch, l.column)] += l.push * l.deviation()
		for _, sample := range l.set.samples[:l.batch] {
			s.words = append(s.words, sample.name)
		}
		s.changed = s.words
	} else {
		tokens := l.read.tokens[l.row-1]
		other := slices.Concat(tokens[:len(tokens)-1], l.lm.Tokens.Encode(l.ending))
		if len(other) < len(tokens) { // no ending: the document ends
			other = append(other, l.lm.Tokens.End())
		}
		other = other[:min(len(other), l.lm.Model.Config.Context)]
		var pass gpt.Pass
		l.lm.Model.Forward(&pass, other, len(other))
		x, _ := normed(l.lm.Model.Config, &pass, l.layer-1)
		s.x, s.moved = l.set.samples[l.row-1].x, widen(x)
		s.words, s.changed = l.set.samples[l.row-1].words, l.words(other)
	}
	s.shared = len(s.words) - 1
	s.before, s.after = l.inTraining(l.kind, s.x), l.inTraining(l.kind, s.moved)
	return s
}

// leak is the most that an output before the change has moved.
func (s sequence) leak(column, features int) float64 {
	most := 0.0
	for t := range s.shared {
		i := t*features + column - 1
		most = max(most, math.Abs(s.after.Y[i]-s.before.Y[i]))
	}
	return most
}
