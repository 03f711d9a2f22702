package experiment

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"testing"

	"logitarium/core/gpt"
	"logitarium/core/tensor/tensortest"
)

func TestMain(m *testing.M) { tensortest.Main(m) }

// What is learnt has the same bits on every processor, by networks with each
// scheme of positions and with each place of the norm: this test is also run for
// another one, as .ci/run has it.
func TestSameOnEveryProcessor(t *testing.T) {
	s := short()
	s.Steps = 60
	check := func(name string, m *gpt.Model, want uint64) {
		sum := fnv.New64a()
		for _, w := range m.Tensors() {
			for _, v := range w.Data {
				_ = binary.Write(sum, binary.LittleEndian, math.Float32bits(v)) // never fails
			}
		}
		if got := sum.Sum64(); got != want {
			t.Errorf("%s: the weights have the checksum %#x, want %#x", name, got, want)
		}
	}
	schemes := []uint64{0xc21582328867a2ce, 0x7245615ae5f0d065, 0x691fc93bbae241a2, 0x7b567a365b5fa753, 0xcf15da3ff95bacf0}
	for i, n := range extrapolate(s, math.Inf(1)).Networks {
		check(n.Scheme.String(), n.model, schemes[i])
	}
	r := NewRace(RaceSetting{Setting: Setting{Depth: 2, Width: 32, Seed: 1}, Rate: 5e-3, Warmup: 10, Vocabulary: 8}, counting)
	for range 40 {
		r.Advance()
	}
	check("pre-LN", r.Pre.model, 0xb6466ae0e7795051)
	check("post-LN", r.Post.model, 0xf662f70023ab89cc)
}
