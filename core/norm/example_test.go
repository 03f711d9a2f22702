package norm_test

import (
	"fmt"
	"math"

	"logitarium/core/norm"
)

// Three samples of four features: the second is ten times the first, the third
// is the first less two.
var (
	rows  = []float64{1, 2, 3, 4, 10, 20, 30, 40, -1, 0, 1, 2}
	shape = norm.Matrix(3, 4)
)

func show(values []float64, features int) {
	for i := 0; i < len(values); i += features {
		fmt.Printf("%6.3f\n", values[i:i+features])
	}
}

func ExampleLayer() {
	show(norm.Layer(rows, shape, norm.Affine{}, 0).Y, 4)
	// Output:
	// [-1.342 -0.447  0.447  1.342]
	// [-1.342 -0.447  0.447  1.342]
	// [-1.342 -0.447  0.447  1.342]
}

func ExampleRMS() {
	show(norm.RMS(rows, shape, norm.Affine{}, 0).Y, 4)
	// Output:
	// [ 0.365  0.730  1.095  1.461]
	// [ 0.365  0.730  1.095  1.461]
	// [-0.816  0.000  0.816  1.633]
}

func ExampleGroup() {
	show(norm.Group(rows, shape, 2, norm.Affine{}, 0).Y, 4)
	// Output:
	// [-1.000  1.000 -1.000  1.000]
	// [-1.000  1.000 -1.000  1.000]
	// [-1.000  1.000 -1.000  1.000]
}

func ExampleBatch() {
	show(norm.Batch(rows, shape, nil, norm.Affine{}, 1e-5).Y, 4)
	alone := norm.Batch(rows[:4], norm.Matrix(1, 4), nil, norm.Affine{Bias: []float64{5, 6, 7, 8}}, 1e-5)
	fmt.Println("a batch of one:")
	show(alone.Y, 4)
	// Output:
	// [-0.488 -0.593 -0.630 -0.649]
	// [ 1.393  1.408  1.412  1.413]
	// [-0.906 -0.815 -0.781 -0.764]
	// a batch of one:
	// [ 5.000  6.000  7.000  8.000]
}

func ExampleFrozen() {
	trained, err := norm.NewRunning(4).Update(norm.Batch(rows, shape, nil, norm.Affine{}, 1e-5), 0.1)
	if err != nil {
		fmt.Println(err)
		return
	}
	show(norm.Frozen(rows[4:8], norm.Matrix(1, 4), trained, norm.Affine{}, 1e-5).Y, 4)
	// Output:
	// [ 4.644  5.337  5.542  5.633]
}

func ExampleNewRunning() {
	r := norm.NewRunning(2)
	fmt.Printf("%.3f %.3f after %d steps\n", r.Mean, r.Var, r.Steps)
	// Output:
	// [0.000 0.000] [1.000 1.000] after 0 steps
}

func ExampleRunning_Update() {
	r := norm.NewRunning(4)
	batch := norm.Batch(rows, shape, nil, norm.Affine{}, 1e-5)
	for range 2 {
		r, _ = r.Update(batch, 0.1)
		fmt.Printf("%.3f %.3f\n", r.Mean, r.Var)
	}
	_, err := r.Update(norm.Batch(rows[:4], norm.Matrix(1, 4), nil, norm.Affine{}, 1e-5), 0.1)
	fmt.Println(err)
	// Output:
	// [0.333 0.733 1.133 1.533] [4.333 13.033 27.133 46.633]
	// [0.633 1.393 2.153 2.913] [7.333 23.863 50.653 87.703]
	// values of feature 0 in the batch: 1; a variance needs 2 or more, so make the batch larger
}

func ExampleOutput_Group() {
	layer := norm.Layer(rows, shape, norm.Affine{}, 0)
	batch := norm.Batch(rows, shape, nil, norm.Affine{}, 0)
	for _, i := range []int{0, 1, 4, 5} {
		fmt.Printf("value %d: group %d of LayerNorm, %d of BatchNorm\n", i, layer.Group(i), batch.Group(i))
	}
	// Output:
	// value 0: group 0 of LayerNorm, 0 of BatchNorm
	// value 1: group 0 of LayerNorm, 1 of BatchNorm
	// value 4: group 1 of LayerNorm, 0 of BatchNorm
	// value 5: group 1 of LayerNorm, 1 of BatchNorm
}

