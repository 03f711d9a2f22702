package main

import (
	"bytes"
	"encoding/binary"
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

func TestTableOf(t *testing.T) {
	for _, c := range []struct {
		table   []byte
		highest int
	}{
		{[]byte{0, 5, 0}, -1},
		{[]byte{2, 1, 4, 0x81, 0x01, 0}, 2},      // 0, 2
		{[]byte{0x82, 0x02, 3, 1, 1, 0}, 128},    // 128, 127
		{[]byte{0, 3, 12, 1, 11, 9, 2, 2, 0}, 5}, // -1, 5, -1, 0
	} {
		length, highest := tableOf(append(slices.Clone(c.table), 9, 9))
		if length != len(c.table) || highest != c.highest {
			t.Errorf("%v: %d bytes, at most %d", c.table, length, highest)
		}
	}
}

// What functions share stays if one of them needs it, whoever comes first.
func TestPartsClear(t *testing.T) {
	memory := bytes.Repeat([]byte{7}, 12)
	p := parts{}
	p.spare(0, 2)
	p.need(0)
	p.need(4)
	p.spare(4, 2)
	p.spare(8, 1)
	p.spare(8, 3)
	if p.clear(memory); !bytes.Equal(memory, []byte{7, 7, 7, 7, 7, 7, 7, 7, 0, 0, 0, 7}) {
		t.Error(memory)
	}
}

// Buckets that follow from their count are cleared, and no other.
func TestWithoutFinder(t *testing.T) {
	var memory []byte
	for i := range uint32(34) {
		memory = append(binary.LittleEndian.AppendUint32(memory, i/16), make([]byte, 16)...)
	}
	memory[33*bucketSize+9] = 1
	kept := bytes.Clone(memory[33*bucketSize:])
	if n := (functions{memory: memory}).withoutFinder(); n != 33 {
		t.Errorf("%d buckets", n)
	}
	if !bytes.Equal(memory[:33*bucketSize], make([]byte, 33*bucketSize)) || !bytes.Equal(memory[33*bucketSize:], kept) {
		t.Error("something else is cleared")
	}
}
