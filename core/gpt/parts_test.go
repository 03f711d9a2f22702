package gpt

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"logitarium/core/tensor"
)

// modern has all parts at once; its layer 0 is local, layer 1 sees everything.
var modern = Config{
	Vocab: 11, Context: 16, Width: 6, Layers: 2, Heads: 4, Inner: 5, Epsilon: 1e-5, Norm: Sandwich, Positions: Rotary, Activation: SiLU,
	Parts: Parts{
		RMSNorm: true, Biases: InputBiases, Separate: true, HeadSize: 4, KeyHeads: 2, QKNorm: true, Gated: true,
		Rotation: Rotation{Base: 1e6, Halves: true}, Window: 3, Every: 2, Local: Rotation{Halves: true},
		EmbeddingScale: 2, ScoreScale: .7, ScoreCap: 5, LogitCap: 3,
	},
}

// scattered returns a model with random values in all parameters.
func scattered(c Config) *Model {
	m, rng := Zeros(c), rand.New(rand.NewPCG(1, 2))
	for _, t := range m.Tensors() {
		for i := range t.Data {
			t.Data[i] = float32(rng.NormFloat64())
		}
	}
	return m
}

func TestPartsDecodeAsTheyRun(t *testing.T) {
	m := scattered(modern)
	tokens := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1}
	want := m.Logits(tokens, nil)
	d := NewDecoder(m)
	for i, token := range tokens {
		for j, v := range d.Step(token) {
			if math.Abs(float64(v-want.At(i, j))) > 1e-5 {
				t.Fatalf("after token %d logit %d is %v, in a whole pass %v", i, j, v, want.At(i, j))
			}
			if math.Abs(float64(v)) > 3 {
				t.Errorf("logit %v is beyond its cap", v)
			}
		}
	}
	steps := Pass{}
	r := m.Begin(&steps, tokens, len(tokens))
	for r.Step(1) {
	}
	for i, v := range r.Logits().Data {
		if v != want.Data[i] {
			t.Fatalf("in steps logit %d is %v, at once %v", i, v, want.Data[i])
		}
	}
}

// A position of a local layer sees Window positions, its own among them.
func TestWindow(t *testing.T) {
	c := modern
	c.Layers = 1
	m := scattered(c)
	last := func(tokens ...int) []float32 { return m.Logits(tokens, nil).Row(len(tokens) - 1) }
	base := last(1, 2, 3, 4, 5)
	same := func(other []float32) bool {
		for i := range base {
			if base[i] != other[i] {
				return false
			}
		}
		return true
	}
	if !same(last(9, 8, 3, 4, 5)) {
		t.Error("what is out of the window changes the logits")
	}
	if same(last(1, 2, 9, 4, 5)) {
		t.Error("the first position in the window changes nothing")
	}
	var sums []float64
	m.Logits([]int{1, 2, 3, 4, 5}, func(site Site, _ int, x tensor.Matrix) {
		if site == Attention {
			for i := range x.Rows {
				sums = append(sums, float64(tensor.Sum(x.Row(i))))
			}
		}
	})
	if len(sums) != 5*c.Heads {
		t.Fatalf("%d rows of attention", len(sums))
	}
	for i, s := range sums {
		if math.Abs(s-1) > 1e-6 {
			t.Errorf("row %d of attention sums to %v", i, s)
		}
	}
}

// With as many heads of keys as of queries, separate matrices are the rows of
// the one that GPT-2 has.
func TestSeparateIsTheSame(t *testing.T) {
	fused := small
	fused.Positions = Rotary
	m := scattered(fused)
	c := fused
	c.Parts.Separate = true
	s := Zeros(c)
	from := map[string]Tensor{}
	for _, x := range m.Tensors() {
		from[x.Name] = x
	}
	for _, x := range s.Tensors() {
		name, part := x.Name, -1
		for i, p := range []string{".query.", ".key.", ".value."} {
			if strings.Contains(name, p) {
				name, part = strings.Replace(name, p, ".qkv.", 1), i
			}
		}
		data := from[name].Data
		if part >= 0 {
			data = data[part*len(data)/3 : (part+1)*len(data)/3]
		}
		copy(x.Data, data)
	}
	tokens := []int{1, 2, 3, 0}
	got, want := s.Logits(tokens, nil), m.Logits(tokens, nil)
	for i := range want.Data {
		if got.Data[i] != want.Data[i] {
			t.Fatalf("logit %d is %v, want %v", i, got.Data[i], want.Data[i])
		}
	}
}

