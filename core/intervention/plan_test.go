package intervention_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"logitarium/core/gpt"
	. "logitarium/core/intervention"
	"logitarium/core/tensor"
)

// configs are of all kinds of blocks.
func configs() []gpt.Config {
	plain := gpt.Config{Vocab: 31, Context: 12, Width: 16, Layers: 3, Heads: 4, Inner: 20, Epsilon: 1e-5}
	post := plain
	post.Norm = gpt.PostLN
	modern := plain
	modern.Norm, modern.Positions = gpt.Sandwich, gpt.Rotary
	modern.Parts = gpt.Parts{RMSNorm: true, Biases: gpt.NoBiases, Separate: true, KeyHeads: 2, Gated: true, QKNorm: true, Window: 4, Every: 2}
	return []gpt.Config{plain, post, modern}
}

func wild(c gpt.Config) *gpt.Model {
	m, rng := gpt.Zeros(c), rand.New(rand.NewPCG(1, 2))
	for _, p := range m.Tensors() {
		for i := range p.Data {
			p.Data[i] = float32(rng.NormFloat64() / 2)
		}
	}
	return m
}

var text = []int{3, 1, 4, 1, 5, 9, 2, 6}

// What changes nothing gives the same bits: a plan for nothing, a part that is
// not there, a cut of no tokens, a cut of what could not be seen anyway, and a
// transplant from the text itself. And off, then on again.
func TestNothing(t *testing.T) {
	for _, c := range configs() {
		m := wild(c)
		want := m.Logits(text, nil).Data
		var kept Donation
		m.Logits(text, kept.Probe)
		var all []Part
		for _, p := range Parts(c) {
			if p.Kind == Head {
				all = append(all, p)
			}
		}
		last := len(text) - 1
		for name, plan := range map[string]*Plan{
			"nothing":         {},
			"no such part":    {Off: []Part{{Head, c.Layers, 0}, {Head, 0, c.Heads}, {Kind: MLP, Layer: -1}}},
			"no tokens":       {Masks: []Mask{{Layer: 1, Head: -1, From: 3, Lo: 2, Hi: 2}}},
			"what follows":    {Masks: []Mask{{Layer: 1, Head: -1, From: last, Lo: last, Hi: 99}}},
			"from nowhere":    {Masks: []Mask{{Layer: 1, Head: -1, From: last + 1, Lo: 0, Hi: 99}}},
			"its own values":  kept.Plan(c, all, last),
			"own values, off": {Off: []Part{}, Puts: kept.Plan(c, all, last).Puts},
		} {
			if got := m.Logits(text, plan.Probe(c, nil)).Data; !slices.Equal(got, want) {
				t.Errorf("norm %v: %s changes something", c.Norm, name)
			}
		}
		for _, p := range Parts(c) {
			plan := &Plan{Off: []Part{p}}
			if got := m.Logits(text, plan.Probe(c, nil)).Data; slices.Equal(got, want) {
				t.Errorf("norm %v: %v is off, and nothing changes", c.Norm, p)
			}
			if got := m.Logits(text, nil).Data; !slices.Equal(got, want) {
				t.Fatalf("norm %v: %v is on again, and something has changed", c.Norm, p)
			}
		}
	}
}

// A part that is off adds nothing: what it gives is 0, or its mean, and a layer
// that is off hands the stream on as it is.
func TestOff(t *testing.T) {
	c := configs()[0]
	m := wild(c)
	var means Means
	m.Logits(text, means.Probe)
	m.Logits([]int{7, 8}, means.Probe)
	if means.Tokens() != len(text)+2 {
		t.Errorf("means of %d tokens", means.Tokens())
	}
	var in tensor.Matrix
	plan := &Plan{Off: []Part{{Kind: Layer, Layer: 1}, {Head, 2, 1}}}
	m.Logits(text, plan.Probe(c, func(site gpt.Site, layer int, x tensor.Matrix) {
		switch {
		case site == gpt.AfterMLP && layer == 0:
			in = x.Clone()
		case site == gpt.AfterMLP && layer == 1 && !slices.Equal(x.Data, in.Data):
			t.Error("the layer is off, and the stream changes")
		case site == gpt.Heads && layer == 2:
			for i := range x.Rows {
				for j, v := range x.Row(i) {
					if own := j/4 == 1; own != (v == 0) {
						t.Fatalf("head 2.1 is off, and column %d has %g", j, v)
					}
				}
			}
		}
	}))
	sum := make([]float64, c.Width)
	add := func(site gpt.Site, layer int, x tensor.Matrix) {
		if site == gpt.MLPOut && layer == 0 {
			for i := range x.Rows {
				for j, v := range x.Row(i) {
					sum[j] += float64(v)
				}
			}
		}
	}
	m.Logits(text, add)
	m.Logits([]int{7, 8}, add)
	plan = &Plan{Off: []Part{{Kind: MLP, Layer: 0}}, Fill: &means}
	m.Logits(text, plan.Probe(c, func(site gpt.Site, layer int, x tensor.Matrix) {
		if site == gpt.MLPOut && layer == 0 {
			for i := range x.Rows {
				for j, v := range x.Row(i) {
					if want := float32(sum[j] / 10); v != want {
						t.Fatalf("the mean is %g, want %g", v, want)
					}
				}
			}
		}
	}))
}

// What is cut has no weight, what is not shares all of it, and only the rows
// that were meant change.
func TestCut(t *testing.T) {
	for _, c := range configs() {
		m := wild(c)
		weights := func(p *Plan) (rows []tensor.Matrix) {
			m.Logits(text, p.Probe(c, func(site gpt.Site, layer int, x tensor.Matrix) {
				if site == gpt.Attention {
					rows = append(rows, x.Clone())
				}
			}))
			return rows
		}
		const layer, one = 0, 2
		before := weights(&Plan{})[layer]
		after := weights(&Plan{Masks: []Mask{{Layer: layer, Head: one, From: 5, Lo: 1, Hi: 4}}})[layer]
		for h := range c.Heads {
			was, is := c.Head(before, h), c.Head(after, h)
			for i := range is.Rows {
				sum := 0.0
				for j, w := range is.Row(i) {
					sum += float64(w)
					switch meant := h == one && i >= 5; {
					case meant && j >= 1 && j < 4 && w != 0:
						t.Errorf("norm %v: token %d still sees %d by %g", c.Norm, i, j, w)
					case !meant && w != was.At(i, j):
						t.Errorf("norm %v: head %d, token %d has changed", c.Norm, h, i)
					}
				}
				if math.Abs(sum-1) > 1e-6 {
					t.Errorf("norm %v: weights sum to %g", c.Norm, sum)
				}
			}
		}
	}
}

// In steps, a plan does what it does at once.
func TestSteps(t *testing.T) {
	c := configs()[0]
	m := wild(c)
	plan := &Plan{Off: []Part{{Head, 1, 3}}, Masks: []Mask{{Layer: 2, Head: -1, From: 7, Hi: 4}}}
	want := m.Logits(text, plan.Probe(c, nil)).Data
	pass := gpt.Pass{Probe: plan.Probe(c, nil)}
	r := m.Begin(&pass, text, len(text))
	for r.Step(1) {
	}
	if !slices.Equal(r.Logits().Data, want) {
		t.Error("in steps it is something else")
	}
}
