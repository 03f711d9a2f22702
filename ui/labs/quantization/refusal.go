package quantization

import (
	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// drawRefusal says why there are no integers, and what they would have been
// good for.
func (l *Lab) drawRefusal(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	var title viz.Safe
	var text []message.Text
	switch l.refused {
	case zeroPoints:
		title = f.Say("Refused: zero points of gpt-fast")
		text = []message.Text{
			message.Verbatim("y = s·q + min"), message.Verbatim(""),
			message.Join(message.New("gpt-fast has no zero points: beside the scale its groups keep the real number that their middle integer stands for."),
				message.New("Turn %v to %v, or %v to another one.", message.Label("knob", "grid"), message.Label("value", "symmetric"), message.Label("knob", "convention"))),
		}
	case featureScales:
		title = f.Say("Refused: a scale per feature")
		text = []message.Text{
			message.Verbatim("y = Σ x[k]·w[k]"), message.Verbatim("  = Σ s[k]·q[k]·w[k]"), message.Verbatim(""),
			message.New("s[k] changes inside the sum and can't be taken out of it: integers can't be summed first."), message.Verbatim(""),
			message.New("A scale s of the token and t of the output channel can:"), message.Verbatim(""),
			message.Verbatim("y = s·t·Σ q[k]·p[k]"), message.Verbatim(""), l.tempting(),
		}
	default:
		title = f.Say("Refused: tokens of weights")
		text = []message.Text{message.New("Weights have no tokens: choose one scale for each channel, which is their row.")}
	}
	g.Text(0, 0, f.Theme.Fit(title, g.W), f.Theme.Bad)
	y := 2
	for _, t := range text {
		if t.String() != "" && y < g.H {
			lines := viz.Wrap(f.Print(t), g.W)
			g.Put(0, y, viz.Paragraph(viz.Size{W: g.W, H: g.H - y}, f.Theme, f.Print(t), f.Theme.Text))
			y += len(lines) - 1
		}
		y++
	}
	return g
}

// tempting compares what is refused with what is allowed, on the prompt.
func (l *Lab) tempting() message.Text {
	if !l.open().specimen && l.set.scope == everything {
		return message.New("This is why a few features with large values hurt: every token's scale has to hold them.")
	}
	x := l.seen.at[l.placeOf(l.set.site, l.set.layer)]
	loss := func(g quant.Granularity) float64 {
		p, y := l.set.plan(), x.Clone()
		p.Granularity = g
		p.Fake(y.Data, y.Rows, y.Cols)
		return 100 * quant.Compare(x.Data, y.Data).Relative
	}
	return message.Join(message.New("Tempting: in floats it would lose %.2f %% of %s, where a scale for each token loses %.2f %%.",
		loss(quant.PerColumn), l.siteName(l.set.site, l.set.layer), loss(quant.PerRow)), message.New("That is why a few large features hurt."))
}

// sayRefusal is the reason in short.
func (l *Lab) sayRefusal() message.Text {
	switch l.refused {
	case zeroPoints:
		return message.Join(message.New("Refused: gpt-fast has no zero points."), turn("grid", "symmetric"))
	case featureScales:
		return message.New("Refused: a scale that changes inside the sum does not factor out of integers. Tokens and output channels can have one; features can't.")
	}
	return message.New("Refused: weights are there before any token. Their row is an output channel.")
}

// readRefusal is in place of numbers.
func readRefusal() []lab.Reading {
	return []lab.Reading{{Name: "scales", Help: message.New("how many scales there are: none, as such ones can't be used"), Undefined: message.New("refused: see the picture")}}
}
