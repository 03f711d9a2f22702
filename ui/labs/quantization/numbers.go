package quantization

import (
	"fmt"
	"math"

	"logitarium/core/quant"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// drawMatrix draws a part of the specimen as numbers, its integers and what
// they stand for, and the formula with the numbers of the first cell.
func (l *Lab) drawMatrix(f lab.Frame) viz.Grid {
	g := f.Theme.Grid(f.Size)
	top := 0
	if g.H >= 6 {
		g.Text(0, 0, f.Theme.Fit(l.title(f), g.W), f.Theme.Strong)
		top = 1
	}
	formula := viz.CleanLines(f.Printer.Print(l.formula()))
	under := min(len(viz.Wrap(f.Theme.Show(formula), g.W)), max(g.H/2-1, 0))
	each := (g.H - top - under - 1) / 3 // rows of a matrix with its name; one more names columns
	if each < 2 {
		each, under = (g.H-top-1)/3, 0
	}
	y := top
	for i, m := range l.matrices(f, max(each-1, 1)) {
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
func (l *Lab) matrices(f lab.Frame, rows int) []viz.MatrixData {
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
	cols := max((f.W-names)/(cell+2), 1)
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
	x.Name, x.Values, x.Decimals, x.XText = l.sayNumbers(f), before, decimals, colNames
	q.Name, q.Values = f.Say("q: %d-bit integers", l.set.bits), integers
	y.Name, y.Values, y.Decimals = f.Say("y: what they stand for"), back, decimals
	return []viz.MatrixData{x, q, y}
}

// sayNumbers says what the numbers are.
func (l *Lab) sayNumbers(f lab.Frame) viz.Safe {
	switch {
	case l.set.smooth == noSmoothing:
		return f.Say("x: float32")
	case l.set.what == weights:
		return f.Say("x: float32, times s of SmoothQuant")
	}
	return f.Say("x: float32, over s of SmoothQuant")
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

// formula is the quantization of the first cell shown, with its numbers, a line
// a step.
func (l *Lab) formula() message.Text {
	g, _, _ := l.block()
	i := l.set.row*l.specimen.cols + l.set.column
	x, q, y := l.specimen.values[i], l.result.matrix.Q[i], l.result.back[i]
	zero := ""
	if l.set.kind == quant.Affine {
		zero = l.zeroPoint(g) + "\n"
	}
	z := operand(g.Zero)
	return message.New("%v\n%sq = round(%.4g/s) + %s = %d\ny = s·(%d − %s) = %.4g", l.scaleFormula(g), zero, x, z, q, q, z, y)
}

// scaleFormula is how the convention finds the scale.
func (l *Lab) scaleFormula(g quant.Grid) message.Text {
	s, bits, clipped := number(float64(g.Scale)), l.set.bits, l.set.clip != clipNone
	steps := float64(g.Levels() - 1)
	switch {
	case l.set.calibration == static:
		return message.New("s = %s, from calibration", s)
	case l.set.convention == pyTorch && g.Scale == l.set.plan().Least:
		return message.New("s = 2^−23, the least there is")
	case l.set.kind == quant.Affine && clipped:
		return message.New("s = kept/(2^%d−1) = %.4g/%g = %s", bits, float64(g.Scale)*steps, steps, s)
	case l.set.kind == quant.Affine:
		return message.New("s = (max−min)/(2^%d−1) = %.4g/%g = %s", bits, float64(g.Scale)*steps, steps, s)
	}
	steps /= 2
	peak := float64(g.Scale) * steps
	switch full := l.set.plan().Full; {
	case full && clipped:
		return message.New("s = kept/((2^%d−1)/2) = %.4g/%g = %s", bits, peak, steps, s)
	case full:
		return message.New("s = max|x|/((2^%d−1)/2) = %.4g/%g = %s", bits, peak, steps, s)
	case clipped:
		return message.New("s = kept/(2^%d−1) = %.4g/%g = %s", bits-1, peak, steps, s)
	}
	return message.New("s = max|x|/(2^%d−1) = %.4g/%g = %s", bits-1, peak, steps, s)
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

func (l *Lab) sayMatrix() message.Text {
	i := l.set.row*l.specimen.cols + l.set.column
	x, y := l.specimen.values[i], l.result.back[i]
	first := message.New("%.4g is kept as the integer %d and comes back as %.4g.", x+0, l.result.matrix.Q[i], y+0)
	if n := len(l.result.matrix.Grids); n > 1 {
		return message.Join(first, message.New("The numbers in brackets share its scale; there are %s scales.", viz.Grouped(n)))
	}
	if l.set.kind == quant.Affine {
		return message.Join(first, message.New("One scale and one zero point for all."))
	}
	return message.Join(first, message.New("One scale for all; 0 stays 0."))
}
