package inside

import (
	"math"

	"logitarium/core/elementary"
	"logitarium/viz"
)

var nan = math.NaN() // no mark

func expOf(x float64) float64 { return elementary.Exp(x) }

// share writes a probability in a sentence, small ones by their power of ten.
func share(p float64) string { return viz.Share(p, 6).String() }
