package experiment

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"logitarium/core/checkpoint"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

type rows [][][]float64 // [R, T, d]

func (r rows) matrix() (m tensor.Matrix, length int) {
	m = tensor.New(len(r)*len(r[0]), len(r[0][0]))
	for i := range m.Rows {
		for j, v := range r[i/len(r[0])][i%len(r[0])] {
			m.Row(i)[j] = float32(v)
		}
	}
	return m, len(r[0])
}

type blocksCase struct {
	ID        string
	NormFirst bool `json:"norm_first"`
	X         rows
	GradOut   rows `json:"grad_out"`
	Expected  struct {
		Outputs     []rows             `json:"outputs_per_layer"`
		GradX       rows               `json:"grad_x"`
		GradInput   []float64          `json:"grad_norm_wrt_layer_input"`
		GradOfLayer []float64          `json:"param_grad_norm_per_layer"`
		GradOf      map[string]float64 `json:"param_grad_norm"`
	}
}

// Two blocks from PyTorch's nn.TransformerEncoderLayer, both places of the
// norm: outputs of each layer, and every gradient's norm.
func TestBlocksAgreeWithPyTorch(t *testing.T) {
	var file struct{ Cases []blocksCase }
	data, err := os.ReadFile("testdata/blocks_prepost_ln/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	s := torchStack(t)
	if len(file.Cases) != 2 {
		t.Fatalf("%d cases", len(file.Cases))
	}
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) { checkBlocks(t, s, c) })
	}
}

func checkBlocks(t *testing.T, s *Stack, c blocksCase) {
	place := gpt.PostLN
	if c.NormFirst {
		place = gpt.PreLN
	}
	x, length := c.X.matrix()
	p := s.Forward(place, x, tensor.Matrix{}, length)
	for l, y := range p.Layers {
		want, _ := c.Expected.Outputs[l].matrix()
		near(t, "output", y.Out, want, 1e-5)
	}
	squares := map[string]float64{} // PyTorch has queries, keys and values in one tensor
	layers := make([]float64, len(s.Blocks))
	dOut, _ := c.GradOut.matrix()
	g := p.Backward(dOut, func(name string, grad tensor.Matrix) {
		l, rest, _ := layerOf(name)
		norm := lengthOf(grad)
		squares[torchName(l, rest)] += norm * norm
		layers[l] += norm * norm
	})
	want, _ := c.Expected.GradX.matrix()
	near(t, "gradient of x", g.Streams[0], want, 1e-5)
	for l := range layers {
		close(t, "gradient of a layer's input", lengthOf(g.Streams[l]), c.Expected.GradInput[l], 1e-5)
		close(t, "gradient of a layer", math.Sqrt(layers[l]), c.Expected.GradOfLayer[l], 1e-5)
	}
	if len(squares) != len(c.Expected.GradOf) {
		t.Errorf("gradients of %d tensors, PyTorch has %d", len(squares), len(c.Expected.GradOf))
	}
	for name, want := range c.Expected.GradOf {
		close(t, name, math.Sqrt(squares[name]), want, 1e-5)
	}
}

// torchName is the name in PyTorch of a layer's tensor.
func torchName(l int, name string) string {
	return "layers." + string(rune('0'+l)) + "." + strings.NewReplacer(
		"self.norm", "norm1", "mlp.norm", "norm2", "mlp.up", "linear1", "mlp.down", "linear2",
		"self.query.", "self_attn.in_proj_", "self.keyvalue.", "self_attn.in_proj_", "self.out", "self_attn.out_proj",
	).Replace(name)
}

// torchStack reads the weights of the golden blocks.
func torchStack(t *testing.T) *Stack {
	t.Helper()
	f, err := checkpoint.OpenPath("testdata/blocks_prepost_ln/weights.safetensors")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	s := Zeros(Config{Layers: 2, Width: 16, Heads: 4, Inner: 32, Activation: gpt.GELUErf, Epsilon: 1e-5, Causal: true})
	for _, x := range s.Tensors() {
		l, rest, _ := layerOf(x.Name)
		info, _ := f.Tensor(torchName(l, rest))
		values := make([]float32, info.Len())
		if err := f.ReadInto(values, info.Name); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(rest, "keyvalue") { // after the queries
			values = values[len(values)-len(x.Data):]
		}
		copy(x.Data, values)
	}
	return s
}

// lengthOf is length in float64.
func lengthOf(m tensor.Matrix) float64 {
	sum := 0.0
	for _, v := range m.Data {
		sum += float64(v) * float64(v)
	}
	return math.Sqrt(sum)
}

func near(t *testing.T, what string, got, want tensor.Matrix, tolerance float64) {
	t.Helper()
	if len(got.Data) != len(want.Data) {
		t.Fatalf("%s: [%d, %d], want [%d, %d]", what, got.Rows, got.Cols, want.Rows, want.Cols)
	}
	scale := lengthOf(want) / math.Sqrt(float64(len(want.Data)))
	for i, v := range got.Data {
		if diff := math.Abs(float64(v) - float64(want.Data[i])); !(diff <= tolerance*scale) {
			t.Fatalf("%s[%d] is %g, want %g", what, i, v, want.Data[i])
		}
	}
}

func close(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Abs(want)) {
		t.Errorf("%s is %.9g, want %.9g", what, got, want)
	}
}
