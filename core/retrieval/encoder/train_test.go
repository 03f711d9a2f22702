package encoder

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/checkpoint"
	"logitarium/core/tensor"
)

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

// The first step of Adam moves each parameter by the rate against the sign of
// its gradient, whatever its size; the second, along the same gradient, too.
func TestUpdate(t *testing.T) {
	s := Shape{Vocab: 2, Width: 2, Inner: 2, Out: 2}
	grad := zeros(s)
	for _, p := range grad.all() {
		for i := range p.Data {
			p.Data[i] = []float32{3, -0.01}[i%2]
		}
	}
	trainer := newTrainer(zeros(s))
	for step := range 2 {
		trainer.update(grad, 0.1)
		for _, p := range trainer.weights.all() {
			for i, v := range p.Data {
				if want := []float64{-0.1, 0.1}[i%2] * float64(step+1); math.Abs(float64(v)-want) > 1e-5 {
					t.Errorf("step %d: %s[%d] is %g, want %g", step, p.name, i, v, want)
				}
			}
		}
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
