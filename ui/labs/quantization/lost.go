package quantization

import (
	"fmt"
	"math"
	"strings"

	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// drawError draws by how much of a step values are off, and what each width
// of integers would give.
func (l *Lab) drawError(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	rmse, step := number(l.result.lost.RMSE), number(l.result.step)
	top := head(g, f.Theme, l.title(), viz.Cleanf("RMSE %s, a step is %s", rmse, step), viz.Cleanf("RMSE %s, step %s", rmse, step), viz.Cleanf("RMSE %s", rmse))
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
		Values: l.result.off, ValuesName: viz.Clean("error"),
		Other: uniform, OtherName: viz.Clean("uniform"),
		Edges: lab.Evenly(-bound, bound, n), Range: &[2]float64{-bound, bound},
		XName: viz.Clean("steps"),
	}))
}

// widths compares what is measured at each number of bits with uniform noise.
func (l *Lab) widths(f lab.Frame) viz.Grid {
	chart := viz.BarChart{
		Columns: []viz.Column{
			{Title: viz.Clean("bits"), Width: 4},
			{Title: viz.Clean("SQNR"), Width: 5},
			{Title: viz.Clean("uniform"), Width: 7, Spare: true},
		},
		Kept:  viz.Clean("signal to noise, dB"),
		Marks: viz.Clean("uniform noise"),
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

func (l *Lab) sayError() string {
	q := l.result
	if q.lost.RMSE == 0 {
		return "Nothing is lost: every value lies on a level."
	}
	share := q.uniformShare()
	text := fmt.Sprintf("The error is %s times uniform noise's, step/√12", viz.Fixed(share, 2))
	switch {
	case share > 1 && q.cut > 0.001:
		text += fmt.Sprintf(": %s %% of the values are clipped", percent(q.cut))
	case share < 0.97 && q.small && q.zeros > 0.2 && q.zeros < 1:
		text += fmt.Sprintf(": %s %% of the values become 0, and are off by less", viz.Fixed(100*q.zeros, 1))
	case l.set.what == example:
		text += "; of eight values chance decides"
	}
	return text + "." + l.sayBit()
}

// sayBit says what the last bit has brought.
func (l *Lab) sayBit() string {
	measured, uniform, ok := l.lastBit()
	if !ok {
		return ""
	}
	bit, verb := "The last bit", "brought"
	if l.set.bits == leastBits {
		bit, verb = "A third bit", "would bring"
	}
	gain := viz.Fixed(measured, 1)
	if strings.HasPrefix(gain.String(), "-") {
		gain, verb = viz.Fixed(-measured, 1), map[string]string{"brought": "cost", "would bring": "would cost"}[verb]
	}
	text := fmt.Sprintf(" %s %s %s dB, uniform noise gains %s", bit, verb, gain, viz.Fixed(uniform, 1))
	if math.Abs(uniform-quant.DecibelsPerBit) > 0.3 {
		return text + "; with many levels 6.02."
	}
	return text + "."
}
