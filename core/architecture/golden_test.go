package architecture

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"logitarium/core/gguf"
	"logitarium/core/gpt"
)

// reference is what llama.cpp 0.7.0 computes with a file's weights in float32.
type reference struct {
	File   string
	Tokens []int
	Logits [][]float64 // after each token
	Greedy []int       // the likeliest tokens that follow

	EngineLast []float64 `json:"engine_last"` // after the last token, as llama.cpp computes with the stored blocks: it rounds activations
}

// GGUF_MODELS names a folder with more files than are kept here, and with their
// logits: all of llama.cpp's storage types.
func references(t *testing.T) (dir string, all []reference) {
	dir = "testdata"
	if more := os.Getenv("GGUF_MODELS"); more != "" {
		dir = more
	}
	raw, err := os.ReadFile(filepath.Join(dir, "gguf_logits.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []reference }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) < 5 {
		t.Fatalf("%d cases", len(file.Cases))
	}
	return dir, file.Cases
}

func open(t *testing.T, path string) *gpt.Model {
	t.Helper()
	f, err := gguf.OpenPath(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := GGUF(f, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestLogits(t *testing.T) {
	dir, all := references(t)
	for _, want := range all {
		t.Run(want.File, func(t *testing.T) {
			m := open(t, filepath.Join(dir, want.File))
			got := m.Logits(want.Tokens, nil)
			var off, scale float64
			for i, row := range want.Logits {
				for j, v := range row {
					off = max(off, math.Abs(float64(got.At(i, j))-v))
					scale = max(scale, math.Abs(v))
				}
			}
			t.Logf("largest difference %.2g of %.3g", off, scale)
			if !(off <= 1e-3*scale) || len(want.Logits) != len(want.Tokens) {
				t.Errorf("logits differ by %g, their largest is %g", off, scale)
			}
			d := gpt.NewDecoder(m)
			row := slices.Clone(d.Feed(want.Tokens).Row(len(want.Tokens) - 1))
			var greedy []int
			for range want.Greedy {
				best := slices.Index(row, slices.Max(row))
				greedy = append(greedy, best)
				row = d.Step(best)
			}
			if !slices.Equal(greedy, want.Greedy) {
				t.Errorf("continued by %v, want %v", greedy, want.Greedy)
			}
		})
	}
}

// With weights and activations rounded to int8 the logits are off by about as
// much as llama.cpp's own are, which rounds activations too: there at most .04
// of the largest logit over all types, here .06, where F32 is rounded as well.
func TestInt8(t *testing.T) {
	dir, all := references(t)
	for _, want := range all {
		f, err := gguf.OpenPath(filepath.Join(dir, want.File))
		if err != nil {
			t.Fatal(err)
		}
		m, err := GGUF(f, Options{Weights: gpt.Int8})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		last := len(want.Tokens) - 1
		got := m.Logits(want.Tokens, nil).Row(last)
		var off, engine, scale float64
		for i, v := range want.Logits[last] {
			off = max(off, math.Abs(float64(got[i])-v))
			scale = max(scale, math.Abs(v))
			if want.EngineLast != nil {
				engine = max(engine, math.Abs(want.EngineLast[i]-v))
			}
		}
		t.Logf("%s: off by %.4f of the largest logit, llama.cpp by %.4f", want.File, off/scale, engine/scale)
		if !(off <= .06*scale) || off == 0 {
			t.Errorf("%s: logits differ by %g, their largest is %g", want.File, off, scale)
		}
	}
}

// A Q8_0 file that is held as int8 is held as it is stored.
func TestInt8AsStored(t *testing.T) {
	const path = "testdata/qwen3-Q8_0.gguf"
	whole := open(t, path)
	f, err := gguf.OpenPath(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := GGUF(f, Options{Weights: gpt.Int8})
	if err != nil {
		t.Fatal(err)
	}
	rounded := 0
	for i, p := range m.Tensors() {
		stored, _ := f.Tensor(TensorName(p.Name))
		if stored.Type != gguf.Q8_0 {
			continue
		}
		rounded++
		if !slices.Equal(p.Float32().Data, whole.Tensors()[i].Float32().Data) {
			t.Errorf("%s is not as it is stored", p.Name)
		}
	}
	if rounded < 10 {
		t.Errorf("%d tensors are Q8_0", rounded)
	}
}
