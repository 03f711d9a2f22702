package quantization

import (
	"fmt"

	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// drawLayers draws the error of every tensor or site, the largest first.
func (l *Lab) drawLayers(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	what := "sites by loss, this prompt"
	switch l.set.what {
	case weights:
		what = "tensors by loss"
	case example:
		what = "the example"
	}
	below := viz.Cleanf("%d bits, %s", l.set.bits, l.set.scales())
	if l.set.what == weights && l.lm.Network.Unembedding().Rows*l.config().Width > mostValues {
		below = viz.Cleanf("%d bits, %s; large ones by samples of rows", l.set.bits, l.set.scales())
	}
	if done, all := l.survey.work.Tasks(); done < all {
		below = viz.Cleanf("measuring: %d left", all-done)
	}
	if l.calibrating() {
		below = viz.Cleanf("watching texts for ranges: %d of %d", l.watchedRows(), calibrationRows)
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
	most := 0.0
	for i, r := range l.survey.rows {
		most = max(most, 100*r.error)
		chart.Rows = append(chart.Rows, viz.BarRow{
			Value: 100 * r.error, Chosen: i == chosen,
			Cells: []viz.Safe{viz.Clean(r.name), viz.Fixed(100*r.error, 2), viz.Fixed(r.crest, 1)},
		})
	}
	chart.Max = f.Top("error, % of the RMS", most)
	g.Put(0, top, viz.Bars(viz.Size{W: g.W, H: g.H - top}, f.Theme, chart))
	return g
}

func (l *Lab) columnTitle() string {
	if l.set.what == activations {
		return "site"
	}
	return "tensor"
}

func (l *Lab) sayLayers() string {
	if len(l.survey.rows) == 0 {
		return "Every tensor or site is quantized by itself."
	}
	worst, best, widest := l.survey.extremes()
	switch {
	case l.set.what == example:
		return fmt.Sprintf("The example loses %s %%.", viz.Fixed(100*worst.error, 2))
	case l.survey.work.Waiting() || l.calibrating():
		return fmt.Sprintf("So far %s loses most, %s %%.", worst.name, viz.Fixed(100*worst.error, 2))
	}
	text := fmt.Sprintf("%s loses most, %s %%, with max/rms %s; %s least, %s %%, with %s.",
		worst.name, viz.Fixed(100*worst.error, 2), viz.Fixed(worst.crest, 1),
		best.name, viz.Fixed(100*best.error, 2), viz.Fixed(best.crest, 1))
	switch {
	case worst.error > .8 && worst.zeros > .8:
		return text + fmt.Sprintf(" With %d levels %s of its values become 0.", l.levels(), nearly(worst.zeros))
	case l.set.granularity != perTensor:
		return text + " What counts is the range within each scale."
	case l.set.calibration == static || l.set.clip != clipNone || l.set.smooth != noSmoothing:
		return text
	case widest.name == worst.name:
		return text + " Range costs resolution."
	}
	return text + fmt.Sprintf(" It is not the range alone: %s has %s.", widest.name, viz.Fixed(widest.crest, 1))
}

// levels is how many a grid has.
func (l *Lab) levels() int {
	g := l.set.plan().Scheme.Grid(quant.Range{Lo: -1, Hi: 1})
	return g.Levels()
}

// listLayers is the tensors or sites of the view layers, the largest error first.
func (l *Lab) listLayers() []lab.List {
	if len(l.survey.rows) == 0 {
		return nil
	}
	list := lab.List{Name: l.columnTitle() + "s", Columns: []string{l.columnTitle(), "error, % of the RMS", "max/rms"}}
	for _, r := range l.survey.rows {
		list.Add(lab.Word(r.name), lab.Amount(100*r.error, 3), lab.Amount(r.crest, 2))
	}
	return []lab.List{list}
}
