package norm

import (
	"math"
	"slices"

	"logitarium/core/norm"
)

// padded is a batch of whole sentences of one length, and what padding does to
// BatchNorm's statistics.
type padded struct {
	places int   // of each
	real   []int // tokens of each sentence

	x               []float64   // [batch·places, features]
	masked, counted norm.Output // BatchNorm
	alone, together norm.Output // the norm it is compared with: without padding, and with it
}

// pad compares the norms of the batch with those of the batch filled up to one
// length. The model's padding is its end-of-text token, as is usual with GPT-2;
// the example's is zeros.
func (l *Lab) pad() padded {
	p := padded{places: l.places()}
	for _, s := range l.set.samples[:l.batch] {
		p.real = append(p.real, len(s.words))
	}
	c := l.features()
	p.x = make([]float64, l.batch*p.places*c)
	if l.data == fromModel {
		p.x = widen(slices.Concat(l.filled.x[l.layer-1]...))
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

// places is how long the sentences of the batch are with their padding.
func (l *Lab) places() int {
	longest := 0
	for _, s := range l.set.samples[:l.batch] {
		longest = max(longest, len(s.words))
	}
	if l.data == fromExample {
		return longest + l.padding
	}
	return min(longest+l.padding, l.lm.Model.Config.Context)
}

// padSentences returns the tokens of the batch with their padding.
func (l *Lab) padSentences() [][]int {
	places := l.places()
	out := make([][]int, l.batch)
	for i, sentence := range l.read.tokens[:l.batch] {
		out[i] = slices.Concat(sentence, slices.Repeat([]int{l.lm.Tokens.End()}, places-len(sentence)))
	}
	return out
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

// changeEnding compares my sentence with that of the other ending. In the
// example the rows are the steps of one sequence, and the last is pushed.
func (l *Lab) changeEnding() sequence {
	var s sequence
	if l.data == fromExample {
		s.x, s.moved = l.x, slices.Clone(l.x)
		s.moved[l.at(l.batch, l.column)] += float64(l.push * l.deviation())
		for _, sample := range l.set.samples[:l.batch] {
			s.words = append(s.words, sample.name)
		}
		s.changed = s.words
	} else {
		s.x, s.moved = l.set.samples[l.row-1].x, widen(l.other.x[l.layer-1][0])
		s.words, s.changed = l.set.samples[l.row-1].words, l.words(l.other.tokens[0])
	}
	s.shared = len(s.words) - 1
	s.before, s.after = l.inTraining(l.kind, s.x), l.inTraining(l.kind, s.moved)
	return s
}

// otherEnding returns my sentence's tokens with the other ending.
func (l *Lab) otherEnding() [][]int {
	tokens := l.read.tokens[l.row-1]
	other := slices.Concat(tokens[:len(tokens)-1], l.lm.Tokens.Encode(l.ending))
	if len(other) < len(tokens) { // no ending: the document ends
		other = append(other, l.lm.Tokens.End())
	}
	return [][]int{other[:min(len(other), l.lm.Model.Config.Context)]}
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
