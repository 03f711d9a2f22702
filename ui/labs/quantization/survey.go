package quantization

import (
	"cmp"
	"slices"

	"logitarium/core/tensor"
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
	measure := func(kind, layer int, name string, values func() (x []float32, y []float32)) func() {
		return func() {
			x, y := values()
			e := surveyed{name: name, kind: kind, layer: layer, error: relative(x, y), crest: crest(x)}
			at, _ := slices.BinarySearchFunc(l.survey.rows, e, func(a, b surveyed) int { return cmp.Compare(b.error, a.error) })
			l.survey.rows = slices.Insert(slices.Clip(l.survey.rows), at, e) // a copy: they may have been kept
		}
	}
	switch key.s.what {
	case weights:
		l.eachTensor(func(kind, layer int, m tensor.Matrix) {
			v.queue.add(cost*float64(len(m.Data)), measure(kind, layer, l.tensorName(kind, layer), func() (x, y []float32) {
				y = slices.Clone(m.Data)
				l.quantizeTensor(y, kind, layer)
				return m.Data, y
			}))
		})
	case activations:
		for i := range l.sites {
			for layer := range l.lm.Model.Config.Layers {
				if layer > 0 && !l.sites[i].layered() {
					break
				}
				x := l.seen.at[l.placeOf(i, layer)]
				v.queue.add(cost*float64(len(x.Data)), measure(i, layer, l.siteName(i, layer), func() (_, y []float32) {
					changed := x.Clone()
					l.quantizeSite(changed, i, layer)
					return x.Data, changed.Data
				}))
			}
		}
	default:
		v.queue.add(cost, measure(0, 0, l.specimen.name, func() (x, y []float32) { return l.specimen.values, l.result.back }))
	}
	return v
}

// eachTensor visits the model's weight matrices.
func (l *Lab) eachTensor(f func(kind, layer int, m tensor.Matrix)) {
	for i, kind := range l.tensors {
		for layer := range l.lm.Model.Config.Layers {
			if layer == 0 || kind.layered {
				f(i, layer, kind.of(l.lm.Model, layer))
			}
		}
	}
}

// quantizeTensor puts a tensor's values on their grids. SmoothQuant's factors
// are taken out again, so that the result stands beside the unsmoothed values.
func (l *Lab) quantizeTensor(x []float32, kind, layer int) {
	m := l.tensors[kind].of(l.lm.Model, layer)
	var factors []float32
	if l.tensors[kind].behindNorm {
		factors = l.smoothing(l.tensors[kind].name, layer)
	}
	if factors != nil {
		scaleColumns(x, factors)
	}
	l.set.plan().Fake(x, m.Rows, m.Cols)
	if factors != nil {
		scaleColumns(x, inverse(factors))
	}
}

// quantizeSite does the same with activations [tokens, features].
func (l *Lab) quantizeSite(x tensor.Matrix, site, layer int) {
	var factors []float32
	if l.sites[site].behindNorm {
		factors = l.smoothing(l.sites[site].feeds, layer)
	}
	if factors != nil {
		scaleColumns(x.Data, inverse(factors))
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
		scaleColumns(x.Data, factors)
	}
}

func inverse(x []float32) []float32 {
	out := make([]float32, len(x))
	for i, v := range x {
		out[i] = 1 / v
	}
	return out
}

// crest is the largest magnitude over the root mean square.
func crest(x []float32) float64 {
	var squares float64
	for _, v := range x {
		squares += float64(v) * float64(v)
	}
	return peak(x) / rootMean(squares, len(x))
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
