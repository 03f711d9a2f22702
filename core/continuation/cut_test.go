package continuation

import (
	"math"
	"testing"
)

// What the rules remove is counted once, whether it stands in leaves or in the
// rest of a node: of a tree of one level, it is the mass of what can't be drawn.
func TestCutIsCountedOnce(t *testing.T) {
	m := small{vocab: 6, context: 8}
	for _, wide := range []int{0, 1, 2, 3} {
		tree := grow(t, New(NewSource(m), Question{Prompt: []int{1}, Depth: 1, Most: 1, Wide: wide, Chain: cut}))
		removed := tree.Nodes[0].Rest.Cut
		for _, n := range tree.Nodes[1:] {
			if n.Rules == 0 {
				removed += n.ModelMass
			}
		}
		if got := tree.Totals().Cut; math.Abs(got-removed) > 1e-12 || !(got > 0) {
			t.Errorf("width %d: %g is removed, counted are %g", wide, removed, got)
		}
	}
}
