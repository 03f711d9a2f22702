package main

import (
	"bytes"
	"slices"
	"testing"
)

// What fills a memory has in its segments what the memory has, wherever runs of
// zeros leave some out.
func TestFillingHasTheMemory(t *testing.T) {
	memory := make([]byte, 70000)
	for _, at := range []int{12288, 12289, 12300, 40000, 63 * 1024, 69999} {
		memory[at] = byte(at)%255 + 1
	}
	module := filling(memory, []export{{"from", 64}, {"to", 1 << 20}})
	code, got, err := apart(module)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, memory) {
		t.Error("the memory is another one")
	}
	if pieces := filled(memory); !slices.Equal(pieces, []piece{{12288, 12301}, {40000, 40001}, {64512, 64513}, {69999, 70000}}) {
		t.Errorf("pieces %v", pieces)
	}
	if _, _, err := apart(code); err == nil {
		t.Error("a module without data is divided")
	}
	for n := range len(module) {
		if _, got, err := apart(module[:n]); err == nil && !bytes.Equal(got, memory) {
			t.Errorf("the first %d bytes are divided", n)
		}
	}
}

func TestHalve(t *testing.T) {
	numbers := []byte{1, 10, 2, 20, 3, 30}
	if halve(numbers); !slices.Equal(numbers, []byte{1, 2, 3, 10, 20, 30}) {
		t.Errorf("%v", numbers)
	}
}

func TestTableLength(t *testing.T) {
	for _, table := range [][]byte{{0, 5, 0}, {2, 1, 4, 0x81, 0x01, 0}, {0x81, 0x02, 3, 0}} {
		if n := tableLength(append(slices.Clone(table), 9, 9)); n != len(table) {
			t.Errorf("%v: %d", table, n)
		}
	}
}
