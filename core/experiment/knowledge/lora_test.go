package knowledge

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// tiny is a model small enough to nudge each parameter of a LoRA on it.
func tiny() *gpt.Model {
	return gpt.New(gpt.Config{
		Vocab: 11, Context: 6, Width: 8, Layers: 2, Heads: 2, Inner: 12,
		Norm: gpt.PreLN, Positions: gpt.Learned, Activation: gpt.GELUTanh, Epsilon: 1e-5,
	}, rand.New(rand.NewPCG(1, 1)))
}

var (
	tinyInputs  = []int{3, 1, 4, 1, 5, 9}
	tinyTargets = []int{1, 4, 1, 5, 9, 2}
)

// The gradients of A and B are what the loss does when a parameter moves by a
// little, both ways. Single precision and a loss of about 2.4 leave some 1e-4
// of noise in the quotient.
func TestLoRAGradient(t *testing.T) {
	m := tiny()
	rng := rand.New(rand.NewPCG(2, 2))
	l := NewLoRA(m, 3, rng)
	for _, p := range l.Pairs {
		for i := range p.B.Data {
			p.B.Data[i] = float32(rng.NormFloat64()) / 4
		}
	}
	l.Apply()
	loss := func() float64 {
		l.Apply()
		mean, _ := gpt.CrossEntropy(m.Logits(tinyInputs, nil), tinyTargets)
		return mean
	}
	var pass gpt.Pass
	grad := gpt.Zeros(m.Config)
	logits := m.Forward(&pass, tinyInputs, len(tinyInputs)).Clone()
	gpt.CrossEntropyBack(logits, logits, tinyTargets, 1/float32(len(tinyTargets)))
	m.Backward(&pass, logits, grad)
	const h = 1.0 / 256
	checked, moving := 0, 0
	for _, p := range l.Pairs {
		dA, dB := l.Gradient(p, grad.Tensors()[p.index].Matrix)
		for _, part := range []struct {
			name  string
			at, d tensor.Matrix
		}{{"A", p.A, dA}, {"B", p.B, dB}} {
			for i, was := range part.at.Data {
				part.at.Data[i] = was + h
				up := loss()
				part.at.Data[i] = was - h
				down := loss()
				part.at.Data[i] = was
				got, want := float64(part.d.Data[i]), (up-down)/(2*h)
				if math.Abs(got-want) > 3e-4+0.01*math.Abs(want) {
					t.Errorf("%s: d%s[%d] is %v, the quotient %v", p.Name, part.name, i, got, want)
				}
				checked++
				if math.Abs(want) > 1e-3 {
					moving++
				}
			}
		}
	}
	if moving*10 < checked {
		t.Errorf("%d of %d parameters move the loss: the check sees too little", moving, checked)
	}
}

// B begins as 0, so the model begins as it was; and nothing but the matrices
// of the blocks ever changes.
func TestLoRABegins(t *testing.T) {
	m := tiny()
	before := m.Clone()
	l := NewLoRA(m, 2, rand.New(rand.NewPCG(3, 3)))
	l.Apply()
	for i, p := range m.Tensors() {
		if !slices.Equal(p.Data, before.Tensors()[i].Data) {
			t.Errorf("%s changed though B is 0", p.Name)
		}
	}
	for _, p := range l.Pairs {
		for i := range p.B.Data {
			p.B.Data[i] = 1
		}
	}
	l.Apply()
	changed := 0
	for i, p := range m.Tensors() {
		if !slices.Equal(p.Data, before.Tensors()[i].Data) {
			changed++
		}
	}
	if want := 4 * m.Config.Layers; changed != want || len(l.Pairs) != want {
		t.Errorf("%d tensors changed by %d pairs; the blocks have %d matrices", changed, len(l.Pairs), want)
	}
}

// The change of W has the rank of the LoRA: of a 1-rank one every minor of two
// rows and columns vanishes.
func TestLoRARank(t *testing.T) {
	m := tiny()
	before := m.Clone()
	rng := rand.New(rand.NewPCG(4, 4))
	l := NewLoRA(m, 1, rng)
	for _, p := range l.Pairs {
		for i := range p.B.Data {
			p.B.Data[i] = float32(rng.NormFloat64())
		}
	}
	l.Apply()
	d := m.Blocks[0].Up.Weight.Clone()
	tensor.Axpy(d.Data, -1, before.Blocks[0].Up.Weight.Data)
	for i := 1; i < d.Rows; i++ {
		for j := 1; j < d.Cols; j++ {
			minor := d.At(0, 0)*d.At(i, j) - d.At(0, j)*d.At(i, 0)
			if math.Abs(float64(minor)) > 1e-5 {
				t.Fatalf("the minor of row %d and column %d is %v", i, j, minor)
			}
		}
	}
}

func TestTrainableCounts(t *testing.T) {
	for _, rank := range []int{1, 4, 8} {
		m := tiny()
		l := NewLoRA(m, rank, rand.New(rand.NewPCG(5, 5)))
		r := Recipe{Method: LowRank, Rank: rank, Paraphrases: 1}
		if got, want := r.Trainable(m.Config), l.Parameters(); got != want {
			t.Errorf("rank %d: %d by formula, %d in the matrices", rank, got, want)
		}
	}
	m, all := tiny(), 0
	for _, p := range m.Tensors() {
		all += len(p.Data)
	}
	if got := (Recipe{Method: Full}).Trainable(m.Config); got != all {
		t.Errorf("full: %d, the model has %d", got, all)
	}
}

// adam does to a matrix what gpt.AdamW does to a model.
func TestAdamIsAdamW(t *testing.T) {
	m, grad := tiny(), tiny()
	p := slices.Clone(m.Tokens.Data)
	moments := gpt.Moments{First: gpt.Zeros(m.Config), Second: gpt.Zeros(m.Config)}
	unclipped := settings
	unclipped.Clip = 0
	var a adam
	for range 5 {
		unclipped.Update(m, grad, &moments, 1e-2)
		a.update(p, grad.Tokens.Data, 1e-2)
	}
	for i := range p {
		if math.Abs(float64(p[i]-m.Tokens.Data[i])) > 1e-6 {
			t.Fatalf("parameter %d is %v, with AdamW %v", i, p[i], m.Tokens.Data[i])
		}
	}
}

func TestLoRAMisuse(t *testing.T) {
	for _, rank := range []int{0, -1, 9} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("rank %d is taken", rank)
				}
			}()
			NewLoRA(tiny(), rank, rand.New(rand.NewPCG(1, 1)))
		}()
	}
}
