package experiment

import (
	"encoding/binary"
	"flag"
	"hash/fnv"
	"math"
	"os"
	"testing"

	"logitarium/core/tensor"
)

// TestMain asks for the exact kernels, which lessons are computed with too;
// benchmarks run on the fast ones.
func TestMain(m *testing.M) {
	flag.Parse()
	if flag.Lookup("test.bench").Value.String() == "" {
		tensor.UseExact()
	}
	os.Exit(m.Run())
}

// What networks with each scheme of positions learn has the same bits on every
// processor: this test is also run for another one, as .ci/run has it.
func TestSameOnEveryProcessor(t *testing.T) {
	s := short()
	s.Steps = 60
	want := []uint64{0xc21582328867a2ce, 0x7245615ae5f0d065, 0x691fc93bbae241a2, 0x7b567a365b5fa753, 0xcf15da3ff95bacf0}
	for i, n := range extrapolate(s, math.Inf(1)).Networks {
		sum := fnv.New64a()
		for _, w := range n.model.Tensors() {
			for _, v := range w.Data {
				_ = binary.Write(sum, binary.LittleEndian, math.Float32bits(v)) // never fails
			}
		}
		if got := sum.Sum64(); got != want[i] {
			t.Errorf("%v: the weights have the checksum %#x, want %#x", n.Scheme, got, want[i])
		}
	}
}
