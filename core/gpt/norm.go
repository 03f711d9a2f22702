package gpt

import (
	"math"

	"logitarium/core/tensor"
)

// Normed is the output of a LayerNorm and what its backward pass needs.
type Normed struct {
	Out    tensor.Matrix // [N, d]
	Mean   []float32     // [N], of each row
	InvStd []float32     // [N], 1/√(variance + ε), the variance divided by d
}

// Forward sets y = gain·(x − mean)/√(variance + ε) + bias, row by row (Ba et
// al. 2016), in the memory that y has, or in more. It uses the mean of squared
// differences, not the difference of mean squares, which cancels.
//
// Without a bias it is an RMSNorm, y = gain·x/√(mean of x² + ε), with a mean of 0
// in y (Zhang and Sennrich 2019).
func (n Norm) Forward(y *Normed, x tensor.Matrix, epsilon float32) {
	y.fit(x.Rows, x.Cols)
	if n.Bias == nil {
		n.rms(y, x, epsilon)
		return
	}
	for i := range x.Rows {
		row, out := x.Row(i), y.Out.Row(i)
		mean := tensor.Sum(row) / float32(x.Cols)
		for j, v := range row {
			out[j] = v - mean
		}
		variance := tensor.Dot(out, out) / float32(x.Cols)
		inv := float32(1 / math.Sqrt(float64(variance+epsilon)))
		gain, bias := n.Gain[:len(out)], n.Bias[:len(out)]
		for j, v := range out {
			out[j] = float32(v*inv*gain[j]) + bias[j]
		}
		y.Mean[i], y.InvStd[i] = mean, inv
	}
}

func (n Norm) rms(y *Normed, x tensor.Matrix, epsilon float32) {
	for i := range x.Rows {
		row, out := x.Row(i), y.Out.Row(i)
		inv := float32(1 / math.Sqrt(float64(tensor.Dot(row, row)/float32(x.Cols)+epsilon)))
		gain := n.Gain[:len(out)]
		for j, v := range row {
			out[j] = float32(v * inv * gain[j])
		}
		y.Mean[i], y.InvStd[i] = 0, inv
	}
}

// Back adds the gradients of the norm to dx and grad, given dy, that of its
// output, and x and y as Forward had them. With x̂ = (x − mean)·inv and g = dy·gain,
// dx = inv·(g − mean(g) − x̂·mean(g·x̂)). dx must not be dy.
func (n Norm) Back(dx, dy, x tensor.Matrix, y *Normed, grad Norm) {
	for i := range x.Rows {
		row, d, out := x.Row(i), dy.Row(i), dx.Row(i)
		mean, inv := y.Mean[i], y.InvStd[i]
		var sum, sumHat float32
		gain, gradGain, gradBias := n.Gain[:len(row)], grad.Gain[:len(row)], grad.Bias[:len(row)]
		d, out = d[:len(row)], out[:len(row)]
		for j, v := range row {
			hat := (v - mean) * inv
			g := float32(d[j] * gain[j])
			sum += g
			sumHat += float32(g * hat)
			gradGain[j] += float32(d[j] * hat)
			gradBias[j] += d[j]
		}
		sum /= float32(len(row))
		sumHat /= float32(len(row))
		for j, v := range row {
			out[j] += float32(inv * (float32(d[j]*gain[j]) - sum - float32((v-mean)*inv*sumHat)))
		}
	}
}
