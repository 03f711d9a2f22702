package position_test

import (
	"fmt"

	"logitarium/core/position"
)

func ExampleSinusoid() {
	s := position.Sinusoid{Dim: 8, Base: 10000}
	fmt.Printf("%.3f\n", s.At(1))
	// Output: [0.841 0.540 0.100 0.995 0.010 1.000 0.001 1.000]
}

func ExampleSinusoid_tensor2tensor() {
	s := position.Sinusoid{Dim: 8, Base: 10000, Layout: position.Split, Spacing: position.InclusiveSpacing}
	fmt.Printf("%.3f\n", s.At(1))
	// Output: [0.841 0.046 0.002 0.000 0.540 0.999 1.000 1.000]
}

func ExampleSinusoid_Frequencies() {
	fmt.Printf("%.3f\n", position.Sinusoid{Dim: 8, Base: 10000}.Frequencies())
	// Output: [1.000 0.100 0.010 0.001]
}

func ExampleSinusoid_Wavelength() {
	fmt.Printf("%.3f\n", position.Sinusoid{Dim: 512, Base: 10000}.Wavelength(511))
	// Output: 60611.477
}

func ExampleSinusoid_Value() {
	// Dimension 2 a quarter of the way between positions 3 and 4.
	fmt.Printf("%.3f\n", position.Sinusoid{Dim: 8, Base: 10000}.Value(3.25, 2))
	// Output: 0.319
}

func ExampleSinusoid_Table() {
	t := position.Sinusoid{Dim: 4, Base: 10000}.Table(0, 3)
	for p := range t.Rows {
		fmt.Printf("%.3f\n", t.Row(p))
	}
	// Output:
	// [0.000 1.000 0.000 1.000]
	// [0.841 0.540 0.010 1.000]
	// [0.909 -0.416 0.020 1.000]
}

func ExampleSinusoid_Dot() {
	s := position.Sinusoid{Dim: 512, Base: 10000}
	fmt.Printf("%.3f %.3f %.3f\n", s.Dot(0), s.Dot(1), s.Dot(-1))
	// Output: 256.000 249.102 249.102
}

func ExampleSinusoid_Dots() {
	fmt.Printf("%.3f\n", position.Sinusoid{Dim: 512, Base: 10000}.Dots(4))
	// Output: [256.000 249.102 231.734 211.749]
}

func ExampleSinusoid_FirstRise() {
	fmt.Println(position.Sinusoid{Dim: 512, Base: 10000}.FirstRise(100), position.Sinusoid{Dim: 8, Base: 10000}.FirstRise(100))
	// Output: 44 4
}

func ExampleSinusoid_Distance() {
	fmt.Printf("%.3f\n", position.Sinusoid{Dim: 512, Base: 10000}.Distance(1))
	// Output: 3.714
}

func ExampleSinusoid_Nearest() {
	// A turn of the first clock hand and a turn of the second fall together.
	k, distance := position.Sinusoid{Dim: 8, Base: 10000}.Nearest(100)
	fmt.Printf("%d %.3f\n", k, distance)
	// Output: 63 0.645
}

func ExampleSinusoid_DotThrough() {
	s := position.Sinusoid{Dim: 2, Base: 10000}
	fmt.Printf("%.3f\n", s.DotThrough([]float64{1, 0, 0, 1}, 5, 1)) // cos 1, as Dot(1)
	fmt.Printf("%.3f\n", s.DotThrough([]float64{1, 0, 0, 0}, 5, 1)) // sin 5 · sin 6
	// Output:
	// 0.540
	// 0.268
}

func ExampleSinusoid_Shift() {
	s := position.Sinusoid{Dim: 4, Base: 10000}
	m := s.Shift(2)
	fmt.Printf("%.3f\n", m.Blocks[0])
	fmt.Printf("%.3f\n", m.Apply(s.At(5)))
	fmt.Printf("%.3f\n", s.At(7))
	// Output:
	// {-0.416 0.909}
	// [0.657 0.754 0.070 0.998]
	// [0.657 0.754 0.070 0.998]
}

func ExampleShift_Matrix() {
	m := position.Sinusoid{Dim: 4, Base: 10000}.Shift(2).Matrix()
	for i := range m.Rows {
		fmt.Printf("%6.3f\n", m.Row(i))
	}
	// Output:
	// [-0.416  0.909  0.000  0.000]
	// [-0.909 -0.416  0.000  0.000]
	// [ 0.000  0.000  1.000  0.020]
	// [ 0.000  0.000 -0.020  1.000]
}

