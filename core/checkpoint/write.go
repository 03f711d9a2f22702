package checkpoint

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"math/bits"
	"slices"
	"unicode/utf8"

	"logitarium/core/fault"
	"logitarium/core/half"
	"logitarium/core/wholefile"
)

// Tensor is one tensor to write.
type Tensor struct {
	Name  string
	Shape []int     // its product is len(Data); empty for a single number
	Data  []float32 // row-major
	DType DType     // F32, also if empty, or F16
}

// Write writes a safetensors file, byte for byte as the reference
// implementation does: F32 before F16, each by name, behind a header padded
// with spaces to a multiple of 8 bytes. Metadata, nil for none, is sorted. F16
// rounds to nearest even, from 65520 on to infinity.
//
// It panics if a shape and its data differ, a name comes twice or is longer
// than 512 bytes or not UTF-8, or a type is not one of the two. What [Open]
// would refuse for its size is an error.
func Write(w io.Writer, tensors []Tensor, metadata map[string]string) error {
	tensors = slices.Clone(tensors)
	for i := range tensors {
		tensors[i].DType = cmp.Or(tensors[i].DType, F32)
		tensors[i].check()
	}
	slices.SortFunc(tensors, func(a, b Tensor) int {
		return cmp.Or(-cmp.Compare(a.size(), b.size()), cmp.Compare(a.Name, b.Name))
	})
	head := encodeHeader(tensors, metadata)
	if len(head) > maxHeader || len(tensors) > maxTensors {
		return fault.Errorf("a header of %d bytes for %d tensors is larger than can be read again: %d bytes and %d tensors", len(head), len(tensors), maxHeader, maxTensors)
	}
	out := bufio.NewWriterSize(w, 64<<10)
	out.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(head))))
	out.Write(head)
	var buf []byte
	for _, t := range tensors {
		for data := t.Data; len(data) > 0; {
			n := min(len(data), 8<<10)
			buf = t.appendBytes(buf[:0], data[:n])
			if _, err := out.Write(buf); err != nil {
				return err // the first error sticks to out, so the writes above need no check
			}
			data = data[n:]
		}
	}
	return out.Flush()
}

func (t Tensor) check() {
	count := 1
	for _, d := range t.Shape {
		high, low := bits.Mul(uint(count), uint(d))
		if count = int(low); high != 0 || d < 0 {
			count = -1
			break
		}
	}
	if count != len(t.Data) {
		panic(fmt.Sprintf("checkpoint: tensor %s has shape %v and %d values", quote(t.Name), t.Shape, len(t.Data)))
	}
	if t.DType != F32 && t.DType != F16 {
		panic(fmt.Sprintf("checkpoint: tensor %s cannot be written as %s, only as F32 or F16", quote(t.Name), t.DType))
	}
	if len(t.Name) > maxName || len(t.Shape) > maxRank || t.Name == "__metadata__" || !utf8.ValidString(t.Name) {
		panic(fmt.Sprintf("checkpoint: tensor %s of %d bytes with %d dimensions is outside what can be read again", quote(t.Name), len(t.Name), len(t.Shape)))
	}
}

// size returns the bytes of one element.
func (t Tensor) size() int {
	if t.DType == F16 {
		return 2
	}
	return 4
}

func (t Tensor) appendBytes(dst []byte, data []float32) []byte {
	for _, v := range data {
		if t.DType == F16 {
			dst = binary.LittleEndian.AppendUint16(dst, half.Bits(v))
		} else {
			dst = binary.LittleEndian.AppendUint32(dst, math.Float32bits(v))
		}
	}
	return dst
}

// encodeHeader returns the JSON, padded so that the data starts at a multiple
// of 8 bytes.
func encodeHeader(tensors []Tensor, metadata map[string]string) []byte {
	var b bytes.Buffer
	b.WriteByte('{')
	comma := ""
	if metadata != nil {
		b.WriteString(`"__metadata__":{`)
		for _, key := range slices.Sorted(maps.Keys(metadata)) {
			b.WriteString(comma + jsonString(key) + ":" + jsonString(metadata[key]))
			comma = ","
		}
		b.WriteByte('}')
		comma = ","
	}
	end := 0
	seen := make(map[string]bool, len(tensors))
	for _, t := range tensors {
		if seen[t.Name] {
			panic(fmt.Sprintf("checkpoint: tensor %s is there twice", quote(t.Name)))
		}
		seen[t.Name] = true
		begin := end
		end += len(t.Data) * t.size()
		shape, _ := json.Marshal(append([]int{}, t.Shape...)) // integers always have a JSON form
		fmt.Fprintf(&b, `%s%s:{"dtype":"%s","shape":%s,"data_offsets":[%d,%d]}`, comma, jsonString(t.Name), t.DType, shape, begin, end)
		comma = ","
	}
	b.WriteByte('}')
	for b.Len()%8 != 0 {
		b.WriteByte(' ')
	}
	return b.Bytes()
}

// jsonString quotes a string, without the escapes that json adds for HTML.
func jsonString(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.Encode(s) // strings always have a JSON form, and a Buffer takes everything
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// WriteFile writes a safetensors file as [wholefile.Replace] does: at any
// moment path holds the old file or the whole new one.
func WriteFile(path string, tensors []Tensor, metadata map[string]string) error {
	return wholefile.Replace(path, func(w io.Writer) error { return Write(w, tensors, metadata) })
}
