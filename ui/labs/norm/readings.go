package norm

import (
	"fmt"
	"math"
	"slices"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// Readings are the numbers on screen: those of the view.
func (l *Lab) Readings() []lab.Reading {
	if l.work.Waiting() {
		return []lab.Reading{l.work.Progress().Reading()}
	}
	var readings []lab.Reading
	switch l.view {
	case viewMatrix:
		readings = l.cellReadings()
	case viewNeighbour:
		readings = l.neighbourReadings()
	case viewBatch:
		readings = l.batchReadings()
	case viewModes:
		readings = l.modeReadings()
	case viewPadding:
		readings = l.paddingReadings()
	case viewSequence:
		readings = l.sequenceReadings()
	case viewShape:
		readings = l.shapeReadings()
	}
	for i, r := range readings {
		readings[i].Provenance = lab.Computed
		if r.Undefined == "" && (math.IsNaN(r.Value) || math.IsInf(r.Value, 0)) {
			readings[i].Undefined = "no spread to divide by"
		}
	}
	return readings
}

// cellReadings are the chosen cell's.
func (l *Lab) cellReadings() []lab.Reading {
	i := l.mine()
	group := l.out.Group(i)
	mean := lab.Reading{Name: "mean", Undefined: "RMSNorm subtracts none"}
	variance := lab.Reading{Name: "variance", Value: l.out.Var[group], Digits: 4, Note: fmt.Sprintf("over %d", l.out.Count[group])}
	switch {
	case l.kind == rmsNorm:
		variance.Name = "mean square"
	case l.remembers():
		variance.Note = "running"
		fallthrough
	default:
		mean = lab.Reading{Name: "mean", Value: l.out.Mean[group], Digits: 4}
	}
	return []lab.Reading{
		{Name: "y", Value: l.out.Y[i], Digits: 4, Note: fmt.Sprintf("row %d, f%d", l.row, l.column)},
		{Name: "x", Value: l.x[i], Digits: 4},
		mean, variance,
		{Name: "normalised", Value: l.out.Hat[i], Digits: 4, Note: "before γ, β"},
		l.networksOwn(),
	}
}

// networksOwn is what the model itself, in float32, made of the same value.
func (l *Lab) networksOwn() lab.Reading {
	r := lab.Reading{Name: "model's y", Digits: 4}
	switch {
	case l.data == fromExample:
		r.Undefined = "the example is no model's"
	case l.kind != layerNorm || !l.learned:
		r.Undefined = "it is norm layer, learned on"
	default:
		r.Value = l.set.own[l.mine()]
	}
	return r
}

func (l *Lab) neighbourReadings() []lab.Reading {
	n, i := l.pushed, l.mine()
	change := func(row int) float64 {
		i := l.at(row, l.column)
		return n.out.Y[i] - l.out.Y[i]
	}
	mine := lab.Reading{Name: "I moved", Digits: 4}
	theirs := lab.Reading{Name: "it moved", Digits: 4}
	if n.row == 0 {
		mine.Undefined = "no neighbour"
		theirs.Undefined = mine.Undefined
	} else {
		mine.Value, mine.Note = change(l.row), fmt.Sprintf("row %d", l.row)
		theirs.Value, theirs.Note = change(n.row), fmt.Sprintf("row %d", n.row)
	}
	return []lab.Reading{
		{Name: "y", Value: n.out.Y[i], Digits: 4, Note: "with the push"}, mine, theirs,
		{Name: "x", Value: n.x[i], Digits: 4, Note: "as before"},
	}
}

func (l *Lab) batchReadings() []lab.Reading {
	n := batchNoise{math.NaN(), math.NaN(), math.NaN()}
	if l.batch <= len(l.noise) {
		n = l.noise[l.batch-1]
	}
	theory := lab.Reading{Name: "theory", Value: l.theory(), Digits: 3, Unit: "σ", Note: "of the mean"}
	if math.IsNaN(theory.Value) {
		theory.Undefined = "one token is the whole set"
	}
	return []lab.Reading{
		{Name: "mean off by", Value: n.mean, Digits: 3, Unit: "σ"},
		theory,
		{Name: "σ off by", Value: n.std, Digits: 3, Unit: "σ"},
		{Name: "y off by", Value: n.y, Digits: 3, Note: kindNames[l.kind]},
		{Name: "set", Value: float64(len(l.set.all) / l.features()), Unit: "tokens"},
	}
}

// theory is the standard error of the mean of a batch drawn without putting
// back, in standard deviations of the set: √((N − B)/(B·(N − 1))).
func (l *Lab) theory() float64 {
	return standardError(len(l.set.all)/l.features(), l.batch)
}

func standardError(tokens, batch int) float64 {
	n, b := float64(tokens), float64(batch)
	return math.Sqrt((n - b) / (b * (n - 1)))
}

func (l *Lab) modeReadings() []lab.Reading {
	train, eval := l.bothModes()
	i, c := l.mine(), l.column-1
	running := []lab.Reading{{Name: "running mean", Digits: 4}, {Name: "running var", Digits: 4}, {Name: "start weight", Digits: 4}}
	if l.kind == batchNorm {
		now := l.now()
		running[0].Value, running[0].Note = now.Mean[c], fmt.Sprintf("set %.2f", l.set.stats.Mean[c])
		running[1].Value, running[1].Note = now.Var[c], fmt.Sprintf("set %.2f", l.set.stats.Var[c])
		running[2].Value, running[2].Note = l.startWeight(), "(1−m)^steps"
	} else {
		for i := range running {
			running[i].Undefined = kindNames[l.kind] + " has none"
		}
	}
	readings := []lab.Reading{
		{Name: "train y", Value: train[i], Digits: 4, Note: fmt.Sprintf("row %d, f%d", l.row, l.column)},
		{Name: "eval y", Value: eval[i], Digits: 4},
		{Name: "jump", Value: eval[i] - train[i], Digits: 4},
	}
	parts := []lab.Reading{{Name: "from n − 1", Digits: 4}, {Name: "from batches", Digits: 4}, {Name: "from start", Digits: 4}}
	switch {
	case l.kind != batchNorm:
		for i := range parts {
			parts[i].Undefined = kindNames[l.kind] + " does not jump"
		}
	case l.refused != nil:
		for i := range parts {
			parts[i].Undefined = "no step is made"
		}
	default:
		jump := l.jump()
		parts[0].Value, parts[0].Note = jump.Correction, fmt.Sprintf("σ · √(%d/%d)", l.batch, l.batch-1)
		parts[1].Value, parts[1].Note = jump.Batches, "others in the memory"
		parts[2].Value, parts[2].Note = jump.Start, "of 0 and 1"
	}
	return slices.Concat(readings, parts, running)
}

func (l *Lab) paddingReadings() []lab.Reading {
	p := l.padded
	i, alone := p.cell(l.row, l.column, l.features()), p.cellAlone(l.row, l.column, l.features())
	return []lab.Reading{
		{Name: "padding", Value: 100 * l.paddingShare(), Digits: 1, Unit: "%", Note: "of all places"},
		{Name: "shift", Value: p.counted.Y[i] - p.masked.Y[i], Digits: 4, Note: "my y, BatchNorm"},
		{Name: "masked y", Value: p.masked.Y[i], Digits: 4},
		{Name: "counted y", Value: p.counted.Y[i], Digits: 4},
		{Name: "other shift", Value: p.together.Y[i] - p.alone.Y[alone], Digits: 4, Note: kindNames[l.contrast()]},
	}
}

// paddingShare is the part of the batch that is padding.
func (l *Lab) paddingShare() float64 {
	return 1 - float64(l.padded.masked.Count[0])/float64(l.padded.counted.Count[0])
}

func (l *Lab) sequenceReadings() []lab.Reading {
	s := l.changed
	leak := lab.Reading{Name: "leak", Value: s.leak(l.column, l.features()), Digits: 4, Note: "most, earlier y"}
	if s.shared == 0 {
		leak = lab.Reading{Name: "leak", Undefined: "nothing comes before"}
	}
	at := s.shared*l.features() + l.column - 1
	return []lab.Reading{
		leak,
		{Name: "last moved", Value: s.after.Y[at] - s.before.Y[at], Digits: 4},
		{Name: "steps before", Value: float64(s.shared)},
	}
}

func (l *Lab) shapeReadings() []lab.Reading {
	s, i := l.shape, l.mine()
	return []lab.Reading{
		{Name: "mean", Value: s.y.mean, Digits: 3, Note: "was " + viz.Fixed(s.x.mean, 3).String()},
		{Name: "std", Value: s.y.std, Digits: 3, Note: "was " + viz.Fixed(s.x.std, 3).String()},
		{Name: "skewness", Value: s.y.skew, Digits: 3, Note: "was " + viz.Fixed(s.x.skew, 3).String()},
		{Name: "y", Value: l.out.Y[i], Digits: 4, Note: fmt.Sprintf("row %d, f%d", l.row, l.column)},
		{Name: "x", Value: l.x[i], Digits: 4},
	}
}
