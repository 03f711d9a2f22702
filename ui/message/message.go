// Package message is what a user reads, before it is in any language.
//
// Code says what it has to say as a [Text]: an [ID], which is the text in
// English with the verbs of package fmt, and arguments. A [Printer] turns a
// Text into words, and there is one at each edge: the shell has one, and gives
// it to pictures in their frame. A sentence is one ID, whole, with its full
// stop, because another language puts its parts in another order; numbers that
// need a singular are a [Count], and sentences that follow each other are put
// together by [Join].
//
// The names of labs, views, knobs, readings and values are not in any
// language: tapes and command lines hold them. What is shown in their place is
// their [Label].
package message

import (
	"fmt"
	"io"
	"math"
	"strings"

	"logitarium/viz/digits"
)

// ID is a text in English, with the verbs of package fmt, which stands for
// the text in all languages. A constant of this type is a message:
// [logitarium/ui/message/extract] finds it, and no value of this type is made
// in any other way.
type ID string

// Text is something for a user to read: a message with its arguments. The zero
// Text is empty.
type Text struct {
	form  form
	id    ID
	many  ID     // the plural of an ID that depends on a count
	n     int    // the count
	about string // which of several meanings of the same English words: gettext's context
	args  []any
	parts []Text
}

type form int

const (
	message  form = iota
	verbatim      // id holds what is in no language
	named         // id is a name as it is typed, about its kind
	joined        // parts follow each other
	stacked       // parts stand one below the other
)

// New is a message. Arguments are numbers, what is safe to be drawn, names
// (see [Label]) and other Texts, which are printed first.
func New(id ID, args ...any) Text { return Text{id: id, args: args} }

// About is a message whose English words mean different things in different
// places; about tells a translator which one.
func About(about string, id ID, args ...any) Text { return Text{id: id, about: about, args: args} }

// Count is a message that depends on a number: one is its English singular,
// many its plural. Both take the same arguments, and either may leave the last
// ones unused: Count(n, "one token", "%d tokens", n).
func Count(n int, one, many ID, args ...any) Text {
	return Text{id: one, many: many, n: n, args: args}
}

// Label is what is shown in the place of a name: the name itself in English.
// The kind is what has the name: "view", "knob", "reading", "value", "action".
func Label(kind, name string) Text { return Text{id: ID(name), about: kind} }

// Typed is a name as it is typed, and after it, where a language has another
// word for it, its [Label]: "removed" in English, "removed 拿掉" in Chinese.
func Typed(kind, name string) Text { return Text{form: named, id: ID(name), about: kind} }

// Verbatim is what is in no language: a token, a formula, a path.
func Verbatim(s string) Text { return Text{form: verbatim, id: ID(s)} }

// Join puts sentences one after the other. Empty ones are left out.
func Join(sentences ...Text) Text {
	t := Text{form: joined}
	for _, s := range sentences {
		if !s.Empty() {
			t.parts = append(t.parts, s)
		}
	}
	return t
}

// List is things one after the other: "a", "a and b", "a, b and c".
func List(items ...Text) Text {
	n := len(items)
	if n < 2 {
		return Series(items...)
	}
	return About("a list", "%v and %v", Series(items[:n-1]...), items[n-1])
}

// Series is things of one kind one after the other: "a, b, c".
func Series(items ...Text) Text {
	var all Text
	for i, item := range items {
		if i == 0 {
			all = item
		} else {
			all = About("a list", "%v, %v", all, item)
		}
	}
	return all
}

// Empty reports whether there is nothing to read.
func (t Text) Empty() bool {
	if t.form == joined || t.form == stacked {
		return len(t.parts) == 0
	}
	return t.id == ""
}

// String returns the text in English.
func (t Text) String() string { return Printer{}.Print(t) }

// Format lets a Text be an argument of package fmt, in English.
func (t Text) Format(f fmt.State, verb rune) {
	fmt.Fprintf(f, fmt.FormatString(f, verb), t.String())
}

