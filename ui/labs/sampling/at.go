package sampling

import (
	"fmt"
	"slices"

	"logitarium/core/sampling"
	"logitarium/ui/lab"
)

const noToken = -1

// At reads a token's row, a rank of the curve, or a token of the text.
func (l *Lab) At(f lab.Frame, x, y int) string {
	if l.work.Waiting() {
		return ""
	}
	switch l.view {
	case viewBars:
		chart, tokens := l.ranking(f.H)
		if i, ok := chart.RowAt(f.H, y); ok && tokens[i] != noToken {
			return l.fate(tokens[i])
		}
	case viewCurve:
		return l.readCurve(f, x)
	case viewDraws:
		final := l.trace.Final()
		if i, ok := l.drawnChart(f.H).RowAt(f.H-drawsHead, y-drawsHead); ok {
			t := final.Order[min(l.from, len(final.Order))-1+i]
			return fmt.Sprintf("%s: drawn %d times of %d, expected %s", l.label(t), l.sample.counts[t], l.draws, expected(float64(l.draws)*final.Probs[t]))
		}
	}
	return ""
}

// fate says all about a token, and what became of it on its way.
func (l *Lab) fate(token int) string {
	raw := l.trace.Stages[0]
	text := fmt.Sprintf("%s: rank %d, logit %.2f, p(T=1) %.4g, p(T) %.4g, ", l.label(token),
		1+slices.Index(raw.Order, token), raw.Scores[token], raw.Probs[token], l.warm[token])
	for _, s := range l.trace.Stages {
		if slices.Contains(s.Removed, token) {
			if _, ok := s.Step.(sampling.Temperature); ok {
				return text + "not the best at T = 0"
			}
			return text + "cut by " + s.Name()
		}
	}
	return text + fmt.Sprintf("final %.4g", l.trace.Final().Probs[token])
}

// readCurve says what a rank adds to the running sum.
func (l *Lab) readCurve(f lab.Frame, x int) string {
	chart := l.curve()
	i, ok := chart.ValueAt(f.Size, f.Theme, x)
	if !ok {
		return ""
	}
	sum, p := chart.Series[0], chart.Series[1]
	return fmt.Sprintf("rank %d, %s: %s %.4g, %s %.5f", i+1, l.label(l.trace.Stages[0].Order[i]), p.Name, p.Values[i], sum.Name, sum.Values[i])
}
