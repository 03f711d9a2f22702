package sampling

import (
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
	"logitarium/viz/digits"
)

// turned turns knobs and waits for what they ask for.
func turned(t *testing.T, l *Lab, settings ...string) {
	t.Helper()
	labtest.Turn(t, l, settings...)
	if err := lab.Settle(l); err != nil {
		t.Fatal(err)
	}
}

// The example of three tokens comes out as it does by hand.
func TestThreeLogits(t *testing.T) {
	l := fresh(t)
	turned(t, l, "logits", "3-2-1", "view", "formula", "temperature", "0.5", "top-k", "off", "top-p", "0.8")
	for name, want := range map[string]float64{
		"p at T": 0.866813, "weight": 1, "sum": 1 + math.Exp(-2) + math.Exp(-4), "raw entropy": 1.2009, "highest p": 1,
	} {
		if got := labtest.Reading(t, l, name).Value; math.Abs(got-want) > 5e-5 {
			t.Errorf("%s is %g, not %g", name, got, want)
		}
	}
	for _, c := range []struct {
		temperature, p string
		want           map[string]float64
	}{
		{"0.5", "0.8", map[string]float64{"hf": 1, "vllm": 1, "llama.cpp": 2, "gpt-2": 1, "llama2.c": 1}},
		{"1", "0.95", map[string]float64{"hf": 3, "llama.cpp": 3, "gpt-2": 2}},
	} {
		turned(t, l, "view", "engines", "temperature", c.temperature, "top-p", c.p)
		for engine, want := range c.want {
			if got := labtest.Reading(t, l, "in "+engine).Value; got != want {
				t.Errorf("T = %s, p = %s: %s leaves %g tokens, not %g", c.temperature, c.p, engine, got, want)
			}
		}
	}
	turned(t, l, "view", "tree")
	if says := lab.Sentence(l).String(); !strings.Contains(says, "belong to no text") {
		t.Errorf("a tree of made up logits says %q", says)
	}
	if err := l.append(); err == nil {
		t.Error("a made up token is appended")
	}
	turned(t, l, "logits", "model", "view", "bars")
	if got := labtest.Reading(t, l, "top token").Text.String(); got != "forest" {
		t.Errorf("back at the model the likeliest is %q", got)
	}
}

// Each of three texts is the one that the view of one text writes at its
// temperature.
func TestThreeTextsAreTexts(t *testing.T) {
	l := fresh(t)
	turned(t, l, "view", "three", "temperature", "1", "top-p", "off", "length", "30")
	for i, temperature := range []string{"0.2", "1", "2"} {
		one := fresh(t)
		turned(t, one, "view", "text", "temperature", temperature, "top-p", "off", "length", "30")
		if !slices.Equal(l.three[i].written, one.text.written) || len(one.text.written) < 10 {
			t.Errorf("at T = %s\n%v\nis written, and alone\n%v", temperature, l.three[i].written, one.text.written)
		}
	}
	n := l.length
	for _, a := range lab.Actions(l) {
		if a.Key == "space" {
			if err := a.Do(); err != nil {
				t.Fatal(err)
			}
		}
	}
	turned(t, l)
	if l.length != n+moreAtOnce || l.behind() {
		t.Errorf("space writes from %d tokens to %d", n, l.length)
	}
}

// What stands beside is what the other prompt has when it is the first one.
func TestPairIsTwo(t *testing.T) {
	a, b := fresh(t), fresh(t)
	turned(t, a, "view", "pair", "top-p", "0.9", "temperature", "1.3", "extra", "repetition")
	turned(t, b, "view", "pair", "top-p", "0.9", "temperature", "1.3", "extra", "repetition", "prompt", a.beside, "beside", a.prompt)
	for _, pair := range [][2]string{{"beside", "survivors"}, {"choices beside", "choices"}} {
		for i, l := range [][2]*Lab{{a, b}, {b, a}} {
			if got, want := labtest.Reading(t, l[0], pair[0]).Value, labtest.Reading(t, l[1], pair[1]).Value; got != want {
				t.Errorf("%d: %s is %g, and %s of the other %g", i, pair[0], got, pair[1], want)
			}
		}
	}
}

