package encoder

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"logitarium/core/checkpoint"
	"logitarium/core/gpt"
	"logitarium/core/lm/lmtest"
)

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
	if err := e.Save(none); err == nil || !strings.Contains(err.Error(), "there is no folder") {
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
