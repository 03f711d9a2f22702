package quantization

import (
	"logitarium/ui/lab"
	"logitarium/viz"
)

// viewLayers draws the error of every tensor or site, the largest first.
func (l *Lab) viewLayers(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	what := "sites by loss, this prompt"
	switch l.set.what {
	case weights:
		what = "tensors by loss"
	case example:
		what = "the example"
	}
	below := viz.Cleanf("%d bits, %s", l.set.bits, l.set.scales())
	if l.set.what == weights && l.lm.Model.Unembedding().Rows*l.lm.Model.Config.Width > mostValues {
		below = viz.Cleanf("%d bits, %s; large ones by samples of rows", l.set.bits, l.set.scales())
	}
	if n := l.survey.queue.left(); n > 0 {
		below = viz.Cleanf("measuring: %d left", n)
	}
	if l.calibrating() {
		below = viz.Cleanf("watching texts for ranges: %d of %d", l.calibratedRows(), calibrationRows)
	}
	top := head(g, f.Theme, viz.Clean(what), below)
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: viz.Clean(l.columnTitle()), Left: true, Width: 10},
			{Title: viz.Clean("error"), Width: 5},
			{Title: viz.Clean("max/rms"), Width: 7, Spare: true},
		},
		Kept: viz.Clean("RMSE, % of the RMS"),
	}
	chosen := l.survey.chosenRow(l.set)
	for i, r := range l.survey.rows {
		chart.Rows = append(chart.Rows, viz.BarRow{
			Value: 100 * r.error, Chosen: i == chosen,
			Cells: []viz.Safe{viz.Clean(r.name), viz.Fixed(100*r.error, 2), viz.Fixed(r.crest, 1)},
		})
	}
	g.Put(0, top, viz.Bars(viz.Size{W: g.W, H: g.H - top}, f.Theme, chart))
	return g
}

func (l *Lab) columnTitle() string {
	if l.set.what == activations {
		return "site"
	}
	return "tensor"
}
