package origin

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
	"logitarium/core/world"
)

// tiny is a network of the built-in model's tokens on which all is measured in
// milliseconds.
func tiny(t testing.TB) *gpt.Model {
	t.Helper()
	c := gpt.Config{
		Vocab: builtintest.Load(t).Tokens.Size(), Context: 128, Width: 8, Layers: 2, Heads: 2, Inner: 8,
		Positions: gpt.Learned, Epsilon: 1e-5,
	}
	return gpt.New(c, rand.New(rand.NewPCG(1, 2)))
}

func written(t testing.TB, size Size, seed uint64) *Corpus {
	t.Helper()
	lm := builtintest.Load(t)
	return New(lm.World, lm.Tokens, size, seed)
}

// byHand is a corpus of documents that tell the given facts.
func byHand(facts ...int) *Corpus {
	c := &Corpus{Facts: []world.Fact{{Person: "Xu", Value: "Rome"}, {Person: "Zorp", Value: "nurse"}}}
	for _, f := range facts {
		c.Documents = append(c.Documents, Document{Fact: f})
	}
	return c
}

// A fact is told in documents of its own: the question in each form, then
// statements, no two alike; all others are ordinary, and name nobody of them.
func TestDocumentsTellTheirFacts(t *testing.T) {
	lm := builtintest.Load(t)
	for each := 1; each <= world.Phrasings; each++ {
		c := New(lm.World, lm.Tokens, Size{Facts: 3, Each: each, Ordinary: 5}, uint64(each))
		told, ordinary := map[int][]string{}, 0
		for _, d := range c.Documents {
			if got := lm.Tokens.Decode(d.tokens[:len(d.tokens)-1]); strings.TrimSuffix(got, "\n") != d.Text || d.tokens[len(d.tokens)-1] != lm.Tokens.End() || len(d.tokens) > mostTokens {
				t.Errorf("%q is the tokens %q", d.Text, got)
			}
			if d.Fact == -1 {
				ordinary++
				continue
			}
			f := c.Facts[d.Fact]
			if got, ok := world.ReadStatement(d.Text); ok && got != f || !ok && !strings.HasSuffix(d.Text, "\nAnswer: "+f.Value) {
				t.Errorf("%q tells %v, not %v", d.Text, got, f)
			}
			if slices.Contains(told[d.Fact], d.Text) {
				t.Errorf("%q comes twice", d.Text)
			}
			told[d.Fact] = append(told[d.Fact], d.Text)
		}
		for fact, f := range c.Facts {
			if len(told[fact]) != each {
				t.Errorf("%v is told in %d documents of %d", f, len(told[fact]), each)
			}
			for form := range min(each, world.Forms) {
				if q := world.Prompt(f.Question(form)) + " " + f.Value; !slices.Contains(told[fact], q) {
					t.Errorf("no document is %q", q)
				}
			}
		}
		if ordinary != 5 || len(c.order) != Epochs {
			t.Errorf("%d ordinary documents, %d epochs", ordinary, len(c.order))
		}
		for epoch, order := range c.order {
			if sorted := slices.Sorted(slices.Values(order)); len(sorted) != len(c.Documents) || sorted[0] != 0 || len(slices.Compact(sorted)) != len(order) {
				t.Errorf("epoch %d reads %v", epoch, order)
			}
		}
	}
	known := Known(lm.World, lm.Tokens, Size{Facts: 2, Each: 2, Ordinary: 3}, 1)
	for _, d := range known.Documents {
		if d.Fact >= 0 && !strings.Contains(d.Text, known.Facts[d.Fact].Value) {
			t.Errorf("%q does not tell %v", d.Text, known.Facts[d.Fact])
		}
	}
	if a, b := written(t, few, 1), written(t, few, 2); a.Facts[0] == b.Facts[0] {
		t.Errorf("two seeds have the fact %v", a.Facts[0])
	}
}

// A document of as many tokens as there may be is taken, one more is not.
func TestLengthOfDocuments(t *testing.T) {
	c := written(t, Size{Facts: 1, Each: 1}, 1)
	text := func(n int) string { return strings.Repeat("\n", n) } // a token each
	if n := len(c.tokens.Encode(text(9))); n != 9 {
		t.Skipf("9 line ends are %d tokens", n)
	}
	before := len(c.Documents)
	if c.add(text(mostTokens), -1) || len(c.Documents) != before {
		t.Error("with its end it has a token too many")
	}
	if !c.add(text(mostTokens-1), -1) || len(c.Documents) != before+1 || len(c.Documents[before].tokens) != mostTokens {
		t.Error("what fills the room has none")
	}
}

