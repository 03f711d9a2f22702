package encoder

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/checkpoint"
	"logitarium/core/retrieval"
	"logitarium/core/tensor"
	"logitarium/core/token"
	"logitarium/core/world"
)

func load(t testing.TB) (*builtin.LM, *Encoder) {
	t.Helper()
	lm, err := builtin.Load()
	if err != nil {
		t.Fatal(err)
	}
	e, err := Load(lm)
	if err != nil {
		t.Fatal(err)
	}
	return lm, e
}

// small is a recipe that trains in a moment.
func small() Recipe {
	r := Default()
	r.Steps, r.Pairs, r.Inner, r.Out, r.EvalEvery, r.Warmup = 4, 13, 24, 8, 2, 2
	return r
}

func begin(t *testing.T, lm *builtin.LM, r Recipe) *Run {
	t.Helper()
	run, err := NewRun(lm, r)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// train makes all steps that are left, and returns the hash of the weights.
func train(t *testing.T, r *Run) [32]byte {
	t.Helper()
	for !r.Done() {
		if _, err := r.Step(); err != nil {
			t.Fatal(err)
		}
	}
	return hash(r.Encoder)
}

func hash(e *Encoder) [32]byte {
	h := sha256.New()
	for _, p := range e.weights.all() {
		binary.Write(h, binary.LittleEndian, p.Data)
	}
	return [32]byte(h.Sum(nil))
}

// The same recipe gives the same weights to the last bit, on one thread or
// several, in one go or saved and resumed.
func TestTrainingIsReproducible(t *testing.T) {
	lm, _ := load(t)
	want := train(t, begin(t, lm, small()))

	old := runtime.GOMAXPROCS(1)
	alone := train(t, begin(t, lm, small()))
	runtime.GOMAXPROCS(old)
	if alone != want {
		t.Error("the weights depend on the number of threads")
	}

	run := begin(t, lm, small())
	for range 2 {
		if _, err := run.Step(); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "half.run")
	if err := run.Save(path); err != nil {
		t.Fatal(err)
	}
	f, err := checkpoint.OpenPath(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	resumed, err := Resume(f, lm)
	if err != nil {
		t.Fatal(err)
	}
	if train(t, resumed) != want {
		t.Error("the weights differ after saving and resuming")
	}
	if train(t, run) != want {
		t.Error("saving changes a run")
	}
	if resumed.Encoder.Card.Loss != run.Encoder.Card.Loss {
		t.Errorf("the loss after resuming is %g, not %g", resumed.Encoder.Card.Loss, run.Encoder.Card.Loss)
	}
	other := small()
	other.Seed++
	if train(t, begin(t, lm, other)) == want {
		t.Error("another seed gives the same weights")
	}
}

// Every parameter's gradient against central differences, on a tiny encoder
// with an uneven batch in which one passage answers two questions.
func TestGradient(t *testing.T) {
	s := Shape{Vocab: 11, Width: 5, Inner: 7, Out: 3}
	rng := rand.New(rand.NewPCG(1, 2))
	w := zeros(s)
	for _, p := range w.all() {
		normal(p.Data, rng, 0.7)
	}
	b := batch{
		texts: [sides][][]int{
			{{1, 2, 3}, {4}, {5, 1, 1, 6}, {7, 8}, {2}},
			{{9, 2}, {4, 10, 3}, {0}, {8, 8, 1}, {2, 3}},
		},
		also: make([]bool, 25),
	}
	for i := range 5 {
		b.also[i*5+i] = true
	}
	b.also[0*5+4] = true
	const temperature = 0.5
	trainer := newTrainer(w)
	_, grad := trainer.gradient(b, temperature)
	analytic := grad.all()
	checked := 0
	for k, p := range w.all() {
		for i := range p.Data {
			const h = 1e-2
			was := p.Data[i]
			other := newTrainer(w)
			p.Data[i] = was + h
			up, _ := other.gradient(b, temperature)
			p.Data[i] = was - h
			down, _ := other.gradient(b, temperature)
			p.Data[i] = was
			want := (up - down) / (2 * h)
			if got := float64(analytic[k].Data[i]); math.Abs(got-want) > 2e-3+0.02*math.Abs(want) {
				t.Errorf("%s[%d]: %g, by differences %g", p.name, i, got, want)
			}
			checked++
		}
	}
	if checked != s.Parameters() {
		t.Errorf("%d gradients checked of %d parameters", checked, s.Parameters())
	}
}

// What stands outside the softmax has no say: the passage that answers the
// question too.
func TestContrast(t *testing.T) {
	cosines := func(v float32) tensor.Matrix { return tensor.Of(2, 2, []float32{0.5, v, 0.1, 0.3}) }
	also := []bool{true, true, false, true}
	a, b := cosines(0.9), cosines(-0.9)
	if contrast(a, also, 10) != contrast(b, also, 10) || a.At(0, 1) != 0 || b.At(0, 1) != 0 {
		t.Errorf("the masked score counts: gradients %v and %v", a.Data, b.Data)
	}
	if a.At(0, 0) != 0 || !(a.At(1, 0) > 0) || !(a.At(1, 1) < 0) {
		t.Errorf("gradient %v: the right score should rise and the wrong one fall", a.Data)
	}
}

// The embedded encoder is what its card says, and small.
func TestEmbedded(t *testing.T) {
	lm, e := load(t)
	const most = 512 << 10
	if len(file) > most {
		t.Errorf("the file has %d bytes, more than %d", len(file), most)
	}
	if e.Card.Recipe != Default() || e.Card.Steps != Default().Steps {
		t.Errorf("the embedded weights were trained by %+v in %d steps, the default recipe is %+v: train again, or keep the recipe", e.Card.Recipe, e.Card.Steps, Default())
	}
	if e.Card.World != lm.Card.Recipe.World {
		t.Errorf("trained on world %d, the model on %d", e.Card.World, lm.Card.Recipe.World)
	}
	// What was measured then is measured now, on fewer questions.
	now := e.Measure(lm.World, 100, 1)
	if len(now) != len(e.Card.Figures) || len(now) != 12 {
		t.Fatalf("%d figures, the card has %d", len(now), len(e.Card.Figures))
	}
	for i, f := range now {
		then := e.Card.Figures[i]
		if f.Test != then.Test || f.By != then.By || math.Abs(f.Hit1-then.Hit1) > 0.12 || math.Abs(f.Hit10-then.Hit10) > 0.06 {
			t.Errorf("%+v now, %+v on the card", f, then)
		}
	}
}

// What the lab relies on: meaning finds what shares no word with the question,
// where BM25 finds nothing; a name that was never seen is BM25's.
func TestEmbeddedFigures(t *testing.T) {
	_, e := load(t)
	at := make(map[string]Figures)
	for _, f := range e.Card.Figures {
		at[f.Test+"/"+f.By] = f
	}
	clue, clueWords := at[testClue+"/"+byMeaning], at[testClue+"/"+byWords]
	if clue.Hit1 < 0.95 || clueWords.Hit10 != 0 || clueWords.Nothing < 0.9 {
		t.Errorf("no word shared: %+v and %+v", clue, clueWords)
	}
	reworded, rewordedWords := at[testReworded+"/"+byMeaning], at[testReworded+"/"+byWords]
	if reworded.Hit1 < 0.95 || rewordedWords.Hit1 > 0.5 {
		t.Errorf("other words: %+v and %+v", reworded, rewordedWords)
	}
	name, nameWords, both := at[testStranger+"/"+byMeaning], at[testStranger+"/"+byWords], at[testStranger+"/"+byBoth]
	if nameWords.Hit1 < 0.99 || name.Hit1 > nameWords.Hit1-0.1 || both.Hit1 < name.Hit1 {
		t.Errorf("a name never seen: %+v, %+v and %+v", name, nameWords, both)
	}
}

// No clue shares a word with a passage about what it stands for, and every
// value has its clues.
func TestCluesShareNoWord(t *testing.T) {
	a := retrieval.Analyzer{}
	said := 0
	for _, r := range world.Relations() {
		for _, v := range r.Values() {
			said++
			for clue := range cluesEach {
				if clues[v][clue] == "" {
					t.Fatalf("%s has no clue %d", v, clue)
				}
				for form := range clueFormCount {
					q := clueQuestion(r, v, clue, form)
					for phrasing := range world.Phrasings {
						s := world.Fact{Person: "Ann", Relation: r, Value: v}.Statement(phrasing)
						if shared := common(a.Terms(q), a.Terms(s)); len(shared) > 0 {
							t.Errorf("%q and %q share %q", q, s, shared)
						}
					}
				}
			}
		}
	}
	if said != len(clues) {
		t.Errorf("clues for %d values, the world has %d", len(clues), said)
	}
}

// common returns the terms of both that carry content.
func common(a, b []string) (shared []string) {
	stop := retrieval.English()
	for _, x := range a {
		for _, y := range b {
			if x == y && !stop[x] {
				shared = append(shared, x)
			}
		}
	}
	return shared
}

// Every pair answers its own question, and no held-out one is drawn.
func TestPairs(t *testing.T) {
	d := newDraw(world.New(1), rand.New(rand.NewPCG(3, 4)))
	asked := make(map[string]bool)
	for range 200 {
		for _, p := range d.pairs(32) {
			if !p.answered(p.passage) {
				t.Fatalf("%q is not answered by %q", p.text, p.passage.Text)
			}
			asked[p.text] = true
		}
	}
	for _, test := range tests(world.New(1), 300, rand.New(rand.NewPCG(5, 6))) {
		for _, q := range test.queries {
			if asked[q.text] {
				t.Errorf("%s: %q is asked in training", test.name, q.text)
			}
			n := 0
			for _, p := range test.passages {
				if q.answered(p) {
					n++
				}
			}
			if n == 0 {
				t.Errorf("%s: nothing answers %q", test.name, q.text)
			}
		}
	}
}

// Vectors are one long, a search is exact, and the parts of a cosine sum to it
// and lie in their texts.
func TestVectorsAndParts(t *testing.T) {
	_, e := load(t)
	passages := []string{"Ann has a house in Paris.", "", " ", "Zoë’s 猫 and \xff", strings.Repeat("a long text ", 400), "Ben plays the harp."}
	x := e.Index(passages)
	if x.Docs() != len(passages) {
		t.Fatalf("%d vectors of %d passages", x.Docs(), len(passages))
	}
	for _, q := range []string{"Who comes from France?", "", "Ann"} {
		scores := x.Scores(q)
		for doc, text := range passages {
			v := x.Vector(doc)
			if length := math.Sqrt(float64(tensor.Dot(v, v))); math.Abs(length-1) > 1e-5 || len(v) != e.Width() {
				t.Errorf("the vector of %.20q is %g long and has %d values", text, length, len(v))
			}
			cosine, asked, told := e.Explain(q, text)
			if math.Abs(cosine-scores[doc]) > 1e-5 {
				t.Errorf("%q in %.20q: cosine %g, explained as %g", q, text, scores[doc], cosine)
			}
			whole(t, q, asked, cosine)
			whole(t, text, told, cosine)
		}
		if got, want := fmt.Sprint(x.Search(q, 3)), fmt.Sprint(retrieval.Top(scores, 3)); got != want {
			t.Errorf("%q finds %s, want %s", q, got, want)
		}
	}
}

func whole(t *testing.T, text string, parts []Part, cosine float64) {
	t.Helper()
	share, score, end := 0.0, 0.0, 0
	for _, p := range parts {
		share += p.Share
		score += p.Score
		if p.Start != end || p.End < p.Start || p.End > len(text) {
			t.Fatalf("part %v of %.20q, after %d", p.Span, text, end)
		}
		end = p.End
	}
	if len(parts) < maxTokens && end != len(text) {
		t.Errorf("the parts of %.20q end at %d of %d", text, end, len(text))
	}
	if math.Abs(share-1) > 1e-5 || math.Abs(score-cosine) > 1e-5 {
		t.Errorf("the parts of %.20q have %g of the attention and %g of the cosine %g", text, share, score, cosine)
	}
}

func TestSaveAndRead(t *testing.T) {
	lm, _ := load(t)
	run := begin(t, lm, small())
	train(t, run)
	e, err := run.Finish(3)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "r.safetensors")
	if err := e.Save(path); err != nil {
		t.Fatal(err)
	}
	f, err := checkpoint.OpenPath(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	again, err := Read(f, lm.Tokens)
	if err != nil {
		t.Fatal(err)
	}
	if hash(again) != hash(e) {
		t.Error("the weights that come back are not those that were measured")
	}
	if a, b := again.Card.Markdown(), e.Card.Markdown(); a != b {
		t.Errorf("the card comes back as\n%s\nand was\n%s", a, b)
	}
	if _, err := Resume(f, lm); err == nil || !strings.Contains(err.Error(), "no checkpoint of a training") {
		t.Errorf("resuming a finished encoder: %v", err)
	}
}

// A file of somebody else, or one that is not what it says, gets an error that
// names what is missing.
func TestReadRefuses(t *testing.T) {
	lm, e := load(t)
	card, err := e.notes()
	if err != nil {
		t.Fatal(err)
	}
	with := func(old, new string) map[string]string {
		changed := strings.Replace(card[cardKey], old, new, 1)
		if changed == card[cardKey] {
			t.Fatalf("the card has no %s", old)
		}
		return map[string]string{cardKey: changed}
	}
	nan := zeros(e.Card.Shape)
	nan.bias.Data[3] = float32(math.NaN())
	for _, tt := range []struct {
		name    string
		tensors []named
		notes   map[string]string
		says    string
	}{
		{"no card", nil, nil, "no card"},
		{"card is no JSON", nil, map[string]string{cardKey: "{"}, "the card in the file"},
		{"no size", nil, with(`"inner":128`, `"inner":0`), "inner: 0 is outside"},
		{"a size out of all bounds", nil, with(`"out":32`, `"out":99999999`), "out: 99999999 is outside"},
		{"other tokens", nil, with(`"tokens":"`, `"tokens":"0`), "train --retriever"},
		{"nothing in it", nil, card, "has 0 values"},
		{"a tensor too few", e.weights.all()[:6], with(`"width":128`, `"width":1`), `"table" has shape`},
		{"not a number", nan.all(), card, "1 NaN"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := checkpoint.Write(&b, stored(tt.tensors, checkpoint.F16), tt.notes); err != nil {
				t.Fatal(err)
			}
			f, err := checkpoint.Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Read(f, lm.Tokens); err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want one with %q", err, tt.says)
			}
		})
	}
	none := token.Train(func(func(string) bool) {}, 257)
	if _, err := Load(&builtin.LM{Tokens: none}); err == nil || !strings.Contains(err.Error(), "the built-in model has 257") {
		t.Errorf("another vocabulary: %v", err)
	}
}

