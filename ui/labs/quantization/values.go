package quantization

import (
	"fmt"
	"math"

	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// fewValues is up to how many values the histogram's own rule chooses its
// bins; more than that fill every column anyway.
const fewValues = 4096

// head writes the title of a picture, and a line below it, and returns what is
// left of the grid's height.
// The line below is the first of some wordings that fits, as a number that is
// cut is a wrong one.
func head(g viz.Grid, t viz.Theme, title viz.Safe, below ...viz.Safe) (top int) {
	if g.H < 6 {
		return 0
	}
	g.Text(0, 0, t.Fit(title, g.W), t.Strong)
	for i, line := range below {
		if i == len(below)-1 || t.Show(line).Width() <= g.W {
			g.Text(0, 1, t.Fit(line, g.W), t.Faint)
			break
		}
	}
	return 2
}

// title names the specimen and its shape.
func (l *Lab) title() viz.Safe {
	sp := l.specimen
	if l.set.what == activations {
		return viz.Cleanf("%s: %d tokens × %d features", sp.name, sp.rows, sp.cols)
	}
	if sp.stride > 1 {
		return viz.Cleanf("%s: %d of %d out × %d in", sp.name, sp.rows, sp.full/sp.cols, sp.cols)
	}
	return viz.Cleanf("%s: %d out × %d in", sp.name, sp.rows, sp.cols)
}

// block returns the grid and the values at the chosen row and column, and what
// they are called.
func (l *Lab) block() (g quant.Grid, from, to int, name string) {
	at := l.set.row*l.specimen.cols + l.set.column
	l.result.matrix.Blocks(func(grid quant.Grid, first, last int) {
		if first <= at && at < last {
			g, from, to = grid, first, last
		}
	})
	switch l.result.matrix.Granularity {
	case quant.PerRow:
		name = fmt.Sprintf("%s %d of %d", l.rowWord(), l.set.row*l.specimen.stride, l.specimen.full/l.specimen.cols)
	case quant.PerGroup:
		name = fmt.Sprintf("%s %d, group %d", l.rowWord(), l.set.row*l.specimen.stride, l.set.column/l.result.matrix.Group)
	default:
		name = "all"
	}
	return g, from, to, name
}

func (l *Lab) rowWord() string {
	if l.set.what == activations {
		return "token"
	}
	return "channel"
}

// drawValues draws how often values occur over the levels of their grid.
func (l *Lab) drawValues(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	grid, from, to, name := l.block()
	step := number(float64(grid.Scale))
	top := head(g, f.Theme, l.title(), viz.Cleanf("%s: %d values, step %s", name, to-from, step), viz.Cleanf("%d values, step %s", to-from, step))
	values := make([]float64, to-from)
	for i, v := range l.specimen.values[from:to] {
		values[i] = float64(v)
	}
	h := viz.Histogram{
		Values:     values,
		ValuesName: viz.Clean("values"),
		LevelsName: viz.Cleanf("%d levels", grid.Levels()),
		XName:      viz.Clean("value"),
	}
	for q := grid.Min; q <= grid.Max; q++ {
		h.Levels = append(h.Levels, float64(grid.Value(q)))
	}
	r := quant.MinMax(l.specimen.values[from:to])
	low, high := float64(min(r.Lo, float32(h.Levels[0]))), float64(max(r.Hi, float32(h.Levels[len(h.Levels)-1])))
	h.Range = &[2]float64{low, high}
	const scale = 8 // cells of the axis of counts
	if n := g.W - scale; len(values) > fewValues && n > 0 {
		h.Edges = lab.Evenly(low, high, n)
	}
	part := f.In(g.W, g.H-top)
	g.Put(0, top, viz.Hist(part.Size, f.Theme, part.Histogram(l.axisOfValues(), h)))
	return g
}

// axisOfValues names what the values are: weights and activations are not the
// same quantity.
func (l *Lab) axisOfValues() string {
	if l.set.what == activations {
		return "activations"
	}
	return "weights"
}

// number writes a step or a scale with four digits.
func number(v float64) string { return fmt.Sprintf("%.4g", v) }

func (l *Lab) sayValues() string {
	q, sp := l.result, l.specimen
	if q.inliers != nil {
		return l.sayOutlier()
	}
	if alpha, on := l.set.alpha(); on && !l.calibrating() {
		return l.saySmooth(alpha)
	}
	if l.set.kind == quant.Symmetric && l.oneSided() {
		far := "as far"
		if l.set.plan().Full {
			far = "about as far"
		}
		return fmt.Sprintf("The values reach from %.2g to %.2g, a symmetric grid %s both ways: %d of %d levels are in use. Turn grid to affine.",
			sp.ends.Lo, sp.ends.Hi, far, q.used, q.levels)
	}
	switch {
	case l.set.what == example:
		return l.sayExample()
	case l.set.what == weights && len(q.matrix.Grids) > 1:
		return fmt.Sprintf("Weights are known: all %d scales are fixed before any text. %d of %d levels are in use.", len(q.matrix.Grids), q.used, q.levels)
	case l.set.what == weights:
		return fmt.Sprintf("Weights are known: largest %.3g, so the scale is fixed before any text. %d of %d levels are in use.", sp.peak, q.used, q.levels)
	case l.calibrating():
		return fmt.Sprintf("Static: other texts are being watched for the range, %d of %d.", l.watchedRows(), calibrationRows)
	case l.set.calibration == static && q.cut == 0:
		return "Static: the range comes from other texts. Nothing of this prompt lies beyond it; of another prompt something may."
	case l.set.calibration == static:
		return fmt.Sprintf("Static: the range comes from other texts. Of this prompt %s %% lies beyond it and is clipped; another prompt, another share.", percent(q.cut))
	}
	return fmt.Sprintf("Activations happen: this prompt's largest is %.3g. Press space: another prompt moves the scale. Weights never move.", sp.peak)
}

// sayExample is about the bound that one can check by hand.
func (l *Lab) sayExample() string {
	q := l.result
	text := fmt.Sprintf("Eight weights, %d levels: ", q.levels)
	if n := len(q.matrix.Grids); n > 1 {
		text += fmt.Sprintf("%d scales, and no value moves by more than half of its own step", n)
	} else {
		text += fmt.Sprintf("a step is %s, and no value moves by more than half of it", number(q.step))
	}
	if q.cut > 0 {
		return text + fmt.Sprintf(" unless it is clipped: %s.", clippedOf(q.cut, len(q.back)))
	}
	return text + fmt.Sprintf("; %s of a step is the most.", viz.Fixed(q.most, 2))
}

func (l *Lab) sayOutlier() string {
	q, in := l.result, l.result.inliers
	text := fmt.Sprintf("One value of %d σ ", l.set.outlier)
	if math.Abs(float64(l.specimen.values[0])) <= in.others {
		return text + "is no outlier here: others are as large. Turn it further out."
	}
	unit := map[quant.Granularity]string{quant.PerRow: l.rowWord(), quant.PerGroup: "group"}[q.matrix.Granularity]
	switch {
	case q.matrix.Grids[0].Clips(l.specimen.values[0]):
		text += "is clipped: "
	case unit != "":
		text += fmt.Sprintf("sets its %s's step: ", unit)
	default:
		text += "sets the step for all: "
	}
	switch {
	case in.near.n == 0:
		text += "nothing else has its scale"
	case unit != "":
		text += fmt.Sprintf("%d others fall on %d of %d levels and %s", in.near.n, in.near.used, q.levels, in.near.lose())
	default:
		text += fmt.Sprintf("the others fall on %d of %d levels and %s", in.near.used, q.levels, in.near.lose())
	}
	if in.rest.n > 0 && in.rest.rmse == in.rest.before {
		return text + fmt.Sprintf(". Other %ss lose no more.", unit)
	}
	return text + "."
}

// lose says how much an outlier costs those beside it.
func (b bystanders) lose() string {
	switch r := b.ratio(); {
	case b.rmse == 0:
		return "lose nothing"
	case math.IsInf(r, 0):
		return "lose what was exact before"
	case r < .995:
		return fmt.Sprintf("lose only %s of what they lost", viz.Fixed(r, 2))
	case r < 1.05:
		return "lose no more than without it"
	default:
		return fmt.Sprintf("lose %s times as much", viz.Fixed(r, 1))
	}
}

// oneSided says whether a symmetric grid spends levels on the wrong side of 0.
func (l *Lab) oneSided() bool {
	r := l.specimen.ends
	return min(-r.Lo, r.Hi) < max(-r.Lo, r.Hi)/4
}

func (l *Lab) saySmooth(alpha float64) string {
	text := fmt.Sprintf("α = %g: ", alpha)
	switch {
	case l.set.what == weights && alpha == 0:
		return text + "of each feature the weights are divided by their own largest. All the difficulty has gone into the activations."
	case l.set.what == weights:
		return text + "each feature's weights are multiplied by what its activations were divided by. Their scale has to hold it."
	case alpha == 0:
		text += "only the weights' range counts, and activations take it all."
	case alpha == 1:
		text += "each feature is divided by the largest that it had in other texts, and its weights multiplied."
	default:
		text += "features that were large in other texts are divided, and their weights multiplied, by the same factor."
	}
	text += fmt.Sprintf(" x·W stays; in %d bits it loses %s %%", l.set.bits, viz.Fixed(100*l.result.products.error, 1))
	if p := l.result.products.plain; !math.IsNaN(p) {
		text += fmt.Sprintf(", with smooth off %s %%", viz.Fixed(100*p, 1))
	}
	return text + "."
}
