package gguf

import (
	"bufio"
	"io"
	"math"
	"math/bits"

	"logitarium/core/fault"
)

const (
	magic = "GGUF"

	alignmentKey     = "general.alignment"
	defaultAlignment = 32

	maxName   = 63        // bytes of a tensor's name, as in ggml
	maxKey    = 1<<16 - 1 // bytes of a key, by the format
	maxRank   = 4         // dimensions of a tensor, as in ggml
	maxNested = 4         // arrays in arrays; ggml reads none, the format allows any
)

// header is what stands before the numbers.
type header struct {
	version  int
	metadata Metadata
	tensors  []Tensor
}

// parser reads a header from its start to its end, and knows where it is.
type parser struct {
	r    *bufio.Reader
	at   int64
	size int64
}

func parse(s *diskFile) (header, error) {
	p := &parser{r: bufio.NewReader(io.NewSectionReader(s.r, 0, s.size)), size: s.size}
	h, err := p.header()
	if err != nil {
		return header{}, err
	}
	return h, p.place(h, s)
}

func (p *parser) header() (h header, err error) {
	if h.version, err = p.start(); err != nil {
		return h, err
	}
	tensors, err := p.count("tensors", 8+4+4+8)
	if err != nil {
		return h, err
	}
	keys, err := p.count("keys", 8+4+1)
	if err != nil {
		return h, err
	}
	for range keys {
		if err := p.entry(&h.metadata); err != nil {
			return h, err
		}
	}
	h.tensors = make([]Tensor, tensors)
	for i := range h.tensors {
		if err := p.tensor(&h.tensors[i]); err != nil {
			return h, err
		}
	}
	return h, nil
}

// start reads the magic and the version.
func (p *parser) start() (int, error) {
	b, err := p.take(8)
	if err != nil {
		return 0, err
	}
	if !Is(b) {
		return 0, &FormatError{0, fault.New("this is not a GGUF file, which starts with the letters %s", magic), fault.New("name the .gguf file itself")}
	}
	const again fault.Format = "convert the model again with llama.cpp's convert_hf_to_gguf.py"
	switch v := le.Uint32(b[4:]); {
	case v == 2 || v == 3:
		return int(v), nil
	case v&0xffff == 0 && v != 0:
		return 0, &FormatError{4, fault.New("the file is big-endian, for another kind of processor"), fault.New("convert it with llama.cpp: gguf_convert_endian.py FILE.gguf little")}
	case v < 2:
		return 0, &FormatError{4, fault.New("version %d of the format is no longer in use; 2 and 3 are read", v), fault.New(again)}
	default:
		return 0, &FormatError{4, fault.New("version %d of the format is not known; 2 and 3 are read", v), fault.New(again)}
	}
}

// count reads how many there are of something that takes at least least bytes.
func (p *parser) count(what string, least int64) (int, error) {
	at := p.at
	b, err := p.take(8)
	if err != nil {
		return 0, err
	}
	n := le.Uint64(b)
	if n > uint64((p.size-p.at)/least) {
		return 0, malformed(at, "%d %s do not fit into the %d bytes that follow", n, what, p.size-p.at)
	}
	return int(n), nil
}

// entry reads a key with its value.
func (p *parser) entry(m *Metadata) error {
	at := p.at
	key, err := p.text(maxKey)
	if err != nil {
		return within(err, "a key")
	}
	if key == "" {
		return malformed(at, "a key has no name")
	}
	b, err := p.take(4)
	if err != nil {
		return within(err, "key %s", quote(key))
	}
	value, err := p.value(kind(le.Uint32(b)), 0)
	if err != nil {
		return within(err, "key %s", quote(key))
	}
	if !m.set(key, value) {
		return malformed(at, "key %s is there twice", quote(key))
	}
	return nil
}

// tensor reads all about a tensor but its numbers. Offset counts from the end
// of the header until place has moved it.
func (p *parser) tensor(t *Tensor) error {
	at := p.at
	var err error
	if t.Name, err = p.text(maxName); err != nil {
		return within(err, "a tensor's name")
	}
	b, err := p.take(4)
	if err != nil {
		return within(err, "tensor %s", quote(t.Name))
	}
	rank := le.Uint32(b)
	if rank < 1 || rank > maxRank {
		return malformed(at, "tensor %s has %d dimensions, and 1 to %d are allowed", quote(t.Name), rank, maxRank)
	}
	if b, err = p.take(8*int64(rank) + 4 + 8); err != nil {
		return within(err, "tensor %s", quote(t.Name))
	}
	sizes := make([]uint64, rank)
	for i := range sizes {
		sizes[i] = le.Uint64(b[8*i:])
	}
	b = b[8*rank:]
	t.Type = Type(le.Uint32(b))
	offset := le.Uint64(b[4:])
	if offset > math.MaxInt64 {
		return malformed(at, "tensor %s starts at byte %d, beyond any file", quote(t.Name), offset)
	}
	t.Offset = int64(offset)
	return t.measure(at, sizes)
}

