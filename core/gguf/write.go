package gguf

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"reflect"

	"logitarium/core/fault"
)

// Entry is a key with its value, of one of the types that [Metadata] has but
// []any.
type Entry struct {
	Key   string
	Value any
}

// Stored is a tensor to be written: its elements as its type stores them.
type Stored struct {
	Name  string
	Type  Type
	Shape []int // the dimension whose elements are next to each other last
	Data  []byte
}

// Write writes a file of version 3. What it writes, [Open] reads. It returns an
// error if a key or a name is too long or there twice, a key is empty, a value is of no kind of
// the format, or a tensor's data do not fit its shape and type.
func Write(w io.Writer, entries []Entry, tensors []Stored) error {
	b, err := headerOf(entries, tensors)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(w)
	buffered.Write(b) // an error stays until Flush
	padding := make([]byte, defaultAlignment)
	at := int64(len(b))
	for _, t := range tensors {
		buffered.Write(padding[:padded(at, defaultAlignment)-at])
		buffered.Write(t.Data)
		at = padded(at, defaultAlignment) + int64(len(t.Data))
	}
	buffered.Write(padding[:padded(at, defaultAlignment)-at])
	return buffered.Flush()
}

func headerOf(entries []Entry, tensors []Stored) ([]byte, error) {
	b := le.AppendUint32([]byte(magic), 3)
	b = le.AppendUint64(b, uint64(len(tensors)))
	b = le.AppendUint64(b, uint64(len(entries)))
	keys := map[string]bool{alignmentKey: true} // always the default
	for _, e := range entries {
		if e.Key == "" || len(e.Key) > maxKey || keys[e.Key] {
			return nil, fault.Errorf("the key %s can't be written: it is empty, too long, there twice, or %s", quote(e.Key), alignmentKey)
		}
		keys[e.Key] = true
		b = appendText(b, e.Key)
		var err error
		if b, err = appendValue(b, e.Value); err != nil {
			return nil, fault.Errorf("key %s: %v", quote(e.Key), err)
		}
	}
	names, offset := map[string]bool{}, int64(0)
	for _, t := range tensors {
		if len(t.Name) > maxName || names[t.Name] {
			return nil, fault.Errorf("the tensor %s can't be written: its name is too long, or there twice", quote(t.Name))
		}
		names[t.Name] = true
		if err := t.check(); err != nil {
			return nil, fault.Errorf("tensor %s: %v", quote(t.Name), err)
		}
		b = appendText(b, t.Name)
		b = le.AppendUint32(b, uint32(len(t.Shape)))
		for i := range t.Shape {
			b = le.AppendUint64(b, uint64(t.Shape[len(t.Shape)-1-i]))
		}
		b = le.AppendUint32(b, uint32(t.Type))
		b = le.AppendUint64(b, uint64(offset))
		offset = padded(offset+int64(len(t.Data)), defaultAlignment)
	}
	return b, nil
}

// check holds the data to the shape.
func (t Stored) check() error {
	if len(t.Shape) < 1 || len(t.Shape) > maxRank {
		return fault.Errorf("%d dimensions, and 1 to %d are allowed", len(t.Shape), maxRank)
	}
	sizes := make([]uint64, len(t.Shape))
	for i, n := range t.Shape {
		if n < 0 {
			return fault.Errorf("the shape %v has a negative dimension", t.Shape)
		}
		sizes[len(sizes)-1-i] = uint64(n)
	}
	measured := Tensor{Name: t.Name, Type: t.Type}
	if err := measured.measure(0, sizes); err != nil {
		return err
	}
	if measured.Bytes != int64(len(t.Data)) {
		return fault.Errorf("%d bytes, and the shape %v of %v has %d", len(t.Data), t.Shape, t.Type, measured.Bytes)
	}
	return nil
}

func appendText(b []byte, s string) []byte { return append(le.AppendUint64(b, uint64(len(s))), s...) }

// appendValue appends a value after its kind.
func appendValue(b []byte, v any) ([]byte, error) {
	if k, ok := kindOfType(reflect.TypeOf(v)); ok {
		return appendOne(le.AppendUint32(b, uint32(k)), v), nil
	}
	if list := reflect.ValueOf(v); list.Kind() == reflect.Slice {
		if k, ok := kindOfType(list.Type().Elem()); ok {
			b = le.AppendUint32(le.AppendUint32(b, uint32(kindArray)), uint32(k))
			b = le.AppendUint64(b, uint64(list.Len()))
			for i := range list.Len() {
				b = appendOne(b, list.Index(i).Interface())
			}
			return b, nil
		}
	}
	return nil, fault.Errorf("a value of the Go type %s is of no kind of the format", fmt.Sprintf("%T", v))
}

// appendOne appends a value of a kind that is no array.
func appendOne(b []byte, v any) []byte {
	if s, ok := v.(string); ok {
		return appendText(b, s)
	}
	b, err := binary.Append(b, le, v)
	if err != nil {
		panic(err) // all kinds have a size
	}
	return b
}
