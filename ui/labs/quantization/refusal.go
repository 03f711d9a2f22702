package quantization

import (
	"fmt"

	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// drawRefusal says why there are no integers, and what they would have been
// good for.
func (l *Lab) drawRefusal(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	text := l.refused.Error()
	title := "Refused: tokens of weights"
	switch {
	case l.refused == errNoZeroPoints:
		title = "Refused: zero points of gpt-fast"
		text = "y = s·q + min\n\n" + text + "."
	case l.set.what == activations:
		title = "Refused: a scale per feature"
		text = "y = Σ x[k]·w[k]\n  = Σ s[k]·q[k]·w[k]\n\n" +
			"s[k] changes inside the sum and can't be taken out of it: integers can't be summed first.\n\n" +
			"A scale s of the token and t of the output channel can:\n\n" +
			"y = s·t·Σ q[k]·p[k]\n\n" + l.tempting()
	}
	g.Text(0, 0, f.Theme.Fit(viz.Clean(title), g.W), f.Theme.Bad)
	if g.H > 2 {
		g.Put(0, 2, viz.Paragraph(viz.Size{W: g.W, H: g.H - 2}, f.Theme, viz.CleanLines(text), f.Theme.Text))
	}
	return g
}

// tempting compares what is refused with what is allowed, on the prompt.
func (l *Lab) tempting() string {
	if !l.open().specimen && l.set.scope == 0 {
		return "This is why a few features with large values hurt: every token's scale has to hold them."
	}
	x := l.seen.at[l.placeOf(l.set.site, l.set.layer)]
	loss := func(g quant.Granularity) float64 {
		p, y := l.set.plan(), x.Clone()
		p.Granularity = g
		p.Fake(y.Data, y.Rows, y.Cols)
		return 100 * quant.Compare(x.Data, y.Data).Relative
	}
	return fmt.Sprintf("Tempting: in floats it would lose %.2f %% of %s, where a scale for each token loses %.2f %%. That is why a few large features hurt.",
		loss(quant.PerColumn), l.siteName(l.set.site, l.set.layer), loss(quant.PerRow))
}

// sayRefusal is the reason in short.
func (l *Lab) sayRefusal() string {
	if l.refused == errNoZeroPoints {
		return "Refused: gpt-fast has no zero points. Turn grid to symmetric."
	}
	if l.set.what == activations {
		return "Refused: a scale that changes inside the sum does not factor out of integers. Tokens and output channels can have one; features can't."
	}
	return "Refused: weights are there before any token. Their row is an output channel."
}

// readRefusal is in place of numbers.
func readRefusal() []lab.Reading {
	return []lab.Reading{{Name: "scales", Help: message.New("how many scales there are: none, as such ones can't be used"), Undefined: message.New("refused: see the picture")}}
}
