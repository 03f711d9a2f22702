package norm

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// The cases of testdata/norm.json: PyTorch's torch.nn, and LlamaRMSNorm of
// Hugging Face transformers. Both blocks of a case, float64 and float32, are
// compared, each with the tolerance that the file states; the float32 one
// shows that float64 code serves float32 numbers.
const goldenCases = 26

type goldenCase struct {
	ID, Layer string

	X, Weight, Bias json.RawMessage
	GradOut         json.RawMessage `json:"grad_out"`
	NormalizedShape []int           `json:"normalized_shape"`
	Groups          int             `json:"num_groups"`
	Eps             *float64

	Momentum    *float64
	Track       bool              `json:"track_running_stats"`
	InitialMean json.RawMessage   `json:"initial_running_mean"`
	InitialVar  json.RawMessage   `json:"initial_running_var"`
	Batches     []json.RawMessage `json:"train_batches"`
	GradOuts    []json.RawMessage `json:"grad_outs"`
	EvalX       json.RawMessage   `json:"eval_x"`
	EvalGradOut json.RawMessage   `json:"eval_grad_out"`

	Expected map[string]goldenBlock
}

// goldenBlock is what the reference computed, of any layer: fields that a
// layer does not have are absent.
type goldenBlock struct {
	Y, Mean, RStd, DX, DWeight, DBias json.RawMessage
	VarBiased                         json.RawMessage `json:"var_biased"`
	MeanSquare                        json.RawMessage `json:"mean_square"`
	EpsUsed                           *float64        `json:"eps_used"`

	Train []goldenStep
	Eval  *goldenBlock
}

type goldenStep struct {
	goldenBlock
	BatchMean   json.RawMessage `json:"batch_mean"`
	BatchVar    json.RawMessage `json:"batch_var_biased"`
	Unbiased    json.RawMessage `json:"batch_var_unbiased"`
	RunningMean json.RawMessage `json:"running_mean"`
	RunningVar  json.RawMessage `json:"running_var"`
	Tracked     *int            `json:"num_batches_tracked"`
}

