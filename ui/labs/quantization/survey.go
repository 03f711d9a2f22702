package quantization

import (
	"cmp"
	"slices"

	"logitarium/core/quant"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// survey is the error of every tensor, or of every site in every layer.
type survey struct {
	work lab.Work   // of a surveyKey
	rows []surveyed // by falling error, as far as measured
}

type surveyed struct {
	name        string
	kind, layer int
	error       float64 // relative to the root mean square of the values
	crest       float64 // the largest magnitude over the root mean square
	zeros       float64 // share of the values that become 0
}

type surveyKey struct {
	s    settings
	rows int // of calibration
}

// forSurvey is what a survey depends on.
func (s settings) forSurvey(rows int) surveyKey {
	s.tensor, s.site, s.layer = 0, 0, 0
	return surveyKey{s, rows}
}

// newSurvey begins to measure.
func (l *Lab) newSurvey(key surveyKey) {
	l.survey = survey{}
	work := &l.survey.work
	work.Begin(key, message.New("The lab measures"))
	add := func(name string, kind, layer, size, cols int, grids func() *rowwise) {
		var s *surveying
		work.Add((gridCost(key.s.plan(), cols)+compareCost)*float64(size), func() lab.Stepper {
			s = &surveying{rowwise: grids(), found: surveyed{name: name, kind: kind, layer: layer}}
			return s
		}, func() { l.survey.take(s.found) })
	}
	switch key.s.what {
	case weights:
		l.eachTensor(func(kind, layer int, m tensor.Matrix) {
			add(l.tensorName(kind, layer), kind, layer, min(len(m.Data), mostValues), m.Cols, func() *rowwise {
				x, _ := sampledIn(&l.spare.from, m)
				return l.quantizing(x, l.spareLike(x), kind, layer)
			})
		})
	case activations:
		for i := range l.sites {
			for layer := range l.config().Layers {
				if layer > 0 && !l.sites[i].layered() {
					break
				}
				x := l.seen.at[l.placeOf(i, layer)]
				add(l.siteName(i, layer), i, layer, len(x.Data), x.Cols, func() *rowwise {
					return l.quantizingSite(x, l.spareLike(x), i, layer)
				})
			}
		}
	default:
		work.Add(0, nil, func() {
			l.survey.take(measured(surveyed{name: "example"}, l.specimen.values, l.result.back))
		})
	}
}

// spareLike returns a matrix of the shape of another in the survey's memory.
func (l *Lab) spareLike(x tensor.Matrix) tensor.Matrix {
	return tensor.Of(x.Rows, x.Cols, room(&l.spare.onGrid, len(x.Data)))
}

// take sorts in what was measured.
func (v *survey) take(e surveyed) {
	at, _ := slices.BinarySearchFunc(v.rows, e, func(a, b surveyed) int { return cmp.Compare(b.error, a.error) })
	v.rows = slices.Insert(slices.Clip(v.rows), at, e) // a copy: they may have been kept
}

// surveying puts a matrix on its grids, and then measures what it has lost;
// [lab.Stepper].
type surveying struct {
	*rowwise
	gridded  bool
	measured int // of what is measured
	found    surveyed
}

// Step does some rows, or measures one thing.
func (s *surveying) Step(budget float64) bool {
	if !s.gridded {
		s.gridded = !s.rowwise.Step(budget)
		return true
	}
	measures[s.measured](&s.found, s.from.Data, s.x.Data)
	s.measured++
	return s.measured < len(measures)
}

// measures are what is measured of what x loses that becomes y.
var measures = []func(e *surveyed, x, y []float32){
	func(e *surveyed, x, y []float32) { e.error = quant.Compare(x, y).Relative },
	func(e *surveyed, x, _ []float32) { e.crest = quant.SpreadOf(x).Crest() },
	func(e *surveyed, _, y []float32) { e.zeros = quant.SpreadOf(y).Zeros },
}

// measured is all of that.
func measured(e surveyed, x, y []float32) surveyed {
	for _, measure := range measures {
		measure(&e, x, y)
	}
	return e
}

// extremes are the rows with the largest and the smallest error, and the one
// with the largest value for its root mean square.
func (v survey) extremes() (worst, best, widest surveyed) {
	for _, r := range v.rows {
		if r.crest > widest.crest {
			widest = r
		}
	}
	return v.rows[0], v.rows[len(v.rows)-1], widest
}

// eachTensor visits the model's weight matrices.
func (l *Lab) eachTensor(f func(kind, layer int, m tensor.Matrix)) {
	for i, kind := range l.tensors {
		for layer := range l.config().Layers {
			if layer == 0 || kind.layered {
				f(i, layer, *kind.of(l.lm.Network, layer))
			}
		}
	}
}

// quantizing puts a tensor, or rows of it, on its grids, and what becomes of
// them into a matrix of the same shape. SmoothQuant's factors are taken out
// again, so that the result stands beside the unsmoothed values.
func (l *Lab) quantizing(from, to tensor.Matrix, kind, layer int) *rowwise {
	r := &rowwise{plan: l.set.plan(), x: to, from: from}
	if factors := l.smoothing(l.tensors[kind].name, layer); factors != nil && l.tensors[kind].behindNorm {
		r.before, r.after = factors, quant.Reciprocals(factors)
	}
	return r
}

// quantizingSite does the same with activations [tokens, features], which come
// to stand in a matrix that may be the same.
func (l *Lab) quantizingSite(from, to tensor.Matrix, site, layer int) *rowwise {
	r := &rowwise{plan: l.set.plan(), x: to, from: from}
	if factors := l.smoothing(l.sites[site].feeds, layer); factors != nil && l.sites[site].behindNorm {
		r.before, r.after = quant.Reciprocals(factors), factors
	}
	if l.set.calibration == static {
		r.grid, r.found = l.staticGrid(site, layer, r.after), true
	}
	return r
}

// staticGrid is the grid of a site that was watched, of values divided by some
// factors unless there are none.
func (l *Lab) staticGrid(site, layer int, factors []float32) quant.Grid {
	at := l.placeOf(site, layer)
	if factors != nil {
		return l.watched.smoothedGrid(at, factors, l.set)
	}
	return l.watched.grid(at, l.set)
}

// chosenRow returns the row of the chosen tensor or site, -1 if it is not
// measured yet.
func (v survey) chosenRow(s settings) int {
	return slices.IndexFunc(v.rows, func(r surveyed) bool {
		switch s.what {
		case weights:
			return r.kind == s.tensor && r.layer == s.layer
		case activations:
			return r.kind == s.site && r.layer == s.layer
		}
		return true
	})
}
