package quantization

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/gpt"
	"logitarium/core/quant"
	"logitarium/core/sampling"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

func fresh(t testing.TB) *Lab {
	t.Helper()
	lm := builtintest.Load(t)
	return New(lm, lm)
}

func TestContract(t *testing.T) {
	labtest.Run(t, func() lab.Lab { return fresh(t) })
}

// finish lets the lab do all its work.
func finish(t testing.TB, l *Lab) {
	t.Helper()
	for i := 0; l.Busy(); i++ {
		if err := l.Step(time.Second / 15); err != nil {
			t.Fatal(err)
		}
		if i > 1000 {
			t.Fatal("the work does not end")
		}
	}
}

// Another prompt moves the scale of activations and never that of weights:
// the answer to the lab's question.
func TestPromptMovesActivationsAlone(t *testing.T) {
	l := fresh(t)
	scale := func() float64 { return labtest.Reading(t, l, "scale").Value }
	for _, what := range []string{"weights", "activations"} {
		labtest.Turn(t, l, "what", what)
		before := scale()
		if err := l.Actions()[0].Do(); err != nil {
			t.Fatal(err)
		}
		if err := l.Refresh(); err != nil {
			t.Fatal(err)
		}
		if moved := scale() != before; moved != (what == "activations") {
			t.Errorf("%s: scale %v, with another prompt %v", what, before, scale())
		}
	}
}

// A static scale does not move either; values beyond it are clipped.
func TestStaticScaleStays(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "what", "activations", "calibration", "static", "site", "mlp-mid", "clip", "percentile")
	finish(t, l)
	scales := map[float64]bool{}
	clipped := false
	for _, p := range prompts {
		labtest.Turn(t, l, "prompt", p)
		scales[labtest.Reading(t, l, "scale").Value] = true
		clipped = clipped || labtest.Reading(t, l, "clipped").Value > 0
	}
	if len(scales) != 1 || !clipped {
		t.Errorf("scales %v of %d prompts; some clipped: %v", scales, len(prompts), clipped)
	}
}

// One far value takes the levels from all that share its scale, and only from
// those.
func TestOutlier(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "bits", "8", "outlier", "60")
	whole := *l.result.inliers
	if l.specimen.values[0] < 10*float32(l.specimen.peak) {
		t.Fatalf("the outlier is %v among %v", l.specimen.values[0], l.specimen.peak)
	}
	if n := whole.near; n.rmse < 5*n.before || n.used > l.result.used || n.n != len(l.specimen.values)-1 || whole.rest.n != 0 {
		t.Errorf("%+v: 60 σ do no harm to others on the same scale", whole)
	}
	for granularity, share := range map[string]int{"channel": l.specimen.cols, "group": 32} {
		labtest.Turn(t, l, "granularity", granularity)
		in := *l.result.inliers
		if in.near.n != share-1 || in.rest.n != len(l.specimen.values)-share {
			t.Errorf("%s: %d share the scale, %d do not", granularity, in.near.n, in.rest.n)
		}
		if in.near.rmse < 5*in.near.before || in.rest.rmse != in.rest.before {
			t.Errorf("%s: %+v: the harm must be in its row, and stay there", granularity, in)
		}
	}
}

// What is said of an outlier is true of its size and of the clip.
func TestWhatIsSaidOfAnOutlier(t *testing.T) {
	l := fresh(t)
	for _, c := range []struct{ outlier, clip, says string }{
		{"5", "min-max", "no outlier"}, // the tensor has values of more than that
		{"60", "min-max", "sets the step"},
		{"60", "percentile", "is clipped"},
	} {
		labtest.Turn(t, l, "bits", "4", "outlier", c.outlier, "clip", c.clip)
		if !strings.Contains(lab.Sentence(l).String(), c.says) {
			t.Errorf("%s σ, clip %s: %q does not say %q", c.outlier, c.clip, lab.Sentence(l), c.says)
		}
	}
}

// Uniform noise loses 6.02 dB a bit, and the weights follow it.
func TestDecibelsPerBit(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "error", "grid", "affine", "granularity", "group")
	finish(t, l)
	for b := 6; b <= mostBits; b++ {
		if d := l.sweep.measured[b] - l.sweep.measured[b-1]; math.Abs(d-quant.DecibelsPerBit) > 0.35 {
			t.Errorf("bit %d brings %.2f dB", b, d)
		}
		if d := l.sweep.measured[b] - l.sweep.uniform[b]; math.Abs(d) > 0.35 {
			t.Errorf("%d bits: %.2f dB, uniform noise %.2f", b, l.sweep.measured[b], l.sweep.uniform[b])
		}
	}
}

