package family_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/family"
)

// Every cell of a use has a source and, if it is known, a place there.
func TestUseHasSources(t *testing.T) {
	for _, m := range family.All() {
		for _, a := range m.UseAspects() {
			c := a.Cell
			if c.Origin == "" && (a.Name == "input" || strings.HasPrefix(m.ID, "gpt-5.")) {
				continue // no source was found
			}
			if c.Source == "" || c.Date == "" || c.Text == "" || !math.IsNaN(c.Value) || c.Known() != (c.Place != "") {
				t.Errorf("%s, %s: %+v", m.ID, a.Name, c)
			}
		}
		if title := m.Use().Title; m.Shape != nil && !title.Known() {
			t.Errorf("%s is open and its paper has no title", m.ID)
		}
		if safety := m.Use().Safety; safety.Known() && strings.HasPrefix(safety.Text, "\"") {
			t.Errorf("%s: quotation marks are the screen's: %s", m.ID, safety.Text)
		}
	}
}

// GPT-5's card and what it says of safety are not those of a later model.
func TestUseOfLaterModels(t *testing.T) {
	if title := byID(t, "gpt-5").Use().Title.Text; title != "GPT-5 System Card" {
		t.Errorf("gpt-5: %q", title)
	}
	for _, id := range []string{"gpt-5.1", "gpt-5.2", "gpt-5.4", "gpt-5.5"} {
		if got := byID(t, id).Use(); got != (family.Use{}) {
			t.Errorf("%s: %+v", id, got)
		}
	}
}

// What evolved most is how a model is asked: the ways come up one after the
// other, and none comes back.
func TestWaysOfAsking(t *testing.T) {
	order := []string{family.Finetuned, family.ZeroShotUse, family.ExamplesUse, family.Instructions, family.ReasonsFirst}
	last, seen := 0, map[string]bool{}
	for _, m := range family.All() {
		asked := m.Use().Asked
		if !asked.Known() {
			continue
		}
		at := slices.Index(order, asked.Text)
		if at < last {
			t.Errorf("%s: %q after %q", m.ID, asked.Text, order[last])
		}
		last, seen[asked.Text] = at, true
	}
	if len(seen) != len(order) {
		t.Errorf("ways of asking: %v", seen)
	}
	if r := byID(t, "gpt-4").Released; r.Text != "2023-03-14" {
		t.Errorf("GPT-4 was released on %s", r.Text)
	}
}

// The figures are those that the paper prints in its text and tables too.
func TestBenchmarks(t *testing.T) {
	sizes := 0
	for _, m := range family.All() {
		if m.Series == "GPT-3" {
			sizes++
		}
	}
	all := family.Benchmarks()
	if len(all) != 5 || sizes != len(all[0].Accuracy[0]) {
		t.Fatalf("%d tasks, %d sizes", len(all), sizes)
	}
	named := map[string]family.Benchmark{}
	for _, b := range all {
		named[b.Name] = b
		if b.Examples < 1 || b.Asks == "" || b.Source.Place == "" {
			t.Errorf("%s is not complete", b.Name)
		}
		for s, row := range b.Accuracy {
			for i, v := range row {
				if !(v > 0 && v <= 100) {
					t.Errorf("%s, %v, size %d: %v %%", b.Name, family.Setting(s), i, v)
				}
			}
			if row[7] != slices.Max(row[:]) {
				t.Errorf("%s, %v: the largest is not the best: %v", b.Name, family.Setting(s), row)
			}
		}
	}
	for _, tt := range []struct {
		name    string
		setting family.Setting
		want    float64 // of 175B
		from    string
	}{
		{"TriviaQA", family.ZeroShot, 64.3, "table 3.3"},
		{"TriviaQA", family.OneShot, 68.0, "table 3.3"},
		{"TriviaQA", family.FewShot, 71.2, "table 3.3"},
		{"LAMBADA", family.ZeroShot, 76.2, "table 3.2"},
		{"LAMBADA", family.OneShot, 72.5, "table 3.2"},
		{"LAMBADA", family.FewShot, 86.4, "table 3.2"},
		{"HellaSwag", family.OneShot, 78.1, "section 3.1.3"},
		{"HellaSwag", family.FewShot, 79.3, "section 3.1.3"},
		{"StoryCloze", family.ZeroShot, 83.2, "section 3.1.4"},
		{"StoryCloze", family.FewShot, 87.7, "section 3.1.4"},
		{"2-digit addition", family.ZeroShot, 76.9, "table 3.9"},
		{"2-digit addition", family.FewShot, 100, "table 3.9"},
	} {
		if got := named[tt.name].Accuracy[tt.setting][7]; got != tt.want {
			t.Errorf("%s %v: %v, %s has %v", tt.name, tt.setting, got, tt.from, tt.want)
		}
	}
	for i, one := range named["LAMBADA"].Accuracy[family.OneShot] {
		if zero := named["LAMBADA"].Accuracy[family.ZeroShot][i]; one >= zero {
			t.Errorf("LAMBADA, size %d: one example helps, %v after %v", i, one, zero)
		}
	}
}