func TestRecipeValidate(t *testing.T) {
	for _, change := range []func(*Recipe){
		func(r *Recipe) { r.Steps = 0 },
		func(r *Recipe) { r.Pairs = 3 },
		func(r *Recipe) { r.Inner = 0 },
		func(r *Recipe) { r.Out = 1 << 20 },
		func(r *Recipe) { r.Temperature = math.NaN() },
		func(r *Recipe) { r.Peak = 0 },
		func(r *Recipe) { r.Peak = math.Inf(1) },
		func(r *Recipe) { r.EvalEvery = 0 },
	} {
		r := Default()
		change(&r)
		if err := r.Validate(); err == nil {
			t.Errorf("%+v is accepted", r)
		}
	}
	if err := Default().Validate(); err != nil {
		t.Error(err)
	}
	lm, _ := load(t)
	lm.World = nil
	if _, err := NewRun(lm, Default()); err == nil || !strings.Contains(err.Error(), "Tiny World") {
		t.Errorf("a model of another corpus: %v", err)
	}
}

// A learning rate out of all bounds ends in an error, not in an encoder of NaN.
func TestDivergenceIsAnError(t *testing.T) {
	lm, _ := load(t)
	r := small()
	r.Peak, r.Warmup, r.Steps = 1e30, 0, 50
	run := begin(t, lm, r)
	for !run.Done() {
		if _, err := run.Step(); err != nil {
			if !strings.Contains(err.Error(), "diverged") {
				t.Errorf("error %v", err)
			}
			return
		}
	}
	t.Error("it trained to the end")
}

