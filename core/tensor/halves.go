package tensor

import (
	"encoding/binary"
	"fmt"
	"sync"

	"logitarium/core/half"
)

// MulHalves sets dst = m·x, [rows, cols]·[cols] → [rows], with the elements of m
// in half precision, 2 bytes each, the low one first, row after row: to the bit
// what [MulVec] gives of the same numbers in float32. It runs in one thread, and
// panics if the lengths do not fit.
func MulHalves(dst []float32, m []byte, x []float32) {
	if len(m) != 2*len(dst)*len(x) {
		panic(fmt.Sprintf("tensor: m·x of %d bytes and %d values into %d", len(m), len(x), len(dst)))
	}
	room := rooms.Get().(*[]float32)
	defer rooms.Put(room)
	if cap(*room) < len(x) {
		*room = make([]float32, len(x))
	}
	for i := range dst {
		dst[i] = dotHalves(m[2*i*len(x):2*(i+1)*len(x)], x, (*room)[:len(x)])
	}
}

// rooms are for rows that are decoded before they are multiplied.
var rooms = sync.Pool{New: func() any { return new([]float32) }}

// dotDecoded decodes a to room, and is dot then.
func dotDecoded(a []byte, b, room []float32) float32 {
	for i := range room {
		room[i] = halfAt(a, i)
	}
	return dot(room, b)
}

// halfAt returns number i of those in a.
func halfAt(a []byte, i int) float32 { return half.Float32(binary.LittleEndian.Uint16(a[2*i:])) }
