package encoder

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"logitarium/core/checkpoint"
	"logitarium/core/gpt"
	"logitarium/core/lm/lmtest"
	"logitarium/core/retrieval"
	"logitarium/core/tensor"
	"logitarium/core/world"
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

// What answers a question: the relation, and the person or the value if they
// are asked for, in one fact of the passage.
func TestAnswered(t *testing.T) {
	ann := world.Passage{Facts: []world.Fact{{Person: "Ann", Relation: world.Home, Value: "Rome"}, {Person: "Ann", Relation: world.Job, Value: "nurse"}}}
	for _, c := range []struct {
		ask  ask
		want bool
	}{
		{ask{person: "Ann", relation: world.Home}, true},
		{ask{person: "Ben", relation: world.Home}, false},
		{ask{person: "Ann", relation: world.Pet}, false},
		{ask{relation: world.Home, value: "Rome"}, true},
		{ask{relation: world.Home, value: "nurse"}, false},
		{ask{relation: world.Job, value: "nurse"}, true},
		{ask{person: "Ann", relation: world.Home, value: "Oslo"}, false},
	} {
		if c.ask.answered(ann) != c.want {
			t.Errorf("%+v: %v", c.ask, !c.want)
		}
	}
	if (ask{relation: world.Home}).answered(world.Passage{}) {
		t.Error("a passage that tells nothing answers")
	}
}

// Half of the pairs are about people, in fours about one, and the others are
// clues, which name nobody.
func TestPairsAreHalfAndHalf(t *testing.T) {
	for _, n := range []int{4, 13, 32} {
		d := newDraw(world.New(1), rand.New(rand.NewPCG(8, uint64(n))))
		pairs := d.pairs(n)
		if len(pairs) != n {
			t.Fatalf("%d of %d pairs", len(pairs), n)
		}
		people := map[string]bool{}
		for i, p := range pairs {
			if named := i < n/2; named != (p.person != "") || named == (p.value != "") {
				t.Fatalf("pair %d of %d is about %+v", i, n, p.ask)
			}
			if p.person != "" && held(p.person, int(p.relation)) {
				t.Errorf("%s is held out", p.text)
			}
			people[p.person] = true
		}
		if len(people)-1 > n/2 {
			t.Errorf("%d people in %d questions", len(people)-1, n/2)
		}
	}
}

