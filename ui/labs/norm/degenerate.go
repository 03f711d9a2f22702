package norm

import (
	"math"
	"slices"

	"logitarium/ui/message"
)

// degenerate is four rows that norms can do little with: all values alike, one
// far from the rest, hardly any spread, and nothing but 0. The first three have
// the same first feature.
func degenerate() set {
	row := func(name string, x ...float64) sample { return sample{name, []string{name}, []string{name}, x} }
	return set{features: 4, samples: []sample{
		row("2 2 2 2", 2, 2, 2, 2),
		row("2 0 1 1000", 2, 0, 1, 1000),
		row("2 2.001 2 1.999", 2, 2.001, 2, 1.999),
		row("0 0 0 0", 0, 0, 0, 0),
	}}.measured()
}

// pressed is how close normalised values are that a single other one has pressed
// together.
const pressed = 0.05

// sayDegenerate says what is odd about the values that share statistics with the
// chosen one; it is empty where nothing is. Gain and bias are 1 and 0.
func (l *Lab) sayDegenerate() message.Text {
	group := l.out.Group(l.mine())
	variance, column := l.out.Var[group], l.kind == batchNorm
	kept := math.Sqrt(variance / (variance + l.eps())) // the standard deviation of what is normalised
	others, apart := l.othersRange(group)
	switch {
	case l.usesRunning() || column && l.batch < 2:
		return message.Text{}
	case variance == 0 && column:
		return message.New("All %d samples have the same f%d: x − mean is 0, and y is β.", l.batch, l.column)
	case variance == 0 && l.kind == rmsNorm:
		return message.New("Row %d is 0 throughout: there is nothing to scale, and y is β.", l.row)
	case variance == 0:
		return message.New("The values of row %d that share statistics are all alike: x − mean is 0, and y is β, whatever they are.", l.row)
	case variance < l.eps() && column:
		return message.New("The variance of f%d is less than ε, so ε sets the scale: the standard deviation becomes %.2f, not 1.", l.column, kept)
	case variance < l.eps() && l.kind == rmsNorm:
		return message.New("The mean square of row %d is less than ε, so ε sets the scale: the root mean square becomes %.2f, not 1.", l.row, kept)
	case variance < l.eps():
		return message.New("The variance of row %d is less than ε, so ε sets the scale: the standard deviation becomes %.2f, not 1.", l.row, kept)
	case apart && column:
		return message.New("One value of f%d is so far out that the others become alike: they end within %.3f of each other.", l.column, others)
	case apart:
		return message.New("One value of row %d is so far out that the others become alike: they end within %.3f of each other.", l.row, others)
	}
	return message.Text{}
}

// othersRange is how far apart the normalised values of a group are without the
// one that is farthest from 0, and whether that one has pressed them together:
// they were apart, and are not any more.
func (l *Lab) othersRange(group int) (distance float64, pressedTogether bool) {
	var x, hat []float64
	for i := range l.batch * l.features() {
		if l.out.Group(i) == group {
			x, hat = append(x, l.x[i]), append(hat, l.out.Hat[i])
		}
	}
	if len(hat) < 3 {
		return 0, false
	}
	far := 0
	for i, v := range hat {
		if math.Abs(v) > math.Abs(hat[far]) {
			far = i
		}
	}
	out := hat[far]
	x, hat = slices.Delete(x, far, far+1), slices.Delete(hat, far, far+1)
	distance = slices.Max(hat) - slices.Min(hat)
	distance = math.Ceil(1000*distance) / 1000 // said in three decimals, it must not be less
	return distance, distance < pressed && max(slices.Min(hat)-out, out-slices.Max(hat)) > 1 && slices.Max(x) > slices.Min(x)
}
