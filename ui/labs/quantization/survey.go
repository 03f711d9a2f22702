package quantization

import (
	"cmp"
	"slices"

	"logitarium/core/quant"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
)

// survey is the error of every tensor, or of every site in every layer.
type survey struct {
	key   surveyKey
	queue *queue
	rows  []surveyed // by falling error, as far as measured
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
func (l *Lab) newSurvey(key surveyKey) survey {
	v := survey{key: key, queue: &queue{}}
	cost := snapCostOf(key.s.clip) + 3*snapCost // of a value: copied, quantized, compared
	take := func(kind, layer int, name string, x, y []float32) {
		e := surveyed{name: name, kind: kind, layer: layer,
			error: quant.Compare(x, y).Relative, crest: quant.SpreadOf(x).Crest(), zeros: quant.SpreadOf(y).Zeros}
		at, _ := slices.BinarySearchFunc(l.survey.rows, e, func(a, b surveyed) int { return cmp.Compare(b.error, a.error) })
		l.survey.rows = slices.Insert(slices.Clip(l.survey.rows), at, e) // a copy: they may have been kept
	}
	switch key.s.what {
	case weights:
		l.eachTensor(func(kind, layer int, m tensor.Matrix) {
			var r *rowwise
			v.queue.addSteps(cost*float64(min(len(m.Data), mostValues)), func() lab.Stepper {
				x, _ := sampled(m)
				r = l.quantizing(x, kind, layer)
				return r
			}, func() { take(kind, layer, l.tensorName(kind, layer), r.from.Data, r.x.Data) })
		})
	case activations:
		for i := range l.sites {
			for layer := range l.config().Layers {
				if layer > 0 && !l.sites[i].layered() {
					break
				}
				x := l.seen.at[l.placeOf(i, layer)]
				v.queue.add(cost*float64(len(x.Data)), func() {
					changed := x.Clone()
					l.quantizeSite(changed, i, layer)
					take(i, layer, l.siteName(i, layer), x.Data, changed.Data)
				})
			}
		}
	default:
		v.queue.add(cost, func() { take(0, 0, l.specimen.name, l.specimen.values, l.result.back) })
	}
	return v
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

// quantizing puts a copy of a tensor, or of rows of it, on its grids.
// SmoothQuant's factors are taken out again, so that the result stands beside
// the unsmoothed values.
func (l *Lab) quantizing(from tensor.Matrix, kind, layer int) *rowwise {
	var factors []float32
	if l.tensors[kind].behindNorm {
		factors = l.smoothing(l.tensors[kind].name, layer)
	}
	plan, cost := l.set.plan(), snapCostOf(l.set.clip)
	if plan.Clip.Search && plan.Granularity != quant.PerTensor {
		cost = groupCost
	}
	return newRowwise(plan, from, factors, cost)
}

// quantizeSite does the same with activations [tokens, features].
func (l *Lab) quantizeSite(x tensor.Matrix, site, layer int) {
	var factors []float32
	if l.sites[site].behindNorm {
		factors = l.smoothing(l.sites[site].feeds, layer)
	}
	if factors != nil {
		quant.ScaleColumns(x.Data, quant.Reciprocals(factors))
	}
	switch {
	case l.set.calibration != static:
		l.set.plan().Fake(x.Data, x.Rows, x.Cols)
	case factors != nil:
		l.calibrated.smoothedGrid(l.placeOf(site, layer), factors, l.set).SnapAll(x.Data)
	default:
		l.calibrated.grid(l.placeOf(site, layer), l.set).SnapAll(x.Data)
	}
	if factors != nil {
		quant.ScaleColumns(x.Data, factors)
	}
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
