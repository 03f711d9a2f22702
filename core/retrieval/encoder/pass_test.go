package encoder

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"logitarium/core/tensor"
)

// random is an encoder of small sizes with weights in all places.
func random(s Shape) *weights {
	w, rng := zeros(s), rand.New(rand.NewPCG(5, 6))
	for _, p := range w.all() {
		normal(p.Data, rng, .8)
	}
	return w
}

// The vector of a text by its formula, written out in double precision.
func TestForwardByHand(t *testing.T) {
	s := Shape{Vocab: 7, Width: 3, Inner: 5, Out: 4}
	w := random(s)
	texts := [][]int{{1, 4, 4, 6}, {0}, {2, 3}}
	for side := range Side(sides) {
		p := w.forward(side, texts)
		for n, text := range texts {
			hidden, attention, sum := make([][]float64, len(text)), make([]float64, len(text)), 0.0
			for i, id := range text {
				hidden[i] = make([]float64, s.Inner)
				for j := range s.Inner {
					x := float64(w.bias.At(0, j))
					for k := range s.Width {
						x += float64(w.table.At(id, k)) * float64(w.inner.At(k, j))
					}
					hidden[i][j] = .5 * x * (1 + math.Tanh(math.Sqrt(2/math.Pi)*(x+.044715*x*x*x)))
					attention[i] += hidden[i][j] * float64(w.attend[side].At(0, j))
				}
				attention[i] = math.Exp(attention[i])
				sum += attention[i]
			}
			vector, length := make([]float64, s.Out), 0.0
			for d := range vector {
				for i := range text {
					for j := range s.Inner {
						vector[d] += attention[i] / sum * hidden[i][j] * float64(w.out[side].At(j, d))
					}
				}
				length += vector[d] * vector[d]
			}
			length = math.Sqrt(length)
			for d, v := range p.vector.Row(n) {
				if math.Abs(float64(v)-vector[d]/length) > 1e-5 {
					t.Errorf("%v, text %d: vector[%d] is %g, by hand %g", side, n, d, v, vector[d]/length)
				}
			}
			if math.Abs(float64(p.length[n])-length) > 1e-5*length {
				t.Errorf("%v, text %d: it was %g long, by hand %g", side, n, p.length[n], length)
			}
			for i, share := range p.share[p.starts[n]:p.starts[n+1]] {
				if math.Abs(float64(share)-attention[i]/sum) > 1e-6 {
					t.Errorf("%v, text %d: token %d has %g of it, by hand %g", side, n, i, share, attention[i]/sum)
				}
			}
		}
	}
	// What is made of a token is the same wherever it stands, so the whole
	// vocabulary once is what each text has.
	all, one := w.vocabulary(), w.forward(Passage, texts)
	for i, id := range one.tokens {
		if !slices.Equal(one.hidden.Row(i), all.Row(id)) {
			t.Errorf("token %d has other hidden values in its text than in the vocabulary", id)
		}
	}
}

// A text that says nothing at all has a vector, of zeros and not of 0/0.
func TestNothingIsNoNaN(t *testing.T) {
	w := zeros(Shape{Vocab: 2, Width: 2, Inner: 2, Out: 3})
	for _, v := range w.forward(Question, [][]int{{0, 1}}).vector.Data {
		if v != 0 {
			t.Errorf("%v", v)
		}
	}
}

// The loss of cosines by its formula, and a gradient that sums to 0 over each
// question's passages.
func TestContrastByHand(t *testing.T) {
	const n, scale = 3, 4.0
	cosines := []float32{.9, .1, -.3, .2, .4, .4, -1, .5, .8}
	also := []bool{true, false, true, false, true, false, false, false, true}
	want := 0.0
	for i := range n {
		sum := 0.0
		for j := range n {
			if j == i || !also[i*n+j] {
				sum += math.Exp(scale * float64(cosines[i*n+j]))
			}
		}
		want -= math.Log(math.Exp(scale*float64(cosines[i*n+i]))/sum) / n
	}
	grad := tensor.Of(n, n, slices.Clone(cosines))
	if got := contrast(grad, also, scale); math.Abs(got-want) > 1e-6 {
		t.Errorf("the loss is %g, by hand %g", got, want)
	}
	for i := range n {
		sum := 0.0
		for j, g := range grad.Row(i) {
			sum += float64(g)
			if (j == i) != (g < 0) && g != 0 {
				t.Errorf("question %d: the gradient at passage %d is %g", i, j, g)
			}
		}
		if math.Abs(sum) > 1e-6 {
			t.Errorf("question %d: its gradients sum to %g", i, sum)
		}
	}
}

