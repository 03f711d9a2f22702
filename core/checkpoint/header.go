package checkpoint

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"logitarium/core/fault"
)

// Limits on what a header may hold. The format itself allows 100 MB.
const (
	formatHeader = 100_000_000
	maxHeader    = 16 << 20
	maxTensors   = 100_000
	maxRank      = 8
	maxName      = 512     // bytes
	maxMetadata  = 1 << 20 // bytes of keys and values
)

// FormatError says what is wrong with a file and what to do about it.
type FormatError struct {
	What fault.Text
	Hint fault.Text
}

func (e *FormatError) Error() string { return e.Fault().String() }

// Fault returns the text of the error.
func (e *FormatError) Fault() fault.Text { return fault.New("%v: %v", e.What, e.Hint) }

func malformed(format fault.Format, args ...any) error {
	return &FormatError{fault.New(format, args...), fault.New("the file is malformed; download or convert it again")}
}

// quote makes a name from a file short and printable.
func quote(name string) string {
	const most = 100
	if len(name) <= most {
		return strconv.QuoteToGraphic(name)
	}
	cut := most
	for !utf8.RuneStart(name[cut]) {
		cut--
	}
	return strconv.QuoteToGraphic(name[:cut]) + "…"
}

// header is the parsed JSON: tensors by rising offset, and the metadata.
type header struct {
	tensors  []TensorInfo
	metadata map[string]string
}

// parseHeader reads the JSON of a header, which describes dataSize bytes.
func parseHeader(raw []byte, dataSize int64) (header, error) {
	if raw[0] != '{' {
		return header{}, malformed("the header starts with byte 0x%02x; it must start with {", raw[0])
	}
	if !utf8.Valid(raw) {
		return header{}, malformed("the header is not valid UTF-8")
	}
	p := &headerParser{dec: json.NewDecoder(bytes.NewReader(raw))}
	p.dec.UseNumber()
	if err := p.top(); err != nil {
		return header{}, err
	}
	if _, err := p.dec.Token(); !errors.Is(err, io.EOF) {
		return header{}, malformed("something other than spaces stands after the header's JSON, at byte %d", 8+p.dec.InputOffset())
	}
	slices.SortFunc(p.out.tensors, func(a, b TensorInfo) int {
		return cmp.Or(cmp.Compare(a.Begin, b.Begin), cmp.Compare(a.End, b.End), cmp.Compare(a.Name, b.Name))
	})
	return p.out, checkLayout(p.out.tensors, dataSize)
}

// headerParser walks the tokens of the JSON. The shape of a header is fixed,
// so that nesting is bounded by the code and not by the file.
type headerParser struct {
	dec *json.Decoder
	out header
}

func (p *headerParser) token() (json.Token, error) {
	tok, err := p.dec.Token()
	if err != nil {
		return nil, malformed("the header is not JSON: %v, at byte %d", err, 8+p.dec.InputOffset())
	}
	return tok, nil
}

// object reads {"key": …}, calling value to read each value. where names the
// object in errors.
func (p *headerParser) object(where fault.Text, value func(key string) error) error {
	tok, err := p.token()
	if err != nil {
		return err
	}
	if tok != json.Delim('{') {
		return malformed("%v is %v; it must be an object", where, describe(tok))
	}
	seen := map[string]bool{}
	for p.dec.More() {
		tok, err := p.token()
		if err != nil {
			return err
		}
		key, _ := tok.(string) // the decoder gives nothing else here
		if seen[key] {
			return malformed("%v holds %s twice", where, quote(key))
		}
		seen[key] = true
		if err := value(key); err != nil {
			return err
		}
	}
	_, err = p.token()
	return err
}

func (p *headerParser) top() error {
	return p.object(fault.New("the header"), func(key string) error {
		if key == "__metadata__" {
			return p.metadata()
		}
		if len(key) > maxName {
			return malformed("the tensor name %s has %d bytes; at most %d are read", quote(key), len(key), maxName)
		}
		if len(p.out.tensors) == maxTensors {
			return malformed("the header lists more than %d tensors", maxTensors)
		}
		t, err := p.tensor(key)
		p.out.tensors = append(p.out.tensors, t)
		return err
	})
}

