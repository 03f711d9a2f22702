package quant_test

import (
	"fmt"
	"math"
	"slices"

	"logitarium/core/quant"
	"logitarium/core/tensor"
)

var weights = []float32{.5, -1.2, 3.1, .02, -.7, 2.4, -2.9, 1.05}

func ExampleScheme_Grid() {
	g := quant.Textbook(4, quant.Symmetric).Grid(quant.MinMax(weights))
	fmt.Printf("%.3f, %d to %d\n", g.Scale, g.Min, g.Max)
	g = quant.Textbook(4, quant.Affine).Grid(quant.MinMax(weights))
	fmt.Printf("%.3f, %d to %d, zero at %d\n", g.Scale, g.Min, g.Max, g.Zero)
	// Output:
	// 0.443, -7 to 7
	// 0.400, 0 to 15, zero at 7
}

func ExamplePyTorch() {
	// int8 from −128 to 127: half a step of the largest value is cut.
	g := quant.PyTorch(8, quant.Symmetric).Grid(quant.Range{Lo: -1, Hi: 1})
	fmt.Printf("1/%.3f, 1 becomes %.3f\n", 1/g.Scale, g.Snap(1))
	// Output: 1/127.500, 1 becomes 0.996
}

func ExampleONNXRuntime() {
	g := quant.ONNXRuntime(8, quant.Symmetric).Grid(quant.Range{Lo: -1, Hi: 1})
	fmt.Printf("1/%.3f, 1 becomes %.3f\n", 1/g.Scale, g.Snap(1))
	// Output: 1/127.000, 1 becomes 1.000
}

func ExampleGPTFast() {
	g := quant.GPTFast(4, quant.Symmetric).Grid(quant.Range{Lo: -1, Hi: 7})
	fmt.Printf("%.3f, 2.5 becomes %d, −2.5 %d\n", g.Scale, g.Integer(2.5), g.Integer(-2.5))
	// Output: 1.000, 2.5 becomes 3, −2.5 -2
}

func ExampleGrid_Integer() {
	g := quant.Grid{Scale: 0.1, Zero: 10, Min: 0, Max: 255}
	for _, x := range []float32{-0.54, 0, 1.23, 100} {
		q := g.Integer(x)
		fmt.Printf("%.3f is %d, which is %.3f\n", x, q, g.Value(q))
	}
	// Output:
	// -0.540 is 5, which is -0.500
	// 0.000 is 10, which is 0.000
	// 1.230 is 22, which is 1.200
	// 100.000 is 255, which is 24.500
}

func ExampleGrid_IntegerAll() {
	q := make([]int32, 3)
	quant.Grid{Scale: 0.25, Min: -2, Max: 1}.IntegerAll(q, []float32{0.2, 0.3, -0.9})
	fmt.Println(q)
	// Output: [1 1 -2]
}

func ExampleGrid_SnapAll() {
	x := []float32{0.2, 0.3, -0.9}
	quant.Grid{Scale: 0.25, Min: -2, Max: 1}.SnapAll(x)
	fmt.Printf("%.3f\n", x)
	// Output: [0.250 0.250 -0.500]
}

func ExampleGrid_Ends() {
	lo, hi := quant.Grid{Scale: 0.25, Min: -2, Max: 1}.Ends()
	fmt.Printf("%.3f %.3f\n", lo, hi)
	// Output: -0.500 0.250
}

func ExampleRounding_Round() {
	for _, r := range []quant.Rounding{quant.HalfEven, quant.HalfAway, quant.HalfUp} {
		fmt.Printf("%v: %.0f %.0f\n", r, r.Round(-2.5), r.Round(2.5))
	}
	// Output:
	// half to even: -2 2
	// half away: -3 3
	// half up: -2 3
}

func ExamplePercentile() {
	x := []float32{-3, -1, 0, 1, 100}
	fmt.Printf("%.3f\n%.3f\n", quant.MinMax(x), quant.Percentile(x, 0.75))
	// Output:
	// {-3.000 100.000}
	// {-1.000 1.000}
}

func ExampleSearchMSE() {
	var x []float32
	for i := range 200 {
		x = append(x, float32(i-100)/100)
	}
	x = append(x, 1.6) // cheaper to cut than to serve
	r := quant.SearchMSE(x, quant.Textbook(4, quant.Symmetric))
	fmt.Printf("%.3f\n", r)
	// Output: {-0.710 1.136}
}

