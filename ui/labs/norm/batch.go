package norm

import (
	"math"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// viewBatch draws the error of a batch's statistics over its size.
func (l *Lab) viewBatch(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	top := head(g, f.Theme, viz.Cleanf("how far off a batch is, f%d", l.column))
	chart := viz.LineChart{
		Series: []viz.Line{
			{Name: viz.Clean("mean")},
			{Name: viz.Clean("σ")},
			{Name: viz.Cleanf("y, %s", kindNames[l.kind])},
		},
		X: [2]float64{1, float64(len(l.noise))}, XName: viz.Clean("batch"),
		Y:     &[2]float64{0, noiseScale},
		Marks: []viz.LineMark{{X: float64(l.batch)}},
	}
	for _, n := range l.noise {
		chart.Series[0].Values = append(chart.Series[0].Values, n.mean)
		chart.Series[1].Values = append(chart.Series[1].Values, n.std)
		chart.Series[2].Values = append(chart.Series[2].Values, n.y)
	}
	below := l.batchLines(f.Theme, g.W)
	if g.H < 14 {
		below = below[len(below)-1:]
	}
	h := g.H - top - len(below) - 1
	if h < 5 {
		h, below = g.H-top, nil
	}
	g.Put(0, top, viz.Lines(viz.Size{W: g.W, H: h}, f.Theme, chart))
	lines(g, f.Theme, top+h+1, below)
	return g
}

// noiseScale is where the axis of errors ends: an error of more is as good as
// no statistics.
const noiseScale = 1.5

// batchLines say what stands at the chosen size.
func (l *Lab) batchLines(t viz.Theme, width int) []viz.Safe {
	if l.batch > len(l.noise) {
		return []viz.Safe{viz.Cleanf("the set has %d tokens", len(l.noise))}
	}
	n := l.noise[l.batch-1]
	out := []viz.Safe{
		viz.Cleanf("batches of a set of %d tokens", len(l.set.all)/l.features()),
		t.FitFirst(width,
			viz.Cleanf("batch of %2d: mean ±%s σ, σ ±%s σ", l.batch, viz.Fixed(n.mean, 2), viz.Fixed(n.std, 2)),
			viz.Cleanf("mean ±%s σ, σ ±%s σ", viz.Fixed(n.mean, 2), viz.Fixed(n.std, 2))),
	}
	if l.kind == batchNorm && math.IsNaN(n.y) {
		return append(out, viz.Cleanf("row %d: y is 0/0, no number", l.row))
	}
	if l.batch == 1 && l.kind == batchNorm {
		return append(out, viz.Cleanf("x − mean = 0, so y = β = %s", viz.Fixed(l.inTraining(batchNorm, l.x[:l.features()]).Y[l.column-1], 3)))
	}
	return append(out, viz.Cleanf("row %d: y ±%s", l.row, viz.Fixed(n.y, 3)))
}
