package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"logitarium/core/fault"
)

func ExampleNew() {
	where := fault.New("line %d", 3)
	fmt.Println(fault.New("%v: no such token %q", where, "fox"))
	// Output: line 3: no such token "fox"
}

// What has no arguments says its format, and the zero Text nothing.
func TestTextWithoutArguments(t *testing.T) {
	if got := (fault.Text{}).String(); got != "" {
		t.Errorf("the zero Text says %q", got)
	}
	if got := fault.New("empty").String(); got != "empty" {
		t.Errorf("it says %q", got)
	}
}

// An argument that holds verbs is no format.
func TestArgumentsAreNoFormats(t *testing.T) {
	if got := fault.Errorf("%s", "100 %d").Error(); got != "100 %d" {
		t.Errorf("it says %q", got)
	}
}

// The text of an error is what it was made from, through wrapping and in depth.
func TestFaultThroughWrapping(t *testing.T) {
	inner := fault.Errorf("%q is short", "a")
	outer := fmt.Errorf("reading: %w", fault.Errorf("%s: %v", "f.json", inner))
	var of interface{ Fault() fault.Text }
	if !errors.As(outer, &of) || of.Fault().Format != "%s: %v" || of.Fault().Args[0] != "f.json" {
		t.Fatalf("%v has no text", outer)
	}
	if got, want := outer.Error(), `reading: f.json: "a" is short`; got != want {
		t.Errorf("%q, not %q", got, want)
	}
	if !errors.Is(outer, inner) || errors.Is(outer, io.EOF) {
		t.Error("it has other causes than its own")
	}
}
