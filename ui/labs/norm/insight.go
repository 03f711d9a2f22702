package norm

import (
	"fmt"
	"math"
	"slices"

	"logitarium/viz"
)

// Insight interprets the current numbers.
func (l *Lab) Insight() string {
	if l.work.Waiting() {
		return l.work.Progress().Insight()
	}
	switch l.view {
	case viewNeighbour:
		return l.insightNeighbour()
	case viewBatch:
		return l.insightBatch()
	case viewModes:
		return l.insightModes()
	case viewPadding:
		return l.insightPadding()
	case viewSequence:
		return l.insightSequence()
	case viewShape:
		return l.insightShape()
	}
	return l.insightMatrix()
}

func (l *Lab) insightMatrix() string {
	i := l.mine()
	hat, y := l.out.Hat[i], l.out.Y[i]
	switch {
	case math.IsNaN(hat):
		return l.noNumber()
	case l.affine().Gain != nil && fmt.Sprintf("%.2f", hat) == fmt.Sprintf("%.2f", y):
		return fmt.Sprintf("Normalised is %s, and γ and β leave it there. In other features they give another mean and variance.", viz.Fixed(hat, 2))
	case l.affine().Gain != nil:
		return fmt.Sprintf("Normalised is %s, but γ and β make it %s: outputs need not have mean 0 and variance 1.", viz.Fixed(hat, 2), viz.Fixed(y, 2))
	}
	switch l.kind {
	case batchNorm:
		return l.insightColumn()
	case rmsNorm:
		return fmt.Sprintf("Row %d is divided by √(mean of x² + ε), %.3f. Its mean stays in it.", l.row, 1/l.out.InvStd[l.row-1])
	case groupNorm:
		return fmt.Sprintf("Row %d's features share statistics in %s; no other row has a say.", l.row, count(groups(l.features()), "group"))
	}
	if l.batch > 1 && l.spread(l.out.Y) < 0.001 && l.spread(l.x) >= 0.001 {
		return "All rows become the same vector: LayerNorm takes away a row's scale and its offset."
	}
	return fmt.Sprintf("The %d features of one token share a mean. Not the sentence, not the batch: each token for itself.", l.features())
}

// insightColumn is BatchNorm's sentence about the matrix, where nothing is
// learnt.
func (l *Lab) insightColumn() string {
	switch {
	case l.remembers() && l.now().Steps == 0:
		return "In evaluation no sample sees another. No step of training was made: all use the mean 0 and the variance 1 of the start."
	case l.remembers():
		return fmt.Sprintf("In evaluation no sample sees another: all use what %s of training left behind.", count(l.now().Steps, "step"))
	case l.batch == 1:
		return "A batch of one: x − its own mean is 0 in every column, so y is β whatever x is. PyTorch refuses it."
	case l.out.Var[l.column-1] == 0:
		return fmt.Sprintf("All %d samples have the same f%d: x − mean is 0, and y is β.", l.batch, l.column)
	case l.batch == 2:
		return l.insightPair()
	}
	return fmt.Sprintf("%d samples share column f%d's mean and variance: each one's output depends on the others.", l.batch, l.column)
}

// insightPair says what BatchNorm makes of two samples: each is as far from
// their mean as the other.
func (l *Lab) insightPair() string {
	n := viz.Fixed(math.Abs(l.out.Hat[l.mine()]), 2)
	if n.String() == "1.00" {
		return "Two samples are as far from their mean as each other: the larger becomes 1, the smaller −1, whatever they are."
	}
	return fmt.Sprintf("Two samples are as far from their mean as each other, so they become ±%s. Without ε that is ±1, whatever they are.", n)
}

// noNumber says why the chosen cell's output is 0/0.
func (l *Lab) noNumber() string {
	switch {
	case l.kind == batchNorm && l.batch == 1:
		return "A batch of one is its own mean, with variance 0. Without ε y is 0/0, no number; with any ε it is β."
	case l.kind == batchNorm:
		return fmt.Sprintf("f%d is the same in all of the batch: variance 0, and without ε y is 0/0, no number.", l.column)
	}
	return fmt.Sprintf("Row %d has no spread, and without ε y is 0/0, no number.", l.row)
}

// spread is the largest difference between a row of the batch and the first.
func (l *Lab) spread(values []float64) float64 {
	c, most := l.features(), 0.0
	for i, v := range values[:l.batch*c] {
		most = max(most, math.Abs(v-values[i%c]))
	}
	return most
}

