package delta

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// noise is parameters of two shapes, the first one's last row always 0.
func noise(seed uint64, size float64) []gpt.Tensor {
	rng := rand.New(rand.NewPCG(seed, 1))
	list := []gpt.Tensor{{Name: "w", Matrix: tensor.New(9, 33), Decay: true}, {Name: "b", Matrix: tensor.New(1, 5)}}
	for _, m := range list {
		for i := range m.Data {
			m.Data[i] = float32(rng.NormFloat64() * size)
		}
	}
	clear(list[0].Row(8))
	return list
}

func clone(list []gpt.Tensor) []gpt.Tensor {
	list = slices.Clone(list)
	for i := range list {
		list[i].Matrix = tensor.Of(list[i].Rows, list[i].Cols, slices.Clone(list[i].Data))
	}
	return list
}

// After any number of differences each value is off by half a step of the last
// one: the steps are those of what the training changed and of the half step
// that was missing before.
func TestErrorDoesNotAddUp(t *testing.T) {
	for _, levels := range []int{1, 3, 7, MostLevels} {
		now := noise(0, 1)
		for k := range uint64(8) {
			next := noise(k+1, math.Pow(10, float64(k%4)-2))
			before := clone(now)
			if err := Apply(now, Between(now, next, levels)); err != nil {
				t.Fatal(err)
			}
			for i, m := range now {
				for r := range m.Rows {
					most := 0.0
					for c, v := range next[i].Row(r) {
						most = max(most, math.Abs(float64(v)-float64(before[i].Row(r)[c])))
					}
					// The step is rounded up to 11 bits, and the sum to 24.
					bound := most/float64(2*levels)*(1+1.0/1024) + most/(1<<22)
					for c, v := range next[i].Row(r) {
						if off := math.Abs(float64(v) - float64(m.Row(r)[c])); off > bound {
							t.Fatalf("%d levels, difference %d, %s row %d: off by %g, at most %g", levels, k, m.Name, r, off, bound)
						}
					}
				}
			}
		}
	}
}

// What does not change is left as it is, to the bit.
func TestNothingChanges(t *testing.T) {
	from := noise(3, 1)
	now := clone(from)
	if err := Apply(now, Between(from, from, 3)); err != nil {
		t.Fatal(err)
	}
	for i := range from {
		if !slices.Equal(now[i].Data, from[i].Data) {
			t.Errorf("%s changes", from[i].Name)
		}
	}
}

// A difference that does not fit leaves the parameters alone.
func TestApplyRefuses(t *testing.T) {
	whole := Between(noise(0, 1), noise(1, 1), 3)
	now := noise(0, 1)
	for name, d := range map[string][]byte{
		"empty":           nil,
		"cut":             whole[:len(whole)-1],
		"more after it":   append(slices.Clone(whole), 0),
		"another shape":   Between(noise(0, 1)[:1], noise(1, 1)[:1], 3),
		"infinite steps":  deflate(bytes.Repeat([]byte{0, 0x7c}, 10+(9*33+5+1)/2)[:20+9*33+5]),
		"negative steps":  deflate(bytes.Repeat([]byte{0, 0xbc}, 10+(9*33+5+1)/2)[:20+9*33+5]),
		"a longer stream": deflate(make([]byte, 20+9*33+6)),
	} {
		if err := Apply(now, d); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	for i, m := range noise(0, 1) {
		if !slices.Equal(now[i].Data, m.Data) {
			t.Errorf("%s was changed by what was refused", m.Name)
		}
	}
}

func TestBetweenPanics(t *testing.T) {
	a := noise(0, 1)
	nan := clone(a)
	nan[0].Data[0] = float32(math.NaN())
	huge := clone(a)
	huge[0].Data[0] = 1e9
	for name, between := range map[string]func(){
		"no levels":       func() { Between(a, a, 0) },
		"too many levels": func() { Between(a, a, MostLevels+1) },
		"fewer tensors":   func() { Between(a, a[:1], 3) },
		"another shape":   func() { Between(a[:1], a[1:], 3) },
		"not a number":    func() { Between(a, nan, 3) },
		"too large":       func() { Between(a, huge, 1) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			between()
		}()
	}
}

// FuzzApply: no panic and no memory beyond what the shapes need; what is
// accepted leaves numbers.
func FuzzApply(f *testing.F) {
	f.Add(Between(noise(0, 1), noise(1, 1), 3))
	f.Add(Between(noise(0, 1), noise(1, 1e-6), MostLevels))
	f.Add(deflate(make([]byte, 20+9*33+5)))
	f.Fuzz(func(t *testing.T, d []byte) {
		now := noise(0, 1)
		if Apply(now, d) != nil {
			return
		}
		for _, m := range now {
			for _, v := range m.Data {
				if x := float64(v); math.IsNaN(x) || math.IsInf(x, 0) {
					t.Fatalf("%s holds %g", m.Name, v)
				}
			}
		}
	})
}
