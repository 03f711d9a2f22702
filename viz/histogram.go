package viz

import (
	"math"
	"math/bits"
	"slices"
)

// BinRule says how a histogram chooses its bins.
type BinRule uint8

// The rules. n values, their interquartile range IQR.
const (
	FreedmanDiaconis BinRule = iota // bins of width 2·IQR/∛n (Freedman and Diaconis 1981)
	Sturges                         // ⌈log2 n⌉ + 1 bins (Sturges 1926)
)

// String returns the name of the rule.
func (r BinRule) String() string {
	if r == Sturges {
		return "Sturges"
	}
	return "Freedman-Diaconis"
}

// Histogram is what [Hist] shows: how often values occur.
type Histogram struct {
	Values, Other         []float64 // Other is drawn over Values as steps
	ValuesName, OtherName Safe

	Rule  BinRule
	Edges []float64   // given bins, rising and equally wide, if there is a column for each; nil: by the rule
	Range *[2]float64 // what lies outside is counted, not drawn; nil: as the data needs
	Most  int         // a count that the axis of counts has room for; less than there is: as the data needs
	Log   bool        // counts are logarithmic

	XName      Safe
	Levels     []float64 // marked on the axis
	LevelsName Safe      // in the legend

	// Spikes are what Values were rounded to, drawn as lines over their bars.
	// Where Rounded has the level of each value, new levels are seen to be
	// reached: the values fall from their places to them.
	Spikes  []Spike
	Rounded []float64
	// SpikesName names them in the legend: a spike stands for per times its
	// height on the axis of counts.
	SpikesName func(per int) Safe
}

// Hist draws bins as bars over an axis: a bin holds the values from its lower
// edge up to but without its upper one, the last bin with it. The first line
// says how many bins there are by which rule, and how many values are outside
// of them or not finite. A spike takes the values of several bins, and is drawn
// that many times lower: as high as the bars around it are on average.
func Hist(size Size, t Theme, h Histogram) Grid {
	g := t.Grid(size)
	if g.W < 1 || g.H < 1 {
		return g
	}
	top, bottom := 0, g.H
	if g.H > 4 {
		top = 1
	}
	if g.H > 3 {
		bottom -= 2
	}
	edges, asked := h.bins(g.W)
	counts, low, high, odd := count(h.Values, edges)
	others, lowOther, highOther, oddOther := count(h.Other, edges)
	if top > 0 {
		items := h.legend(t, edges, asked)
		for _, note := range []struct {
			n   int
			say func(int) Safe
		}{
			{low + lowOther, t.words().Below}, {high + highOther, t.words().Above}, {odd + oddOther, t.words().NotFinite},
		} {
			if note.n > 0 {
				items = append(items, LegendItem{'!', t.Bad, note.say(note.n)})
			}
		}
		g.Put(0, 0, Legend(Size{g.W, 1}, t, items))
	}
	y := countRange(max(h.highest(edges, counts, others), h.Most, 1), h.Log)
	t.Scaled("x", edges[0], edges[len(edges)-1])
	t.Scaled("count", y[0], y[1])
	left := drawScale(g, top, bottom, t, y, h.Log, false)
	each := max((g.W-left)/len(counts), 1)
	area := t.Grid(Size{min(each*len(counts), g.W-left), bottom - top})
	for i := range counts {
		height := heightOf(float64(counts[i]), y, h.Log, 1)
		drawBar(area, t, i*each, each, t.glide(Mark{kind: binMark, at: i, of: len(counts)}, height)*float64(area.H))
		drawStep(area, t, i*each, each, heightOf(float64(others[i]), y, h.Log, area.H))
	}
	if len(h.Spikes) > 0 && area.W > 0 {
		h.drawSpikes(area, t, edges, y)
	}
	g.Put(left, top, area)
	if bottom < g.H {
		xAxis(g, left, bottom, area.W, t, edges[0], edges[len(edges)-1], false, h.XName)
		for _, v := range h.Levels {
			if p := position(v, edges[0], edges[len(edges)-1]); p >= 0 && p <= 1 && area.W > 0 {
				g.Set(left+columnAt(p, area.W), bottom, t.glyphs().level, t.Reference)
			}
		}
	}
	return g
}

func (h Histogram) legend(t Theme, edges []float64, asked int) []LegendItem {
	var items []LegendItem
	if h.ValuesName.s != "" {
		items = append(items, LegendItem{t.glyphs().full, t.series(0), h.ValuesName})
	}
	if h.OtherName.s != "" {
		items = append(items, LegendItem{t.glyphs().step, t.series(1), h.OtherName})
	}
	if h.SpikesName != nil && len(h.Spikes) > 0 {
		items = append(items, LegendItem{t.glyphs().vertical, t.series(1), h.SpikesName(h.spikesPer(edges))})
	}
	if h.LevelsName.s != "" {
		items = append(items, LegendItem{t.glyphs().level, t.Reference, h.LevelsName})
	}
	return append(items, LegendItem{' ', t.Faint, t.words().Bins(len(edges)-1, asked, h.Rule)})
}

