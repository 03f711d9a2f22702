package intervention_test

import (
	"math"
	"slices"
	"testing"

	"logitarium/core/gpt"
	. "logitarium/core/intervention"
	"logitarium/core/tensor"
)

// What is cut is what is meant, to the token: in the layer, of the head or of
// all, from a token on, up to one; and a token always sees itself.
func TestCutToTheToken(t *testing.T) {
	c := configs()[0]
	const length = 5
	for _, cut := range []Mask{
		{Layer: 1, Head: 2, From: 3, Lo: 1, Hi: 2},
		{Layer: 1, Head: -1, From: 0, Lo: 0, Hi: length},
		{Layer: 1, Head: 0, From: 2, Lo: -3, Hi: 1},
		{Layer: 1, Head: 3, From: 4, Lo: 4, Hi: 5},
		{Layer: 1, Head: 1, From: 1, Lo: 2, Hi: 99},
		{Layer: 0, Head: -1, From: 0, Lo: 0, Hi: length},
	} {
		scores := tensor.New(2*c.Heads*length, length) // two rows of a pass
		for i := range scores.Data {
			scores.Data[i] = 1
		}
		plan := Plan{Masks: []Mask{cut}}
		plan.Probe(c, nil)(gpt.Scores, 1, scores)
		for i := range scores.Rows {
			head, at := i/length%c.Heads, i%length
			for to, v := range scores.Row(i) {
				hidden := cut.Layer == 1 && (cut.Head == -1 || cut.Head == head) && at >= cut.From && to >= cut.Lo && to < cut.Hi && to < at
				if hidden != math.IsInf(float64(v), -1) || !hidden && v != 1 {
					t.Fatalf("%+v: row %d, head %d, token %d sees %d by %g", cut, i, head, at, to, v)
				}
			}
		}
	}
}

// A head that is off gives its mean, one that is given values has them at that
// token, and the others are as they were; what is not in the network is nothing.
func TestHeadsByColumn(t *testing.T) {
	c := configs()[0] // four heads of four
	var means Means
	seen := tensor.New(2, c.Width)
	for i := range seen.Data {
		seen.Data[i] = float32(i)
	}
	means.Probe(gpt.TokenEmbedding, 0, seen)
	means.Probe(gpt.Heads, 1, seen)
	values := []float32{-1, -2, -3, -4}
	for _, fill := range []*Means{nil, {}, &means} {
		plan := Plan{Fill: fill, Off: []Part{head(1, 2), head(0, 0), head(1, 4)}, Puts: []Put{
			{1, 2, 1, values}, {1, 3, 2, values}, {0, 1, 0, values}, {1, 4, 0, values}, {1, 0, 9, values},
		}}
		x := tensor.New(3, c.Width)
		for i := range x.Data {
			x.Data[i] = 100
		}
		plan.Probe(c, nil)(gpt.Heads, 1, x)
		for i := range x.Rows {
			for j, v := range x.Row(i) {
				want := float32(100)
				switch {
				case j/4 == 2 && i == 1, j/4 == 3 && i == 2:
					want = values[j%4]
				case j/4 == 2 && fill == &means:
					want = (float32(j) + float32(c.Width+j)) / 2
				case j/4 == 2:
					want = 0
				}
				if v != want {
					t.Fatalf("means %v: token %d, column %d is %g, want %g", fill != nil, i, j, v, want)
				}
			}
		}
	}
}

// An empty plan's probe is the next one itself; a plan shows it what it changed.
func TestProbesFollow(t *testing.T) {
	c := configs()[0]
	var empty Plan
	if !empty.Empty() || empty.Probe(c, nil) != nil {
		t.Error("a plan of nothing does something")
	}
	for _, p := range []Plan{{Off: []Part{head(0, 0)}}, {Masks: []Mask{{}}}, {Puts: []Put{{}}}} {
		if p.Empty() {
			t.Errorf("%+v is empty", p)
		}
	}
	calls := 0
	plan := Plan{Off: []Part{{Kind: Layer, Layer: 2}}}
	probe := plan.Probe(c, func(site gpt.Site, layer int, x tensor.Matrix) {
		calls++
		if off := layer == 2 && (site == gpt.AttentionOut || site == gpt.MLPOut); off != (x.Data[0] == 0) {
			t.Errorf("site %v of layer %d is shown as %g", site, layer, x.Data[0])
		}
	})
	for _, site := range []gpt.Site{gpt.AttentionOut, gpt.MLPOut, gpt.Heads} {
		for layer := range c.Layers {
			probe(site, layer, tensor.Of(1, 2, []float32{7, 7}))
		}
	}
	if calls != 9 {
		t.Errorf("it is shown %d of 9", calls)
	}
}

// Names of parts, and the order in which a network has them.
func TestPartsInWords(t *testing.T) {
	for want, p := range map[string]Part{"3.0": {Kind: Head, Layer: 3}, "0.11": {Head, 0, 11}, "attention 2": {Kind: Attention, Layer: 2}, "MLP 0": {Kind: MLP}, "layer 7": {Kind: Layer, Layer: 7}} {
		if got := p.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, c := range configs() {
		all := Parts(c)
		if len(all) != c.Layers*(c.Heads+3) {
			t.Errorf("%d parts of %d layers with %d heads", len(all), c.Layers, c.Heads)
		}
		for i, p := range all {
			if p.Layer != i/(c.Heads+3) || slices.Index(all, p) != i {
				t.Errorf("part %d is %v", i, p)
			}
		}
	}
}
