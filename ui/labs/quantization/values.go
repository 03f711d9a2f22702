package quantization

import (
	"math"

	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/ui/message"
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
func (l *Lab) title(f lab.Frame) viz.Safe {
	sp := l.specimen
	switch {
	case l.set.what == activations:
		return f.Say("%v: %d tokens × %d features", sp.name, sp.rows, sp.cols)
	case sp.stride > 1:
		return f.Say("%v: %d of %d out × %d in", sp.name, sp.rows, sp.full/sp.cols, sp.cols)
	}
	return f.Say("%v: %d out × %d in", sp.name, sp.rows, sp.cols)
}

// block returns the grid at the chosen row and column, and which values lie on it.
func (l *Lab) block() (g quant.Grid, from, to int) {
	at := l.set.row*l.specimen.cols + l.set.column
	l.result.matrix.Blocks(func(grid quant.Grid, first, last int) {
		if first <= at && at < last {
			g, from, to = grid, first, last
		}
	})
	return g, from, to
}

// sayBlock says which values share the scale at the chosen row and column, how
// many they are and how far apart their levels lie.
func (l *Lab) sayBlock(f lab.Frame, values int, step string) viz.Safe {
	row, rows, n := l.set.row*l.specimen.stride, l.specimen.full/l.specimen.cols, viz.Grouped(values)
	tokens := l.set.what == activations
	switch m := l.result.matrix; {
	case m.Granularity == quant.PerRow && tokens:
		return f.Say("token %d of %d: %s values, step %s", row, rows, n, step)
	case m.Granularity == quant.PerRow:
		return f.Say("channel %d of %d: %s values, step %s", row, rows, n, step)
	case m.Granularity == quant.PerGroup && tokens:
		return f.Say("token %d, group %d: %s values, step %s", row, l.set.column/m.Group, n, step)
	case m.Granularity == quant.PerGroup:
		return f.Say("channel %d, group %d: %s values, step %s", row, l.set.column/m.Group, n, step)
	}
	return f.Say("all: %s values, step %s", n, step)
}

// drawValues draws how often values occur over the levels of their grid.
func (l *Lab) drawValues(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	grid, from, to := l.block()
	step := number(float64(grid.Scale))
	top := head(g, f.Theme, l.title(f), l.sayBlock(f, to-from, step), f.Say("%s values, step %s", viz.Grouped(to-from), step))
	values := make([]float64, to-from)
	for i, v := range l.specimen.values[from:to] {
		values[i] = float64(v)
	}
	h := viz.Histogram{
		Values:     values,
		ValuesName: f.Say("values"),
		LevelsName: f.Say("%d levels", grid.Levels()),
		XName:      f.Say("value"),
	}
	counts, few := make([]int, grid.Levels()), 4*grid.Levels() <= g.W
	for _, q := range l.result.matrix.Q[from:to] {
		if counts[q-grid.Min]++; few {
			h.Rounded = append(h.Rounded, float64(grid.Value(q)))
		}
	}
	for i, n := range counts {
		at := float64(grid.Value(grid.Min + int32(i)))
		h.Levels = append(h.Levels, at)
		if few && n > 0 { // more would cover the bars
			h.Spikes = append(h.Spikes, viz.Spike{At: at, Count: n})
		}
	}
	h.SpikesName = func(per int) viz.Safe {
		if per == 1 {
			return f.Say("rounded")
		}
		return f.Say("rounded, height × %d", per)
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

func (l *Lab) sayValues() message.Text {
	q, sp := l.result, l.specimen
	alpha, smoothed := l.set.alpha()
	switch {
	case q.inliers != nil:
		return l.sayOutlier()
	case smoothed && !l.calibrating():
		return l.saySmooth(alpha)
	case l.set.kind == quant.Symmetric && l.oneSided():
		return message.Join(l.sayOneSided(), turn("grid", "affine"))
	case l.set.what == example:
		return l.sayExample()
	}
	used := message.New("%d of %d levels are in use.", q.used, q.levels)
	switch {
	case l.set.what == weights && len(q.matrix.Grids) > 1:
		return message.Join(message.New("Weights are known: all %d scales are fixed before any text.", len(q.matrix.Grids)), used)
	case l.set.what == weights:
		return message.Join(message.New("Weights are known: the largest is %.3g, so the scale is fixed before any text.", sp.peak), used)
	case l.calibrating():
		return message.New("Static: the lab reads other texts to find the range, %d of %d so far.", l.watchedRows(), calibrationRows)
	case l.set.calibration == static && q.cut == 0:
		return message.New("Static: the range comes from other texts. Nothing of this prompt lies beyond it; of another prompt something may.")
	case l.set.calibration == static:
		return message.New("Static: the range comes from other texts. Of this prompt %s %% lies beyond it and is clipped; another prompt, another share.", percent(q.cut))
	}
	return message.New("Activations happen: this prompt's largest is %.3g. Press space: another prompt moves the scale. Weights never move.", sp.peak)
}

// sayOneSided is about levels that lie where no values are.
func (l *Lab) sayOneSided() message.Text {
	q, ends := l.result, l.specimen.ends
	if l.set.plan().Full {
		return message.New("The values reach from %.2g to %.2g, a symmetric grid about as far both ways: %d of %d levels are in use.", ends.Lo, ends.Hi, q.used, q.levels)
	}
	return message.New("The values reach from %.2g to %.2g, a symmetric grid as far both ways: %d of %d levels are in use.", ends.Lo, ends.Hi, q.used, q.levels)
}

// sayExample is about the bound that one can check by hand.
func (l *Lab) sayExample() message.Text {
	q, most := l.result, viz.Fixed(l.result.most, 2)
	n := len(q.matrix.Grids)
	clipped := int(math.Round(q.cut * float64(len(q.back))))
	unless := message.Count(clipped, "One value is clipped, and moves further.", "%d values are clipped, and move further.", clipped)
	switch {
	case n > 1 && clipped > 0:
		return message.Join(message.New("Eight weights, %d levels: there are %d scales, and no value that fits moves by more than half of its own step.", q.levels, n), unless)
	case n > 1:
		return message.New("Eight weights, %d levels: there are %d scales, and no value moves by more than half of its own step; %s of a step is the most.", q.levels, n, most)
	case clipped > 0:
		return message.Join(message.New("Eight weights, %d levels: a step is %s, and no value that fits moves by more than half of it.", q.levels, number(q.step)), unless)
	}
	return message.New("Eight weights, %d levels: a step is %s, and no value moves by more than half of it; %s of a step is the most.", q.levels, number(q.step), most)
}

// sayOutlier says what one far value does to the others.
func (l *Lab) sayOutlier() message.Text {
	q, in := l.result, l.result.inliers
	if math.Abs(float64(l.specimen.values[0])) <= in.others {
		return message.New("One value of %d σ is no outlier here: others are as large. Turn it further out.", l.set.outlier)
	}
	var reaches, spared message.ID
	switch {
	case q.matrix.Granularity == quant.PerGroup:
		reaches, spared = "One value of %d σ sets the step of its group.", "Other groups lose no more."
	case q.matrix.Granularity == quant.PerRow && l.set.what == activations:
		reaches, spared = "One value of %d σ sets the step of its token.", "Other tokens lose no more."
	case q.matrix.Granularity == quant.PerRow:
		reaches, spared = "One value of %d σ sets the step of its channel.", "Other channels lose no more."
	default:
		reaches = "One value of %d σ sets the step of all."
	}
	if q.matrix.Grids[0].Clips(l.specimen.values[0]) {
		reaches = "The value of %d σ is clipped."
	}
	others := message.New("No other value shares its scale.")
	if in.near.n > 0 {
		others = in.near.sayLoss(q.levels)
	}
	if in.rest.n > 0 && in.rest.rmse == in.rest.before {
		return message.Join(message.New(reaches, l.set.outlier), others, message.New(spared))
	}
	return message.Join(message.New(reaches, l.set.outlier), others)
}

// sayLoss says how much an outlier costs those on its scale.
func (b bystanders) sayLoss(levels int) message.Text {
	switch r := b.ratio(); {
	case b.rmse == 0:
		return message.New("The others on its scale fall on %d of %d levels and lose nothing.", b.used, levels)
	case math.IsInf(r, 0):
		return message.New("The others on its scale fall on %d of %d levels and lose what was exact before.", b.used, levels)
	case r < .995:
		return message.New("The others on its scale fall on %d of %d levels and lose only %s of what they lost.", b.used, levels, viz.Fixed(r, 2))
	case r < 1.05:
		return message.New("The others on its scale fall on %d of %d levels and lose no more than without it.", b.used, levels)
	default:
		return message.New("The others on its scale fall on %d of %d levels and lose %s times as much.", b.used, levels, viz.Fixed(r, 1))
	}
}

// oneSided says whether a symmetric grid spends levels on the wrong side of 0.
func (l *Lab) oneSided() bool {
	r := l.specimen.ends
	return min(-r.Lo, r.Hi) < max(-r.Lo, r.Hi)/4
}

// saySmooth says what SmoothQuant does to this side of the product, and to the
// product.
func (l *Lab) saySmooth(alpha float64) message.Text {
	switch {
	case l.set.what == weights && alpha == 0:
		return message.New("α = 0: the weights of each feature are divided by the largest of them. The activations take all of the difficulty.")
	case l.set.what == weights:
		return message.New("α = %g: the weights of each feature are multiplied by what its activations are divided by. Their scale has to hold it.", alpha)
	}
	error, plain := percents(l.result.products.error, 1), l.result.products.plain
	loses := message.New("In %d bits x·W loses %s %%, with smooth off %s %%.", l.set.bits, error, percents(plain, 1))
	if math.IsNaN(plain) {
		loses = message.New("In %d bits x·W loses %s %%.", l.set.bits, error)
	}
	switch alpha {
	case 0:
		return message.Join(loses, message.New("α = 0: only the range of the weights counts, and the activations take all of the difficulty."))
	case 1:
		return message.Join(loses, message.New("α = 1: each feature is divided by the largest value that it had in other texts, its weights multiplied by it."))
	}
	return message.Join(loses, message.New("α = %g: features large in other texts are divided, their weights multiplied, by one factor.", alpha))
}
