package tape

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"logitarium/ui/message"
	"logitarium/ui/message/languages"
)

// Sizes that a lesson may ask for.
const (
	minWidth, minHeight = 20, 5
	maxWidth, maxHeight = 500, 200
)

// MostAwaited is how long a lesson waits for a lab to do its work.
const MostAwaited = time.Minute

// Fitting is the size that a lesson can have which is nearest to one.
func Fitting(width, height int) Size {
	return Size{min(max(width, minWidth), maxWidth), min(max(height, minHeight), maxHeight)}
}

// maxTitle is in bytes: a title is one line on a screen.
const maxTitle = 500

// directives are the words after #@, with an example of each.
var directives = []struct{ name, example string }{
	{"title", `#@ title "Temperature"`},
	{"lang", "#@ lang zh-Hant"},
	{"size", "#@ size 80x24"},
	{"seed", "#@ seed 7"},
	{"model", "#@ model Q4_0"},
	{"chapter", `#@ chapter "Colder"`},
	{"say", `#@ say "Watch the first bar."`},
	{"note", `#@ note "Let them guess first."`},
	{"pause", "#@ pause"},
	{"await", "#@ await"},
	{"cover", "#@ cover"},
	{"ask", `#@ ask "Does the entropy rise or fall?" | it falls`},
	{"answer", "#@ answer rises | goes up | !falls"},
	{"expect", "#@ expect entropy < 1.8, or #@ expect screen /forest/"},
}

// Directives are the words that may come after #@.
func Directives() []string {
	names := make([]string, len(directives))
	for i, d := range directives {
		names[i] = d.name
	}
	return names
}

// Models are the ways in which the built-in model can be saved for a lesson.
func Models() []string { return []string{"F32", "Q8_0", "Q4_0"} }

// operators compare a reading with a value.
var operators = []string{"<", "<=", ">", ">=", "=", "!="}

// words is what is left of a directive, and where it stands.
type words struct {
	text    string
	pos     Pos
	example string
}

// skip removes n bytes and the blanks after them.
func (w *words) skip(n int) {
	for n < len(w.text) && (w.text[n] == ' ' || w.text[n] == '\t') {
		n++
	}
	w.pos.Column += utf8.RuneCountInString(w.text[:n])
	w.text = w.text[n:]
}

// word removes and returns what stands before the next blank.
func (w *words) word() string {
	n := strings.IndexAny(w.text, " \t")
	if n < 0 {
		n = len(w.text)
	}
	word := w.text[:n]
	w.skip(n)
	return word
}

// directive parses what follows #@. Its faults don't hide those of other lines.
func (p *parser) directive(t token) {
	w := words{text: strings.TrimRight(t.text, " \t"), pos: t.pos}
	w.skip(0)
	s := Step{Pos: w.pos}
	name := w.word()
	for _, d := range directives {
		if d.name == name {
			w.example = d.example
		}
	}
	switch name {
	case "title", "lang", "size", "seed", "model":
		p.setHeader(name, s.Pos, &w)
		return
	case "chapter", "say", "note":
		s.Kind = Kind(name)
		if s.Kind == Say && w.text == `""` {
			p.tape.Warnings = append(p.tape.Warnings, Error{s.Pos, message.New("nothing is said here; write it as in %s", w.example)})
			break
		}
		if s.Text = p.words(&w, false); s.Text == "" || !p.ended(w) {
			return
		}
		if s.Kind == Chapter {
			p.mark(s)
		}
	case "pause", "cover":
		s.Kind = Kind(name)
		if !p.ended(w) {
			return
		}
	case "await":
		s.Kind, s.Time = Await, MostAwaited
		if !p.ended(w) {
			return
		}
	case "ask":
		s.Kind = Ask
		if !p.ask(&s, &w) {
			return
		}
	case "answer":
		p.answer(s.Pos, &w)
		return
	case "expect":
		s.Kind = Expect
		if !p.expect(&s, &w) {
			return
		}
	default:
		p.errorNear(s.Pos, name, Directives(), "no directive %s; after #@ comes one of %s", show(name), strings.Join(Directives(), ", "))
		return
	}
	p.add(s)
}

// words takes a text: in quotes, or bare to the end of the line (of a question:
// to the |). It returns "" if there is none, which has then been reported.
func (p *parser) words(w *words, question bool) string {
	if w.text != "" && strings.IndexByte("\"'`", w.text[0]) >= 0 {
		quote := w.text[:1]
		text, _, ok := strings.Cut(w.text[1:], quote)
		switch {
		case !ok:
			p.errorf(w.pos, "the text has no closing %s on this line; write it as in %s", quote, w.example)
		case strings.TrimSpace(text) == "":
			p.errorf(w.pos, "the text is empty; write it as in %s", w.example)
		default:
			w.skip(len(text) + 2)
			return text
		}
		return ""
	}
	text := w.text
	if question {
		text, _, _ = strings.Cut(text, "|")
	}
	n := len(text)
	text = strings.TrimRight(text, " \t")
	if strings.TrimSpace(text) == "" {
		p.errorf(w.pos, "the text is missing; write it as in %s", w.example)
		return ""
	}
	w.skip(n)
	return text
}

// ended reports what stands behind a directive.
func (p *parser) ended(w words) bool {
	if w.text == "" {
		return true
	}
	p.errorf(w.pos, "%s is too much here; write it as in %s", show(w.text), w.example)
	return false
}

