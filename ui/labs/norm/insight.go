package norm

import (
	"fmt"
	"math"

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
	if l.affine().Gain != nil {
		i := l.mine()
		return fmt.Sprintf("Normalised is %.2f, but γ and β make it %.2f: outputs need not have mean 0 and variance 1.", l.out.Hat[i], l.out.Y[i])
	}
	switch l.kind {
	case batchNorm:
		switch {
		case l.remembers():
			return fmt.Sprintf("In evaluation no sample sees another: all use what %s of training left behind.", steps(l.now().Steps))
		case l.batch == 1:
			return "A batch of one: x − its own mean is 0 in every column, so y is β whatever x is. PyTorch refuses it."
		}
		return fmt.Sprintf("%d samples share column f%d's mean and variance: each one's output depends on the others.", l.batch, l.column)
	case rmsNorm:
		return fmt.Sprintf("Row %d is divided by its root mean square, %.3f. Its mean stays in it.", l.row, math.Sqrt(l.out.Var[l.row-1]))
	case groupNorm:
		return fmt.Sprintf("Row %d's features share statistics in %d groups; no other row has a say.", l.row, groups(l.features()))
	}
	if l.batch > 1 && l.spread() < 0.001 {
		return "All rows become the same vector: LayerNorm takes away a row's scale and its offset."
	}
	return fmt.Sprintf("The %d features of one token share a mean. Not the sentence, not the batch: each token for itself.", l.features())
}

// spread is the largest difference between the outputs of two rows.
func (l *Lab) spread() float64 {
	c, most := l.features(), 0.0
	for i, y := range l.out.Y {
		most = max(most, math.Abs(y-l.out.Y[i%c]))
	}
	return most
}

func (l *Lab) insightNeighbour() string {
	n := l.pushed
	if n.row == 0 {
		return "No other sample in the batch: nobody to push."
	}
	change := n.out.Y[l.mine()] - l.out.Y[l.mine()]
	switch {
	case l.push == 0:
		return "Nothing is pushed. Turn push: does my row move?"
	case l.remembers():
		return "BatchNorm in evaluation has its statistics from before: my row stands still."
	case l.kind == batchNorm:
		return fmt.Sprintf("Only row %d was touched, and my y went by %+.3f: it has a share in my mean and variance.", n.row, change)
	}
	return fmt.Sprintf("Row %d was pushed, my y moved by %.3f: %s reads my row alone.", n.row, change, kindNames[l.kind])
}

func (l *Lab) insightBatch() string {
	switch {
	case l.kind != batchNorm:
		return fmt.Sprintf("%s has no error here at any size: it needs no other sample.", kindNames[l.kind])
	case l.batch == 1:
		return "One sample is its own mean: variance 0, every output β. PyTorch: “Expected more than 1 value per channel when training”."
	case l.batch > len(l.noise):
		return fmt.Sprintf("The whole set has only %d tokens.", len(l.noise))
	}
	n := l.noise[l.batch-1]
	return fmt.Sprintf("With %d samples the mean is off by %.2f σ; four times as many would halve that, or better. Small batches make BatchNorm noisy.", l.batch, n.mean)
}

func (l *Lab) insightModes() string {
	switch {
	case l.kind != batchNorm:
		return fmt.Sprintf("%s does the same in training and in evaluation: nothing jumps.", kindNames[l.kind])
	case l.refused != nil:
		return "A batch of one has no variance to learn from: the running statistics are still 0 and 1."
	}
	train, eval := l.bothModes()
	now, i := l.now(), l.mine()
	start := 100 * math.Pow(1-l.momentum, float64(now.Steps))
	if start >= 1 {
		return fmt.Sprintf("After %s %.0f %% of the running mean is still the 0 it began with: y jumps by %+.2f on the switch to eval.", steps(now.Steps), start, eval[i]-train[i])
	}
	return fmt.Sprintf("The start is forgotten. What is left of the jump, %+.2f, is this batch against the last few.", eval[i]-train[i])
}

func (l *Lab) insightPadding() string {
	p := l.padded
	shift := p.counted.Y[p.cell(l.row, l.column, l.features())] - p.masked.Y[p.cell(l.row, l.column, l.features())]
	if l.paddingShare() == 0 {
		return "No padding in this batch: both are the same."
	}
	return fmt.Sprintf("%.0f %% of the batch is padding. Counted, it moves my y by %+.2f under BatchNorm, by %.2f under %s.",
		100*l.paddingShare(), shift, p.together.Y[p.cell(l.row, l.column, l.features())]-p.alone.Y[p.cellAlone(l.row, l.column, l.features())], kindNames[l.contrast()])
}

func (l *Lab) insightSequence() string {
	s := l.changed
	switch leak := s.leak(l.column, l.features()); {
	case s.shared == 0:
		return "One token only: there is nothing before it."
	case leak == 0 && l.kind == batchNorm:
		return "The end is the same as before: nothing moved."
	case l.kind != batchNorm:
		return fmt.Sprintf("%s: earlier outputs moved by %.4f. Each token is normalised by itself, so the future stays unknown.", kindNames[l.kind], leak)
	default:
		return fmt.Sprintf("Only the end changed, yet earlier outputs moved by up to %.3f: a mean over time tells them the future.", leak)
	}
}

func (l *Lab) insightShape() string {
	s := l.shape
	learned := l.affine().Gain != nil
	switch {
	case l.kind == batchNorm:
		return fmt.Sprintf("Moved and scaled, not reshaped: skewness %.2f before, %.2f after. Nothing becomes Gaussian.", s.x.skew, s.y.skew)
	case learned:
		return fmt.Sprintf("γ and β follow, one for each feature: mean %s, std %.2f. Outputs need not have mean 0 and variance 1.", viz.Fixed(s.y.mean, 2), s.y.std)
	case l.kind == rmsNorm:
		return fmt.Sprintf("Scaled to root mean square 1, not centred: the mean is %s. An offset of the row changes what comes out.", viz.Fixed(s.y.mean, 2))
	case l.kind == groupNorm:
		return fmt.Sprintf("%d groups, each moved and scaled by itself: skewness %.2f, then %.2f. The row's offset and scale are gone.", groups(l.features()), s.x.skew, s.y.skew)
	}
	return fmt.Sprintf("Same shape (skewness %.2f, then %.2f), other place and width. A row's offset and scale are gone for good.", s.x.skew, s.y.skew)
}
