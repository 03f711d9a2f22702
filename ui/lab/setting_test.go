package lab_test

import (
	"math"
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// sample is one setting of every kind and scale, by name.
func sample() map[string]lab.Setting {
	var (
		linear, log, off = 0.7, 0.01, 0.0
		whole, big, twos = 12, 1000, 8
		choice           = 1
		on               = true
		text             = "the fox"
	)
	return map[string]lab.Setting{
		"linear":   lab.Number{At: &linear, Default: 0.7, Min: 0, Max: 5, Step: 0.05, Digits: 2, Unit: "bits"},
		"log":      lab.Number{At: &log, Default: 0.01, Min: 1e-5, Max: 1, Step: 1.25, Coarse: 10, Log: true, Digits: 5},
		"named":    lab.Number{At: &off, Default: 0, Min: 0, Max: 1, Step: 0.01, Digits: 2, Names: []lab.Named{{Value: 0, Name: "switched off"}}},
		"integer":  lab.Integer{At: &whole, Default: 12, Min: 0, Max: 768, Names: []lab.Named{{Value: 0, Name: "off"}}},
		"decades":  lab.Integer{At: &big, Default: 1000, Min: 1, Max: 100000, Log: true, Unit: "draws"},
		"doubling": lab.Integer{At: &twos, Default: 8, Min: 1, Max: 64, Doubling: true},
		"choice":   lab.Choice{At: &choice, Default: 1, Options: []lab.Option{{Name: "hf"}, {Name: "vllm"}, {Name: "llama.cpp"}}},
		"switch":   lab.Switch{At: &on, Default: true},
		"text":     lab.Text{At: &text, Default: "the fox", Max: 20},
	}
}

func TestSettingKeepsItsWidth(t *testing.T) {
	for name, s := range sample() {
		if name == "text" {
			continue
		}
		want := len(s.Show(message.Printer{}))
		for i := range 60 {
			s.Nudge(1, i%7 == 0)
			if got := s.Show(message.Printer{}); len(got) != want {
				t.Fatalf("%s: %q is %d wide, %d before", name, got, len(got), want)
			}
		}
	}
}

func TestSettingShowsNoZeroThatIsNone(t *testing.T) {
	var at float64
	n := lab.Number{At: &at, Min: -5, Max: 5, Step: 0.05, Digits: 2}
	for typed, want := range map[string]string{"0": " 0.00", "0.001": " 1e-3", "-0.004": "-4e-3", "0.005001": " 0.01", "1e-12": "1e-12"} {
		if err := n.Set(typed); err != nil || n.Show(message.Printer{}) != want {
			t.Errorf("%s is shown as %q, want %q (%v)", typed, n.Show(message.Printer{}), want, err)
		}
	}
}

func TestSettingTakesItsOwnString(t *testing.T) {
	for name, s := range sample() {
		for range 20 {
			s.Nudge(-1, false)
			before := s.String()
			if err := s.Set(before); err != nil || s.String() != before {
				t.Fatalf("%s: Set(%q) = %v, then %q", name, before, err, s.String())
			}
		}
	}
}

func TestSettingRefuses(t *testing.T) {
	for _, c := range []struct{ name, typed, want string }{
		{"linear", "7", "7 is outside 0.00 to 5.00"},
		{"linear", "-0.1", "-0.1 is outside 0.00 to 5.00"},
		{"linear", "NaN", `"NaN" is not a number; allowed: 0.00 to 5.00`},
		{"linear", "inf", "inf is outside 0.00 to 5.00"},
		{"linear", "", `"" is not a number`},
		{"named", "swiched off", "is not a number; allowed: 0.00 to 1.00, or switched off"},
		{"integer", "1.5", `"1.5" is not a whole number; allowed: 0 to 768, or off`},
		{"integer", "769", "769 is outside 0 to 768, or off"},
		{"choice", "lama.cpp", `"lama.cpp" is not one of hf, vllm, llama.cpp; did you mean "llama.cpp"?`},
		{"switch", "maybe", `"maybe" is neither on nor off`},
		{"text", strings.Repeat("x", 21), "21 bytes of text; allowed: up to 20 bytes"},
		{"integer", strings.Repeat("9", 500), "…"},
	} {
		s := sample()[c.name]
		before := s.String()
		err := s.Set(c.typed)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: Set(%q) = %v; want …%s…", c.name, c.typed, err, c.want)
		}
		if len(err.Error()) > 200 {
			t.Errorf("%s: an error of %d bytes", c.name, len(err.Error()))
		}
		if s.String() != before {
			t.Errorf("%s: refusing %q changed %q to %q", c.name, c.typed, before, s.String())
		}
	}
}

