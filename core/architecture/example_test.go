package architecture_test

import (
	"fmt"

	"logitarium/core/architecture"
	"logitarium/core/gguf"
)

func ExampleHeld() {
	for _, t := range []gguf.Type{gguf.Q4_0, gguf.Q5_1, gguf.BF16} {
		w := gguf.Tensor{Name: "output.weight", Type: t, Shape: []int{8, 256}}
		fmt.Println(t, architecture.Held(w, false), architecture.Held(w, true))
	}
	// Output:
	// Q4_0 Q4_0 Q4_0
	// Q5_1 Q8_0 F32
	// BF16 F32 F32
}
