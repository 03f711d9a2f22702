package quantization

import (
	"fmt"
	"math"

	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// drawMatrix draws a part of the specimen as numbers, its integers and what
// they stand for, and the formula with the numbers of the first cell.
func (l *Lab) drawMatrix(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	top := 0
	if g.H >= 6 {
		g.Text(0, 0, f.Theme.Fit(l.title(), g.W), f.Theme.Strong)
		top = 1
	}
	formula := viz.CleanLines(l.formula())
	under := min(len(viz.Wrap(f.Theme.Show(formula), g.W)), max(g.H/2-1, 0))
	each := (g.H - top - under - 1) / 3 // rows of a matrix with its name; one more names columns
	if each < 2 {
		each, under = (g.H-top-1)/3, 0
	}
	y := top
	for i, m := range l.matrices(g.W, max(each-1, 1)) {
		h := min(each, len(m.YText)+1)
		if i == 0 {
			h++
		}
		g.Put(0, y, viz.Matrix(viz.Size{W: g.W, H: h}, f.Theme, m))
		y += min(h+1, h+each-len(m.YText)-1) // a blank row if there is room
	}
	if under > 0 {
		g.Put(0, y, viz.Paragraph(viz.Size{W: g.W, H: min(under, g.H-y)}, f.Theme, formula, f.Theme.Text))
	}
	return g
}

// matrices are the numbers, the integers and what comes back, from the chosen
// row and column as far as there is room.
func (l *Lab) matrices(width, rows int) []viz.MatrixData {
	sp, decimals := l.specimen, l.decimals()
	most := math.Max(sp.peak, mostOutlier*sp.sigma) // so that columns stay when an outlier comes
	cell := max(len(fmt.Sprintf("%.*f", decimals, -most)), 4)
	names := 0
	for _, t := range sp.tokens {
		names = max(names, min(t.Width(), 12))
	}
	if names == 0 {
		names = len(fmt.Sprint(sp.full/sp.cols - 1))
	}
	cols := max((width-names)/(cell+2), 1)
	fromRow, fromCol := l.set.row, l.set.column
	rows, cols = min(rows, sp.rows-fromRow), min(cols, sp.cols-fromCol)

	var before, back, integers []float64
	var rowNames, colNames []viz.Safe
	for r := range rows {
		for c := range cols {
			i := (fromRow+r)*sp.cols + fromCol + c
			before = append(before, float64(sp.values[i]))
			integers = append(integers, float64(l.result.matrix.Q[i]))
			back = append(back, float64(l.result.back[i]))
		}
		name := viz.Cleanf("%*d", names, (fromRow+r)*sp.stride)
		if sp.tokens != nil {
			name = sp.tokens[fromRow+r]
		}
		rowNames = append(rowNames, name)
	}
	for c := range cols {
		colNames = append(colNames, viz.Cleanf("%d", fromCol+c))
	}
	shared := l.sharing(fromRow, fromCol, rows, cols)
	base := viz.MatrixData{Cols: cols, Width: cell, YText: rowNames, Outline: shared, Chosen: &viz.Spot{}}
	x, q, y := base, base, base
	x.Name, x.Values, x.Decimals, x.XText = viz.Clean("x: "+l.numbers()), before, decimals, colNames
	q.Name, q.Values = viz.Cleanf("q: %d-bit integers", l.set.bits), integers
	y.Name, y.Values, y.Decimals = viz.Clean("y: what they stand for"), back, decimals
	return []viz.MatrixData{x, q, y}
}

// numbers says what the numbers are.
func (l *Lab) numbers() string {
	switch {
	case l.set.smooth == noSmoothing:
		return "float32"
	case l.set.what == weights:
		return "float32, times s of SmoothQuant"
	}
	return "float32, over s of SmoothQuant"
}

// decimals are those of three digits of the largest value. It does not follow
// an outlier: the others would have none left.
func (l *Lab) decimals() int {
	if !(l.specimen.peak > 0) {
		return 2
	}
	return min(max(2-viz.Decade(l.specimen.peak), 0), 6)
}

// sharing outlines the cells shown that share the first one's scale, if not
// all do.
func (l *Lab) sharing(row, col, rows, cols int) []viz.Region {
	switch m := l.result.matrix; m.Granularity {
	case quant.PerRow:
		return []viz.Region{{Rows: 1, Cols: cols}}
	case quant.PerGroup:
		left := min((col/m.Group+1)*m.Group, m.Cols) - col
		return []viz.Region{{Rows: 1, Cols: min(left, cols)}}
	}
	return []viz.Region{{Rows: rows, Cols: cols}}
}

// formula is the quantization of the first cell shown, with its numbers.
func (l *Lab) formula() string {
	g, _, _, _ := l.block()
	i := l.set.row*l.specimen.cols + l.set.column
	x, q, y := l.specimen.values[i], l.result.matrix.Q[i], l.result.back[i]
	peak, span := "max|x|", "(max−min)"
	if l.set.clip != clipNone {
		peak, span = "kept", "kept"
	}
	var scale string
	switch {
	case l.set.calibration == static:
		scale = fmt.Sprintf("s = %s, from calibration", number(float64(g.Scale)))
	case l.set.convention == pyTorch && g.Scale == l.set.plan().Least:
		scale = "s = 2^−23, the least there is"
	case l.set.kind == quant.Affine:
		steps := g.Levels() - 1
		scale = fmt.Sprintf("s = %s/(2^%d−1) = %.4g/%d = %s", span, l.set.bits, float64(g.Scale)*float64(steps), steps, number(float64(g.Scale)))
	default:
		steps, power := float64(g.Levels()-1)/2, fmt.Sprintf("(2^%d−1)", l.set.bits-1)
		if l.set.plan().Full {
			power = fmt.Sprintf("((2^%d−1)/2)", l.set.bits)
		}
		scale = fmt.Sprintf("s = %s/%s = %.4g/%g = %s", peak, power, float64(g.Scale)*steps, steps, number(float64(g.Scale)))
	}
	if l.set.kind == quant.Affine {
		scale += "\n" + l.zeroPoint(g)
	}
	return fmt.Sprintf("%s\nq = round(%.4g/s) + %s = %d\ny = s·(%d − %s) = %.4g", scale, x, operand(g.Zero), q, q, operand(g.Zero), y)
}

// operand writes an integer as it stands behind a sign.
func operand(n int32) string {
	if n < 0 {
		return fmt.Sprintf("(%d)", n)
	}
	return fmt.Sprint(n)
}

// zeroPoint is how the convention finds the integer of 0.
func (l *Lab) zeroPoint(g quant.Grid) string {
	switch {
	case l.set.plan().Joint:
		return fmt.Sprintf("Z = round(%d − min/s) = %d", g.Min, g.Zero)
	case g.Min != 0:
		return fmt.Sprintf("Z = %d − round(min/s) = %d", g.Min, g.Zero)
	}
	return fmt.Sprintf("Z = round(−min/s) = %d", g.Zero)
}

func (l *Lab) sayMatrix() string {
	i := l.set.row*l.specimen.cols + l.set.column
	x, y := l.specimen.values[i], l.result.back[i]
	text := fmt.Sprintf("%.4g is kept as the integer %d and comes back as %.4g.", x+0, l.result.matrix.Q[i], y+0)
	if n := len(l.result.matrix.Grids); n > 1 {
		return text + fmt.Sprintf(" The bracketed share its scale; there are %d.", n)
	}
	if l.set.kind == quant.Affine {
		return text + " One scale and one zero point for all."
	}
	return text + " One scale for all; 0 stays 0."
}
