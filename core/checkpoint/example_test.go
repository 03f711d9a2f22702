package checkpoint_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"logitarium/core/checkpoint"
)

func ExampleWrite() {
	var b bytes.Buffer
	err := checkpoint.Write(&b, []checkpoint.Tensor{
		{Name: "w", Shape: []int{2, 2}, Data: []float32{1, 2, 3, 4}},
	}, nil)
	fmt.Println(b.String()[8:64], err)
	// Output: {"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]} <nil>
}

func ExampleOpen() {
	var b bytes.Buffer
	checkpoint.Write(&b, []checkpoint.Tensor{
		{Name: "half", Shape: []int{3}, Data: []float32{1, 0.1, -2}, DType: checkpoint.F16},
	}, map[string]string{"format": "pt"})
	f, err := checkpoint.Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range f.Tensors() {
		values := make([]float32, t.Len())
		err := f.ReadInto(values, t.Name)
		fmt.Printf("%s %s %v %.3f %v\n", t.Name, t.DType, t.Shape, values, err)
	}
	// Output: half F16 [3] [1.000 0.100 -2.000] <nil>
}

func ExampleWriteFile() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "model.safetensors")
	fmt.Println(checkpoint.WriteFile(path, []checkpoint.Tensor{{Name: "scale", Data: []float32{0.5}}}, nil))
	f, err := checkpoint.OpenPath(path)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	values := make([]float32, 1)
	err = f.ReadInto(values, "scale")
	fmt.Printf("%.3f %v\n", values, err)
	// Output:
	// <nil>
	// [0.500] <nil>
}

func ExampleCountNonFinite() {
	nan, inf := checkpoint.CountNonFinite([]float32{1, float32(math.NaN()), float32(math.Inf(-1))})
	fmt.Println(nan, inf)
	// Output: 1 1
}