func (l *Lab) insightNeighbour() string {
	n, i := l.pushed, l.mine()
	if n.row == 0 {
		return "No other sample in the batch: nobody to push."
	}
	was, now := l.out.Y[i], n.out.Y[i]
	switch {
	case l.push == 0:
		return "Nothing is pushed. Turn push: does my row move?"
	case l.deviation() == 0:
		return fmt.Sprintf("f%d is the same in every token of the set: its σ is 0, and a push of %.1f σ is none.", l.column, l.push)
	case math.IsNaN(was):
		return "Before the push: " + l.noNumber()
	case math.IsNaN(now):
		return fmt.Sprintf("With the push f%d is the same in all of the batch: variance 0, and without ε y is 0/0, no number.", l.column)
	case l.remembers():
		return "BatchNorm in evaluation has its statistics from before: my row stands still."
	case l.kind != batchNorm:
		return fmt.Sprintf("Row %d was pushed, and my y stays %s: %s reads my row alone.", n.row, viz.Fixed(now, 3), kindNames[l.kind])
	case math.Abs(now-was) >= 0.0005:
		return l.insightMoved(was, now)
	case l.batch == 2 && math.Abs(math.Abs(n.out.Hat[i])-1) < 0.005:
		return fmt.Sprintf("Row %d was pushed, and my y stays %s: BatchNorm makes %s of two samples, however far apart they are.", n.row, viz.Fixed(now, 3), l.plusMinusOne())
	}
	return fmt.Sprintf("Row %d has a share in my mean and variance, but this push moves my y by less than 0.0005.", n.row)
}

// plusMinusOne is what BatchNorm makes of two values.
func (l *Lab) plusMinusOne() string {
	if l.affine().Gain != nil {
		return "1 and −1, before γ and β,"
	}
	return "1 and −1"
}

// insightMoved says how BatchNorm has carried a push over to my row.
func (l *Lab) insightMoved(was, now float64) string {
	if l.batch == 2 && l.affine().Gain == nil && was*now < 0 {
		return fmt.Sprintf("The push took row %d past mine: of the two, one becomes 1 and one −1, and my y went by %+.3f untouched.", l.pushed.row, now-was)
	}
	return fmt.Sprintf("Only row %d was touched, and my y went by %+.3f: it has a share in my mean and variance.", l.pushed.row, now-was)
}

func (l *Lab) insightBatch() string {
	tokens := len(l.set.all) / l.features()
	switch {
	case l.kind != batchNorm:
		return fmt.Sprintf("%s has no error here at any size: it needs no other sample.", kindNames[l.kind])
	case l.batch > len(l.noise):
		return fmt.Sprintf("The whole set has only %s.", count(tokens, "token"))
	case l.deviation() == 0:
		return fmt.Sprintf("f%d is the same in every token of the set: any batch has the right mean, and no spread to divide by.", l.column)
	case l.batch == 1 && l.eps() == 0:
		return "One sample is its own mean: 0/0 without ε, no number. PyTorch: “Expected more than 1 value per channel when training”."
	case l.batch == 1:
		return "One sample is its own mean: variance 0, every output β. PyTorch: “Expected more than 1 value per channel when training”."
	case l.batch == tokens:
		return fmt.Sprintf("These %d are the whole set: their mean and σ are the set's own. Any smaller batch is off.", tokens)
	}
	n := l.noise[l.batch-1]
	off := fmt.Sprintf("With %d samples the mean is off by %.2f σ, with all %d by nothing.", l.batch, n.mean, tokens)
	if wide := 4 * l.batch; wide < tokens {
		off = fmt.Sprintf("With %d samples the mean is off by %.2f σ; with %d theory has %.2f.", l.batch, n.mean, wide, standardError(tokens, wide))
	}
	if l.batch == 2 {
		return off + fmt.Sprintf(" And BatchNorm makes %s of two samples, whatever they are, but for ε.", l.plusMinusOne())
	}
	return off + " Small batches make BatchNorm noisy."
}