// A clue stands in its question as it is.
func TestClueQuestions(t *testing.T) {
	for _, c := range []struct {
		value      string
		relation   world.Relation
		clue, form int
		want       string
	}{
		{"Paris", world.Home, 0, 0, "Who comes from France?"}, {"Paris", world.Home, 1, 2, "Whose letters arrive from the Seine?"},
		{"fiddle", world.Instrument, 1, 1, "Who entertains using jigs and reels?"}, {"fish", world.Food, 0, 2, "Whose plate holds salmon?"},
	} {
		if got := clueQuestion(c.relation, c.value, c.clue, c.form); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	for r, forms := range clueForms {
		for _, form := range forms {
			if strings.Count(form, "%s") != 1 {
				t.Errorf("%v: %q has no place for a clue, or two", world.Relation(r), form)
			}
		}
	}
}

// Strangers have names that no sentence of the world has as a word, each once.
func TestStrangers(t *testing.T) {
	w := world.New(1)
	facts := strangers(w, 300, rand.New(rand.NewPCG(1, 9)))
	seen := map[string]bool{}
	for _, f := range facts {
		if _, known := w.Person(f.Person); known || seen[f.Person] || words().Stop[strings.ToLower(f.Person)] {
			t.Errorf("%s is no stranger", f.Person)
		}
		seen[f.Person] = true
		if terms := words().Terms(f.Person); len(terms) != 1 {
			t.Errorf("%s is read as %q", f.Person, terms)
		}
	}
	if len(facts) != 300 {
		t.Errorf("%d of 300", len(facts))
	}
	for seed := range uint64(20) { // of few, too, none is nobody
		for _, f := range strangers(w, 9, rand.New(rand.NewPCG(seed, 9))) {
			if f.Person == "" {
				t.Fatalf("seed %d: %v", seed, f)
			}
		}
	}
	told := other(facts[:20], rand.New(rand.NewPCG(1, 9)))
	for i, p := range told {
		if want := facts[i].Statement(world.Phrasings - 1 - i%2); p.Text != want || p.Facts[0] != facts[i] {
			t.Errorf("%q, want %q", p.Text, want)
		}
	}
}

// Measured on questions of which the answers are known: BM25 finds the word that
// is shared, and nothing where none is.
func TestMeasureByHand(t *testing.T) {
	_, e := load(t)
	facts := []world.Fact{{Person: "Ann", Relation: world.Home, Value: "Paris"}, {Person: "Ben", Relation: world.Job, Value: "nurse"}, {Person: "Kate", Relation: world.Pet, Value: "goat"}}
	set := test{name: "small"}
	for _, f := range facts {
		set.passages = append(set.passages, world.Passage{Text: f.Statement(0), Facts: []world.Fact{f}})
	}
	set.queries = []query{
		{"Ben?", ask{person: "Ben", relation: world.Job}},
		{"Who comes from France?", ask{relation: world.Home, value: "Paris"}},
	}
	figures := e.measure(set)
	if len(figures) != 3 {
		t.Fatalf("%d figures", len(figures))
	}
	if f := figures[0]; f.By != byWords || f.Hit1 != .5 || f.Hit10 != .5 || f.MRR != .5 || f.Nothing != .5 || f.Questions != 2 || f.Passages != 3 {
		t.Errorf("by words: %+v", f)
	}
	if f := figures[1]; f.By != byMeaning || f.Hit5 != 1 || f.Nothing != 0 || f.MRR < .5 {
		t.Errorf("by meaning: %+v", f)
	}
	if f := figures[2]; f.By != byBoth || f.Hit5 != 1 || f.Test != "small" {
		t.Errorf("both: %+v", f)
	}
	if got, want := Line(figures), fmt.Sprintf("small %.2f", figures[1].Hit1); got != want {
		t.Errorf("in a line: %q, want %q", got, want)
	}
	if got := Line(nil); got != "" {
		t.Errorf("of nothing: %q", got)
	}
}

// What an encoder can't be says which size, and the bounds are allowed.
func TestShapeBounds(t *testing.T) {
	fine := Shape{Vocab: 1, Width: 1, Inner: 1, Out: 1}
	for _, c := range []struct {
		change func(*Shape)
		wrong  string
	}{
		{func(*Shape) {}, ""},
		{func(s *Shape) { s.Vocab = 1 << 17 }, ""},
		{func(s *Shape) { s.Width, s.Inner, s.Out = 1<<13, 1<<13, 1<<13 }, ""},
		{func(s *Shape) { s.Vocab = 0 }, "vocab: 0 is outside 1 to 131072"},
		{func(s *Shape) { s.Vocab = 1<<17 + 1 }, "vocab: 131073 is outside 1 to 131072"},
		{func(s *Shape) { s.Width = -1 }, "width: -1 is outside 1 to 8192"},
		{func(s *Shape) { s.Inner = 1<<13 + 1 }, "inner: 8193 is outside 1 to 8192"},
		{func(s *Shape) { s.Out = 0 }, "out: 0 is outside 1 to 8192"},
	} {
		s, got := fine, ""
		c.change(&s)
		if err := s.validate(); err != nil {
			got = err.Error()
		}
		if got != c.wrong {
			t.Errorf("%+v: %q, want %q", s, got, c.wrong)
		}
	}
	values := 0
	s := Shape{Vocab: 9, Width: 8, Inner: 7, Out: 6}
	names := map[string]bool{}
	for _, p := range zeros(s).all() {
		values += len(p.Data)
		names[p.name] = true
	}
	if values != s.Parameters() || len(names) != 7 {
		t.Errorf("%d values in %d tensors, %d parameters", values, len(names), s.Parameters())
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

// What a run goes on from must be whole: each thing that is wrong is said.
func TestResumeRefuses(t *testing.T) {
	lm, _ := load(t)
	run := begin(t, lm, small())
	path := filepath.Join(t.TempDir(), "run")
	if err := run.Save(path); err != nil {
		t.Fatal(err)
	}
	good, err := checkpoint.OpenPath(path)
	if err != nil {
		t.Fatal(err)
	}
	defer good.Close()
	all := append(run.Encoder.weights.all(), run.trainer.moments()...)
	for _, c := range []struct {
		what    string
		tensors []named
		change  func(notes map[string]string, state *runState)
		says    string
	}{
		{"its state is no JSON", all, func(n map[string]string, _ *runState) { n[runKey] = "[" }, "the state of the training in the file"},
		{"its recipe can't be trained", all, func(_ map[string]string, s *runState) { s.Recipe.Pairs = 1 }, "the recipe in the file: pairs: 1 is outside 4 to 4096"},
		{"its recipe is of another size", all, func(_ map[string]string, s *runState) { s.Recipe.Out = 9 }, "its recipe trains one of"},
		{"steps below 0", all, func(_ map[string]string, s *runState) { s.Steps = -1 }, "after -1 steps"},
		{"no card", all, func(n map[string]string, _ *runState) { delete(n, cardKey) }, "no card in its metadata"},
		{"no moments", run.Encoder.weights.all(), func(map[string]string, *runState) {}, `no tensor "adam.first.table"`},
	} {
		notes, err := run.Encoder.notes()
		if err != nil {
			t.Fatal(err)
		}
		state := runState{run.Recipe, run.Steps(), run.recent}
		c.change(notes, &state)
		if _, set := notes[runKey]; !set {
			text, err := json.Marshal(state)
			if err != nil {
				t.Fatal(err)
			}
			notes[runKey] = string(text)
		}
		var b bytes.Buffer
		if err := checkpoint.Write(&b, stored(c.tensors, checkpoint.F32), notes); err != nil {
			t.Fatal(err)
		}
		f, err := checkpoint.Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Resume(f, lm); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", c.what, err, c.says)
		}
	}
	again, err := Resume(good, lm)
	if err != nil || again.Steps() != 0 || again.Done() {
		t.Errorf("a run of no steps: %v", err)
	}
}

// Who has other tokens, or weights that are not in float32, is told so; where a
// file can't be, its error says.
func TestErrorsOfModelsAndPaths(t *testing.T) {
	lm, e := load(t)
	if _, err := Load(lmtest.Tell(lm, 5)); err == nil || !strings.Contains(err.Error(), "told tiny-world has others") {
		t.Errorf("of a model with other tokens: %v", err)
	}
	narrow := *lm
	narrow.Model = lm.Model.Clone()
	narrow.Model.Precision = gpt.Int8
	if _, err := NewRun(&narrow, small()); err == nil || !strings.Contains(err.Error(), "not in float32") {
		t.Errorf("of weights in 8 bits: %v", err)
	}
	if _, err := NewRun(lm, Recipe{}); err == nil || !strings.Contains(err.Error(), "steps: 0") {
		t.Errorf("of no recipe: %v", err)
	}
	none := filepath.Join(t.TempDir(), "no", "such", "folder", "file")
	if err := e.Save(none); err == nil || !strings.Contains(err.Error(), "no such") {
		t.Errorf("an encoder in no folder: %v", err)
	}
	if err := begin(t, lm, small()).Save(none); err == nil {
		t.Error("a run in no folder")
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("a file appeared")
	}
	copied, err := File()
	if err != nil {
		t.Fatal(err)
	}
	copied[0]++
	again, err := File()
	if err != nil || bytes.Equal(copied, again) || len(copied) != len(again) {
		t.Errorf("who changes the file changes it for all: %v", err)
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

// Multiply-adds as they are counted: of each token E·H + 2H, then H·D.
func TestProductsByHand(t *testing.T) {
	e := newEncoder(random(Shape{Vocab: 3, Width: 5, Inner: 7, Out: 2}), nil)
	for tokens, want := range map[int]int{0: 14, 1: 49 + 14, 10: 490 + 14} {
		if got := e.Products(tokens); got != want {
			t.Errorf("%d tokens are %d products, want %d", tokens, got, want)
		}
	}
	if e.Width() != 2 {
		t.Errorf("vectors of %d", e.Width())
	}
}

// A search for more passages than there are finds all, the nearest first.
func TestSearchAtItsLimits(t *testing.T) {
	_, e := load(t)
	x := e.Index(nil)
	if hits := x.Search("Ann", 3); len(hits) != 0 || x.Docs() != 0 || x.Cut() != 0 {
		t.Errorf("of nothing %v", hits)
	}
	x.Add([]string{"Ann lives in Rome.", "Ann lives in Rome.", "Ben plays the harp."})
	hits := x.Search("Where does Ann live?", 9)
	if want := []int{0, 1, 2}; !slices.Equal(retrieval.Docs(hits), want) || hits[0].Score != hits[1].Score {
		t.Errorf("%v, want %v, the first two alike", hits, want)
	}
	defer func() {
		if recover() == nil {
			t.Error("a search for -1 passages")
		}
	}()
	x.Search("", -1)
}
