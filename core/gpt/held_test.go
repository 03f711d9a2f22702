package gpt

import (
	"encoding"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"logitarium/core/gguf"
	"logitarium/core/tensor"
)

// However a model holds its weights, a token's embedding and its row of the
// output head are the rows of the two matrices.
func TestRowsHoweverHeld(t *testing.T) {
	c := Config{Vocab: 40, Context: 4, Width: 32, Layers: 1, Heads: 2, Inner: 32, Epsilon: 1e-5}
	for _, untied := range []bool{false, true} {
		c.Untied = untied
		from := New(c, rand.New(rand.NewPCG(1, 2)))
		for name, m := range map[string]*Model{
			"float32": Zeros(c), "int8": ZerosIn(c, Int8),
			"stored": ZerosStored(c, Keeping{Type: func(string, int, int) gguf.Type { return gguf.Q8_0 }}),
		} {
			for i, p := range m.Tensors() {
				if err := p.Set(from.Tensors()[i].Data); err != nil {
					t.Fatal(err)
				}
			}
			tokens, head := m.Tensors()[0].Float32(), m.Unembedding()
			if untied == slices.Equal(tokens.Data, head.Data) {
				t.Errorf("%s, untied %v: the head is the embedding", name, untied)
			}
			row := make([]float32, c.Width)
			for token := range c.Vocab {
				if m.Embedding(row, token); !slices.Equal(row, tokens.Row(token)) {
					t.Errorf("%s, untied %v: the embedding of %d is not its row", name, untied, token)
				}
				if m.HeadRow(row, token); !slices.Equal(row, head.Row(token)) {
					t.Errorf("%s, untied %v: the head's row of %d is another", name, untied, token)
				}
			}
			for _, f := range []Linear{m.Blocks[0].Up, m.Blocks[0].Down} {
				whole := f.Float32()
				for _, at := range [][2]int{{0, 32}, {16, 32}, {3, 3}, {31, 32}} {
					if got := f.Rows(at[0], at[1]); !slices.Equal(got.Data, whole.Slice(at[0], at[1]).Data) {
						t.Errorf("%s: rows %v are others", name, at)
					}
				}
			}
		}
	}
}

// The names of choices are read as they are written, and no others.
func TestNamesOfChoices(t *testing.T) {
	type choice interface {
		fmt.Stringer
		encoding.TextMarshaler
	}
	for name, tt := range map[string]struct {
		of   func(i int) choice
		read func(text string) (choice, error)
		n    int
	}{
		"norms":       {func(i int) choice { return NormPlace(i) }, func(s string) (choice, error) { var v NormPlace; err := v.UnmarshalText([]byte(s)); return v, err }, 3},
		"positions":   {func(i int) choice { return Positions(i) }, func(s string) (choice, error) { var v Positions; err := v.UnmarshalText([]byte(s)); return v, err }, 5},
		"activations": {func(i int) choice { return Activation(i) }, func(s string) (choice, error) { var v Activation; err := v.UnmarshalText([]byte(s)); return v, err }, 4},
		"precisions":  {func(i int) choice { return Precision(i) }, func(s string) (choice, error) { var v Precision; err := v.UnmarshalText([]byte(s)); return v, err }, 3},
		"biases":      {func(i int) choice { return Biases(i) }, func(s string) (choice, error) { var v Biases; err := v.UnmarshalText([]byte(s)); return v, err }, 3},
		"scalings":    {func(i int) choice { return Scaling(i) }, func(s string) (choice, error) { var v Scaling; err := v.UnmarshalText([]byte(s)); return v, err }, 4},
	} {
		for i := range tt.n {
			text, err := tt.of(i).MarshalText()
			if err != nil || string(text) != tt.of(i).String() || strings.HasPrefix(string(text), "unknown") {
				t.Errorf("%s: %d is written %q, %v", name, i, text, err)
			}
			if back, err := tt.read(string(text)); err != nil || back != tt.of(i) {
				t.Errorf("%s: %q is read as %v, %v", name, text, back, err)
			}
		}
		for _, i := range []int{-1, tt.n} {
			if got, want := tt.of(i).String(), fmt.Sprintf("unknown (%d)", i); got != want {
				t.Errorf("%s: %d is called %q", name, i, got)
			}
		}
		for _, text := range []string{"", "other", "unknown (7)"} {
			if _, err := tt.read(text); err == nil || !strings.HasPrefix(err.Error(), fmt.Sprintf("%q is none of [", text)) {
				t.Errorf("%s: %q is read: %v", name, text, err)
			}
		}
	}
}

// The mean over positions, never below 0, infinite where a token is ruled out.
func TestDivergenceByHand(t *testing.T) {
	inf := float32(math.Inf(-1))
	ln := func(p float64) float32 { return float32(math.Log(p)) }
	for _, tt := range []struct {
		before, after []float32
		want          float64
	}{
		{[]float32{1, 2, 3}, []float32{1, 2, 3}, 0}, {[]float32{1, 2, 3}, []float32{101, 102, 103}, 0},
		{[]float32{0, 0}, []float32{ln(.75), ln(.25)}, .5*math.Log(.5/.75) + .5*math.Log(.5/.25)},
		{[]float32{0, 0}, []float32{0, inf}, math.Inf(1)}, {[]float32{0, inf}, []float32{0, 0}, math.Ln2}, {[]float32{5}, []float32{-5}, 0},
	} {
		n := len(tt.before)
		got := Divergence(tensor.Of(1, n, tt.before), tensor.Of(1, n, tt.after))
		if got != tt.want && !(math.Abs(got-tt.want) < 1e-6) || got < 0 {
			t.Errorf("from %v to %v: %g, want %g", tt.before, tt.after, got, tt.want)
		}
	}
	for _, shape := range [][2]int{{1, 2}, {2, 1}} {
		func() {
			defer func() {
				if want := fmt.Sprintf("gpt: divergence of logits [1, 1] and [%d, %d]", shape[0], shape[1]); recover() != want {
					t.Errorf("no panic %q", want)
				}
			}()
			Divergence(tensor.New(1, 1), tensor.New(shape[0], shape[1]))
		}()
	}
}

// Local layers turn by their own base, and those that see everything by theirs,
// divided where a file says so.
func TestFrequenciesOfLayers(t *testing.T) {
	m := Zeros(modern)
	for _, slower := range [][]float32{nil, {1, 4}} {
		m.Slower = slower
		for l, base := range []float64{10_000, 1e6} {
			theta, magnitude := m.Frequencies(l)
			if len(theta) != 2 || magnitude != 1 {
				t.Fatalf("layer %d: %v times %g", l, theta, magnitude)
			}
			for j, got := range theta {
				want := math.Pow(base, -float64(2*j)/4)
				if l == 1 && slower != nil {
					want /= float64(slower[j])
				}
				if math.Abs(got-want) > 1e-12 {
					t.Errorf("layer %d, pair %d: turns by %g, want %g", l, j, got, want)
				}
			}
		}
	}
	defer func() {
		if got := recover(); got != "gpt: no rotations in a model with learned positions" {
			t.Errorf("panic %v", got)
		}
	}()
	Zeros(small).Frequencies(0)
}
