package norm

import (
	"slices"
	"strings"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/norm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

const (
	mostSentences = mostBatch
	mostTokens    = 32 // of a sentence
)

// activations are what the model has made of sentences: the input of its norms.
type activations struct {
	key    activationsKey
	tokens [][]int       // by sentence
	x      [][][]float32 // by layer and sentence: [tokens, features]
	own    [][][]float32 // the same after the model's own norms
}

// activationsKey is all that activations depend on.
type activationsKey struct {
	of             reads
	batch, padding int    // of what is padded
	row            int    // whose sentence has another ending,
	ending         string // and which
	text           string
}

// reads is what activations are read for.
type reads int

const (
	forNothing reads = iota // nothing is read yet
	forText
	forPadding
	forEnding
)

// set is what one norm finds.
type set struct {
	samples  []sample
	features int
	all      []float64    // [tokens of all sentences, features]
	stats    norm.Running // means and biased variances of all
	affine   norm.Affine  // learnt; empty in the example
	own      []float64    // [samples, features]: the model's own output at the last tokens; nil in the example
}

// sample is one sentence.
type sample struct {
	name  string
	words []string  // one per token, no two different ones alike
	short []string  // the same without quotes
	x     []float64 // [tokens, features]
}

// norms is how many norms can be looked at: the first of each block, and the
// one before the output head if there is one.
func (l *Lab) norms() int {
	c := l.config()
	if c.Norm == gpt.PreLN {
		return c.Layers + 1
	}
	return c.Layers
}

func (l *Lab) finalName() []lab.Named {
	if l.norms() == l.config().Layers {
		return nil
	}
	return []lab.Named{{Value: float64(l.norms()), Name: "last"}}
}

// available is how many samples there are.
func (l *Lab) available() int {
	if l.set.samples == nil {
		return mostBatch // before the first Refresh
	}
	return min(len(l.set.samples), mostBatch)
}

func (l *Lab) features() int {
	if l.set.features == 0 {
		return l.config().Width
	}
	return l.set.features
}

// setKey is what a set depends on.
type setKey struct {
	data, layer int
	text        string
}

// load brings the set up to date.
func (l *Lab) load() {
	from := setKey{l.data, l.layer, l.text}
	if l.set.samples != nil && l.from == from {
		return
	}
	l.from = from
	switch l.data {
	case fromExample:
		l.set = example()
	case fromDegenerate:
		l.set = degenerate()
	default:
		l.set = l.fromModel()
	}
}

// example is the matrix of three rows that differ by a scale and by a shift.
func example() set {
	return set{features: 4, samples: []sample{
		{"x", []string{"x"}, []string{"x"}, []float64{1, 2, 3, 4}},
		{"10·x", []string{"10·x"}, []string{"10·x"}, []float64{10, 20, 30, 40}},
		{"x − 2", []string{"x − 2"}, []string{"x − 2"}, []float64{-1, 0, 1, 2}},
	}}.measured()
}

// fromModel is what the chosen norm finds in the sentences that were read.
func (l *Lab) fromModel() set {
	m, at := l.lm.Network, l.layer-1
	learned := m.Final
	if at < len(m.Blocks) {
		learned = m.Blocks[at].Norm1
	}
	s := set{
		features: m.Config.Width,
		affine:   norm.Affine{Gain: widen(learned.Gain), Bias: widen(orZeros(learned.Bias, len(learned.Gain)))},
	}
	for i, tokens := range l.read.tokens {
		s.samples = append(s.samples, sample{
			name:  string(l.lm.Tokens.Decode(tokens)),
			words: lm.Names(l.lm.Tokens, tokens),
			short: lm.Labels(l.lm.Tokens, tokens),
			x:     widen(l.read.x[at][i]),
		})
		own := l.read.own[at][i]
		s.own = append(s.own, widen(own[len(own)-s.features:])...)
	}
	return s.measured()
}

// measured adds the set's matrix and its statistics.
func (s set) measured() set {
	for _, sample := range s.samples {
		s.all = append(s.all, sample.x...)
	}
	o := norm.Batch(s.all, norm.Matrix(len(s.all)/s.features, s.features), nil, norm.Affine{}, 0)
	s.stats = norm.Running{Mean: o.Mean, Var: o.Var}
	return s
}

// last returns the rows of the last tokens of the first n sentences.
func (s set) last(n int) []float64 {
	var x []float64
	for _, sample := range s.samples[:n] {
		x = append(x, sample.x[len(sample.x)-s.features:]...)
	}
	return x
}

// split returns the tokens of the sentences, the last one first, so that what
// is typed at the end of the text is row 1. An empty text is one sentence, a
// document's beginning.
func (l *Lab) split() [][]int {
	var all [][]int
	for _, sentence := range slices.Backward(strings.Split(l.text, "/")) {
		if tokens := l.lm.Tokens.Encode(sentence); strings.TrimSpace(sentence) != "" && len(all) < mostSentences {
			all = append(all, tokens[:min(len(tokens), mostTokens, l.lm.Model.Context())])
		}
	}
	if all == nil {
		all = [][]int{{l.lm.Tokens.End()}}
	}
	return all
}

// leftOut is how many tokens of the text the model does not read: the ends of
// long sentences, and the first of very many sentences.
func (l *Lab) leftOut() int {
	n := 0
	for sentence := range strings.SplitSeq(l.text, "/") {
		if strings.TrimSpace(sentence) != "" {
			n += len(l.lm.Tokens.Encode(sentence))
		}
	}
	for _, tokens := range l.split() {
		n -= len(tokens)
	}
	return max(n, 0)
}

// readLeftOut says so, where something is left out.
func (l *Lab) readLeftOut() []lab.Reading {
	if l.data != fromModel {
		return nil
	}
	n := l.leftOut()
	if n == 0 {
		return nil
	}
	return []lab.Reading{{
		Name: "left out", Help: message.New("tokens of the text that are not read: of a sentence the first ones count"), Value: float64(n), Unit: "tokens",
		Note: message.New("beyond %d a sentence", min(mostTokens, l.lm.Model.Context())), Provenance: lab.Computed,
	}}
}

// obtain has the model read sentences into activations, and keeps what goes into
// each norm. It says whether they have been read; else that is under way.
func (l *Lab) obtain(to *activations, key activationsKey, split func() [][]int) bool {
	if to.key == key {
		return true
	}
	if l.work.Is(key) {
		return false
	}
	sentences := split()
	c, pass := l.config(), &gpt.Pass{Predict: gpt.Nothing}
	r := activations{key: key, tokens: sentences, x: make([][][]float32, l.norms()), own: make([][][]float32, l.norms())}
	for at := range r.x {
		r.x[at], r.own[at] = make([][]float32, len(sentences)), make([][]float32, len(sentences))
	}
	l.work.Begin(key, message.New("The model reads %d sentences", len(sentences)))
	for i, tokens := range sentences {
		l.work.Add(c.Work(len(tokens)), func() lab.Stepper { return l.lm.Network.Begin(pass, tokens, len(tokens)) }, func() {
			for at := range r.x {
				x, own := normed(c, pass, at)
				r.x[at][i], r.own[at][i] = slices.Clone(x), slices.Clone(own)
			}
		})
	}
	l.work.Add(0, nil, func() { *to = r })
	l.work.Start()
	return !l.work.Waiting()
}

// normed returns input and output, [tokens, features], of the first norm of
// block at, or of the norm after the last one.
func normed(c gpt.Config, pass *gpt.Pass, at int) (x, y []float32) {
	if at == c.Layers {
		return pass.Layers[at-1].AfterMLP.Data, pass.Final.Out.Data
	}
	layer := &pass.Layers[at]
	if c.Norm == gpt.PostLN {
		return layer.AfterAttention.Data, layer.Norm1.Out.Data
	}
	return layer.In.Data, layer.Norm1.Out.Data
}

func widen(x []float32) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}

// orZeros is the bias of a norm; one of RMSNorm adds nothing.
func orZeros(bias []float32, n int) []float32 {
	if bias == nil {
		return make([]float32, n)
	}
	return bias
}