func ExampleClip_Range() {
	x := []float32{-3, -1, 0, 1, 100}
	fmt.Printf("%.3f\n", quant.Clip{}.Range(x, quant.Textbook(8, quant.Affine)))
	// Output: {-3.000 100.000}
}

func ExampleHistogram() {
	h := quant.Histogram{Bits: 4}
	batch := make([]float32, 10000)
	for i := range batch {
		batch[i] = float32(math.Sin(float64(i)))
	}
	batch[0] = 20
	h.Observe(batch)
	fmt.Printf("%.3f of %.3f\n", h.Range(), h.Extremes())
	// Output: {-1.000 1.000} of {-1.000 20.000}
}

func ExampleHistogram_Percentile() {
	var h quant.Histogram
	batch := make([]float32, 1001)
	for i := range batch {
		batch[i] = float32(i)
	}
	batch[1000] = 20000
	h.Bins = 1 << 15
	h.Observe(batch)
	fmt.Printf("%.0f\n", h.Percentile(0.99))
	// Output: {10 991}
}

func ExamplePlan_Quantize() {
	p := quant.Plan{Scheme: quant.Textbook(4, quant.Symmetric), Granularity: quant.PerRow}
	m := p.Quantize(weights, 2, 4)
	fmt.Printf("%d\n%.3f\n", m.Q, m.Dequantize())
	// Output:
	// [1 -3 7 0 -2 6 -7 3]
	// [0.443 -1.329 3.100 0.000 -0.829 2.486 -2.900 1.243]
}

func ExamplePlan_Fake() {
	x := []float32{1, 2, 3, 10, 20, 30}
	quant.Plan{Scheme: quant.Textbook(3, quant.Symmetric), Granularity: quant.PerRow}.Fake(x, 2, 3)
	fmt.Printf("%.3f\n", x)
	// Output: [1.000 2.000 3.000 10.000 20.000 30.000]
}

func ExamplePlan_Size() {
	p := quant.Plan{Scheme: quant.Textbook(4, quant.Symmetric), Granularity: quant.PerGroup, Group: 32}
	s := p.Size(768, 768, 16)
	fmt.Printf("%d bytes, %.3f bits a weight\n", s.Bytes(), s.PerWeight())
	// Output: 331776 bytes, 4.500 bits a weight
}

func ExampleCheck() {
	fmt.Println(quant.Check(quant.Activations, quant.PerRow))
	fmt.Println(quant.Check(quant.Activations, quant.PerColumn))
	// Output:
	// <nil>
	// activations cannot have one scale for each channel: y[i,j] = Σ_k x[i,k]·W[j,k] runs over these features, and a scale s[k] that changes with k does not factor out of an integer sum; use one for each token, or move the difficulty into the other matrix (SmoothQuant)
}

func ExampleLinear() {
	p := quant.Plan{Scheme: quant.Textbook(8, quant.Symmetric), Granularity: quant.PerRow}
	x := p.Quantize([]float32{1, 0.5}, 1, 2)
	w := p.Quantize([]float32{2, 1, -1, 3}, 2, 2)
	y, err := quant.Linear(x, w, []float32{0, 10})
	fmt.Printf("%.3f %v\n", y, err) // exactly 2.5 and 10.5
	// Output: [2.508 10.520] <nil>
}

func ExampleSmooth() {
	x := []float32{1, 64, -1, -36} // two tokens, an outlier channel
	w := []float32{1, 1, -1, 0.5}
	s := quant.Smoothing(x, w, 2, 0.5)
	quant.Smooth(x, w, s)
	fmt.Printf("%.3f\n%.3f\n%.3f\n", s, x, w)
	// Output:
	// [1.000 8.000]
	// [1.000 8.000 -1.000 -4.500]
	// [1.000 8.000 -1.000 4.000]
}

func ExampleCompare() {
	e := quant.Compare([]float32{3, 4}, []float32{3, 4.5})
	fmt.Printf("RMSE %.3f, max %.3f, SQNR %.3f dB, cosine %.3f\n", e.RMSE, e.Max, e.SQNR, e.Cosine)
	// Output: RMSE 0.354, max 0.500, SQNR 20.000 dB, cosine 0.998
}

