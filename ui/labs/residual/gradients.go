package residual

import (
	"fmt"
	"math"
	"strings"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// viewGradients draws each layer's gradient, both places side by side to one
// scale.
func (l *Lab) viewGradients(f lab.Frame) viz.Grid {
	m := l.norms(l.depth)
	heading := []string{
		fmt.Sprintf("‖∂loss/∂%s‖, %s", gradients[l.gradient].title, l.averaged(m.networks)),
		"untrained; input side first",
	}
	top := 0.0
	for _, v := range append(append([]float64{}, m.pre...), m.post...) {
		if v > top {
			top = v
		}
	}
	top = f.Top("gradient of "+gradients[l.gradient].title, top)
	return titled(f, heading, func(f lab.Frame) viz.Grid {
		g := f.Theme.Grid(f.Size)
		half := (f.W - 2) / 2
		for i, side := range []struct {
			name   string
			values []float64
		}{{"pre-LN", m.pre}, {"post-LN", m.post}} {
			x, size := i*(f.W-half), viz.Size{W: half, H: f.H - 1}
			g.Text(x, 0, f.Theme.Fit(viz.Clean(side.name), half), f.Theme.Strong)
			g.Put(x, 1, viz.Bars(size, f.Theme, layerBars(side.values, size, top)))
		}
		drawCaptions(g, len(m.pre)+2, f.Theme, l.theorem())
		return g
	})
}

// theorem says what is proved about the gradients, and what they don't explain.
func (l *Lab) theorem() []string {
	texts := []string{
		"Theorem 1 (Xiong et al. 2020): the last layer's ‖∂loss/∂W2‖ is O(d√ln d) in post-LN, O(d√(ln d / L)) in pre-LN.",
		"Admin (Liu et al. 2020): uneven gradients are not the root cause of unstable training; leaning heavily on the branches is, as that amplifies small changes.",
	}
	if l.cross {
		texts = append([]string{"A likely reason, no proof: cross-attention adds to the sum that a norm divides by, and gives x almost no gradient back."}, texts...)
	}
	return texts
}

// shown says whether layer i of n has a bar: all have if the height allows, else
// every second or third, and always the first and the last.
func shown(i, n, height int) bool {
	every := 1
	for every < n && 1+(n+every-2)/every > height {
		every++
	}
	return i == 0 || (n-1-i)%every == 0
}

// layerBars is one side, for a picture of that size.
func layerBars(values []float64, size viz.Size, top float64) viz.BarChart {
	chart := viz.BarChart{Columns: []viz.Column{{Width: 8}}, Max: top}
	label := func(layer int, v float64) viz.Safe { return viz.Cleanf("%d %5s", layer, small(v)) }
	if size.W < 16 {
		chart.Columns[0].Width = 6
		label = func(layer int, v float64) viz.Safe { return viz.Cleanf("%d %3s", layer, tiny(v)) }
	}
	for i, v := range values {
		if shown(i, len(values), size.H) {
			chart.Rows = append(chart.Rows, viz.BarRow{Cells: []viz.Safe{label(i+1, v)}, Value: v, Mark: math.NaN()})
		}
	}
	return chart
}

// small writes a norm in five cells.
func small(v float64) viz.Safe {
	switch {
	case v >= 1000 || v > 0 && v < 0.001:
		return viz.Cleanf("%.0e", v)
	case v >= 100:
		return viz.Fixed(v, 1)
	case v >= 10:
		return viz.Fixed(v, 2)
	}
	return viz.Fixed(v, 3)
}

// tiny writes a norm in three cells, below 1 without the leading 0.
func tiny(v float64) viz.Safe {
	switch {
	case v >= 9.95:
		return viz.Fixed(v, 0)
	case v >= 0.995:
		return viz.Fixed(v, 1)
	}
	return viz.Clean(strings.TrimPrefix(viz.Fixed(v, 2).String(), "0"))
}
