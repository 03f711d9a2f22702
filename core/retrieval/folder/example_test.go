package folder_test

import (
	"fmt"
	"testing/fstest"

	"logitarium/core/retrieval/folder"
)

func ExampleBegin() {
	r := folder.Begin(fstest.MapFS{
		"notes/fox.txt": {Data: []byte("The fox lives in the forest.")},
		"data.txt":      {Data: []byte("\x1f\x8b\x08")},
		"main.go":       {Data: []byte("package main")},
	})
	for r.Step() {
	}
	f, err := r.Result()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range f.Documents {
		fmt.Println(d.Name, "-", d.Text)
	}
	for _, r := range f.Remarks {
		fmt.Println(r)
	}
	// Output:
	// notes/fox.txt - The fox lives in the forest.
	// data.txt: is a gzip archive: unpack it
}
