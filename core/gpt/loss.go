package gpt

import (
	"fmt"
	"math"
	"slices"

	"logitarium/core/elementary"
	"logitarium/core/tensor"
)

// NoTarget marks a position whose prediction does not count.
const NoTarget = -1

// LogProbs returns ln p(target) at each position, in nats: logits [N, V], N
// targets. Where there is [NoTarget] it is NaN. It panics if the lengths
// differ or the vocabulary does not have a target.
func LogProbs(logits tensor.Matrix, targets []int) []float64 {
	checkTargets(logits, targets)
	logs := make([]float64, len(targets))
	p := make([]float32, logits.Cols)
	for i, t := range targets {
		logs[i] = math.NaN()
		if t != NoTarget {
			logs[i] = float64(logits.At(i, t)) - float64(tensor.Softmax(p, logits.Row(i)))
		}
	}
	return logs
}

// CrossEntropy returns the mean of −ln p(target) in nats over the positions
// that have a target, and how many have; of none, the mean is NaN. It panics
// as [LogProbs] does.
func CrossEntropy(logits tensor.Matrix, targets []int) (mean float64, counted int) {
	var sum float64
	for i, log := range LogProbs(logits, targets) {
		if targets[i] != NoTarget {
			sum -= log
			counted++
		}
	}
	return sum / float64(counted), counted
}

// Loss returns the mean of −ln p in nats over a text's tokens, read in rows as
// long as the context, and over how many: all but the first of each row, which
// nothing predicts. Of none, the mean is NaN. It panics if the vocabulary does
// not have a token.
func (m *Model) Loss(tokens []int) (mean float64, counted int) {
	d, sum := NewDecoder(m), 0.0
	for row := range slices.Chunk(tokens, m.Config.Context) {
		d.Rewind(0)
		for from := 0; from < len(row)-1; from += feedLength {
			to := min(from+feedLength, len(row)-1)
			loss, n := CrossEntropy(d.Feed(row[from:to]), row[from+1:to+1])
			sum, counted = sum+float64(loss*float64(n)), counted+n
		}
	}
	return sum / float64(counted), counted
}

// Perplexity returns exp(loss): among how many equally likely tokens a guess
// would be as uncertain.
func Perplexity(loss float64) float64 { return elementary.Exp(loss) }

// CrossEntropyBack sets d to the gradient of scale·Σ −ln p(target) with
// respect to the logits, scale·(softmax − onehot(target)), and returns
// Σ −ln p(target). With scale 1/counted it is the gradient of
// [CrossEntropy]'s mean. d may be logits. It panics as [LogProbs] does.
func CrossEntropyBack(d, logits tensor.Matrix, targets []int, scale float32) (sum float64) {
	checkTargets(logits, targets)
	return crossEntropyBack(d, logits, targets, scale, 0, len(targets), 0)
}

// crossEntropyBack does so for the positions from to to, to excluded, and returns
// what sum becomes.
func crossEntropyBack(d, logits tensor.Matrix, targets []int, scale float32, from, to int, sum float64) float64 {
	for i := from; i < to; i++ {
		t, row := targets[i], d.Row(i)
		if t == NoTarget {
			clear(row)
			continue
		}
		logit := float64(logits.At(i, t))
		sum += float64(tensor.Softmax(row, logits.Row(i))) - logit
		row[t]--
		tensor.Scale(row, scale)
	}
	return sum
}

func checkTargets(logits tensor.Matrix, targets []int) {
	if logits.Rows != len(targets) {
		panic(fmt.Sprintf("gpt: %d targets for %d positions", len(targets), logits.Rows))
	}
	for i, t := range targets {
		if t != NoTarget && (t < 0 || t >= logits.Cols) {
			panic(fmt.Sprintf("gpt: target %d at %d, the vocabulary has %d", t, i, logits.Cols))
		}
	}
}