// Which tensor loses most is put down to the ranges only where a scale spans the
// whole range of what it is measured on.
func TestLossIsPutDownToTheRange(t *testing.T) {
	for _, c := range []struct {
		settings []string
		told     bool
	}{
		{[]string{"what", "weights"}, true}, {[]string{"what", "activations"}, true}, {[]string{"what", "weights", "clip", "mse"}, false},
		{[]string{"what", "activations", "calibration", "static"}, false}, {[]string{"what", "activations", "smooth", "0.5"}, false},
	} {
		l := fresh(t)
		labtest.Turn(t, l, append([]string{"view", "layers", "granularity", "tensor", "bits", "8"}, c.settings...)...)
		finish(t, l)
		text := lab.Sentence(l).String()
		if !strings.Contains(text, "loses most") || (strings.Contains(text, "Range costs resolution") || strings.Contains(text, "the range alone")) != c.told {
			t.Errorf("%q says %s", c.settings, text)
		}
	}
}

// Scales for the features of activations are refused with the reason, and so
// are tokens of weights; whatever is turned next comes back.
func TestRefusals(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "what", "activations", "granularity", "channel")
	for i, v := range l.Views().List {
		if p := l.workViews()[i]; p.trials != nil || p.stored { // a scale for a row of either kind, and types that are what they are
			continue
		}
		labtest.Turn(t, l, "view", v.Name)
		text := lab.Draw(l, lab.Frame{Size: viz.Size{W: 60, H: 24}}).Plain()
		if l.refused == accepted || l.Busy() || !strings.Contains(text, "Refused") || !strings.Contains(text, "Σ") {
			t.Errorf("view %s: refused because %v:\n%s", v.Name, l.refused, text)
		}
	}
	labtest.Turn(t, l, "view", "values", "granularity", "token")
	if l.refused != accepted {
		t.Error(l.refused)
	}
	labtest.Turn(t, l, "what", "weights")
	if l.refused == accepted || !strings.Contains(lab.Sentence(l).String(), "token") {
		t.Errorf("a token of weights is refused because %v; %s", l.refused, lab.Sentence(l))
	}
}

// SmoothQuant leaves the product as it is, and lowers its error: what it does
// to x and W cancels.
func TestSmoothing(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "what", "activations", "site", "mlp-in", "bits", "6")
	product := func() tensor.Matrix {
		y := tensor.New(l.specimen.rows, l.specimen.weights.Rows)
		tensor.MulBT(y, tensor.Of(l.specimen.rows, l.specimen.cols, l.specimen.values), l.specimen.weights)
		return y
	}
	plain, loses := product(), labtest.Reading(t, l, "product error").Value
	labtest.Turn(t, l, "smooth", "0.5")
	finish(t, l)
	if e := quant.Compare(plain.Data, product().Data).Relative; e > 1e-5 {
		t.Errorf("the product has moved by %v", e)
	}
	if with := labtest.Reading(t, l, "product error").Value; with >= loses {
		t.Errorf("it loses %v %% with α = 0.5, %v %% without", with, loses)
	}
}

// The effect of eight bits is next to nothing; at four bits activations are
// hurt far more than weights, and the texts before and after are the same.
func TestEffect(t *testing.T) {
	l := fresh(t)
	score := func(what, bits string) (kl, before, after float64) {
		labtest.Turn(t, l, "view", "effect", "what", what, "bits", bits)
		finish(t, l)
		before, after = l.effect.read.perplexities()
		return labtest.Reading(t, l, "KL").Value, before, after
	}
	kl8, before, after8 := score("weights", "8")
	klWeights, _, weights4 := score("weights", "4")
	klActivations, again, activations4 := score("activations", "4")
	if klActivations < 3*klWeights {
		t.Errorf("4 bits: KL %v with weights, %v with activations", klWeights, klActivations)
	}
	if before != again {
		t.Errorf("the model as it is: perplexity %v, then %v", before, again)
	}
	if kl8 > 0.01 || math.Abs(after8/before-1) > 0.01 {
		t.Errorf("8-bit weights: KL %v, perplexity %v after %v", kl8, after8, before)
	}
	if activations4 < 1.5*weights4 {
		t.Errorf("4 bits: perplexity %v with weights, %v with activations", weights4, activations4)
	}
	if l.effect.asked != questions || l.effect.read.tokens != heldOutRows*(rowLength-1) {
		t.Errorf("%d questions, %d tokens", l.effect.asked, l.effect.read.tokens)
	}
}

