package viz

import (
	"math"
	"testing"
)

// wave is a matrix like a table of position encodings.
func wave(rows, cols int) HeatMap {
	v := make([]float64, rows*cols)
	for i := range v {
		v[i] = math.Sin(float64(i/cols) / math.Pow(10000, float64(i%cols)/float64(cols)))
	}
	return HeatMap{Values: v, Cols: cols, Scale: Diverging}
}

func BenchmarkHeatToGrid(b *testing.B) {
	m, theme := wave(120, 200), Dark()
	for b.Loop() {
		Heat(Size{200, 60}, theme, m)
	}
}

func BenchmarkHeatToString(b *testing.B) {
	m, theme := wave(120, 200), Dark()
	for b.Loop() {
		_ = Heat(Size{200, 60}, theme, m).String()
	}
}

// BenchmarkStringWorst is a grid where no two neighbours are alike.
func BenchmarkStringWorst(b *testing.B) {
	g := NewGrid(Size{200, 60})
	for i := range g.Cells {
		v := byte(i)
		g.Cells[i] = Cell{'▀', Style{Fg: RGB(v, 100+v, 200), Bg: RGB(200, v, 100-v)}}
	}
	for b.Loop() {
		_ = g.String()
	}
}

func BenchmarkBars(b *testing.B) {
	c := tokens()
	for b.Loop() {
		_ = Bars(Size{80, 24}, Dark(), c).String()
	}
}

func BenchmarkLines(b *testing.B) {
	c := LineChart{Series: []Line{{Name: Clean("loss"), Values: waves(1500)}}}
	for b.Loop() {
		_ = Lines(Size{80, 24}, Dark(), c).String()
	}
}
