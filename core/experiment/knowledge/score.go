package knowledge

import (
	"fmt"
	"math"
)

// A Score sums up answers.
type Score struct {
	Right, Of  int
	Confidence float64 // sum over the answers
	Prompt     int     // tokens read, in all
}

// Add counts an answer.
func (s *Score) Add(a Answer) {
	s.Of++
	if a.Right {
		s.Right++
	}
	s.Confidence += a.Confidence
	s.Prompt += a.Prompt
}

// Share returns Right / Of, NaN of no answers.
func (s Score) Share() float64 { return float64(s.Right) / float64(s.Of) }

// MeanConfidence returns Confidence / Of, NaN of no answers.
func (s Score) MeanConfidence() float64 { return s.Confidence / float64(s.Of) }

// MeanPrompt returns the tokens read for an answer, NaN of no answers.
func (s Score) MeanPrompt() float64 { return float64(s.Prompt) / float64(s.Of) }

// Wilson returns the score interval for a share of which right of n were seen
// (Wilson 1927, with z² = 3.841 for 95 %):
//
//	(p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)
//
// It stays between 0 and 1 and, unlike p ± z·√(p(1−p)/n), has a width at 0 and
// at 1 too. Of n = 0 it is 0 to 1. It panics unless 0 <= right <= n.
func Wilson(right, n int) (low, high float64) {
	if right < 0 || right > n {
		panic(fmt.Sprintf("knowledge: %d of %d", right, n))
	}
	if n == 0 {
		return 0, 1
	}
	const z = 1.959963984540054
	p, count := float64(right)/float64(n), float64(n)
	middle := p + z*z/(2*count)
	spread := float64(z * math.Sqrt(p*(1-p)/count+z*z/(4*count*count)))
	scale := 1 + z*z/count
	return max((middle-spread)/scale, 0), min((middle+spread)/scale, 1)
}