func TestSettingReads(t *testing.T) {
	for _, c := range []struct{ name, typed, want string }{
		{"linear", " 0.73 ", "0.73"},
		{"linear", "0.73 bits", "0.73"},
		{"named", "Switched OFF", "switched off"},
		{"named", "0", "switched off"},
		{"integer", "OFF", "off"},
		{"decades", "20 draws", "20"},
		{"choice", "VLLM", "vllm"},
		{"switch", "no", "off"},
		{"switch", "1", "on"},
		{"text", " kept as typed ", " kept as typed "},
	} {
		s := sample()[c.name]
		if err := s.Set(c.typed); err != nil || s.String() != c.want {
			t.Errorf("%s: Set(%q) = %v, then %q; want %q", c.name, c.typed, err, s.String(), c.want)
		}
	}
}

func TestNudge(t *testing.T) {
	for _, c := range []struct {
		name, from string
		steps      int
		coarse     bool
		want, why  string
	}{
		{"linear", "0.7", 1, false, "0.75", "one step"},
		{"linear", "0.73", 1, false, "0.75", "a typed value comes back to the grid"},
		{"linear", "0.73", -1, false, "0.7", "downwards too"},
		{"linear", "0.73", 0, false, "0.73", "no step, no change"},
		{"linear", "0.7", 1, true, "1", "coarse steps have their own grid"},
		{"linear", "4.98", 3, true, "5", "stops at the end"},
		{"log", "0.01", 1, true, "0.1", "coarse is a factor"},
		{"log", "0.01", -1, true, "0.001", "and its inverse, exactly"},
		{"integer", "12", -1, true, "2", "ten steps"},
		{"integer", "2", -1, true, "off", "stops at the end, which has a name"},
		{"doubling", "8", 1, false, "16", "doubles"},
		{"doubling", "8", -2, false, "2", "halves"},
		{"doubling", "8", 9, false, "64", "stops"},
		{"choice", "vllm", 5, false, "llama.cpp", "stops"},
		{"switch", "off", 1, false, "on", "right is on"},
		{"text", "the fox", 1, false, "the fox", "a text is typed"},
	} {
		s := sample()[c.name]
		if err := s.Set(c.from); err != nil {
			t.Fatal(err)
		}
		if s.Nudge(c.steps, c.coarse); s.String() != c.want {
			t.Errorf("%s from %s by %d (coarse %v) is %s, want %s: %s",
				c.name, c.from, c.steps, c.coarse, s.String(), c.want, c.why)
		}
	}
}

func TestEndsAndSlider(t *testing.T) {
	for name, s := range sample() {
		if name == "text" {
			continue
		}
		s.End(-1)
		low := s.String()
		if at, _ := s.Position(); at != 0 {
			t.Errorf("%s: the first end is at %v", name, at)
		}
		s.End(1)
		high := s.String()
		if at, _ := s.Position(); at != 1 {
			t.Errorf("%s: the last end is at %v", name, at)
		}
		for _, c := range []struct {
			at   float64
			want string
		}{{0, low}, {-3, low}, {1, high}, {7, high}} {
			if s.SetPosition(c.at); s.String() != c.want {
				t.Errorf("%s: position %v is %s, want %s", name, c.at, s.String(), c.want)
			}
		}
	}
}