func TestGolden(t *testing.T) {
	raw, err := os.ReadFile("testdata/norm.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []goldenCase
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, c := range file.Cases {
		for _, block := range []string{"float64", "float32"} {
			t.Run(c.ID+" "+block, func(t *testing.T) {
				w := tolerance{t: t, rtol: 1e-10, atol: 1e-12}
				// LlamaRMSNorm computes in float32 whatever it is given.
				if block == "float32" || c.Layer == "LlamaRMSNorm" {
					w = tolerance{t: t, rtol: 2e-5, atol: 2e-6}
				}
				c.run(w, c.Expected[block])
				ran++
			})
		}
	}
	if ran != 2*goldenCases {
		t.Errorf("%d blocks of cases ran, want %d", ran, 2*goldenCases)
	}
}

func (c goldenCase) run(w tolerance, want goldenBlock) {
	affine := Affine{numbers(w.t, c.Weight), numbers(w.t, c.Bias)}
	if c.Batches != nil {
		c.runBatches(w, affine, want)
		return
	}
	x := numbers(w.t, c.X)
	features := 1
	for _, n := range c.NormalizedShape {
		features *= n
	}
	s := Matrix(len(x)/features, features)
	var o Output
	switch c.Layer {
	case "LayerNorm":
		o = Layer(x, s, affine, *c.Eps)
		w.same("mean", o.Mean, want.Mean)
		w.same("variance", o.Var, want.VarBiased)
		w.same("1/std", o.InvStd, want.RStd)
	case "RMSNorm", "LlamaRMSNorm":
		o = RMS(x, s, affine, *want.EpsUsed)
		w.same("mean square", o.Var, want.MeanSquare)
	case "GroupNorm":
		d := dims(w.t, c.X)
		o = Group(x, Shape{d[0], d[1], len(x) / (d[0] * d[1])}, c.Groups, affine, *c.Eps)
	default:
		w.t.Fatalf("no such layer here: %s", c.Layer)
	}
	w.same("y", o.Y, want.Y)
	w.gradient(o, c.GradOut, want)
}

// runBatches trains, then evaluates. BatchNorm2d is BatchNorm with the pixels
// as places.
func (c goldenCase) runBatches(w tolerance, affine Affine, want goldenBlock) {
	place := func(raw json.RawMessage) ([]float64, Shape) {
		x, d := numbers(w.t, raw), dims(w.t, raw)
		return x, Shape{d[0], d[1], len(x) / (d[0] * d[1])}
	}
	x, s := place(c.EvalX)
	r := NewRunning(s.Features)
	if m := numbers(w.t, c.InitialMean); m != nil {
		r.Mean, r.Var = m, numbers(w.t, c.InitialVar)
	}
	for i, raw := range c.Batches {
		step := want.Train[i]
		x, s := place(raw)
		o := Batch(x, s, nil, affine, *c.Eps)
		w.same("y", o.Y, step.Y)
		w.same("batch mean", o.Mean, step.BatchMean)
		w.same("batch variance", o.Var, step.BatchVar)
		unbiased := make([]float64, len(o.Var))
		for f, v := range o.Var {
			unbiased[f] = v * float64(o.Count[f]) / float64(o.Count[f]-1)
		}
		w.same("unbiased variance", unbiased, step.Unbiased)
		if c.GradOuts != nil {
			w.gradient(o, c.GradOuts[i], step.goldenBlock)
		}
		if !c.Track {
			continue
		}
		momentum := 1 / float64(r.Steps+1)
		if c.Momentum != nil {
			momentum = *c.Momentum
		}
		var err error
		if r, err = r.Update(o, momentum); err != nil {
			w.t.Fatal(err)
		}
		w.same("running mean", r.Mean, step.RunningMean)
		w.same("running variance", r.Var, step.RunningVar)
		if r.Steps != *step.Tracked {
			w.t.Errorf("%d steps, want %d", r.Steps, *step.Tracked)
		}
	}
	o := Frozen(x, s, r, affine, *c.Eps)
	if !c.Track { // nothing to evaluate with but the batch itself
		o = Batch(x, s, nil, affine, *c.Eps)
	}
	w.same("evaluated y", o.Y, want.Eval.Y)
	if len(c.EvalGradOut) > 0 && string(c.EvalGradOut) != "null" {
		w.gradient(o, c.EvalGradOut, *want.Eval)
	}
}

// tolerance compares: |got − want| ≤ atol + rtol·|want|.
type tolerance struct {
	t          *testing.T
	rtol, atol float64
}

func (w tolerance) same(what string, got []float64, raw json.RawMessage) {
	w.t.Helper()
	want := numbers(w.t, raw)
	if want == nil || len(got) != len(want) {
		w.t.Fatalf("%s: %d values, want %d", what, len(got), len(want))
	}
	for i, v := range want {
		if got[i] != v && !(math.Abs(got[i]-v) <= w.atol+w.rtol*math.Abs(v)) && !(math.IsNaN(got[i]) && math.IsNaN(v)) {
			w.t.Errorf("%s %d is %v, want %v", what, i, got[i], v)
		}
	}
}

func (w tolerance) gradient(o Output, dy json.RawMessage, want goldenBlock) {
	w.t.Helper()
	d := o.Back(numbers(w.t, dy))
	w.same("dx", d.X, want.DX)
	if want.DWeight != nil {
		w.same("dgain", d.Gain, want.DWeight)
	}
	if want.DBias != nil {
		w.same("dbias", d.Bias, want.DBias)
	}
}

// numbers returns the numbers of a nested array in reading order, nil of null.
func numbers(t *testing.T, raw json.RawMessage) []float64 {
	t.Helper()
	var values []float64
	d := json.NewDecoder(bytes.NewReader(raw))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return values
		}
		if err != nil {
			t.Fatal(err)
		}
		switch v := token.(type) {
		case float64:
			values = append(values, v)
		case string: // "inf", "nan"
			f, err := strconv.ParseFloat(v, 64)
			if err != nil {
				t.Fatal(err)
			}
			values = append(values, f)
		}
	}
}

// dims returns the lengths of a nested array from the outside in.
func dims(t *testing.T, raw json.RawMessage) []int {
	t.Helper()
	var d []int
	for len(raw) > 0 && strings.HasPrefix(string(bytes.TrimSpace(raw)), "[") {
		var parts []json.RawMessage
		if err := json.Unmarshal(raw, &parts); err != nil {
			t.Fatal(err)
		}
		d = append(d, len(parts))
		raw = parts[0]
	}
	if len(d) < 2 {
		t.Fatalf("an array of shape %v", d)
	}
	return d
}
