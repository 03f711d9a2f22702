package gpt

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"logitarium/core/tensor"
)

var small = Config{Vocab: 11, Context: 12, Width: 8, Layers: 3, Heads: 2, Inner: 20, Epsilon: 1e-5}

func smallModel() (*Model, []int) {
	return wild(small, rand.New(rand.NewPCG(1, 2))), []int{3, 1, 4, 1, 5, 9, 2, 6}
}

func TestSitesFireInOrder(t *testing.T) {
	for _, norm := range []NormPlace{PreLN, PostLN} {
		for positions := Learned; positions <= ALiBi; positions++ {
			c := small
			c.Norm, c.Positions = norm, positions
			m := wild(c, rand.New(rand.NewPCG(1, 2)))
			fired := map[Site]int{}
			m.Logits([]int{1, 2, 3}, func(site Site, layer int, x tensor.Matrix) {
				inBlock := site >= Norm1 && site <= AfterMLP
				if want := fired[site]; inBlock && layer != want || !inBlock && layer != -1 {
					t.Errorf("%v fires for layer %d after %d times", site, layer, want)
				}
				fired[site]++
				if want := shapeAt(c, site, 3); x.Rows != want[0] || x.Cols != want[1] {
					t.Errorf("%v is [%d, %d], want %v", site, x.Rows, x.Cols, want)
				}
			})
			for s := range siteCount {
				if fired[s] != s.Fires(c) {
					t.Errorf("norm %d, positions %d: %v fires %d times, want %d", norm, positions, s, fired[s], s.Fires(c))
				}
			}
			if len(c.Sites()) != len(fired) {
				t.Errorf("%d sites listed, %d fire", len(c.Sites()), len(fired))
			}
		}
	}
}

func shapeAt(c Config, s Site, n int) [2]int {
	switch s {
	case Query, Key, Value:
		return [2]int{c.Heads * n, c.HeadWidth()}
	case Scores, Attention:
		return [2]int{c.Heads * n, n}
	case Hidden, Activated:
		return [2]int{n, c.Inner}
	case Logits:
		return [2]int{n, c.Vocab}
	}
	return [2]int{n, c.Width}
}

func TestSiteNamesDiffer(t *testing.T) {
	seen := map[string]bool{}
	for s := range siteCount {
		if s.String() == "" || seen[s.String()] {
			t.Errorf("site %d is called %q", int(s), s)
		}
		seen[s.String()] = true
	}
	if got := Site(99).String(); got != "site 99" {
		t.Error(got)
	}
}

// A change at any site of any layer reaches the logits, and leaves the model
// and the next pass as they were.
func TestProbeChangesTheResult(t *testing.T) {
	for _, norm := range []NormPlace{PreLN, PostLN} {
		c := small
		c.Norm = norm
		m, tokens := wild(c, rand.New(rand.NewPCG(1, 2))), []int{3, 1, 4, 1, 5}
		plain := m.Logits(tokens, nil)
		for _, target := range c.Sites() {
			for at := range target.Fires(c) {
				count := 0
				changed := m.Logits(tokens, func(site Site, layer int, x tensor.Matrix) {
					if site == target {
						if count == at {
							x.Row(1)[0] += 0.5 // position 0 sees itself alone, whatever its query
						}
						count++
					}
				})
				if slices.Equal(plain.Data, changed.Data) {
					t.Errorf("norm %d: a change of %v in layer %d changes nothing", norm, target, at)
				}
			}
		}
		if again := m.Logits(tokens, nil); !slices.Equal(plain.Data, again.Data) {
			t.Errorf("norm %d: probes left something behind", norm)
		}
	}
}

// Without the position embedding a model trained with it sees a bag of words
// plus the mask: what a probe that clears it should make of the model.
func TestProbeTakesPositionsAway(t *testing.T) {
	m, tokens := smallModel()
	without := small
	without.Positions = NoPositions
	bare := Zeros(without)
	for _, from := range m.Tensors() {
		for _, to := range bare.Tensors() {
			if from.Name == to.Name {
				copy(to.Data, from.Data)
			}
		}
	}
	cleared := m.Logits(tokens, func(site Site, _ int, x tensor.Matrix) {
		if site == PositionEmbedding {
			clear(x.Data)
		}
	})
	if !slices.Equal(cleared.Data, bare.Logits(tokens, nil).Data) {
		t.Error("the two differ")
	}
}

