package quant

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The cases of testdata/quant.json (PyTorch, ONNX Runtime) and quant_ggml.json
// (ggml), which name their sources. Tolerances are those of quant.json.

type goldenCase struct {
	ID, Convention string
	X              json.RawMessage
	Params         struct {
		NBit      int             `json:"n_bit"`
		GroupSize int             `json:"group_size"`
		Scale     json.RawMessage `json:"scale"`
		Zero      json.RawMessage `json:"zero_point"`
		Axis      *int
		BlockSize *int   `json:"block_size"`
		Min       *int32 `json:"quant_min"`
		Max       *int32 `json:"quant_max"`
	}
	GradOut  json.RawMessage `json:"grad_out"`
	Expected map[string]json.RawMessage

	// Of single cases.
	Batches, Weight, Bias, A, B json.RawMessage
	AZero                       int32 `json:"a_zero_point"`
	BZero                       int32 `json:"b_zero_point"`
}

func readCases[T any](t *testing.T, file string) []T {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var f struct{ Cases []T }
	if err := json.Unmarshal(raw, &f); err != nil {
		t.Fatal(err)
	}
	return f.Cases
}

// numbers returns the numbers of a nested JSON array in reading order, and how
// many rows it has: 1 if it is flat or a single number.
func numbers(t *testing.T, raw json.RawMessage) (values []float64, rows int) {
	t.Helper()
	if len(raw) == 0 {
		t.Fatal("a field of the case is missing")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	opened := 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			return values, max(opened-1, 1)
		}
		if err != nil {
			t.Fatal(err)
		}
		switch v := token.(type) {
		case json.Delim:
			if v == '[' {
				opened++
			}
		case float64:
			values = append(values, v)
		case string:
			f, err := strconv.ParseFloat(v, 64) // "inf", "nan"
			if err != nil {
				t.Fatal(err)
			}
			values = append(values, f)
		}
	}
}

func floats(t *testing.T, raw json.RawMessage) (x []float32, rows int) {
	t.Helper()
	values, rows := numbers(t, raw)
	x = make([]float32, len(values))
	for i, v := range values {
		x[i] = float32(v)
	}
	return x, rows
}

// same fails unless |got − want| ≤ atol + rtol·|want|; NaN is like NaN.
func same(t *testing.T, what string, got, want, rtol, atol float64) {
	t.Helper()
	if got == want || math.IsNaN(got) && math.IsNaN(want) {
		return
	}
	if !(math.Abs(got-want) <= atol+rtol*math.Abs(want)) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func compareValues(t *testing.T, what string, got []float32, raw json.RawMessage, rtol, atol float64) {
	t.Helper()
	want, _ := numbers(t, raw)
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, want %d", what, len(got), len(want))
	}
	for i, v := range got {
		same(t, what+" "+strconv.Itoa(i), float64(v), want[i], rtol, atol)
	}
}

// compareIntegers allows one step where the value is within 1e-5 of half-way,
// and then takes over the reference's integer.
func compareIntegers(t *testing.T, m Matrix, x []float32, raw json.RawMessage, shift int32) {
	t.Helper()
	want, _ := numbers(t, raw)
	if len(m.Q) != len(want) {
		t.Fatalf("%d integers, want %d", len(m.Q), len(want))
	}
	for i, q := range m.Q {
		off := math.Abs(float64(q+shift) - want[i])
		g := m.Grid(i/m.Cols, i%m.Cols)
		steps := float64(x[i]-g.Origin) / float64(g.Scale)
		halfway := math.Abs(steps-math.Floor(steps)-0.5) <= 1e-5
		if off > 1 || off == 1 && !halfway {
			t.Errorf("integer %d of %g is %d, want %g", i, x[i], q+shift, want[i])
		}
		m.Q[i] = int32(want[i]) - shift
	}
}

