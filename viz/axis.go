package viz

import "math"

// xAxis draws a line with ticks on row y from column x to x+w, and their
// labels on the row below; low and high are the values of the first and the
// last column.
func xAxis(g Grid, x, y, w int, t Theme, low, high float64, name Safe) {
	gl := t.glyphs()
	if w < 1 {
		return
	}
	g.Fill(x, y, w, 1, gl.line, t.Faint)
	name = t.Fit(name, g.W/3)
	end := g.W // labels end before the name
	if name.s != "" {
		end -= name.Width() + 1
		g.Text(end+1, y+1, name, t.Faint)
	}
	places, texts := ticks(w, low, high)
	free := x // first column that no label has taken
	for i, p := range places {
		g.Set(x+p, y, gl.tick, t.Faint)
		at := max(min(x+p-(len(texts[i])-1)/2, g.W-len(texts[i])), x)
		if at >= free && at+len(texts[i]) <= end {
			g.Text(at, y+1, Safe{texts[i]}, t.Faint)
			free = at + len(texts[i]) + 1
		}
	}
}

// ticks returns the columns, 0 to w-1, of round values between low and high,
// and how the values are written.
func ticks(w int, low, high float64) ([]int, []string) {
	if !(high > low) || w < 2 || math.IsInf(high-low, 0) {
		return []int{0}, trimmed(labels([]float64{low}))
	}
	for n := max(w/8, 2); ; n-- {
		values := multiples(low, high, n)
		texts := trimmed(labels(values))
		longest := 0
		for _, s := range texts {
			longest = max(longest, len(s))
		}
		if n <= 1 || len(values) < 2 || (longest+2)*(len(values)-1) <= w {
			places := make([]int, len(values))
			for i, v := range values {
				places[i] = int(math.Round(position(v, low, high) * float64(w-1)))
			}
			return places, texts
		}
	}
}

// multiples returns the multiples of 1, 2 or 5 times a power of ten between low
// and high, at most about n of them.
func multiples(low, high float64, n int) []float64 {
	raw := (high - low) / float64(n)
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	step := 10 * power
	for _, nice := range []float64{1, 2, 5} {
		if nice*power >= raw*(1-1e-9) {
			step = nice * power
			break
		}
	}
	var values []float64
	first := math.Ceil(low/step - 1e-9)
	for k := 0.0; k <= 4*float64(n) && (first+k)*step <= high+step*1e-9; k++ {
		values = append(values, (first+k)*step)
	}
	return values
}

func trimmed(texts []string) []string {
	for i, s := range texts {
		for s != "" && s[0] == ' ' {
			s = s[1:]
		}
		texts[i] = s
	}
	return texts
}
