package gpt

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"logitarium/core/quant"
	"logitarium/core/tensor"
)

func int8Of(t *testing.T, m *Model) *Model {
	t.Helper()
	rounded, err := m.Int8()
	if err != nil {
		t.Fatal(err)
	}
	return rounded
}

// The weights are those of quant's Q8_0, which is tested against ggml's bytes.
func TestInt8HoldsQ8_0(t *testing.T) {
	c := wide
	c.Untied = true
	m := wild(c, rand.New(rand.NewPCG(1, 2)))
	rounded := int8Of(t, m)
	for i, x := range rounded.Tensors() {
		from, got := m.tensors[i], x.Float32()
		if x.Name != from.Name || got.Rows != from.Rows || got.Cols != from.Cols {
			t.Fatalf("%s [%d, %d], want %s [%d, %d]", x.Name, got.Rows, got.Cols, from.Name, from.Rows, from.Cols)
		}
		if !from.Decay || x.Name == "positions" {
			if !slices.Equal(got.Data, from.Data) {
				t.Errorf("%s is not as it was", x.Name)
			}
			continue
		}
		if x.Data != nil {
			t.Errorf("%s is held twice", x.Name)
		}
		for r := range from.Rows {
			row := append(slices.Clone(from.Row(r)), make([]float32, -from.Cols&(quant.BlockSize-1))...)
			data, err := quant.Q8_0.Encode(row)
			if err != nil {
				t.Fatal(err)
			}
			want, err := quant.Q8_0.Decode(data)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got.Row(r), want[:from.Cols]) {
				t.Fatalf("%s, row %d differs from Q8_0", x.Name, r)
			}
		}
	}
	row := make([]float32, c.Width)
	if rounded.Embedding(row, 5); !slices.Equal(row, rounded.tensors[0].Float32().Row(5)) {
		t.Error("the embedding of a token is not its row")
	}
	up := rounded.Blocks[1].Up
	if !slices.Equal(up.Rows(5, 7).Data, up.Float32().Slice(5, 7).Data) || !slices.Equal(m.Blocks[1].Up.Rows(5, 7).Data, m.Blocks[1].Up.Weight.Slice(5, 7).Data) {
		t.Error("some rows are others")
	}
	if !slices.Equal(rounded.Unembedding().Data, rounded.tensors[len(rounded.tensors)-1].Float32().Data) {
		t.Error("the output head is another")
	}
}

// Nothing but rounding stands between the two: the weights' own, which the
// model of the rounded weights in float32 has too, and that of what they are
// multiplied with.
func TestInt8IsNearFloat32(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, norm := range []NormPlace{PreLN, PostLN} {
		c := wide
		c.Norm, c.Untied = norm, norm == PostLN
		m := New(c, rng)
		rounded := int8Of(t, m)
		same := Zeros(c)
		for i, x := range rounded.tensors {
			if err := same.tensors[i].Set(x.Float32().Data); err != nil {
				t.Fatal(err)
			}
		}
		tokens := randomTokens(rng, 30, c.Vocab)
		got, want := rounded.Logits(tokens, nil), same.Logits(tokens, nil)
		var off, size float64
		for i, v := range want.Data {
			off += math.Pow(float64(got.Data[i]-v), 2)
			size += math.Pow(float64(v), 2)
		}
		if ratio := math.Sqrt(off / size); ratio > 0.02 || ratio == 0 {
			t.Errorf("norm %d: the logits are off by %.4f of their size", norm, ratio)
		}
	}
}

func TestInt8DecoderEqualsForward(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	m := int8Of(t, New(wide, rng))
	tokens := randomTokens(rng, 12, wide.Vocab)
	want := toVectors(m.Logits(tokens, nil))
	d := NewDecoder(m)
	for i, token := range tokens {
		// A value at the edge between two integers may fall on either side.
		checkVectors(t, fmt.Sprint("step ", i), toVectors(tensor.Of(1, wide.Vocab, d.Step(token))), want[i:i+1], 1e-2, 1e-3)
	}
}