// The divergence is the mean over all tokens of the texts, each against what
// the model as it is says there; one prompt's is one of them, and may be far off.
func TestDivergence(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "effect", "what", "activations")
	for range 2 { // the logits of the model as it is are known the second time
		finish(t, l)
		sum, same, tokens := 0.0, 0, 0
		for i := range heldOutRows {
			row := documents(l.lm, streamHeldOut, i, rowLength)[:rowLength-1]
			before, after := l.lm.Network.Logits(row, nil), l.effect.logits(row, nil)
			for j := range row {
				sum += sampling.KL(sampling.Softmax(widened(before.Row(j))), sampling.Softmax(widened(after.Row(j))))
				if likeliest(before.Row(j)) == likeliest(after.Row(j)) {
					same++
				}
				tokens++
			}
		}
		near(t, l, "KL", sum/float64(tokens), 1e-6)
		near(t, l, "same top", 100*share(same, tokens), 1e-9)
		labtest.Turn(t, l, "grid", "affine")
	}
	if first := lab.Readings(l)[0].Name; first != "perplexity" {
		t.Errorf("the view leads with %s", first)
	}
}

// logits are those of the quantized model; see is shown what has been changed.
func (e *effect) logits(tokens []int, see gpt.Probe) tensor.Matrix {
	pass := &gpt.Pass{}
	pass.Change = func(site gpt.Site, layer int, x tensor.Matrix) gpt.Change {
		if e.change != nil {
			if c := e.change(site, layer, x); c.Step != nil {
				for c.Step(1e6) {
				}
			}
		}
		if see != nil {
			see(site, layer, x)
		}
		return gpt.Change{}
	}
	return e.model.Forward(pass, tokens, len(tokens)).Clone()
}

// The probes do in the pass what the specimen shows: the effect of a chosen
// site is that of its values on their grid.
func TestProbeQuantizesWhatIsShown(t *testing.T) {
	for _, site := range []string{"attn-in", "k-cache", "head-in"} {
		l := fresh(t)
		labtest.Turn(t, l, "what", "activations", "layer", "0", "site", site, "granularity", "token")
		want := l.result.back
		labtest.Turn(t, l, "view", "effect", "scope", "chosen")
		var got []float32
		at := l.placeOf(l.set.site, 0)
		l.effect.logits(l.seen.tokens, watch(l.config(), l.sites, func(p layerSite, x tensor.Matrix) {
			if p == at {
				got = slices.Clone(x.Data)
			}
		}))
		if !slices.Equal(got, want) {
			t.Errorf("%s: the pass has %v…, shown are %v…", site, got[:4], want[:4])
		}
	}
}

// Any knob ends what is under way; the same knobs go on with it.
func TestWorkIsCancelled(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "effect")
	for range 3 {
		if err := l.Step(time.Second / 15); err != nil {
			t.Fatal(err)
		}
	}
	done, _ := l.effect.reading.Tasks()
	labtest.Turn(t, l, "prompt", "once upon a")
	if now, _ := l.effect.reading.Tasks(); done == 0 || now < done {
		t.Error("another prompt has begun the texts anew, which do not depend on it")
	}
	if labtest.Turn(t, l, "bits", "3"); l.effect.read.tokens > 0 {
		t.Error("the scores of 4 bits stand beside 3 bits")
	}
	finish(t, l)
	if l.Busy() || !labtest.Reading(t, l, "perplexity").Undefined.Empty() {
		t.Error("it never ends")
	}
}

func TestAnyPrompt(t *testing.T) {
	l := fresh(t)
	for _, prompt := range []string{"", " ", "\n\n", "量子", "\x00\xff", strings.Repeat("long ", 300)} {
		for _, view := range l.Views().List {
			labtest.Turn(t, l, "what", "activations", "prompt", prompt, "view", view.Name)
			g := lab.Draw(l, lab.Frame{Size: viz.Size{W: 40, H: 18}, Theme: viz.Themes()[0]})
			if strings.TrimSpace(g.Plain()) == "" {
				t.Errorf("prompt %q: view %s is empty", prompt, view.Name)
			}
		}
	}
	if labtest.Turn(t, l, "view", "values"); l.seen.cut == 0 || l.specimen.rows != l.lm.Model.Context() {
		t.Errorf("of a long prompt %d tokens are read and %d cut", l.specimen.rows, l.seen.cut)
	}
}

