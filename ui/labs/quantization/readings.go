package quantization

import (
	"fmt"
	"math"

	"logitarium/core/quant"
	"logitarium/ui/lab"
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
	list := []lab.Reading{
		scale,
		{Name: "RMSE", Value: q.lost.RMSE, Digits: 5, Note: fmt.Sprintf("step/√12 %.5f", quant.NoiseRMS(q.step))},
		finite(lab.Reading{Name: "SQNR", Value: q.lost.SQNR, Unit: "dB", Digits: 1,
			Note: fmt.Sprintf("uniform %.1f", quant.PredictedSQNR(q.rms, q.step))}, "nothing is lost, or nothing was there"),
		{Name: "levels used", Value: float64(q.used), Note: fmt.Sprintf("of %d", q.levels)},
	}
	if in := q.inliers; in != nil {
		list = append(list,
			lab.Reading{Name: "inlier levels", Value: float64(in.used), Note: fmt.Sprintf("of %d", q.levels)},
			finite(lab.Reading{Name: "inlier RMSE", Value: in.rmse, Digits: 5, Note: fmt.Sprintf("× %.2f", in.rmse/in.before)}, "there are no others"))
	}
	if q.products != nil {
		list = append(list, finite(lab.Reading{Name: "product error", Value: 100 * q.products.error, Unit: "%", Digits: 2, Note: "W too"},
			"the product is 0"))
	}
	return append(list,
		lab.Reading{Name: "zero point", Value: float64(grid.Zero)},
		lab.Reading{Name: "clipped", Value: 100 * q.cut, Unit: "%", Digits: 2},
		finite(lab.Reading{Name: "max/rms", Value: l.specimen.crest, Digits: 1}, "all values are 0"),
		lab.Reading{Name: "bits a value", Value: q.bits, Digits: 2, Note: "with scales"},
	)
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
		{Name: "KL", Unit: "bits", Digits: 4, Note: "next token"},
		{Name: "perplexity", Digits: 3},
		{Name: "facts right", Digits: 2},
		{Name: "top token"},
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
	names[0].Value = p.kl
	names[0] = finite(names[0], "infinite: a token that could come is ruled out")
	names[1].Undefined, names[2].Undefined = "not measured yet", "not measured yet"
	if l.lm.World == nil {
		names[2].Undefined = "the model was not taught these facts"
	}
	if l.measured() {
		names[1].Undefined, names[1].Value = "", e.after.perplexity()
		names[1].Note = fmt.Sprintf("was %.3f", e.before.perplexity())
		names[1] = finite(names[1], "infinite")
	}
	if l.answered() {
		names[2].Undefined, names[2].Value = "", share(e.correct, e.asked)
		names[2].Note = fmt.Sprintf("was %.2f, %d asked", share(e.known, e.asked), e.asked)
	}
	top := func(p []float64) int {
		at := 0
		for i, v := range p {
			if v > p[at] {
				at = i
			}
		}
		return at
	}
	names[3].Text = l.label(top(p.after)).String()
	names[3].Note = "was " + l.label(top(p.before)).String()
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
