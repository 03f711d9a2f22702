package quantization

import (
	"fmt"
	"math"
	"slices"

	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// Readings are the numbers on screen: of the specimen, of the effect or of the
// ledger.
func (l *Lab) Readings() []lab.Reading {
	var readings []lab.Reading
	switch {
	case l.waiting():
		readings = []lab.Reading{l.Progress().Reading()}
	case l.refused != nil:
		readings = []lab.Reading{{Name: "scales", Undefined: "refused: see the picture"}}
	case l.set.view == viewEffect:
		readings = l.effectReadings()
	case l.set.view == viewLedger:
		readings = l.ledgerReadings()
	default:
		readings = l.specimenReadings()
	}
	for i := range readings {
		readings[i].Provenance = lab.Computed
	}
	return readings
}

func (l *Lab) specimenReadings() []lab.Reading {
	q := l.result
	grid, _, _, _ := l.block()
	scale := lab.Reading{Name: "scale", Value: float64(grid.Scale), Digits: 5}
	if n := len(q.matrix.Grids); n > 1 {
		scale.Note = fmt.Sprintf("one of %d", n)
	}
	rmse := lab.Reading{Name: "RMSE", Value: q.lost.RMSE, Digits: 5, Note: fmt.Sprintf("step/√12 %.5f", quant.NoiseRMS(q.step))}
	var beside []lab.Reading
	if in := q.inliers; in != nil {
		beside = append(in.near.readings("inlier", q.levels), in.rest.readings("rest", q.levels)...)
	}
	var list []lab.Reading // what the sentence is about comes first
	switch l.set.view {
	case viewError:
		list = slices.Concat([]lab.Reading{rmse}, l.errorReadings(), []lab.Reading{scale}, beside)
	case viewLayers:
		list = append(l.layerReadings(), scale, rmse)
	default:
		list = append(beside, scale, rmse)
	}
	list = append(list,
		finite(lab.Reading{Name: "SQNR", Value: q.lost.SQNR, Unit: "dB", Digits: 1,
			Note: fmt.Sprintf("uniform %s", viz.Fixed(quant.PredictedSQNR(q.rms, q.step), 1))}, "nothing is lost, or nothing was there"),
		lab.Reading{Name: "levels used", Value: float64(q.used), Note: fmt.Sprintf("of %d", q.levels)})
	if p := q.products; p != nil {
		note := "W too"
		if !math.IsNaN(p.plain) {
			note = fmt.Sprintf("W too; unsmoothed %.2f", 100*p.plain)
		}
		list = append(list, finite(lab.Reading{Name: "product error", Value: 100 * p.error, Unit: "%", Digits: 2, Note: note},
			"the product is 0"))
	}
	return append(list,
		lab.Reading{Name: "largest", Value: l.specimen.peak, Digits: 3, Note: "of the values, in size"},
		lab.Reading{Name: "zero point", Value: float64(grid.Zero)},
		lab.Reading{Name: "clipped", Value: 100 * q.cut, Unit: "%", Digits: 2},
		lab.Reading{Name: "become 0", Value: 100 * q.zeros, Unit: "%", Digits: 1},
		lab.Reading{Name: "most off", Value: q.most, Digits: 3, Note: "steps, of what fits"},
		finite(lab.Reading{Name: "max/rms", Value: l.specimen.crest, Digits: 1}, "all values are 0"),
		lab.Reading{Name: "bits a value", Value: q.bits, Digits: 2, Note: "with scales"},
	)
}

// errorReadings are of the error against uniform noise.
func (l *Lab) errorReadings() []lab.Reading {
	bit := lab.Reading{Name: "last bit", Unit: "dB", Digits: 1}
	if l.set.bits == leastBits {
		bit.Name = "third bit"
	}
	measured, uniform, ok := l.lastBit()
	if bit.Value = measured; ok {
		bit.Note = fmt.Sprintf("uniform %s", viz.Fixed(uniform, 1))
	} else {
		bit.Undefined = "not measured, or nothing is lost"
	}
	return []lab.Reading{
		finite(lab.Reading{Name: "of uniform", Value: l.result.uniformShare(), Digits: 2, Note: "RMSE over step/√12"}, "there is no step"),
		bit,
	}
}

// layerReadings are of the ranking.
func (l *Lab) layerReadings() []lab.Reading {
	most := lab.Reading{Name: "most lost", Unit: "%", Digits: 2, Undefined: "nothing is measured yet"}
	least := most
	least.Name = "least lost"
	if len(l.survey.rows) > 0 {
		worst, best, _ := l.survey.extremes()
		most.Undefined, most.Value = "", 100*worst.error
		most.Note = fmt.Sprintf("%s, %s become 0", worst.name, nearly(worst.zeros))
		least.Undefined, least.Value, least.Note = "", 100*best.error, best.name
	}
	return []lab.Reading{finite(most, "all values are 0"), finite(least, "all values are 0")}
}

// readings are of the values beside an outlier; none if there are none.
func (b bystanders) readings(name string, levels int) []lab.Reading {
	if b.n == 0 {
		return nil
	}
	loss := lab.Reading{Name: name + " RMSE", Value: b.rmse, Digits: 5}
	if r := b.ratio(); !math.IsNaN(r) && !math.IsInf(r, 0) {
		loss.Note = fmt.Sprintf("× %.2f", r)
	}
	return []lab.Reading{
		{Name: name + " levels", Value: float64(b.used), Note: fmt.Sprintf("of %d, %d values", levels, b.n)},
		loss,
	}
}

// finite gives the reason where there is no number.
func finite(r lab.Reading, reason string) lab.Reading {
	if math.IsNaN(r.Value) || math.IsInf(r.Value, 0) {
		r.Undefined = reason
	}
	return r
}

func (l *Lab) effectReadings() []lab.Reading {
	names := []lab.Reading{
		{Name: "perplexity", Digits: 3},
		{Name: "facts right", Digits: 2},
		{Name: "KL", Unit: "bits", Digits: 4, Note: "mean of all"},
		{Name: "same top", Unit: "%", Digits: 1, Note: "likeliest stays"},
		{Name: "prompt KL", Unit: "bits", Digits: 4, Note: "one token"},
		{Name: "prompt top"},
	}
	reason := ""
	switch {
	case l.set.what == example:
		reason = "the example is not part of a model"
	case !l.predicted():
		reason = l.progress().String()
	}
	if reason != "" {
		for i := range names {
			names[i].Undefined = reason
		}
		return names
	}
	p, e := l.predictions, l.effect
	for i := range 4 {
		names[i].Undefined = "not measured yet"
	}
	if l.lm.World == nil {
		names[1].Undefined = "the model was not taught these facts"
	}
	if l.measured() {
		was, is := e.read.perplexities()
		names[0].Undefined, names[0].Value, names[0].Note = "", is, fmt.Sprintf("was %.3f", was)
		names[0] = finite(names[0], "infinite")
		names[2].Undefined, names[2].Value = "", e.read.bits()
		names[2] = finite(names[2], "infinite: a token that could come is ruled out")
		names[3].Undefined, names[3].Value = "", 100*share(e.read.same, e.read.tokens)
	}
	if l.answered() {
		names[1].Undefined, names[1].Value = "", share(e.correct, e.asked)
		names[1].Note = fmt.Sprintf("was %.2f, of %d", share(e.known, e.asked), e.asked)
	}
	names[4].Value = p.kl
	names[4] = finite(names[4], "infinite: a token that could come is ruled out")
	top := func(p []float64) string {
		return l.label(slices.Index(p, slices.Max(p))).String()
	}
	names[5].Text, names[5].Note = top(p.after), fmt.Sprintf("was %q", top(p.before))
	return names
}

func (l *Lab) ledgerReadings() []lab.Reading {
	_, total := l.ledger()
	now := total.size.Bytes()
	list := []lab.Reading{
		{Name: "bytes now", Value: float64(now)},
		{Name: "bytes before", Value: float64(total.half), Note: "16-bit floats"},
		{Name: "ratio", Value: float64(total.half) / float64(now), Digits: 2},
		{Name: "bits a value", Value: total.size.PerWeight(), Digits: 2, Note: "with scales"},
	}
	if l.set.what == activations {
		c := l.lm.Model.Config
		list = append(list, lab.Reading{Name: "KV a token", Value: float64(2 * c.Layers * c.Width * 2), Unit: "bytes", Note: "16-bit floats"})
	}
	return list
}
