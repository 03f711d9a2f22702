package growth

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/builtin/builtintest"
	"logitarium/core/gpt"
	"logitarium/core/tensor/tensortest"
	"logitarium/core/world"
)

func TestMain(m *testing.M) { tensortest.Main(m) }

// small is a recipe that trains in a moment.
func small() builtin.Recipe {
	r := builtin.Default()
	r.Steps, r.Rows, r.Length, r.EvalEvery, r.Warmup = 6, 2, 16, 2, 2
	return r
}

func step(t *testing.T, run *builtin.Run) {
	t.Helper()
	if _, err := run.Step(); err != nil {
		t.Fatal(err)
	}
}

// furthest is how far a model's weights are from another's, at most.
func furthest(a, b *gpt.Model) (most float64) {
	for i, m := range a.Tensors() {
		for j, v := range m.Data {
			most = max(most, math.Abs(float64(v)-float64(b.Tensors()[i].Data[j])))
		}
	}
	return most
}

// A record written, read, cut and gone on with is the same as one that was never
// interrupted, and gives back weights that are near to those of the training.
func TestRecord(t *testing.T) {
	run, err := builtin.NewRun(small())
	if err != nil {
		t.Fatal(err)
	}
	r := New(small(), 1)
	var two *gpt.Model
	for run.Steps() < 3 {
		if err := r.Add(run); err != nil {
			t.Fatal(err)
		}
		step(t, run)
		if err := r.keep(run.Steps(), run.LM.Model); err != nil {
			t.Fatal(err)
		}
		if run.Steps() == 2 {
			two = run.LM.Model.Clone()
		}
	}
	if err := r.Add(run); err != nil {
		t.Fatal(err)
	}
	if err := r.Add(run); err == nil {
		t.Error("a step is recorded twice")
	}
	var file bytes.Buffer
	if err := r.Write(&file); err != nil {
		t.Fatal(err)
	}
	again, err := Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(again.Kept(), []int{0, 1, 2, 3}) || len(again.Figures) != 4 || again.Figures[3].HeldOut != r.Figures[3].HeldOut {
		t.Errorf("read again: kept %v, %d figures", again.Kept(), len(again.Figures))
	}
	then, err := again.Weights(2)
	if err != nil {
		t.Fatal(err)
	}
	// Two steps at rates of up to 0.002 move no weight by more than a few
	// thousandths; the checkpoint is off by a part of that.
	if off := furthest(then, two); off > 5e-4 {
		t.Errorf("the weights after step 2 are off by %g", off)
	}

	again.Cut(2)
	if again.Covers(3) || !again.Covers(2) || again.Rebuilt() != 3 || len(again.Kept()) != 3 {
		t.Errorf("cut: kept %v, %d figures", again.Kept(), len(again.Figures))
	}
	if err := again.keep(3, run.LM.Model); err != nil {
		t.Fatal(err)
	}
	if err := again.Add(run); err != nil {
		t.Fatal(err)
	}
	var second bytes.Buffer
	if err := again.Write(&second); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(file.Bytes(), second.Bytes()) {
		t.Error("interrupted, the record is another one")
	}
	if err := New(builtin.Default(), 1).Add(run); err == nil {
		t.Error("a training by another recipe is recorded")
	}
}

// The scores of the built-in model's heads are those of the study that named
// them: 2.0, 3.0 and 3.3 read, and no other head does.
func TestScores(t *testing.T) {
	answer, echo := scores(builtintest.Load(t), 60, 1)
	for l := range answer {
		for h := range answer[l] {
			reads := l == 2 && h == 0 || l == 3 && (h == 0 || h == 3)
			if reads != (answer[l][h] > 0.3) || reads != (echo[l][h] > 0.5) {
				t.Errorf("head %d.%d: %.2f of the answer, %.2f of the echo", l, h, answer[l][h], echo[l][h])
			}
		}
	}
	if math.Abs(echo[2][0]-0.86) > 0.04 || math.Abs(answer[2][0]-0.82) > 0.06 {
		t.Errorf("head 2.0: %.3f of the answer, %.3f of the echo", answer[2][0], echo[2][0])
	}
}

// FuzzRead: no panic, no memory beyond a multiple of the file, and what is read
// is written as it was.
func FuzzRead(f *testing.F) {
	heads := slices.Repeat([][]float64{{0, 0.1, 0.2, 1}}, 4)
	r := New(small(), 1)
	r.Figures = []Figures{{Step: 2, HeldOut: 6.9, Right: make([]int, len(world.Kinds())), Answer: heads, Echo: heads}}
	r.kept = []kept{{2, []byte("a difference")}}
	var file bytes.Buffer
	if err := r.Write(&file); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Read(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		if r.Covers(math.MaxInt) || len(r.Kept()) == 0 {
			t.Fatalf("read: %v, %d figures", r.Kept(), len(r.Figures))
		}
		if err := r.Write(new(bytes.Buffer)); err != nil {
			t.Fatal(err)
		}
	})
}
