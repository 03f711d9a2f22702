package token

import "strings"

// alphabet lists the 256 bytes in the order of their ids: first those that
// Latin-1 prints, then the others. [ByteRune] gives their characters.
var alphabet = func() (order [256]byte) {
	n := 0
	for _, printed := range [...]bool{true, false} {
		for c := range 256 {
			if prints(byte(c)) == printed {
				order[n] = byte(c)
				n++
			}
		}
	}
	return order
}()

// prints reports whether byte c stands for itself in GPT-2's files.
func prints(c byte) bool {
	return '!' <= c && c <= '~' || 0xA1 <= c && c <= 0xAC || 0xAE <= c
}

// ByteRune returns the character that stands for byte c in vocabulary and
// merges files, where blanks and control characters cannot stand: c itself if
// Latin-1 prints it, else the next free one from U+0100 on, so that a blank is
// Ġ (bytes_to_unicode in openai/gpt-2, src/encoder.py).
func ByteRune(c byte) rune {
	if prints(c) {
		return rune(c)
	}
	r := rune(0x100)
	for i := range c {
		if !prints(i) {
			r++
		}
	}
	return r
}

// OfByteRunes returns the text whose bytes are written with [ByteRune], as in
// Ġthere. ok is false if a character of s stands for no byte.
func OfByteRunes(s string) (text string, ok bool) {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		c, ok := byteOf[r]
		if !ok {
			return "", false
		}
		out = append(out, c)
	}
	return string(out), true
}

var byteOf = func() map[rune]byte {
	m := make(map[rune]byte, 256)
	for c := range 256 {
		m[ByteRune(byte(c))] = byte(c)
	}
	return m
}()

// spell writes bytes with one printing character for each.
func spell(text string) string {
	var out strings.Builder
	for i := range len(text) {
		out.WriteRune(ByteRune(text[i]))
	}
	return out.String()
}