// pair is two sentences, one after the other.
func pair() Text { return About("two sentences", "%v %v") }

// printed is an argument that has been printed.
type printed string

// amount is a number that is never printed as -0.00: one that rounds to zero
// has no sign of its own. From 1,000 on its digits are in groups.
type amount float64

// Format implements [fmt.Formatter].
func (v amount) Format(f fmt.State, verb rune) {
	format := fmt.FormatString(f, verb)
	s := fmt.Sprintf(format, float64(v))
	if v <= 0 && strings.Trim(s, " -0.") == "" {
		s = fmt.Sprintf(format, 0.)
	}
	io.WriteString(f, inGroups(s, f))
}

// whole is a whole number; from 1,000 on its digits are in groups. What only
// looks like a number, as a year does, comes as a text.
type whole int

// Format implements [fmt.Formatter].
func (n whole) Format(f fmt.State, verb rune) {
	io.WriteString(f, inGroups(fmt.Sprintf(fmt.FormatString(f, verb), int(n)), f))
}

// typed is a whole number in an error, which stands there as it is typed, or as a
// file has it.
type typed int

// inGroups writes a number with its digits in groups, no narrower than f asks
// for. One that is filled up with zeros stays as it is.
func inGroups(number string, f fmt.State) string {
	bare := strings.Trim(number, " ")
	grouped := digits.Group(bare)
	width, _ := f.Width()
	blanks := strings.Repeat(" ", max(width-len(grouped), 0)) // a digit is a byte and a cell
	switch {
	case f.Flag('0') || grouped == bare:
		return number
	case f.Flag('-'):
		return grouped + blanks
	}
	return blanks + grouped
}

// Print returns a text in the printer's language, or in English where it has
// no translation.
func (p Printer) Print(t Text) string {
	switch t.form {
	case verbatim:
		return string(t.id)
	case named:
		name, label := string(t.id), p.lookUp(Label(t.about, string(t.id)))
		if sameLetters(name, label) {
			return name
		}
		return name + " " + label
	case joined:
		all := ""
		for i, part := range p.printAll(t.parts) {
			if i > 0 {
				part = sprint(p.lookUp(pair()), printed(all), printed(part))
			}
			all = part
		}
		return all
	case stacked:
		return strings.Join(p.printAll(t.parts), "\n")
	}
	if t.id == "" {
		return ""
	}
	format := p.lookUp(t)
	if len(t.args) == 0 {
		return format
	}
	args := make([]any, len(t.args))
	for i, arg := range t.args {
		args[i] = arg
		switch arg := arg.(type) {
		case Text:
			args[i] = printed(p.Print(arg))
		case ID:
			args[i] = printed(p.Print(New(arg)))
		case float64:
			args[i] = amount(arg)
		case int:
			args[i] = whole(arg)
		}
	}
	return sprint(format, args[:min(len(args), used(format))]...)
}

// sameLetters reports whether two names differ in case, blanks and hyphens at most.
func sameLetters(a, b string) bool {
	bare := strings.NewReplacer("-", "", " ", "")
	return strings.EqualFold(bare.Replace(a), bare.Replace(b))
}

func (p Printer) printAll(list []Text) []string {
	all := make([]string, len(list))
	for i, t := range list {
		all[i] = p.Print(t)
	}
	return all
}

// used is how many arguments a format asks for, at most. Of those that stand
// behind the last one package fmt complains, but not where one is asked for by
// its number.
func used(format string) int {
	n := 0
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			continue
		}
		i++
		for i < len(format) && strings.IndexByte("+-# 0123456789.[]*", format[i]) >= 0 {
			switch format[i] {
			case '*':
				n++
			case '[':
				return math.MaxInt
			}
			i++
		}
		if i < len(format) && format[i] != '%' {
			n++
		}
	}
	return n
}