// Without positions and without the mask, a permutation of the tokens only
// permutes the result; with either, it does more.
func TestOrderMatters(t *testing.T) {
	tokens := []int{3, 1, 4, 1, 5}
	order := []int{2, 0, 4, 1, 3}
	shuffled := make([]int, len(order))
	for i, from := range order {
		shuffled[i] = tokens[from]
	}
	for positions := Learned; positions <= ALiBi; positions++ {
		for _, unmasked := range []bool{false, true} {
			c := small
			c.Positions = positions
			m := wild(c, rand.New(rand.NewPCG(1, 2)))
			p, q := Pass{Unmasked: unmasked}, Pass{Unmasked: unmasked}
			straight, mixed := m.Forward(&p, tokens, 5), m.Forward(&q, shuffled, 5)
			same := true
			for i, from := range order {
				for j, v := range mixed.Row(i) {
					if d := v - straight.At(from, j); d > 1e-3 || d < -1e-3 {
						same = false
					}
				}
			}
			if want := positions == NoPositions && unmasked; same != want {
				t.Errorf("positions %d, unmasked %v: permuted alike is %v", positions, unmasked, same)
			}
		}
	}
}

func TestFutureStaysUnseen(t *testing.T) {
	m, tokens := smallModel()
	all := m.Logits(tokens, nil)
	changed := slices.Clone(tokens)
	changed[5] = 0
	other := m.Logits(changed, nil)
	if !slices.Equal(all.Slice(0, 5).Data, other.Slice(0, 5).Data) {
		t.Error("a later token changed an earlier prediction")
	}
	for i := 5; i < len(tokens); i++ {
		if slices.Equal(all.Row(i), other.Row(i)) {
			t.Errorf("position %d does not see the change at 5", i)
		}
	}
}

func TestRowsDoNotSeeEachOther(t *testing.T) {
	m, tokens := smallModel()
	var p Pass
	together := m.Forward(&p, tokens, 4)
	for r := range 2 {
		alone := m.Logits(tokens[r*4:r*4+4], nil)
		checkVectors(t, fmt.Sprint("row ", r), toVectors(together.Slice(r*4, r*4+4)), toVectors(alone), 1e-5, 1e-5)
	}
}

func TestPassesOfChangingShape(t *testing.T) {
	m, tokens := smallModel()
	var p Pass
	for _, n := range []int{8, 3, 1, 8, 5} {
		want := m.Logits(tokens[:n], nil)
		if got := m.Forward(&p, tokens[:n], n); !slices.Equal(got.Data, want.Data) {
			t.Errorf("%d tokens: a used pass gives another result", n)
		}
	}
}

func TestNoGarbage(t *testing.T) {
	if raceDetector {
		t.Skip("buffers are not kept under the race detector")
	}
	m, tokens := smallModel()
	var p Pass
	grad, d := Zeros(small), tensor.New(len(tokens), small.Vocab)
	if n := testing.AllocsPerRun(10, func() {
		CrossEntropyBack(d, m.Forward(&p, tokens, 4), tokens, 1)
		m.Backward(&p, d, grad)
	}); n != 0 {
		t.Errorf("forward and backward allocate %v times", n)
	}
	dec := NewDecoder(m)
	if n := testing.AllocsPerRun(10, func() {
		dec.Rewind(0)
		dec.Step(1)
		dec.Step(2)
	}); n != 0 {
		t.Errorf("two decoder steps allocate %v times", n)
	}
}

func TestDecoderEqualsForward(t *testing.T) {
	for _, norm := range []NormPlace{PreLN, PostLN} {
		for positions := Learned; positions <= ALiBi; positions++ {
			c := small
			c.Norm, c.Positions = norm, positions
			m := wild(c, rand.New(rand.NewPCG(1, 2)))
			tokens := []int{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8}
			want := toVectors(m.Logits(tokens, nil))
			d := NewDecoder(m)
			for i, token := range tokens {
				if d.Full() || d.Len() != i {
					t.Fatalf("full %v with %d of %d", d.Full(), d.Len(), i)
				}
				checkVectors(t, fmt.Sprint("step ", i), toVectors(tensor.Of(1, c.Vocab, d.Step(token))), want[i:i+1], 1e-4, 1e-5)
			}
			if !d.Full() {
				t.Error("not full")
			}
			d.Rewind(3)
			got := toVectors(d.Feed(tokens[3:8]))
			checkVectors(t, "fed after rewinding", got, want[3:8], 1e-4, 1e-5)
			checkVectors(t, "step after feeding", toVectors(tensor.Of(1, c.Vocab, d.Step(tokens[8]))), want[8:9], 1e-4, 1e-5)
		}
	}
}