// A batch in four parts has each of its texts once, however uneven it is.
func TestShardsAreTheBatch(t *testing.T) {
	for n := 1; n <= 9; n++ {
		var b batch
		for i := range n {
			for side := range b.texts {
				b.texts[side] = append(b.texts[side], []int{100*side + i})
			}
		}
		var got [sides][][]int
		for i := range shards {
			side, texts := b.shard(i)
			got[side] = append(got[side], texts...)
		}
		if fmt.Sprint(got) != fmt.Sprint(b.texts) {
			t.Errorf("%d texts come as %v", n, got)
		}
	}
}

// The first weights: embeddings of mean square 1, matrices that keep sizes, and
// sides that are alike, so that equal texts begin as neighbours.
func TestFirstWeights(t *testing.T) {
	s := Shape{Vocab: 50, Width: 40, Inner: 60, Out: 30}
	table := tensor.New(s.Vocab, s.Width)
	normal(table.Data, rand.New(rand.NewPCG(1, 1)), 17)
	before := slices.Clone(table.Data)
	w := first(s, table, rand.New(rand.NewPCG(2, 2)))
	if r := rms(w.table.Data); math.Abs(float64(r)-1) > 1e-5 || !slices.Equal(table.Data, before) {
		t.Errorf("embeddings of %g, and those of the model have changed", r)
	}
	for what, pair := range map[string][2]float64{
		"inner": {float64(rms(w.inner.Data)), math.Sqrt(2. / 40)}, "out": {float64(rms(w.out[Question].Data)), math.Sqrt(1. / 60)},
	} {
		if math.Abs(pair[0]-pair[1]) > .05*pair[1] {
			t.Errorf("%s has values of %g, want %g", what, pair[0], pair[1])
		}
	}
	if !slices.Equal(w.out[Question].Data, w.out[Passage].Data) {
		t.Error("the sides begin apart")
	}
	for _, b := range [][]float32{w.bias.Data, w.attend[Question].Data, w.attend[Passage].Data} {
		if slices.ContainsFunc(b, func(v float32) bool { return v != 0 }) {
			t.Error("a bias or an attention begins with something")
		}
	}
}

// The rate rises to its peak, and falls to its floor; the loss is a mean over
// the steps that were made.
func TestRateAndLoss(t *testing.T) {
	lm, _ := load(t)
	r := small() // four steps, two of warm-up
	run := begin(t, lm, r)
	var rates, losses []float64
	for !run.Done() {
		rates = append(rates, run.Rate())
		if _, err := run.Step(); err != nil {
			t.Fatal(err)
		}
		losses = append(losses, run.recent[len(run.recent)-1])
		mean := 0.0
		for _, l := range losses {
			mean += l / float64(len(losses))
		}
		if card := run.Encoder.Card; math.Abs(card.Loss-mean) > 1e-12 || card.Steps != len(losses) || run.Steps() != len(losses) {
			t.Errorf("after %d steps the card says %d, and a loss of %g, not %g", len(losses), card.Steps, card.Loss, mean)
		}
	}
	if len(rates) != 4 || !(rates[0] < rates[1]) || rates[1] != r.Peak || !(rates[3] < rates[2]) || rates[3] < r.Floor*r.Peak {
		t.Errorf("rates %v", rates)
	}
	run.recent = slices.Repeat([]float64{1}, lossWindow)
	if _, err := run.Step(); err != nil || len(run.recent) != lossWindow {
		t.Errorf("%d losses are kept, %v", len(run.recent), err)
	}
	if first := losses[0]; math.Abs(first-math.Log(float64(r.Pairs))) > 1.5 {
		t.Errorf("the first loss is %g, that of a blind choice %g", first, math.Log(float64(r.Pairs)))
	}
}