func ExampleLevelsUsed() {
	m := quant.Plan{Scheme: quant.Textbook(4, quant.Affine)}.Quantize(weights, 1, 8)
	fmt.Println(quant.LevelsUsed(m.Q), "of", m.Grids[0].Levels())
	// Output: 8 of 16
}

func ExampleComparison() {
	var c quant.Comparison
	c.Add([]float32{1, 2}, []float32{1, 2.5})
	c.Add([]float32{3}, []float32{2})
	e := c.Errors()
	fmt.Printf("RMSE %.3f, at most %g\n", e.RMSE, e.Max)
	// Output: RMSE 0.645, at most 1
}

func ExampleMatrix_Blocks() {
	p := quant.Plan{Scheme: quant.Textbook(8, quant.Symmetric), Granularity: quant.PerGroup, Group: 2}
	m := p.Quantize([]float32{127, 1, 254, 127, 127, 0}, 2, 3)
	m.Part(0, 1).Blocks(func(g quant.Grid, from, to int) { fmt.Println(from, to, g.Scale) })
	// Output:
	// 0 2 1
	// 2 3 2
}

func ExampleNoiseRMS() {
	fmt.Printf("%.3f\n", quant.NoiseRMS(1))
	// Output: 0.289
}

func ExamplePredictedSQNR() {
	for _, bits := range []float64{4, 8} {
		step := 2 / math.Exp2(bits) // of values spread evenly from −1 to 1
		fmt.Printf("%.3f dB\n", quant.PredictedSQNR(1/math.Sqrt(3), step))
	}
	// Output:
	// 24.082 dB
	// 48.165 dB
}

func ExampleFormat_Encode() {
	x := make([]float32, quant.BlockSize)
	x[0], x[1] = -8, 3.4
	data, err := quant.Q4_0.Encode(x)
	fmt.Printf("%x %v\n", data, err)
	back, err := quant.Q4_0.Decode(data)
	fmt.Printf("%.3f %v\n", back[:3], err)
	// Output:
	// 003c808b8888888888888888888888888888 <nil>
	// [-8.000 3.000 0.000] <nil>
}

func ExampleFormat_Quantize() {
	x := make([]float32, quant.BlockSize)
	x[0], x[1] = -127, 3.4
	b, err := quant.Q8_0.Quantize(x)
	fmt.Printf("%.3f %d %v\n", b.D, b.Q[:3], err)
	// Output: 1.000 [-127 3 0] <nil>
}

func ExampleFormat_Blocks() {
	x := make([]float32, quant.BlockSize)
	x[0], x[1] = -1, 0.5
	data, _ := quant.Q5_1.Encode(x)
	blocks, err := quant.Q5_1.Blocks(data)
	fmt.Printf("d %.3f, m %.3f, q %d … %v\n", blocks[0].D, blocks[0].M, blocks[0].Q[:3], err)
	// Output: d 0.048, m -1.000, q [0 31 21] … <nil>
}

func ExampleFormat_BitsPerWeight() {
	for f := quant.Q8_0; f <= quant.Q5_1; f++ {
		fmt.Printf("%v %.3f\n", f, f.BitsPerWeight())
	}
	// Output:
	// Q8_0 8.500
	// Q4_0 4.500
	// Q4_1 5.000
	// Q5_0 5.500
	// Q5_1 6.000
}

func ExampleTextbook() {
	for bits := 2; bits <= 4; bits++ {
		g := quant.Textbook(bits, quant.Symmetric).Grid(quant.Range{Lo: -1, Hi: 1})
		fmt.Printf("%d levels, step %.3f\n", g.Levels(), g.Scale)
	}
	// Output:
	// 3 levels, step 1.000
	// 7 levels, step 0.333
	// 15 levels, step 0.143
}

func ExampleMinMax() {
	fmt.Printf("%.3f\n", quant.MinMax([]float32{3, float32(math.NaN()), -1, float32(math.Inf(1))}))
	// Output: {-1.000 3.000}
}

func ExampleRange_Union() {
	fmt.Printf("%.3f\n", quant.Range{Lo: -1, Hi: 1}.Union(quant.Range{Lo: 0, Hi: 5}))
	// Output: {-1.000 5.000}
}

