package tiktoken

import (
	"regexp"
	"testing"
	"unicode"
)

// The published patterns mean Unicode's white space by \s.
func TestSpace(t *testing.T) {
	class := regexp.MustCompile(`^[` + space + `]$`)
	for r := range rune(unicode.MaxRune) {
		if r >= 0xd800 && r < 0xe000 {
			continue // no characters
		}
		if want := unicode.Is(unicode.White_Space, r); class.MatchString(string(r)) != want {
			t.Errorf("%U is white space: %v", r, want)
		}
	}
}
