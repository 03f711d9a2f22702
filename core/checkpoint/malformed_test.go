package checkpoint

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// build is a file with this header and so many bytes of data.
func build(header string, data int) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(b, header...), make([]byte, data)...)
}

func length(n uint64, rest string) []byte {
	return append(binary.LittleEndian.AppendUint64(nil, n), rest...)
}

func entry(name, dtype, shape, offsets string) string {
	return fmt.Sprintf(`%q:{"dtype":%q,"shape":[%s],"data_offsets":[%s]}`, name, dtype, shape, offsets)
}

func one(dtype, shape, offsets string) string { return "{" + entry("w", dtype, shape, offsets) + "}" }

func TestMalformedFiles(t *testing.T) {
	f32 := func(shape, offsets string) string { return one("F32", shape, offsets) }
	pair := func(a, b string) string {
		return "{" + entry("wpe", "U8", "8", a) + "," + entry("wte", "U8", "8", b) + "}"
	}
	for _, c := range []struct {
		why  string
		file []byte
		want string // part of the error; "" if the file is fine
	}{
		{"0 bytes", nil, "0 bytes are too short"},
		{"7 bytes", make([]byte, 7), "7 bytes are too short"},
		{"n = 0", length(0, "{}"), "header is empty"},
		{"n above the format's limit", length(100_000_001, "{}"), "header is too large: 100000001"},
		{"n with the top bit", length(1<<63, "{}"), "header is too large"},
		{"n above ours", length(95_000_000, "{}"), "at most 16777216 are read"},
		{"n > file", length(100, "{}"), "truncated: it should have 100 bytes, and the file has 2"},
		{"no tensors", build("{}", 0), ""},
		{"no tensors, one byte", build("{}", 1), "1 bytes follow the header, possibly"},
		{"leading space", build(" {}", 0), "starts with byte 0x20; it must start with {"},
		{"byte order mark", build("\xef\xbb\xbf{}", 0), "starts with byte 0xef"},
		{"NUL padding", build("{}\x00\x00", 0), "other than spaces stands after"},
		{"space padding", build("{}      ", 0), ""},
		{"second value", build("{}{}", 0), "other than spaces stands after"},
		{"not closed", build(`{"w":`, 0), "not JSON"},
		{"trailing comma", build(`{"w":{},}`, 0), "needs dtype, shape and data_offsets"},
		{"comma at the end", build("{"+entry("w", "U8", "0", "0,0")+",}", 0), "not JSON"},
		{"duplicate tensor", build("{"+entry("w", "U8", "1", "0,1")+","+entry("w", "U8", "1", "1,2")+"}", 2), `the header holds "w" twice`},
		{"duplicate field", build(`{"w":{"dtype":"U8","dtype":"U8","shape":[0],"data_offsets":[0,0]}}`, 0), `tensor "w" holds "dtype" twice`},
		{"duplicate metadata", build(`{"__metadata__":{},"__metadata__":{}}`, 0), `holds "__metadata__" twice`},
		{"missing field", build(`{"w":{"dtype":"U8","shape":[0]}}`, 0), "needs dtype, shape and data_offsets"},
		{"overlap", build(pair("0,8", "4,12"), 12), `tensor "wte" overlaps "wpe" (bytes 4-12 vs 0-8)`},
		{"the same place", build(pair("0,8", "0,8"), 8), `tensor "wte" overlaps "wpe"`},
		{"hole", build(pair("0,8", "12,20"), 20), `bytes 8-12 between tensor "wpe" and tensor "wte" belong to no tensor`},
		{"hole at the start", build(f32("1", "4,8"), 8), `bytes 0-4 between the header and tensor "w"`},
		{"zip appended", build(f32("1", "0,4"), 4+22), `22 bytes follow tensor "w", possibly another file hidden behind this one (a polyglot)`},
		{"data short", build(f32("4", "0,16"), 10), `tensor "w" ends at byte 16 of the data, but the file has only 10`},
		{"end < begin", build(f32("1", "8,4"), 8), `tensor "w" ends before it begins (bytes 8-4)`},
		{"size against shape", build(f32("2", "0,4"), 4), "shape [2] of F32 needs 8 bytes and has 4"},
		{"negative dimension", build(f32("-1", "0,4"), 4), `has "-1" in shape; only whole numbers`},
		{"dimension 1.0", build(f32("1.0", "0,4"), 4), `has "1.0" in shape`},
		{"dimension 1e0", build(f32("1e0", "0,4"), 4), `has "1e0" in shape`},
		{"dimension in quotes", build(f32(`"4"`, "0,4"), 4), `the string "4" in shape`},
		{"dimension null", build(f32("null", "0,4"), 4), "null in shape"},
		{"dimension in brackets", build(f32("[1]", "0,4"), 4), "an array in shape"},
		{"dimension above int", build(f32("9223372036854775808", "0,4"), 4), "only whole numbers"},
		{"offset negative", build(f32("1", "-4,0"), 4), `has "-4" in data_offsets`},
		{"one offset", build(f32("1", "4"), 4), "has 1 data_offsets; it must have 2"},
		{"three offsets", build(f32("1", "0,4,8"), 4), "more than 2 numbers in data_offsets"},
		{"elements overflow", build(f32("4294967296,4294967296,0", "0,0"), 0), "more elements than can be counted"},
		{"bytes overflow", build(f32("4611686018427387904", "0,4"), 4), "more bytes than can be counted"},
		{"rank 9", build(f32("1,1,1,1,1,1,1,1,1", "0,4"), 4), "more than 8 numbers in shape"},
		{"unknown dtype", build(one("Q4_0", "1", "0,4"), 4), `unknown dtype "Q4_0": known are BOOL, F4`},
		{"dtype in lower case", build(one("f32", "1", "0,4"), 4), `unknown dtype "f32": known are`},
		{"dtype a number", build(`{"w":{"dtype":4,"shape":[0],"data_offsets":[0,0]}}`, 0), "as dtype; it must be a string"},
		{"shape a number", build(`{"w":{"dtype":"U8","shape":4,"data_offsets":[0,0]}}`, 0), "as shape; it must be an array"},
		{"F8_E4M3", build(one("F8_E4M3", "3", "0,3"), 3), ""},
		{"BF16", build(one("BF16", "3", "0,6"), 6), ""},
		{"F4, an even count", build(one("F4", "4", "0,2"), 2), ""},
		{"F4, an odd count", build(one("F4", "3", "0,2"), 2), "misaligned: 3 elements of F4 are 12 bits"},
		{"rank 0", build(f32("", "0,4"), 4), ""},
		{"metadata a number", build(`{"__metadata__":{"a":1}}`, 0), `holds "1" under "a"; only strings`},
		{"metadata nested", build(`{"__metadata__":{"a":{"b":"c"}}}`, 0), `holds an object under "a"; only strings`},
		{"metadata an array", build(`{"__metadata__":["a"]}`, 0), "__metadata__ is an array; it must be an object"},
		{"metadata large", build(`{"__metadata__":{"a":"`+strings.Repeat("x", maxMetadata)+`"}}`, 0), "larger than 1048576 bytes"},
		{"extra key", build(`{"w":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"scale":1}}`, 0), `unknown field "scale"`},
		{"tensor a number", build(`{"w":1}`, 0), `tensor "w" is "1"; it must be an object`},
		{"invalid UTF-8", build("{\"\xff\":{}}", 0), "not valid UTF-8"},
		{"OSC 52 in a name", build(`{"\u001b]52;c;aGk=\u0007":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}`, 0), ""},
		{"path in a name", build("{"+entry("../../x", "U8", "0", "0,0")+"}", 0), ""},
		{"long name", build("{"+entry(strings.Repeat("n", 513), "U8", "0", "0,0")+"}", 0), "has 513 bytes; at most 512"},
		{"top an array", build("[]", 0), "must start with {"},
		{"top null", build("null", 0), "must start with {"},
		{"deep nesting", build("{"+strings.Repeat(`"a":{`, 100_000), 0), `unknown field "a"`},
		{"pickle", []byte("\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00}"), "Python pickle"},
		{"pickle, hint", []byte("\x80\x02}q\x00(X\x01\x00\x00\x00"), "save_file(torch.load(file, weights_only=True)"},
		{"zip", []byte("PK\x03\x04\x14\x00\x00\x00\x00\x00"), "zip archive, as PyTorch writes"},
		{"gzip", []byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"), "compressed archive"},
		{"7z", []byte("7z\xbc\xaf\x27\x1c\x00\x04\x00\x00"), "compressed archive"},
		{"GGUF", []byte("GGUF\x03\x00\x00\x00\x00\x00"), "GGUF"},
	} {
		_, err := Open(bytes.NewReader(c.file), int64(len(c.file)))
		var format *FormatError
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v, want no error", c.why, err)
		case c.want == "":
		case !errors.As(err, &format):
			t.Errorf("%s: %v, want a FormatError with %q", c.why, err, c.want)
		case !strings.Contains(err.Error(), c.want):
			t.Errorf("%s: %v, want %q", c.why, err, c.want)
		case strings.ContainsAny(err.Error(), "\x1b\n") || len(err.Error()) > 400:
			t.Errorf("%s: %q is not one clear line", c.why, err)
		}
	}
}

