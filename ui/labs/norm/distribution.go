package norm

import (
	"math"
	"slices"

	"logitarium/core/norm"
)

// shape is the distribution of the values that share statistics, before and
// after, and what a norm does not see.
type shape struct {
	before, after []float64
	x, y          moments
	variations    []variation
}

// moments of a distribution: the skewness is the mean cube of standardised
// values, 0 if they lie symmetrically.
type moments struct{ mean, std, skew float64 }

// variation is my row changed, and the most that one of its outputs moves.
type variation struct {
	name  string
	x     moments
	moved float64
}

func (l *Lab) describe() shape {
	var s shape
	c := l.features()
	mine := l.x[(l.row-1)*c : l.row*c]
	if l.kind == batchNorm {
		for i := l.column - 1; i < len(l.set.all); i += c {
			s.before = append(s.before, l.set.all[i])
		}
		s.after = l.columnAlone(s.before)
	} else {
		s.before, s.after = mine, l.out.Y[(l.row-1)*c:l.row*c]
	}
	s.x, s.y = describe(s.before), describe(s.after)
	for _, v := range []struct {
		name string
		f    func(float64) float64
	}{
		{"x", func(v float64) float64 { return v }},
		{"10·x", func(v float64) float64 { return 10 * v }},
		{"x − 2", func(v float64) float64 { return v - 2 }},
	} {
		x := slices.Clone(l.x)
		row := x[(l.row-1)*c : l.row*c]
		for i := range row {
			row[i] = v.f(row[i])
		}
		out := variation{name: v.name, x: describe(row)}
		after := l.normalise(l.kind, x).Y
		for i := range row {
			at := (l.row-1)*c + i
			out.moved = max(out.moved, math.Abs(after[at]-l.out.Y[at]))
		}
		s.variations = append(s.variations, out)
	}
	return s
}

func describe(values []float64) moments {
	o := norm.Layer(values, norm.Matrix(1, len(values)), norm.Affine{}, 0)
	m := moments{mean: o.Mean[0], std: math.Sqrt(o.Var[0])}
	for _, v := range o.Hat {
		m.skew += v * v * v / float64(len(values))
	}
	return m
}