// compareErrors holds Compare to the measures that the case gives.
func compareErrors(t *testing.T, x, y []float32, expected map[string]json.RawMessage) {
	t.Helper()
	e := Compare(x, y)
	for name, got := range map[string]float64{"mse": e.RMSE * e.RMSE, "rmse": e.RMSE, "max_abs_err": e.Max, "sqnr_db": e.SQNR} {
		if raw, ok := expected[name]; ok {
			want, _ := numbers(t, raw)
			atol := 1e-6 * float64(peak(x)) // of float32 arithmetic
			if name == "sqnr_db" {
				atol = 1e-3
			}
			same(t, name, got, want[0], 2e-6, atol)
		}
	}
}

func peak(x []float32) float32 {
	r := MinMax(x)
	return max(-r.Lo, r.Hi)
}

// planOf returns the plan of a convention of the file, and what its integers
// are counted from.
func planOf(c goldenCase) (p Plan, shift int32, ok bool) {
	name := c.Convention
	kind := Symmetric
	if strings.Contains(name, "affine") || strings.Contains(name, "asymmetric") {
		kind = Affine
	}
	bits := 8
	if strings.Contains(name, "int4") {
		bits = 4
	}
	p = Plan{Granularity: PerTensor}
	switch {
	case strings.HasPrefix(name, "torch_per_token_symmetric"):
		p.Scheme, p.Granularity = Textbook(bits, kind), PerRow
	case strings.HasPrefix(name, "torch_per_token_asymmetric"), strings.HasPrefix(name, "torch_perchannel0"),
		strings.HasPrefix(name, "gptfast_per_channel_symmetric_int8"):
		p.Scheme, p.Granularity = PyTorch(bits, kind), PerRow
	case strings.HasPrefix(name, "torch_perchannel1"):
		p.Scheme, p.Granularity = PyTorch(bits, kind), PerColumn
	case strings.HasPrefix(name, "torch_affine"), strings.HasPrefix(name, "torch_symmetric"):
		p.Scheme = PyTorch(bits, kind)
	case strings.HasPrefix(name, "ort_quantize_data"):
		p.Scheme = ONNXRuntime(bits, kind)
	case name == "onnx_DynamicQuantizeLinear_uint8":
		p.Scheme = ONNXRuntime(8, Affine)
	case strings.HasPrefix(name, "gptfast_group_asymmetric"):
		p = Plan{Scheme: GPTFast(c.Params.NBit, Offset), Granularity: PerGroup, Group: c.Params.GroupSize}
		return p, 0, true
	case strings.HasPrefix(name, "gptfast_group_symmetric"):
		p = Plan{Scheme: GPTFast(c.Params.NBit, Symmetric), Granularity: PerGroup, Group: c.Params.GroupSize}
		return p, 8, true // stored with zero point 8
	default:
		return Plan{}, 0, false
	}
	p.Unsigned = strings.Contains(name, "uint")
	return p, 0, true
}

func TestGolden(t *testing.T) {
	counts := map[string]int{}
	for _, c := range readCases[goldenCase](t, "quant.json") {
		t.Run(c.ID, func(t *testing.T) {
			plan, shift, ok := planOf(c)
			switch {
			case ok:
				counts["plan"]++
				comparePlan(t, c, plan, shift)
			case strings.HasPrefix(c.Convention, "torch_quantize_per_"), strings.HasPrefix(c.Convention, "onnx_QuantizeLinear_"):
				counts["given grid"]++
				compareGiven(t, c)
			case c.Convention == "torch_fake_quantize":
				counts["fake"]++
				compareGiven(t, c)
			case c.ID == "pub-calib":
				counts["calibration"]++
				compareCalibration(t, c)
			case c.ID == "pub-dynlin":
				counts["linear"]++
				compareLinear(t, c)
			case c.ID == "pub-mmi":
				counts["products"]++
				compareProducts(t, c)
			default:
				t.Errorf("unknown convention %s", c.Convention)
			}
		})
	}
	want := map[string]int{"plan": 75, "given grid": 7, "fake": 3, "calibration": 1, "linear": 1, "products": 1}
	for name, n := range want {
		if counts[name] != n {
			t.Errorf("%d cases of %s, want %d", counts[name], name, n)
		}
	}
}

