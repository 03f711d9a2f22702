package builtin

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"logitarium/core/checkpoint"
	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/sampling"
	"logitarium/core/world"
)

func loaded(t testing.TB) *LM {
	t.Helper()
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// The model offers all that may be asked of one, and each copy is its own.
func TestOffersEverything(t *testing.T) {
	m := loaded(t)
	if m.Name() != "tiny-world" || m.Context() != 128 || m.Tokenizer().Size() != 1024 || m.Network() != m.Model || m.TinyWorld() != m.World {
		t.Errorf("%s of %d tokens, context %d", m.Name(), m.Tokenizer().Size(), m.Context())
	}
	if got, want := m.Training(), (lm.Training{Tokens: 8000 * 24 * 128, Length: 128}); got != want {
		t.Errorf("trained on %+v, want %+v", got, want)
	}
	copied, err := m.Copy()
	if err != nil {
		t.Fatal(err)
	}
	was := m.Model.Tokens.Data[0]
	if copied.Tokens.Data[0]++; m.Model.Tokens.Data[0] != was {
		t.Error("a copy shares memory with the model")
	}
	if loaded(t).Model.Tokens.Data[0] != was {
		t.Error("what is loaded again is another model")
	}
	r := m.Reader()
	prompt := m.Tokens.Encode("the fox lives in the")
	for g := r.Begin(prompt); ; {
		if g.Step(math.Inf(1)) {
			continue
		}
		next, err := g.Next()
		if err != nil || !next.Whole() || m.Tokens.Decode([]int{argmax(next.Logits)}) != " forest" {
			t.Errorf("behind the fox: %v, %v", next.Whole(), err)
		}
		break
	}
}

func argmax(z []float32) int { return slices.Index(z, slices.Max(z)) }

// Rows begin where documents do, and a target is the token that follows.
func TestBatches(t *testing.T) {
	m := loaded(t)
	for _, c := range [][2]int{{1, 2}, {3, 40}, {2, 128}} {
		rows, length := c[0], c[1]
		b := m.batch(rand.New(rand.NewPCG(3, 4)), rows, length)
		if b.Length != length || len(b.Tokens) != rows*length || len(b.Targets) != rows*length {
			t.Fatalf("%d rows of %d: %d tokens, %d targets", rows, length, len(b.Tokens), len(b.Targets))
		}
		rng := rand.New(rand.NewPCG(3, 4))
		for row := range rows {
			var want []int
			for len(want) <= length {
				want = append(append(want, m.Tokens.Encode(m.World.Document(rng))...), m.Tokens.End())
			}
			at := row * length
			if !slices.Equal(b.Tokens[at:at+length], want[:length]) || !slices.Equal(b.Targets[at:at+length], want[1:length+1]) {
				t.Errorf("row %d is %q", row, m.Tokens.Decode(b.Tokens[at:at+length]))
			}
		}
	}
}

// The held-out loss is the mean over all targets, the same for the same seed.
func TestHeldOutByHand(t *testing.T) {
	m := loaded(t)
	const rows, length = 3, 20
	loss, n := m.HeldOut(rows, length, 9)
	b := m.batch(rand.New(rand.NewPCG(9, streamHeldOut)), rows, length)
	want := 0.0
	for row := range rows {
		at := row * length
		logits := m.Model.Logits(b.Tokens[at:at+length], nil)
		for i := range length {
			z := make([]float64, logits.Cols)
			for j, v := range logits.Row(i) {
				z[j] = float64(v)
			}
			want -= math.Log(sampling.Softmax(z)[b.Targets[at+i]])
		}
	}
	if n != rows*length || math.Abs(loss-want/float64(n)) > 1e-5 {
		t.Errorf("%g nats on %d tokens, by hand %g", loss, n, want/float64(n))
	}
	if again, _ := m.HeldOut(rows, length, 9); again != loss {
		t.Errorf("%g, then %g", loss, again)
	}
	if other, _ := m.HeldOut(rows, length, 10); other == loss {
		t.Error("another seed draws the same documents")
	}
}

// An answer is right to the last token and the end of its line, and a question
// that does not fit is not answered.
func TestAnswersWordForWord(t *testing.T) {
	m := loaded(t)
	q := world.Question{Prompt: world.Prompt("What does Henry like to eat?"), Answer: "bread"}
	for answer, want := range map[string]bool{"bread": true, "brea": false, "bread and": false, "rice": false, "": false} {
		if q.Answer = answer; m.Answers(q) != want {
			t.Errorf("%q is the answer: %v", answer, !want)
		}
	}
	f := world.Fact{Person: "Xu", Relation: world.Home, Value: "Rome"}
	room := func(facts int) world.Question {
		return world.Question{Prompt: world.Prompt(f.Question(0), slices.Repeat([]string{f.Statement(0)}, facts)...), Answer: "Rome"}
	}
	fits := 0
	for ; len(m.Tokens.Encode(room(fits).Prompt+" Rome\n")) <= m.Context(); fits++ {
	}
	if fits < 3 || m.Answers(room(fits)) || !m.Answers(room(1)) {
		t.Errorf("%d facts do not fit, and are answered: %v", fits, m.Answers(room(fits)))
	}
	exact := m.Tokens.Encode(room(1).Prompt + " Rome\n")
	narrow := *m
	narrow.Model = m.Model.Clone()
	narrow.Model.Config.Context = len(exact)
	if !narrow.Answers(room(1)) {
		t.Error("what fills the context is not answered")
	}
	narrow.Model.Config.Context--
	if narrow.Answers(room(1)) {
		t.Error("what has no room is answered")
	}
}

// A run's card says how far it is, over at most the last hundred losses.
func TestCardOfARun(t *testing.T) {
	r := start(small())
	var losses []float64
	for !r.Done() {
		step := r.Steps()
		if rate := r.Rate(); !(rate > 0 && rate <= r.Recipe.Peak) {
			t.Errorf("step %d at a rate of %g", step, rate)
		}
		loss, err := r.Step()
		if err != nil {
			t.Fatal(err)
		}
		losses = append(losses, r.recent[len(r.recent)-1])
		if c := r.LM.Card; c.Steps != step+1 || c.Tokens != (step+1)*6*24 || c.Loss != loss || math.Abs(loss-mean(losses)) > 1e-12 {
			t.Errorf("after step %d: %+v, losses %v", step, c, losses)
		}
	}
	if first := losses[0]; math.Abs(first-math.Log(1024)) > .5 {
		t.Errorf("the first loss is %g, a blind guess has %g", first, math.Log(1024))
	}
	r.recent = slices.Repeat([]float64{2}, lossWindow)
	if _, err := r.Step(); err != nil || len(r.recent) != lossWindow || r.recent[0] != 2 {
		t.Errorf("%d losses are kept, %v", len(r.recent), err)
	}
}

// A finished model is that of the run in half precision, with figures of it.
func TestFinish(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute without vector kernels")
	}
	short := small()
	short.Length = 4
	r := start(short)
	r.LM.Card.Steps, r.LM.Card.Loss = 3, 6.5
	m, err := r.Finish(2)
	if err != nil {
		t.Fatal(err)
	}
	if c := m.Card; c.Steps != 3 || c.Loss != 6.5 || len(c.Accuracy) != len(world.Kinds()) || c.Accuracy[0].Of != 2 || c.HeldOut.Tokens != heldOutRows*4 {
		t.Errorf("%+v", c)
	}
	if c := r.LM.Card; c.HeldOut != (Perplexity{}) || c.Accuracy != nil || m.Model == r.LM.Model {
		t.Errorf("the run has changed: %+v", c)
	}
	off := 0.0
	for i, p := range m.Model.Tensors() {
		for j, v := range p.Data {
			was := r.LM.Model.Tensors()[i].Data[j]
			off = max(off, math.Abs(float64(v-was))/max(math.Abs(float64(was)), 1e-4))
		}
	}
	if off == 0 || off > 1./1024 { // half precision has 11 bits
		t.Errorf("weights are off by %g of themselves", off)
	}
	if p := m.Card.HeldOut; math.Abs(p.Float16/p.Float32-1) > 1e-3 || math.Abs(p.Float32-1024) > 200 {
		t.Errorf("perplexities %+v of a model that has learnt nothing", p)
	}
}

