package continuation

import (
	"math"
	"slices"
	"testing"

	"logitarium/core/sampling"
)

// stage is a distribution without steps.
func stage(p ...float64) sampling.Stage {
	z := make([]float64, len(p))
	for i, v := range p {
		z[i] = math.Log(v)
	}
	return sampling.Chain{}.Run(z, nil).Final()
}

// Seeds are followed only where it is known what they draw from, and where
// something is left to draw.
func TestDrawsOnlyWhatIsKnown(t *testing.T) {
	parent := Node{Seeds: []uint64{1, 2, 3}}
	known := forecast{rules: stage(0, 1, 0)}
	if got := known.draws(parent); len(got) != 1 || len(got[1]) != 3 {
		t.Errorf("of one token that is left, three seeds draw %v", got)
	}
	if got := known.draws(Node{}); got != nil {
		t.Errorf("no seed draws %v", got)
	}
	vague := known
	vague.vague = true
	if got := vague.draws(parent); got != nil {
		t.Errorf("from what is not known %v is drawn", got)
	}
	if got := (forecast{rules: stage(0, 0, 0)}).draws(parent); got != nil {
		t.Errorf("from nothing %v is drawn", got)
	}
}

// A true token becomes a node if the model gives it a probability: always where
// it tells all, and else where it tells that token.
func TestShowsTheTrueThatIsTold(t *testing.T) {
	truth := map[int]float64{2: 0.5, 3: 0.5}
	for _, c := range []struct {
		name string
		step forecast
		want []int
	}{
		{"all is told", forecast{model: stage(0.6, 0.3, 0.1, 0), truth: truth}, []int{0, 2, 3}},
		{"two are told", forecast{model: stage(0.6, 0, 0.1, 0), hidden: 2, truth: truth}, []int{0, 2}},
	} {
		if got := c.step.shown(1, nil); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v are shown, not %v", c.name, got, c.want)
		}
	}
}
