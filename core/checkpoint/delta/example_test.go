package delta_test

import (
	"fmt"

	"logitarium/core/checkpoint/delta"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// row is a network of one row.
func row(values ...float32) []gpt.Tensor {
	return []gpt.Tensor{{Name: "w", Matrix: tensor.Of(1, len(values), values)}}
}

// The step is 1: the largest change, 3, over 3 levels.
func ExampleBetween() {
	start, trained := row(0, 0, 0, 0), row(3, -1.2, 0.4, 1.6)
	d := delta.Between(start, trained, 3)
	fmt.Println(delta.Apply(start, d), start[0].Data)
	// Output: <nil> [3 -1 0 2]
}

// The next difference makes up for what the one before left out.
func ExampleApply() {
	now := row(0, 0, 0, 0)
	for _, trained := range [][]gpt.Tensor{row(3, -1.2, 0.4, 1.6), row(3, -1.2, 0.4, 1.6)} {
		if err := delta.Apply(now, delta.Between(now, trained, 3)); err != nil {
			fmt.Println(err)
		}
		fmt.Printf("%.3f\n", now[0].Data)
	}
	// Output:
	// [3.000 -1.000 0.000 2.000]
	// [3.000 -1.133 0.400 1.600]
}