// Bins returns the edges of the bins that [Hist] draws in a width, and what its
// axis of counts has to reach: the values in the fullest, or the highest spike.
func (h Histogram) Bins(width int) (edges []float64, most int) {
	edges, _ = h.bins(width)
	values, _, _, _ := count(h.Values, edges)
	others, _, _, _ := count(h.Other, edges)
	return edges, h.highest(edges, values, others)
}

// highest is what the axis of counts has to reach.
func (h Histogram) highest(edges []float64, counts, others []int) int {
	per := h.spikesPer(edges)
	return max(slices.Max(counts), slices.Max(others), (slices.Max(h.spikesIn(edges))+per-1)/per)
}

// bins returns the edges of the bins: as many as the rule asks for, or the
// nearest number that fills most columns evenly; asked is 0 if they were given.
func (h Histogram) bins(most int) (edges []float64, asked int) {
	if len(h.Edges) > 1 && len(h.Edges)-1 <= most {
		return h.Edges, 0
	}
	low, high, ok := span(h.Values)
	if l, u, more := span(h.Other); more {
		if !ok {
			low, high = l, u
		}
		low, high = min(low, l), max(high, u)
	}
	if h.Range != nil && finite(h.Range[0]) && finite(h.Range[1]) && h.Range[0] < h.Range[1] {
		low, high = h.Range[0], h.Range[1]
	}
	if low == high {
		pad := max(math.Abs(low)/2, 0.5)
		low, high = max(low-pad, -math.MaxFloat64), min(high+pad, math.MaxFloat64)
	}
	const scaleWidth = 8 // of the counts beside the bars
	asked = h.number(low, high)
	room := max(most-scaleWidth, 1)
	n := room / max(int(math.Round(float64(room)/float64(asked))), 1) // whole columns each
	edges = make([]float64, n+1)
	for i := range edges {
		edges[i] = between(low, high, float64(i)/float64(n))
	}
	edges[n] = high
	return edges, asked
}

// number returns how many bins the rule asks for. Freedman-Diaconis says
// nothing if half of the values are the same: Sturges' number then.
func (h Histogram) number(low, high float64) int {
	sorted := slices.DeleteFunc(slices.Clone(h.Values), func(v float64) bool { return !(v >= low && v <= high) })
	slices.Sort(sorted)
	n := float64(len(sorted))
	if n < 2 {
		return 1
	}
	if h.Rule == FreedmanDiaconis {
		width := 2 * (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / math.Cbrt(n)
		if bins := math.Ceil((float64(high/2) - float64(low/2)) / (width / 2)); width > 0 && bins < 1e6 {
			return max(int(bins), 1)
		}
	}
	return bits.Len(uint(len(sorted)-1)) + 1
}

// quantile interpolates between sorted values (type 7 of Hyndman and Fan 1996).
func quantile(sorted []float64, q float64) float64 {
	at := float64(q * float64(len(sorted)-1))
	i := int(at)
	return between(sorted[i], sorted[min(i+1, len(sorted)-1)], at-float64(i))
}

// count returns how many values are in each bin, below, above, and not finite.
func count(values, edges []float64) (counts []int, below, above, odd int) {
	counts = make([]int, len(edges)-1)
	last := len(edges) - 1
	for _, v := range values {
		switch {
		case !finite(v):
			odd++
		case v < edges[0]:
			below++
		case v > edges[last]:
			above++
		default:
			counts[binOf(v, edges)]++
		}
	}
	return counts, below, above, odd
}

// binOf returns the bin of a value between the first and the last edge. Bins
// that are equally wide are found by one division, give or take rounding.
func binOf(v float64, edges []float64) int {
	last := len(edges) - 2
	i := min(max(int(position(v, edges[0], edges[last+1])*float64(last+1)), 0), last)
	for i > 0 && v < edges[i] {
		i--
	}
	for i < last && v >= edges[i+1] {
		i++
	}
	return i
}

// countRange returns the range of the count axis, wide enough for whole numbers
// beside it and the same for similar counts; or in logarithms on a log scale,
// where one value still has a height.
func countRange(most int, log bool) [2]float64 {
	top := float64(most)
	if log {
		return [2]float64{Log10(0.5), Log10(max(top, 10))}
	}
	const headroom = 1.05 // so that the tallest bar is seen to end
	step := 4.0
	for 40*step < top*headroom {
		step *= 10
	}
	return [2]float64{0, math.Ceil(top*headroom/step) * step}
}

// heightOf returns the height of a count in rows.
func heightOf(n float64, y [2]float64, log bool, rows int) float64 {
	if n == 0 {
		return 0
	}
	return position(scaled(n, log), y[0], y[1]) * float64(rows)
}

// drawBar draws the bar of one bin, its height in rows.
func drawBar(area Grid, t Theme, x, w int, height float64) {
	st, gl := over(t.Text, t.series(0)), t.glyphs()
	eighths := int(math.Round(height * 8))
	if height > 0 {
		eighths = max(eighths, 1)
	}
	whole, part := eighths/8, eighths%8
	area.Fill(x, area.H-whole, w, whole, gl.full, st)
	if part > 0 {
		glyph := '▁' + rune(part-1)
		if t.Glyphs == ASCII {
			glyph = []rune("..:::##")[part-1]
		}
		area.Fill(x, area.H-whole-1, w, 1, glyph, st)
	}
}
