package stored_test

import (
	"fmt"

	"logitarium/core/gguf"
	"logitarium/core/quant"
	"logitarium/core/stored"
	"logitarium/core/tensor"
)

// steps returns a matrix as Q8_0 whose row i is i times 0, 1, …, 31.
func steps(rows int) stored.Matrix {
	m := stored.New(gguf.Q8_0, rows, 32)
	for i := range rows {
		row := make([]float32, 32)
		for j := range row {
			row[j] = float32(i * j)
		}
		raw, err := quant.Q8_0.Encode(row)
		if err != nil {
			panic(err)
		}
		if err := m.SetRows(i, raw); err != nil {
			panic(err)
		}
	}
	return m
}

func ExampleNew() {
	m := stored.New(gguf.Q4_0, 16, 64)
	fmt.Println(m.Bytes(), "bytes of", m.Rows*m.Cols, "elements")
	// Output: 576 bytes of 1024 elements
}

func ExampleHolds() {
	fmt.Println(stored.Holds(gguf.Q4_0, 64), stored.Holds(gguf.Q4_0, 63), stored.Holds(gguf.Q5_1, 64))
	// Output: true false false
}

func ExampleMatrix_Row() {
	row := make([]float32, 32)
	steps(3).Row(row, 2)
	fmt.Printf("%.2f\n", row[:4])
	// Output: [0.00 1.95 3.91 5.86]
}

func ExampleMatrix_Float32() {
	m := steps(3).Float32(1, 3)
	fmt.Printf("%d rows, %.2f\n", m.Rows, m.At(1, 31))
	// Output: 2 rows, 62.01
}

func ExampleMatrix_Slice() {
	m := steps(40)
	fmt.Println(m.Slice(16, 40).Rows)
	// Output: 24
}

func ExampleMatrix_CopyTo() {
	m, c := steps(2), stored.New(gguf.Q8_0, 2, 32)
	m.CopyTo(c)
	fmt.Println(c.Float32(1, 2).At(0, 31) == m.Float32(1, 2).At(0, 31))
	// Output: true
}

func ExampleMatrix_SetRows() {
	m := stored.New(gguf.Q8_0, 1, 32)
	raw := make([]byte, 34)
	raw[1] = 0x7c // infinity, of half precision
	fmt.Println(m.SetRows(0, raw))
	// Output: row 0 has a scale in block 0 that is not finite
}

func ExampleMul() {
	x, y := tensor.New(1, 32), tensor.New(1, 3)
	for j := range x.Data {
		x.Data[j] = 1
	}
	stored.Mul(y, x, steps(3))
	fmt.Printf("%.0f\n", y.Data)
	// Output: [0 496 992]
}

func ExampleMulFloat32() {
	x, y := tensor.New(1, 32), tensor.New(1, 3)
	x.Data[3] = .5
	stored.MulFloat32(y, x, steps(3))
	fmt.Printf("%.3f\n", y.Data)
	// Output: [0.000 1.465 2.930]
}