func TestRMSNorm(t *testing.T) {
	var y Normed
	Norm{Gain: []float32{1, 2}}.Forward(&y, tensor.Of(1, 2, []float32{3, 4}), 0)
	root := math.Sqrt(12.5)
	for i, want := range []float64{3 / root, 8 / root} {
		if math.Abs(float64(y.Out.At(0, i))-want) > 1e-6 {
			t.Errorf("value %d is %v, want %v", i, y.Out.At(0, i), want)
		}
	}
}

func TestSiLU(t *testing.T) {
	x := []float32{-20, -1, 0, 1, 20}
	y, slope := make([]float32, len(x)), make([]float32, len(x))
	SiLU.Forward(y, x)
	for i, want := range []float64{-4.1223e-8, -.26894142, 0, .73105858, 20} {
		if math.Abs(float64(y[i])-want) > 1e-6*max(1, math.Abs(want)) {
			t.Errorf("SiLU(%v) = %v, want %v", x[i], y[i], want)
		}
	}
	SiLU.Back(slope, x, []float32{1, 1, 1, 1, 1})
	f := func(v float64) float64 { return v / (1 + math.Exp(-v)) }
	for i, v := range x {
		const h = 1e-4
		if want := (f(float64(v)+h) - f(float64(v)-h)) / (2 * h); math.Abs(float64(slope[i])-want) > 1e-6 {
			t.Errorf("SiLU'(%v) = %v, want %v", v, slope[i], want)
		}
	}
}

// Llama 3.1 turns slow pairs eight times as slowly, fast ones as before, and
// those between 2 and 8 thousand positions a turn by something between.
func TestRotationScaling(t *testing.T) {
	r := Rotation{Base: 500_000, Scaling: Llama3, Factor: 8, Trained: 8192, Low: 1, High: 4}
	plain, _ := Rotation{Base: 500_000}.frequencies(128)
	scaled, magnitude := r.frequencies(128)
	if magnitude != 1 {
		t.Errorf("magnitude %v", magnitude)
	}
	for j := range plain {
		turn, factor := 2*math.Pi/plain[j], plain[j]/scaled[j]
		switch {
		case turn < 8192./4:
			if math.Abs(factor-1) > 1e-12 {
				t.Errorf("pair %d is slowed down by %v", j, factor)
			}
		case turn > 8192:
			if math.Abs(factor-8) > 1e-12 {
				t.Errorf("pair %d is slowed down by %v", j, factor)
			}
		default:
			smooth := (8192/turn - 1) / 3
			if want := 1 / ((1-smooth)/8 + smooth); math.Abs(factor-want) > 1e-9 {
				t.Errorf("pair %d is slowed down by %v, want %v", j, factor, want)
			}
		}
	}
	linear, _ := Rotation{Scaling: LinearScaling, Factor: 4}.frequencies(8)
	base, _ := Rotation{}.frequencies(8)
	for j := range base {
		if math.Abs(base[j]/linear[j]-4) > 1e-12 {
			t.Errorf("pair %d is slowed down by %v", j, base[j]/linear[j])
		}
	}
	yarn, magnitude := Rotation{Base: 1e6, Scaling: YaRN, Factor: 4, Trained: 32768}.frequencies(128)
	plain, _ = Rotation{Base: 1e6}.frequencies(128)
	if want := 1 + .1*math.Log(4); math.Abs(magnitude-want) > 1e-12 {
		t.Errorf("magnitude %v, want %v", magnitude, want)
	}
	for j := 1; j < len(yarn); j++ {
		now, before := plain[j]/yarn[j], plain[j-1]/yarn[j-1]
		if now < before-1e-9 || now < 1-1e-9 || now > 4+1e-9 {
			t.Errorf("pair %d is slowed down by %v, the one before by %v", j, now, before)
		}
	}
	if first, last := plain[0]/yarn[0], plain[63]/yarn[63]; math.Abs(first-1) > 1e-9 || math.Abs(last-4) > 1e-9 {
		t.Errorf("the fastest pair is slowed down by %v, the slowest by %v", first, last)
	}
}

func TestPartsAreNotTrained(t *testing.T) {
	defer func() {
		if e := recover(); e == nil || !strings.Contains(e.(string), "can't be trained") {
			t.Errorf("%v", e)
		}
	}()
	NewTrainer(Zeros(modern), AdamW{})
}
