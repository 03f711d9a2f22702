package viz

import (
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// clusters keeps what does not fit into one rune: a letter with its combining
// marks, a syllable of several jamo. Cells name them by negative runes, so
// that a cell stays 16 bytes without a pointer.
type clusters struct {
	list  []string
	index map[string]rune
}

// encode returns the rune that stands for a cluster. Without a table, in a
// Grid that was not made by [NewGrid], it is the cluster's first rune.
func (c *clusters) encode(text string) rune {
	r, size := utf8.DecodeRuneInString(text)
	if size == len(text) || c == nil {
		return r
	}
	if code, ok := c.index[text]; ok {
		return code
	}
	if c.index == nil {
		c.index = map[string]rune{}
	}
	c.list = append(c.list, text)
	code := -rune(len(c.list))
	c.index[text] = code
	return code
}

// decode returns what a cell's rune stands for.
func (c *clusters) decode(r rune) string {
	if r >= 0 {
		return string(r)
	}
	if c == nil || int(-r) > len(c.list) {
		return "?"
	}
	return c.list[-r-1]
}

// nextCluster splits the first cluster off a text that is safe, and measures it.
func nextCluster(s string) (cluster string, width int, rest string) {
	if s[0] < utf8.RuneSelf && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return s[:1], 1, s[1:]
	}
	c, w := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	if c == "\n" {
		w = 1 // drawn as ␊
	}
	return c, w, s[len(c):]
}

// drawable reports whether a rune may reach the terminal at all: no control,
// no format character, nothing private or unassigned, no half of a flag.
func drawable(r rune) bool {
	if r >= 0x2500 && r < 0x25a0 { // what charts are made of
		return true
	}
	return r >= ' ' && (unicode.IsPrint(r) || unicode.Is(unicode.Zs, r)) && !unicode.Is(unicode.Regional_Indicator, r)
}

// runeWidth returns the cells of a rune that stands alone, 0 if it cannot.
func runeWidth(r rune) int {
	switch {
	case r >= ' ' && r < 0x7f, r >= 0x2500 && r < 0x25a0, r >= 0xc0 && r < 0x250, r >= 0x2800 && r < 0x2900, isOctant(r):
		return 1
	case r >= 0x4e00 && r < 0x9000, r >= 0xac00 && r < 0xd000: // ideographs, Hangul
		return 2
	}
	s := string(r)
	if !whole(s) {
		return 0
	}
	return ansi.StringWidth(s)
}
