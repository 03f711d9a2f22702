package tape

import (
	"strings"
	"unicode/utf8"

	"logitarium/ui/message"
)

// tokenKind tells the tokens of a line apart.
type tokenKind int

const (
	endToken       tokenKind = iota // the end of the line
	wordToken                       // a bare word: letters, digits and . - _ / %
	numberToken                     // digits and dots
	stringToken                     // in quotes, without them
	regexToken                      // between slashes, without them
	jsonToken                       // {…}
	symbolToken                     // one of @ = ] [ - % ^ \ +
	directiveToken                  // what follows #@, to the end of the line
)

// token is a piece of a line.
type token struct {
	kind tokenKind
	text string
	pos  Pos
}

// lexer cuts one line into tokens, by the rules of vhs v0.11.0's lexer. Unlike
// there, what is opened must be closed on the same line.
type lexer struct {
	line    string
	at      int // bytes
	pos     Pos // of line[counted]
	counted int
}

// fault is what stops a lexer.
type fault struct {
	pos Pos
	msg message.Text
}

// here returns the position of l.at. It counts on from the last one: a line may
// be long.
func (l *lexer) here() Pos {
	l.pos.Column += utf8.RuneCountInString(l.line[l.counted:l.at])
	l.counted = l.at
	return l.pos
}

// next returns the token at l.at and moves behind it.
func (l *lexer) next() (token, *fault) {
	for l.at < len(l.line) && (l.line[l.at] == ' ' || l.line[l.at] == '\t') {
		l.at++
	}
	pos := l.here()
	if l.at == len(l.line) {
		return token{endToken, "", pos}, nil
	}
	switch c := l.line[l.at]; {
	case c == '#':
		comment := l.line[l.at+1:]
		if directive, ok := strings.CutPrefix(comment, "@"); ok {
			l.at += 2
			t := token{directiveToken, directive, l.here()}
			l.at = len(l.line)
			return t, nil
		}
		l.at = len(l.line)
		return token{endToken, "", pos}, nil
	case strings.IndexByte("@=][-%^\\+", c) >= 0:
		l.at++
		return token{symbolToken, string(c), pos}, nil
	case c == '"' || c == '\'' || c == '`':
		return l.enclosed(stringToken, c, message.New(`the text has no closing %s on this line; write it as in "hello"`, string(c)))
	case c == '{':
		return l.enclosed(jsonToken, '}', message.New("the { has no closing } on this line"))
	case c == '/':
		return l.regex()
	case isDigit(c) || c == '.' && l.at+1 < len(l.line) && isDigit(l.line[l.at+1]):
		return token{numberToken, l.run(func(c byte) bool { return isDigit(c) || c == '.' }), pos}, nil
	case isLetter(c) || c == '.':
		return token{wordToken, l.run(isWord), pos}, nil
	}
	r, _ := utf8.DecodeRuneInString(l.line[l.at:])
	return token{}, &fault{pos, message.New(`%s can't stand here; put text in quotes, as in Type "café"`, show(string(r)))}
}

// enclosed reads from an opening character to the closing one; there are no escapes.
func (l *lexer) enclosed(kind tokenKind, end byte, unclosed message.Text) (token, *fault) {
	pos := l.here()
	n := strings.IndexByte(l.line[l.at+1:], end)
	if n < 0 {
		return token{}, &fault{pos, unclosed}
	}
	text := l.line[l.at+1 : l.at+1+n]
	l.at += n + 2
	if kind == jsonToken {
		text = "{" + text + "}"
	}
	return token{kind, text, pos}, nil
}

// regex reads a pattern, in which \/ is a slash.
func (l *lexer) regex() (token, *fault) {
	pos := l.here()
	for i := l.at + 1; i < len(l.line); i++ {
		switch l.line[i] {
		case '\\':
			i++
		case '/':
			text := l.line[l.at+1 : i]
			l.at = i + 1
			return token{regexToken, text, pos}, nil
		}
	}
	return token{}, &fault{pos, message.New(`the pattern has no closing / on this line; write it as in /entropy/, and a slash in it as \/`)}
}

func (l *lexer) run(in func(byte) bool) string {
	start := l.at
	for l.at < len(l.line) && in(l.line[l.at]) {
		l.at++
	}
	return l.line[start:l.at]
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
func isWord(c byte) bool {
	return isLetter(c) || isDigit(c) || strings.IndexByte(".-_/%", c) >= 0
}
