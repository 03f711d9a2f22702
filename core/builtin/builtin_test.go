package builtin

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"logitarium/core/checkpoint"
	"logitarium/core/token"
	"logitarium/core/world"
)

// small is a recipe that trains in a moment.
func small() Recipe {
	r := Default()
	r.Steps, r.Rows, r.Length, r.EvalEvery, r.Warmup = 4, 6, 24, 2, 2
	return r
}

// train makes all steps that are left, and returns the hash of the weights.
func train(t *testing.T, r *Run) [32]byte {
	t.Helper()
	for !r.Done() {
		if _, err := r.Step(); err != nil {
			t.Fatal(err)
		}
	}
	return hash(r.LM)
}

func hash(lm *LM) [32]byte {
	h := sha256.New()
	for _, p := range lm.Model.Tensors() {
		for _, v := range p.Data {
			bits := math.Float32bits(v)
			h.Write([]byte{byte(bits), byte(bits >> 8), byte(bits >> 16), byte(bits >> 24)})
		}
	}
	return [32]byte(h.Sum(nil))
}

// learnt is the default vocabulary, which takes longer than the small runs.
var learnt = sync.OnceValue(func() *token.BPE {
	return learn(world.New(Default().World), Default())
})

func start(r Recipe) *Run { return begin(r, world.New(r.World), learnt()) }

// The merges of the embedded model are those that its recipe learns.
func TestMerges(t *testing.T) {
	lm, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	var embedded, again strings.Builder
	if err := lm.Tokens.WriteMerges(&embedded); err != nil {
		t.Fatal(err)
	}
	if err := learnt().WriteMerges(&again); err != nil {
		t.Fatal(err)
	}
	if embedded.String() != again.String() {
		t.Error("the recipe learns other merges than the embedded ones")
	}
}

// The same recipe gives the same weights to the last bit, on one thread or
// several, in one go or saved and resumed.
func TestTrainingIsReproducible(t *testing.T) {
	want := train(t, start(small()))

	old := runtime.GOMAXPROCS(1)
	alone := train(t, start(small()))
	runtime.GOMAXPROCS(old)
	if alone != want {
		t.Error("the weights depend on the number of threads")
	}

	run := start(small())
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
	resumed, err := Resume(f)
	if err != nil {
		t.Fatal(err)
	}
	if train(t, resumed) != want {
		t.Error("the weights differ after saving and resuming")
	}
	if train(t, run) != want {
		t.Error("saving changes a run")
	}

	other := small()
	other.Seed++
	if train(t, start(other)) == want {
		t.Error("another seed gives the same weights")
	}
}

// The embedded model is what its card says.
func TestEmbedded(t *testing.T) {
	lm, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	const most = 2 << 20
	if n := len(File()); n > most {
		t.Errorf("the file has %d bytes, more than %d", n, most)
	}
	r := lm.Card.Recipe
	if r != Default() {
		t.Errorf("the embedded weights were trained by %+v, the default recipe is %+v: train again, or keep the recipe", r, Default())
	}
	// What was measured then is measured now: the world has not changed under
	// the weights. Assembly and plain Go round differently, so not to the digit.
	loss, _ := lm.HeldOut(heldOutRows, r.Length, r.Seed)
	if got, want := math.Exp(loss), lm.Card.HeldOut.Float16; math.Abs(got/want-1) > 1e-3 {
		t.Errorf("perplexity %.4f on held-out documents, the card says %.4f", got, want)
	}
	for i, now := range lm.Accuracy(50, r.Seed) {
		then := lm.Card.Accuracy[i]
		if now.Kind != then.Kind || math.Abs(now.Share-then.Share) > 0.12 {
			t.Errorf("%s: %.2f of 50 questions, the card says %s %.2f of %d", now.Kind, now.Share, then.Kind, then.Share, then.Of)
		}
	}
	if drop := lm.Card.HeldOut.Float16/lm.Card.HeldOut.Float32 - 1; drop > 1e-3 {
		t.Errorf("half precision costs %.2g of the perplexity", drop)
	}
}

// What int8 weights cost: little.
func TestEmbeddedInInt8(t *testing.T) {
	lm, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	r := lm.Card.Recipe
	rounded := *lm
	if rounded.Model, err = lm.Model.Int8(); err != nil {
		t.Fatal(err)
	}
	loss, _ := lm.HeldOut(64, r.Length, r.Seed)
	after, n := rounded.HeldOut(64, r.Length, r.Seed)
	t.Logf("perplexity on %d tokens: %.4f in float32, %.4f in int8; %d bytes, %d", n, math.Exp(loss), math.Exp(after), lm.Model.Bytes(), rounded.Model.Bytes())
	if rise := math.Exp(after-loss) - 1; rise > 5e-3 || rise == 0 {
		t.Errorf("int8 weights change the perplexity by %.2g of it", rise)
	}
}