// What is wrong with a file is said, and nothing is written where it can't be.
func TestFilesThatCantBe(t *testing.T) {
	m := start(small()).LM
	var merges strings.Builder
	if err := m.Tokens.WriteMerges(&merges); err != nil {
		t.Fatal(err)
	}
	card := `{"name":"x","config":` + configJSON(m.Model.Config) + `,"recipe":{"world":1}}`
	short := strings.TrimSuffix(merges.String(), "\n")
	short = short[:strings.LastIndex(short, "\n")+1]
	embedding := checkpoint.Tensor{Name: "wte.weight", Shape: []int{1024, 128}, Data: m.Model.Tokens.Data, DType: checkpoint.F16}
	odd := checkpoint.Tensor{Name: "wpe.weight", Shape: []int{1, 5}, Data: make([]float32, 5), DType: checkpoint.F16}
	for says, file := range map[string]struct {
		tensors []checkpoint.Tensor
		notes   map[string]string
	}{
		"no model card and merges":                             {nil, map[string]string{cardKey: card}},
		"the merges in the file make 1023 tokens":              {nil, map[string]string{cardKey: card, mergesKey: short}},
		"the merges in the file: ":                             {nil, map[string]string{cardKey: card, mergesKey: "#version: 0.2\na b c d\n"}},
		"no tensor wte.weight of [1024, 128]":                  {nil, map[string]string{cardKey: card, mergesKey: merges.String()}},
		`no tensor "wpe.weight"`:                               {[]checkpoint.Tensor{embedding}, map[string]string{cardKey: card, mergesKey: merges.String()}},
		`tensor "wpe.weight" has shape [1 5], the model needs`: {[]checkpoint.Tensor{embedding, odd}, map[string]string{cardKey: card, mergesKey: merges.String()}},
	} {
		b := written(t, file.tensors, file.notes)
		f, err := checkpoint.Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Read(f); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, want %q", err, says)
		}
	}
	none := filepath.Join(t.TempDir(), "no", "such", "folder")
	if err := m.Save(none); err == nil {
		t.Error("a model is written into no folder")
	}
	if err := start(small()).Save(none); err == nil {
		t.Error("a run is written into no folder")
	}
	copied := File()
	if copied[0]++; bytes.Equal(copied, File()) {
		t.Error("who changes the file changes it for all")
	}
	if _, err := NewRun(Recipe{}); err == nil || err.Error() != "steps: 0; at least 1" {
		t.Errorf("a run of nothing: %v", err)
	}
}

func configJSON(c gpt.Config) string {
	return fmt.Sprintf(`{"Vocab":%d,"Context":%d,"Width":%d,"Layers":%d,"Heads":%d,"Inner":%d,"Epsilon":1e-5}`, c.Vocab, c.Context, c.Width, c.Layers, c.Heads, c.Inner)
}
