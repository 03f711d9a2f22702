package sampling

import (
	"fmt"
	"math"
	"slices"

	"logitarium/core/elementary"
)

// Penalties lowers the scores of tokens that came before.
//
// A score z of a token that came n > 0 times becomes z·Repetition if it is
// negative and z/Repetition if not (Keskar et al. 2019, CTRL, as corrected by
// transformers), less n·Frequency, less Presence (the OpenAI API; vLLM;
// llama.cpp). What would overflow becomes the largest or the smallest finite
// score: a penalty never removes a token. Run panics if Repetition is negative
// or a setting is not finite.
type Penalties struct {
	Repetition float64 // 1, or 0, for none
	Frequency  float64
	Presence   float64
	Window     int // only the last so many tokens count; all for 0
	// Prompt is the number of tokens at the start of the history that belong to the prompt:
	// they count for Repetition alone, as in vLLM.
	Prompt int
}

// Kind returns KindPenalties.
func (Penalties) Kind() Kind { return KindPenalties }

func (s Penalties) apply(c *candidates) Cut {
	finite := func(v float64) bool { return v-v == 0 } // NaN − NaN and Inf − Inf are NaN
	if s.Repetition < 0 || !finite(s.Repetition) || !finite(s.Frequency) || !finite(s.Presence) {
		panic(fmt.Sprintf("sampling: penalties repetition %g, frequency %g, presence %g", s.Repetition, s.Frequency, s.Presence))
	}
	recent := c.recent(s.Window)
	prompt := s.Prompt - (len(c.history) - len(recent))
	counts := make(map[int]int, len(recent)) // of what the model wrote itself; 0 for the prompt
	for i, t := range recent {
		if !c.possible(t) {
			continue
		}
		counts[t] += 0
		if i >= prompt {
			counts[t]++
		}
	}
	changed := make(map[int]float64, len(counts))
	for t, n := range counts {
		if z := s.penalize(c.each[t], n); z != c.each[t] {
			changed[t] = z
		}
	}
	c.rescore(changed)
	return Cut{}
}

func (s Penalties) penalize(z float64, n int) float64 {
	if s.Repetition != 0 {
		if z < 0 {
			z *= s.Repetition
		} else {
			z /= s.Repetition
		}
		z = inRange(z) // as +Inf − +Inf is NaN
	}
	z -= inRange(float64(n) * s.Frequency)
	if n > 0 {
		z = inRange(z) - s.Presence
	}
	return z
}

// inRange returns the nearest finite number.
func inRange(z float64) float64 { return min(max(z, -math.MaxFloat64), math.MaxFloat64) }

// NoRepeatNgram removes each token that would complete N tokens in a row that
// the history already holds (Paulus, Xiong and Socher 2017; transformers). It
// may remove every token. N <= 0 switches the step off.
type NoRepeatNgram struct{ N int }

// Kind returns KindNoRepeatNgram.
func (NoRepeatNgram) Kind() Kind { return KindNoRepeatNgram }

func (s NoRepeatNgram) apply(c *candidates) Cut {
	if s.N <= 0 || len(c.history) < s.N {
		return Cut{}
	}
	start := c.history[len(c.history)-(s.N-1):]
	banned := map[int]bool{}
	for end := s.N - 1; end < len(c.history); end++ {
		if slices.Equal(c.history[end-(s.N-1):end], start) {
			banned[c.history[end]] = true
		}
	}
	c.keepThese(func(t int) bool { return !banned[t] })
	return Cut{}
}

// DRY, "don't repeat yourself", lowers the score of each token that would
// continue a repetition: if the last L >= Allowed tokens stand earlier in the
// history, the token that came after them there loses
// Multiplier · Base^(L − Allowed), for the longest L (p-e-w's proposal of
// 2024; llama.cpp). Multiplier 0 or NaN switches the step off, and so does a
// Base below 1 or NaN. A penalty that overflows leaves the smallest finite
// score.
type DRY struct {
	Multiplier float64
	Base       float64
	Allowed    int
	Window     int     // only the last so many tokens count; all for 0
	Breakers   [][]int // a repetition does not reach back over any of these
}

// Kind returns KindDRY.
func (DRY) Kind() Kind { return KindDRY }

func (s DRY) apply(c *candidates) Cut {
	if s.Multiplier == 0 || math.IsNaN(s.Multiplier) || !(s.Base >= 1) {
		return Cut{}
	}
	changed := map[int]float64{}
	for t, l := range s.Repetitions(c.history) {
		if c.possible(t) {
			penalty := float64(s.Multiplier * elementary.Pow(s.Base, float64(l-s.Allowed)))
			changed[t] = c.each[t] - penalty
		}
	}
	c.rescore(changed)
	return Cut{}
}

// Repetitions returns the tokens that would continue a repetition of Allowed
// tokens or more at the end of the history, and how long the longest is that
// each would continue.
func (s DRY) Repetitions(history []int) map[int]int {
	h := history
	if s.Window > 0 && s.Window < len(h) {
		h = h[len(h)-s.Window:]
	}
	limit := s.reach(h)
	longest := map[int]int{}
	if len(h) <= s.Allowed || limit < s.Allowed {
		return longest
	}
	for next := 1; next < len(h); next++ {
		l := 0
		for l < min(next, limit) && h[next-1-l] == h[len(h)-1-l] {
			l++
		}
		if t := h[next]; l >= s.Allowed && !s.breaks(t) {
			longest[t] = max(longest[t], l)
		}
	}
	return longest
}

// reach returns how many tokens at the end of h hold no breaker.
func (s DRY) reach(h []int) int {
	reach := len(h)
	for _, b := range s.Breakers {
		if len(b) == 0 {
			continue
		}
		for end := len(h); end >= len(b); end-- {
			if slices.Equal(h[end-len(b):end], b) {
				reach = min(reach, len(h)-end)
				break
			}
		}
	}
	return reach
}

func (s DRY) breaks(token int) bool {
	return slices.ContainsFunc(s.Breakers, func(b []int) bool { return len(b) == 1 && b[0] == token })
}
