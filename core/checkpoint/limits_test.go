package checkpoint

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"logitarium/core/fault/faulttest"
)

// What is as large as may be read is written and read again; one more is not.
func TestWritesUpToTheLimits(t *testing.T) {
	reads := func(tensors []Tensor, metadata map[string]string) error {
		var b bytes.Buffer
		if err := Write(&b, tensors, metadata); err != nil {
			return err
		}
		_, err := Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
		return err
	}
	name, shape := strings.Repeat("n", maxName), []int{1, 1, 1, 1, 1, 1, 1, 1}
	if err := reads([]Tensor{{Name: name, Shape: shape, Data: make([]float32, 1)}}, nil); err != nil {
		t.Errorf("a name of %d bytes and %d dimensions: %v", len(name), len(shape), err)
	}
	faulttest.MustPanic(t, "outside what can be read again", func() { Write(io.Discard, []Tensor{{Name: name + "n", Shape: []int{0}}}, nil) })
	faulttest.MustPanic(t, "outside what can be read again", func() {
		Write(io.Discard, []Tensor{{Name: "w", Shape: append(shape, 1), Data: make([]float32, 1)}}, nil)
	})
	faulttest.MustPanic(t, "outside what can be read again", func() { Write(io.Discard, []Tensor{{Name: "__metadata__", Shape: []int{0}}}, nil) })

	note := map[string]string{"ab": strings.Repeat("x", maxMetadata-2)} // keys count too
	if err := reads(nil, note); err != nil {
		t.Errorf("%d bytes of metadata: %v", maxMetadata, err)
	}
	note["ab"] += "x"
	if err := reads(nil, note); err == nil || !strings.Contains(err.Error(), "larger than 1048576 bytes") {
		t.Errorf("a byte more of metadata: %v", err)
	}

	many := make([]Tensor, maxTensors+1)
	for i := range many {
		many[i] = Tensor{Name: fmt.Sprint(i), Shape: []int{0}}
	}
	if err := reads(many[:maxTensors], nil); err != nil {
		t.Errorf("%d tensors: %v", maxTensors, err)
	}
	if err := Write(io.Discard, many, nil); err == nil || !strings.Contains(err.Error(), "for 100001 tensors is larger than can be read again") {
		t.Errorf("a tensor more: %v", err)
	}
}

// The largest header that the format allows is refused for what this program
// reads, one byte more for what the format says.
func TestLengthsOfHeaders(t *testing.T) {
	for _, c := range []struct {
		file []byte
		want string
	}{
		{length(formatHeader, "{"), "the header has 100000000 bytes; at most"},
		{length(formatHeader+1, "{"), "the header is too large: 100000001 bytes, and the format allows 100000000"},
		{length(maxHeader, "{"), "the header is truncated: it should have 16777216 bytes, and the file has 1 after its start"},
		{length(maxHeader+1, "{"), "the header has 16777217 bytes; at most 16777216 are read"},
		{length(0, ""), "the header is empty"}, // of 8 bytes, which is no longer too short
		{length(2, "{"), "should have 2 bytes, and the file has 1"},
	} {
		if _, err := Open(bytes.NewReader(c.file), int64(len(c.file))); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
}

// A pickle says its protocol in the second byte, 2 to 5.
func TestProtocolsOfPickles(t *testing.T) {
	for protocol := range byte(8) {
		file := []byte{0x80, protocol, 0, 0, 0, 0, 0, 0, '}'}
		_, err := Open(bytes.NewReader(file), int64(len(file)))
		if is := err != nil && strings.Contains(err.Error(), "Python pickle"); is != (protocol >= 2 && protocol <= 5) {
			t.Errorf("protocol %d: %v", protocol, err)
		}
	}
}

// A disk that fails says why, in its own words.
func TestReadErrorsAreTheDisks(t *testing.T) {
	broken := errors.New("input/output error")
	whole := build(one("F32", "2", "0,8"), 8)
	for at := range int64(3) { // in the length, the header, the data
		limit := []int64{0, 8, int64(len(whole)) - 8}[at]
		f, err := Open(failing{whole, limit, broken}, int64(len(whole)))
		if err == nil {
			_, err = float32s(f, "w")
		}
		if !errors.Is(err, broken) {
			t.Errorf("reading at %d: %v, want %v", limit, err, broken)
		}
	}
}

// failing is a file that can be read up to a byte.
type failing struct {
	data  []byte
	limit int64
	err   error
}

func (f failing) ReadAt(p []byte, at int64) (int, error) {
	if at+int64(len(p)) > f.limit {
		return 0, f.err
	}
	return copy(p, f.data[at:]), nil
}

// The reference writes the letters that JSON for the web escapes as they are.
func TestNothingIsEscapedForTheWeb(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, []Tensor{{Name: "a<&>", Shape: []int{0}}}, map[string]string{"<": "&"}); err != nil {
		t.Fatal(err)
	}
	if head := b.String()[8:]; !strings.HasPrefix(head, `{"__metadata__":{"<":"&"},"a<&>":{`) {
		t.Errorf("the header begins %.60q", head)
	}
}
