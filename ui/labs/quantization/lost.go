package quantization

import (
	"math"

	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// drawError draws by how much of a step values are off, and what each width
// of integers would give.
func (l *Lab) drawError(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	rmse, step := number(l.result.lost.RMSE), number(l.result.step)
	top := head(g, f.Theme, l.title(f), f.Say("RMSE %s, a step is %s", rmse, step), f.Say("RMSE %s, step %s", rmse, step), f.Say("RMSE %s", rmse))
	const widths = mostBits - leastBits + 1
	below := widths + 3 // with its header and legend
	if g.H-top-below < 5 {
		below = 0
	}
	g.Put(0, top, l.errors(f.In(g.W, g.H-top-below)))
	if below > 0 {
		g.Put(0, g.H-below, l.widths(f.In(g.W, below)))
	}
	return g
}

// errors is the histogram of the error in steps. Whatever is quantized and
// into however many bits, rounding is off by half a step at most; what is
// clipped is off by more.
func (l *Lab) errors(f lab.Frame) viz.Grid {
	const bins, bound = 14, 0.7 // bins begin and end at ±½
	n := bins
	for 2*n+8 <= f.W {
		n *= 2
	}
	uniform := make([]float64, len(l.result.off))
	for i := range uniform {
		uniform[i] = (float64(i)+0.5)/float64(len(uniform)) - 0.5
	}
	return viz.Hist(f.Size, f.Theme, f.Histogram("error in steps", viz.Histogram{
		Values: l.result.off, ValuesName: f.Say("error"),
		Other: uniform, OtherName: f.Say("uniform"),
		Edges: lab.Evenly(-bound, bound, n), Range: &[2]float64{-bound, bound},
		XName: f.Say("steps"),
	}))
}

// widths compares what is measured at each number of bits with uniform noise.
func (l *Lab) widths(f lab.Frame) viz.Grid {
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: f.Say("bits"), Width: 4},
			{Title: f.Say("SQNR"), Width: 5},
			{Title: f.Say("uniform"), Width: 7, Spare: true},
		},
		Kept:  f.Say("signal to noise, dB"),
		Marks: f.Say("uniform noise"),
		Max:   55,
	}
	low := 0.0
	for b := leastBits; b <= mostBits; b++ {
		measured, uniform := l.sweep.measured[b], l.sweep.uniform[b]
		if math.IsInf(measured, 0) {
			measured = math.NaN()
		}
		for _, v := range []float64{measured, uniform} {
			if v < low {
				low = v
			}
		}
		chart.Rows = append(chart.Rows, viz.BarRow{
			Value: measured, Mark: uniform, Chosen: b == l.set.bits,
			Cells: []viz.Safe{viz.Cleanf("%d", b), viz.Fixed(measured, 1), viz.Fixed(uniform, 1)},
		})
	}
	chart.Low, _ = f.Axis("signal to noise, dB", min(low, 0), chart.Max)
	return viz.Bars(f.Size, f.Theme, chart)
}

// lastBit is how many dB the last bit has brought, what uniform noise in the
// same steps would give, and whether both are known. They are not 6.02 where
// levels are few: 2 symmetric bits have 1 step to a side, 3 bits have 3.
func (l *Lab) lastBit() (measured, uniform float64, ok bool) {
	b := max(l.set.bits, leastBits+1)
	measured = l.sweep.measured[b] - l.sweep.measured[b-1]
	uniform = l.sweep.uniform[b] - l.sweep.uniform[b-1]
	return measured, uniform, !math.IsNaN(measured+uniform) && !math.IsInf(measured+uniform, 0)
}

// uniformShare is the error as a share of what uniform noise would give.
func (q quantized) uniformShare() float64 { return q.lost.RMSE / quant.NoiseRMS(q.step) }

func (l *Lab) sayError() message.Text {
	q := l.result
	if q.lost.RMSE == 0 {
		return message.New("Nothing is lost: every value lies on a level.")
	}
	share := q.uniformShare()
	times := viz.Fixed(share, 2)
	says := message.New("The error is %s times uniform noise's, step/√12.", times)
	switch {
	case share > 1 && q.cut > 0.001:
		says = message.New("The error is %s times uniform noise's, step/√12: %s %% of the values are clipped.", times, percent(q.cut))
	case share < 0.97 && q.small && q.zeros > 0.2 && q.zeros < 1:
		says = message.New("The error is %s times uniform noise's, step/√12: %s %% become 0, off by less.", times, percents(q.zeros, 1))
	case l.set.what == example:
		says = message.New("The error is %s times uniform noise's, step/√12; of eight values that is chance.", times)
	}
	return message.Join(says, l.sayBit())
}

// sayBit says what the last bit has brought.
func (l *Lab) sayBit() message.Text {
	measured, uniform, ok := l.lastBit()
	if !ok {
		return message.Text{}
	}
	gain, expected := viz.Fixed(math.Abs(measured), 1), viz.Fixed(uniform, 1)
	lost := measured < 0 && gain != viz.Fixed(0, 1)
	few := math.Abs(uniform-quant.DecibelsPerBit) > 0.3
	switch third := l.set.bits == leastBits; {
	case third && lost && few:
		return message.New("A third bit would cost %s dB, noise gains %s; with many levels 6.02.", gain, expected)
	case third && lost:
		return message.New("A third bit would cost %s dB, noise gains %s.", gain, expected)
	case third && few:
		return message.New("A third bit would bring %s dB, noise gains %s; with many levels 6.02.", gain, expected)
	case third:
		return message.New("A third bit would bring %s dB, noise gains %s.", gain, expected)
	case lost && few:
		return message.New("The last bit cost %s dB, noise gains %s; with many levels 6.02.", gain, expected)
	case lost:
		return message.New("The last bit cost %s dB, noise gains %s.", gain, expected)
	case few:
		return message.New("The last bit brought %s dB, noise gains %s; with many levels 6.02.", gain, expected)
	}
	return message.New("The last bit brought %s dB, noise gains %s.", gain, expected)
}
