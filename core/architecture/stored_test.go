package architecture

import (
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"logitarium/core/gguf"
	"logitarium/core/gpt"
)

func openAs(t *testing.T, path string, o Options) *gpt.Model {
	t.Helper()
	f, err := gguf.OpenPath(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := GGUF(f, o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// apart returns the largest difference of two rows of logits, and the largest of
// those wanted.
func apart(got []float32, want []float64) (off, scale float64) {
	for i, v := range want {
		off = max(off, math.Abs(float64(got[i])-v))
		scale = max(scale, math.Abs(v))
	}
	return off, scale
}

// Held as it is stored and multiplied in float32, a model gives the logits of
// its weights, within 1e-3 of the largest. With activations rounded to 8 bits it
// is off as llama.cpp is, which rounds them too: there at most .04, here .06,
// where types that have no kernel are rounded to Q8_0 as well.
func TestStored(t *testing.T) {
	dir, all := references(t)
	for _, want := range all {
		t.Run(want.File, func(t *testing.T) {
			path, last := filepath.Join(dir, want.File), len(want.Tokens)-1
			whole := openAs(t, path, Options{Weights: gpt.Stored, Whole: true}).Logits(want.Tokens, nil)
			for i, row := range want.Logits {
				if off, scale := apart(whole.Row(i), row); !(off <= 1e-3*scale) {
					t.Errorf("in float32: logits after token %d differ by %g, their largest is %g", i, off, scale)
				}
			}
			off, scale := apart(whole.Row(last), want.Logits[last])
			fast := openAs(t, path, Options{Weights: gpt.Stored}).Logits(want.Tokens, nil).Row(last)
			rounded, _ := apart(fast, want.Logits[last])
			engine := 0.
			if want.EngineLast != nil {
				engineLast := make([]float32, len(want.EngineLast))
				for i, v := range want.EngineLast {
					engineLast[i] = float32(v)
				}
				engine, _ = apart(engineLast, want.Logits[last])
			}
			t.Logf("off by %.5f of the largest logit, with int8 activations by %.4f, llama.cpp by %.4f", off/scale, rounded/scale, engine/scale)
			if !(rounded <= .06*scale) {
				t.Errorf("with int8 activations logits differ by %g, their largest is %g", rounded, scale)
			}
		})
	}
}

// What can be held as it is stored is so, and the model is as small as its file.
func TestStoredAsStored(t *testing.T) {
	for _, path := range []string{"testdata/qwen3-Q8_0.gguf", "testdata/llama-Q4_K_M.gguf"} {
		whole, m := open(t, path), openAs(t, path, Options{Weights: gpt.Stored})
		f, err := gguf.OpenPath(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		same := 0
		for i, p := range m.Tensors() {
			from, _ := f.Tensor(TensorName(p.Name))
			if Held(from, false) != from.Type {
				continue
			}
			if from.Type != gguf.F32 {
				same++
				if p.Data != nil || p.Stored.Type != from.Type {
					t.Errorf("%s is held as %v with %d numbers, and stored as %v", p.Name, p.Stored.Type, len(p.Data), from.Type)
				}
			}
			if !slices.Equal(p.Float32().Data, whole.Tensors()[i].Float32().Data) {
				t.Errorf("%s is not as it is stored", p.Name)
			}
		}
		if same < 8 {
			t.Errorf("%s: %d tensors are held as they are stored", path, same)
		}
		c := m.Clone()
		for i, p := range m.Tensors() {
			if !slices.Equal(c.Tensors()[i].Float32().Data, p.Float32().Data) {
				t.Errorf("%s: %s is another in the copy", path, p.Name)
			}
		}
		row := make([]float32, m.Config.Width)
		if m.Embedding(row, 7); !slices.Equal(row, whole.Tokens.Row(7)) {
			t.Errorf("%s: the embedding of a token is not its row", path)
		}
		if !slices.Equal(m.Unembedding().Data, whole.Unembedding().Data) {
			t.Errorf("%s: the output head is another", path)
		}
	}
}

// The question is asked of files with blocks alone.
func TestStoredByChoice(t *testing.T) {
	for path, want := range map[string]gpt.Precision{"testdata/llama-Q4_K_M.gguf": gpt.Stored, "testdata/qwen2-f32.gguf": gpt.Int8} {
		asked := 0
		m := openAs(t, path, Options{Weights: gpt.Int8, Stored: func(n int) bool { asked = n; return true }})
		if m.Precision != want || (asked != 0) != (want == gpt.Stored) {
			t.Errorf("%s is held as %v, want %v; asked about %d parameters", path, m.Precision, want, asked)
		}
		if m := openAs(t, path, Options{Stored: func(int) bool { return false }}); m.Precision != gpt.Float32 {
			t.Errorf("%s is held as %v against the answer", path, m.Precision)
		}
	}
}

func TestStoredRefusesNaN(t *testing.T) {
	f, err := gguf.OpenPath("testdata/qwen3-Q8_0.gguf")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	from, _ := f.Tensor("blk.0.ffn_up.weight")
	m := gpt.ZerosStored(gpt.Config{Vocab: 1, Context: 1, Width: from.Shape[1], Layers: 1, Heads: 1, Inner: from.Shape[0], Epsilon: 1}, gpt.Keeping{
		Type: func(string, int, int) gguf.Type { return gguf.Q8_0 },
	})
	for _, p := range m.Tensors() {
		if p.Name != "blocks.0.up.weight" {
			continue
		}
		raw := make([]byte, p.Cols/32*34)
		raw[1] = 0x7c // infinity
		if err := p.Stored.SetRows(0, raw); err == nil || !strings.Contains(err.Error(), "row 0 has a scale in block 0 that is not finite") {
			t.Errorf("an infinite scale: %v", err)
		}
	}
}
