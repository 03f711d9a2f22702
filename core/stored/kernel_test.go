package stored

import (
	"math/rand/v2"
	"slices"
	"testing"

	"logitarium/core/gguf"
)

// The kernels of this machine give the bits of those in plain Go, whatever the
// weights are, wherever in memory they begin and however many blocks a row has.
func TestKernelsAreExact(t *testing.T) {
	everyPath(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(13, 14))
		for _, as := range types() {
			o := orders[as]
			if as == gguf.F16 { // has none
				continue
			}
			for blocks := 1; blocks <= 9; blocks++ {
				for _, rows := range []int{1, atOnce} {
					w, x := anyGroup(rng, o, blocks), anyFactor(rng, o.round, rows, blocks)
					var got, want [atOnce][together]float32
					dots(as, &got, w, x)
					dotsPlain(as, &want, w, x)
					if got != want {
						t.Fatalf("%v, %d rows of %d blocks: %v, want %v", as, rows, blocks, got, want)
					}
				}
			}
		}
	})
}

// anyGroup returns sixteen rows of blocks, any bits but for scales, which are
// finite, at any address.
func anyGroup(rng *rand.Rand, o order, blocks int) []byte {
	size := o.bytes() * together
	w := make([]byte, blocks*size+15)[rng.IntN(16):][:blocks*size]
	for i := range w {
		w[i] = byte(rng.Uint32())
	}
	for b := range blocks {
		for i := range together * o.first {
			w[b*size+2*i+1] &^= 0x04
		}
		for i := range together * o.last {
			w[b*size+o.behind()+2*i+1] &^= 0x04
		}
	}
	return w
}

// anyFactor returns rows of a rounded matrix, the extremes among them.
func anyFactor(rng *rand.Rand, r rounding, rows, blocks int) some {
	x := some{rows: rows, blocks: blocks}
	for range rows * blocks {
		ints := make([]int8, r.block)
		for i := range ints {
			ints[i] = int8(rng.IntN(255) - 127)
		}
		if rng.IntN(3) == 0 {
			ints = slices.Repeat([]int8{int8(127 - 254*rng.IntN(2))}, r.block)
		}
		for part := range slices.Chunk(ints, r.part) {
			sum := 0
			for _, v := range part {
				sum += int(v)
			}
			x.sums = append(x.sums, int32(r.times*sum))
		}
		x.ints = append(x.ints, ints...)
		x.scales = append(x.scales, float32(rng.NormFloat64()))
	}
	return x
}
