package viz

import (
	"fmt"
	"math"
	"slices"
)

// Spike is one value that many values were rounded to, and how many they are.
type Spike struct {
	At    float64
	Count int
}

// spikesPer returns how many bins there are to a spike, at least 1. A spike
// takes the values of that many bins, so that to the scale of the bars it would
// leave these flat: divided by it, it is as high as the bars around it are on
// average.
func (h Histogram) spikesPer(edges []float64) int {
	bin := (edges[len(edges)-1] - edges[0]) / float64(len(edges)-1)
	bins := math.Round(h.spacing() / bin)
	if !(bins >= 1) { // or is no number, in a range that overflows
		return 1
	}
	return int(min(bins, 1e6))
}

// spacing is the mean distance between neighbouring spikes; 0 if there are
// fewer than two.
func (h Histogram) spacing() float64 {
	low, high, n := math.Inf(1), math.Inf(-1), 0
	for _, s := range h.Spikes {
		if finite(s.At) {
			low, high, n = min(low, s.At), max(high, s.At), n+1
		}
	}
	if n < 2 {
		return 0
	}
	return (high - low) / float64(n-1)
}

// spikesIn returns the sums of the spikes in each bin.
func (h Histogram) spikesIn(edges []float64) []int {
	sums := make([]int, len(edges)-1)
	for _, s := range h.Spikes {
		if s.At >= edges[0] && s.At <= edges[len(edges)-1] {
			sums[binOf(s.At, edges)] += s.Count
		}
	}
	return sums
}

// drawSpikes draws a line for each spike; where lines would hide the bars, a
// step for the spikes of each bin.
func (h Histogram) drawSpikes(area Grid, t Theme, edges []float64, y [2]float64) {
	per, first, last := float64(h.spikesPer(edges)), edges[0], edges[len(edges)-1]
	if h.spacing()/(last-first)*float64(area.W) < 2 {
		sums := h.spikesIn(edges)
		for i, n := range sums {
			each := area.W / len(sums)
			drawStep(area, t, i*each, each, heightOf(float64(n)/per, y, h.Log, area.H))
		}
		return
	}
	if sums, falling := h.falling(t, edges, area.W); falling {
		for x, n := range sums {
			if n > 0 {
				h.drawSpike(area, t, x, heightOf(float64(n)/per, y, h.Log, area.H))
			}
		}
		return
	}
	for _, s := range h.Spikes {
		if p := position(s.At, first, last); s.Count > 0 && p >= 0 && p <= 1 {
			h.drawSpike(area, t, columnAt(p, area.W), heightOf(float64(s.Count)/per, y, h.Log, area.H))
		}
	}
}

// drawSpike draws a line up to a height in rows, to half a row.
func (h Histogram) drawSpike(area Grid, t Theme, x int, height float64) {
	halves := min(max(int(math.Round(2*height)), 1), 2*area.H)
	for at := range (halves + 1) / 2 {
		glyph := t.glyphs().vertical
		if at == halves/2 {
			glyph = t.glyphs().half
		}
		setOnBar(area, t, x, area.H-1-at, glyph)
	}
}

// drawStep draws a line over w columns at a height in rows.
func drawStep(area Grid, t Theme, x, w int, height float64) {
	if height <= 0 {
		return
	}
	y := max(area.H-max(int(math.Round(height)), 1), 0)
	for i := range w {
		setOnBar(area, t, x+i, y, t.glyphs().step)
	}
}

// setOnBar draws a glyph of the second distribution, on the bar if there is one.
func setOnBar(area Grid, t Theme, x, y int, glyph rune) {
	if x < 0 || x >= area.W || y < 0 || y >= area.H {
		return
	}
	st := over(t.Text, t.series(1))
	if area.Row(y)[x].Rune == '█' {
		st = Style{Fg: st.Fg, Bg: t.series(0).Fg, Attr: st.Attr}
	}
	area.Set(x, y, glyph, st)
}

// columnAt returns which of w columns stands for a position of 0 to 1 on an axis.
func columnAt(p float64, w int) int { return int(math.Round(p * float64(w-1))) }

// A fall is of the values of one bin that are rounded to one level.
type fall struct {
	bin   int
	level float64
	count int
}

// falls are all of them, by bins. Values outside of the bins are not drawn.
func (h Histogram) falls(edges []float64) []fall {
	if len(h.Rounded) != len(h.Values) {
		return nil
	}
	bins := make([][]fall, len(edges)-1) // mostly of one or two levels
	for i, v := range h.Values {
		if !(v >= edges[0] && v <= edges[len(edges)-1]) {
			continue
		}
		bin, level := binOf(v, edges), h.Rounded[i]
		at := slices.IndexFunc(bins[bin], func(f fall) bool { return f.level == level })
		if at < 0 {
			at = len(bins[bin])
			bins[bin] = append(bins[bin], fall{bin: bin, level: level})
		}
		bins[bin][at].count++
	}
	return slices.Concat(bins...)
}

// falling returns how many values are in each of w columns while they fall to
// their levels; falling is false once all have reached them.
func (h Histogram) falling(t Theme, edges []float64, w int) (sums []int, falling bool) {
	falls := h.falls(edges)
	if t.Glide == nil || len(falls) == 0 || len(h.Levels) == 0 {
		return nil, false
	}
	sums = make([]int, w)
	first, last := edges[0], edges[len(edges)-1]
	levels := fmt.Sprint(len(h.Levels), h.Levels[0], h.Levels[len(h.Levels)-1])
	for i, f := range falls {
		to := position(f.level, first, last)
		from := (float64(f.bin) + 0.5) / float64(len(edges)-1)
		at := t.glide(Mark{kind: fallMark, name: levels, at: i, of: len(falls), from: from}, to)
		falling = falling || at != to
		if at >= 0 && at <= 1 {
			sums[columnAt(at, w)] += f.count
		}
	}
	return sums, falling
}
