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
		finite(lab.Reading{Name: "max/rms", Value: crest(l.specimen.values), Digits: 1}, "all values are 0"),
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

// Insight interprets the current numbers.
func (l *Lab) Insight() string {
	switch {
	case l.refused != nil && l.set.what == activations:
		return "Refused: a scale that changes inside the sum does not factor out of integers. Tokens and output channels can have one; features can't."
	case l.refused != nil:
		return "Refused: weights are there before any token. Their row is an output channel."
	}
	switch l.set.view {
	case viewError:
		return l.insightError()
	case viewMatrix:
		return l.insightMatrix()
	case viewEffect:
		return l.insightEffect()
	case viewLayers:
		return l.insightLayers()
	case viewLedger:
		return l.insightLedger()
	}
	return l.insightValues()
}

func (l *Lab) insightValues() string {
	q, sp := l.result, l.specimen
	if in := q.inliers; in != nil {
		return fmt.Sprintf("One value of %d σ decides the step for all that share its scale: the others use %d levels of %d, and lose %.1f times as much.",
			l.set.outlier, in.used, q.levels, in.rmse/in.before)
	}
	if alpha, on := l.set.alpha(); on && !l.calibrating() {
		return l.insightSmooth(alpha)
	}
	if l.set.kind == quant.Symmetric && l.oneSided() {
		return fmt.Sprintf("The values lie on one side of 0, a symmetric grid on both: %d of %d levels are in use. Turn grid to affine.", q.used, q.levels)
	}
	switch {
	case l.set.what == weights:
		return fmt.Sprintf("Weights are known: largest %.3g, so the scale is fixed before any text. %d of %d levels are in use.", sp.peak, q.used, q.levels)
	case l.set.what == example:
		return fmt.Sprintf("Eight weights, %d levels: a step is %s, so no value moves by more than half of that unless it is clipped.", q.levels, number(q.step))
	case l.calibrating():
		return fmt.Sprintf("Static: other texts are being watched for the range, %d of %d.", l.calibratedRows(), calibrationRows)
	case l.set.calibration == static:
		return fmt.Sprintf("Static: the range comes from other texts. Of this prompt %.2f %% lies beyond it and is clipped; another prompt, another share.", 100*q.cut)
	}
	return fmt.Sprintf("Activations happen: this prompt's largest is %.3g. Press space: another prompt moves the scale. Weights never move.", sp.peak)
}

// oneSided says whether a symmetric grid spends levels on the wrong side of 0.
func (l *Lab) oneSided() bool {
	r := quant.MinMax(l.specimen.values)
	return min(-r.Lo, r.Hi) < max(-r.Lo, r.Hi)/4
}

func (l *Lab) insightSmooth(alpha float64) string {
	text := fmt.Sprintf("α = %g: features that are large here are divided, and their weights multiplied, by the same factor.", alpha)
	if l.set.what == weights {
		return text + " The weights' scale has to hold what activations had."
	}
	return text + fmt.Sprintf(" x·W is unchanged; in %d bits it loses %.1f %%.", l.set.bits, 100*l.result.products.error)
}

func (l *Lab) insightError() string {
	q := l.result
	text := fmt.Sprintf("The error is %.2f of uniform noise's", q.uniformShare())
	switch {
	case q.cut > 0.001:
		text += fmt.Sprintf(": %.2f %% of the values are clipped.", 100*q.cut)
	case q.uniformShare() < 0.97:
		text += ": most values are near 0, and 0 is exact."
	default:
		text += ", step/√12."
	}
	if measured, uniform, ok := l.lastBit(); ok {
		text += fmt.Sprintf(" The last bit bought %.1f dB, uniform noise %.1f", measured, uniform)
		if math.Abs(uniform-quant.DecibelsPerBit) > 0.3 {
			return text + "; with many levels 6.02."
		}
		return text + "."
	}
	return text
}

func (l *Lab) insightMatrix() string {
	i := l.set.row*l.specimen.cols + l.set.column
	x, y := l.specimen.values[i], l.result.back[i]
	text := fmt.Sprintf("%.4g is kept as the integer %d and comes back as %.4g.", x, l.result.matrix.Q[i], y)
	if n := len(l.result.matrix.Grids); n > 1 {
		return text + fmt.Sprintf(" The bracketed share its scale; there are %d.", n)
	}
	return text + " One scale, and a zero point, for all."
}

func (l *Lab) insightEffect() string {
	e := l.effect
	switch {
	case l.set.what == example:
		return "The example is not part of a model."
	case !l.predicted():
		return "The effect is measured as soon as all is quantized: " + l.progress().String() + "."
	}
	what := "Weights"
	if l.set.what == activations {
		what = "Activations"
	}
	text := fmt.Sprintf("%s in %d bits move the next token by %.3f bits of KL", what, l.set.bits, l.predictions.kl)
	if !l.measured() {
		return text + "; longer texts are being read."
	}
	ratio := e.after.perplexity() / e.before.perplexity()
	text += fmt.Sprintf(" and multiply the perplexity by %.2f", ratio)
	switch {
	case l.set.what == weights && ratio < 1.05:
		return text + ". Now turn what to activations, at the same bits."
	case l.set.what == activations && ratio > 1.2:
		return text + ". The view layers shows which of them do it."
	}
	return text + "."
}

func (l *Lab) insightLayers() string {
	if len(l.survey.rows) == 0 {
		return "Every tensor or site is quantized by itself."
	}
	worst, best := l.survey.rows[0], l.survey.rows[len(l.survey.rows)-1]
	if l.set.what == example {
		return fmt.Sprintf("The example loses %.2f %%.", 100*worst.error)
	}
	return fmt.Sprintf("%s loses most: its largest value is %.1f times its root mean square. %s loses least, at %.1f. Range costs resolution.",
		worst.name, worst.crest, best.name, best.crest)
}

func (l *Lab) insightLedger() string {
	_, total := l.ledger()
	scales := float64(total.size.Scales+total.size.Zeros) / float64(total.values)
	switch {
	case l.set.what == activations:
		return fmt.Sprintf("%d bits are %.2f with their scales. A cache of so many keys and values is read for every new token.", l.set.bits, total.size.PerWeight())
	case scales < 0.005:
		return fmt.Sprintf("%d bits a weight and next to nothing for scales; norms and biases stay as they are: %.2f in all.", l.set.bits, total.size.PerWeight())
	}
	return fmt.Sprintf("%d bits are %.2f: scales take %.2f, and norms and biases stay in half precision.", l.set.bits, total.size.PerWeight(), scales)
}
