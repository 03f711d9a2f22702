package quantization

import (
	"math"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/gguf"
	"logitarium/core/modelfile"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

// saved is the lab on the built-in model as a file has it.
func saved(t *testing.T, as gguf.Type) *Lab {
	t.Helper()
	own := builtintest.Load(t)
	m, err := modelfile.Saved(own.Model, own.Tokens, own.Name(), as)
	if err != nil {
		t.Fatal(err)
	}
	return New(m, own)
}

// A file of the built-in model is known to be one: a weight of it is what the
// same format makes of the built-in model, and so are all errors.
func TestFileOfTheBuiltInModel(t *testing.T) {
	for _, as := range []gguf.Type{gguf.Q8_0, gguf.Q4_0} {
		file, own := saved(t, as), fresh(t)
		for _, view := range []string{"blocks", "stored"} {
			labtest.Turn(t, file, "view", view)
			labtest.Turn(t, own, "view", view, "format", as.String())
			if view == "blocks" {
				labtest.Turn(t, file, "row", "5", "column", "70")
				labtest.Turn(t, own, "row", "5", "column", "70")
			}
			finish(t, file)
			finish(t, own)
			is, want := lab.Readings(file), lab.Readings(own)
			for i, r := range want {
				if !r.Undefined.Empty() && r.Name != "part minimum" {
					t.Errorf("%v, %s: %s is not defined: %v", as, view, r.Name, r.Undefined)
				}
				if is[i].Name != r.Name || is[i].Value != r.Value || is[i].Undefined.String() != r.Undefined.String() {
					t.Errorf("%v, %s: %s is %v, want %v", as, view, r.Name, is[i].Value, r.Value)
				}
			}
		}
	}
}

// Of a file that is of no model known here nothing is said to be lost.
func TestForeignFile(t *testing.T) {
	own := builtintest.Load(t)
	other := own.Model.Clone()
	for _, p := range other.Tensors() {
		for i := range p.Data {
			p.Data[i] *= 1.25
		}
	}
	m, err := modelfile.Saved(other, own.Tokens, "other", gguf.Q4_0)
	if err != nil {
		t.Fatal(err)
	}
	l := New(m, own)
	labtest.Turn(t, l, "view", "stored")
	finish(t, l)
	if r := labtest.Reading(t, l, "largest error"); r.Undefined.Empty() || !strings.Contains(lab.Sentence(l).String(), "the file does not say") {
		t.Errorf("error %v, %q", r.Value, lab.Sentence(l))
	}
	labtest.Turn(t, l, "view", "blocks")
	if r := labtest.Reading(t, l, "before"); r.Undefined.Empty() || l.stock.was != nil {
		t.Errorf("before %v", r.Value)
	}
}

// The value is what the formula, with the readings' numbers, comes to.
func TestBlockIsWorkedOut(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "blocks")
	for _, w := range writers {
		labtest.Turn(t, l, "format", w.typ.String())
		for _, column := range []string{"0", "31", "32", "127"} {
			labtest.Turn(t, l, "column", column)
			read := func(name string) float64 { return labtest.Reading(t, l, name).Value }
			q := read("stored integer")
			if !w.typ.HasMin() && w.typ != gguf.Q8_0 {
				q -= math.Pow(2, float64(w.format.Bits()-1))
			}
			if got := float64(read("part scale")*q) + read("part minimum"); math.Abs(got-read("value")) > 1e-6 {
				t.Errorf("%v, column %s: %g, want %g", w.typ, column, got, read("value"))
			}
			if off := math.Abs(read("value") - read("before")); off > 1.001*math.Abs(read("part scale")) {
				t.Errorf("%v, column %s: off by %g, and a step is %g", w.typ, column, off, read("part scale"))
			}
		}
	}
}
