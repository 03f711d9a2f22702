package residual

import (
	"fmt"
	"math"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// sweep is the last layer's gradient in networks of 2, 4, 6, … layers; NaN
// where none is measured.
type sweep struct {
	pre, post, root []float64 // root is 1/√L through pre-LN's first value
	networks        int       // the fewest at a depth
}

func (l *Lab) sweep() sweep {
	s := sweep{networks: l.draws}
	for depth := evens; depth <= deepest; depth += evens {
		pre, post := math.NaN(), math.NaN()
		if depth <= l.depth {
			m := l.norms(depth)
			if s.networks = min(s.networks, m.networks); m.networks > 0 {
				pre, post = last(m.pre), last(m.post)
			}
		}
		s.pre, s.post = append(s.pre, pre), append(s.post, post)
		s.root = append(s.root, s.pre[0]*math.Sqrt(evens/float64(depth)))
	}
	return s
}

// viewDepth draws the last layer's gradient over the number of layers.
func (l *Lab) viewDepth(f lab.Frame) viz.Grid {
	s := l.sweep()
	chart := viz.LineChart{
		Series: []viz.Line{
			{Name: viz.Clean("pre"), Values: s.pre}, {Name: viz.Clean("post"), Values: s.post}, {Name: viz.Clean("1/√L"), Values: s.root, Under: true},
		},
		X:     [2]float64{evens, deepest},
		XName: viz.Clean("layers L"),
	}
	top := 0.0
	for _, values := range [][]float64{s.pre, s.post} {
		for _, v := range values {
			if v > top {
				top = v
			}
		}
	}
	heading := []string{
		fmt.Sprintf("last ‖∂loss/∂%s‖, %s", gradients[l.gradient].title, l.averaged(s.networks)),
		"untrained; " + l.claim(),
	}
	chart.Y = &[2]float64{0, ceiling(f.Top("gradient of "+gradients[l.gradient].title, top))}
	return titled(f, heading, func(f lab.Frame) viz.Grid { return viz.Lines(f.Size, f.Theme, chart) })
}

// claim says what Theorem 1 has to say about the curves.
func (l *Lab) claim() string {
	if gradients[l.gradient].title != "W2" || l.cross || !l.unit() {
		return "beyond Theorem 1"
	}
	return "bounds: flat, 1/√L"
}

// ceiling returns a round number at or above v: 1, 2 or 5 times a power of ten.
func ceiling(v float64) float64 {
	if !(v > 0) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, nice := range []float64{1, 2, 5} {
		if v <= nice*power {
			return nice * power
		}
	}
	return 10 * power
}
