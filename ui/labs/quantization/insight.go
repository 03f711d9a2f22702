package quantization

import (
	"fmt"
	"math"

	"logitarium/core/quant"
)

// Insight interprets the current numbers.
func (l *Lab) Insight() string {
	switch {
	case l.waiting():
		return l.Progress().Insight()
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
	if q.inliers != nil {
		return l.insightOutlier()
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

func (l *Lab) insightOutlier() string {
	q, in := l.result, l.result.inliers
	text := fmt.Sprintf("One value of %d σ ", l.set.outlier)
	switch ratio := in.rmse / in.before; {
	case math.Abs(float64(l.specimen.values[0])) <= l.specimen.peak:
		return text + "is no outlier here: others are as large. Turn it further out."
	case q.matrix.Grids[0].Clips(l.specimen.values[0]):
		return text + fmt.Sprintf("is clipped: it alone is far off, the others use %d levels of %d and lose %.1f times as much.", in.used, q.levels, ratio)
	default:
		return text + fmt.Sprintf("decides the step for all that share its scale: the others use %d levels of %d, and lose %.1f times as much.", in.used, q.levels, ratio)
	}
}

// oneSided says whether a symmetric grid spends levels on the wrong side of 0.
func (l *Lab) oneSided() bool {
	r := l.specimen.ends
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
		bit := "The last bit bought"
		if l.set.bits == leastBits {
			bit = "A third bit would buy"
		}
		text += fmt.Sprintf(" %s %.1f dB, uniform noise %.1f", bit, measured, uniform)
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
	if l.set.kind == quant.Affine {
		return text + " One scale and one zero point for all."
	}
	return text + " One scale for all; 0 stays 0."
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
	text := fmt.Sprintf("%s loses most: its largest value is %.1f times its root mean square. %s loses least, at %.1f.",
		worst.name, worst.crest, best.name, best.crest)
	switch {
	case l.set.granularity == perTensor && worst.crest > best.crest:
		return text + " Range costs resolution."
	case l.set.granularity != perTensor:
		return text + " What counts is the range within each scale."
	}
	return text
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
