package residual

import (
	"logitarium/core/experiment"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// sizes are the stream's sizes ‖x_l‖²/d after each layer, from the input on.
func (l *Lab) sizes() means {
	return l.mean(l.depth, l.draws, func(m experiment.Measurement) []float64 { return m.Stream })
}

// summed are the sizes of the sums that enter a layer's last norm in post-LN,
// and leave the layer in pre-LN.
func (l *Lab) summed() means {
	return l.mean(l.depth, l.draws, func(m experiment.Measurement) []float64 { return m.Summed })
}

// bounds are Lemma 2's limits of the pre-LN stream after each layer, in units
// of d: 1 + l/2 and 1 + 3l/2. They begin at an input of size 1.
func bounds(layers int) (low, high []float64) {
	for l := range layers + 1 {
		low = append(low, 1+float64(float64(l)/2))
		high = append(high, 1+float64(3*float64(l)/2))
	}
	return low, high
}

// unit says whether the stream begins at ‖x₀‖² = d, as Lemma 2 has it.
func (l *Lab) unit() bool {
	i := experiment.Init(l.init)
	return i == experiment.Xavier || i == experiment.Theory
}

// lemma says whether Lemma 2 is about such networks: it has no cross-attention.
func (l *Lab) lemma() bool { return l.unit() && !l.cross }

// stream is the view of how large the stream is.
func (l *Lab) stream() lab.View {
	return lab.View{
		Name: "stream", Help: "how large the stream is after each layer",
		Moves: append(l.drawn(), &l.cross, &l.draws),
		Draw:  l.drawStream, Sentence: l.sayStream, Readings: l.readStream, Actions: l.redraw,
	}
}

// drawStream draws the stream's size over the layers.
func (l *Lab) drawStream(f lab.Frame) viz.Grid {
	m, layers := l.sizes(), f.Last("layers", l.depth)
	chart := viz.LineChart{
		Series: []viz.Line{
			{Name: f.Say("pre"), Values: lab.Padded(m.pre, layers+1)}, {Name: f.Say("post"), Values: lab.Padded(m.post, layers+1)},
		},
		X:     [2]float64{0, float64(layers)},
		Whole: true,
		XName: f.Say("layer"),
	}
	note := f.Say("untrained; a log scale")
	switch low, high := bounds(l.depth); {
	case l.lemma():
		note = f.Say("untrained; the bounds are proved: Lemma 2, Xiong et al.")
		chart.Series = append(chart.Series,
			viz.Line{Name: viz.Clean("1+l/2"), Values: low, Under: true}, viz.Line{Name: viz.Clean("1+3l/2"), Values: high, Under: true})
		chart.Y = &[2]float64{0, f.Top("stream", high[l.depth])}
	case l.unit():
		note = f.Say("untrained; Lemma 2 has no cross-attention")
		chart.Y = &[2]float64{0, f.Top("stream", high[l.depth]+float64(l.depth))} // cross-attention adds about d in a layer
	default:
		chart.Log, chart.Y = true, &[2]float64{1e-4, 10}
	}
	heading := []viz.Safe{f.Say("the stream's ‖x‖²/d, %v", l.averaged(m.networks)), note}
	return titled(f, heading, func(f lab.Frame) viz.Grid { return viz.Lines(f.Size, f.Theme, chart) })
}

// averaged says over how many networks a mean was taken so far.
func (l *Lab) averaged(networks int) message.Text {
	if networks < l.draws {
		return message.New("mean of %d of %d networks", networks, l.draws)
	}
	return message.Count(networks, "one network", "mean of %d networks", networks)
}

func (l *Lab) sayStream() message.Text {
	m := l.sizes()
	grown := ratio(m.pre)
	const little = 1.25
	if grown < little {
		return message.New("Pre-LN's branches change little here: ‖x‖² × %.2f over %d layers. Post-LN sets it to d each time.", grown, l.depth)
	}
	text := message.New("Pre-LN adds up: ‖x‖² grows %.1f-fold over %d layers. Post-LN sets it to d each time.", grown, l.depth)
	switch n := len(m.pre); {
	case l.cross && l.unit():
		return message.Join(text, message.New("Lemma 2 has no cross-attention."))
	case m.pre[n-1]/m.pre[n-2] < m.pre[1]/m.pre[0]:
		return message.Join(text, message.New("In pre-LN later blocks add relatively less."))
	}
	return text
}

func (l *Lab) readStream() []lab.Reading {
	m, sums := l.sizes(), l.summed()
	digits := 2
	if !l.unit() {
		digits = 5
	}
	low, high := bounds(l.depth)
	readings := []lab.Reading{
		{Name: "pre end", Help: message.New("the mean squared value of the stream after the last layer, norms before the branches"), Value: last(m.pre), Unit: "d", Digits: digits, Note: message.New("‖x‖², last")},
		{Name: "post end", Help: message.New("the mean squared value of the stream after the last layer's norm, which sets it to 1 for each position"), Value: last(m.post), Unit: "d", Digits: digits, Note: message.New("after LN")},
		{Name: "post sum", Help: message.New("the mean squared value of the sum that enters the last norm of the last layer, norms after the sums"), Value: last(sums.post), Unit: "d", Digits: digits, Note: message.New("before LN")},
		{Name: "input", Help: message.New("the mean squared value of what enters the first layer"), Value: first(m.pre), Unit: "d", Digits: digits},
	}
	const source = "Xiong et al. 2020, Lemma 2"
	for _, r := range []lab.Reading{
		{Name: "Lemma 2 low", Help: message.New("the least that Lemma 2 allows the pre-LN stream after the last layer, 1 + L/2"), Value: last(low)},
		{Name: "Lemma 2 high", Help: message.New("the most that Lemma 2 allows the pre-LN stream after the last layer, 1 + 3L/2"), Value: last(high)},
	} {
		r.Unit, r.Digits, r.Provenance, r.Source = "d", 1, lab.Published, source
		switch {
		case !l.unit():
			r.Undefined = message.New("not for this init")
		case l.cross:
			r.Undefined = message.New("not with cross")
		}
		readings = append(readings, r)
	}
	return computed(zeroGradients, readings)
}