// Between the reading of the first prompt and that of the second one the lab is
// whole, whatever it is asked.
func TestPairInSteps(t *testing.T) {
	for name, view := range map[string]int{"pair": viewPair, "rules": viewRules} {
		l := New(fresh(t).lm.Model)
		l.work.Patience, l.view = -1, view
		if err := l.Refresh(); err != nil {
			t.Fatal(err)
		}
		l.work.Fit(l.decoder.from.Cost(len(l.lm.Tokens.Encode(l.prompt))) + l.rankCost() + l.cutCost())
		if err := l.Refresh(); err != nil {
			t.Fatal(err)
		}
		if done, all := l.work.Tasks(); done != 3 || all != 6 || len(l.Views().List) != 11 || !l.certain {
			t.Fatalf("%d of %d tasks are done, and of the first is cut: %v", done, all, l.trace.Stages)
		}
		turned(t, l)
		want := fresh(t)
		if turned(t, want, "view", name); screen(l) != screen(want) {
			t.Errorf("in steps it shows\n%s\nand at once\n%s", screen(l), screen(want))
		}
	}
}

// A rule's row is what the knobs are judged by when they are turned so.
func TestRulesAreTheKnobs(t *testing.T) {
	l := fresh(t)
	for _, c := range []struct {
		rule  string
		knobs []string
	}{
		{"T = 0", []string{"temperature", "0"}},
		{"T = 2", []string{"temperature", "2"}},
		{"top-k 5", []string{"top-k", "5"}},
		{"top-p 0.9", []string{"top-p", "0.9"}},
		{"min-p 0.05", []string{"min-p", "0.05"}},
	} {
		turned(t, l, "view", "rules", "temperature", "1", "top-k", "off", "top-p", "off", "min-p", "off")
		turned(t, l, c.knobs...)
		i := slices.IndexFunc(l.rules, func(r rule) bool { return r.name.String() == c.rule })
		if i < 0 || l.rules[i].judged != l.rules[0].judged || l.rules[i].kept != l.rules[0].kept {
			t.Errorf("%s is judged %+v, the knobs %+v", c.rule, l.rules[i], l.rules[0])
		}
	}
	cold, best := nearest(l.rules, 1), nearest(l.rules, 0)
	if cold.judged[1].Distance > 1e-12 || best.judged[0].Distance > 0.1 {
		t.Errorf("nearest are %v, off by %g, and %v, off by %g", best.name, best.judged[0].Distance, cold.name, cold.judged[1].Distance)
	}
	turned(t, l, "prompt", "to be or not")
	if r := labtest.Reading(t, l, "lost"); r.Undefined.Empty() {
		t.Errorf("where nothing is known %+v", r)
	}
	turned(t, l, "order", "llama2.c")
	if strings.Contains(screen(l), "top-k 5") {
		t.Errorf("a program without top-k is judged by it:\n%s", screen(l))
	}
}

// The published counts stand beside this model's.
func TestNucleusQuotes(t *testing.T) {
	l := fresh(t)
	turned(t, l, "view", "nucleus", "temperature", "2", "top-p", "0.9", "top-k", "off")
	if got := labtest.Reading(t, l, "nucleus").Value; int(got) != len(l.trace.Final().Order) || got != 272 {
		t.Errorf("%g tokens at T = 2", got)
	}
	for _, tail := range sampling.LongTails() {
		if want := "GPT-2: " + digits.Group(plainly(float64(tail.Kept))); !strings.Contains(screen(l), want) {
			t.Errorf("no %q on\n%s", want, screen(l))
		}
	}
	// The counts are of top-p 0.9: on another curve they are no marks.
	turned(t, l, "top-p", "0.5")
	if strings.Contains(screen(l), "GPT-2: ") {
		t.Errorf("counts of another top-p on\n%s", screen(l))
	}
}

// Without colours each glyph of a legend stands for one thing.
func TestLegendsWithoutColours(t *testing.T) {
	l := fresh(t)
	for _, view := range []string{"tree", "text"} {
		turned(t, l, "view", view, "temperature", "3", "top-k", "off", "top-p", "off")
		if err := lab.Settle(l); err != nil {
			t.Fatal(err)
		}
		ascii := viz.Plain()
		ascii.Glyphs = viz.ASCII
		for _, theme := range []viz.Theme{viz.Plain(), ascii} {
			lines := strings.Split(lab.Draw(l, lab.Frame{Size: viz.Size{W: 78, H: 20}, Theme: theme}).Plain(), "\n")
			legend := ""
			for _, line := range lines {
				if strings.Contains(line, "can be drawn") || strings.Contains(line, "surprise in bits") {
					legend = line
				}
			}
			seen := map[rune]bool{}
			for _, item := range strings.Split(strings.TrimSpace(legend), "   ") {
				glyph := []rune(strings.TrimSpace(item) + " ")[0]
				if seen[glyph] {
					t.Errorf("%s: %q is there twice: %q", view, glyph, legend)
				}
				seen[glyph] = true
			}
			if len(seen) < 2 {
				t.Errorf("%s: no legend: %q", view, lines)
			}
		}
	}
}