// The figures that the labs rely on: it knows what it was told often, does not
// know what it was not told, and reads what stands in its prompt.
func TestEmbeddedKnowsAndReads(t *testing.T) {
	lm, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	bounds := map[world.Kind][2]float64{
		world.KnowCommon: {0.99, 1}, world.KnowMid: {0.99, 1},
		world.KnowRare: {0, 0.15}, world.KnowUntold: {0, 0.15},
		world.OneFact: {0.98, 1}, world.ThreeFacts: {0.97, 1}, world.ThreeFresh: {0.9, 1},
		world.RareWithFact: {0.97, 1}, world.Contradicts: {0.98, 1},
	}
	for _, s := range lm.Card.Accuracy {
		for _, kind := range world.Kinds() {
			if b, ok := bounds[kind]; ok && kind.String() == s.Kind && (s.Share < b[0] || s.Share > b[1]) {
				t.Errorf("%s: accuracy %.3f is outside %.2f to %.2f", s.Kind, s.Share, b[0], b[1])
			}
		}
	}
}

func TestSaveAndRead(t *testing.T) {
	run := start(small())
	train(t, run)
	lm, err := run.Finish(5)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "m.safetensors")
	if err := lm.Save(path); err != nil {
		t.Fatal(err)
	}
	f, err := checkpoint.OpenPath(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	again, err := Read(f)
	if err != nil {
		t.Fatal(err)
	}
	if hash(again) != hash(lm) {
		t.Error("the weights that come back are not those that were measured")
	}
	if a, b := fmt.Sprint(again.Card.Page()), fmt.Sprint(lm.Card.Page()); a != b {
		t.Errorf("the card comes back as\n%s\nand was\n%s", a, b)
	}
	if _, err := Resume(f); err == nil || !strings.Contains(err.Error(), "finished model") {
		t.Errorf("resuming a finished model: %v", err)
	}
}

// A file of somebody else, or one that is not what it says, gets an error
// that names what is missing.
func TestReadRefuses(t *testing.T) {
	run := start(small())
	good := File()
	for _, tt := range []struct {
		name  string
		file  func() []byte
		wants string
	}{
		{"no card", func() []byte { return written(t, nil, map[string]string{"format": "pt"}) }, "no model card"},
		{"card is no JSON", func() []byte { return written(t, nil, map[string]string{cardKey: "{", mergesKey: "#version: 0.2\n"}) }, "model card in the file"},
		{"card of an impossible model", func() []byte {
			return written(t, nil, map[string]string{cardKey: `{"config":{"Vocab":-1}}`, mergesKey: "x"})
		}, "vocabulary"},
		{"card of a model that is not there", func() []byte {
			path := filepath.Join(t.TempDir(), "empty.safetensors")
			if err := save(path, run.LM, nil, checkpoint.F32, nil); err != nil {
				t.Fatal(err)
			}
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			return b
		}, "wte.weight"},
		{"cut short", func() []byte { return good[:len(good)-1] }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := tt.file()
			f, err := checkpoint.Open(bytes.NewReader(b), int64(len(b)))
			if err == nil {
				_, err = Read(f)
			}
			if err == nil || !strings.Contains(err.Error(), tt.wants) {
				t.Errorf("error %v, want one with %q", err, tt.wants)
			}
		})
	}
}

func written(t *testing.T, tensors []checkpoint.Tensor, notes map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := checkpoint.Write(&b, tensors, notes); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The state of a run is checked like everything else that comes from a file.
func TestResumeRefuses(t *testing.T) {
	lm := start(small()).LM
	for wants, state := range map[string]string{
		"state of the training": "{",
		"rows: 0":               `{"recipe":{"steps":4}}`,
		"-1 of 4 steps":         `{"recipe":` + recipeJSON(t) + `,"steps":-1}`,
		"5 of 4 steps":          `{"recipe":` + recipeJSON(t) + `,"steps":5}`,
		"adam.first.wte.weight": `{"recipe":` + recipeJSON(t) + `,"steps":2}`,
	} {
		path := filepath.Join(t.TempDir(), "x.run")
		if err := save(path, lm, lm.Model.Tensors(), checkpoint.F32, map[string]string{runKey: state}); err != nil {
			t.Fatal(err)
		}
		f, err := checkpoint.OpenPath(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Resume(f); err == nil || !strings.Contains(err.Error(), wants) {
			t.Errorf("state %s: error %v, want one with %q", state, err, wants)
		}
		f.Close()
	}
}

func recipeJSON(t *testing.T) string {
	t.Helper()
	b, err := json.Marshal(small())
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestRecipeValidate(t *testing.T) {
	for _, change := range []func(*Recipe){
		func(r *Recipe) { r.Steps = 0 },
		func(r *Recipe) { r.Rows = 0 },
		func(r *Recipe) { r.Rows = 5000 },
		func(r *Recipe) { r.Length = 129 },
		func(r *Recipe) { r.Vocab = 256 },
		func(r *Recipe) { r.Peak = math.NaN() },
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
}

// A learning rate out of all bounds ends in an error, not in a model of NaN.
func TestDivergenceIsAnError(t *testing.T) {
	r := small()
	r.Peak, r.Warmup, r.Steps, r.Clip, r.Decay = 1e30, 0, 50, 0, 0
	run := start(r)
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

// Training tokens a second, at the size of the built-in model.
func BenchmarkStep(b *testing.B) {
	run, err := NewRun(Default())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := run.Step(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(run.Recipe.Rows*run.Recipe.Length)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
