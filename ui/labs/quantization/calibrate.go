package quantization

import (
	"maps"
	"math/rand/v2"
	"slices"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/quant"
	"logitarium/core/tensor"
	"logitarium/core/world"
	"logitarium/ui/lab"
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

// calibrator watches documents pass through the model and remembers what
// activations were: the ranges of static quantization, and the peaks of
// features that SmoothQuant weighs.
type calibrator struct {
	queue
	of    lm.Offer
	sites []siteKind
	stats map[place]*stat
	next  map[place]*stat // with the row being watched
}

type stat struct {
	values quant.Histogram
	peaks  []float32 // by feature
	ranges map[rangeKey]quant.Range
}

type rangeKey struct{ rows, clip, bits int }

func newCalibrator(of lm.Offer, sites []siteKind) *calibrator {
	c := &calibrator{of: of, sites: sites, stats: map[place]*stat{}}
	pass := &gpt.Pass{Probe: watch(of.Network.Config, sites, c.see), Predict: gpt.Nothing, Fleeting: true}
	length := min(rowLength, of.Model.Context())
	cost := 1.5 * passCost(of.Network.Config.Counts().Total(), length) // counting included
	for i := range calibrationRows {
		c.addSteps(cost, func() lab.Stepper {
			c.next = cloned(c.stats)
			return of.Network.Begin(pass, documents(of, streamCalibration, i, length), length)
		}, func() { c.stats, c.next = c.next, nil })
	}
	return c
}

// cloned returns statistics that share nothing.
func cloned(stats map[place]*stat) map[place]*stat {
	out := make(map[place]*stat, len(stats))
	for p, s := range stats {
		out[p] = &stat{values: s.values.Clone(), peaks: slices.Clone(s.peaks), ranges: maps.Clone(s.ranges)}
	}
	return out
}

func (c *calibrator) see(p place, x tensor.Matrix) {
	s := c.next[p]
	if s == nil {
		s = &stat{peaks: make([]float32, x.Cols), ranges: map[rangeKey]quant.Range{}}
		c.next[p] = s
	}
	s.values.Observe(x.Data)
	for i, v := range x.Data {
		s.peaks[i%x.Cols] = max(s.peaks[i%x.Cols], v, -v)
	}
}

// peaks returns the largest magnitude of each feature at a place.
func (c *calibrator) peaks(p place) []float32 { return c.stats[p].peaks }

// grid returns the static grid of a place.
func (c *calibrator) grid(p place, s settings) quant.Grid {
	scheme := s.plan().Scheme
	stat := c.stats[p]
	key := rangeKey{c.done, s.clip, s.bits}
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
func (c *calibrator) smoothedGrid(p place, factors []float32, s settings) quant.Grid {
	var most float32
	for k, v := range c.peaks(p) {
		most = max(most, v/factors[k])
	}
	return s.plan().Scheme.Grid(quant.Range{Lo: -most, Hi: most})
}

// documents returns the i-th row of a stream of documents, cut to a length.
// Models that were not trained on Tiny World read its first world's.
func documents(of lm.Offer, stream uint64, i, length int) []int {
	w := of.World
	if w == nil {
		w = world.New(1)
	}
	rng := rand.New(rand.NewPCG(stream, uint64(i)))
	var row []int
	for len(row) < length {
		row = append(row, of.Tokens.Encode(w.Document(rng))...)
		row = append(row, of.Tokens.End())
	}
	return row[:length]
}
