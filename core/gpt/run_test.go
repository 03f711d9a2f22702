package gpt

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"logitarium/core/tensor"
)

const stepWork = 1 << 28 // some milliseconds

// wide has products that are cut: none of its sizes is a multiple of a sliver.
var wide = Config{Vocab: 301, Context: 200, Width: 72, Layers: 3, Heads: 2, Inner: 150, Epsilon: 1e-5}

// A pass in steps, however small, is the pass in one to the bit, in all that
// it computes.
func TestRunEqualsForward(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, norm := range []NormPlace{PreLN, PostLN} {
		for _, rows := range [][2]int{{1, 1}, {1, 2}, {1, 3}, {3, 1}, {1, 7}, {2, 5}, {1, 64}} {
			c := wide
			c.Norm, c.Untied = norm, rows[1] == 7
			m, tokens := wild(c, rng), randomTokens(rng, rows[0]*rows[1], c.Vocab)
			if rows[1]%2 == 1 {
				m = int8Of(t, m)
			}
			var want Pass
			m.Forward(&want, tokens, rows[1])
			for _, budget := range []float64{1, 1e5, 1e6, stepWork} {
				var got Pass
				r := m.Begin(&got, tokens, rows[1])
				steps, share := 0, 0.0
				for ; !r.over; steps++ {
					r.Advance(budget)
					if r.Share() < share || r.Share() > 1 {
						t.Fatalf("the share goes from %g to %g", share, r.Share())
					}
					share = r.Share()
				}
				name := fmt.Sprintf("norm %d, %v, budget %g", norm, rows, budget)
				if share != 1 || budget == 1 && steps < 35 {
					t.Errorf("%s: share %g at the end, %d steps", name, share, steps)
				}
				if !slices.Equal(r.Logits().Data, want.Logits.Data) {
					t.Errorf("%s: the logits differ", name)
				}
				for l := range want.Layers {
					a, b := &got.Layers[l], &want.Layers[l]
					for i, x := range [][2]tensor.Matrix{{a.In, b.In}, {a.Norm1.Out, b.Norm1.Out}, {a.Scores, b.Scores}, {a.Heads, b.Heads},
						{a.AfterAttention, b.AfterAttention}, {a.Norm2.Out, b.Norm2.Out}, {a.Hidden, b.Hidden}, {a.Activated, b.Activated}, {a.AfterMLP, b.AfterMLP}} {
						if !slices.Equal(x[0].Data, x[1].Data) {
							t.Errorf("%s: matrix %d of layer %d differs", name, i, l)
						}
					}
				}
			}
		}
	}
}

// How many threads there are must not show in a single bit: of a pass long
// enough for its heads and products to be shared, in either precision.
func TestThreadsDoNotShow(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	m, tokens := wild(wide, rng), randomTokens(rng, wide.Context, wide.Vocab)
	for _, m := range []*Model{m, int8Of(t, m)} {
		run := func(threads int) []float32 {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(threads))
			return m.Logits(tokens, nil).Data
		}
		one := run(1)
		for _, threads := range []int{2, 5} {
			if !slices.Equal(run(threads), one) {
				t.Errorf("%v: %d threads give other logits than one", m.Precision, threads)
			}
		}
	}
}

// What a pass leaves out changes nothing of what it does not.
func TestPredictAndReuseLayers(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, norm := range []NormPlace{PreLN, PostLN} {
		c := wide
		c.Norm, c.Layers = norm, 5
		m, tokens := wild(c, rng), randomTokens(rng, 4*6, c.Vocab)
		want := m.Logits(tokens[:6], nil)
		var all Pass
		m.Forward(&all, tokens, 6)
		for _, p := range []*Pass{{ReuseLayers: true}, {Predict: AfterLast}, {Predict: AfterLast, ReuseLayers: true}, {Predict: Nothing}} {
			for range 2 { // fresh, and used
				m.Forward(p, tokens, 6)
				for r := range 4 {
					switch p.Predict {
					case AfterEach:
						if !slices.Equal(p.Logits.Data, all.Logits.Data) {
							t.Errorf("norm %d: a pass that reuses layers ends elsewhere", norm)
						}
					case AfterLast: // a row or two may go through another kernel
						got, want := p.Logits.Slice(r, r+1), all.Logits.Slice(6*r+5, 6*r+6)
						checkVectors(t, fmt.Sprint("after row ", r), toVectors(got), toVectors(want), 1e-4, 1e-4)
					case Nothing:
						if len(p.Logits.Data) != 0 {
							t.Error("nothing was to be predicted")
						}
					}
				}
			}
			if last := &p.Layers[c.Layers-1]; !slices.Equal(last.AfterMLP.Data, all.Layers[c.Layers-1].AfterMLP.Data) {
				t.Errorf("norm %d, %+v: the last block ends elsewhere", norm, p.Predict)
			}
		}
		var fresh Pass
		if got := m.Forward(&fresh, tokens[:6], 6); !slices.Equal(got.Data, want.Data) {
			t.Error("the model has changed")
		}
	}
}