// setHeader parses what holds for the whole tape.
func (p *parser) setHeader(name string, pos Pos, w *words) {
	if first, twice := p.header[name]; twice {
		p.errorf(pos, "%s is given twice, first at %v; leave one out", name, first)
		return
	}
	p.header[name] = pos
	if name == "title" {
		title := p.words(w, false)
		if len(title) > maxTitle {
			p.errorf(pos, "the title has %d bytes, and at most %d are allowed; say the rest in a chapter", len(title), maxTitle)
		} else if title != "" && p.ended(*w) {
			p.tape.Title = title
		}
		return
	}
	at := w.pos
	value := w.word()
	if !p.ended(*w) {
		return
	}
	if name == "seed" {
		seed, err := strconv.ParseUint(value, 10, 64)
		if err != nil {
			p.errorf(at, "%s is no seed; it is a whole number from 0 on, as in %s", show(value), w.example)
		}
		p.tape.Seed, p.tape.HasSeed = seed, true
		return
	}
	if name == "lang" {
		if !slices.Contains(languages.Names(), value) {
			p.errorf(at, "%s is no language of the program; there are %s, as in %s", show(value), strings.Join(languages.Names(), ", "), w.example)
		} else if value != languages.English {
			p.tape.Lang = value
		}
		return
	}
	if name == "model" {
		if !slices.Contains(Models(), value) {
			p.errorf(at, "%s is no way to save the built-in model; it is one of %s, as in %s", show(value), strings.Join(Models(), ", "), w.example)
		}
		p.tape.Model = value
		return
	}
	width, height, _ := strings.Cut(value, "x")
	x, err := strconv.Atoi(width)
	y, err2 := strconv.Atoi(height)
	if err != nil || err2 != nil || x < minWidth || x > maxWidth || y < minHeight || y > maxHeight {
		p.errorf(at, "%s is no size; it is columns x rows, from %dx%d to %dx%d, as in %s",
			show(value), minWidth, minHeight, maxWidth, maxHeight, w.example)
		return
	}
	p.tape.Size = Size{x, y}
}

// mark warns of two chapters with one name: a jump finds only one of them.
func (p *parser) mark(s Step) {
	if first, twice := p.marker[s.Text]; twice {
		p.tape.Warnings = append(p.tape.Warnings, Error{s.Pos,
			message.New("a second chapter %s, the first is at %v; give it a name of its own", show(s.Text), first)})
		return
	}
	p.marker[s.Text] = s.Pos
}

// ask parses QUESTION | ANSWER.
func (p *parser) ask(s *Step, w *words) bool {
	if s.Text = p.words(w, true); s.Text == "" {
		return false
	}
	if !strings.HasPrefix(w.text, "|") {
		p.errorf(w.pos, "a | and the answer are missing after the question; write it as in %s", w.example)
		return false
	}
	w.skip(1)
	s.Answer = p.words(w, false)
	return s.Answer != "" && p.ended(*w)
}

// answer parses FORM | FORM | !FORM and adds them to the question before.
func (p *parser) answer(pos Pos, w *words) {
	last := len(p.tape.Steps) - 1
	if last < 0 || p.tape.Steps[last].Kind != Ask {
		p.errorf(pos, "there is no question on the line before; #@ answer comes right after its #@ ask")
		return
	}
	ask := p.tape.Steps[last]
	if ask.Right != nil || ask.Wrong != nil {
		p.errorf(pos, "the question has an #@ answer already; write all on one line, as in %s", w.example)
		return
	}
	for {
		forms := &ask.Right
		if strings.HasPrefix(w.text, "!") {
			forms = &ask.Wrong
			w.skip(1)
		}
		form := p.words(w, true)
		if form == "" {
			return
		}
		*forms = append(*forms, form)
		if !strings.HasPrefix(w.text, "|") {
			break
		}
		w.skip(1)
	}
	if !p.ended(*w) {
		return
	}
	if len(ask.answers()) > maxLine { // quotes and blanks more than were read
		p.errorf(pos, "the line has more than %d bytes when it is written out; leave some out", maxLine)
		return
	}
	p.tape.Steps[last] = ask
}

// expect parses screen /PATTERN/ or NAME OP VALUE.
func (p *parser) expect(s *Step, w *words) bool {
	if rest, ok := strings.CutPrefix(w.text, "screen"); ok && strings.HasPrefix(strings.TrimLeft(rest, " \t"), "/") {
		w.skip(len("screen"))
		l := lexer{line: w.text, pos: w.pos}
		t, bad := l.regex()
		if bad != nil {
			p.error(bad.pos, bad.msg)
			return false
		}
		w.skip(l.at)
		s.Pattern = p.regex(t)
		return s.Pattern != nil && p.ended(*w)
	}
	n := strings.IndexAny(w.text, "<>=!")
	if n < 0 {
		p.errorf(w.pos, "there is nothing to compare with; write it as in %s", w.example)
		return false
	}
	s.Name = strings.TrimRight(w.text[:n], " \t")
	if s.Name == "" {
		p.errorf(w.pos, "the name of a reading is missing; write it as in %s", w.example)
		return false
	}
	w.skip(n)
	at := w.pos
	n = len(w.text) - len(strings.TrimLeft(w.text, "<>=!"))
	s.Op = w.text[:n]
	w.skip(n)
	if !slices.Contains(operators, s.Op) {
		p.errorf(at, "%s compares nothing; use one of %s", show(s.Op), strings.Join(operators, " "))
		return false
	}
	s.Text = w.text
	if s.Text == "" {
		p.errorf(w.pos, "the value is missing; write it as in %s", w.example)
		return false
	}
	number, err := strconv.ParseFloat(s.Text, 64)
	if s.Numeric = err == nil && !math.IsNaN(number) && !math.IsInf(number, 0); s.Numeric {
		s.Number = number
	} else if s.Op != "=" && s.Op != "!=" {
		p.errorf(w.pos, "%s is no number; only = and != compare with a text; write it as in %s", show(s.Text), w.example)
		return false
	}
	return true
}
