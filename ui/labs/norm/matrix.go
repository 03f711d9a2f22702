package norm

import (
	"fmt"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// head draws a picture's title into its first row, in the first wording that
// fits, and returns where the rest begins.
func head(g viz.Grid, t viz.Theme, titles ...viz.Safe) int {
	if g.H < 3 {
		return 0
	}
	g.Text(0, 0, t.FitFirst(g.W, titles...), t.Strong)
	return 1
}

// lines writes texts from row y on, each cut to the width.
func lines(g viz.Grid, t viz.Theme, y int, texts []viz.Safe) {
	for i, text := range texts {
		g.Text(0, y+i, t.Fit(text, g.W), t.Text)
	}
}

// viewMatrix draws the batch before and after, and how the chosen cell came about.
func (l *Lab) viewMatrix(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	sum := l.calculation(f.Theme, g.W)
	room := g.H - len(sum) - 1
	if room < 6 {
		sum, room = nil, g.H
	}
	before := l.matrix(f, fmt.Sprintf("x: %s, %d features", count(l.batch, "sample"), l.features()), l.x)
	before.Outline = []viz.Region{l.sharing()}
	after := l.matrix(f, "y: after "+l.doing(), l.out.Y)
	before.Width = max(width(before), width(after))
	after.Width = before.Width
	upper, lower := min((room+1)/2, l.batch+3), min(room/2, l.batch+2)
	if lower < l.batch+2 {
		after.XText = nil // in line with the columns above
	}
	before.From = l.window(viz.Size{W: g.W, H: lower - 1}, f.Theme, before)
	after.From = before.From
	g.Put(0, 0, viz.Matrix(viz.Size{W: g.W, H: upper}, f.Theme, before))
	g.Put(0, upper, viz.Matrix(viz.Size{W: g.W, H: lower}, f.Theme, after))
	lines(g, f.Theme, upper+lower+1, sum)
	return g
}

// doing names the norm, and BatchNorm's mode.
func (l *Lab) doing() string {
	if l.kind == batchNorm {
		return "BatchNorm, " + modes[l.mode].Name
	}
	return kindNames[l.kind]
}

func (l *Lab) matrix(f lab.Frame, name string, values []float64) viz.MatrixData {
	m := viz.MatrixData{
		Name: viz.Clean(name), Values: values, Cols: l.features(), Decimals: 2,
		Chosen: &viz.Spot{Row: l.row - 1, Col: l.column - 1},
	}
	for row := range l.batch {
		m.YText = append(m.YText, l.sample(f.Theme, row+1, min(max(f.W/4, 8), 12)))
	}
	for c := range l.features() {
		m.XText = append(m.XText, feature(c+1))
	}
	return m
}

// width is that of the longest number.
func width(m viz.MatrixData) int {
	w := 0
	for _, v := range m.Values {
		w = max(w, viz.Fixed(v, m.Decimals).Width())
	}
	return w
}

// sharing is the region whose cells share statistics with the chosen one.
func (l *Lab) sharing() viz.Region {
	c := l.features()
	switch l.kind {
	case batchNorm:
		return viz.Region{Row: 0, Col: l.column - 1, Rows: l.batch, Cols: 1}
	case groupNorm:
		size := c / groups(c)
		return viz.Region{Row: l.row - 1, Col: (l.column - 1) / size * size, Rows: 1, Cols: size}
	}
	return viz.Region{Row: l.row - 1, Col: 0, Rows: 1, Cols: c}
}

// window scrolls page by page, so that the chosen cell is seen and the rest
// stands still while it moves within a page.
func (l *Lab) window(size viz.Size, t viz.Theme, m viz.MatrixData) viz.Spot {
	cols, rows := m.Columns(size.W, t), max(size.H, 1)
	if rows < l.batch {
		rows = max(rows-1, 1) // the last line says how many more
	}
	page := func(at, n, of int) int { return max(min(at/n*n, of-n), 0) }
	return viz.Spot{Row: page(l.row-1, rows, l.batch), Col: page(l.column-1, cols, l.features())}
}

// calculation is the chosen cell's, with its numbers filled in: each line in
// full, or with fewer digits and signs if it does not fit.
func (l *Lab) calculation(t viz.Theme, width int) []viz.Safe {
	full := l.written(3, l.company(), epsilons[l.epsilon].Name, "y = γ·n+β = ")
	short := l.written(2, l.companyInShort(), "ε", "y = ")
	for i := range full {
		full[i] = t.FitFirst(width, full[i], short[i])
	}
	return full
}

// written is the calculation with so many digits, and words for the values
// that share statistics, for epsilon and for what the last line computes.
func (l *Lab) written(digits int, company, eps, y string) []viz.Safe {
	show := func(v float64) string { return viz.Fixed(v, digits).String() }
	i := l.mine()
	group := l.out.Group(i)
	variance := show(l.out.Var[group])
	lines := []viz.Safe{
		viz.Cleanf("%s: mean of x² %s", company, variance),
		viz.Cleanf("n = %s/√(%s+%s)", show(l.x[i]), variance, eps),
	}
	if l.kind != rmsNorm {
		mean := l.out.Mean[group]
		lines = []viz.Safe{
			viz.Cleanf("%s: mean %s, var %s", company, show(mean), variance),
			viz.Cleanf("n = (%s%s)/√(%s+%s)", show(l.x[i]), signed(show(-mean)), variance, eps),
		}
	}
	gain, bias := 1.0, 0.0
	if a := l.affine(); a.Gain != nil {
		gain, bias = a.Gain[l.column-1], a.Bias[l.column-1]
	}
	return append(lines, viz.Cleanf("%s%s·%s%s = %s", y, show(gain), bracketed(show(l.out.Hat[i])), signed(show(bias)), show(l.out.Y[i])))
}

// signed puts a plus before a number that has no minus.
func signed(number string) string {
	if number[0] == '-' {
		return number
	}
	return "+" + number
}

// bracketed puts brackets around a negative number.
func bracketed(number string) string {
	if number[0] == '-' {
		return "(" + number + ")"
	}
	return number
}

// companyInShort is company without the count.
func (l *Lab) companyInShort() string {
	if l.kind == batchNorm {
		return fmt.Sprintf("f%d", l.column)
	}
	return fmt.Sprintf("row %d", l.row)
}

// company says which values share statistics with the chosen one.
func (l *Lab) company() string {
	c := l.features()
	switch {
	case l.remembers():
		return fmt.Sprintf("f%d, running", l.column)
	case l.kind == batchNorm:
		return fmt.Sprintf("%d in f%d", l.batch, l.column)
	case l.kind == groupNorm:
		return fmt.Sprintf("%d in row %d", c/groups(c), l.row)
	}
	return fmt.Sprintf("%d in row %d", c, l.row)
}

// count writes how many there are of something.
func count(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}
