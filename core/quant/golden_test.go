package quant

import (
	"bytes"
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
