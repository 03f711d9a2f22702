package norm

import (
	"math"

	"logitarium/core/norm"
)

// eps is what is added to the variance.
func (l *Lab) eps() float64 { return epsilons[l.epsilon].value }

// affine is the model's gain and bias, or 1 and 0.
func (l *Lab) affine() norm.Affine {
	if l.learned {
		return l.set.affine
	}
	return norm.Affine{}
}

// groups is how many GroupNorm makes of the features.
func groups(features int) int {
	switch {
	case features >= 16 && features%4 == 0:
		return 4
	case features%2 == 0:
		return 2
	}
	return 1
}

// normalise applies a norm to rows, as the knobs say.
func (l *Lab) normalise(kind int, x []float64) norm.Output {
	if kind == batchNorm && l.usesRunning() {
		return norm.Frozen(x, l.rows(x), l.runningNow(), l.affine(), l.eps())
	}
	return l.inTraining(kind, x)
}

// inTraining applies a norm to rows, with the statistics of these rows.
func (l *Lab) inTraining(kind int, x []float64) norm.Output {
	switch kind {
	case batchNorm:
		return norm.Batch(x, l.rows(x), nil, l.affine(), l.eps())
	case rmsNorm:
		return norm.RMS(x, l.rows(x), l.affine(), l.eps())
	case groupNorm:
		return norm.Group(x, l.rows(x), groups(l.features()), l.affine(), l.eps())
	}
	return norm.Layer(x, l.rows(x), l.affine(), l.eps())
}

// rows is the shape of values as rows of features.
func (l *Lab) rows(x []float64) norm.Shape { return norm.Matrix(len(x)/l.features(), l.features()) }

// contrast is the norm that BatchNorm is compared with.
func (l *Lab) contrast() int {
	if l.kind == batchNorm {
		return layerNorm
	}
	return l.kind
}

// gain is the chosen feature's.
func (l *Lab) gain() float64 {
	if g := l.affine().Gain; g != nil {
		return g[l.column-1]
	}
	return 1
}

// deviation is that of the chosen feature over the whole set.
func (l *Lab) deviation() float64 { return math.Sqrt(l.set.stats.Var[l.column-1]) }

// usesRunning says whether outputs are made with BatchNorm's running statistics.
func (l *Lab) usesRunning() bool { return l.kind == batchNorm && l.mode == evaluation }

// computeOutputs applies the chosen norm to the batch.
func (l *Lab) computeOutputs() {
	if l.usesRunning() {
		l.train()
	}
	l.out = l.normalise(l.kind, l.x)
}
