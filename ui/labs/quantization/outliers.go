package quantization

import (
	"math"
	"slices"

	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// features are the largest magnitudes of each feature: of activations, and of
// the weights that they meet.
type features struct {
	x, w           []float64 // as they are quantized
	plainX, plainW []float64 // without SmoothQuant; nil if it is off
	most           int       // the feature with the largest activation without SmoothQuant
}

// features looks at the specimen; of a site that no product takes w is empty.
func (l *Lab) features() features {
	sp := l.specimen
	f := features{x: quant.ColumnPeaks(sp.values, sp.cols)}
	if sp.weights.Rows > 0 {
		f.w = quant.ColumnPeaks(sp.weights.Data, sp.cols)
	}
	before := f.x
	if sp.rough != nil {
		f.plainX, f.plainW = quant.ColumnPeaks(sp.rough, sp.cols), quant.ColumnPeaks(sp.met.Data, sp.cols)
		before = f.plainX
	}
	f.most = slices.Index(before, slices.Max(before))
	return f
}

// drawOutliers draws token by feature as a heatmap, and below it the largest of
// each feature on both sides of the product, before and after SmoothQuant.
func (l *Lab) drawOutliers(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	sp, p := l.specimen, l.features()
	below := []viz.Safe{f.Say("|x|, a column a feature; feature %d is the largest", p.most), f.Say("feature %d is the largest", p.most)}
	const roomy = 20 // rows: fewer have no room for more about large models
	if g.H < roomy {
		o := quant.PublishedOutliers()
		below = append([]viz.Safe{f.Say("LLM.int8(), 2022: from %.1fB weights on, %s values reach %g, in %d features.",
			o.Parameters/1e9, viz.Grouped(o.Sequence), o.Threshold, o.Features)}, below...)
	}
	top := head(g, f.Theme, l.title(f), below...)
	size := make([]float64, len(sp.values))
	for i, v := range sp.values {
		size[i] = math.Abs(float64(v))
	}
	_, high := f.Axis("activation", 0, max(slices.Max(p.x), slices.Max(append(p.plainX, 0)))) // it stands still when α is turned
	heat := viz.HeatMap{Values: size, Cols: sp.cols, Reduce: viz.Extreme, Range: &[2]float64{0, high}, XName: f.Say("feature"), Name: f.Say("|x|")}
	rows := min(max((sp.rows+1)/2, 3)+3, (g.H-top)/2)
	if g.H-top < 9 {
		rows = g.H - top
	}
	if named := sp.rows + 1; named <= g.H-top && (rows == g.H-top || named <= (g.H-top)/2+1) { // a row for each token
		rows = named
		heat.Bare = true
		const names = 8
		for i, token := range sp.tokens {
			g.Text(0, top+i, f.Theme.Fit(token, names-1), f.Theme.Faint)
		}
		g.Put(names, top, viz.Heat(viz.Size{W: g.W - names, H: sp.rows}, f.Theme, heat))
		g.Put(names, top+sp.rows, viz.HeatLegend(viz.Size{W: g.W - names, H: 1}, f.Theme, heat))
	} else {
		heat.YText = sp.tokens
		g.Put(0, top, viz.Heat(viz.Size{W: g.W, H: rows}, f.Theme, heat))
	}
	if y := top + rows; g.H-y >= 4 {
		room := g.H - y
		notes := l.elsewhere(f, room-6)
		g.Put(0, y, l.drawSides(f.In(g.W, room-len(notes)), p))
		for i, line := range notes {
			g.Text(0, g.H-len(notes)+i, line, f.Theme.Faint)
		}
	}
	return g
}

// drawSides draws both sides of the product side by side.
func (l *Lab) drawSides(f lab.Frame, p features) viz.Grid {
	g := f.Theme.Grid(f.Size)
	w := g.W
	if p.w != nil {
		w = (g.W - 2) / 2
	}
	draw := func(x int, name viz.Safe, axis string, now, before []float64) {
		_, high := f.Axis(axis, 0, max(slices.Max(now), slices.Max(append(before, 0))))
		chart := viz.LineChart{Y: &[2]float64{0, high}, XName: f.Say("feature"), Series: []viz.Line{{Values: now, Area: before == nil}}}
		if before != nil {
			chart.Series[0].Name = f.Say("smoothed")
			chart.Series = append(chart.Series, viz.Line{Name: f.Say("before"), Values: before, Under: true})
		}
		g.Text(x, 0, f.Theme.Fit(name, w), f.Theme.Strong)
		g.Put(x, 1, viz.Lines(viz.Size{W: w, H: g.H - 1}, f.Theme, chart))
	}
	draw(0, f.Say("largest |x| of a feature"), "activation", p.x, p.plainX)
	if p.w != nil {
		draw(w+2, f.Say("largest |w| that it meets"), "weight", p.w, p.plainW)
	}
	return g
}

// elsewhere are the lines of what was found in large models, if all find room.
func (l *Lab) elsewhere(f lab.Frame, room int) []viz.Safe {
	o := quant.PublishedOutliers()
	text := message.Join(
		message.New("LLM.int8() (Dettmers et al. 2022): in models of %.1f billion parameters and more, %s values of a sequence reach %g, all of them in at most %d features.",
			o.Parameters/1e9, viz.Grouped(o.Sequence), o.Threshold, o.Features),
		message.New("With these %.1f %% of the features at 0, perplexity rises by %.0f to %s %%; with as many others, by %.1f %%.",
			100*o.Share, o.RiseFrom, viz.Grouped(int(o.RiseTo)), o.RiseRandom))
	lines := viz.Wrap(f.Print(text), f.W)
	if len(lines) > room {
		return nil
	}
	return lines
}

func (l *Lab) readOutliers() []lab.Reading {
	p := l.features()
	list := []lab.Reading{
		{Name: "largest activation", Help: message.New("the largest magnitude among the activations, as they are quantized"), Value: slices.Max(p.x), Digits: 3},
		finite(lab.Reading{Name: "over median", Help: message.New("the largest activation of the feature that is largest without SmoothQuant, over that of the median feature"), Value: p.x[p.most] / quant.Median(p.x), Digits: 1, Note: message.New("feature %d", p.most)}, "the median feature is 0"),
	}
	if p.w != nil {
		w := lab.Reading{Name: "largest weight", Help: message.New("the largest magnitude among the weights that these activations meet, as they are quantized"), Value: slices.Max(p.w), Digits: 3}
		if p.plainW != nil {
			w.Note = message.New("was %s", viz.Fixed(slices.Max(p.plainW), 3))
		}
		list = append(list, w)
	}
	return slices.Concat(list, l.readProduct(), []lab.Reading{l.readScale(), l.readRMSE()}, leading(nil, l.readBeside()))
}

func (l *Lab) sayOutliers() message.Text {
	p := l.features()
	alpha, on := l.set.alpha()
	if !on || p.plainX == nil || l.result.products == nil {
		return message.Join(l.sayShared(p.most, viz.Fixed(p.x[p.most], 2), viz.Fixed(quant.Median(p.x), 2)), l.sayLoss())
	}
	moved := message.New("α %.1f: the largest activation goes from %s to %s, the largest weight from %s to %s.",
		alpha, viz.Fixed(slices.Max(p.plainX), 2), viz.Fixed(slices.Max(p.x), 2), viz.Fixed(slices.Max(p.plainW), 2), viz.Fixed(slices.Max(p.w), 2))
	loses, plain := percents(l.result.products.error, 1), l.result.products.plain
	if math.IsNaN(plain) { // with an outlier put in the product is not measured a second time
		return message.Join(moved, message.New("The product loses %s %%.", loses))
	}
	return message.Join(moved, message.New("The product loses %s %%, without it %s %%.", loses, percents(plain, 1)))
}

// sayShared says whether the largest feature and the median one share a scale.
func (l *Lab) sayShared(feature int, most, median viz.Safe) message.Text {
	switch l.set.granularity {
	case perGroup:
		return message.New("Feature %d reaches %s, the median feature %s: only the %d features of its group share its scale.", feature, most, median, l.set.group)
	case perToken:
		return message.New("Feature %d reaches %s, the median feature %s: a token's one scale has to hold both.", feature, most, median)
	}
	return message.New("Feature %d reaches %s, the median feature %s: one scale has to hold both.", feature, most, median)
}

// sayLoss says what the product loses, if there is one.
func (l *Lab) sayLoss() message.Text {
	if l.result.products == nil {
		return message.New("No product takes this site.")
	}
	return message.New("In %d bits the product loses %s %%.", l.set.bits, percents(l.result.products.error, 1))
}
