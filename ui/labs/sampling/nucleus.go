package sampling

import (
	"math"

	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// The temperatures at which the nucleus is counted end at nucleusTo. They are as
// many as a key can wait for.
const (
	nucleusTo     = 3.0
	nucleusPoints = 60
	nucleusFew    = 15
)

// nucleus is how many tokens top-p keeps after a prompt, over the temperature.
type nucleus struct {
	asked asked
	topP  float64
	sizes []float64 // at equal steps up to nucleusTo

	cold, one, hot int // at T = 0.5, 1 and 2
	at             float64
	now            int // at the knob's T, which is at
}

// first is the lowest of the temperatures.
func (n nucleus) first() float64 { return nucleusTo / float64(len(n.sizes)) }

// countNucleus counts what another prompt, top-p or temperature changes.
func (l *Lab) countNucleus() {
	if l.next.told != nil {
		return
	}
	if n := l.nucleus; n.sizes == nil || n.asked != l.next.asked || n.topP != l.topP {
		l.nucleus = l.overTemperature()
	}
	if n := &l.nucleus; n.now == 0 || n.at != l.divisor() {
		n.at, n.now = l.divisor(), l.next.ranked.NucleusSize(l.divisor(), l.topP)
	}
}

// overTemperature counts at all temperatures.
func (l *Lab) overTemperature() nucleus {
	points := nucleusPoints
	if len(l.next.logits) > 10_000 {
		points = nucleusFew
	}
	size := func(t float64) int { return l.next.ranked.NucleusSize(t, l.topP) }
	n := nucleus{asked: l.next.asked, topP: l.topP, sizes: make([]float64, points), cold: size(0.5), one: size(1), hot: size(2)}
	for i := range points {
		n.sizes[i] = float64(size(float64(nucleusTo*float64(i+1)) / float64(points)))
	}
	return n
}

// drawNucleus draws how many tokens top-p keeps over the temperature, with what
// was published of GPT-2 beside it.
func (l *Lab) drawNucleus(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	published := quotedTail()
	for _, text := range []message.Text{message.Join(published, message.New("Source: %v.", said(sampling.LongTailSource))), published} {
		lines := viz.Wrap(f.Theme.Show(f.Print(text)), g.W)
		if below := len(lines) + 1; 3*below <= g.H {
			g.Put(0, g.H-below+1, viz.Paragraph(viz.Size{W: g.W, H: below - 1}, f.Theme, f.Print(text), f.Theme.Reference))
			g.Put(0, 0, viz.Lines(viz.Size{W: g.W, H: g.H - below}, f.Theme, l.nucleusChart(f)))
			return g
		}
	}
	return viz.Lines(f.Size, f.Theme, l.nucleusChart(f))
}

// nucleusChart has this model's line, and the published counts as marks.
func (l *Lab) nucleusChart(f lab.Frame) viz.LineChart {
	at := l.divisor()
	chart := viz.LineChart{
		XName: viz.Clean("T"),
		X:     [2]float64{l.nucleus.first(), nucleusTo},
		Y:     &[2]float64{1, sampling.LongTailVocab},
		Log:   true,
		Series: []viz.Line{
			{Name: f.Say("tokens kept"), Values: l.nucleus.sizes},
		},
	}
	if at >= l.nucleus.first() && at <= nucleusTo {
		chart.Marks = append(chart.Marks, viz.LineMark{X: at, Held: true, Label: f.Say("T %s: %d", exactly(at), l.nucleus.now)})
	}
	if math.Abs(l.topP-sampling.LongTailP) > 1e-9 { // the counts are of one top-p
		return chart
	}
	for _, tail := range sampling.LongTails() {
		chart.Marks = append(chart.Marks, viz.LineMark{X: tail.Temperature, Label: f.Say("GPT-2: %d", tail.Kept)})
	}
	return chart
}

// quotedTail is what was published.
func quotedTail() message.Text {
	t := sampling.LongTails()
	return message.New("Published: after %q top-p = %s keeps %d of GPT-2's %d tokens at T = %s, %d at T = %s and %d at T = %s.",
		sampling.LongTailPrompt, plainly(sampling.LongTailP), t[0].Kept, sampling.LongTailVocab, plainly(t[0].Temperature),
		t[1].Kept, plainly(t[1].Temperature), t[2].Kept, plainly(t[2].Temperature))
}

// sayNucleus says how the set grows.
func (l *Lab) sayNucleus() message.Text {
	n, s := len(l.next.ranked.Order()), l.nucleus
	if l.topP >= 1 {
		return message.New("top-p is off: at every temperature above 0 all %d tokens stay.", n)
	}
	return message.New("top-p %s alone keeps %d of %d tokens at T = 0.5, %d at 1 and %d at 2. Warmer never needs fewer.",
		exactly(l.topP), s.cold, n, s.one, s.hot)
}

// readNucleus is how many tokens stay at the chosen temperature.
func (l *Lab) readNucleus() []lab.Reading {
	n := len(l.next.ranked.Order())
	return []lab.Reading{
		{Name: "nucleus", Help: message.New("tokens that top-p keeps at T if it cuts after T and alone"), Value: float64(l.nucleus.now),
			Note: message.New("of %d", n), Provenance: lab.Computed},
		{Name: "nucleus at 1", Help: message.New("the same at T = 1, or where it cuts before T"), Value: float64(l.nucleus.one),
			Note: message.New("of %d", n), Provenance: lab.Computed},
	}
}
