package growth_test

import (
	"bytes"
	"fmt"

	"logitarium/core/builtin"
	"logitarium/core/builtin/growth"
	"logitarium/core/world"
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

// How well the model knew what it is told often, while it was trained.
func ExampleLoad() {
	r, err := growth.Load()
	if err != nil {
		panic(err)
	}
	for _, f := range r.Figures {
		if f.Step == 0 || f.Step == 1000 || f.Step == 2000 {
			fmt.Printf("after %d steps: %d of %d\n", f.Step, f.Right[world.KnowCommon], r.Questions)
		}
	}
	// Output:
	// after 0 steps: 0 of 100
	// after 1000 steps: 98 of 100
	// after 2000 steps: 100 of 100
}

func ExampleRecord_At() {
	r, err := growth.Load()
	if err != nil {
		panic(err)
	}
	lm, err := builtin.Load()
	if err != nil {
		panic(err)
	}
	then, err := r.At(200, lm)
	if err != nil {
		panic(err)
	}
	fmt.Println(then.Name(), then.Card.Tokens, r.Tokens(200))
	// Output: tiny-world@200 614400 614400
}

func ExampleRecord_Cut() {
	r := growth.New(builtin.Default(), 100)
	r.Figures = []growth.Figures{{Step: 0}, {Step: 100}, {Step: 200}}
	r.Cut(100)
	fmt.Println(len(r.Figures), r.Covers(100), r.Covers(200), r.Rebuilt())
	// Output: 2 true false 0
}
