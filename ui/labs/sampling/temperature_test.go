package sampling

import (
	"math"
	"slices"
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

// The formula is true of its numbers: e^((z − z₁)/T) over the sum is p, whatever a
// penalty makes of the logits behind it.
func TestFormulaHolds(t *testing.T) {
	penalized := 0
	labtest.Roam(t, func() lab.Lab { return fresh(t) }, 3, func(at lab.Lab) {
		l := at.(*Lab)
		if l.work.Waiting() {
			return
		}
		w := l.workOut()
		if got := w.weight / w.sum; math.Abs(got-w.p) > 1e-9 {
			t.Errorf("%g / %g = %g, and p is %g (T %g, prompt %q)", w.weight, w.sum, got, w.p, w.t, l.prompt)
		}
		if l.penalized() {
			penalized++
		}
	})
	if penalized == 0 {
		t.Error("nothing was penalized")
	}
}

// At T = 0 a cut is idle exactly where turning it changes nothing.
func TestCutsAtZero(t *testing.T) {
	l := fresh(t)
	for _, e := range l.engines {
		labtest.Turn(t, l, "order", e.Name, "temperature", "0")
		for cut, tight := range map[string]string{"top-k": "2", "top-p": "0.3", "min-p": "0.9"} {
			labtest.Turn(t, l, "top-k", "off", "top-p", "off", "min-p", "off", cut, tight)
			cuts := slices.ContainsFunc(l.cuts(), func(c cutAt) bool { return strings.HasPrefix(c.label.String(), cut) })
			j := slices.IndexFunc(lab.Knobs(l), func(k lab.Knob) bool { return k.Name == cut })
			if idle := lab.Knobs(l)[j].Idle; cuts == (!idle.Empty()) {
				t.Errorf("%s: %s cuts: %v, and it is idle because %q", e.Name, cut, cuts, idle)
			}
		}
	}
}

// A temperature is never told as another one.
func TestSmallTemperature(t *testing.T) {
	l := fresh(t)
	for typed, want := range map[string]string{"0.001": "z / 0.001: logits stand 1,000.00 times", "0.7": "z / 0.70: logits stand 1.43 times", "0.725": "z / 0.725:"} {
		if labtest.Turn(t, l, "temperature", typed); !strings.HasPrefix(lab.Sentence(l).String(), want) {
			t.Errorf("T = %s: %q", typed, lab.Sentence(l))
		}
	}
}

// vLLM raises a tiny temperature; what is shown is what it then does.
func TestTinyTemperature(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "temperature", "0.001", "order", "vllm", "top-k", "off", "top-p", "off")
	final := l.trace.Final().Probs()
	for token, p := range l.warm.all() {
		if math.Abs(p-final[token]) > 1e-12 {
			t.Fatalf("token %d: p(T) %v, final %v", token, p, final[token])
		}
	}
	if got := lab.Sentence(l); !strings.Contains(got.String(), "0.01") {
		t.Errorf("the sentence speaks of another temperature: %s", got)
	}
}
