package norm

import (
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// calculation is the chosen cell's, with its numbers filled in: each line in
// full, or with fewer digits and signs if it does not fit.
func (l *Lab) calculation(f lab.Frame) []viz.Safe {
	full := l.written(f, 3, l.sharers(), epsilons[l.epsilon].Name, "y = γ·n+β = ")
	short := l.written(f, 2, l.sharersInShort(), "ε", "y = ")
	for i := range full {
		full[i] = f.Theme.FitFirst(f.W, full[i], short[i])
	}
	return full
}

// written is the calculation with so many digits, and words for the values
// that share statistics, for epsilon and for what the last line computes.
func (l *Lab) written(f lab.Frame, digits int, sharers message.Text, eps, y string) []viz.Safe {
	show := func(v float64) string { return viz.Fixed(v, digits).String() }
	i := l.mine()
	group := l.out.Group(i)
	variance := show(l.out.Var[group])
	lines := []viz.Safe{
		f.Say("%v: mean of x² %s", sharers, variance),
		viz.Cleanf("n = %s/√(%s+%s)", show(l.x[i]), variance, eps),
	}
	if l.kind != rmsNorm {
		mean := l.out.Mean[group]
		lines = []viz.Safe{
			f.Say("%v: mean %s, var %s", sharers, show(mean), variance),
			viz.Cleanf("n = (%s%s)/√(%s+%s)", show(l.x[i]), signed(show(-mean)), variance, eps),
		}
	}
	gain, bias := 1.0, 0.0
	if a := l.affine(); a.Gain != nil {
		gain, bias = a.Gain[l.column-1], a.Bias[l.column-1]
	}
	return append(lines, viz.Cleanf("%s%s·%s%s = %s", y, show(gain), bracketed(show(l.out.Hat[i])), signed(show(bias)), show(l.out.Y[i])))
}

// signed puts a plus before a number that has no minus.
func signed(number string) string {
	if number[0] == '-' {
		return number
	}
	return "+" + number
}

// bracketed puts brackets around a negative number.
func bracketed(number string) string {
	if number[0] == '-' {
		return "(" + number + ")"
	}
	return number
}

// sharers says which values share statistics with the chosen one.
func (l *Lab) sharers() message.Text {
	c := l.features()
	switch {
	case l.usesRunning():
		return message.New("f%d, running statistics", l.column)
	case l.kind == batchNorm:
		return message.New("%d in f%d", l.batch, l.column)
	case l.kind == groupNorm:
		return message.New("%d in row %d", c/groups(c), l.row)
	}
	return message.New("%d in row %d", c, l.row)
}

// sharersInShort is sharers without the count.
func (l *Lab) sharersInShort() message.Text {
	if l.kind == batchNorm {
		return message.New("f%d", l.column)
	}
	return message.New("row %d", l.row)
}
