package elementary_test

import (
	"fmt"
	"math"

	"logitarium/core/elementary"
)

func ExampleExp() {
	fmt.Println(elementary.Exp(0), elementary.Exp(1), elementary.Exp(math.Inf(-1)))
	// Output: 1 2.718281828459045 0
}

func ExampleExp2() {
	fmt.Println(elementary.Exp2(10), elementary.Exp2(-1), elementary.Exp2(0.5))
	// Output: 1024 0.5 1.4142135623730951
}

func ExampleTanh() {
	fmt.Println(elementary.Tanh(0), elementary.Tanh(0.5), elementary.Tanh(-100))
	// Output: 0 0.46211715726000974 -1
}

func ExampleLog() {
	fmt.Println(elementary.Log(1), elementary.Log(2), elementary.Log(0))
	// Output: 0 0.6931471805599453 -Inf
}

func ExampleLog2() {
	fmt.Println(elementary.Log2(1024), elementary.Log2(10))
	// Output: 10 3.321928094887362
}

func ExampleLog10() {
	fmt.Println(elementary.Log10(1000), elementary.Log10(2))
	// Output: 3 0.3010299956639812
}

func ExamplePow() {
	fmt.Println(elementary.Pow(2, 0.5), elementary.Pow(10, -3), elementary.Pow(-2, 3))
	// Output: 1.4142135623730951 0.001 -8
}

func ExampleSin() {
	fmt.Println(elementary.Sin(0), elementary.Sin(math.Pi/2))
	// Output: 0 1
}

func ExampleCos() {
	fmt.Println(elementary.Cos(0), elementary.Cos(math.Pi))
	// Output: 1 -1
}

func ExampleSincos() {
	sin, cos := elementary.Sincos(1)
	fmt.Println(sin, cos)
	// Output: 0.8414709848078965 0.5403023058681398
}
