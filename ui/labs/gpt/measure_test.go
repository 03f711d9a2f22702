package gpt

import (
	"math"
	"strings"
	"testing"

	"logitarium/core/family"
	"logitarium/ui/lab/labtest"
)

// What stands beside the timeline is of the measure that it shows.
func TestReadingsOfTheMeasure(t *testing.T) {
	l := fresh(t)
	for _, c := range []struct {
		measure, model, compare string
		value, compared         float64 // NaN: not known
	}{
		{"parameters", "gpt-2", "gpt-1", 124_439_808, 116_534_784},
		{"context", "gpt-3-175b", "gpt-1", 2048, 512},
		{"context", "gpt-5", "gpt-4", 400_000, 8192},
		{"vocabulary", "gpt-4", "gpt-2", 100_277, 50_257},
		{"data", "gpt-3-175b", "gpt-1", 300e9, math.NaN()},
		{"data", "gpt-4", "gpt-3-175b", math.NaN(), 300e9},
		{"compute", "gpt-3-175b", "gpt-4", 3.143e23, math.NaN()},
	} {
		turn(t, l, "view", "timeline", "measure", c.measure, "gpt", c.model, "compare", c.compare)
		for name, want := range map[string]float64{measures[l.measure].reading: c.value, "compared": c.compared, "ratio": c.value / c.compared} {
			r := labtest.Reading(t, l, name)
			if math.IsNaN(want) {
				if r.Undefined.Empty() {
					t.Errorf("%s of %s and %s: %s is %v", c.measure, c.model, c.compare, name, r.Value)
				}
			} else if !r.Undefined.Empty() || math.Abs(r.Value/want-1) > 1e-3 {
				t.Errorf("%s of %s and %s: %s is %v (%s), want %v", c.measure, c.model, c.compare, name, r.Value, r.Undefined, want)
			}
		}
	}
}

// Name and number stand apart, whatever the measure.
func TestTimelineApart(t *testing.T) {
	l := fresh(t)
	for _, m := range measures {
		turn(t, l, "view", "timeline", "measure", m.name, "gpt", "gpt-3-125m")
		got := look(l, 78, 40)
		for i, model := range l.models {
			if c := m.of(model); c.Known() && !strings.Contains(got, " "+short(c.Value)+" ") {
				t.Errorf("%s, model %d, %s: no %q", m.name, i, model.Name, " "+short(c.Value)+" ")
			}
		}
	}
}

// Where there is room for one of them, the makers' words on safety come before
// the title, and a later model does not get those of GPT-5.
func TestSafetyFirst(t *testing.T) {
	l := fresh(t)
	turn(t, l, "view", "use", "gpt", "gpt-2-xl")
	for _, size := range [][2]int{{78, 11}, {58, 10}, {78, 16}} {
		if got := look(l, size[0], size[1]); !strings.Contains(got, "Due to our concerns") {
			t.Errorf("%v: no reason:\n%s", size, got)
		}
	}
	turn(t, l, "gpt", "gpt-5.5")
	if got := look(l, 78, 16); strings.Contains(got, "System Card") || strings.Contains(got, "safety") {
		t.Errorf("GPT-5.5 has GPT-5's card:\n%s", got)
	}
	if r := labtest.Reading(t, l, "asked"); r.Undefined.Empty() || strings.Contains(r.Text.String(), family.ReasonsFirst) {
		t.Errorf("GPT-5.5 is asked: %s", r.Text)
	}
}
