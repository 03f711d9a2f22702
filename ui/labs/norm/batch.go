package norm

import (
	"math"
	"slices"

	"logitarium/core/norm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

const noiseDraws = 200 // about as many

// measureNoise takes many batches from the set. A norm other than BatchNorm
// has no noise: what other samples do to its output is computed, and is 0.
func (l *Lab) measureNoise() {
	var feature []float64
	for i := l.column - 1; i < len(l.set.all); i += l.features() {
		feature = append(feature, l.set.all[i])
	}
	l.noise = norm.MeasureNoise(feature, l.x[l.mine()], min(mostBatch, len(feature)), noiseDraws, l.gain(), l.eps())
	if l.kind != batchNorm {
		for i := range l.noise {
			l.noise[i].Y = l.batchEffect(i + 1)
		}
	}
}

// batchEffect is how much my output changes when a norm other than BatchNorm
// sees it in a batch of that size instead of alone.
func (l *Lab) batchEffect(size int) float64 {
	c := l.features()
	x := slices.Clone(l.x[(l.row-1)*c : l.row*c])
	alone := l.inTraining(l.kind, x).Y[l.column-1]
	for _, i := range norm.Draw(uint64(size), size-1, len(l.set.all)/c) {
		x = append(x, l.set.all[i*c:(i+1)*c]...)
	}
	return math.Abs(l.inTraining(l.kind, x).Y[l.column-1] - alone)
}

// needsEpsilon reports whether without ε my output would be 0/0, alone in a batch.
func (l *Lab) needsEpsilon() bool {
	bare, c := *l, l.features()
	bare.epsilon = 0
	if l.row*c > len(l.x) || l.column > c { // not computed yet
		return true
	}
	return math.IsNaN(bare.inTraining(l.kind, l.x[(l.row-1)*c:l.row*c]).Y[l.column-1])
}

// drawBatch draws the error of a batch's statistics over its size.
func (l *Lab) drawBatch(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	top := head(g, f, message.New("how far off a batch is, f%d", l.column))
	sizes := f.Last("batch", len(l.noise))
	chart := viz.LineChart{
		Series: []viz.Line{
			{Name: f.Say("mean")},
			{Name: viz.Clean("σ")},
			{Name: f.Say("y, %s", kindNames[l.kind])},
		},
		X: [2]float64{1, float64(sizes)}, XName: f.Print(message.Label("knob", "batch")),
		Y:     &[2]float64{0, noiseScale},
		Marks: []viz.LineMark{{X: float64(l.batch), Held: true}},
	}
	for _, n := range l.noise {
		chart.Series[0].Values = append(chart.Series[0].Values, n.Mean)
		chart.Series[1].Values = append(chart.Series[1].Values, n.Std)
		chart.Series[2].Values = append(chart.Series[2].Values, n.Y)
	}
	for i := range chart.Series {
		chart.Series[i].Values = lab.Padded(chart.Series[i].Values, sizes)
	}
	below := l.batchLines(f)
	if g.H < 14 {
		below = below[len(below)-1:]
	}
	h := g.H - top - len(below) - 1
	if h < 5 {
		h, below = g.H-top, nil
	}
	g.Put(0, top, viz.Lines(viz.Size{W: g.W, H: h}, f.Theme, chart))
	lines(g, f.Theme, top+h+1, below)
	return g
}

// noiseScale is where the axis of errors ends: an error of more is as good as
// no statistics.
const noiseScale = 1.5

// batchLines say what stands at the chosen size.
func (l *Lab) batchLines(f lab.Frame) []viz.Safe {
	if l.batch > len(l.noise) {
		return []viz.Safe{f.Print(message.Count(len(l.noise), "the set has one token", "the set has %d tokens", len(l.noise)))}
	}
	n := l.noise[l.batch-1]
	out := []viz.Safe{
		f.Print(message.Count(len(l.set.all)/l.features(), "batches of a set of one token", "batches of a set of %d tokens", len(l.set.all)/l.features())),
		f.Theme.FitFirst(f.W,
			f.Say("batch of %2d: mean ±%s σ, σ ±%s σ", l.batch, viz.Fixed(n.Mean, 2), viz.Fixed(n.Std, 2)),
			f.Say("mean ±%s σ, σ ±%s σ", viz.Fixed(n.Mean, 2), viz.Fixed(n.Std, 2))),
	}
	if l.kind == batchNorm && math.IsNaN(n.Y) {
		return append(out, f.Say("row %d: y is 0/0, no number", l.row))
	}
	if l.batch == 1 && l.kind == batchNorm {
		return append(out, f.Say("x − mean = 0, so y = β = %s", viz.Fixed(l.inTraining(batchNorm, l.x[:l.features()]).Y[l.column-1], 3)))
	}
	if l.kind != batchNorm {
		return append(out, f.Say("every row: y ±%s", viz.Fixed(n.Y, 3)))
	}
	return append(out, f.Say("row %d: y ±%s", l.row, viz.Fixed(n.Y, 3)))
}

func (l *Lab) sayBatch() message.Text {
	tokens := len(l.set.all) / l.features()
	switch {
	case l.kind != batchNorm && l.batch <= len(l.noise) && math.IsNaN(l.noise[l.batch-1].Y):
		return message.New("Where values have no spread, and ε is 0, y is 0/0: no number.")
	case l.kind != batchNorm:
		return message.New("%s has no error here at any size: it needs no other sample.", kindNames[l.kind])
	case l.batch > len(l.noise):
		return message.Count(tokens, "The whole set has only one token.", "The whole set has only %d tokens.", tokens)
	case l.deviation() == 0:
		return message.New("f%d is the same in every token of the set: any batch has the right mean, and no spread to divide by.", l.column)
	case l.batch == 1 && l.eps() == 0:
		return message.New("One sample is its own mean: 0/0 without ε, no number. PyTorch: “Expected more than 1 value per channel when training”.")
	case l.batch == 1:
		return message.New("One sample is its own mean: variance 0, every output β. PyTorch: “Expected more than 1 value per channel when training”.")
	case l.batch == tokens:
		return message.New("These %d are the whole set: their mean and σ are the set's own. Any smaller batch is off.", tokens)
	}
	n := l.noise[l.batch-1]
	off := message.New("With %d samples the mean is off by %.2f σ, with all %d by nothing.", l.batch, n.Mean, tokens)
	if wide := 4 * l.batch; wide < tokens {
		off = message.New("With %d samples the mean is off by %.2f σ; with %d theory has %.2f.", l.batch, n.Mean, wide, norm.StandardError(tokens, wide))
	}
	if l.batch == 2 {
		return message.Join(off, message.New("BatchNorm makes 1 and −1 of any two samples, but for ε, γ and β."))
	}
	return message.Join(off, message.New("In small batches mean and σ are noisy; my row pulls both, so y need not follow."))
}

func (l *Lab) readBatch() []lab.Reading {
	n := norm.Noise{Mean: math.NaN(), Std: math.NaN(), Y: math.NaN()}
	if l.batch <= len(l.noise) {
		n = l.noise[l.batch-1]
	}
	theory := lab.Reading{Name: "theory", Help: message.New("what probability theory expects of the mean of such a batch, drawn without putting back"), Value: l.theory(), Digits: 3, Unit: "σ", Note: message.New("of the mean")}
	if math.IsNaN(theory.Value) {
		theory.Undefined = message.New("one token is the whole set")
	}
	return []lab.Reading{
		{Name: "mean off by", Help: message.New("how far the mean of a batch usually is from that of the whole set"), Value: n.Mean, Digits: 3, Unit: "σ"},
		theory,
		{Name: "σ off by", Help: message.New("how far the standard deviation of a batch usually is from that of the whole set"), Value: n.Std, Digits: 3, Unit: "σ"},
		{Name: "y off by", Help: message.New("how far my output usually is from what it would be with the statistics of the whole set"), Value: n.Y, Digits: 3, Note: message.Verbatim(kindNames[l.kind])},
		{Name: "set", Help: message.New("the tokens of all sentences, from which the batches are drawn"), Value: float64(len(l.set.all) / l.features()), Unit: "tokens"},
	}
}

// theory is the standard error of the mean of a batch drawn without putting
// back, in standard deviations of the set: √((N − B)/(B·(N − 1))).
func (l *Lab) theory() float64 {
	return norm.StandardError(len(l.set.all)/l.features(), l.batch)
}
