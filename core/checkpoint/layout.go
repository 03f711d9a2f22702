package checkpoint

import (
	"math"
	"math/bits"

	"logitarium/core/fault"
)

// checkLayout checks that tensors, by rising offset, tile the data.
func checkLayout(tensors []TensorInfo, dataSize int64) error {
	end, last := int64(0), fault.New("the header")
	for i, t := range tensors {
		switch {
		case t.Begin < end:
			before := tensors[i-1]
			return malformed("tensor %s overlaps %s (bytes %d-%d vs %d-%d)",
				quote(t.Name), quote(before.Name), t.Begin, t.End, before.Begin, before.End)
		case t.Begin > end:
			return malformed("bytes %d-%d between %v and tensor %s belong to no tensor", end, t.Begin, last, quote(t.Name))
		}
		end, last = t.End, fault.New("tensor %s", quote(t.Name))
	}
	switch {
	case end > dataSize:
		return &FormatError{fault.New("%v ends at byte %d of the data, but the file has only %d", last, end, dataSize), fault.New("the file is cut short; download it again")}
	case end < dataSize:
		return malformed("%d bytes follow %v, possibly another file hidden behind this one (a polyglot)", dataSize-end, last)
	}
	return nil
}

// checkSize compares the bytes of a tensor with its shape and type.
func (t *TensorInfo) checkSize(where fault.Text) error {
	count := uint64(1)
	for _, d := range t.Shape {
		high, low := bits.Mul64(count, uint64(d))
		if high != 0 || low > math.MaxInt {
			return malformed("%v has the shape %v, more elements than can be counted", where, t.Shape)
		}
		count = low
	}
	width, _ := t.DType.bits()
	high, total := bits.Mul64(count, width)
	switch {
	case high != 0:
		return malformed("%v has the shape %v, more bytes than can be counted", where, t.Shape)
	case total%8 != 0:
		return malformed("%v is misaligned: %d elements of %s are %d bits, not whole bytes", where, count, t.DType, total)
	case total/8 != uint64(t.End-t.Begin):
		return malformed("%v with shape %v of %s needs %d bytes and has %d", where, t.Shape, t.DType, total/8, t.End-t.Begin)
	}
	t.count = int(count)
	return nil
}