func ExampleSinusoid_ShiftResidual() {
	fmt.Println(position.Sinusoid{Dim: 512, Base: 10000}.ShiftResidual(40, 7) < 1e-13)
	// Output: true
}

func ExampleRotary_Rotate() {
	x := []float64{1, 0, 1, 0}
	fmt.Printf("%.3f\n", position.Rotary{Dim: 4, Base: 10000}.Rotate(x, 1))
	fmt.Printf("%.3f\n", position.Rotary{Dim: 4, Base: 10000, Layout: position.Split}.Rotate(x, 1))
	// Output:
	// [0.540 0.841 1.000 0.010]
	// [-0.301 0.000 1.382 0.000]
}

func ExampleRotary_Score() {
	r := position.Rotary{Dim: 2, Base: 10000}
	q, k := []float64{1, 0}, []float64{1, 0}
	fmt.Printf("%.3f %.3f %.3f\n", r.Score(q, k, 0), r.Score(q, k, 1), r.Score(q, k, 2))
	// Output: 0.707 0.382 -0.294
}

func ExampleSlopes() {
	fmt.Printf("%.3f\n", position.Slopes(4))
	fmt.Printf("%.3f\n", position.Slopes(6))
	// Output:
	// [0.250 0.062 0.016 0.004]
	// [0.250 0.062 0.016 0.004 0.500 0.125]
}

func ExampleBiasedScore() {
	q, k := []float64{1, 1}, []float64{1, 1}
	fmt.Printf("%.3f %.3f\n", position.BiasedScore(q, k, 0.25, 0), position.BiasedScore(q, k, 0.25, 4))
	// Output: 1.414 0.414
}

func ExampleTable_Take() {
	learned := position.Table{Rows: 2, Cols: 2, Data: []float64{.1, .2, .3, .4}}
	rows, _ := learned.Take([]int{1, 0})
	fmt.Printf("%.3f\n", rows.Data)
	_, err := learned.Take([]int{2})
	fmt.Println(err)
	// Output:
	// [0.300 0.400 0.100 0.200]
	// position 2 has no row: the table was learned for positions 0 to 1; shorten the text or choose an encoding that is a formula
}

func ExampleTable_Gradient() {
	learned := position.NewTable(2, 2)
	grad := position.Table{Rows: 3, Cols: 2, Data: []float64{1, 2, 3, 4, 5, 6}}
	fmt.Printf("%.3f\n", learned.Gradient([]int{0, 1, 0}, grad).Data)
	// Output: [6.000 8.000 3.000 4.000]
}

func ExampleTable_Nearest() {
	p, q, distance := position.Table{Rows: 3, Cols: 1, Data: []float64{0, 5, 7}}.Nearest()
	fmt.Printf("%d %d %.3f\n", p, q, distance)
	// Output: 1 2 2.000
}

func ExampleBias() {
	fmt.Printf("%.3f\n", position.Bias(0.25, 3))
	// Output: -0.750
}

func ExampleLayout_Pair() {
	for _, layout := range []position.Layout{position.Interleaved, position.Split} {
		a, b := layout.Pair(1, 8)
		fmt.Println(layout, a, b)
	}
	// Output:
	// interleaved 2 3
	// split 1 5
}

func ExampleLayout_PairOf() {
	pair, cosine := position.Split.PairOf(5, 8)
	fmt.Println(pair, cosine)
	// Output: 1 true
}

func ExampleRotary_Angles() {
	fmt.Printf("%.3f\n", position.Rotary{Dim: 4, Base: 10000}.Angles(3))
	// Output: [3.000 0.030]
}

func ExampleRotary_RotateRows() {
	same := position.Table{Rows: 2, Cols: 2, Data: []float64{1, 0, 1, 0}}
	fmt.Printf("%.3f\n", position.Rotary{Dim: 2, Base: 10000}.RotateRows(same, 0).Data)
	// Output: [1.000 0.000 0.540 0.841]
}

func ExampleTable_Permute() {
	words := position.Table{Rows: 3, Cols: 1, Data: []float64{10, 20, 30}}
	fmt.Printf("%.3f\n", words.Permute([]int{2, 0, 1}).Data)
	// Output: [30.000 10.000 20.000]
}