func comparePlan(t *testing.T, c goldenCase, plan Plan, shift int32) {
	x, rows := floats(t, c.X)
	cols := len(x) / rows
	m := plan.Quantize(x, rows, cols)
	fake := slices.Clone(x)
	plan.Fake(fake, rows, cols)
	if y := m.Dequantize(); !slices.Equal(fake, y) {
		t.Errorf("Fake gives %v, Quantize and Dequantize %v", fake, y)
	}
	compareIntegers(t, m, x, c.Expected["q"], shift)

	scales, zeros, minima := make([]float32, len(m.Grids)), make([]float32, len(m.Grids)), make([]float32, len(m.Grids))
	for i, g := range m.Grids {
		scales[i], zeros[i] = g.Scale, float32(g.Zero)
		// gpt-fast stores the value of the middle integer.
		minima[i] = g.Value(g.Zero + 1<<(plan.Bits-1))
	}
	for name, raw := range c.Expected {
		switch name {
		case "scale", "scale_stored":
			compareValues(t, name, scales, raw, 1e-6, 0)
		case "zero_point":
			compareValues(t, name, zeros, raw, 0, 0)
		case "zero_stored":
			compareValues(t, name, minima, raw, 2e-6, 1e-7)
		case "quant_min":
			compareValues(t, name, []float32{float32(m.Grids[0].Min)}, raw, 0, 0)
		case "quant_max":
			compareValues(t, name, []float32{float32(m.Grids[0].Max)}, raw, 0, 0)
		case "dequant", "dequant_from_stored":
			compareValues(t, name, m.Dequantize(), raw, 2e-6, 1e-7)
		case "packed":
			compareValues(t, name, nibbles(m.Q, shift), raw, 0, 0)
		case "q", "axis", "mse", "max_abs_err", "sqnr_db":
		default:
			t.Errorf("expected %s is not compared", name)
		}
	}
	compareErrors(t, x, m.Dequantize(), c.Expected)
}

// nibbles packs two integers in a byte, the first below.
func nibbles(q []int32, shift int32) []float32 {
	packed := make([]float32, len(q)/2)
	for i := range packed {
		packed[i] = float32(q[2*i] + shift + (q[2*i+1]+shift)<<4)
	}
	return packed
}