// Three epochs are a training on the batches in their order, with the moments
// that it has on its way; who is left out leaves its place empty.
func TestEpochsAreATraining(t *testing.T) {
	c := written(t, Size{Facts: 2, Each: 3, Ordinary: 15}, 3) // 21 documents, two batches
	for _, without := range [][]int{nil, {0, 5, 20}} {
		at := Begin(tiny(t))
		start := slices.Clone(at.Model.Tokens.Data)
		want := at.Model.Clone()
		plain := gpt.NewTrainer(want, gpt.Recipe())
		for epoch := range Epochs {
			e := c.Train(at, without)
			if at.Epoch != epoch || e.Share() != 0 {
				t.Fatalf("epoch %d begins at share %g", at.Epoch, e.Share())
			}
			if share := e.Share(); !e.Step(1) || e.Share() > 0 {
				t.Fatalf("at once the share is %g after %g", e.Share(), share)
			}
			for share, seen := 0.0, false; e.Step(1); share = e.Share() {
				if seen = seen || e.Share() == float64(Batch)/21; e.Share() < share || e.Share() > float64(Batch)/21 && !seen {
					t.Fatalf("a share of %g after %g", e.Share(), share)
				}
			}
			if at = e.End(); e.Share() != 1 {
				t.Errorf("at its end the share is %g", e.Share())
			}
			for from := 0; from < 21; from += Batch {
				var b gpt.Batch
				for _, i := range c.order[epoch][from:min(from+Batch, 21)] {
					if !slices.Contains(without, i) {
						b.Length = max(b.Length, len(c.Documents[i].tokens)-1)
					}
				}
				for _, i := range c.order[epoch][from:min(from+Batch, 21)] {
					if slices.Contains(without, i) {
						continue
					}
					tokens := c.Documents[i].tokens
					for k := range b.Length {
						if k < len(tokens)-1 {
							b.Tokens, b.Targets = append(b.Tokens, tokens[k]), append(b.Targets, tokens[k+1])
						} else {
							b.Tokens, b.Targets = append(b.Tokens, c.tokens.End()), append(b.Targets, gpt.NoTarget)
						}
					}
				}
				plain.Step(b, Rate)
			}
		}
		for i, m := range want.Tensors() {
			if !slices.Equal(m.Data, at.Model.Tensors()[i].Data) {
				t.Fatalf("without %v: %s is another one", without, m.Name)
			}
		}
		if first := Begin(tiny(t)); !slices.Equal(first.Model.Tokens.Data, start) {
			t.Error("the first checkpoint has changed")
		}
	}
}

// A batch of which all is left out is no step.
func TestNothingLearnt(t *testing.T) {
	c := written(t, Size{Facts: 1, Each: 1, Ordinary: 3}, 4)
	from := Begin(tiny(t))
	e := c.Train(from, []int{0, 1, 2, 3})
	for e.Step(1) {
	}
	for i, m := range from.Model.Tensors() {
		if !slices.Equal(m.Data, e.End().Model.Tensors()[i].Data) {
			t.Fatalf("%s has changed", m.Name)
		}
	}
	if b := e.batch(nil); b.Length != 0 || len(b.Tokens) != 0 {
		t.Errorf("a batch of nothing: %+v", b)
	}
}

