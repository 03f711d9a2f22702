package viz

import (
	"math"
	"slices"
)

// xAxis draws a line with ticks on row y from column x to x+w, and their
// labels on the row below; low and high are the values of the first and the
// last column. On a whole axis no tick stands between whole numbers. The name
// of the axis stands at the end of that row, whole or not at all.
func xAxis(g Grid, x, y, w int, t Theme, low, high float64, whole bool, name Safe) {
	gl := t.glyphs()
	if w < 1 {
		return
	}
	g.Fill(x, y, w, 1, gl.line, t.Faint)
	name = t.Show(name)
	end := g.W // labels end before the name
	if name.s != "" && name.Width() <= g.W/2 {
		end -= name.Width() + 1
		g.Text(end+1, y+1, name, t.Faint)
	}
	places, texts := ticks(w, t, low, high, whole)
	free := x // first column that no label has taken
	for i, p := range places {
		g.Set(x+p, y, gl.tick, t.Faint)
		cells := texts[i].Width()
		at := max(min(x+p-(cells-1)/2, g.W-cells), x)
		if at >= free && at+cells <= end {
			g.Text(at, y+1, texts[i], t.Faint)
			free = at + cells + 1
		}
	}
}

// ticks returns the columns, 0 to w-1, of round values between low and high,
// and how the values are written.
func ticks(w int, t Theme, low, high float64, whole bool) ([]int, []Safe) {
	if !(high > low) || w < 2 || math.IsInf(high-low, 0) {
		return []int{0}, shown(t, labels([]float64{low}))
	}
	for n := max(w/8, 2); ; n-- {
		values := rounds(low, high, n)
		if whole {
			values = slices.DeleteFunc(values, func(v float64) bool { return v != math.Trunc(v) })
		}
		texts := shown(t, labels(values))
		longest := 0
		for _, s := range texts {
			longest = max(longest, s.Width())
		}
		if n <= 1 || (longest+2)*(len(values)-1) <= w {
			places := make([]int, len(values))
			for i, v := range values {
				places[i] = int(math.Round(position(v, low, high) * float64(w-1)))
			}
			return places, texts
		}
	}
}

// drawScale draws the axis of y, with round values beside some of the rows,
// and returns the columns that it takes: none if the chart is too narrow. On a
// log scale the range is in decimal logarithms; fine is how [dotAt] places values.
func drawScale(g Grid, top, bottom int, t Theme, y [2]float64, log, fine bool) int {
	h := bottom - top
	left := scaleWidth(g.W, h, t, y, log, fine)
	if left == 0 {
		return 0
	}
	rows, texts := scaleTexts(h, t, y, log, fine)
	g.Fill(left-1, top, 1, h, t.glyphs().vertical, t.Faint)
	for i, r := range rows {
		g.Text(left-2-texts[i].Width(), top+r, texts[i], t.Faint)
		g.Set(left-1, top+r, t.glyphs().axis, t.Faint)
	}
	return left
}

// scaleWidth returns the columns that [drawScale] takes of w. In a wide chart most
// values have the same room, so that the curves stand where they are while a knob
// makes them larger.
func scaleWidth(w, h int, t Theme, y [2]float64, log, fine bool) int {
	const wide, room = 48, 4
	_, texts := scaleTexts(h, t, y, log, fine)
	if len(texts) == 0 || texts[0].Width()+2 > w/2 {
		return 0
	}
	if w < wide {
		return texts[0].Width() + 2
	}
	return max(texts[0].Width(), room) + 2
}

// scaleTexts returns the round values beside an axis as they are written, all
// as wide, and their rows.
func scaleTexts(h int, t Theme, y [2]float64, log, fine bool) (rows []int, texts []Safe) {
	rows, values := heights(h, y, log, fine)
	if log {
		return rows, aligned(t, logLabels(values))
	}
	return rows, aligned(t, labels(values))
}

// heights returns the rows, 0 to h-1 from the top, of up to about five round
// values, the greatest first; no row has two of them.
func heights(h int, y [2]float64, log, fine bool) (rows []int, values []float64) {
	const most = 5 // so that a range of four has whole numbers
	n := max(min(h/2, most), 2)
	var round []float64
	switch {
	case log:
		round = roundLogs(y[0], y[1], n)
	case math.IsInf(y[1]-y[0], 0):
		round = y[:]
	default:
		round = rounds(y[0], y[1], n)
	}
	for _, v := range slices.Backward(round) {
		p := position(v, y[0], y[1])
		r := int(math.Round((1 - p) * float64(max(h-1, 0))))
		if fine {
			r = dotAt(p, max(h, 1)) / 4
		}
		if len(rows) > 0 && r == rows[len(rows)-1] {
			continue
		}
		if log {
			v = antilog(v)
		}
		rows, values = append(rows, r), append(values, v)
	}
	return rows, values
}

// roundLogs returns the logarithms of round values: powers of ten, in a
// narrower range 1, 2 and 5 times these, or else its ends.
func roundLogs(low, high float64, n int) []float64 {
	if powers := multiples(low, high, n); len(powers) > 1 && powers[1]-powers[0] >= 1 {
		return powers
	}
	for _, digits := range [][]float64{{1}, {1, 2, 5}} {
		var logs []float64
		for power := math.Floor(low); power <= high; power++ {
			for _, d := range digits {
				if v := power + Log10(d); v >= low-1e-9 && v <= high+1e-9 {
					logs = append(logs, v)
				}
			}
		}
		if len(logs) > 1 {
			return logs
		}
	}
	return []float64{low, high}
}

// rounds returns about n round values between low and high, two at least.
func rounds(low, high float64, n int) []float64 {
	values := multiples(low, high, n)
	for ; len(values) < 2 && n < 5; n++ { // a step is at most half of a range cut into 5
		values = multiples(low, high, n+1)
	}
	return values
}

// multiples returns the multiples of 1, 2 or 5 times a power of ten between low
// and high, at most about n of them.
func multiples(low, high float64, n int) []float64 {
	raw := (high - low) / float64(n)
	step := RoundUp(raw * (1 - 1e-9)) // rounding on the way is no reason for a wider one
	var values []float64
	first := math.Ceil(low/step - 1e-9)
	for k := 0.0; k <= 4*float64(n) && (first+k)*step <= high+float64(step*1e-9); k++ {
		values = append(values, (first+k)*step)
	}
	return values
}

// antilog returns 10^v, exactly where that is a power of ten.
func antilog(v float64) float64 {
	if v == math.Floor(v) && math.Abs(v) < 400 {
		return tenTo(int(v))
	}
	return math.Pow(10, v)
}

func shown(t Theme, texts []string) []Safe {
	out := make([]Safe, len(texts))
	for i, s := range texts {
		out[i] = t.Show(Safe{s})
	}
	return out
}
