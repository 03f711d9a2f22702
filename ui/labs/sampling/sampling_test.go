package sampling

import (
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/lm"
	"logitarium/core/sampling"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

func fresh(t testing.TB) *Lab {
	t.Helper()
	lm := builtintest.Load(t)
	return New(lm)
}

func TestContract(t *testing.T) {
	labtest.Run(t, func() lab.Lab { return fresh(t) }, data(t)...)
}

// The same settings keep another number of tokens when the temperature comes
// last: it sharpens the distribution that hf cuts, and not the one that
// llama.cpp does.
func TestOrderMatters(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "temperature", "0.5", "top-k", "off", "top-p", "0.8", "order", "hf")
	hf := labtest.Reading(t, l, "survivors").Value
	labtest.Turn(t, l, "order", "llama.cpp")
	llama := labtest.Reading(t, l, "survivors").Value
	labtest.Turn(t, l, "temperature", "2")
	if again := labtest.Reading(t, l, "survivors").Value; again != llama {
		t.Errorf("llama.cpp keeps %v tokens at T = 0.5 and %v at T = 2: the cut must not see the temperature", llama, again)
	}
	if hf >= llama {
		t.Errorf("hf keeps %v tokens, llama.cpp %v", hf, llama)
	}
}

func TestReadingsFollowTheKnobs(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "temperature", "1", "top-k", "off", "top-p", "off")
	if got, want := labtest.Reading(t, l, "entropy").Value, labtest.Reading(t, l, "raw entropy").Value; got != want {
		t.Errorf("entropy %v with all knobs off, %v without knobs", got, want)
	}
	if mass := labtest.Reading(t, l, "mass kept").Value; mass != 1 {
		t.Errorf("mass %v kept with nothing cut", mass)
	}
	labtest.Turn(t, l, "top-k", "5")
	if n := labtest.Reading(t, l, "survivors").Value; n != 5 {
		t.Errorf("%v survivors of top-k 5", n)
	}
	want := 0.0
	for _, token := range l.trace.Stages[0].Order[:5] {
		want += l.trace.Stages[0].P(token)
	}
	if mass := labtest.Reading(t, l, "mass kept").Value; math.Abs(mass-want) > 1e-12 {
		t.Errorf("mass %v kept, the five best have %v", mass, want)
	}
	labtest.Turn(t, l, "temperature", "0")
	if h := labtest.Reading(t, l, "entropy").Value; h != 0 {
		t.Errorf("entropy %v at T = 0", h)
	}
}

// The truth counts each word for its first token, and all of them.
func TestTruth(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "prompt", "the fox lives in the")
	sum := 0.0
	for _, p := range l.next.truth {
		sum += p
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Errorf("the truth sums to %v", sum)
	}
	if best := labtest.Reading(t, l, "truth"); best.Text.String() != "forest" {
		t.Errorf("the fox mostly lives in the %s", best.Text)
	}
	labtest.Turn(t, l, "prompt", "Kubernetes is")
	if r := labtest.Reading(t, l, "KL from truth"); r.Undefined.Empty() {
		t.Errorf("the truth about Kubernetes has a distance of %v", r.Value)
	}
}

// A token appended to the prompt is what the model reads next.
func TestAppend(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "prompt", "once upon a")
	best := l.lm.Tokens.Bytes(l.trace.Final().Order[0])
	if err := lab.Actions(l)[1].Do(); err != nil {
		t.Fatal(err)
	}
	if want := "once upon a" + string(best); l.prompt != want {
		t.Errorf("prompt %q, want %q", l.prompt, want)
	}
}

// What is read under the pointer is what stands there.
func TestAt(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "draws", "200")
	f := lab.Frame{Size: viz.Size{W: 40, H: 21}}
	for view, want := range map[string]int{"bars": 14, "draws": 9, "curve": 0} { // a bar of draws is three rows thick
		labtest.Turn(t, l, "view", view)
		lines, read := strings.Split(lab.Draw(l, f).Plain(), "\n"), 0
		for y, line := range lines {
			token, rest, ok := strings.Cut(lab.At(l, f, 8, y).String(), ": ")
			if !ok || view == "curve" {
				continue
			}
			read++
			if view == "draws" && strings.HasPrefix(line, "     ") {
				continue // more of the bar above
			}
			if fields := strings.Fields(strings.TrimPrefix(line, "▸")); len(fields) == 0 || fields[0] != token {
				t.Errorf("%s: row %q is read as %s: %s", view, line, token, rest)
			}
		}
		if read != want {
			t.Errorf("%s: %d rows can be read, want %d", view, read, want)
		}
	}
	labtest.Turn(t, l, "view", "bars")
	for y, want := range map[int]string{
		1: "forest: rank 1, logit 11.97, p(T=1) 0.43", 4: "", 5: "cut by top-p", 14: "", 15: "sw: rank 13", 16: "park: rank 14", 17: "", 40: "", -1: "",
	} {
		if got := lab.At(l, f, 3, y).String(); !strings.Contains(got, want) || (got == "") != (want == "") {
			t.Errorf("row %d is read as %q, want %q", y, got, want)
		}
	}
	labtest.Turn(t, l, "view", "curve", "temperature", "0")
	for x := range 60 {
		if got := lab.At(l, f, x, 5).String(); got != "" && (!strings.Contains(got, "running sum 1.0") || x >= f.W) {
			t.Errorf("column %d is read as %q", x, got)
		}
	}
	if got := lab.At(l, f, f.W-1, 5).String(); !strings.HasPrefix(got, "rank 16, ") {
		t.Errorf("the last column is read as %q", got)
	}
	labtest.Turn(t, l, "view", "text")
	if got := lab.At(l, f, 1, 1).String(); got != "" {
		t.Errorf("the text is read as %q", got)
	}
}

