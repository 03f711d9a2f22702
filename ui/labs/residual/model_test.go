package residual

import (
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/gpt"
	"logitarium/core/lm/lmtest"
	kernels "logitarium/core/tensor"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

// The stream's size is that of the sums that a pass leaves, one before the first
// layer and one behind each.
func TestStreamOfModel(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "model", "text", "once upon a time")
	settle(t, l)
	var sizes []float64
	pass := &gpt.Pass{Probe: func(site gpt.Site, layer int, x kernels.Matrix) {
		if site != gpt.Embedding && site != gpt.AfterMLP {
			return
		}
		sum := 0.0
		for _, v := range x.Data {
			sum += float64(v) * float64(v)
		}
		sizes = append(sizes, sum/float64(x.Rows)/float64(x.Cols))
	}}
	tokens := l.lm.Tokens.Encode("once upon a time")
	l.lm.Network.Forward(pass, tokens, len(tokens))
	if len(sizes) != l.lm.Network.Config.Layers+1 {
		t.Fatalf("%d sizes of %d layers", len(sizes), l.lm.Network.Config.Layers)
	}
	if !slices.EqualFunc(l.seen.all, sizes, func(a, b float64) bool { return math.Abs(a-b) <= 1e-9*b }) {
		t.Errorf("the lab has %v, want %v", l.seen.all, sizes)
	}
	if got, want := value(t, l, "model growth"), sizes[len(sizes)-1]/sizes[0]; math.Abs(got-want) > 1e-9*want {
		t.Errorf("growth %g, want %g", got, want)
	}
}

// A model that keeps its activations has no such view, and it is said.
func TestStreamOfClosedModel(t *testing.T) {
	told := lmtest.Tell(fresh(t).own.(*builtin.LM), 20)
	l := New(told, fresh(t).own)
	labtest.Turn(t, l, "view", "model")
	settle(t, l)
	if says := lab.Sentence(l).String(); !strings.Contains(says, "server") {
		t.Errorf("%q", says)
	}
}
