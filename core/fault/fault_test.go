package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"logitarium/core/fault"
)

func ExampleErrorf() {
	err := fault.Errorf("%s: tensor %q: %v", "model.safetensors", "wte.weight", io.ErrUnexpectedEOF)
	fmt.Println(err)
	fmt.Println(errors.Is(err, io.ErrUnexpectedEOF))
	// Output:
	// model.safetensors: tensor "wte.weight": unexpected EOF
	// true
}

func TestUnwrap(t *testing.T) {
	inner := fault.Errorf("the file is empty")
	err := fmt.Errorf("reading: %w", fault.Errorf("%v and %v of %d", inner, io.EOF, 3))
	for _, cause := range []error{inner, io.EOF} {
		if !errors.Is(err, cause) {
			t.Errorf("%v is not among the causes of %v", cause, err)
		}
	}
	if e := new(fault.Error); !errors.As(err, &e) || e.Format != "%v and %v of %d" || len(e.Args) != 3 {
		t.Errorf("%v has lost its parts", err)
	}
	if errors.Is(inner, io.EOF) {
		t.Error("an error without arguments has a cause")
	}
}
