package tape

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"logitarium/ui/message"
)

// Parse reads a tape. The name is the file's in its folder, for messages and
// so that it can't source itself; tapes that it sources are read from folder,
// which may be nil if there is none. The error is of type [Errors].
func Parse(name, text string, folder fs.FS) (*Tape, error) {
	p := &parser{
		folder: folder,
		root:   path.Base(name),
		tape:   &Tape{PlaybackSpeed: 1},
		typing: DefaultTypingSpeed,
		wait:   DefaultWaitTimeout,
		header: map[string]Pos{},
		marker: map[string]Pos{},
	}
	p.read(name, text)
	if len(p.errors) == 0 && len(p.tape.Steps) == 0 {
		p.errorf(Pos{name, 1, 1}, `the tape has no step; write a command on each line, such as Right 3, Type "hello" or Sleep 2s`)
	}
	if len(p.errors) > 0 {
		return nil, p.errors
	}
	return p.tape, nil
}

// parser is what has been read so far.
type parser struct {
	folder fs.FS
	root   string
	tape   *Tape
	errors Errors

	typing  time.Duration  // what TypingSpeed is now
	wait    time.Duration  // what WaitTimeout is now
	pattern *regexp.Regexp // what WaitPattern is now, nil before it is set

	header  map[string]Pos // title, size, seed, model: where given
	marker  map[string]Pos // chapters by name
	started bool           // a step has been that vhs records
	sourced bool           // reading a tape that another one sources
	bytes   int            // read so far
	presses int
	program int // instructions of all patterns
	time    time.Duration
	stopped bool // no use in reading on

	tokens []token // what is left of the line
}

// read parses the lines of one file.
func (p *parser) read(file, text string) {
	start := Pos{file, 1, 1}
	text = strings.TrimPrefix(text, "\ufeff")
	if p.bytes += len(text); p.bytes > MaxBytes {
		p.stopf(start, "the lesson is larger than %d bytes; split it into several", MaxBytes)
		return
	}
	if strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") {
		p.stopf(start, "the file is UTF-16; save it as UTF-8")
		return
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		if n++; p.stopped {
			return
		}
		pos := Pos{file, n, 1}
		if len(line) > maxLine {
			p.errorf(pos, "the line has %d bytes, and at most %d are allowed; split it", len(line), maxLine)
			continue
		}
		if bad, what := unprintable(line); !what.Empty() {
			pos.Column += utf8.RuneCountInString(line[:bad])
			p.error(pos, what)
			continue
		}
		p.line(line, pos)
	}
}

// maxLine bounds a line, so that its tokens stay few; a theme has some 800 bytes.
const maxLine = 10_000

// unprintable finds a character that no tape holds: those would steer a terminal.
func unprintable(line string) (at int, what message.Text) {
	for i, r := range line {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(line[i:]); n == 1 {
				return i, message.New("a byte that isn't UTF-8 can't stand in a tape; take it out")
			}
		}
		if unicode.IsControl(r) && r != '\t' {
			return i, message.New("the control character %s can't stand in a tape; take it out", show(string(r)))
		}
	}
	return 0, message.Text{}
}

// line parses the commands of a line; its first error ends it.
func (p *parser) line(line string, pos Pos) {
	l := lexer{line: line, pos: pos}
	p.tokens = p.tokens[:0]
	for {
		t, bad := l.next()
		if bad != nil {
			// What stands before is left alone: it may need what is missing.
			p.error(bad.pos, bad.msg)
			return
		}
		p.tokens = append(p.tokens, t)
		if t.kind == endToken {
			break
		}
	}
	for !p.stopped {
		switch t := p.take(); t.kind {
		case endToken:
			return
		case directiveToken:
			p.directive(t)
		default:
			if !p.command(t) {
				return
			}
		}
	}
}

// peek returns the next token of the line: the end, when there is none.
func (p *parser) peek() token { return p.tokens[0] }

// take removes it; the end stays.
func (p *parser) take() token {
	t := p.tokens[0]
	if t.kind != endToken {
		p.tokens = p.tokens[1:]
	}
	return t
}

// takeSymbol takes a symbol if it is next.
func (p *parser) takeSymbol(symbol string) bool {
	if t := p.peek(); t.kind != symbolToken || t.text != symbol {
		return false
	}
	p.take()
	return true
}

// add appends a step, within the limits.
func (p *parser) add(s Step) {
	switch p.presses += s.Presses(); {
	case len(s.String()) > maxLine: // a few quotes and blanks more than were read
		p.errorf(s.Pos, "the line has more than %d bytes when it is written out; split it", maxLine)
		return
	case len(p.tape.Steps) == MaxSteps:
		p.stopf(s.Pos, "a lesson has at most %d steps; split it into several", MaxSteps)
		return
	case p.presses > MaxPresses:
		p.stopf(s.Pos, "a lesson presses at most %d keys, typed letters too; split it into several", MaxPresses)
		return
	}
	if p.time += s.Duration(); p.time > MaxTime {
		p.stopf(s.Pos, "a lesson lasts at most %v, and here it is %v; sleep less or split it into several", MaxTime, p.time)
		return
	}
	if !slices.Contains(beforeStart, s.Kind) {
		p.started = true
	}
	p.tape.Steps = append(p.tape.Steps, s)
}

// beforeStart are the kinds after which vhs still takes settings.
var beforeStart = []Kind{Set, Output, Chapter, Say, Note, Pause, Await, Ask, Expect}

// Commands are the words that a command starts with, in the order of the manual of vhs.
func Commands() []string {
	all := []string{"Type", "Sleep", "Wait", "Hide", "Show", "Screenshot", "Output", "Set", "Source", "Ctrl", "Alt", "Shift"}
	return append(all, repeatable...)
}

// refused are the commands of vhs that a lesson may not hold, and why.
var refused = []struct {
	name string
	why  message.ID
}{
	{"Require", "a lesson runs no program, so it needs none"},
	{"Env", "a lesson can't set the environment"},
	{"Copy", "a lesson doesn't touch the clipboard; use Type"},
	{"Paste", "a lesson doesn't touch the clipboard; use Type"},
	{"Home", "vhs has no such key; use PageDown, or Enter and Type the value"},
	{"End", "vhs has no such key; use PageUp, or Enter and Type the value"},
}

// command parses what follows the first word of a command.
func (p *parser) command(t token) bool {
	if t.kind != wordToken {
		p.errorf(t.pos, `%s is no command; a line starts with one, such as Right 3, Type "hello" or Sleep 2s`, show(t.text))
		return false
	}
	s := Step{Pos: t.pos}
	switch t.text {
	case "Type":
		return p.typeText(s)
	case "Sleep":
		return p.sleep(s)
	case "Wait":
		return p.waitFor(s)
	case "Hide", "Show":
		s.Kind = Kind(t.text)
		p.add(s)
		return true
	case "Screenshot", "Output":
		s.Kind = Kind(t.text)
		return p.file(s)
	case "Set":
		return p.set(s)
	case "Source":
		return p.source(t)
	case "Ctrl", "Alt", "Shift":
		return p.chord(s, t.text)
	}
	if slices.Contains(repeatable, t.text) {
		return p.press(s, t.text)
	}
	for _, r := range refused {
		if r.name == t.text {
			p.errorf(t.pos, "%s is not supported in lessons: %s", r.name, r.why)
			return false
		}
	}
	p.errorNear(t.pos, t.text, Commands(), "no command %s; commands are %s", show(t.text), strings.Join(Commands(), ", "))
	return false
}
