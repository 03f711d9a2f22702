package sampling

import (
	"fmt"
	"math"

	"logitarium/core/fault"
)

// Judgement is how what may be drawn compares with what is true.
type Judgement struct {
	Lost     float64 // of the truth's mass: tokens that are true and can't be drawn
	False    float64 // of the mass that is drawn from: tokens that are never true
	KL       float64 // D(truth‖q) in bits; +Inf as soon as something true can't be drawn
	Distance float64 // total variation, ½·Σ|truth − q|: 0 if they are the same, 1 if they share no token
	True     int     // tokens that are true
	Kept     int     // of these, those that can be drawn
}

// Judge compares a distribution q with the true one, truth, over the same
// tokens: of a rule that cuts, what it takes away of the truth, and what it
// leaves of what is not true. A truth of nothing but 0, as of no truth that is
// known, has NaN for all but the counts. A distance is never below Lost, nor
// below False. It panics if the lengths differ.
func Judge(truth, q []float64) Judgement {
	if len(truth) != len(q) {
		panic(fmt.Sprintf("sampling: %d true probabilities against %d", len(truth), len(q)))
	}
	j := Judgement{KL: KL(truth, q)}
	for i, p := range truth {
		j.Distance += float64(math.Abs(p-q[i]) / 2)
		switch {
		case p == 0:
			j.False += q[i]
		case q[i] == 0:
			j.Lost += p
			j.True++
		default:
			j.True++
			j.Kept++
		}
	}
	if j.True == 0 {
		no := math.NaN()
		return Judgement{Lost: no, False: no, KL: no, Distance: no}
	}
	return j
}

// LongTail is how many of GPT-2's 50,257 tokens top-p keeps after one prompt.
type LongTail struct {
	Temperature float64
	Kept        int
}

// What the published counts are of.
const (
	LongTailPrompt = "Data visualization empowers users to"
	LongTailP      = 0.9
	LongTailVocab  = 50_257
)

// LongTailSource is where the published counts come from.
const LongTailSource fault.Format = "computed from the logits of GPT-2 small that Transformer Explainer ships (poloclub/transformer-explainer)"

// LongTails returns the published counts, by temperature.
func LongTails() []LongTail { return []LongTail{{0.5, 6}, {1, 295}, {2, 5960}} }