// What an engine lacks is said, and turning it changes nothing.
func TestLackingKnobs(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "order", "llama2.c", "top-k", "3", "top-p", "off", "temperature", "1")
	if n := labtest.Reading(t, l, "survivors").Value; n != float64(len(l.next.logits)) {
		t.Errorf("llama2.c has no top-k and keeps %v tokens", n)
	}
	for _, k := range lab.Knobs(l) {
		if k.Name == "top-k" && !strings.Contains(k.Idle.String(), "run.c") {
			t.Errorf("top-k is idle because %q", k.Idle)
		}
	}
}

func TestAnyPrompt(t *testing.T) {
	l := fresh(t)
	for _, prompt := range []string{"", " ", "\n\n", "量子", "\x00\xff", strings.Repeat("long ", 300), "👩‍👩‍👧"} {
		for _, view := range []string{"bars", "curve", "draws", "text"} {
			labtest.Turn(t, l, "prompt", prompt, "view", view, "draws", "10")
			g := lab.Draw(l, lab.Frame{Size: viz.Size{W: 40, H: 18}, Theme: viz.Themes()[0]})
			if strings.TrimSpace(g.Plain()) == "" {
				t.Errorf("prompt %q: view %s is empty", prompt, view)
			}
		}
	}
	labtest.Turn(t, l, "prompt", strings.Repeat("long ", 300))
	if l.next.unread == 0 || len(l.next.tokens) != l.lm.Model.Context() {
		t.Errorf("of a long prompt %d tokens are read and %d cut", len(l.next.tokens), l.next.unread)
	}
}

// A key press: a knob that does not run the model, and the largest screen.
func BenchmarkKnob(b *testing.B) {
	for _, view := range fresh(b).Views().List {
		l := fresh(b)
		labtest.Turn(b, l, "view", view.Name)
		b.Run(view.Name, func(b *testing.B) {
			f := lab.Frame{Size: viz.Size{W: 200, H: 60}, Theme: viz.Themes()[0]}
			for i := 0; b.Loop(); i++ {
				l.topP = 0.5 + float64(i%50)/100
				if err := l.Refresh(); err != nil {
					b.Fatal(err)
				}
				_ = lab.Draw(l, f).String()
				lab.Readings(l)
			}
		})
	}
}

// A key press that runs the model.
func BenchmarkPrompt(b *testing.B) {
	l := fresh(b)
	prompts := []string{strings.Repeat("the fox ", 30), strings.Repeat("the owl ", 30)}
	f := lab.Frame{Size: viz.Size{W: 200, H: 60}, Theme: viz.Themes()[0]}
	for i := 0; b.Loop(); i++ {
		l.prompt = prompts[i%2]
		if err := l.Refresh(); err != nil {
			b.Fatal(err)
		}
		_ = lab.Draw(l, f).String()
	}
}

func TestInSteps(t *testing.T) {
	slow := func() lab.Lab {
		l := fresh(t)
		l.work.Patience = -1
		return l
	}
	labtest.Stepping(t, func() lab.Lab { return fresh(t) }, slow)
	l := slow()
	_ = l.Refresh()
	labtest.KeepAtWork(t, l, 30)
}

// A text goes on from what the decoder holds, and is the same whatever that is.
func TestReaderTakesAnyText(t *testing.T) {
	l := fresh(t)
	m, prompt := l.lm.Network, l.lm.Tokens.Encode("the fox lives in the")
	r := decoder{from: lm.NewReader(m)}
	after := func(r *decoder, prompt, written []int) []float32 {
		for {
			next, done, err := r.step(prompt, written, lab.StepBudget)
			if err != nil {
				t.Fatal(err)
			}
			if done {
				return slices.Clone(next.Logits)
			}
		}
	}
	for _, c := range []struct{ prompt, written []int }{
		{prompt, nil}, {prompt, []int{5, 6, 7}}, {prompt, []int{5, 6}}, {prompt, []int{5, 9, 7, 8}},
		{prompt[:2], nil}, {prompt[:2], prompt[2:]}, {prompt, []int{5}}, {prompt, nil},
	} {
		if got, want := after(&r, c.prompt, c.written), after(&decoder{from: lm.NewReader(m)}, c.prompt, c.written); !slices.Equal(got, want) {
			t.Errorf("%d after %d: a used decoder says something else", c.written, c.prompt)
		}
	}
}

// data is what the model says: its tokens, and a text.
func data(t *testing.T) []string {
	l := fresh(t)
	labtest.Turn(t, l, "view", "text")
	if err := lab.Settle(l); err != nil {
		t.Fatal(err)
	}
	said := []string{l.lm.Tokens.Decode(l.text.history), sampling.LongTailPrompt, l.beside}
	for token := range l.lm.Tokens.Size() {
		said = append(said, string(l.lm.Tokens.Bytes(token)))
	}
	return said
}

// Whether a setting of a step is of use depends on the open view: it is asked in
// every view, of every step, in every program.
func TestSettingsInViews(t *testing.T) {
	l := fresh(t)
	idle := map[string]bool{}
	for step := range extras {
		for engine := range l.engines {
			for view := range l.views() {
				l.extra.step, l.engine, l.view = step, engine, view
				for _, k := range l.extraKnobs() {
					if !k.Hidden {
						idle[k.Name] = idle[k.Name] || !k.Idle.Empty()
					}
				}
			}
		}
	}
	for _, name := range []string{"dry", "dry-length", "presence", "frequency"} {
		if !idle[name] {
			t.Errorf("%s is of use in every view", name)
		}
	}
}