func TestDecoderProbe(t *testing.T) {
	m, tokens := smallModel()
	fired := map[Site]bool{}
	probe := func(site Site, _ int, x tensor.Matrix) {
		fired[site] = true
		if site == Activated {
			clear(x.Data)
		}
	}
	want := m.Logits(tokens, probe)
	clear(fired)
	d := NewDecoder(m)
	d.Probe = probe
	for i, token := range tokens {
		checkVectors(t, fmt.Sprint("step ", i), toVectors(tensor.Of(1, small.Vocab, d.Step(token))), toVectors(want.Slice(i, i+1)), 1e-4, 1e-5)
	}
	if len(fired) != len(small.Sites()) {
		t.Errorf("%d sites fired, want %d", len(fired), len(small.Sites()))
	}
}

func TestMisuseSaysTheNumbers(t *testing.T) {
	m, _ := smallModel()
	full := NewDecoder(m)
	full.Feed(make([]int, 12))
	tests := map[string]func(){
		"gpt: 0 tokens in rows of 0":                func() { m.Logits(nil, nil) },
		"gpt: 7 tokens in rows of 2":                func() { m.Forward(new(Pass), make([]int, 7), 2) },
		"gpt: 13 tokens after 0, the context is 12": func() { m.Logits(make([]int, 13), nil) },
		"gpt: 1 tokens after 12, the context is 12": func() { full.Step(1) },
		"gpt: rewind to 13 of 12 tokens":            func() { full.Rewind(13) },
		"gpt: token 11 at 1, the vocabulary has 11": func() { m.Logits([]int{1, 11}, nil) },
		"gpt: token -1 at 0, the vocabulary has 11": func() { m.Logits([]int{-1}, nil) },
		"gpt: 1 targets for 2 positions":            func() { LogProbs(tensor.New(2, 3), []int{1}) },
		"gpt: target 3 at 0, the vocabulary has 3":  func() { CrossEntropy(tensor.New(1, 3), []int{3}) },
		"gpt: target -2 at 0, the vocabulary has 3": func() { CrossEntropy(tensor.New(1, 3), []int{-2}) },
		"gpt: a batch of 2 tokens without a target": func() { NewTrainer(m, Recipe()).Gradient(Batch{[]int{1, 2}, []int{-1, -1}, 2}) },
		"gpt: a batch of 3 tokens and 3 targets in rows of 2": func() {
			NewTrainer(m, Recipe()).Gradient(Batch{[]int{1, 2, 3}, []int{1, 2, 3}, 2})
		},
		"gpt config: width 8 is not a multiple of 3 heads": func() { Zeros(Config{Vocab: 1, Context: 1, Width: 8, Layers: 1, Heads: 3, Inner: 1}) },
	}
	for want, misuse := range tests {
		func() {
			defer func() {
				if got := recover(); got != want {
					t.Errorf("panic %v, want %q", got, want)
				}
			}()
			misuse()
		}()
	}
	defer func() {
		if got := fmt.Sprint(recover()); !strings.HasPrefix(got, "gpt: gradient [1, 11] of logits [2, 11]") {
			t.Errorf("panic %q", got)
		}
	}()
	var p Pass
	m.Forward(&p, []int{1, 2}, 2)
	func() {
		defer func() {
			if got := recover(); got != "gpt: backward through a pass that has not kept everything" {
				t.Errorf("panic %v", got)
			}
		}()
		last := Pass{ReuseLayers: true}
		m.Backward(&last, m.Forward(&last, []int{1, 2}, 2), Zeros(small))
	}()
	m.Backward(&p, tensor.New(1, 11), Zeros(small))
}
