package gguf

import (
	"iter"
	"math"
	"reflect"

	"logitarium/core/fault"
)

// Metadata are the keys of a file with their values, in the file's order. A
// value is a uint8, int8, uint16, int16, uint32, int32, float32, bool, string,
// uint64, int64 or float64, or a slice of one of these, or a []any of slices.
// The zero Metadata is empty.
type Metadata struct {
	keys   []string
	values map[string]any
}

// All yields every key with its value.
func (m Metadata) All() iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		for _, key := range m.keys {
			if !yield(key, m.values[key]) {
				return
			}
		}
	}
}

// Len returns the number of keys.
func (m Metadata) Len() int { return len(m.keys) }

// Has reports whether there is a value under a key.
func (m Metadata) Has(key string) bool {
	_, ok := m.values[key]
	return ok
}

// set adds a key, and reports false if it is there already.
func (m *Metadata) set(key string, value any) bool {
	if m.Has(key) {
		return false
	}
	if m.values == nil {
		m.values = map[string]any{}
	}
	m.keys = append(m.keys, key)
	m.values[key] = value
	return true
}

// String returns a text. Like all that follow, it returns an error if the key
// is missing or has a value of another kind.
func (m Metadata) String(key string) (string, error) { return get[string](m, key, "a text") }

// Bool returns true or false.
func (m Metadata) Bool(key string) (bool, error) { return get[bool](m, key, "true or false") }

// Strings returns a list of texts. The list is the file's own.
func (m Metadata) Strings(key string) ([]string, error) {
	return get[[]string](m, key, "a list of texts")
}

// Int returns an integer of any of the format's kinds.
func (m Metadata) Int(key string) (int, error) {
	v, err := m.value(key)
	if err != nil {
		return 0, err
	}
	n, ok := integer(reflect.ValueOf(v))
	if !ok {
		return 0, unexpected(key, v, "an integer")
	}
	return n, nil
}

// Float returns a number of any of the format's kinds; of an integer that has
// more than 53 bits, the nearest.
func (m Metadata) Float(key string) (float64, error) {
	v, err := m.value(key)
	if err != nil {
		return 0, err
	}
	switch v := v.(type) {
	case float32:
		return float64(v), nil
	case float64:
		return v, nil
	}
	n, ok := integer(reflect.ValueOf(v))
	if !ok {
		return 0, unexpected(key, v, "a number")
	}
	return float64(n), nil
}

// Ints returns a list of integers of any kind.
func (m Metadata) Ints(key string) ([]int, error) {
	v, err := m.value(key)
	if err != nil {
		return nil, err
	}
	list, ok := integers(v)
	if !ok {
		return nil, unexpected(key, v, "a list of integers")
	}
	return list, nil
}

// Floats returns a list of float32 numbers. The list is the file's own.
func (m Metadata) Floats(key string) ([]float32, error) {
	return get[[]float32](m, key, "a list of numbers")
}

func (m Metadata) value(key string) (any, error) {
	v, ok := m.values[key]
	if !ok {
		return nil, fault.Errorf("the key %s is missing", quote(key))
	}
	return v, nil
}

func get[T any](m Metadata, key, kind string) (T, error) {
	v, err := m.value(key)
	if err != nil {
		var none T
		return none, err
	}
	typed, ok := v.(T)
	if !ok {
		return typed, unexpected(key, v, kind)
	}
	return typed, nil
}

func unexpected(key string, v any, kind string) error {
	return fault.Errorf("the key %s has a value of the kind %s, and should have %s", quote(key), kindOf(v), kind)
}

// integer converts any of the integer kinds, if int can hold the value.
func integer(v reflect.Value) (int, bool) {
	switch {
	case v.CanInt():
		return int(v.Int()), int64(int(v.Int())) == v.Int()
	case v.CanUint():
		return int(v.Uint()), v.Uint() <= math.MaxInt
	}
	return 0, false
}

func integers(v any) ([]int, bool) {
	list := reflect.ValueOf(v)
	if list.Kind() != reflect.Slice {
		return nil, false
	}
	if _, ok := integer(reflect.Zero(list.Type().Elem())); !ok {
		return nil, false
	}
	wide := make([]int, list.Len())
	for i := range wide {
		n, ok := integer(list.Index(i))
		if !ok {
			return nil, false
		}
		wide[i] = n
	}
	return wide, true
}
