package vt

import (
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// state is what the parser is in the middle of.
type state byte

const (
	text      state = iota
	escape          // behind ESC
	sequence        // behind CSI: parameters and intermediates
	charset         // behind ESC ( or ESC ): which set follows
	single          // one character more belongs to what is passed over
	skipped         // a string that ends with ST: DCS, SOS, PM, APC
	command         // OSC, which ends with BEL, too
	skippedST       // behind ESC within one of these
)

// Limits of a sequence; a longer one is passed over.
const (
	maxParams = 32
	maxValue  = 1 << 16
)

// parser is the state between two writes: a sequence may be cut anywhere.
type parser struct {
	state   state
	params  []param
	prefix  byte // ? or another that makes the sequence a private one
	between byte // the intermediate: ' ' or !
	wrong   bool // it is nothing that is known
	which   int  // of the character sets
}

// param is a parameter of a sequence; sub says that it stood behind a colon.
type param struct {
	value int // -1 if none was given
	sub   bool
}

// Write takes what a program wrote, until some cost is spent, and returns how
// many bytes it took and what that cost, counted in cells and bytes touched. It
// takes at least one character, if there is one.
func (s *Screen) Write(data string, cost int) (n, spent int) {
	s.cost = 0
	for n < len(data) && (n == 0 || s.cost < cost) {
		n += s.step(data[n:])
		s.cost++
	}
	return n, s.cost
}

// step takes one character, or several of plain text.
func (s *Screen) step(data string) int {
	c := data[0]
	switch {
	case s.parser.state == text && c >= ' ' && c < 0x7f && (len(data) == 1 || data[1] < utf8.RuneSelf):
		s.put(rune(c))
		return 1
	case s.parser.state == text && c >= ' ' && c != 0x7f && !isC1(data):
		cluster, _ := ansi.FirstGraphemeCluster(data, ansi.GraphemeWidth)
		s.cluster(cluster)
		s.cost += len(cluster)
		return len(cluster)
	}
	r, size := utf8.DecodeRuneInString(data)
	s.control(r)
	return size
}

// isC1 reports whether a text begins with one of the controls U+0080 to U+009F.
func isC1(text string) bool {
	return len(text) > 1 && text[0] == 0xc2 && text[1] < 0xa0
}

// control takes a character that is no text, or stands within a sequence.
func (s *Screen) control(r rune) {
	p := &s.parser
	switch {
	case r == 0x18 || r == 0x1a: // CAN and SUB end whatever there is
		p.state = text
		return
	case p.state == skipped || p.state == command:
		switch {
		case r == 0x1b:
			p.state = skippedST
		case r == 0x9c, r == 0x07 && p.state == command:
			p.state = text
		}
		return
	case p.state == skippedST && r == '\\':
		p.state = text
		return
	case r == 0x1b:
		*p = parser{state: escape, params: p.params[:0]}
		return
	case p.state == skippedST: // an escape sequence ended the string
		*p = parser{state: escape, params: p.params[:0]}
	case r >= 0x80 && r < 0xa0:
		*p = parser{state: escape, params: p.params[:0]}
		s.escaped(r - 0x40)
		return
	case r < ' ':
		s.c0(r)
		return
	case r == 0x7f:
		return
	}
	switch p.state {
	case escape:
		s.escaped(r)
	case charset:
		s.now.sets[p.which] = r == '0'
		p.state = text
	case single:
		p.state = text
	case sequence:
		s.csi(r)
	}
}

// c0 is a control below the blank.
func (s *Screen) c0(r rune) {
	switch r {
	case '\b':
		s.now.x, s.now.pending = max(s.now.x-1, 0), false
	case '\t':
		s.tab(1)
	case '\n', '\v', '\f':
		s.lineFeed()
	case '\r':
		s.now.x, s.now.pending = 0, false
	case 0x0e, 0x0f: // SO, SI
		s.now.set = int(0x0f - r)
	}
}

// escaped is the character behind ESC.
func (s *Screen) escaped(r rune) {
	p := &s.parser
	p.state = text
	switch r {
	case '[':
		p.state = sequence
	case ']':
		p.state = command
	case 'P', 'X', '^', '_':
		p.state = skipped
	case '(', ')':
		p.state, p.which = charset, int(r-'(')
	case '*', '+', '-', '.', '/', '#', ' ', '%':
		p.state = single
	case 'D':
		s.lineFeed()
	case 'E':
		s.now.x = 0
		s.lineFeed()
	case 'M':
		s.reverseFeed()
	case 'H':
		s.tabs[s.now.x] = true
	case '7':
		s.shown.kept = s.now
	case '8':
		s.restore()
	case 'c':
		s.reset()
	}
}

// csi takes a character of a control sequence.
func (s *Screen) csi(r rune) {
	p := &s.parser
	switch {
	case r >= '0' && r <= '9':
		if len(p.params) == 0 {
			p.params = append(p.params, param{value: -1})
		}
		last := &p.params[len(p.params)-1]
		last.value = min(max(last.value, 0)*10+int(r-'0'), maxValue)
	case r == ';' || r == ':':
		if len(p.params) == 0 {
			p.params = append(p.params, param{value: -1})
		}
		if len(p.params) == maxParams {
			p.wrong = true
			return
		}
		p.params = append(p.params, param{-1, r == ':'})
	case r >= '<' && r <= '?':
		p.wrong = p.wrong || len(p.params) > 0 || p.prefix != 0
		p.prefix = byte(r)
	case r >= ' ' && r <= '/':
		p.wrong = p.wrong || p.between != 0
		p.between = byte(r)
	default:
		p.state = text
		if r >= '@' && r <= '~' && !p.wrong {
			s.perform(byte(r))
		}
	}
}

// n is a parameter, at least 1, and 1 if it was not given.
func (p *parser) n(i int) int { return max(p.value(i, 1), 1) }

// value is a parameter, or what stands for one that was not given.
func (p *parser) value(i, otherwise int) int {
	if i >= len(p.params) || p.params[i].value < 0 {
		return otherwise
	}
	return p.params[i].value
}
