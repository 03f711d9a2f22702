package knowledge

import "testing"

// Forward adds up the products of a pass, one by one: [N, k]·[k, m] has N·k·m
// multiply-adds.
func TestForwardCounts(t *testing.T) {
	m := tiny()
	n, d, inner := len(tinyInputs), m.Config.Width, m.Config.Inner
	want := 0
	for range m.Config.Layers {
		want += n*d*3*d + n*d*d + 2*n*d*inner
		for i := range n {
			want += 2 * (i + 1) * d // a dot product and a mix with each token up to itself
		}
	}
	want += n * d * m.Config.Vocab
	if got := Forward(m.Config, n); got != want {
		t.Errorf("%d, counted %d", got, want)
	}
	if got := Forward(m.Config, 0); got != 0 {
		t.Errorf("no tokens cost %d", got)
	}
}

func TestTrainingCounts(t *testing.T) {
	c := tiny().Config
	r := Recipe{Method: Full, Replay: 4}
	if got, want := r.Training(c, 10), 10*3*8*Forward(c, RowTokens); got != want {
		t.Errorf("%d, want %d", got, want)
	}
	if got, want := r.Memory(c), 16*c.Counts().Total(); got != want {
		t.Errorf("%d bytes, want %d", got, want)
	}
}

// At the break-even both ways have cost the same.
func TestBreakEven(t *testing.T) {
	answers, ok := BreakEven(3000, 10, 40)
	if !ok || 3000+answers*10 != answers*40 {
		t.Errorf("%v answers, %v", answers, ok)
	}
	if _, ok := BreakEven(3000, 40, 40); ok {
		t.Error("a break-even where retrieval costs nothing more")
	}
}