// compareGiven quantizes with the scales that the case gives, by tensor, row
// or block of a row.
func compareGiven(t *testing.T, c goldenCase) {
	x, rows := floats(t, c.X)
	m := Matrix{Rows: rows, Cols: len(x) / rows, Q: make([]int32, len(x))}
	switch {
	case c.Params.BlockSize != nil:
		m.Granularity, m.Group = PerGroup, *c.Params.BlockSize
	case c.Params.Axis != nil && *c.Params.Axis == 0:
		m.Granularity = PerRow
	}
	lo, hi := int32(-128), int32(127)
	switch {
	case c.Params.Min != nil:
		lo, hi = *c.Params.Min, *c.Params.Max
	case strings.HasSuffix(c.Convention, "uint8"):
		lo, hi = 0, 255
	case strings.HasSuffix(c.Convention, "uint4"):
		lo, hi = 0, 15
	case strings.HasSuffix(c.Convention, "int4"):
		lo, hi = -8, 7
	}
	scales, _ := floats(t, c.Params.Scale)
	zeros, _ := floats(t, c.Params.Zero)
	for i, s := range scales {
		m.Grids = append(m.Grids, Grid{Scale: s, Zero: int32(zeros[i]), Min: lo, Max: hi})
	}
	fake := slices.Clone(x)
	inside := make([]float32, len(x)) // where the straight-through gradient passes
	for i, v := range x {
		g := m.Grid(i/m.Cols, i%m.Cols)
		m.Q[i] = g.Integer(v)
		g.SnapAll(fake[i : i+1])
		if !g.Clips(v) {
			inside[i] = 1
		}
	}
	for name, raw := range c.Expected {
		switch name {
		case "q":
			compareIntegers(t, m, x, raw, 0)
		case "dequant", "y":
			compareValues(t, name, m.Dequantize(), raw, 2e-6, 1e-7)
			compareValues(t, name+" in place", fake, raw, 2e-6, 1e-7)
		case "dx":
			grad, _ := floats(t, c.GradOut)
			for i := range grad {
				grad[i] *= inside[i]
			}
			compareValues(t, name, grad, raw, 0, 0)
		case "mse", "max_abs_err", "sqnr_db":
		default:
			t.Errorf("expected %s is not compared", name)
		}
	}
	compareErrors(t, x, m.Dequantize(), c.Expected)
}

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
		simple := map[string]*Observer{"MinMaxObserver": {}, "MovingAverageMinMaxObserver": {Averaging: 0.01}, "MovingAverageMinMaxObserver_0.3": {Averaging: 0.3}}[name]
		// The file does not say how many bins it took; all its scales are
		// extremes·255/256, one bin cut of 256.
		histogram := &Histogram{Bits: 8, Bins: 256}
		for i, w := range want {
			batch := batches[i*n : (i+1)*n]
			var extremes, clipped Range
			switch {
			case simple != nil:
				simple.Observe(batch)
				extremes = simple.Range()
				clipped = extremes
			case name == "HistogramObserver":
				histogram.Observe(batch)
				extremes, clipped = histogram.Extremes(), histogram.Range()
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
	if compared != 16 {
		t.Errorf("%d states compared, want 16", compared)
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
	for i, v := range Products(x, w) {
		y[i] = float32(v)
	}
	compareValues(t, "y", y, c.Expected["y"], 0, 0)
}

func TestGoldenBlocks(t *testing.T) {
	type block struct {
		D, M float32
		Q    []int8
	}
	type blockCase struct {
		ID, Format    string
		BlockSize     int     `json:"block_size"`
		BytesPerBlock int     `json:"bytes_per_block"`
		BitsPerWeight float64 `json:"bits_per_weight"`
		X             []float32
		Expected      struct {
			Hex     string `json:"bytes_hex"`
			Blocks  []block
			Dequant []float32
		}
	}
	formats := map[string]Format{}
	for f := Q8_0; f <= Q5_1; f++ {
		formats[f.String()] = f
	}
	counts := map[Format]int{}
	for _, c := range readCases[blockCase](t, "quant_ggml.json") {
		t.Run(c.ID, func(t *testing.T) {
			f, ok := formats[c.Format]
			if !ok {
				t.Fatalf("unknown format %s", c.Format)
			}
			counts[f]++
			if BlockSize != c.BlockSize || f.BlockBytes() != c.BytesPerBlock || f.BitsPerWeight() != c.BitsPerWeight {
				t.Errorf("blocks of %d in %d bytes, %g bits a weight", BlockSize, f.BlockBytes(), f.BitsPerWeight())
			}
			data, err := f.Encode(c.X)
			if err != nil {
				t.Fatal(err)
			}
			if got := hex.EncodeToString(data); got != c.Expected.Hex {
				t.Errorf("bytes\n%s, want\n%s", got, c.Expected.Hex)
			}
			blocks, err := f.Blocks(data)
			if err != nil || len(blocks) != len(c.Expected.Blocks) {
				t.Fatalf("%d blocks, error %v; want %d", len(blocks), err, len(c.Expected.Blocks))
			}
			for i, want := range c.Expected.Blocks {
				if got := blocks[i]; got.D != want.D || got.M != want.M || !slices.Equal(got.Q[:], want.Q) {
					t.Errorf("block %d is %v, want %v", i, got, want)
				}
			}
			x, err := f.Decode(data)
			if err != nil || !slices.Equal(x, c.Expected.Dequant) {
				t.Errorf("decoded %v, error %v; want %v", x, err, c.Expected.Dequant)
			}
		})
	}
	for f := Q8_0; f <= Q5_1; f++ {
		if counts[f] != 3 {
			t.Errorf("%d cases of %v, want 3", counts[f], f)
		}
	}
}

func TestGoldenBlockMeasures(t *testing.T) {
	type measured struct {
		ID, Format string
		X          []float32
		Expected   map[string]json.RawMessage
	}
	for _, c := range readCases[measured](t, "quant_ggml.json") {
		t.Run(c.ID, func(t *testing.T) {
			y, _ := floats(t, c.Expected["dequant"])
			compareErrors(t, c.X, y, c.Expected)
		})
	}
}
