package experiment

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"

	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// What all measurements have in common.
const (
	positions = 16  // N, in one row
	classes   = 256 // of the head
)

// W2 names the MLP's second matrix, the one that Theorem 1 of Xiong et al. is
// about, as [Measurement.Of] takes it.
const W2 = "mlp.down.weight"

// Measurement is what one forward and one true backward pass through a freshly
// initialised stack show. The loss is the mean cross-entropy over all
// positions; norms are Frobenius norms of its gradient.
type Measurement struct {
	Loss   float64   // nats
	Names  []string  // of a layer's tensors, in the order of the forward pass
	Stream []float64 // [L+1]: ‖x_l‖²/d, mean over positions; 0 is the input
	Summed []float64 // [L]: ‖x + MLP‖²/d; in post-LN what enters the layer's last norm
	Flow   []float64 // [L+1]: ‖∂loss/∂x_l‖

	EncoderW2 []float64 // [L], with cross-attention: W2 of the encoder's layers

	norms [][]float64 // [len(Names)][L]
}

// Of returns the norm of the gradient of each layer's tensor of that name, [L],
// first layer first. It panics if there is none.
func (m Measurement) Of(name string) []float64 {
	for i, n := range m.Names {
		if n == name {
			return m.norms[i]
		}
	}
	panic(fmt.Sprintf("experiment: a layer has no %q among %q", name, m.Names))
}

// Layers returns the norm of the gradient of all of a layer's weights
// together, [L].
func (m Measurement) Layers() []float64 {
	all := make([]float64, len(m.Summed))
	for l := range all {
		for _, norms := range m.norms {
			all[l] += float64(norms[l] * norms[l])
		}
		all[l] = math.Sqrt(all[l])
	}
	return all
}

// Measure draws weights, inputs and targets from the setting's seed, and looks
// at the stack with its norms at either place. Both see the same:
//
//	x₀ ~ N(0, I) at 16 positions, or the sum of two of GPT-2's embeddings
//	logits = y·Eᵀ for 256 classes, y the stack's output; in pre-LN, its final norm's
//	targets uniform over the classes
//
// It panics if depth is less than 1 or width not a positive multiple of
// [HeadWidth].
func Measure(s Setting) (pre, post Measurement) {
	s.check()
	t := newTrial(s)
	var both [2]Measurement
	tensor.Parallel(2, func(i int) { both[i] = t.run([]gpt.NormPlace{gpt.PreLN, gpt.PostLN}[i]) })
	return both[0], both[1]
}

// The streams of random numbers that a seed is split into.
const (
	streamData    = 0
	streamDecoder = 1 << 32 // and one per layer after it
	streamEncoder = 2 << 32
)

// trial is what the two places of the norm share.
type trial struct {
	decoder, encoder *Stack        // encoder is nil without cross-attention
	input, source    tensor.Matrix // [N, d], of decoder and encoder
	head             tensor.Matrix // [V, d]
	targets          []int         // [N]
}

func newTrial(s Setting) trial {
	rng := rand.New(rand.NewPCG(s.Seed, streamData))
	heads, inner, activation := s.shape()
	c := Config{
		Layers: s.Depth, Width: s.Width, Heads: heads, Inner: inner, Activation: activation, Epsilon: epsilon,
		Causal: s.Init != Theory, Cross: s.Cross,
	}
	deviation := 1.0
	if s.small() {
		deviation = gpt2Dev * math.Sqrt2
	}
	t := trial{decoder: Zeros(c), input: tensor.New(positions, s.Width), head: tensor.New(classes, s.Width), targets: make([]int, positions)}
	s.fillStack(t.decoder, streamDecoder)
	gaussian(t.input, deviation, rng)
	gaussian(t.head, s.head(), rng)
	for i := range t.targets {
		t.targets[i] = rng.IntN(classes)
	}
	if s.Cross {
		c.Causal, c.Cross = false, false
		t.encoder, t.source = Zeros(c), tensor.New(positions, s.Width)
		s.fillStack(t.encoder, streamEncoder)
		gaussian(t.source, deviation, rng)
	}
	return t
}

// at returns the stack as the place wants it ended: pre-LN has a final norm.
func at(place gpt.NormPlace, s *Stack) *Stack {
	end := *s
	if place == gpt.PreLN {
		end.Config.Final, end.Final = true, plainNorm(s.Config.Width)
	}
	return &end
}

func (t trial) run(place gpt.NormPlace) Measurement {
	var memory tensor.Matrix
	var encoded *Pass
	if t.encoder != nil {
		encoded = at(place, t.encoder).Forward(place, t.source, tensor.Matrix{}, positions) // [N, d]
		memory = encoded.Out
	}
	p := at(place, t.decoder).Forward(place, t.input, memory, positions) // [N, d]
	logits := tensor.New(p.Out.Rows, classes)
	tensor.MulBT(logits, p.Out, t.head) // [N, d]·[V, d]ᵀ → [N, V]
	loss := gpt.CrossEntropyBack(logits, logits, t.targets, 1/float32(len(t.targets)))
	dOut := tensor.New(p.Out.Rows, p.Out.Cols)
	tensor.Mul(dOut, logits, t.head) // [N, V]·[V, d] → [N, d]

	m := newMeasurement(p)
	m.Loss = loss / float64(len(t.targets))
	g := p.Backward(dOut, m.see)
	for l, d := range g.Streams {
		m.Flow[l] = length(d)
	}
	if encoded != nil {
		e := newMeasurement(encoded)
		encoded.Backward(g.Memory, e.see)
		m.EncoderW2 = e.Of(W2)
	}
	return m
}

// newMeasurement has all of the forward pass, and room for the rest.
func newMeasurement(p *Pass) Measurement {
	layers := len(p.Layers)
	m := Measurement{
		Stream: make([]float64, layers+1), Summed: make([]float64, layers), Flow: make([]float64, layers+1),
	}
	for _, t := range p.Stack.Tensors() {
		if l, rest, ok := layerOf(t.Name); ok && l == 0 {
			m.Names = append(m.Names, rest)
			m.norms = append(m.norms, make([]float64, layers))
		}
	}
	m.Stream[0] = meanSquare(p.Layers[0].In)
	for l, y := range p.Layers {
		m.Stream[l+1] = meanSquare(y.Out)
		m.Summed[l] = meanSquare(y.MLP.Sum)
	}
	return m
}

// see takes the gradient of one of the stack's tensors. The final norm is in
// no layer.
func (m *Measurement) see(name string, grad tensor.Matrix) {
	if l, rest, ok := layerOf(name); ok {
		m.Of(rest)[l] = length(grad)
	}
}

// layerOf splits a tensor's name into its layer and the rest.
func layerOf(name string) (l int, rest string, ok bool) {
	number, rest, _ := strings.Cut(name, ".")
	l, err := strconv.Atoi(number)
	return l, rest, err == nil
}

// length is the Euclidean norm of all elements.
func length(m tensor.Matrix) float64 { return math.Sqrt(float64(tensor.Dot(m.Data, m.Data))) }

// meanSquare is the mean of ‖row‖²/d.
func meanSquare(m tensor.Matrix) float64 {
	return float64(tensor.Dot(m.Data, m.Data)) / float64(len(m.Data))
}
