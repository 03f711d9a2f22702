package gguf

import (
	"encoding/binary"
	"math"

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

var kindNames = [...]string{"u8", "i8", "u16", "i16", "u32", "i32", "f32", "bool", "str", "arr", "u64", "i64", "f64"}

// size returns the bytes of a value; 0 for texts and arrays, whose size varies.
func (k kind) size() int {
	switch k {
	case kindU8, kindI8, kindBool:
		return 1
	case kindU16, kindI16:
		return 2
	case kindU32, kindI32, kindF32:
		return 4
	case kindU64, kindI64, kindF64:
		return 8
	}
	return 0
}

// kindOfScalar returns the kind of a value that is no array.
func kindOfScalar(v any) (kind, bool) {
	switch v.(type) {
	case uint8:
		return kindU8, true
	case int8:
		return kindI8, true
	case uint16:
		return kindU16, true
	case int16:
		return kindI16, true
	case uint32:
		return kindU32, true
	case int32:
		return kindI32, true
	case float32:
		return kindF32, true
	case bool:
		return kindBool, true
	case string:
		return kindString, true
	case uint64:
		return kindU64, true
	case int64:
		return kindI64, true
	case float64:
		return kindF64, true
	}
	return kindArray, false
}

// kindOf names the kind of a value as ggml does.
func kindOf(v any) string {
	k, _ := kindOfScalar(v)
	return kindNames[k]
}

// value reads a value that stands in depth arrays.
func (p *parser) value(k kind, depth int) (any, error) {
	if int(k) >= len(kindNames) {
		return nil, malformed(p.at, "a value of the unknown kind %d", uint32(k))
	}
	switch k {
	case kindString:
		return p.text(math.MaxInt64)
	case kindArray:
		return p.array(depth + 1)
	}
	at := p.at
	b, err := p.take(int64(k.size()))
	if err != nil {
		return nil, err
	}
	if k == kindBool && b[0] > 1 {
		return nil, malformed(at, "true or false is stored as %d, and must be 0 or 1", b[0])
	}
	return scalars[k](b), nil
}

var le = binary.LittleEndian

// scalars read one value from its bytes.
var scalars = map[kind]func(b []byte) any{
	kindU8:   func(b []byte) any { return b[0] },
	kindI8:   func(b []byte) any { return int8(b[0]) },
	kindU16:  func(b []byte) any { return le.Uint16(b) },
	kindI16:  func(b []byte) any { return int16(le.Uint16(b)) },
	kindU32:  func(b []byte) any { return le.Uint32(b) },
	kindI32:  func(b []byte) any { return int32(le.Uint32(b)) },
	kindF32:  func(b []byte) any { return math.Float32frombits(le.Uint32(b)) },
	kindBool: func(b []byte) any { return b[0] == 1 },
	kindU64:  func(b []byte) any { return le.Uint64(b) },
	kindI64:  func(b []byte) any { return int64(le.Uint64(b)) },
	kindF64:  func(b []byte) any { return math.Float64frombits(le.Uint64(b)) },
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
	case int(k) >= len(kindNames):
		return nil, malformed(at, "an array of the unknown kind %d", uint32(k))
	case k == kindArray && depth >= maxNested:
		return nil, &FormatError{at, fault.New("arrays stand in arrays, more than %d deep", maxNested), fault.New("no model needs that: is this the right file?")}
	}
	least := int64(k.size())
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
	return p.numbers(k, n)
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

// numbers reads n values of a kind that has a size.
func (p *parser) numbers(k kind, n int) (any, error) {
	at := p.at
	b, err := p.take(int64(n) * int64(k.size()))
	if err != nil {
		return nil, err
	}
	switch k {
	case kindU8:
		return b, nil
	case kindI8:
		return each(b, 1, func(b []byte) int8 { return int8(b[0]) }), nil
	case kindU16:
		return each(b, 2, le.Uint16), nil
	case kindI16:
		return each(b, 2, func(b []byte) int16 { return int16(le.Uint16(b)) }), nil
	case kindU32:
		return each(b, 4, le.Uint32), nil
	case kindI32:
		return each(b, 4, func(b []byte) int32 { return int32(le.Uint32(b)) }), nil
	case kindF32:
		return each(b, 4, func(b []byte) float32 { return math.Float32frombits(le.Uint32(b)) }), nil
	case kindU64:
		return each(b, 8, le.Uint64), nil
	case kindI64:
		return each(b, 8, func(b []byte) int64 { return int64(le.Uint64(b)) }), nil
	case kindF64:
		return each(b, 8, func(b []byte) float64 { return math.Float64frombits(le.Uint64(b)) }), nil
	}
	for i, v := range b { // bool
		if v > 1 {
			return nil, malformed(at+int64(i), "true or false is stored as %d, and must be 0 or 1", v)
		}
	}
	return each(b, 1, func(b []byte) bool { return b[0] == 1 }), nil
}

func each[T any](b []byte, size int, read func([]byte) T) []T {
	values := make([]T, len(b)/size)
	for i := range values {
		values[i] = read(b[i*size:])
	}
	return values
}