// What a Change does in steps, however small, is what a probe does at once: at
// every site, of a pass that others have left in the middle.
func TestChangeEqualsProbe(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	for _, norm := range []NormPlace{PreLN, PostLN} {
		c := wide
		c.Norm = norm
		m, tokens := wild(c, rng), randomTokens(rng, 2*6, c.Vocab)
		alter := func(row []float32, site Site) {
			for i := range row {
				row[i] = 1.25*row[i] + float32(site)/64
			}
		}
		probed := Pass{Probe: func(site Site, _ int, x tensor.Matrix) {
			for i := range x.Rows {
				alter(x.Row(i), site)
			}
		}}
		want := m.Forward(&probed, tokens, 6)
		changed, seen := Pass{}, map[Site]int{}
		changed.Change = func(site Site, _ int, x tensor.Matrix) Change {
			seen[site]++
			row := 0
			return Change{Cost: float64(x.Rows), Step: func(budget float64) bool {
				for ; row < x.Rows && budget > 0; budget-- {
					alter(x.Row(row), site)
					row++
				}
				return row < x.Rows
			}}
		}
		for _, budget := range []float64{1, 100, stepWork} {
			left := m.Begin(&changed, tokens[:4], 2)
			for range 40 {
				left.Step(1) // and is given up, a change under way
			}
			clear(seen)
			r := m.Begin(&changed, tokens, 6)
			for r.Step(budget) {
			}
			if !slices.Equal(r.Logits().Data, want.Data) {
				t.Errorf("norm %d, budget %g: changed step by step it predicts something else", norm, budget)
			}
			for _, site := range c.Sites() {
				if seen[site] != site.Fires(c) {
					t.Errorf("norm %d, budget %g: asked %d times at %v", norm, budget, seen[site], site)
				}
			}
		}
		if got := m.Forward(&changed, tokens, 6); !slices.Equal(got.Data, want.Data) {
			t.Errorf("norm %d: changed in one go it predicts something else", norm)
		}
	}
}

// A text that is longer than what is read at a time, in one go or in steps.
func TestDecoderRun(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	m := wild(wide, rng)
	tokens := randomTokens(rng, 150, wide.Vocab)
	for _, n := range []int{1, 2, 5, feedLength, feedLength + 1, 150} {
		want := m.Logits(tokens[:n], nil)
		d := NewDecoder(m)
		given := d.Begin(randomTokens(rng, 90, wide.Vocab))
		for range 3 {
			given.Advance(1e6)
		}
		d.Rewind(0) // another text comes
		r := d.Begin(tokens[:n])
		for r.Step(stepWork) {
		}
		if d.Len() != n || r.Share() != 1 || r.Logits().Rows != 1 {
			t.Fatalf("%d of %d tokens fed, share %g, %d rows", d.Len(), n, r.Share(), r.Logits().Rows)
		}
		checkVectors(t, fmt.Sprint("after ", n), toVectors(r.Logits()), toVectors(want.Slice(n-1, n)), 1e-3, 1e-3)
		// The keys are there: a token more is as if all had been fed at once.
		whole := NewDecoder(m)
		whole.Feed(tokens[:n])
		a, b := d.Step(7), whole.Step(7)
		checkVectors(t, "and one", toVectors(tensor.Of(1, wide.Vocab, a)), toVectors(tensor.Of(1, wide.Vocab, b)), 1e-3, 1e-3)
	}
}

// A step is bounded, whatever the shape: the largest product alone would be a
// hundred times as much.
func TestStepsAreSmall(t *testing.T) {
	c := Config{Vocab: 50257, Context: 64, Width: 512, Layers: 1, Heads: 1, Inner: 2048, Epsilon: 1e-5}
	r := Zeros(c).Begin(new(Pass), make([]int, 64), 64)
	for before := 0.0; r.Step(stepWork); before = r.spent {
		if took := r.spent - before; took > 2*stepWork {
			t.Errorf("a step of %g, the budget is %d", took, stepWork)
		}
	}
	if r.spent > r.all || r.spent < 0.9*r.all {
		t.Errorf("spent %g of %g", r.spent, r.all)
	}
}

// With the values of the embedding, a head of its own predicts the same; with
// others, other things.
func TestUntiedHead(t *testing.T) {
	c := wide
	m := wild(c, rand.New(rand.NewPCG(7, 8)))
	c.Untied = true
	own := Zeros(c)
	for i, x := range m.Tensors() {
		copy(own.Tensors()[i].Data, x.Data)
	}
	tokens := []int{3, 1, 4, 1, 5}
	copy(own.Head.Data, m.Tokens.Data)
	want := m.Logits(tokens, nil)
	if got := own.Logits(tokens, nil); !slices.Equal(got.Data, want.Data) {
		t.Error("a head of the same values predicts something else")
	}
	own.Head.Row(17)[3]++
	got := own.Logits(tokens, nil)
	for i := range got.Data {
		if same := got.Data[i] == want.Data[i]; same != (i%c.Vocab != 17) {
			t.Fatalf("row 17 of the head moved, and logit %d of token %d: %v", i%c.Vocab, i/c.Vocab, !same)
		}
	}
	o := newOracle(own)
	checkVectors(t, "oracle", toVectors(got), o.run(tokens, false).logits, 1e-3, 1e-3)
	if n := c.Counts(); n.Head != 301*72 || n.Total() != wide.Counts().Total()+n.Head {
		t.Errorf("%+v", n)
	}
}
