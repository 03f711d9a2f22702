package sampling

import (
	"math"
	"slices"

	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// The temperatures at which the nucleus is counted end at nucleusTo.
const (
	nucleusTo     = 3.0
	nucleusPoints = 60
)

// nucleus is how many tokens top-p keeps after a prompt, over the temperature.
type nucleus struct {
	asked asked
	sums  []sampling.RunningSum // at equal steps up to nucleusTo, then at nucleusNamed
	topP  float64               // of what follows
	sizes []float64             // at the equal steps

	cold, one, hot int // at T = 0.5, 1 and 2
	at             sampling.RunningSum
	atT            float64
	now            int // at the knob's T, which is atT
}

// nucleusNamed are the temperatures that the sentence names.
var nucleusNamed = [...]float64{0.5, 1, 2}

// nucleusAt is the i-th temperature at which is counted.
func nucleusAt(i int) float64 {
	if i >= nucleusPoints {
		return nucleusNamed[i-nucleusPoints]
	}
	return float64(nucleusTo*float64(i+1)) / nucleusPoints
}

// summedUp says whether the model's logits after a prompt are summed up.
func (n nucleus) summedUp(a asked) bool {
	return n.asked == a && len(n.sums) == nucleusPoints+len(nucleusNamed)
}

// sumCost is what e^z costs for a token, in multiplications.
const sumCost = 1100

// sumUp adds the tasks of summing up what the model says after a prompt, which
// is read then.
func (l *Lab) sumUp(a asked) {
	for i := range nucleusPoints + len(nucleusNamed) {
		l.work.Add(sumCost*float64(l.lm.Tokens.Size()), nil, func() {
			if l.next.ranked == nil { // a server tells some tokens only, or nothing
				return
			}
			if i == 0 {
				l.nucleus = nucleus{asked: a}
			}
			l.nucleus.sums = append(slices.Clip(l.nucleus.sums), l.next.ranked.RunningSum(nucleusAt(i)))
		})
	}
}

// countNucleus counts what another prompt, top-p or temperature changes.
func (l *Lab) countNucleus() {
	if l.scores == scoresMade && !l.nucleus.summedUp(l.next.asked) {
		l.nucleus = nucleus{asked: l.next.asked}
		for i := range nucleusPoints + len(nucleusNamed) {
			l.nucleus.sums = append(l.nucleus.sums, l.next.ranked.RunningSum(nucleusAt(i)))
		}
	}
	n := &l.nucleus
	if l.next.told != nil || !n.summedUp(l.next.asked) {
		return
	}
	again := n.sizes == nil || n.topP != l.topP
	if again {
		n.topP, n.sizes = l.topP, make([]float64, nucleusPoints)
		for i := range n.sizes {
			n.sizes[i] = float64(n.sums[i].Nucleus(l.topP))
		}
		named := n.sums[nucleusPoints:]
		n.cold, n.one, n.hot = named[0].Nucleus(l.topP), named[1].Nucleus(l.topP), named[2].Nucleus(l.topP)
	}
	if n.now == 0 || n.atT != l.divisor() {
		n.atT, n.at = l.divisor(), l.next.ranked.RunningSum(l.divisor())
		again = true
	}
	if again {
		n.now = n.at.Nucleus(l.topP)
	}
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
		X:     [2]float64{nucleusAt(0), nucleusTo},
		Y:     &[2]float64{1, sampling.LongTailVocab},
		Log:   true,
		Series: []viz.Line{
			{Name: f.Say("tokens kept"), Values: l.nucleus.sizes},
		},
	}
	if at >= nucleusAt(0) && at <= nucleusTo {
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