func (l *Lab) insightPadding() string {
	p := l.padded
	at := p.cell(l.row, l.column, l.features())
	masked, counted := p.masked.Y[at], p.counted.Y[at]
	other := p.together.Y[at] - p.alone.Y[p.cellAlone(l.row, l.column, l.features())]
	share := 100 * l.paddingShare()
	switch {
	case share == 0:
		return "No padding in this batch: both are the same."
	case math.IsNaN(masked):
		return fmt.Sprintf("f%d has no spread without the padding, and ε is 0: y is 0/0, no number.", l.column)
	case math.IsNaN(counted):
		return fmt.Sprintf("f%d has no spread, and ε is 0: y is 0/0, no number.", l.column)
	}
	digits := 0
	if share < 1 {
		digits = 1
	}
	text := fmt.Sprintf("%.*f %% of the batch is padding. Counted, it moves my y by %s under BatchNorm, by %s under %s.",
		digits, share, signedBy(counted-masked), signedBy(other), kindNames[l.contrast()])
	if l.padded.masked.Count[0] == 1 {
		text += " One real value alone is its own mean: masked y is β."
	}
	return text
}

func (l *Lab) insightSequence() string {
	s := l.changed
	switch leak := s.leak(l.column, l.features()); {
	case s.shared == 0:
		return "One token only: there is nothing before it."
	case math.IsNaN(leak):
		return fmt.Sprintf("f%d has no spread in the sentence, and ε is 0: y is 0/0, no number.", l.column)
	case l.kind != batchNorm && leak < 0.00005:
		return fmt.Sprintf("%s: earlier outputs stand still. Each token is normalised by itself, so the future stays unknown.", kindNames[l.kind])
	case l.kind != batchNorm:
		return fmt.Sprintf("%s: earlier outputs moved by %.4f, a rounding error: each token is normalised by itself.", kindNames[l.kind], leak)
	case slices.Equal(s.x, s.moved):
		return "The end is the same as before: nothing moved."
	case leak < 0.0005 && s.shared == 1 && len(s.moved) == len(s.x):
		return fmt.Sprintf("BatchNorm makes %s of two tokens, whatever they are: the first moves only when the second passes it. Three tell more.", l.plusMinusOne())
	case leak < 0.0005:
		return fmt.Sprintf("Earlier tokens share f%d's mean with the end, but this change moves them by less than 0.0005.", l.column)
	default:
		return fmt.Sprintf("Only the end changed, yet earlier outputs moved by up to %.3f: a mean over time tells them the future.", leak)
	}
}

func (l *Lab) insightShape() string {
	s := l.shape
	switch {
	case math.IsNaN(s.y.mean):
		return l.noNumber()
	case s.x.std == 0 && l.kind == batchNorm:
		return fmt.Sprintf("f%d is the same in %s: no spread, so no shape.", l.column, count(len(s.before), "token"))
	case l.kind == batchNorm && l.gain() < 0:
		return fmt.Sprintf("Moved, scaled and, as γ is negative, mirrored: skewness %s, then %s. Nothing becomes Gaussian.", skewness(s.x), skewness(s.y))
	case l.kind == batchNorm:
		return fmt.Sprintf("Moved and scaled, not reshaped: skewness %s before, %s after. Nothing becomes Gaussian.", skewness(s.x), skewness(s.y))
	case l.affine().Gain != nil:
		return fmt.Sprintf("γ and β follow, one for each feature: mean %s, std %.2f. Outputs need not have mean 0 and variance 1.", viz.Fixed(s.y.mean, 2), s.y.std)
	case l.kind == rmsNorm:
		return fmt.Sprintf("Scaled to root mean square %.2f, not centred: the mean is %s. An offset of the row changes what comes out.",
			math.Hypot(s.y.mean, s.y.std), viz.Fixed(s.y.mean, 2))
	}
	gone := "The row's offset and scale are gone."
	if scaled := s.variations[1].moved; scaled >= 0.005 {
		gone = fmt.Sprintf("The row's offset is gone; of its scale ε leaves a trace: 10·x moves y by %.2f.", scaled)
	}
	if l.kind == groupNorm {
		return fmt.Sprintf("%s, each moved and scaled by itself: skewness %s, then %s. %s", count(groups(l.features()), "group"), skewness(s.x), skewness(s.y), gone)
	}
	return fmt.Sprintf("Same shape (skewness %s, then %s), other place and width. %s", skewness(s.x), skewness(s.y), gone)
}

// skewness writes that of a distribution.
func skewness(m moments) viz.Safe { return viz.Fixed(m.skew, 2) }
