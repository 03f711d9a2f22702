package growth

import (
	"archive/zip"
	"bytes"
	"math"
	"slices"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/builtin/builtintest"
	"logitarium/core/world"
)

// The embedded record goes by the recipe of the built-in model, and fits into
// what it may take of the binary.
func TestEmbedded(t *testing.T) {
	const most = 2_500_000
	if len(embedded) > most {
		t.Errorf("the record has %d bytes, more than %d", len(embedded), most)
	}
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	text, err := content(zipped(t), figuresFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(text, figures) {
		t.Error("growth.json is not that of growth.zip: unzip -o growth.zip growth.json")
	}
	if r.Recipe != builtin.Default() {
		t.Errorf("the record is of %+v", r.Recipe)
	}
	kept := r.Kept()
	for _, f := range r.Figures {
		if !r.Wants(f.Step) {
			t.Errorf("step %d is measured, and was not wanted", f.Step)
		}
		kept = slices.DeleteFunc(kept, func(step int) bool { return step == f.Step })
	}
	if len(kept) > 0 {
		t.Errorf("of the steps %v weights are kept and no figures", kept)
	}
}

func zipped(t *testing.T) *zip.Reader {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(embedded), int64(len(embedded)))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// Memory and reading come together, names are spelt later, and the right one of
// three is found last.
func TestOrder(t *testing.T) {
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	first := func(kind world.Kind) int {
		i := slices.IndexFunc(r.Figures, func(f Figures) bool { return 10*f.Right[kind] >= 6*r.Questions })
		if i < 0 {
			t.Fatalf("never 6 of 10 questions of kind %v", kind)
		}
		return r.Figures[i].Step
	}
	memory, reading, spelling, choosing := first(world.KnowCommon), first(world.Contradicts), first(world.OneFresh), first(world.ThreeFresh)
	if memory > 900 || reading > 900 || max(memory, reading)-min(memory, reading) > 100 {
		t.Errorf("6 of 10 from memory at step %d, from the prompt at %d", memory, reading)
	}
	if spelling < 1100 || choosing < spelling+300 {
		t.Errorf("6 of 10 names spelt at step %d, found among three at %d", spelling, choosing)
	}
}

// What was recorded is measured again from the kept weights. They are rounded:
// the bounds are what that costs.
func TestRecorded(t *testing.T) {
	if testing.Short() {
		t.Skip("asks some hundred questions of each checkpoint")
	}
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	lm := *builtintest.Load(t)
	for k, step := range r.Kept() {
		f := r.Figures[slices.IndexFunc(r.Figures, func(f Figures) bool { return f.Step == step })]
		if lm.Model, err = r.Weights(k); err != nil {
			t.Fatal(err)
		}
		now := measure(&lm, r.Questions, r.Recipe.Seed)
		if off := math.Abs(now.HeldOut - f.HeldOut); off > 0.04 || step == 0 && off != 0 {
			t.Errorf("step %d: the loss is %.4f, recorded is %.4f", step, now.HeldOut, f.HeldOut)
		}
		for kind, n := range now.Right {
			if off := n - f.Right[kind]; off > 10 || off < -10 {
				t.Errorf("step %d: %d answers of kind %d are right, recorded are %d", step, n, kind, f.Right[kind])
			}
		}
		for _, head := range [][2]int{{2, 0}, {3, 0}, {3, 3}} {
			l, h := head[0], head[1]
			if math.Abs(now.Answer[l][h]-f.Answer[l][h]) > 0.04 || math.Abs(now.Echo[l][h]-f.Echo[l][h]) > 0.04 {
				t.Errorf("step %d: head %d.%d reads %.3f and %.3f, recorded are %.3f and %.3f", step, l, h,
					now.Answer[l][h], now.Echo[l][h], f.Answer[l][h], f.Echo[l][h])
			}
		}
	}
}

// A checkpoint is a model like the built-in one, and says which.
func TestAt(t *testing.T) {
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	lm := builtintest.Load(t)
	then, err := r.At(200, lm)
	if err != nil {
		t.Fatal(err)
	}
	if then.Name() != "tiny-world@200" || then.Card.Tokens != 614_400 || then.Model == lm.Model || then.World != lm.World {
		t.Errorf("the checkpoint: %+v", then.Card)
	}
	if _, err := r.At(201, lm); err == nil {
		t.Error("a checkpoint that was not kept")
	}
}
