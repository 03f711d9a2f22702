package quantization

import (
	"fmt"
	"math"
	"strings"
	"unicode"

	"logitarium/core/quant"
	"logitarium/viz"
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
		return fmt.Sprintf("The values reach from %.2g to %.2g, a symmetric grid as far both ways: %d of %d levels are in use. Turn grid to affine.",
			sp.ends.Lo, sp.ends.Hi, q.used, q.levels)
	}
	switch {
	case l.set.what == example:
		return l.insightExample()
	case l.set.what == weights && len(q.matrix.Grids) > 1:
		return fmt.Sprintf("Weights are known: all %d scales are fixed before any text. %d of %d levels are in use.", len(q.matrix.Grids), q.used, q.levels)
	case l.set.what == weights:
		return fmt.Sprintf("Weights are known: largest %.3g, so the scale is fixed before any text. %d of %d levels are in use.", sp.peak, q.used, q.levels)
	case l.calibrating():
		return fmt.Sprintf("Static: other texts are being watched for the range, %d of %d.", l.calibratedRows(), calibrationRows)
	case l.set.calibration == static && q.cut == 0:
		return "Static: the range comes from other texts. Nothing of this prompt lies beyond it; of another prompt something may."
	case l.set.calibration == static:
		return fmt.Sprintf("Static: the range comes from other texts. Of this prompt %s %% lies beyond it and is clipped; another prompt, another share.", percent(q.cut))
	}
	return fmt.Sprintf("Activations happen: this prompt's largest is %.3g. Press space: another prompt moves the scale. Weights never move.", sp.peak)
}

// insightExample is about the bound that one can check by hand.
func (l *Lab) insightExample() string {
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

func (l *Lab) insightOutlier() string {
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

func (l *Lab) insightSmooth(alpha float64) string {
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

func (l *Lab) insightError() string {
	q := l.result
	if q.lost.RMSE == 0 {
		return "Nothing is lost: every value lies on a level."
	}
	share := q.uniformShare()
	text := fmt.Sprintf("The error is %s times uniform noise's, step/√12", viz.Fixed(share, 2))
	switch {
	case share > 1 && q.cut > 0.001:
		text += fmt.Sprintf(": %s %% of the values are clipped", percent(q.cut))
	case share < 0.97 && q.small && q.zeros > 0.2 && q.zeros < 1:
		text += fmt.Sprintf(": %s %% of the values become 0, and are off by less", viz.Fixed(100*q.zeros, 1))
	case l.set.what == example:
		text += "; of eight values chance decides"
	}
	return text + "." + l.insightBit()
}

// insightBit says what the last bit has brought.
func (l *Lab) insightBit() string {
	measured, uniform, ok := l.lastBit()
	if !ok {
		return ""
	}
	bit, verb := "The last bit", "brought"
	if l.set.bits == leastBits {
		bit, verb = "A third bit", "would bring"
	}
	gain := viz.Fixed(measured, 1)
	if strings.HasPrefix(gain.String(), "-") {
		gain, verb = viz.Fixed(-measured, 1), map[string]string{"brought": "cost", "would bring": "would cost"}[verb]
	}
	text := fmt.Sprintf(" %s %s %s dB, uniform noise gains %s", bit, verb, gain, viz.Fixed(uniform, 1))
	if math.Abs(uniform-quant.DecibelsPerBit) > 0.3 {
		return text + "; with many levels 6.02."
	}
	return text + "."
}

func (l *Lab) insightMatrix() string {
	i := l.set.row*l.specimen.cols + l.set.column
	x, y := l.specimen.values[i], l.result.back[i]
	text := fmt.Sprintf("%.4g is kept as the integer %d and comes back as %.4g.", x+0, l.result.matrix.Q[i], y+0)
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
	subject := capital(l.subject().String())
	if !l.measured() {
		return subject + ": the bars are one prompt's next token; longer texts are being read."
	}
	was, is := e.read.perplexities()
	before, after := viz.Fixed(was, 3), viz.Fixed(is, 3)
	text := fmt.Sprintf("%s: perplexity from %s to %s", subject, before, after)
	if math.IsInf(is, 1) {
		text = fmt.Sprintf("%s: perplexity from %s to beyond all numbers", subject, before)
	} else if before == after {
		text = fmt.Sprintf("%s: perplexity stays at %s", subject, before)
	}
	switch {
	case e.asked > 0 && e.known == e.correct:
		text += fmt.Sprintf(", right answers at %d of %d", e.correct, e.asked)
	case e.asked > 0:
		text += fmt.Sprintf(", right answers from %d to %d of %d", e.known, e.correct, e.asked)
	}
	if e.queue.left() > 0 {
		return text + ", so far."
	}
	switch {
	case l.set.scope != 0:
	case l.set.what == weights && is < 1.5*was:
		return text + ". Now turn what to activations."
	case l.set.what == activations && is > 1.2*was:
		return text + ". View layers: which lose most?"
	}
	return text + "."
}

// capital begins a text as a sentence.
func capital(text string) string {
	r := []rune(text)
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

func (l *Lab) insightLayers() string {
	if len(l.survey.rows) == 0 {
		return "Every tensor or site is quantized by itself."
	}
	worst, best, widest := l.survey.extremes()
	switch {
	case l.set.what == example:
		return fmt.Sprintf("The example loses %s %%.", viz.Fixed(100*worst.error, 2))
	case l.survey.queue.left() > 0 || l.calibrating():
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

func (l *Lab) insightLedger() string {
	_, total := l.ledger()
	scales := float64(total.size.Scales+total.size.Zeros) / float64(total.values)
	switch {
	case l.set.what == example:
		return fmt.Sprintf("%d bits are %.2f: scales take %.2f, as few values share one.", l.set.bits, total.size.PerWeight(), scales)
	case l.set.what == activations:
		return fmt.Sprintf("%d bits are %.2f with their scales. A cache of so many keys and values is read for every new token.", l.set.bits, total.size.PerWeight())
	case scales < 0.005:
		return fmt.Sprintf("%d bits a weight and next to nothing for scales; norms and biases stay as they are: %.2f in all.", l.set.bits, total.size.PerWeight())
	}
	return fmt.Sprintf("%d bits are %.2f: scales take %.2f, and norms and biases stay in half precision.", l.set.bits, total.size.PerWeight(), scales)
}

// percent writes a share that is not 0 so that it is not shown as 0.
func percent(share float64) string {
	if 100*share < .005 {
		return fmt.Sprintf("%.1g", 100*share)
	}
	return fmt.Sprintf("%.2f", 100*share)
}

// nearly writes a share near 1 so that it is not shown as all when it is not.
func nearly(share float64) string {
	switch {
	case share == 1:
		return "all"
	case share >= .995:
		return "nearly all"
	}
	return fmt.Sprintf("%.0f %%", 100*share)
}

// clippedOf writes a share of n values as their number.
func clippedOf(share float64, n int) string {
	k := int(math.Round(share * float64(n)))
	if k == 1 {
		return "1 value is"
	}
	return fmt.Sprintf("%d values are", k)
}
