package tensor_test

import (
	"fmt"

	"logitarium/core/tensor"
)

var (
	a = tensor.Of(2, 3, []float32{1, 2, 3, 4, 5, 6})
	b = tensor.Of(3, 2, []float32{1, 0, 0, 1, 1, 1})
)

func ExampleOf() {
	fmt.Printf("%.3f %.3f\n", a.Row(1), a.At(1, 2))
	fmt.Println(a.Slice(1, 2).Rows, a.Clone().Cols)
	// Output:
	// [4.000 5.000 6.000] 6.000
	// 1 3
}

func ExampleNew() {
	fmt.Printf("%.3f\n", tensor.New(1, 2).Data)
	// Output: [0.000 0.000]
}

func ExampleMul() {
	dst := tensor.New(2, 2)
	tensor.Mul(dst, a, b)
	fmt.Printf("%.3f\n", dst.Data)
	// Output: [4.000 5.000 10.000 11.000]
}

func ExampleMulAdd() {
	dst := tensor.Of(2, 2, []float32{100, 100, 100, 100})
	tensor.MulAdd(dst, a, b)
	fmt.Printf("%.3f\n", dst.Data)
	// Output: [104.000 105.000 110.000 111.000]
}

func ExampleMulBT() {
	dst := tensor.New(2, 2)
	tensor.MulBT(dst, a, a)
	fmt.Printf("%.3f\n", dst.Data)
	// Output: [14.000 32.000 32.000 77.000]
}

func ExampleMulATAdd() {
	dst := tensor.New(2, 2)
	tensor.MulATAdd(dst, b, b)
	fmt.Printf("%.3f\n", dst.Data)
	// Output: [2.000 1.000 1.000 2.000]
}

func ExampleMulHalves() {
	dst := make([]float32, 1)
	tensor.MulHalves(dst, []byte{0, 0x3c, 0, 0x42}, []float32{5, 2}) // [1 3]·[5 2]
	fmt.Printf("%.3f\n", dst)
	// Output: [11.000]
}

func ExampleMulVec() {
	dst := make([]float32, 2)
	tensor.MulVec(dst, a, []float32{1, 1, 1})
	fmt.Printf("%.3f\n", dst)
	// Output: [6.000 15.000]
}

func ExampleDot() {
	fmt.Printf("%.3f\n", tensor.Dot([]float32{1, 2}, []float32{3, 4}))
	// Output: 11.000
}

func ExampleSum() {
	fmt.Printf("%.3f\n", tensor.Sum([]float32{1, 2, 3}))
	// Output: 6.000
}

func ExampleAxpy() {
	dst := []float32{1, 2}
	tensor.Axpy(dst, 10, []float32{3, 4})
	fmt.Printf("%.3f\n", dst)
	// Output: [31.000 42.000]
}

func ExampleScale() {
	x := []float32{1, 2}
	tensor.Scale(x, 3)
	fmt.Printf("%.3f\n", x)
	// Output: [3.000 6.000]
}

func ExampleAdd() {
	dst := make([]float32, 2)
	tensor.Add(dst, []float32{1, 2}, []float32{3, 4})
	fmt.Printf("%.3f\n", dst)
	// Output: [4.000 6.000]
}

func ExampleAddRow() {
	m := tensor.New(2, 2)
	tensor.AddRow(m, []float32{1, 2})
	fmt.Printf("%.3f\n", m.Data)
	// Output: [1.000 2.000 1.000 2.000]
}

func ExampleSumRowsAdd() {
	dst := make([]float32, 3)
	tensor.SumRowsAdd(dst, a)
	fmt.Printf("%.3f\n", dst)
	// Output: [5.000 7.000 9.000]
}

func ExampleSoftmax() {
	p := make([]float32, 3)
	logSum := tensor.Softmax(p, []float32{1, 2, 3})
	fmt.Printf("%.3f %.3f\n", p, logSum)
	// Output: [0.090 0.245 0.665] 3.408
}

func ExampleSoftmaxBack() {
	dx := make([]float32, 2)
	tensor.SoftmaxBack(dx, []float32{0.25, 0.75}, []float32{1, 0})
	fmt.Printf("%.3f\n", dx)
	// Output: [0.188 -0.188]
}

func ExampleGELU() {
	y := make([]float32, 3)
	tensor.GELU(y, []float32{-1, 0, 1})
	fmt.Printf("%.3f\n", y)
	// Output: [-0.159 0.000 0.841]
}

func ExampleGELUBack() {
	dx := make([]float32, 3)
	tensor.GELUBack(dx, []float32{-1, 0, 1}, []float32{1, 1, 1})
	fmt.Printf("%.3f\n", dx)
	// Output: [-0.083 0.500 1.083]
}

func ExampleParallel() {
	squares := make([]int, 4)
	tensor.Parallel(len(squares), func(i int) { squares[i] = i * i })
	fmt.Println(squares)
	// Output: [0 1 4 9]
}

func ExampleMulBTQ8() {
	q := tensor.NewQ8(2, 3)
	q.SetBlock(0, 0, 0.5, &[tensor.Q8Block]int8{1, 2, 3})
	q.SetBlock(1, 0, 2, &[tensor.Q8Block]int8{-1, 0, 4})
	dst := tensor.New(2, 2)
	tensor.MulBTQ8(dst, a, q)
	fmt.Printf("%.2f\n", dst.Data)
	// Output: [7.00 22.02 16.02 39.97]
}

func ExampleBytes() {
	fmt.Println(len(tensor.Bytes(3)))
	// Output: 3
}

func ExampleArgmax() {
	fmt.Println(tensor.Argmax([]float32{1, 3, 2, 3}))
	// Output: 1
}
