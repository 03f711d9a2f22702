package quantization

import (
	"math"
	"slices"

	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// readValues leads with what the sentence is about: those beside an outlier,
// a smoothed product, the range.
func (l *Lab) readValues() []lab.Reading {
	lead := l.readBeside()
	_, smoothed := l.set.alpha()
	switch {
	case len(lead) > 0:
	case smoothed:
		lead = l.readProduct()
	case l.set.what != example:
		lead = []lab.Reading{l.readLargest()}
	}
	return leading(lead, slices.Concat([]lab.Reading{l.readScale(), l.readRMSE()}, l.readSpecimen()))
}

// readError leads with the error against uniform noise.
func (l *Lab) readError() []lab.Reading {
	return slices.Concat([]lab.Reading{l.readRMSE()}, l.errorReadings(), []lab.Reading{l.readScale()}, l.readBeside(), l.readSpecimen())
}

// readMatrix leads with the cell that the formula is about.
func (l *Lab) readMatrix() []lab.Reading {
	i := l.set.row*l.specimen.cols + l.set.column
	cell := []lab.Reading{
		{Name: "x", Help: message.New("the first number shown, as it is"), Value: float64(l.specimen.values[i]), Digits: 4},
		{Name: "q", Help: message.New("the integer that is kept for it"), Value: float64(l.result.matrix.Q[i])},
		{Name: "y", Help: message.New("the number that the integer stands for"), Value: float64(l.result.back[i]), Digits: 4},
	}
	return slices.Concat(cell, []lab.Reading{l.readScale(), l.readRMSE()}, l.readBeside(), l.readSpecimen())
}

// readLayers leads with the ranking.
func (l *Lab) readLayers() []lab.Reading {
	return slices.Concat(l.layerReadings(), []lab.Reading{l.readScale(), l.readRMSE()}, l.readSpecimen())
}

// leading puts some readings before the others.
func leading(first, all []lab.Reading) []lab.Reading {
	all = slices.DeleteFunc(all, func(r lab.Reading) bool {
		return slices.ContainsFunc(first, func(f lab.Reading) bool { return f.Name == r.Name })
	})
	return append(slices.Clip(first), all...)
}

func (l *Lab) readScale() lab.Reading {
	grid, _, _ := l.block()
	scale := lab.Reading{Name: "scale", Help: message.New("how far apart neighbouring levels lie: the step of the grid"), Value: float64(grid.Scale), Digits: 5}
	if n := len(l.result.matrix.Grids); n > 1 {
		scale.Note = message.New("one of %d", n)
	}
	return scale
}

func (l *Lab) readRMSE() lab.Reading {
	q := l.result
	return lab.Reading{Name: "RMSE", Help: message.New("the root mean square of what quantization changes in a value"),
		Value: q.lost.RMSE, Digits: 5, Note: message.New("step/√12 %.5f", quant.NoiseRMS(q.step))}
}

// readBeside is of the values beside an outlier; none without one.
func (l *Lab) readBeside() []lab.Reading {
	in := l.result.inliers
	if in == nil {
		return nil
	}
	levels := l.result.levels
	return append(in.near.readings("inlier", "the values that share the outlier's scale", levels),
		in.rest.readings("rest", "the values that do not share the outlier's scale", levels)...)
}

// readProduct is of the product with the weights, for activations that enter one.
func (l *Lab) readProduct() []lab.Reading {
	p := l.result.products
	if p == nil {
		return nil
	}
	note := message.New("W too")
	if !math.IsNaN(p.plain) {
		note = message.New("W too; unsmoothed %.2f", 100*p.plain)
	}
	return []lab.Reading{finite(lab.Reading{Name: "product error",
		Help:  message.New("the error of activations times weights, both quantized, relative to the root mean square of the product"),
		Value: 100 * p.error, Unit: "%", Digits: 2, Note: note}, "the product is 0")}
}

// readLargest is of the range that a grid has to hold.
func (l *Lab) readLargest() lab.Reading {
	return lab.Reading{Name: "largest", Help: message.New("the largest magnitude among the values, without the outlier that was put in"),
		Value: l.specimen.peak, Digits: 3, Note: message.New("of the values, in size")}
}

// readSpecimen is of one matrix on its grids.
func (l *Lab) readSpecimen() []lab.Reading {
	q := l.result
	grid, _, _ := l.block()
	return slices.Concat([]lab.Reading{
		finite(lab.Reading{Name: "SQNR", Help: message.New("the power of the values over the power of the quantization error"), Value: q.lost.SQNR, Unit: "dB", Digits: 1,
			Note: message.New("uniform %s", viz.Fixed(quant.PredictedSQNR(q.rms, q.step), 1))}, "nothing is lost, or nothing was there"),
		{Name: "levels used", Help: message.New("how many different integers occur"), Value: float64(q.used), Note: message.New("of %d", q.levels)},
	}, l.readProduct(), []lab.Reading{
		l.readLargest(),
		{Name: "zero point", Help: message.New("the integer that stands for 0"), Value: float64(grid.Zero)},
		{Name: "clipped", Help: message.New("the share of values beyond the ends of their grid, which come back as the end"), Value: 100 * q.cut, Unit: "%", Digits: 2},
		{Name: "become 0", Help: message.New("the share of values that come back as 0"), Value: 100 * q.zeros, Unit: "%", Digits: 1},
		{Name: "most off", Help: message.New("the largest rounding error of a value that is not clipped, in steps of its grid"), Value: q.most, Digits: 3, Note: message.New("steps, of what fits")},
		finite(lab.Reading{Name: "max/rms", Help: message.New("the largest magnitude over the root mean square: how far the range exceeds the usual value"), Value: l.specimen.crest, Digits: 1}, "all values are 0"),
		{Name: "bits a value", Help: message.New("the memory that a value takes, with its share of scales and zero points"), Value: q.bits, Digits: 2, Note: message.New("with scales")},
	})
}

// errorReadings are of the error against uniform noise.
func (l *Lab) errorReadings() []lab.Reading {
	bit := lab.Reading{Name: "last bit", Help: message.New("how much the signal-to-noise ratio gains by the last bit of the integers"), Unit: "dB", Digits: 1}
	if l.set.bits == leastBits {
		bit = lab.Reading{Name: "third bit", Help: message.New("how much the signal-to-noise ratio would gain by a third bit"), Unit: "dB", Digits: 1}
	}
	measured, uniform, ok := l.lastBit()
	if bit.Value = measured; ok {
		bit.Note = message.New("uniform %s", viz.Fixed(uniform, 1))
	} else {
		bit.Undefined = message.New("not measured, or nothing is lost")
	}
	return []lab.Reading{
		finite(lab.Reading{Name: "of uniform", Help: message.New("the error as a multiple of that of uniform noise one step wide"), Value: l.result.uniformShare(), Digits: 2, Note: message.New("RMSE over step/√12")}, "there is no step"),
		bit,
	}
}

// layerReadings are of the ranking.
func (l *Lab) layerReadings() []lab.Reading {
	most := lab.Reading{Name: "most lost", Help: message.New("the largest error of a tensor or site, relative to the root mean square of its values"), Unit: "%", Digits: 2, Undefined: message.New("nothing is measured yet")}
	least := lab.Reading{Name: "least lost", Help: message.New("the smallest error of a tensor or site, relative to the root mean square of its values"), Unit: "%", Digits: 2, Undefined: most.Undefined}
	if len(l.survey.rows) > 0 {
		worst, best, _ := l.survey.extremes()
		most.Undefined, most.Value = message.Text{}, 100*worst.error
		most.Note = becomeZero(worst.name, worst.zeros)
		least.Undefined, least.Value, least.Note = message.Text{}, 100*best.error, message.Verbatim(best.name)
	}
	return []lab.Reading{finite(most, "all values are 0"), finite(least, "all values are 0")}
}

// readings are of the values beside an outlier; none if there are none.
func (b bystanders) readings(name string, whose message.ID, levels int) []lab.Reading {
	if b.n == 0 {
		return nil
	}
	loss := lab.Reading{Name: name + " RMSE", Help: message.New("the root mean square error of %v", whose), Value: b.rmse, Digits: 5}
	if r := b.ratio(); !math.IsNaN(r) && !math.IsInf(r, 0) {
		loss.Note = message.New("× %.2f", r)
	}
	return []lab.Reading{
		{Name: name + " levels", Help: message.New("how many different integers are in use by %v", whose), Value: float64(b.used), Note: message.New("of %d, %d values", levels, b.n)},
		loss,
	}
}

// finite gives the reason where there is no number.
func finite(r lab.Reading, reason message.ID) lab.Reading {
	if math.IsNaN(r.Value) || math.IsInf(r.Value, 0) {
		r.Undefined = message.New(reason)
	}
	return r
}

func (l *Lab) readEffect() []lab.Reading {
	names := []lab.Reading{
		{Name: "perplexity", Help: message.New("among how many equally likely tokens the quantized model would be as uncertain, on texts it has not seen"), Digits: 3},
		{Name: "facts right", Help: message.New("the share of questions about its world that the quantized model answers word for word"), Digits: 2},
		{Name: "KL", Help: message.New("how far the quantized model's predictions are from the original's, mean over the tokens of the texts"), Unit: "bits", Digits: 4, Note: message.New("mean of all")},
		{Name: "same top", Help: message.New("the share of tokens of the texts for which both models find the same one the likeliest"), Unit: "%", Digits: 1, Note: message.New("likeliest stays")},
		{Name: "prompt KL", Help: message.New("how far the two predictions of the token after the prompt are apart"), Unit: "bits", Digits: 4, Note: message.New("one token")},
		{Name: "prompt top", Help: message.New("the token that the quantized model finds the likeliest after the prompt")},
	}
	if l.reads() != itsWorlds {
		names[0].Help = message.New("among how many equally likely tokens the quantized model would be as uncertain, on the texts that texts chooses")
	}
	var reason message.Text
	switch {
	case l.set.what == example:
		reason = message.New("the example is not part of a model")
	case !l.predicted():
		reason = l.progress()
	}
	if !reason.Empty() {
		for i := range names {
			names[i].Undefined = reason
		}
		return names
	}
	p, e := l.predictions, l.effect
	for i := range 4 {
		names[i].Undefined = message.New("not measured yet")
	}
	if l.lm.World == nil {
		names[1].Undefined = message.New("the model was not taught these facts")
	}
	if l.measured() {
		was, is := e.read.perplexities()
		names[0].Undefined, names[0].Value, names[0].Note = message.Text{}, is, message.New("was %.3f", was)
		names[0] = finite(names[0], "infinite")
		names[2].Undefined, names[2].Value = message.Text{}, e.read.bits()
		names[2] = finite(names[2], "infinite: a token that could come is ruled out")
		names[3].Undefined, names[3].Value = message.Text{}, 100*share(e.read.same, e.read.tokens)
	}
	if l.answered() {
		names[1].Undefined, names[1].Value = message.Text{}, share(e.correct, e.asked)
		names[1].Note = message.New("%d of %d, was %d", e.correct, e.asked, e.known)
	}
	names[4].Value = p.kl
	names[4] = finite(names[4], "infinite: a token that could come is ruled out")
	top := func(p []float64) string {
		return l.label(slices.Index(p, slices.Max(p))).String()
	}
	names[5].Text, names[5].Note = message.Verbatim(top(p.after)), message.New("was %q", top(p.before))
	return names
}

func (l *Lab) readLedger() []lab.Reading {
	_, total := l.ledger(l.set)
	now := total.size.Bytes()
	list := []lab.Reading{
		{Name: "bytes now", Help: message.New("the memory that it takes when quantized, scales and what stays in half precision included"), Value: float64(now)},
		{Name: "bytes before", Help: message.New("the memory that it takes as 16-bit floats"), Value: float64(total.half), Note: message.New("16-bit floats")},
		{Name: "ratio", Help: message.New("how many times less memory it takes than as 16-bit floats"), Value: float64(total.half) / float64(now), Digits: 2},
		{Name: "bits a value", Help: message.New("the memory that a value takes, with its share of scales and zero points"), Value: total.size.PerWeight(), Digits: 2, Note: message.New("with scales")},
	}
	if l.set.what == activations {
		c := l.config()
		list = append(list, lab.Reading{Name: "KV a token", Help: message.New("the memory that the keys and values of one token take in all layers, as 16-bit floats"), Value: float64(2 * c.Layers * c.KeyHeads() * c.HeadWidth() * 2), Unit: "bytes", Note: message.New("16-bit floats")})
	}
	return list
}
