package architecture

import (
	"slices"

	"logitarium/core/fault"
	"logitarium/core/gguf"
	"logitarium/core/gpt"
	"logitarium/core/stored"
)

// Held returns the type in which a tensor of a file is held by a model with the
// precision [gpt.Stored]: its own if there are kernels for it. Other blocks of
// integers are rounded to Q8_0, or where activations stay whole are float32, as
// all else is.
func Held(t gguf.Tensor, whole bool) gguf.Type {
	if len(t.Shape) != 2 || t.Type == gguf.F32 || t.Type == gguf.BF16 || t.Name == TensorName("positions") {
		return gguf.F32
	}
	if stored.Holds(t.Type, t.Shape[1]) {
		return t.Type
	}
	if stored.Holds(gguf.Q8_0, t.Shape[1]) && !whole {
		return gguf.Q8_0
	}
	return gguf.F32
}

// packed reports whether a file has matrices that take less than in float32.
func packed(f *gguf.File) bool {
	return slices.ContainsFunc(f.Tensors(), func(t gguf.Tensor) bool { return Held(t, false) != gguf.F32 })
}

func keeping(f *gguf.File, whole bool) gpt.Keeping {
	return gpt.Keeping{Whole: whole, Type: func(name string, rows, cols int) gguf.Type {
		t, ok := f.Tensor(TensorName(name))
		if !ok || !slices.Equal(t.Shape, []int{rows, cols}) {
			return gguf.F32 // what is wrong is said when it is read
		}
		return Held(t, whole)
	}}
}

// rows takes the rows from lo to hi as the file has them. They are copied first:
// only what asks for them may meet a mapped file that has become shorter.
func (r *loading) rows(t gpt.Tensor, from gguf.Tensor, lo, hi int) error {
	err := r.f.Rows(from, lo, hi, func(raw []byte) error {
		r.raw = append(r.raw[:0], raw...)
		return nil
	})
	if err != nil {
		return err
	}
	if err := t.Stored.SetRows(lo, r.raw); err != nil {
		return fault.Errorf("the tensor %s: %v: the model would answer NaN to everything", from.Name, err)
	}
	return nil
}