func ExampleOutput_Back() {
	d := norm.Layer(rows, shape, norm.Affine{}, 0).Back([]float64{1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0})
	show(d.X, 4)
	fmt.Printf("%.3f %.3f\n", d.Gain, d.Bias)
	// Output:
	// [ 0.268 -0.358 -0.089  0.179]
	// [ 0.027 -0.036 -0.009  0.018]
	// [ 0.268 -0.358 -0.089  0.179]
	// [-4.025 0.000 0.000 0.000] [3.000 0.000 0.000 0.000]
}

func ExampleMatrix() {
	fmt.Println(norm.Matrix(3, 4))
	// Output:
	// {3 4 1}
}

func ExampleShape_Len() {
	fmt.Println(norm.Shape{Samples: 2, Features: 3, Places: 5}.Len())
	// Output:
	// 30
}

// Trained on the same two values again and again, the running variance is
// twice that of the batch: it divides by 1 where training divides by 2.
func ExampleRunning_Jump() {
	x := []float64{1, 3}
	batch, r := norm.Batch(x, norm.Matrix(2, 1), nil, norm.Affine{}, 0), norm.NewRunning(1)
	for range 20 {
		r, _ = r.Update(batch, 0.5)
	}
	j := r.Jump(3, 0, batch, math.Pow(0.5, 20), 1, 0)
	fmt.Printf("correction %.3f, other batches %.3f, start %.3f\n", j.Correction, math.Abs(j.Batches), math.Abs(j.Start))
	// Output: correction -0.293, other batches 0.000, start 0.000
}

func ExampleMeasureNoise() {
	set := []float64{0, 1, 2, 3, 4, 5, 6, 7}
	for i, n := range norm.MeasureNoise(set, 0, 4, 800, 1, 1e-5) {
		fmt.Printf("batch of %d: mean off by %.1f deviations, theory %.1f\n", i+1, n.Mean, norm.StandardError(8, i+1))
	}
	// Output:
	// batch of 1: mean off by 1.0 deviations, theory 1.0
	// batch of 2: mean off by 0.7 deviations, theory 0.7
	// batch of 3: mean off by 0.5 deviations, theory 0.5
	// batch of 4: mean off by 0.4 deviations, theory 0.4
}

func ExampleStandardError() {
	fmt.Printf("%.3f %.3f\n", norm.StandardError(8, 2), norm.StandardError(8, 8))
	// Output: 0.655 0.000
}

func ExampleDraw() {
	fmt.Println(len(norm.Draw(1, 3, 10)), len(norm.Draw(1, 30, 10)))
	// Output: 3 10
}

func ExampleMomentsOf() {
	fmt.Printf("%.3f\n", norm.MomentsOf([]float64{0, 0, 0, 4}))
	// Output: {1.000 1.732 1.155}
}

// Half of the batch lies on a second device. Only when their statistics are put
// together does each get what one device would give.
func ExampleSynchronised() {
	xs := [][]float64{{1, 3}, {5, 7}} // one feature, two samples a device
	whole := norm.Batch([]float64{1, 3, 5, 7}, norm.Matrix(4, 1), nil, norm.Affine{}, 0)
	together := norm.Synchronised(xs, 1, 1, norm.Affine{}, 0)
	alone := norm.Batch(xs[0], norm.Matrix(2, 1), nil, norm.Affine{}, 0)
	fmt.Printf("one device  %.3f\n", whole.Y)
	fmt.Printf("together    %.3f %.3f\n", together[0].Y, together[1].Y)
	fmt.Printf("alone       %.3f\n", alone.Y)
	forward, backward := norm.SyncTraffic(12, 768)
	fmt.Println("a step through 12 layers:", forward.Exchanges+backward.Exchanges, "exchanges,", forward.Numbers+backward.Numbers, "numbers")
	// Output:
	// one device  [-1.342 -0.447 0.447 1.342]
	// together    [-1.342 -0.447] [0.447 1.342]
	// alone       [-1.000 1.000]
	// a step through 12 layers: 24 exchanges, 36876 numbers
}

// Backward, the sums of the gradients are exchanged too.
func ExampleBackSynchronised() {
	outputs := norm.Synchronised([][]float64{{1, 3}, {5, 7}}, 1, 1, norm.Affine{}, 0)
	for _, d := range norm.BackSynchronised(outputs, [][]float64{{1, 0}, {0, 0}}) {
		fmt.Printf("%.3f\n", d.X)
	}
	// Output:
	// [0.134 -0.179]
	// [-0.045 0.089]
}