func Example() {
	lm, err := builtin.Load()
	if err != nil {
		panic(err)
	}
	e, err := Load(lm)
	if err != nil {
		panic(err)
	}
	passages := []string{"Ann has a house in Paris.", "Ben lives in Rome.", "Kate plays the harp."}
	hits := e.Index(passages).Search("Who comes from France?", 3)
	for _, hit := range hits {
		fmt.Println(passages[hit.Doc])
	}
	fmt.Println(hits[0].Score > 0.5, hits[1].Score < 0.5)
	// Output:
	// Ann has a house in Paris.
	// Ben lives in Rome.
	// Kate plays the harp.
	// true true
}

func ExampleEncoder_Explain() {
	lm, err := builtin.Load()
	if err != nil {
		panic(err)
	}
	e, err := Load(lm)
	if err != nil {
		panic(err)
	}
	passage := "Ann has a house in Paris."
	_, _, parts := e.Explain("Who comes from France?", passage)
	best := parts[0]
	for _, p := range parts {
		if p.Score > best.Score {
			best = p
		}
	}
	fmt.Printf("%q\n", best.In(passage))
	// Output: " Paris"
}

func BenchmarkStep(b *testing.B) {
	lm, _ := load(b)
	run, err := NewRun(lm, Default())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := run.Step(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(run.Recipe.Pairs)*float64(b.N)/b.Elapsed().Seconds(), "pairs/s")
}

func BenchmarkLoad(b *testing.B) {
	lm, _ := load(b)
	for b.Loop() {
		if _, err := Load(lm); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVector(b *testing.B) {
	_, e := load(b)
	for b.Loop() {
		e.Vector(Question, "Where does Abigail live?")
	}
}

func BenchmarkSearch(b *testing.B) {
	_, e := load(b)
	for _, n := range []int{1_000, 10_000, 100_000} {
		x := &Index{e, tensor.New(n, e.Width())}
		normal(x.vectors.Data, rand.New(rand.NewPCG(1, 1)), 1)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				x.Search("Where does Abigail live?", 10)
			}
		})
	}
}