// Pulls by their formula, in double precision, from gradients of single
// documents.
func TestPullsByHand(t *testing.T) {
	c := written(t, Size{Facts: 2, Each: 1, Ordinary: 7}, 5) // 9 documents, three samples
	m := tiny(t)
	counts := func(name string) bool { // the last block, the final norm, the head
		return strings.HasPrefix(name, "blocks.1.") || !strings.HasPrefix(name, "blocks.") && name != "positions"
	}
	gradient := func(inputs, targets []int) (all []float64) {
		trainer := gpt.NewTrainer(m, gpt.Recipe())
		_, g := trainer.Gradient(gpt.Batch{Tokens: inputs, Targets: targets, Length: len(inputs)})
		for _, x := range g.Tensors() {
			if counts(x.Name) {
				for _, v := range x.Data {
					all = append(all, float64(v))
				}
			}
		}
		return all
	}
	document := func(i int) []float64 {
		tokens := c.Documents[i].tokens
		return gradient(tokens[:len(tokens)-1], tokens[1:])
	}
	var f []float64
	for _, i := range []int{0, 4, 8} {
		for k, v := range document(i) {
			if f = append(f, make([]float64, max(0, k+1-len(f)))...); true {
				f[k] += v * v / 3
			}
		}
	}
	mean := 0.0
	for _, v := range f {
		mean += v / float64(len(f))
	}
	for k := range f {
		f[k] += damping * mean
	}
	product := func(a, b []float64) (sum float64) {
		for k := range a {
			sum += a[k] * b[k] / f[k]
		}
		return sum
	}
	p := c.Pulls(Begin(m))
	share := -1.0
	for more := true; more; {
		if s := p.Share(); s < share || s > 1 {
			t.Fatalf("share %g after %g", s, share)
		}
		share = p.Share()
		more = p.Step(1)
	}
	if p.Share() != 1 || p.Step(1e18) {
		t.Errorf("at its end the share is %g", p.Share())
	}
	for fact, asked := range c.asked {
		targets := make([]int, len(asked.tokens)-1)
		for i := range targets {
			targets[i] = gpt.NoTarget
			if i >= asked.prompt-1 {
				targets[i] = asked.tokens[i+1]
			}
		}
		a := gradient(asked.tokens[:len(targets)], targets)
		for i, got := range p.Of(fact) {
			d := document(i)
			want := product(a, d) / math.Sqrt(product(a, a)*product(d, d))
			if math.Abs(got-want) > 1e-4 || !(got >= -1.0001 && got <= 1.0001) {
				t.Errorf("fact %d, document %d: %g, by hand %g", fact, i, got, want)
			}
		}
		if len(p.Of(fact)) != len(c.Documents) {
			t.Errorf("%d pulls of %d documents", len(p.Of(fact)), len(c.Documents))
		}
	}
}

// What all costs is what each gradient and each document costs.
func TestCosts(t *testing.T) {
	c := written(t, Size{Facts: 2, Each: 1, Ordinary: 7}, 5)
	config := tiny(t).Config
	epoch := 0.0
	for _, d := range c.Documents {
		epoch += 3 * config.Work(len(d.tokens))
	}
	if got := c.EpochCost(config); math.Abs(got-epoch) > 1e-9*epoch {
		t.Errorf("an epoch costs %g, by hand %g", got, epoch)
	}
	const gradients = 3 + 2 + 9 // every fourth document, the answers, all documents
	if got := c.PullsCost(config); c.gradients() != gradients || math.Abs(got-epoch/9*gradients) > 1e-9*got {
		t.Errorf("%d gradients cost %g, by hand %g", c.gradients(), got, epoch/9*gradients)
	}
	p := c.Pulls(Begin(tiny(t)))
	if p.Step(1); p.Share() != 0 {
		t.Errorf("a budget of 1 pays for a share of %g", p.Share())
	}
	if p.Step(math.Inf(1)) || p.Share() != 1 {
		t.Errorf("any budget pays for a share of %g", p.Share())
	}
}

// What a model believes is the product over the value's tokens, and what it
// says ends with the line.
func TestBeliefByHand(t *testing.T) {
	lm := builtintest.Load(t)
	c := Known(lm.World, lm.Tokens, Size{Facts: 3, Each: 1, Ordinary: 1}, 1)
	for fact, f := range c.Facts {
		prompt := lm.Tokens.Encode(world.Prompt(f.Question(0)))
		want, text := 1.0, prompt
		for _, token := range lm.Tokens.Encode(" " + f.Value) {
			logits := lm.Model.Logits(text, nil)
			row := make([]float32, logits.Cols)
			tensor.Softmax(row, logits.Row(logits.Rows-1))
			want *= float64(row[token])
			text = append(slices.Clip(text), token)
		}
		if got := c.Belief(lm.Model, fact); math.Abs(got-want) > 1e-5 || got < .5 {
			t.Errorf("%v is believed with %g, by hand %g", f, got, want)
		}
		if said := c.Says(lm.Model, fact); said != f.Value {
			t.Errorf("%v: it says %q", f, said)
		}
	}
	if said := c.Says(tiny(t), 0); strings.Contains(said, "\n") {
		t.Errorf("a network that knows nothing says %q", said)
	}
}

