package gguf

import (
	"encoding/binary"
	"math"
	"reflect"
	"slices"

	"logitarium/core/fault"
)

// kind is the type of a value of the metadata.
type kind uint32

const (
	kindU8 kind = iota
	kindI8
	kindU16
	kindI16
	kindU32
	kindI32
	kindF32
	kindBool
	kindString
	kindArray
	kindU64
	kindI64
	kindF64
)

// kinds say what the values of each are, and how they are read.
var kinds = [...]values{
	kindU8:     sized("u8", 1, func(b []byte) uint8 { return b[0] }),
	kindI8:     sized("i8", 1, func(b []byte) int8 { return int8(b[0]) }),
	kindU16:    sized("u16", 2, le.Uint16),
	kindI16:    sized("i16", 2, func(b []byte) int16 { return int16(le.Uint16(b)) }),
	kindU32:    sized("u32", 4, le.Uint32),
	kindI32:    sized("i32", 4, func(b []byte) int32 { return int32(le.Uint32(b)) }),
	kindF32:    sized("f32", 4, func(b []byte) float32 { return math.Float32frombits(le.Uint32(b)) }),
	kindBool:   sized("bool", 1, func(b []byte) bool { return b[0] == 1 }),
	kindString: {name: "str", are: reflect.TypeFor[string]()},
	kindArray:  {name: "arr"},
	kindU64:    sized("u64", 8, le.Uint64),
	kindI64:    sized("i64", 8, func(b []byte) int64 { return int64(le.Uint64(b)) }),
	kindF64:    sized("f64", 8, func(b []byte) float64 { return math.Float64frombits(le.Uint64(b)) }),
}

var le = binary.LittleEndian

// values are those of a kind.
type values struct {
	name string             // as ggml has it
	are  reflect.Type       // in Go; nil of arrays
	size int                // of one in bytes; 0 of texts and arrays, whose size varies
	one  func(b []byte) any // reads one
	list func(b []byte) any // reads as many as there are
}

func sized[T any](name string, size int, read func([]byte) T) values {
	one := func(b []byte) any { return read(b) }
	return values{name, reflect.TypeFor[T](), size, one, func(b []byte) any {
		list := make([]T, len(b)/size)
		for i := range list {
			list[i] = read(b[i*size:])
		}
		return list
	}}
}

// kindOfType returns the kind whose values are of a type.
func kindOfType(t reflect.Type) (k kind, ok bool) {
	i := slices.IndexFunc(kinds[:], func(v values) bool { return v.are == t })
	return kind(i), i >= 0 && t != nil
}

// kindOf names the kind of a value as ggml does.
func kindOf(v any) string {
	if k, ok := kindOfType(reflect.TypeOf(v)); ok {
		return kinds[k].name
	}
	return kinds[kindArray].name
}

// value reads a value that stands in depth arrays.
func (p *parser) value(k kind, depth int) (any, error) {
	if int(k) >= len(kinds) {
		return nil, malformed(p.at, "a value of the unknown kind %d", uint32(k))
	}
	switch k {
	case kindString:
		return p.text(math.MaxInt64)
	case kindArray:
		return p.array(depth + 1)
	}
	b, err := p.numbers(k, 1)
	if err != nil {
		return nil, err
	}
	return kinds[k].one(b), nil
}

// array reads the kind of the elements, their number, and the elements.
func (p *parser) array(depth int) (any, error) {
	at := p.at
	b, err := p.take(4)
	if err != nil {
		return nil, err
	}
	k := kind(le.Uint32(b))
	switch {
	case int(k) >= len(kinds):
		return nil, malformed(at, "an array of the unknown kind %d", uint32(k))
	case k == kindArray && depth >= maxNested:
		return nil, &FormatError{at, fault.New("arrays stand in arrays, more than %d deep", maxNested), fault.New("no model needs that: is this the right file?")}
	}
	least := int64(kinds[k].size)
	switch k {
	case kindString:
		least = 8
	case kindArray:
		least = 4 + 8
	}
	n, err := p.count("elements", least)
	if err != nil {
		return nil, err
	}
	switch k {
	case kindString:
		return list(n, func() (string, error) { return p.text(math.MaxInt64) })
	case kindArray:
		return list(n, func() (any, error) { return p.array(depth + 1) })
	}
	if b, err = p.numbers(k, n); err != nil {
		return nil, err
	}
	return kinds[k].list(b), nil
}

func list[T any](n int, next func() (T, error)) ([]T, error) {
	l := make([]T, n)
	for i := range l {
		var err error
		if l[i], err = next(); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// numbers takes the bytes of n values of a kind that has a size.
func (p *parser) numbers(k kind, n int) ([]byte, error) {
	at := p.at
	b, err := p.take(int64(n) * int64(kinds[k].size))
	if err != nil || k != kindBool {
		return b, err
	}
	for i, v := range b {
		if v > 1 {
			return nil, malformed(at+int64(i), "true or false is stored as %d, and must be 0 or 1", v)
		}
	}
	return b, nil
}
