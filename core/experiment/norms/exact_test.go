package norms

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"testing"
)

// What is learnt has the same bits on every processor: this test is also run
// for another one, as .ci/run has it.
func TestSameOnEveryProcessor(t *testing.T) {
	s := usual
	s.Steps = 300
	sum := fnv.New64a()
	for _, x := range raced(s).Racers {
		for _, w := range x.network.weights {
			for _, v := range w {
				_ = binary.Write(sum, binary.LittleEndian, math.Float64bits(v)) // never fails
			}
		}
	}
	if got, want := sum.Sum64(), uint64(0x6556d68e1918dec8); got != want {
		t.Errorf("the weights have the checksum %#x, want %#x", got, want)
	}
}