// A head of its own is a tensor of its own, and the last norm feeds it.
func TestUntiedHead(t *testing.T) {
	c := gpt.Config{Vocab: 300, Context: 8, Width: 4, Layers: 1, Heads: 1, Inner: 8, Epsilon: 1e-5, Untied: true}
	m := gpt.New(c, rand.New(rand.NewPCG(1, 2)))
	tensors, sites := tensorKinds(c), siteKinds(c)
	last := tensors[len(tensors)-1]
	if last.name != "head" || &last.of(m, 0).Data[0] != &m.Head.Data[0] {
		t.Errorf("the last tensor is %s", last.name)
	}
	for _, s := range sites {
		if s.site == gpt.FinalNorm && s.feeds != "head" {
			t.Errorf("the last norm feeds %s", s.feeds)
		}
	}
}

// The lab in steps, wherever a key may find it: as it opens, with activations,
// with ranges from other texts, with searches of grids.
func TestInSteps(t *testing.T) {
	for _, knobs := range [][]string{
		{"what", "activations", "view", "values"},
		{"what", "activations", "view", "effect"},
		{"what", "weights", "view", "values", "clip", "mse", "granularity", "group"},
	} {
		open := func(patience float64) *Lab {
			l := fresh(t)
			l.patience = patience
			labtest.Turn(t, l, knobs...)
			return l
		}
		labtest.Stepping(t, func() lab.Lab { return open(0) }, func() lab.Lab { return open(-1) })
		labtest.KeepAtWork(t, open(-1), 30)
	}
}

// What a step does to some rows is what is done to all.
func TestRowwise(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	x := tensor.New(37, 24)
	for i := range x.Data {
		x.Data[i] = float32(rng.NormFloat64())
	}
	for _, g := range []quant.Granularity{quant.PerTensor, quant.PerRow, quant.PerGroup, quant.PerColumn} {
		for _, clip := range []quant.Clip{{}, {Percentile: 0.99}, {Search: true}} {
			for _, kind := range []quant.Kind{quant.Symmetric, quant.Affine} {
				plan := quant.Plan{Scheme: quant.Textbook(4, kind), Granularity: g, Group: 7, Clip: clip}
				want, was := x.Clone(), x.Clone()
				plan.Fake(want.Data, x.Rows, x.Cols)
				for _, budget := range []float64{1, 4 * 24 * snapCost, math.Inf(1)} {
					r, layerSite := &rowwise{plan: plan, x: tensor.New(x.Rows, x.Cols), from: x}, x.Clone()
					for r.Step(budget) {
					}
					in := &rowwise{plan: plan, x: layerSite, from: layerSite}
					for in.Step(budget) {
					}
					if !slices.Equal(r.x.Data, want.Data) || !slices.Equal(x.Data, was.Data) || !slices.Equal(layerSite.Data, want.Data) {
						t.Errorf("%v, %+v, budget %g: rows by themselves become something else", g, clip, budget)
					}
				}
			}
		}
	}
}

func TestSampled(t *testing.T) {
	m := tensor.New(2*mostValues/8+3, 8)
	for i := range m.Data {
		m.Data[i] = float32(i / 8)
	}
	s, stride := sampled(m)
	if stride != 3 || len(s.Data) > mostValues || s.At(1, 0) != 3 || s.At(s.Rows-1, 7) != float32((s.Rows-1)*3) {
		t.Errorf("every %dth row, %d values", stride, len(s.Data))
	}
	if s, stride := sampled(tensor.New(5, 3)); stride != 1 || s.Rows != 5 {
		t.Errorf("every %dth of 5 rows", stride)
	}
}

// A key measures the built-in model whole, and only begins with a larger one.
func TestMeasuredInAKey(t *testing.T) {
	l := fresh(t)
	whole := l.measureBudget()
	if all := blockCost * float64(l.config().Counts().Total()); all > whole {
		t.Errorf("all weights cost %g, a key has %g", all, whole)
	}
	larger := l.config()
	larger.Layers++
	l.lm.Network = &gpt.Model{Config: larger}
	if most := l.measureBudget(); most > whole/4 {
		t.Errorf("of a larger model a key measures for %g", most)
	}
}