func (p *headerParser) metadata() error {
	p.out.metadata = map[string]string{}
	size := 0
	return p.object(fault.New("__metadata__"), func(key string) error {
		tok, err := p.token()
		if err != nil {
			return err
		}
		value, ok := tok.(string)
		if !ok {
			return malformed("__metadata__ holds %v under %s; only strings are allowed", describe(tok), quote(key))
		}
		size += len(key) + len(value)
		if size > maxMetadata {
			return malformed("__metadata__ is larger than %d bytes", maxMetadata)
		}
		p.out.metadata[key] = value
		return nil
	})
}

func (p *headerParser) tensor(name string) (TensorInfo, error) {
	t := TensorInfo{Name: name}
	where := fault.New("tensor %s", quote(name))
	var fields int
	var begin, end uint64
	err := p.object(where, func(key string) (err error) {
		fields++
		switch key {
		case "dtype":
			t.DType, err = p.dtype(where)
		case "shape":
			t.Shape, err = p.shape(where)
		case "data_offsets":
			begin, end, err = p.offsets(where)
		default:
			err = malformed("%v has the unknown field %s", where, quote(key))
		}
		return err
	})
	if err != nil {
		return t, err
	}
	if fields != 3 {
		return t, malformed("%v needs dtype, shape and data_offsets", where)
	}
	if end < begin {
		return t, malformed("%v ends before it begins (bytes %d-%d)", where, begin, end)
	}
	t.Begin, t.End = int64(begin), int64(end)
	return t, t.checkSize(where)
}

func (p *headerParser) dtype(where fault.Text) (DType, error) {
	tok, err := p.token()
	if err != nil {
		return "", err
	}
	name, ok := tok.(string)
	if !ok {
		return "", malformed("%v has %v as dtype; it must be a string", where, describe(tok))
	}
	if _, known := DType(name).bits(); !known {
		return "", &FormatError{fault.New("%v has the unknown dtype %s", where, quote(name)), fault.New("known are %s", knownTypes)}
	}
	return DType(name), nil
}

func (p *headerParser) shape(where fault.Text) ([]int, error) {
	dims, err := p.integers(where, "shape", maxRank)
	shape := make([]int, len(dims))
	for i, d := range dims {
		shape[i] = int(d)
	}
	return shape, err
}

func (p *headerParser) offsets(where fault.Text) (begin, end uint64, err error) {
	both, err := p.integers(where, "data_offsets", 2)
	if err == nil && len(both) != 2 {
		err = malformed("%v has %d data_offsets; it must have 2", where, len(both))
	}
	if err != nil {
		return 0, 0, err
	}
	return both[0], both[1], nil
}

// integers reads an array of at most so many integers, each an int and not
// negative.
func (p *headerParser) integers(where fault.Text, field string, most int) ([]uint64, error) {
	tok, err := p.token()
	if err != nil {
		return nil, err
	}
	if tok != json.Delim('[') {
		return nil, malformed("%v has %v as %s; it must be an array", where, describe(tok), field)
	}
	var out []uint64
	for p.dec.More() {
		tok, err := p.token()
		if err != nil {
			return nil, err
		}
		number, ok := tok.(json.Number)
		v, err := strconv.ParseUint(string(number), 10, 64) // refuses −1, 1.0 and 1e0
		if !ok || err != nil || v > math.MaxInt {
			return nil, malformed("%v has %v in %s; only whole numbers from 0 up are allowed", where, describe(tok), field)
		}
		if len(out) == most {
			return nil, malformed("%v has more than %d numbers in %s", where, most, field)
		}
		out = append(out, v)
	}
	_, err = p.token()
	return out, err
}

// describe names a token in an error.
func describe(tok json.Token) fault.Text {
	switch v := tok.(type) {
	case nil:
		return fault.New("null")
	case string:
		return fault.New("the string %s", quote(v))
	case json.Number:
		return fault.New("%s", quote(v.String()))
	case json.Delim:
		if v == '{' {
			return fault.New("an object")
		}
		return fault.New("an array")
	}
	return fault.New("%v", tok)
}
