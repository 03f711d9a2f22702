package quantization

import (
	"math/rand/v2"
	"slices"
	"sync"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/quant"
	"logitarium/core/tensor"
	"logitarium/core/world"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

const (
	calibrationRows = 8  // of documents that static ranges come from
	rowLength       = 64 // tokens of a row of documents
)

// The streams of random numbers for documents: neither is training's.
const (
	streamCalibration = 0x63616c69 << 32
	streamHeldOut     = 0x68656c64 << 32
	streamQuestions   = 0x61736b73 << 32
)

// watched is what documents were inside the model: the ranges of static
// quantization, and the peaks of features that SmoothQuant weighs. With each
// row that is watched it is a new value.
type watched struct {
	rows  int
	stats map[layerSite]*stat
}

type stat struct {
	values quant.Histogram
	peaks  []float32 // by feature
	ranges map[rangeKey]quant.Range
}

type rangeKey struct{ clip, bits int }

// watchKey is that of the work: it depends on nothing but the model.
type watchKey struct{}

// watch begins to watch documents pass through the model.
func (l *Lab) watch() {
	if l.watching.Is(watchKey{}) {
		return
	}
	l.watching.Begin(watchKey{}, message.New("Texts are watched for ranges"))
	m := l.lm.Network
	pass := &gpt.Pass{Predict: gpt.Nothing, ReuseLayers: true}
	length := min(rowLength, m.Config.Context)
	for i := range calibrationRows {
		var next map[layerSite]*stat
		l.watching.Add(1.5*m.Config.Work(length), func() lab.Stepper { // counting included
			before := l.watched.stats
			next = make(map[layerSite]*stat, len(before))
			pass.Probe = watch(m.Config, l.sites, func(p layerSite, x tensor.Matrix) {
				if next[p] == nil {
					next[p] = before[p].clone()
				}
				next[p].observe(x)
			})
			return slower{m.Begin(pass, documents(l.lm, streamCalibration, i, length), length), 2}
		}, func() { l.watched = watched{l.watched.rows + 1, next} })
	}
}

// calibrating says whether ranges that the view needs are still being watched.
func (l *Lab) calibrating() bool { return l.set.calibrates() && l.watched.rows < calibrationRows }

// watchedRows is how many rows of text the ranges come from; 0 if none are
// needed.
func (l *Lab) watchedRows() int {
	if !l.set.calibrates() {
		return 0
	}
	return l.watched.rows
}

// clone returns statistics that share nothing, and of which no range is known;
// of nil, those of no values.
func (s *stat) clone() *stat {
	c := &stat{ranges: map[rangeKey]quant.Range{}}
	if s != nil {
		c.values, c.peaks = s.values.Clone(), slices.Clone(s.peaks)
	}
	return c
}

// observe takes activations [tokens, features] into account.
func (s *stat) observe(x tensor.Matrix) {
	if s.peaks == nil {
		s.peaks = make([]float32, x.Cols)
	}
	s.values.Observe(x.Data)
	for i := range x.Rows {
		for k, v := range x.Row(i) {
			s.peaks[k] = max(s.peaks[k], v, -v)
		}
	}
}

// peaks returns the largest magnitude of each feature at a place.
func (w watched) peaks(p layerSite) []float32 { return w.stats[p].peaks }

// grid returns the static grid of a place.
func (w watched) grid(p layerSite, s settings) quant.Grid {
	scheme := s.plan().Scheme
	stat := w.stats[p]
	key := rangeKey{s.clip, s.bits}
	r, ok := stat.ranges[key]
	if !ok {
		switch s.clip {
		case clipPercentile:
			r = stat.values.Percentile(cutShare)
		case clipSearch:
			stat.values.Bits = s.bits
			r = stat.values.Range()
		default:
			r = stat.values.Extremes()
		}
		stat.ranges[key] = r
	}
	return scheme.Grid(r)
}

// smoothedGrid is the static grid of activations divided by SmoothQuant's
// factors. Of these the peaks are known, not the distribution, so that nothing
// of it can be clipped.
func (w watched) smoothedGrid(p layerSite, factors []float32, s settings) quant.Grid {
	var most float32
	for k, v := range w.peaks(p) {
		most = max(most, v/factors[k])
	}
	return s.plan().Scheme.Grid(quant.Range{Lo: -most, Hi: most})
}

// promptRows are the tokens of a prompt as rows of at most a length, each of
// which goes on from the last token of the one before. What begins a text stands
// before it, so that its first token is predicted too; of an empty one its end is.
func promptRows(of lm.Offer, prompt string, length int) (rows [][]int) {
	tokens := of.Tokens.EncodeSpecial("")
	if len(tokens) == 0 {
		tokens = []int{of.Tokens.End()}
	}
	tokens = append(tokens, of.Tokens.Encode(prompt)...)
	if len(tokens) == 1 {
		tokens = append(tokens, of.Tokens.End())
	}
	length = max(length, 2)
	for len(tokens) > 1 {
		n := min(length, len(tokens))
		rows, tokens = append(rows, tokens[:n]), tokens[n-1:]
	}
	return rows
}

// firstWorld is the world whose documents models read that were not trained on
// one.
var firstWorld = sync.OnceValue(func() *world.World { return world.New(1) })

// documents returns the i-th row of a stream of documents, cut to a length.
func documents(of lm.Offer, stream uint64, i, length int) []int {
	w := of.World
	if w == nil {
		w = firstWorld()
	}
	rng := rand.New(rand.NewPCG(stream, uint64(i)))
	var row []int
	for len(row) < length {
		row = append(row, of.Tokens.Encode(w.Document(rng))...)
		row = append(row, of.Tokens.End())
	}
	return row[:length]
}