func TestTooManyTensors(t *testing.T) {
	// The parser starts with all but one of them, which is quicker than a file.
	for rest, want := range map[string]string{
		"{" + entry("a", "U8", "0", "0,0") + "}":                                      "",
		"{" + entry("a", "U8", "0", "0,0") + "," + entry("b", "U8", "0", "0,0") + "}": "more than 100000 tensors",
	} {
		p := headerParser{dec: json.NewDecoder(strings.NewReader(rest))}
		p.dec.UseNumber()
		p.out.tensors = make([]TensorInfo, maxTensors-1)
		if err := p.top(); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s after %d: %v, want %q", rest, maxTensors-1, err, want)
		}
	}
}

// A header may be as long as the first bytes of a pickle or of gzip say.
func TestHeaderLengthThatLooksLikeAPickle(t *testing.T) {
	for _, n := range []int{0x0280, 0x088b1f} {
		file := build("{}"+strings.Repeat(" ", n-2), 0)
		if _, err := Open(bytes.NewReader(file), int64(len(file))); err != nil {
			t.Errorf("header of %d bytes: %v, want no error", n, err)
		}
	}
}

func TestNamesInErrorsAreShortAndPrintable(t *testing.T) {
	got := quote("\x1b]52;" + strings.Repeat("é", 200))
	if strings.Contains(got, "\x1b") || len(got) > 130 {
		t.Errorf("%q is not short and printable", got)
	}
}