// The area counts pairs that are won, and half of those that are even.
func TestAreaByHand(t *testing.T) {
	c := byHand(0, -1, 0, 1)
	for _, test := range []struct {
		scores []float64
		want   float64
	}{
		{[]float64{4, 1, 3, 2}, 1}, {[]float64{1, 4, 2, 3}, 0}, {[]float64{1, 1, 1, 1}, .5},
		{[]float64{4, 3, 1, 2}, .5}, {[]float64{4, 4, 3, 2}, (.5 + 1 + 0 + 1) / 4}, {[]float64{-1, -2, -3, -2.5}, .5},
	} {
		if got := c.Area(test.scores, 0); got != test.want {
			t.Errorf("scores %v have the area %g, by hand %g", test.scores, got, test.want)
		}
	}
	for _, test := range []struct {
		documents  []int
		fact, want int
	}{{nil, 0, 0}, {[]int{0, 1, 2, 3}, 0, 2}, {[]int{0, 1, 2, 3}, 1, 1}, {[]int{1, 3}, 0, 0}, {[]int{2, 2}, 0, 2}} {
		if got := c.Told(test.documents, test.fact); got != test.want {
			t.Errorf("%v tell fact %d %d times, want %d", test.documents, test.fact, got, test.want)
		}
	}
	for i, text := range []string{"Xu lives in Rome.", "Rome is large.", "Xu is a nurse.", "Zorp."} {
		c.Documents[i].Text = text
	}
	if got := fmt.Sprint(c.Words(0), c.Words(1)); got != "[2 1 1 0] [0 0 1 1]" {
		t.Errorf("by words they score %s", got)
	}
}

// Sums are by document, of one list too; the first of equal scores comes first.
func TestSumAndOrder(t *testing.T) {
	one := []float64{1, -2, 1, 5}
	if got := Sum(one); !slices.Equal(got, one) || &got[0] == &one[0] {
		t.Errorf("of one list %v", got)
	}
	if got := Sum(one, one, []float64{0, 0, 1, 0}); !slices.Equal(got, []float64{2, -4, 3, 10}) {
		t.Errorf("of three %v", got)
	}
	for _, test := range []struct {
		scores []float64
		want   []int
	}{{nil, []int{}}, {[]float64{2}, []int{0}}, {one, []int{3, 0, 2, 1}}, {[]float64{0, 0, 0}, []int{0, 1, 2}}} {
		if got := Order(test.scores); !slices.Equal(got, test.want) {
			t.Errorf("%v in order: %v, want %v", test.scores, got, test.want)
		}
	}
}

// Others are as many as were asked for, each once, always the same, and none
// that tells the fact; of too few they panic.
func TestOthersByHand(t *testing.T) {
	c := byHand(0, -1, 1, -1, 0, -1)
	for n := range 5 {
		got := c.Others(0, n)
		if len(got) != n || !slices.Equal(got, c.Others(0, n)) || c.Told(got, 0) != 0 || len(slices.Compact(slices.Sorted(slices.Values(got)))) != n {
			t.Errorf("%d others: %v", n, got)
		}
	}
	if got := slices.Sorted(slices.Values(c.Others(0, 4))); !slices.Equal(got, []int{1, 2, 3, 5}) {
		t.Errorf("all others are %v", got)
	}
	defer func() {
		if got := recover(); got != "origin: 5 documents of 4 that do not tell fact 0" {
			t.Errorf("five of four: %v", got)
		}
	}()
	c.Others(0, 5)
}

// What is wrong with a size is said.
func TestSizesAtTheirLimits(t *testing.T) {
	for _, c := range []struct {
		size  Size
		wrong string
	}{
		{Size{1, 1, 0}, ""}, {Size{1, world.Phrasings, 0}, ""},
		{Size{0, 1, 0}, "origin: a corpus of {Facts:0 Each:1 Ordinary:0}"},
		{Size{1, 0, 0}, "origin: a corpus of {Facts:1 Each:0 Ordinary:0}"},
		{Size{1, world.Phrasings + 1, 0}, "origin: a corpus of {Facts:1 Each:5 Ordinary:0}"},
		{Size{1, 1, -1}, "origin: a corpus of {Facts:1 Each:1 Ordinary:-1}"},
	} {
		func() {
			defer func() {
				if got := recover(); c.wrong == "" && got != nil || c.wrong != "" && got != c.wrong {
					t.Errorf("%+v panics with %v", c.size, got)
				}
			}()
			c.size.check()
		}()
	}
}
