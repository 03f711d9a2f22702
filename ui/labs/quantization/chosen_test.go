package quantization

import (
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

// One tensor by name: no other weight is changed.
func TestOneTensor(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "effect", "tensor", "up", "layer", "2", "scope", "one")
	finish(t, l)
	var changed []string
	l.eachTensor(func(kind, layer int, m tensor.Matrix) {
		if !slices.Equal(l.tensors[kind].of(l.effect.model, layer).Data, m.Data) {
			changed = append(changed, l.tensorName(kind, layer))
		}
	})
	if !slices.Equal(changed, []string{"up 2"}) {
		t.Errorf("%q are changed", changed)
	}
	if says := lab.Sentence(l).String(); !strings.Contains(says, "weights up 2 in 4 bits") {
		t.Errorf("%q", says)
	}
}

// One site of one layer: what the layers before have is as it was.
func TestOneSite(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "what", "activations", "view", "effect", "site", "mlp-in", "layer", "2", "scope", "one", "bits", "3")
	finish(t, l)
	at := map[int][]float32{}
	see := func(p layerSite, x tensor.Matrix) {
		if p.site == l.sites[l.set.site].site {
			at[p.layer] = slices.Clone(x.Data)
		}
	}
	l.effect.logits(l.seen.tokens, watch(l.config(), l.sites, see))
	for layer := range 3 {
		before := l.seen.at[l.placeOf(l.set.site, layer)].Data
		if same := slices.Equal(at[layer], before); same != (layer < 2) {
			t.Errorf("layer %d: as it was: %v", layer, same)
		}
	}
}

// The perplexity of a prompt is that of its tokens, each predicted from those
// before it, worked out from the model's own logits.
func TestPerplexityOfPrompt(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "effect", "texts", "prompt", "prompt", "the fox lives in the cave", "bits", "8")
	finish(t, l)
	tokens := append([]int{l.lm.Tokens.End()}, l.lm.Tokens.Encode("the fox lives in the cave")...)
	logits := l.lm.Network.Forward(&gpt.Pass{Predict: gpt.AfterEach}, tokens, len(tokens))
	nats := 0.0
	for i, next := range tokens[1:] {
		row, sum := logits.Row(i), 0.0
		for _, z := range row {
			sum += math.Exp(float64(z - row[next]))
		}
		nats += math.Log(sum)
	}
	want := math.Exp(nats / float64(len(tokens)-1))
	if was, _ := l.effect.read.perplexities(); math.Abs(was-want) > 1e-4*want || l.effect.read.tokens != len(tokens)-1 {
		t.Errorf("perplexity %g on %d tokens, want %g on %d", was, l.effect.read.tokens, want, len(tokens)-1)
	}
	if says := lab.Sentence(l).String(); !strings.Contains(says, "perplexity on the prompt") {
		t.Errorf("%q", says)
	}
}

// A prompt is read in rows that go on from each other: every token is predicted
// once, and even an empty one has something to predict.
func TestPromptRows(t *testing.T) {
	of := lm.Open(builtintest.Load(t))
	for _, text := range []string{"", "fox", strings.Repeat("the fox lives in the ", 40)} {
		rows := promptRows(of, text, 64)
		n, last := 0, of.Tokens.End()
		for _, row := range rows {
			if len(row) < 2 || len(row) > 64 || row[0] != last {
				t.Fatalf("%q: a row of %d tokens that begins with %d, and %d was the last", text, len(row), row[0], last)
			}
			n, last = n+len(row)-1, row[len(row)-1]
		}
		if want := max(len(of.Tokens.Encode(text)), 1); n != want {
			t.Errorf("%q: %d tokens are predicted, want %d", text, n, want)
		}
	}
}

// foreign is a model that knows nothing of Tiny World.
type foreign struct{ lm.Transformer }

// Of another model it is said whose texts its perplexity is measured on.
func TestWhoseTexts(t *testing.T) {
	own := builtintest.Load(t)
	for _, view := range []string{"effect", "differences", "published"} {
		l := New(foreign{own}, own)
		labtest.Turn(t, l, "view", view)
		finish(t, l)
		if says := lab.Sentence(l).String(); !strings.Contains(says, "Tiny World's texts") {
			t.Errorf("%s: %q", view, says)
		}
		labtest.Turn(t, l, "texts", "prompt")
		finish(t, l)
		if says := lab.Sentence(l).String(); !strings.Contains(says, "on the prompt") {
			t.Errorf("%s: %q", view, says)
		}
	}
}
