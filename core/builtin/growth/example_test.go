package growth_test

import (
	"bytes"
	"fmt"

	"logitarium/core/builtin"
	"logitarium/core/builtin/growth"
)

// What is recorded lies closer together where the abilities come.
func ExampleNew() {
	r := growth.New(builtin.Default(), 100)
	for _, step := range []int{0, 50, 100, 550, 1250, 3000, 3100} {
		fmt.Print(step, " ", r.Wants(step), "  ")
	}
	fmt.Println(r.Kept())
	// Output: 0 true  50 false  100 true  550 true  1250 false  3000 true  3100 false  [0]
}

func ExampleRead() {
	var file bytes.Buffer
	err := growth.New(builtin.Default(), 100).Write(&file)
	r, read := growth.Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
	fmt.Println(err, read, r.Questions, r.Covers(0))
	// Output: <nil> <nil> 100 false
}