func TestInt8CloneSharesNothing(t *testing.T) {
	m := int8Of(t, wild(wide, rand.New(rand.NewPCG(7, 8))))
	tokens := []int{1, 2, 3}
	c := m.Clone()
	want := m.Logits(tokens, nil)
	if got := c.Logits(tokens, nil); !slices.Equal(got.Data, want.Data) {
		t.Error("the copy answers otherwise")
	}
	for _, x := range c.Tensors() {
		if err := x.Set(make([]float32, x.Rows*x.Cols)); err != nil {
			t.Fatal(err)
		}
	}
	if got := m.Logits(tokens, nil); !slices.Equal(got.Data, want.Data) {
		t.Error("a change of the copy changes the model")
	}
}

func TestInt8Memory(t *testing.T) {
	c := Config{Vocab: 320, Context: 8, Width: 64, Layers: 2, Heads: 2, Inner: 256, Epsilon: 1e-5}
	n := c.Counts()
	if got := Zeros(c).Bytes(); got != 4*n.Total() {
		t.Errorf("%d bytes in float32, want %d", got, 4*n.Total())
	}
	rounded := 64 * (320 + 2*(3*64+64+2*256))
	if got, want := ZerosIn(c, Int8).Bytes(), rounded*9/8+4*(n.Total()-rounded); got != want {
		t.Errorf("%d bytes with int8, want %d", got, want)
	}
}

func TestInt8Refuses(t *testing.T) {
	m := wild(small, rand.New(rand.NewPCG(9, 1)))
	m.Blocks[1].Up.Weight.Row(3)[2] = float32(math.Inf(1))
	const want = "blocks.1.up.weight, row 3, block 0: Q8_0: weight 2 is +Inf; only finite weights can be quantized"
	if _, err := m.Int8(); err == nil || err.Error() != want {
		t.Errorf("error %v, want %q", err, want)
	}
	rounded := int8Of(t, wild(small, rand.New(rand.NewPCG(9, 1))))
	var p Pass
	logits := rounded.Forward(&p, []int{1, 2}, 2)
	for name, misuse := range map[string]func(){
		"gpt: a model with int8 weights can't be trained; open it with float32": func() { NewTrainer(rounded, Recipe()) },
		"gpt: [2, 8] from row 10 on of tokens [11, 8]":                          func() { _ = rounded.tensors[0].SetRows(10, tensor.New(2, 8)) },
		"gpt: 3 values for tokens [11, 8]":                                      func() { _ = rounded.tensors[0].Set(make([]float32, 3)) },
	} {
		func() {
			defer func() {
				if got := recover(); got != name {
					t.Errorf("panic %v, want %q", got, name)
				}
			}()
			misuse()
		}()
	}
	defer func() {
		if recover() == nil {
			t.Error("a gradient of integers")
		}
	}()
	rounded.Backward(&p, logits, Zeros(small))
}

// Loss is the cross-entropy of whole rows, however they are read.
func TestLoss(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 3))
	m := wild(wide, rng)
	for _, n := range []int{2, 60, 65, 200, 201, 202, 450} {
		tokens := randomTokens(rng, n, wide.Vocab)
		var want float64
		counted := 0
		for at := 0; at < n; at += wide.Context {
			row := tokens[at:min(at+wide.Context, n)]
			if len(row) < 2 {
				continue
			}
			mean, k := CrossEntropy(m.Logits(row[:len(row)-1], nil), row[1:])
			want, counted = want+mean*float64(k), counted+k
		}
		got, k := m.Loss(tokens)
		if k != counted || math.Abs(got-want/float64(counted)) > 1e-4 {
			t.Errorf("%d tokens: %.6f over %d, want %.6f over %d", n, got, k, want/float64(counted), counted)
		}
	}
	if mean, counted := m.Loss([]int{1}); counted != 0 || mean == mean {
		t.Errorf("of one token: %g over %d", mean, counted)
	}
}