func ExampleGrid_Clips() {
	g := quant.Grid{Scale: 0.5, Min: -2, Max: 1}
	fmt.Println(g.Clips(0.7), g.Clips(0.8), g.Clips(-9))
	// Output: false true true
}

func ExampleSmoothing() {
	x := []float32{1, 64, -1, -36}
	w := []float32{1, 1, -1, 0.5}
	for _, alpha := range []float64{0, 0.5, 1} {
		fmt.Printf("%.3f\n", quant.Smoothing(x, w, 2, alpha))
	}
	// Output:
	// [1.000 1.000]
	// [1.000 8.000]
	// [1.000 64.000]
}

func ExampleMatrix_Grid() {
	p := quant.Plan{Scheme: quant.Textbook(4, quant.Symmetric), Granularity: quant.PerGroup, Group: 2}
	m := p.Quantize(weights, 1, 8)
	for j := 0; j < 8; j += 2 {
		fmt.Printf("%.3f ", m.Grid(0, j).Scale)
	}
	fmt.Println()
	// Output: 0.171 0.443 0.343 0.414
}

func ExampleSpreadOf() {
	s := quant.SpreadOf([]float32{1, -1, 1, -1, 0, 10})
	fmt.Printf("from %g to %g, RMS %.2f, crest %.2f\n", s.Range.Lo, s.Range.Hi, s.RMS, s.Crest())
	// Output: from -1 to 10, RMS 4.16, crest 2.40
}

func ExampleScaleColumns() {
	x := []float32{1, 2, 3, 4}
	quant.ScaleColumns(x, []float32{10, 1})
	fmt.Println(x)
	// Output: [10 2 30 4]
}

func ExampleReciprocals() {
	fmt.Println(quant.Reciprocals([]float32{2, 4, -1}))
	// Output: [0.5 0.25 -1]
}

func ExampleProductError() {
	x, w := tensor.Of(1, 8, slices.Clone(weights)), tensor.Of(1, 8, []float32{1, 1, 1, 1, 1, 1, 1, 1})
	p := quant.Plan{Scheme: quant.Textbook(4, quant.Symmetric)}
	q := p.Quantize(x.Data, 1, 8)
	fmt.Printf("%.3f\n", quant.ProductError(x, tensor.Of(1, 8, q.Dequantize()), w, w))
	// Output: 0.415
}

func ExampleAccumulate() {
	x := quant.Plan{Scheme: quant.Textbook(4, quant.Affine)}.Quantize([]float32{1, -2, 4}, 1, 3)
	w := quant.Plan{Scheme: quant.Textbook(4, quant.Symmetric)}.Quantize([]float32{3, -1, 2}, 1, 3)
	parts, err := quant.Accumulate(x, w, 0, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range parts {
		fmt.Printf("%d - (%d) = %d, times %.4f is %.2f\n", a.Codes, a.ZeroX, a.Sum(), a.Scale, a.Value())
	}
	// Output: 124 - (50) = 74, times 0.1714 is 12.69
}

// What a layer of GPT-2's MLP costs for one token, and for a text of 64.
func ExamplePassCost() {
	byRow := quant.Plan{Scheme: quant.Textbook(8, quant.Symmetric), Granularity: quant.PerRow}
	for _, tokens := range []int{1, 64} {
		for _, o := range []quant.Operation{quant.WeightOnly, quant.Dynamic, quant.Static} {
			c := quant.PassCost(o, tokens, 768, 3072, byRow, byRow)
			fmt.Printf("%2d tokens, %-12v %10d products, %8d besides\n", tokens, o, c.Float+c.Integer, c.Beside())
		}
	}
	// Output:
	//  1 tokens, weights only    2359296 products,  2359296 besides
	//  1 tokens, dynamic         2359296 products,     4608 besides
	//  1 tokens, static          2359296 products,     3840 besides
	// 64 tokens, weights only  150994944 products,  2359296 besides
	// 64 tokens, dynamic       150994944 products,   294912 besides
	// 64 tokens, static        150994944 products,   245760 besides
}

func ExampleColumnPeaks() {
	fmt.Println(quant.ColumnPeaks([]float32{1, 64, -3, -36}, 2))
	// Output: [3 64]
}

func ExampleMedian() {
	fmt.Println(quant.Median([]float64{9, 1, 3}), quant.Median([]float64{9, 1, 3, 4}))
	// Output: 3 3.5
}
