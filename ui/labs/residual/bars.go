package residual

import (
	"math"
	"strings"

	"logitarium/core/elementary"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// side is one network's gradients, layer by layer.
type side struct {
	name   viz.Safe
	values []float64
	second bool // in the colour that its line has in the other views
}

// sides are those of both places of the norm.
func (m means) sides() [2]side {
	return [2]side{{viz.Clean("post-LN"), m.post, true}, {viz.Clean("pre-LN"), m.pre, false}}
}

// barScale is where bars begin and end.
type barScale struct {
	low, high float64
	log       bool
}

// logBeyond is how many times the least gradient the largest is, from where
// bars are drawn to a logarithmic scale.
const logBeyond = 50

// barScale is the scale for gradients of a kind. It moves in steps of 1, 2, 5
// and 10, so that bars stand still while a knob changes them a little.
func (f gradientFrame) barScale(m means) barScale {
	least, most := math.Inf(1), 0.0
	for _, side := range m.sides() {
		for _, v := range side.values {
			if v > 0 {
				least, most = min(least, v), max(most, v)
			}
		}
	}
	least, most = f.Axis("‖∂"+f.of+"‖", min(least, most), most)
	if most > logBeyond*least && least > 0 {
		return barScale{elementary.Pow(10, float64(viz.Decade(least))), viz.RoundUp(most), true}
	}
	return barScale{0, viz.RoundUp(most), false}
}

// gradientFrame is a frame for the gradients of one kind of weights.
type gradientFrame struct {
	lab.Frame
	of string
}

// said is the scale in words.
func (s barScale) said(f lab.Frame) viz.Safe {
	if s.log {
		return f.Say("log scale, %v to %v", plain(s.low), plain(s.high))
	}
	return f.Say("bars from 0 to %v", plain(s.high))
}

// plain writes the end of a scale, 1, 2 or 5 times a power of ten.
func plain(v float64) viz.Safe {
	if v < 0.001 {
		return viz.Scientific(v, 0)
	}
	return viz.Fixed(v, max(-viz.Decade(v), 0))
}

// length is the bar of a value: its distance from the low end, on a logarithmic
// scale in decades.
func (s barScale) length(v float64) float64 {
	if !s.log {
		return v
	}
	if v <= 0 {
		return math.NaN()
	}
	return viz.Log10(v / s.low)
}

// draw draws a side under its name, with bars so many rows high.
func (d side) draw(f lab.Frame, s barScale, thick int) viz.Grid {
	g := f.Theme.Grid(f.Size)
	g.Text(0, 0, f.Theme.Fit(d.name, g.W), f.Theme.Strong)
	chart := viz.BarChart{Columns: []viz.Column{{Width: 8}}, Max: s.length(s.high)}
	label := func(layer int, v float64) viz.Safe { return viz.Cleanf("%d %s", layer, inFive(v).PadLeft(5)) }
	if g.W < 16 {
		chart.Columns[0].Width = 6
		label = func(layer int, v float64) viz.Safe { return viz.Cleanf("%d %s", layer, inThree(v).PadLeft(3)) }
	}
	for i, v := range d.values {
		if !shown(i, len(d.values), g.H-1) {
			continue
		}
		row := viz.BarRow{Cells: []viz.Safe{label(i+1, v)}, Value: s.length(v), Mark: math.NaN(), Second: d.second}
		for range thick {
			chart.Rows = append(chart.Rows, row)
			row.Cells = []viz.Safe{viz.Clean("")}
		}
	}
	g.Put(0, 1, viz.Bars(viz.Size{W: g.W, H: g.H - 1}, f.Theme, chart))
	return g
}

// thickness is how high each of n bars can be in so many rows, at least 1.
func thickness(n, rows int) int {
	const most = 4
	return min(max(rows/max(n, 1), 1), most)
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

// inFive writes a norm in five cells.
func inFive(v float64) viz.Safe {
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

// inThree writes a norm in three cells, below 1 without the leading 0.
func inThree(v float64) viz.Safe {
	switch {
	case v >= 9.95:
		return viz.Fixed(v, 0)
	case v >= 0.995:
		return viz.Fixed(v, 1)
	}
	return viz.Clean(strings.TrimPrefix(viz.Fixed(v, 2).String(), "0"))
}