// measure sets the shape and the number of bytes from the sizes in the order of
// the file.
func (t *Tensor) measure(at int64, sizes []uint64) error {
	weights, bytes := t.Type.Block()
	if weights == 0 {
		return &FormatError{at, fault.New("tensor %s has the unknown type %d", quote(t.Name), uint32(t.Type)), fault.New("it was written by a newer program; convert it with llama.cpp: llama-quantize --allow-requantize FILE.gguf NEW.gguf Q8_0")}
	}
	count := uint64(1)
	for _, n := range sizes {
		high, low := bits.Mul64(count, n)
		if high != 0 || low > math.MaxInt64 || n > math.MaxInt {
			return malformed(at, "tensor %s has the shape %v, more elements than can be counted", quote(t.Name), sizes)
		}
		count = low
	}
	if sizes[0]%uint64(weights) != 0 {
		return malformed(at, "tensor %s has rows of %d elements, and %v stores %d at a time", quote(t.Name), sizes[0], t.Type, weights)
	}
	high, size := bits.Mul64(count/uint64(weights), uint64(bytes))
	if high != 0 || size > math.MaxInt64 {
		return malformed(at, "tensor %s has the shape %v, more bytes than can be counted", quote(t.Name), sizes)
	}
	t.Bytes = int64(size)
	t.Shape = make([]int, len(sizes))
	for i, n := range sizes {
		t.Shape[len(sizes)-1-i] = int(n)
	}
	return nil
}

// place gives every tensor its bytes of the file: one after the other, each
// beginning at a multiple of the alignment.
func (p *parser) place(h header, s *diskFile) error {
	alignment, err := h.metadata.alignment()
	if err != nil {
		return err
	}
	if len(h.tensors) == 0 {
		return nil
	}
	start := padded(p.at, alignment)
	next := int64(0)
	for i := range h.tensors {
		t := &h.tensors[i]
		if t.Offset != next {
			return malformed(p.at, "tensor %s starts at byte %d of the numbers, and %d was expected", quote(t.Name), t.Offset, next)
		}
		t.of = s
		t.Offset += start
		if room := s.size - t.Offset; t.Bytes > room {
			return within(truncated(s.size, t.Bytes-room), "tensor %s", quote(t.Name))
		}
		next = padded(next+t.Bytes, alignment)
	}
	return nil
}

func (m Metadata) alignment() (int64, error) {
	if !m.Has(alignmentKey) {
		return defaultAlignment, nil
	}
	n, ok := m.values[alignmentKey].(uint32)
	if !ok {
		return 0, malformed(0, "the alignment is of the kind %s, and must be u32", kindOf(m.values[alignmentKey]))
	}
	if bits.OnesCount32(n) != 1 {
		return 0, malformed(0, "the alignment is %d bytes, and must be a power of two", n)
	}
	return int64(n), nil
}

// padded returns the next multiple of alignment, which is a power of two. What
// would be beyond int64 stays: no file has room for it.
func padded(n, alignment int64) int64 {
	if n > math.MaxInt64-alignment {
		return n
	}
	return (n + alignment - 1) &^ (alignment - 1)
}

// take reads n bytes, which must fit what is left of the file. They hold until
// the next call.
func (p *parser) take(n int64) ([]byte, error) {
	if left := p.size - p.at; n > left {
		return nil, truncated(p.size, n-left)
	}
	b := make([]byte, n)
	if got, err := io.ReadFull(p.r, b); err != nil {
		if err == io.EOF || err == io.ErrUnexpectedEOF { // there is less than was said
			return nil, truncated(p.at+int64(got), n-int64(got))
		}
		return nil, err
	}
	p.at += n
	return b, nil
}

// text reads a string of at most most bytes.
func (p *parser) text(most uint64) (string, error) {
	at := p.at
	b, err := p.take(8)
	if err != nil {
		return "", err
	}
	n := le.Uint64(b)
	switch left := uint64(p.size - p.at); {
	case n > left:
		return "", malformed(at, "a text of %d bytes does not fit into the %d that follow", n, left)
	case n > most:
		return "", malformed(at, "a name of %d bytes is longer than %d", n, most)
	}
	if b, err = p.take(int64(n)); err != nil {
		return "", err
	}
	return string(b), nil
}

// within says of an error in which part of the file it is.
func within(err error, format fault.Format, args ...any) error {
	if e, ok := err.(*FormatError); ok {
		return &FormatError{e.At, fault.New("%v: %v", fault.New(format, args...), e.What), e.Hint}
	}
	return fault.Errorf("%v: %v", fault.New(format, args...), err)
}
