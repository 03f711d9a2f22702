package ui

import "github.com/charmbracelet/x/ansi"

// maxPaste bounds a paste, in bytes: what is beyond it is dropped before it
// costs memory.
const maxPaste = 1 << 20

// pastes watches the input for bracketed pastes and makes them harmless. Inside
// one, escapes lose their ESC: an unfinished sequence would swallow the end of
// the paste and all keys after it. And ctrl-c ends a paste whose end was lost,
// as it ends everything else.
type pastes struct {
	open    bool
	matched int // bytes seen so far of the marker that is awaited
	taken   int // bytes of text let through since the paste began
}

const (
	pasteStart = ansi.BracketedPasteStart
	pasteEnd   = ansi.BracketedPasteEnd

	// pasteSlack is how much longer than its input the output of pass can be:
	// held back bytes of a marker, or one that is added.
	pasteSlack = len(pasteEnd)
)

// pass writes what the program may see of src to dst and returns its length.
// src may lie in the memory of dst, if it begins at pasteSlack or later.
func (p *pastes) pass(dst, src []byte) int {
	n := 0
	if p.open && interrupts(src) {
		*p = pastes{}
		n = copy(dst, pasteEnd)
		return n + copy(dst[n:], src)
	}
	for _, b := range src {
		switch {
		case !p.open:
			dst[n] = b
			n++
			p.begin(b)
		case b == pasteEnd[p.matched]:
			if p.matched++; p.matched == len(pasteEnd) {
				*p = pastes{}
				n += copy(dst[n:], pasteEnd)
			}
		default:
			if p.matched > 0 { // the start of another sequence
				n += p.take(dst[n:], pasteEnd[1:p.matched])
				p.matched = 0
			}
			if b == pasteEnd[0] {
				p.matched = 1
				continue
			}
			n += p.take(dst[n:], string([]byte{b}))
		}
	}
	return n
}

// begin follows the marker that opens a paste.
func (p *pastes) begin(b byte) {
	switch b {
	case pasteStart[p.matched]:
		p.matched++
	case pasteStart[0]:
		p.matched = 1
	default:
		p.matched = 0
	}
	if p.matched == len(pasteStart) {
		*p = pastes{open: true}
	}
}

// take lets text through while there is room in the paste.
func (p *pastes) take(dst []byte, text string) int {
	if p.taken >= maxPaste {
		return 0
	}
	n := copy(dst, text)
	p.taken += n
	return n
}

// interrupts reports whether ctrl-c alone was read, in either of its codes. In
// a paste it comes among other bytes.
func interrupts(read []byte) bool {
	return string(read) == "\x03" || string(read) == "\x1b[99;5u"
}
