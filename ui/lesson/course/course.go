// Package course puts several lessons in an order: a file that names them, what
// was done of them, and the program that leads through them.
//
//	#@ title "From positions to the GPT series"
//	#@ say "Nine lessons, an hour and a half."
//	#@ lesson position
//	#@ lesson position-schemes after position
//	#@ lesson own.tape
//
// A course is written as a tape is, and presses no keys. A lesson is the name of
// one that the program brings along, or a .tape file in the folder of the course.
package course

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/ui/nearest"
)

// Ending is that of a course's file.
const Ending = ".course"

// Limits of a file.
const (
	MaxBytes   = 1 << 16
	maxLessons = 100
	maxText    = 500 // bytes of a title, and of a line that is said
)

// Course is some lessons in an order.
type Course struct {
	Title   string   // by which its progress is known, in any language
	Shown   string   // the title in its reader's language
	About   []string // what is said of it, in paragraphs
	Lessons []Lesson
}

// Lesson is one of a course.
type Lesson struct {
	Name  string // as somebody writes it to play it, but for the folder
	After []int  // those that should be done before, by their place
	Pos   tape.Pos
}

// directives are the words after #@, with an example of each.
var directives = []struct{ name, example string }{
	{"title", `#@ title "Eight concepts"`},
	{"say", `#@ say "An hour and a half."`},
	{"lesson", "#@ lesson position-schemes after position"},
}

// Parse reads a course. It opens none of its lessons.
func Parse(file, text string) (*Course, error) {
	if len(text) > MaxBytes {
		return nil, message.Errorf("%s: a course of %d bytes; at most %d are read", file, len(text), MaxBytes)
	}
	if !utf8.ValidString(text) {
		return nil, message.Errorf("%s: it is no UTF-8 text", file)
	}
	p := parser{}
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		n++
		line = strings.TrimSpace(line)
		rest, is := strings.CutPrefix(line, "#@")
		pos := tape.Pos{File: file, Line: n, Column: 1}
		switch {
		case is:
			p.directive(pos, strings.TrimSpace(rest))
		case line == "" || strings.HasPrefix(line, "#"):
		default:
			p.fault(pos, "a course presses no keys: its lines begin with #@, or with # where they are for its author")
		}
	}
	if len(p.faults) == 0 && len(p.course.Lessons) == 0 {
		p.fault(tape.Pos{File: file, Line: 1, Column: 1}, "there is no lesson; write one as in %s", "#@ lesson position")
	}
	return &p.course, errors.Join(p.faults...)
}

// parser collects what is wrong.
type parser struct {
	course Course
	faults []error
}

func (p *parser) fault(pos tape.Pos, id message.ID, args ...any) {
	p.faults = append(p.faults, message.Errorf("%v: %v", pos, message.New(id, args...)))
}

func (p *parser) directive(pos tape.Pos, text string) {
	name, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	var names []string
	example := ""
	for _, d := range directives {
		names = append(names, d.name)
		if d.name == name {
			example = d.example
		}
	}
	switch {
	case example == "":
		p.faults = append(p.faults, message.Errorf("%v: %v", pos,
			nearest.Suggest(message.New("no directive %q in a course; after #@ comes one of %s", name, strings.Join(names, ", ")), name, names)))
	case rest == "":
		p.fault(pos, "something is missing; write it as in %s", example)
	case name == "lesson":
		p.lesson(pos, strings.Fields(rest))
	default:
		p.said(pos, name, rest, example)
	}
}

// said takes a title, or what is said of the course.
func (p *parser) said(pos tape.Pos, name, text, example string) {
	if quote := text[:1]; strings.ContainsAny(quote, "\"'`") {
		inner, after, closed := strings.Cut(text[1:], quote)
		if !closed || strings.TrimSpace(after) != "" {
			p.fault(pos, "the text does not end with its %s; write it as in %s", quote, example)
			return
		}
		text = strings.TrimSpace(inner)
	}
	switch {
	case text == "":
		p.fault(pos, "the text is empty; write it as in %s", example)
	case len(text) > maxText:
		p.fault(pos, "the text has %d bytes; at most %d are allowed", len(text), maxText)
	case name == "say":
		p.course.About = append(p.course.About, text)
	case p.course.Title != "":
		p.fault(pos, "title is given twice; leave one out")
	default:
		p.course.Title, p.course.Shown = text, text
	}
}

// lesson takes NAME, or NAME after NAME NAME.
func (p *parser) lesson(pos tape.Pos, words []string) {
	l := Lesson{Name: words[0], Pos: pos}
	switch {
	case !proper(l.Name):
		p.fault(pos, "%q is no lesson: it is a name from logitarium list, or a %s file in the course's folder", l.Name, tapeEnding)
		return
	case p.course.index(l.Name) >= 0:
		p.fault(pos, "the lesson %s is there twice; leave one out", l.Name)
		return
	case len(p.course.Lessons) == maxLessons:
		p.fault(pos, "more than %d lessons", maxLessons)
		return
	case len(words) > 1 && (words[1] != "after" || len(words) == 2):
		p.fault(pos, "after the lesson's name comes nothing, or the word after and what should be done before, as in %s", directives[2].example)
		return
	}
	for _, before := range words[min(2, len(words)):] {
		i := p.course.index(before)
		switch {
		case i < 0:
			p.fault(pos, "%s comes after %s, which no line before names", l.Name, before)
			return
		case !slices.Contains(l.After, i):
			l.After = append(l.After, i)
		}
	}
	p.course.Lessons = append(p.course.Lessons, l)
}

const tapeEnding = ".tape"

// proper reports whether a name can't lead out of the course's folder.
func proper(name string) bool {
	if name == tapeEnding || !filepath.IsLocal(name) || strings.ContainsAny(name, `/\:`) {
		return false
	}
	return !strings.ContainsFunc(name, func(r rune) bool { return r < '!' || r == 0x7f })
}

// index is the place of a lesson, -1 if it is none of the course.
func (c *Course) index(name string) int {
	return slices.IndexFunc(c.Lessons, func(l Lesson) bool { return l.Name == name })
}
