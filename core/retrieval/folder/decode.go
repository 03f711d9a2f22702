package folder

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"logitarium/core/fault"
)

// magics are the first bytes of files that are no text, whatever their ending.
var magics = []struct {
	bytes string
	what  fault.Format
}{
	{"\x1f\x8b", "is a gzip archive: unpack it"},
	{"PK\x03\x04", "is a zip archive: unpack it"},
	{"PK\x05\x06", "is a zip archive: unpack it"},
	{"7z\xbc\xaf\x27\x1c", "is a 7z archive: unpack it"},
	{"BZh", "is a bzip2 archive: unpack it"},
	{"\xfd7zXZ\x00", "is an xz archive: unpack it"},
	{"\x28\xb5\x2f\xfd", "is a zstd archive: unpack it"},
	{"%PDF-", "is a PDF: convert it, with pdftotext for instance"},
	{"\x80\x02", "is a pickle, which is a program: it is never run"},
	{"\x80\x03", "is a pickle, which is a program: it is never run"},
	{"\x80\x04", "is a pickle, which is a program: it is never run"},
	{"\x80\x05", "is a pickle, which is a program: it is never run"},
}

// The marks with which a text says its encoding.
const (
	utf8Mark    = "\ufeff"
	littleMark  = "\xff\xfe"
	bigMark     = "\xfe\xff"
	little32    = "\xff\xfe\x00\x00"
	big32       = "\x00\x00\xfe\xff"
	replacement = "\ufffd"
)

// binaryKind says what a file is that is no text, "" for one that is.
func binaryKind(raw []byte) fault.Format {
	for _, m := range magics {
		if bytes.HasPrefix(raw, []byte(m.bytes)) {
			return m.what
		}
	}
	if bytes.HasPrefix(raw, []byte(little32)) || bytes.HasPrefix(raw, []byte(big32)) {
		return "is UTF-32: save it as UTF-8"
	}
	if !marked16(raw) && bytes.IndexByte(raw, 0) >= 0 {
		return "has bytes of value 0, so it is no text, or UTF-16 without its mark: save it as UTF-8"
	}
	return ""
}

func marked16(raw []byte) bool {
	return bytes.HasPrefix(raw, []byte(littleMark)) || bytes.HasPrefix(raw, []byte(bigMark))
}

// decode returns a text in UTF-8 with \n at the ends of lines, and what its
// owner should know of the way there.
func decode(raw []byte) (text string, note fault.Format) {
	if marked16(raw) {
		text, note = fromUTF16(raw), "is UTF-16 and was read as that"
	} else {
		text = strings.TrimPrefix(string(raw), utf8Mark)
		if !utf8.ValidString(text) {
			note = "has bytes that are no UTF-8; they are shown as \\xHH"
		}
	}
	if strings.Contains(text, "\r") {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	return text, note
}

// fromUTF16 reads what follows the mark. Half a pair, and half a unit at the
// end, become U+FFFD.
func fromUTF16(raw []byte) string {
	var order binary.ByteOrder = binary.LittleEndian
	if bytes.HasPrefix(raw, []byte(bigMark)) {
		order = binary.BigEndian
	}
	raw = raw[2:]
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = order.Uint16(raw[2*i:])
	}
	text := string(utf16.Decode(units))
	if len(raw)%2 == 1 {
		text += replacement
	}
	return text
}
