package terminal

import (
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// maxPaste bounds a paste, in bytes: what is beyond it is dropped before it
// costs memory.
const maxPaste = 1 << 20

// pastePatience is how long nothing may come of a paste before its end counts
// as lost.
const pastePatience = 5 * time.Second

// pastes watches the input for bracketed pastes and makes them harmless. Inside
// one, escapes lose their ESC: an unfinished sequence would swallow the end of
// the paste and all keys after it. And ctrl-c ends a paste whose end was lost,
// as it ends everything else.
type pastes struct {
	mu      sync.Mutex // the reader of the keys is not the one to give up
	open    bool
	matched int       // bytes seen so far of the marker that is awaited
	text    []byte    // let through since the paste began
	last    time.Time // that something of it came
	given   bool      // up: the decoder is yet to be told
}

const (
	pasteStart = ansi.BracketedPasteStart
	pasteEnd   = ansi.BracketedPasteEnd

	// pasteSlack is how much longer than its input the output of pass can be:
	// held back bytes of a marker, and one that is added.
	pasteSlack = 2 * len(pasteEnd)
)

// pass writes what the program may see of src, read now, to dst and returns its
// length.
func (p *pastes) pass(dst, src []byte, now time.Time) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	if p.given || p.open && interrupts(src) {
		p.close()
		n = copy(dst, pasteEnd)
	}
	for _, b := range src {
		switch {
		case !p.open:
			dst[n] = b
			n++
			p.begin(b)
		case b == pasteEnd[p.matched]:
			if p.matched++; p.matched == len(pasteEnd) {
				p.close()
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
	p.last = now
	return n
}

// close is called with the lock held.
func (p *pastes) close() { p.open, p.given, p.matched, p.text = false, false, 0, nil }

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
		p.open, p.matched = true, 0
	}
}

// take lets text through while there is room in the paste.
func (p *pastes) take(dst []byte, text string) int {
	n := copy(dst, text[:min(len(text), maxPaste-len(p.text))])
	p.text = append(p.text, dst[:n]...)
	return n
}

// giveUp ends a paste of which nothing came for pastePatience, and returns what
// came of it before. As long as there is one to wait for, it returns for how
// long instead. The decoder hears of the end with the next key.
func (p *pastes) giveUp(now time.Time) (text string, lost bool, wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.open {
		return "", false, 0
	}
	if wait := pastePatience - now.Sub(p.last); wait > 0 {
		return "", false, wait
	}
	text = strings.ToValidUTF8(string(p.text), "")
	p.close()
	p.given = true
	return text, true, 0
}

// interrupts reports whether ctrl-c alone was read, in any of its codes: under
// another layout it has the letter of the key there, and c as its base. In a
// paste it comes among other bytes.
func interrupts(read []byte) bool {
	s := string(read)
	return s == "\x03" || s == "\x1b[99;5u" ||
		len(s) < 32 && strings.HasPrefix(s, "\x1b[") && strings.HasSuffix(s, "::99;5u")
}
