package residual

import (
	"math"
	"slices"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	kernels "logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/ui/lab/lacking"
	"logitarium/ui/message"
	"logitarium/viz"
)

// streamOf is how large the open model's stream is while it reads a text.
type streamOf struct {
	text       string
	tokens     int
	all, first []float64 // ‖x‖²/d before the first layer and after each, mean of all tokens, and of the first one
}

func (s streamOf) known() bool { return s.tokens > 0 }

// growth is by how much the mean has grown from the input to the last layer.
func (s streamOf) growth() float64 { return last(s.all) / first(s.all) }

// readKey is all that it depends on.
type readKey struct{ text string }

// ofModel is the view of the stream of the open model.
func (l *Lab) ofModel() lab.View {
	v := lab.View{
		Name: "model", Help: "how large the open model's stream is after each layer, on a text",
		Moves: []lab.Field{&l.text},
		Draw:  l.drawModel, Sentence: l.sayModel, Readings: l.readModel,
	}
	if _, err := lm.NetworkOf(l.lm.Model); err != nil {
		return lacking.View(v, err)
	}
	return v
}

// readingText is the work of one pass over the text.
func (l *Lab) readingText() work {
	if l.lm.Network == nil {
		return work{}
	}
	return work{
		begin: l.readText,
		busy:  l.reading.Waiting,
		part:  func() (over bool, err error) { l.reading.Step(); return true, nil },
	}
}

// readText begins to read, if the text is another one.
func (l *Lab) readText() {
	key := readKey{l.text}
	if l.seen.known() && l.seen.text == l.text {
		l.reading.Drop()
		return
	}
	if l.reading.Is(key) {
		return
	}
	m := l.lm.Network
	tokens := l.lm.Tokens.Encode(l.text)
	if len(tokens) == 0 {
		tokens = []int{l.lm.Tokens.End()}
	}
	tokens = tokens[max(len(tokens)-l.lm.Model.Context(), 0):]
	s := streamOf{text: l.text, tokens: len(tokens)}
	pass := &gpt.Pass{Predict: gpt.Nothing, ReuseLayers: true, Probe: func(site gpt.Site, _ int, x kernels.Matrix) {
		if site == gpt.Embedding || site == gpt.AfterMLP {
			s.all = append(s.all, meanSquare(x.Data))
			s.first = append(s.first, meanSquare(x.Row(0)))
		}
	}}
	l.reading.Begin(key, message.New("The model reads %d tokens", len(tokens)))
	l.reading.Add(m.Config.Work(len(tokens)), func() lab.Stepper {
		s.all, s.first = nil, nil
		return m.Begin(pass, tokens, len(tokens))
	}, func() { l.seen = s })
	l.reading.Start()
}

// meanSquare is ‖x‖²/d of a row, or its mean over several.
func meanSquare(x []float32) float64 {
	sum := 0.0
	for _, v := range x {
		sum += float64(float64(v) * float64(v)) // not fused
	}
	return sum / float64(len(x))
}

// shown says whether the stream is that of the text.
func (l *Lab) shown() bool { return l.seen.known() && l.seen.text == l.text }

// drawModel draws the stream's size over the layers, to a logarithmic scale.
func (l *Lab) drawModel(f lab.Frame) viz.Grid {
	if !l.shown() {
		return viz.Paragraph(f.Size, f.Theme, f.Print(l.sayModel()), f.Theme.Text)
	}
	layers := len(l.seen.all) - 1
	least, most := math.Inf(1), 0.0
	for _, v := range slices.Concat(l.seen.all, l.seen.first) {
		if v > 0 {
			least, most = min(least, v), max(most, v)
		}
	}
	chart := viz.LineChart{
		Series: []viz.Line{
			{Name: f.Say("mean of all tokens"), Values: l.seen.all}, {Name: f.Say("the first token"), Values: l.seen.first},
		},
		X: [2]float64{0, float64(layers)}, Whole: true, Log: true, XName: f.Say("layer"),
	}
	if most > 0 {
		from, to := math.Pow10(int(math.Floor(math.Log10(least)))), math.Pow10(int(math.Ceil(math.Log10(most))))
		if from == to {
			to *= 10
		}
		low, high := f.Axis("model", from, to)
		chart.Y = &[2]float64{low, high}
	}
	heading := []viz.Safe{f.Say("‖x‖²/d of %s", lm.Subject(l.lm.Model)), f.Print(message.Count(l.seen.tokens, "on %d token of text; a log scale", "on %d tokens of text; a log scale", l.seen.tokens))}
	return titled(f, heading, func(f lab.Frame) viz.Grid { return viz.Lines(f.Size, f.Theme, chart) })
}

func (l *Lab) sayModel() message.Text {
	if !l.shown() {
		return message.New("The open model reads the text.")
	}
	s := l.seen
	in, out, layers := sized(first(s.all)), sized(last(s.all)), len(s.all)-1
	says := message.New("While %s reads this text, ‖x‖²/d goes from %s to %s over %d layers.", l.lm.Model.Name(), in, out, layers)
	if times := last(s.first) / last(s.all); s.tokens > 1 && times >= 2 {
		return message.Join(says, message.New("The first token's is %s times the mean at the end.", sized(times)))
	}
	return says
}

// sized is a size with three digits.
func sized(v float64) viz.Safe {
	if v >= 1000 && v < 1e9 {
		return viz.Grouped(int(math.Round(v)))
	}
	return viz.Cleanf("%.3g", v)
}

func (l *Lab) readModel() []lab.Reading {
	readings := []lab.Reading{
		{Name: "model growth", Help: message.New("how many times as large the stream's mean square is after the last layer as before the first"), Digits: 2},
		{Name: "model in", Help: message.New("the mean squared value of the stream before the first layer, over all tokens of the text"), Unit: "d", Digits: 4},
		{Name: "model out", Help: message.New("the mean squared value of the stream after the last layer, over all tokens of the text"), Unit: "d", Digits: 4},
		{Name: "first token", Help: message.New("the mean squared value of the stream after the last layer at the first token"), Unit: "d", Digits: 4},
	}
	values := [4]float64{}
	if l.shown() {
		values = [4]float64{l.seen.growth(), first(l.seen.all), last(l.seen.all), last(l.seen.first)}
	}
	for i := range readings {
		readings[i].Value, readings[i].Provenance = values[i], lab.Computed
		if !l.shown() {
			readings[i].Undefined = message.New("not read yet")
		} else if math.IsNaN(values[i]) || math.IsInf(values[i], 0) {
			readings[i].Value, readings[i].Undefined = 0, message.New("not a number")
		}
	}
	return readings
}
