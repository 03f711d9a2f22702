package checkpoint

import (
	"errors"
	"fmt"
	"io"
	"math"

	"logitarium/core/fault"
)

// ReadInto reads a tensor into dst in row-major order. F16, BF16 and the two F8
// types become float32 exactly; F64 is rounded to nearest even, beyond float32
// to an infinity. Other types are refused. NaN and infinities pass:
// [CountNonFinite] counts them. It panics if dst has not the tensor's length.
func (f *File) ReadInto(dst []float32, name string) error {
	t, err := f.find(name)
	if err != nil {
		return err
	}
	if err := t.checkFloat(); err != nil {
		return err
	}
	if len(dst) != t.count {
		panic(fmt.Sprintf("checkpoint: %d values of room for tensor %s with %d", len(dst), quote(name), t.count))
	}
	return f.readFloats(dst, t, 0)
}

// ReadPart is ReadInto for the part of a tensor that begins with element from
// and fills dst. It panics if the tensor ends before.
func (f *File) ReadPart(dst []float32, name string, from int) error {
	t, err := f.find(name)
	if err != nil {
		return err
	}
	if err := t.checkFloat(); err != nil {
		return err
	}
	if from < 0 || from+len(dst) > t.count {
		panic(fmt.Sprintf("checkpoint: elements %d to %d of tensor %s with %d", from, from+len(dst), quote(name), t.count))
	}
	return f.readFloats(dst, t, from)
}

// readFloats fills dst with the elements of t from one on.
func (f *File) readFloats(dst []float32, t TensorInfo, from int) error {
	size, decode := t.DType.decoder()
	begin := t.Begin + int64(from)*int64(size)
	end := begin + int64(len(dst))*int64(size)
	buf := make([]byte, min(64<<10, end-begin)) // a multiple of every size
	for at := begin; at < end; {
		chunk := buf[:min(int64(len(buf)), end-at)]
		if err := readAt(f.r, chunk, f.data+at); err != nil {
			return fault.Errorf("tensor %s: %v", quote(t.Name), err)
		}
		at += int64(len(chunk))
		n := len(chunk) / size
		decode(dst[:n], chunk)
		dst = dst[n:]
	}
	return nil
}

func (t TensorInfo) checkFloat() error {
	if _, decode := t.DType.decoder(); decode == nil {
		return &FormatError{fault.New("tensor %s holds %s", quote(t.Name), t.DType), fault.New("only F64, F32, F16, BF16, F8_E5M2 and F8_E4M3 can be read as numbers")}
	}
	return nil
}

// readAt fills buf from an offset inside the file.
func readAt(r io.ReaderAt, buf []byte, at int64) error {
	n, err := r.ReadAt(buf, at)
	if n == len(buf) {
		return nil // io.EOF is allowed with the last byte
	}
	if err == nil || errors.Is(err, io.EOF) {
		return fault.Errorf("the file ended at byte %d while it was read up to %d: something has cut it short since it was opened", at+int64(n), at+int64(len(buf)))
	}
	return err
}

// CountNonFinite counts the NaN and the infinities in a tensor. A model with
// any of them gives NaN for everything it touches.
func CountNonFinite(values []float32) (nan, inf int) {
	for _, v := range values {
		switch {
		case v != v:
			nan++
		case math.IsInf(float64(v), 0):
			inf++
		}
	}
	return nan, inf
}
