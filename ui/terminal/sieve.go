package terminal

import (
	"strconv"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// sieve takes from the input what no keyboard sends and the decoder behind it
// can't survive: a control sequence of more parameters than the decoder has
// room for, and bytes that are not UTF-8, among them the 8-bit controls. The
// decoder runs in a goroutine of the terminal library, where a panic ends the
// program with the terminal still raw.
//
// It holds nothing back that could be a key: a lone ESC goes on at once, and
// so does each byte of a sequence. Only an unfinished character waits for its
// rest, and a mouse report in the old form.
type sieve struct {
	state      sieveState
	parameters int     // of the sequence so far, less one
	device     bool    // it is a device control string
	held       [4]byte // an unfinished character, or a mouse report
	holds      int
}

type sieveState byte

const (
	onText   sieveState = iota
	onESC               // after ESC, and what may stand before its final byte
	onCSI               // after ESC [
	onParam             // in the parameters of a control sequence
	onMouse             // in ESC [ M and three bytes
	inString            // in a string: an answer of the terminal
)

// mostParameters of a control sequence go on. The longest that a terminal sends
// in earnest are lists of its features, with about a dozen; the decoder has
// room for 32.
const mostParameters = 30

// inert is the final byte that a sequence beyond mostParameters gets. No
// terminal sends one that ends so, and the decoder drops it as unknown.
const inert = 'z'

// sieveRoom is how much input has output that fits into n bytes: a mouse report
// of six may come to "ESC [ <223;223;223M", and one is held.
func sieveRoom(n int) int { return (n - 16) / 3 }

// pass writes what the program may see of src to dst, which must not share its
// memory, and returns its length. After a pause the decoder has given up to
// wait for the end of a string, and what comes is typed.
func (s *sieve) pass(dst, src []byte, paused bool) int {
	if paused && s.state == inString {
		s.state = onText
	}
	n := 0
	for _, b := range src {
		switch {
		case s.state == onMouse && b >= ' ':
			s.hold(b)
			if s.holds == 3 {
				n += s.mouse(dst[n:])
			}
			continue
		case s.state == onMouse: // cut off
			dst[n] = inert
			n++
			s.state = onText
		}
		if b < utf8.RuneSelf {
			s.holds = 0
			n += s.ascii(dst[n:], b)
			continue
		}
		if utf8.RuneStart(b) {
			s.holds = 0
		} else if s.holds == 0 {
			continue // within no character
		}
		s.hold(b)
		n += s.character(dst[n:])
	}
	return n
}

func (s *sieve) hold(b byte) {
	s.held[s.holds] = b
	s.holds++
}

// character lets the held one go on when it is whole.
func (s *sieve) character(dst []byte) int {
	c := s.held[:s.holds]
	if !utf8.FullRune(c) {
		return 0
	}
	s.holds = 0
	if !utf8.Valid(c) || s.state == inString { // no answer of a terminal has any
		return 0
	}
	s.state = onText
	return copy(dst, c)
}

// ascii lets a byte go on, and follows the sequence that it may be part of.
func (s *sieve) ascii(dst []byte, b byte) int {
	if b == ansi.ESC {
		s.state = onESC
		dst[0] = b
		return 1
	}
	switch s.state {
	case onESC:
		s.begin(b)
	case onCSI, onParam:
		if s.state == onCSI && b == 'M' {
			s.state = onMouse
			return 0
		}
		return s.parameter(dst, b)
	case inString:
		if b == ansi.BEL || b == ansi.CAN || b == ansi.SUB {
			s.state = onText
		}
	}
	dst[0] = b
	return 1
}

// begin follows the byte after ESC.
func (s *sieve) begin(b byte) {
	switch {
	case b == '[':
		s.state, s.parameters, s.device = onCSI, 0, false
	case b == 'P':
		s.state, s.parameters, s.device = onParam, 0, true
	case b == ']', b == 'X', b == '^', b == '_':
		s.state = inString
	case b < ' ' || b > '/':
		s.state = onText
	}
}

// parameter takes a byte of a control sequence after its beginning.
func (s *sieve) parameter(dst []byte, b byte) int {
	s.state = onParam
	tooMany := s.parameters >= mostParameters
	switch {
	case b >= '0' && b <= '?':
		if b == ';' || b == ':' {
			s.parameters++
		}
		if s.parameters >= mostParameters {
			return 0
		}
	case b >= '@' && b <= '~':
		s.state = onText
		if s.device {
			s.state = inString
		}
		if tooMany {
			b = inert
		}
	case b < ' ' || b > '/':
		s.state = onText
	}
	dst[0] = b
	return 1
}

// mouse writes the held report in the form that has digits: the old form is of
// bytes that are no characters, and a report of it that is cut in two can't be
// told from keys. Releases name no button in it.
func (s *sieve) mouse(dst []byte) int {
	const offset = 32
	button, x, y := int(s.held[0])-offset, int(s.held[1])-offset, int(s.held[2])-offset
	s.state, s.holds = onText, 0
	if x < 1 || y < 1 {
		return copy(dst, []byte{inert})
	}
	report := strconv.AppendInt(append(dst[:0], '<'), int64(button), 10)
	report = strconv.AppendInt(append(report, ';'), int64(x), 10)
	report = strconv.AppendInt(append(report, ';'), int64(y), 10)
	const released, moves, turns, extra = 3, 32, 64, 128
	if button&released == released && button&(moves|turns|extra) == 0 {
		return len(append(report, 'm'))
	}
	return len(append(report, 'M'))
}
