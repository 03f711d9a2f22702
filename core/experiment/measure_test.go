package experiment

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// averages are means over networks, of both places.
type averages struct {
	first, last    float64 // ‖∂loss/∂W2‖
	stream, summed []float64
}

func average(s Setting, networks int) (pre, post averages) {
	add := func(a *averages, m Measurement) {
		w2, n := m.Of(W2), float64(networks)
		a.first += w2[0] / n
		a.last += w2[len(w2)-1] / n
		if a.stream == nil {
			a.stream, a.summed = make([]float64, len(m.Stream)), make([]float64, len(m.Summed))
		}
		for i, v := range m.Stream {
			a.stream[i] += v / n
		}
		for i, v := range m.Summed {
			a.summed[i] += v / n
		}
	}
	for i := range networks {
		s.Seed = uint64(i)
		p, q := Measure(s)
		add(&pre, p)
		add(&post, q)
	}
	return pre, post
}

func within(t *testing.T, what string, got, low, high float64) {
	t.Helper()
	if !(got >= low && got <= high) {
		t.Errorf("%s is %.3f, should be %.3f to %.3f", what, got, low, high)
	}
}

// Under the assumptions of Xiong et al. 2020: Lemma 2 holds, and Theorem 1's
// dependence on the depth is what is measured.
func TestTheory(t *testing.T) {
	const networks = 6
	last := map[int][2]float64{}
	for _, depth := range []int{6, 24} {
		pre, post := average(Setting{Depth: depth, Width: 64, Init: Theory}, networks)
		last[depth] = [2]float64{pre.last, post.last}
		for l := range depth + 1 {
			low, high := 1+float64(l)/2, 1+3*float64(l)/2
			within(t, fmt.Sprintf("‖x‖²/d after %d of %d layers, pre-LN", l, depth), pre.stream[l], 0.9*low, 1.1*high)
			if l > 0 {
				within(t, "‖x‖²/d, post-LN", post.stream[l], 0.99, 1.01)
			}
		}
		mean := 0.0
		for _, v := range post.summed {
			mean += v / float64(depth)
		}
		within(t, "‖x‖²/d before the norm, post-LN, mean over layers", mean, 1.4, 1.6)
	}
	within(t, "pre-LN's last gradient at 6 layers over that at 24", last[6][0]/last[24][0], 1.6, 2.5) // √4
	within(t, "post-LN's", last[6][1]/last[24][1], 0.75, 1.33)
}

// What is known of the ratio of the last layer's gradient to the first's.
func TestRatios(t *testing.T) {
	for _, c := range []struct {
		Setting
		pre, post [2]float64
		why       string
	}{
		{Setting{Depth: 6, Width: 64}, [2]float64{0.4, 0.65}, [2]float64{0.7, 1.3}, "self-attention alone: post-LN is even"},
		{Setting{Depth: 12, Width: 64}, [2]float64{0.25, 0.5}, [2]float64{0.6, 1.4}, "and stays so with depth"},
		{Setting{Depth: 6, Width: 64, Cross: true}, [2]float64{0.45, 0.9}, [2]float64{3.5, 9}, "an encoder-decoder's post-LN shrinks it layer by layer"},
		{Setting{Depth: 12, Width: 64, Cross: true}, [2]float64{0.3, 0.8}, [2]float64{20, 90}, "exponentially"},
		{Setting{Depth: 12, Width: 64, Init: GPT2}, [2]float64{0.7, 1.1}, [2]float64{0.9, 1.1}, "GPT-2's init evens both out"},
		{Setting{Depth: 12, Width: 64, Init: Unscaled}, [2]float64{0.25, 0.5}, [2]float64{0.9, 1.1}, "without its scaling pre-LN's grow uneven again"},
	} {
		pre, post := average(c.Setting, 5)
		within(t, c.why+": pre-LN", pre.last/pre.first, c.pre[0], c.pre[1])
		within(t, c.why+": post-LN", post.last/post.first, c.post[0], c.post[1])
	}
}

func TestMeasureDependsOnItsSettingAlone(t *testing.T) {
	s := Setting{Depth: 3, Width: 32, Cross: true, Seed: 4}
	pre, post := Measure(s)
	again, and := Measure(s)
	if !reflect.DeepEqual(pre, again) || !reflect.DeepEqual(post, and) {
		t.Error("the same setting gives other numbers")
	}
	s.Seed = 5
	if other, _ := Measure(s); other.Loss == pre.Loss {
		t.Error("another seed gives the same loss")
	}
}

func TestLayersAddUp(t *testing.T) {
	m, _ := Measure(Setting{Depth: 2, Width: 16, Cross: true})
	for l, got := range m.Layers() {
		squares := 0.0
		for _, name := range m.Names {
			squares += m.Of(name)[l] * m.Of(name)[l]
		}
		close(t, "a layer's gradient", got, math.Sqrt(squares), 1e-12)
	}
	if len(m.Names) != 3*2+2*3*2+2*2 || len(m.EncoderW2) != 2 || len(m.Flow) != 3 {
		t.Errorf("%d tensors a layer, %d layers of the encoder, %d streams", len(m.Names), len(m.EncoderW2), len(m.Flow))
	}
}

func TestMisuse(t *testing.T) {
	s := Zeros(Config{Layers: 1, Width: 4, Heads: 2, Inner: 4, Epsilon: 1e-5})
	crossed := Zeros(Config{Layers: 1, Width: 4, Heads: 2, Inner: 4, Epsilon: 1e-5, Cross: true})
	m, _ := Measure(Setting{Depth: 1, Width: 16})
	for name, f := range map[string]func(){
		"no layers":         func() { Zeros(Config{Width: 4, Heads: 2, Inner: 4, Epsilon: 1e-5}) },
		"odd heads":         func() { Zeros(Config{Layers: 1, Width: 5, Heads: 2, Inner: 4, Epsilon: 1e-5}) },
		"no epsilon":        func() { Zeros(Config{Layers: 1, Width: 4, Heads: 2, Inner: 4, Epsilon: float32(math.NaN())}) },
		"an activation":     func() { Zeros(Config{Layers: 1, Width: 4, Heads: 2, Inner: 4, Epsilon: 1, Activation: 7}) },
		"a width":           func() { s.Forward(gpt.PreLN, tensor.New(2, 5), tensor.Matrix{}, 2) },
		"broken rows":       func() { s.Forward(gpt.PreLN, tensor.New(3, 4), tensor.Matrix{}, 2) },
		"an idle memory":    func() { s.Forward(gpt.PreLN, tensor.New(2, 4), tensor.New(2, 4), 2) },
		"a missing memory":  func() { crossed.Forward(gpt.PreLN, tensor.New(2, 4), tensor.Matrix{}, 2) },
		"another gradient":  func() { s.Forward(gpt.PreLN, tensor.New(2, 4), tensor.Matrix{}, 2).Backward(tensor.New(3, 4), nil) },
		"width 20":          func() { Measure(Setting{Depth: 1, Width: 20}) },
		"an unknown init":   func() { Measure(Setting{Depth: 1, Width: 16, Init: 9}) },
		"an unknown tensor": func() { m.Of("mlp.sideways.weight") },
		"a series of none":  func() { NewSeries(RaceSetting{Setting: Setting{Depth: 1, Width: 16}, Vocabulary: 9}, nil, 0, 1) },
		"a rate that is NaN": func() {
			NewRace(RaceSetting{Setting: Setting{Depth: 1, Width: 16}, Rate: math.NaN(), Vocabulary: 9}, nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("passes")
				}
			}()
			f()
		})
	}
}
