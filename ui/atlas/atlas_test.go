package atlas_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"logitarium/core/builtin"
	"logitarium/core/builtin/builtintest"
	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/lm/lmtest"
	"logitarium/core/token"
	"logitarium/ui/atlas"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/ui/labs"
	"logitarium/ui/message"
	"logitarium/viz"
)

func TestMain(m *testing.M) { labtest.Main(m) }

func own(t *testing.T) *builtin.LM {
	t.Helper()
	b := builtintest.Load(t)
	return b
}

// chart is the map of a model, with all labs on it.
func chart(m lm.Model, b *builtin.LM) (*atlas.Map, []lab.Lab) {
	fresh := func() []lab.Lab { return labs.All(m, b) }
	all := fresh()
	return atlas.New(m, all, fresh, true), all
}

func draw(a *atlas.Map, w, h int) string {
	return a.Draw(atlas.Frame{Size: viz.Size{W: w, H: h}, Theme: viz.Plain()}).Plain()
}

func TestGolden(t *testing.T) {
	b := own(t)
	a, _ := chart(b, b)
	a.Settle()
	for _, s := range []viz.Size{{W: 80, H: 22}, {W: 120, H: 38}, {W: 200, H: 48}, {W: 60, H: 16}, {W: 40, H: 10}} {
		labtest.Golden(t, fmt.Sprintf("map-%dx%d", s.W, s.H), draw(a, s.W, s.H))
	}
	ascii := viz.Plain()
	ascii.Glyphs = viz.ASCII
	labtest.Golden(t, "map-ascii", a.Draw(atlas.Frame{Size: viz.Size{W: 80, H: 22}, Theme: ascii}).Plain())
	labtest.Golden(t, "map-plain", a.Plain(message.Printer{}))
	text, err := a.JSON()
	if err != nil {
		t.Fatal(err)
	}
	labtest.Golden(t, "map-json", text)
}

// What the map says of the end of the way is what the lab says.
func TestAgrees(t *testing.T) {
	b := own(t)
	a, all := chart(b, b)
	sampling := all[3]
	for _, c := range []struct{ temperature, order, says string }{
		{"0.7", "hf", "The temperature divides the logits"}, {"1.4", "hf", "The temperature divides the logits"},
		{"1.4", "llama.cpp", "The temperature divides the logits"}, {"1", "gpt-2", "the logits stay as they are"},
		{"0", "hf", "At temperature 0 the likeliest of 1,024 tokens is taken"},
	} {
		temperature := c.temperature
		for _, k := range sampling.Knobs() {
			if k.Name == "temperature" && k.Setting.Set(temperature) != nil || k.Name == "order" && k.Setting.Set(c.order) != nil {
				t.Fatal(temperature)
			}
		}
		if err := sampling.Refresh(); err != nil {
			t.Fatal(err)
		}
		a.Come()
		want := ""
		for _, r := range lab.Readings(sampling) {
			if r.Name == "highest p" {
				want = fmt.Sprintf("%q %.3f", "forest", r.Value)
			}
		}
		if s := a.Plain(message.Printer{}); !strings.Contains(s, want) {
			t.Errorf("T %s: no %s on\n%s", temperature, want, s)
		} else if !strings.Contains(s, c.says) {
			t.Errorf("T %s, %s: not said %q:\n%s", temperature, c.order, c.says, s)
		}
	}
}

// A model that tells its twenty likeliest tokens has no inside to show.
func TestTold(t *testing.T) {
	b := own(t)
	a, _ := chart(lmtest.Tell(b, 20), b)
	for _, s := range []viz.Size{{W: 80, H: 22}, {W: 120, H: 38}, {W: 60, H: 16}, {W: 20, H: 5}, {W: 3, H: 2}} {
		if screen := draw(a, s.W, s.H); strings.Contains(screen, "block") || strings.Contains(screen, "position ") {
			t.Errorf("an inside that nobody has told:\n%s", screen)
		}
	}
	screen := draw(a, 80, 22)
	for _, want := range []string{"its inside is not to be seen", "forest", "1,021 cut", "T 0.70"} {
		if !strings.Contains(screen, want) {
			t.Errorf("no %q on\n%s", want, screen)
		}
	}
	if err := a.Write(); err != nil {
		t.Error(err)
	}
	few, _ := chart(lmtest.Tell(b, 2), b) // of which the cuts can't be told
	if screen := draw(few, 80, 22); !strings.Contains(screen, "1,022 not told") {
		t.Errorf("two tokens are told:\n%s", screen)
	}
	if few.Write() == nil {
		t.Error("a word is written out of what nobody told")
	}
}

// silent is a model that says nothing.
type silent struct{ b *builtin.LM }

func (s silent) Name() string            { return "silent" }
func (s silent) Tokenizer() lm.Tokenizer { return s.b.Tokenizer() }
func (s silent) Context() int            { return 128 }

func TestSilent(t *testing.T) {
	b := own(t)
	a := atlas.New(silent{b}, nil, nil, true)
	for i := range 4 {
		a.Choose(i)
		draw(a, 80, 22)
		draw(a, 40, 10)
	}
	if a.Write() == nil {
		t.Error("a model that says nothing writes")
	}
	if s := a.Plain(message.Printer{}); !strings.Contains(s, "does not say what comes next") {
		t.Error(s)
	}
}

// network is a model of any shape with the tokens of the built-in one.
type network struct {
	net    *gpt.Model
	tokens *token.BPE
}

