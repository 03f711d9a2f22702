package modelfile

import (
	"math"
	"slices"
	"testing"

	"logitarium/core/builtin"
	"logitarium/core/gguf"
)

// What a saved model stores is what its network computes with, parameter by
// parameter, and block by block.
func TestStored(t *testing.T) {
	own, err := builtin.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, as := range []gguf.Type{gguf.F32, gguf.Q8_0, gguf.Q4_0} {
		m, err := Saved(own.Model, own.Tokens, own.Name(), as)
		if err != nil {
			t.Fatal(err)
		}
		if want := "tiny-world-" + as.String(); m.Name() != want {
			t.Errorf("it is called %q, want %q", m.Name(), want)
		}
		values := map[string][]float32{}
		for _, p := range m.Network().Tensors() {
			values[p.Name] = p.Float32().Data
		}
		seen := 0
		for _, s := range m.Stored() {
			want := values[s.Parameter]
			got := make([]float32, s.Len())
			if err := m.Read(got, s, 0); err != nil {
				t.Fatal(err)
			}
			if len(want) == 0 || !slices.Equal(got, want) {
				t.Errorf("%v: %s is stored, and is not %s", as, s.Name, s.Parameter)
			}
			seen++
			if !s.Type.Quantized() {
				continue
			}
			weights, _ := s.Type.Block()
			last := s.Len()/weights - 1
			raw, err := m.Block(s, last)
			if err != nil {
				t.Fatal(err)
			}
			b := s.Type.Unpack(raw)
			for i := range weights {
				if v := want[last*weights+i]; math.Float32bits(b.Value(i)) != math.Float32bits(v) {
					t.Errorf("%v: %s, element %d is %g, want %g", as, s.Name, i, b.Value(i), v)
				}
			}
		}
		if seen != len(values) {
			t.Errorf("%v: %d tensors are stored, and the model has %d", as, seen, len(values))
		}
	}
}
