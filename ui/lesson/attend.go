package lesson

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"logitarium/ui/lab"
	"logitarium/ui/lesson/tape"
)

// attend shows what the caption is about and hides what would answer an open
// question, or one that the tape covers before it asks. A user who explores sees
// everything.
func (r *Run) attend(exploring bool) {
	s := r.stage.shell
	if s == nil {
		return
	}
	l, _ := s.Lab()
	if l == nil {
		return
	}
	switch {
	case r.open() && !exploring:
		s.Cover(r.asksFor()...)
	case r.covered && !exploring:
		s.Cover(r.willAskFor(l)...)
	default:
		s.Uncover()
	}
	s.Discuss(r.spokenOf(l)...)
}

// open reports whether a question waits for its answer.
func (r *Run) open() bool { return r.caption.Question && !r.caption.Answered }

// asksFor lists what the tape expects of the answer to the question that
// stands: up to the caption that tells it, and right behind that.
func (r *Run) asksFor() []string {
	if !r.caption.Question || r.at == len(r.steps) {
		return nil
	}
	first := r.at
	if r.steps[first].Kind == tape.Ask && r.count > 0 { // the one that stands
		first++
	}
	return answering(r.steps[first:])
}

// willAskFor lists what the tape expects of the answer to the next question, less
// what the caption speaks of: that is no secret.
func (r *Run) willAskFor(l lab.Lab) []string {
	next := slices.IndexFunc(r.steps[r.at:], func(s tape.Step) bool { return s.Kind == tape.Ask })
	if next < 0 {
		return nil
	}
	spoken := namedIn(r.caption.Text, l)
	return slices.DeleteFunc(answering(r.steps[r.at+next+1:]), func(name string) bool { return slices.Contains(spoken, lab.NameNow(l, name)) })
}

// answering lists what is expected behind a question: up to the caption that
// tells its answer, and right behind that.
func answering(steps []tape.Step) []string {
	var names []string
	told := false
	for _, s := range steps {
		switch {
		case s.Kind == tape.Ask || s.Kind == tape.Chapter:
			return names
		case s.Kind == tape.Expect && s.Name != "" && !slices.Contains(names, s.Name):
			names = append(names, s.Name)
		case s.Kind == tape.Say && told, told && !silent(s.Kind):
			return names
		case s.Kind == tape.Say:
			told = true
		}
	}
	return names
}

// silent reports whether steps of a kind change nothing on the screen.
func silent(k tape.Kind) bool {
	switch k {
	case tape.Chapter, tape.Note, tape.Expect, tape.Set, tape.Output, tape.Screenshot, tape.Cover:
		return true
	}
	return false
}

// spokenOf lists the readings and knobs under discussion: first those that answer
// the question, from when it is asked until its answer is shown; then those that
// the caption names or gives the value of, in its order; then what is expected
// around it.
func (r *Run) spokenOf(l lab.Lab) []string {
	var names []string
	add := func(more ...string) {
		for _, name := range more {
			name = lab.NameNow(l, name)
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	add(r.asksFor()...)
	add(namedIn(r.caption.Text, l)...)
	if !r.caption.Question {
		add(r.expectedHere()...)
	}
	if r.watched != "" {
		add(r.watched)
	}
	return names
}

// expectedHere lists the expectations from the current caption up to the first
// step that changes something.
func (r *Run) expectedHere() []string {
	var names []string
	for _, s := range r.steps[r.at:] {
		if !silent(s.Kind) || s.Kind == tape.Chapter {
			break
		}
		if s.Kind == tape.Expect && s.Name != "" {
			names = append(names, s.Name)
		}
	}
	return names
}

// figure is a number with digits enough to mean one value: 0.64, 1,024, 128.
var figure = regexp.MustCompile(`[-−]?\d[\d,]*(?:\.\d+)?`)

// namedIn lists the readings and knobs of a lab that a text names, or of which it
// gives the value, in the text's order.
func namedIn(text string, l lab.Lab) []string {
	type mention struct {
		name string
		at   int
	}
	var mentions []mention
	folded := strings.ToLower(text)
	given := map[int]bool{} // the figures of which a reading is known
	readings := lab.Readings(l)
	for _, rd := range readings {
		if at := wordAt(folded, strings.ToLower(rd.Name)); at >= 0 {
			mentions = append(mentions, mention{rd.Name, at})
			given[valueAt(text, rd)] = true
		}
	}
	for _, rd := range readings {
		if at := valueAt(text, rd); at >= 0 && !given[at] {
			mentions = append(mentions, mention{rd.Name, at})
			given[at] = true
		}
	}
	for _, k := range lab.Knobs(l) {
		if at := wordAt(folded, strings.ToLower(k.Name)); at >= 0 && k.Name != "view" {
			mentions = append(mentions, mention{k.Name, at})
		}
	}
	slices.SortStableFunc(mentions, func(a, b mention) int { return a.at - b.at })
	names := make([]string, len(mentions))
	for i, p := range mentions {
		names[i] = p.name
	}
	return names
}

// wordAt returns the index of a name in a text, as whole words, or -1. Names of
// one letter mean too many things and are not found.
func wordAt(text, name string) int {
	const least = 2 // bytes
	if len(name) < least {
		return -1
	}
	for from := 0; ; {
		i := strings.Index(text[from:], name)
		if i < 0 {
			return -1
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(name):])
		if !inWord(before) && !inWord(after) {
			return i
		}
		from = i + len(name)
	}
}

// inWord reports whether a character beside a name makes it a part of a longer
// one. Punctuation does not, of whatever language.
func inWord(r rune) bool {
	return r == '_' || r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// valueAt returns the index at which a text gives the value of a reading, rounded
// or not, or -1.
func valueAt(text string, rd lab.Reading) int {
	if !rd.Undefined.Empty() || !rd.Text.Empty() {
		return -1
	}
	for _, at := range figure.FindAllStringIndex(text, -1) {
		digits := text[at[0]:at[1]]
		if v, ok := readFigure(digits); ok && math.Abs(v-rd.Value) <= halfDigit(plainFigure(digits))*(1+1e-9) {
			return at[0]
		}
	}
	return -1
}
