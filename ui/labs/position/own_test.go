package position

import (
	"fmt"
	"math"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/builtin/builtintest"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
	"logitarium/ui/lab/labtest"
)

// remade is the built-in model with another scheme.
type remade struct {
	*builtin.LM
	network *gpt.Model
}

func (r remade) Network() *gpt.Model { return r.network }

// The score that is shown is the one that the model's own pass has in its first
// layer, for the last token of the text and the second.
func TestOwnScoreIsTheModels(t *testing.T) {
	own := builtintest.Load(t)
	const text = "the fox lives in the"
	ids := own.Tokens.Encode(text)
	last := len(ids) - 1
	for i, change := range []func(c *gpt.Config){
		func(c *gpt.Config) {},
		func(c *gpt.Config) { c.Positions = gpt.ALiBi },
		func(c *gpt.Config) { c.Positions = gpt.NoPositions },
		func(c *gpt.Config) { c.Positions = gpt.Sinusoidal },
		func(c *gpt.Config) { c.Positions = gpt.Rotary },
		func(c *gpt.Config) {
			c.Positions, c.Parts.Rotation = gpt.Rotary, gpt.Rotation{Base: 5000, Halves: true, Scaling: gpt.YaRN, Factor: 4, Trained: 32}
		},
		func(c *gpt.Config) {
			c.Positions, c.Parts.Rotation = gpt.Rotary, gpt.Rotation{Scaling: gpt.LinearScaling, Factor: 3}
		},
	} {
		m := own.Model.Clone()
		change(&m.Config)
		l := New(remade{own, m}, own)
		labtest.Turn(t, l, "view", "own", "text", text, "head", "2", "offset", fmt.Sprint(last-1), "position", fmt.Sprint(last))
		var want float64
		m.Logits(ids, func(site gpt.Site, layer int, x tensor.Matrix) {
			if site == gpt.Scores && layer == 0 {
				want = float64(x.Row(2*len(ids) + last)[1])
			}
		})
		if got := labtest.Reading(t, l, "score").Value; math.Abs(got-want) > 1e-4*max(1, math.Abs(want)) {
			t.Errorf("scheme %d: %g, and in a pass %g", i, got, want)
		}
	}
}