func (n network) Name() string            { return "any" }
func (n network) Tokenizer() lm.Tokenizer { return n.tokens }
func (n network) Context() int            { return n.net.Config.Context }
func (n network) Network() *gpt.Model     { return n.net }
func (n network) Told() int               { return n.tokens.Size() }
func (n network) Reader() lm.Reader       { return lm.NewReader(n.net) }

func TestShapes(t *testing.T) {
	b := own(t)
	for _, c := range []gpt.Config{
		{Layers: 1, Heads: 1}, {Layers: 2, Heads: 8, Norm: gpt.PostLN}, {Layers: 30, Heads: 16}, {Layers: 3, Heads: 3, Positions: gpt.NoPositions},
	} {
		c.Vocab, c.Context, c.Width, c.Inner, c.Epsilon = b.Tokens.Size(), 12, 16*c.Heads, 32, 1e-5
		m := network{gpt.New(c, rand.New(rand.NewPCG(1, 1))), b.Tokens}
		a, _ := chart(m, b)
		for _, text := range []string{"x", "the fox lives in the", strings.Repeat("once upon a time ", 9), "狐\x1b[31m\u202e"} {
			if err := a.Read(text); err != nil {
				t.Fatal(err)
			}
			for stop := range 40 {
				a.Choose(stop)
				a.Lab()
				draw(a, 76+stop, 21+stop)
			}
			for _, s := range []viz.Size{{}, {W: 1, H: 1}, {W: 200, H: 60}, {W: 76, H: 21}, {W: 75, H: 40}, {W: 300, H: 22}} {
				p := a.Draw(atlas.Frame{Size: s, Theme: viz.Dark()})
				if p.Size != s {
					t.Errorf("%v is drawn as %v", s, p.Size)
				}
				if strings.Contains(p.Plain(), "\x1b") || strings.Contains(p.Plain(), "NaN") {
					t.Errorf("%q:\n%s", text, p.Plain())
				}
			}
		}
	}
}

// What is not measured by then waits until a key comes, or somebody comes to its
// card; on a map that is still nothing is measured that nobody waits for.
func TestRestCards(t *testing.T) {
	b := own(t)
	fresh := func() []lab.Lab { return labs.All(b, b) }
	a := atlas.New(b, fresh(), fresh, false)
	var passed time.Duration
	for a.Busy() && passed < time.Minute {
		pause := a.Pause()
		passed += pause
		_ = a.Step(pause)
	}
	if passed > atlas.Rest+time.Second {
		t.Errorf("it rests after %v", passed)
	}
	if s := draw(a, 80, 22); strings.Contains(s, "Measuring") || !strings.Contains(s, "measured; a key") || !strings.Contains(s, "times as many") {
		t.Errorf("at rest it says\n%s", s)
	}
	if a.Touch(); !a.Busy() || !strings.Contains(draw(a, 80, 22), "Measuring") {
		t.Error("a key does not let it go on")
	}
	still := atlas.New(b, fresh(), fresh, true)
	still.Await()
	if still.Busy() {
		t.Error("something is measured on a map that is still")
	}
}

// With ten seconds of nothing the map rests, and a key wakes it.
func TestRest(t *testing.T) {
	b := own(t)
	a := atlas.New(b, nil, nil, false)
	frames := map[string]bool{}
	for ; a.Busy(); _ = a.Step(a.Pause()) {
		frames[draw(a, 80, 22)] = true
		if len(frames) > 1000 {
			t.Fatal("it never rests")
		}
	}
	if len(frames) < 10 {
		t.Errorf("%d pictures: nothing moves", len(frames))
	}
	at := draw(a, 80, 22)
	_ = a.Step(time.Minute)
	if a.Busy() || draw(a, 80, 22) != at {
		t.Error("it moves at rest")
	}
	if a.Touch(); !a.Busy() {
		t.Error("a key does not wake it")
	}
	if still := atlas.New(b, nil, nil, true); still.Busy() {
		t.Error("it moves, and is to be still")
	}
}

func TestWrite(t *testing.T) {
	b := own(t)
	a, _ := chart(b, b)
	first := a.Text()
	for range 5 {
		before := a.Text()
		if err := a.Write(); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(a.Text(), before) || len(a.Text()) == len(before) {
			t.Errorf("%q after %q", a.Text(), before)
		}
	}
	again, _ := chart(b, b)
	for range 5 {
		_ = again.Write()
	}
	if a.Text() != again.Text() {
		t.Errorf("%q, and another time %q", a.Text(), again.Text())
	}
	if a.Again(); a.Text() != first {
		t.Errorf("it begins again with %q", a.Text())
	}
	for _, text := range []string{"", strings.Repeat("a", 2001)} {
		if a.Read(text) == nil || a.Text() != first {
			t.Errorf("%d bytes are read", len(text))
		}
	}
}

// Every lab has its place, and can be walked to.
func TestWalk(t *testing.T) {
	b := own(t)
	a, all := chart(b, b)
	var seen []int
	for range 40 {
		if a.Lab() >= 0 && !slices.Contains(seen, a.Lab()) {
			seen = append(seen, a.Lab())
		}
		a.Walk(1)
		if a.Typing() {
			t.Error("the text is chosen after a step")
		}
	}
	if len(seen) != len(all) {
		t.Errorf("labs %v of %d are on the map", seen, len(all))
	}
	last := a.At()
	if a.Cross(false); a.At() >= last {
		t.Error("left does not lead back to the way")
	}
	if a.Cross(true); a.Lab() < 0 {
		t.Error("right does not lead to the cards")
	}
}
