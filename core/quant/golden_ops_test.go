package quant

import (
	"encoding/json"
	"testing"
)

func compareCalibration(t *testing.T, c goldenCase) {
	type state struct {
		Min, Max, Scale float64
		Zero            float64 `json:"zero_point"`
	}
	scheme := PyTorch(8, Affine)
	scheme.Unsigned = true
	batches, rows := floats(t, c.Batches)
	n := len(batches) / rows
	compared := 0
	for name, raw := range c.Expected {
		var want []state
		if err := json.Unmarshal(raw, &want); err != nil {
			t.Fatal(err)
		}
		// The file does not say how many bins it took; all its scales are
		// extremes·255/256, one bin cut of 256.
		histogram := &Histogram{Bits: 8, Bins: 256}
		for i, w := range want {
			batch := batches[i*n : (i+1)*n]
			var extremes, clipped Range
			histogram.Observe(batch)
			extremes = histogram.Extremes()
			switch name {
			case "MinMaxObserver":
				clipped = extremes
			case "HistogramObserver":
				clipped = histogram.Range()
			case "MovingAverageMinMaxObserver", "MovingAverageMinMaxObserver_0.3": // there is none here
				continue
			default:
				t.Fatalf("unknown observer %s", name)
			}
			g := scheme.Grid(clipped)
			same(t, name+" min", float64(extremes.Lo), w.Min, 1e-6, 0)
			same(t, name+" max", float64(extremes.Hi), w.Max, 1e-6, 0)
			same(t, name+" scale", float64(g.Scale), w.Scale, 1e-6, 0)
			same(t, name+" zero point", float64(g.Zero), w.Zero, 0, 0)
			compared++
		}
	}
	if compared != 8 {
		t.Errorf("%d states compared, want 8", compared)
	}
}

func compareLinear(t *testing.T, c goldenCase) {
	type simulated struct {
		Scale float64         `json:"x_scale"`
		Zero  float64         `json:"x_zero_point"`
		Q     json.RawMessage `json:"x_q"`
	}
	type backend struct {
		Y       json.RawMessage
		WQ      json.RawMessage `json:"weight_q"`
		WScale  float64         `json:"weight_scale"`
		Full    simulated       `json:"sim_reduce_range_false"`
		Reduced simulated       `json:"sim_reduce_range_true"`
	}
	x, rows := floats(t, c.X)
	w, outs := floats(t, c.Weight)
	bias, _ := floats(t, c.Bias)
	in := len(x) / rows
	weights := Plan{Scheme: PyTorch(8, Symmetric)}.Quantize(w, outs, in)
	for name, reduced := range map[string]bool{"qnnpack": false, "onednn": true} {
		var want backend
		if err := json.Unmarshal(c.Expected[name], &want); err != nil {
			t.Fatal(err)
		}
		// oneDNN halves the range of the activations, lest its 16-bit sums of
		// two products overflow: 7 bits.
		plan, sim := Plan{Scheme: PyTorch(8, Affine)}, want.Full
		if reduced {
			plan.Bits, sim = 7, want.Reduced
		}
		plan.Unsigned = true
		inputs := plan.Quantize(x, rows, in)
		compareIntegers(t, weights, w, want.WQ, 0)
		same(t, "weight scale", float64(weights.Grids[0].Scale), want.WScale, 1e-6, 0)
		compareIntegers(t, inputs, x, sim.Q, 0)
		same(t, "x scale", float64(inputs.Grids[0].Scale), sim.Scale, 1e-6, 0)
		same(t, "x zero point", float64(inputs.Grids[0].Zero), sim.Zero, 0, 0)
		y, err := Linear(inputs, weights, bias)
		if err != nil {
			t.Fatal(err)
		}
		compareValues(t, name, y, want.Y, 2e-6, 2e-7)
	}
}

func compareProducts(t *testing.T, c goldenCase) {
	a, rows := floats(t, c.A)
	b, in := floats(t, c.B) // [in, out]
	outs := len(b) / in
	x := Matrix{Rows: rows, Cols: in, Q: make([]int32, len(a)), Grids: []Grid{{Scale: 1, Zero: c.AZero, Max: 255}}}
	w := Matrix{Rows: outs, Cols: in, Q: make([]int32, len(b)), Grids: []Grid{{Scale: 1, Zero: c.BZero, Min: -128, Max: 127}}}
	for i, v := range a {
		x.Q[i] = int32(v)
	}
	for i, v := range b {
		w.Q[i%outs*in+i/outs] = int32(v)
	}
	y := make([]float32, rows*outs)
	for i, v := range products(x, w) {
		y[i] = float32(v)
	}
	compareValues(t, "y", y, c.Expected["y"], 0, 0)
}