func TestSliderStandsWhereItWasPut(t *testing.T) {
	for name, s := range sample() {
		if _, ok := s.Position(); !ok {
			continue
		}
		for i := range 101 {
			want := float64(i) / 100
			s.SetPosition(want)
			got, _ := s.Position()
			if math.Abs(got-want) > 0.12 { // half a doubling of 1 to 64
				t.Errorf("%s: put at %v, stands at %v", name, want, got)
			}
		}
	}
}

func TestChangedAndReset(t *testing.T) {
	for name, s := range sample() {
		if s.Changed() {
			t.Errorf("%s: changed before anything was", name)
		}
		if name == "text" {
			if err := s.Set("a hen"); err != nil {
				t.Fatal(err)
			}
		} else if s.Nudge(1, true); !s.Changed() {
			s.Nudge(-1, true)
		}
		if !s.Changed() {
			t.Errorf("%s: not changed at %s", name, s)
		}
		lab.Reset([]lab.Knob{{Name: name, Setting: s}})
		if s.Changed() {
			t.Errorf("%s: changed after Reset", name)
		}
	}
}

func TestEmptyRange(t *testing.T) {
	v, n := 1.0, 3
	for name, s := range map[string]lab.Setting{
		"number":  lab.Number{At: &v, Default: 1, Min: 1, Max: 1, Step: 0.1, Digits: 1},
		"integer": lab.Integer{At: &n, Default: 3, Min: 3, Max: 3},
		"choice":  lab.Choice{At: new(int), Options: []lab.Option{{Name: "only"}}},
	} {
		s.Nudge(1, false)
		s.SetPosition(0.5)
		s.End(1)
		if at, _ := s.Position(); s.Changed() || at != 0 {
			t.Errorf("%s: %s at %v", name, s, at)
		}
	}
}

// FuzzSetting turns settings at random: the value stays one that Set takes
// back, the slider stays between its ends.
func FuzzSetting(f *testing.F) {
	f.Add("0.7", 3, true, 0.4)
	f.Add("off", -1, false, math.Inf(1))
	f.Add("-1e300", 1<<20, true, math.NaN())
	f.Fuzz(func(t *testing.T, typed string, steps int, coarse bool, at float64) {
		steps %= 1000
		for name, s := range sample() {
			for _, turn := range []func(){
				func() { _ = s.Set(typed) },
				func() { s.Nudge(steps, coarse) },
				func() { s.SetPosition(at) },
			} {
				turn()
				if p, _ := s.Position(); !(p >= 0 && p <= 1) {
					t.Fatalf("%s: %s is at %v", name, s, p)
				}
				before := s.String()
				if err := s.Set(before); err != nil || s.String() != before {
					t.Fatalf("%s: Set(%q) = %v, then %q", name, before, err, s.String())
				}
			}
		}
	})
}

// A value is as wide as any other of its knob, whatever its letters: a slider
// stands behind it.
func TestShowInCells(t *testing.T) {
	n, i, c, on := 0.0, 0, 0, false
	for name, s := range map[string]lab.Setting{
		"number":  lab.Number{At: &n, Min: 0, Max: 9, Step: 1, Names: []lab.Named{{0, "無し"}, {3, "é"}}},
		"integer": lab.Integer{At: &i, Min: 0, Max: 9, Names: []lab.Named{{0, "無し"}, {3, "é"}}},
		"choice":  lab.Choice{At: &c, Options: []lab.Option{{Name: "日本語"}, {Name: "x"}, {Name: "naïve"}}},
		"switch":  lab.Switch{At: &on},
	} {
		s.End(-1)
		want := viz.Clean(s.Show(message.Printer{})).Width()
		for range 10 {
			if got := viz.Clean(s.Show(message.Printer{})).Width(); got != want {
				t.Errorf("%s: %q takes %d cells, others %d", name, s.Show(message.Printer{}), got, want)
			}
			s.Nudge(1, false)
		}
	}
}
