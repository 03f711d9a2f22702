// Package po reads and writes the PO files of GNU gettext, in UTF-8: texts, and
// their translations.
package po

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// An Entry is a text with its translation.
type Entry struct {
	Comments []string // of whoever translates: lines with what they begin with, "# " or "#. "
	At       []string // the places that say it, mostly file:line
	Flags    []string // "c-format", "fuzzy"
	About    string   // the context, or ""
	ID       string   // "" is the header of the file
	Many     string   // the plural, or ""
	To       []string // the translation, or one for each form of the plural; "" where there is none
	Gone     bool     // no place says it any more
}

// Translated reports whether the entry has a translation, whole, of which
// nobody doubts.
func (e Entry) Translated() bool {
	return len(e.To) > 0 && !slices.Contains(e.To, "") && !slices.Contains(e.Flags, "fuzzy")
}

// Key is what identifies an entry.
type Key struct{ About, ID, Many string }

// Key returns that of an entry.
func (e Entry) Key() Key { return Key{e.About, e.ID, e.Many} }

// Parse reads the entries of a file, or of several, one after the other.
func Parse(text string) ([]Entry, error) {
	p := parser{}
	for at := 1; text != ""; at++ {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		if err := p.line(strings.TrimRight(line, " \t\r")); err != nil {
			return nil, fmt.Errorf("line %d: %w", at, err)
		}
	}
	p.end()
	return p.list, nil
}

// parser is between two lines of a file.
type parser struct {
	list []Entry
	now  Entry
	seen string  // the keyword of now that came last
	to   *string // what a line that is a string alone goes on
}

// end puts the entry that is being read on the list.
func (p *parser) end() {
	if p.seen != "" {
		p.list = append(p.list, p.now)
	}
	if p.seen != "" || len(p.now.Comments) == 0 {
		p.now = Entry{}
	}
	p.seen, p.to = "", nil
}

func (p *parser) line(line string) error {
	if line == "" {
		p.end()
		p.now = Entry{} // a comment alone is nobody's
		return nil
	}
	if rest, gone := strings.CutPrefix(line, "#~"); gone {
		line = strings.TrimLeft(rest, " ")
		if strings.HasPrefix(line, "|") || line == "" {
			return nil
		}
		if err := p.line(line); err != nil {
			return err
		}
		p.now.Gone = true
		return nil
	}
	if line[0] == '#' {
		if strings.HasPrefix(p.seen, "msgstr") {
			p.end()
		}
		p.comment(line)
		return nil
	}
	if line[0] == '"' {
		if p.to == nil {
			return fmt.Errorf("a string without a keyword before it: %s", line)
		}
		s, err := unquote(line)
		*p.to += s
		return err
	}
	word, rest, _ := strings.Cut(line, " ")
	if (word == "msgctxt" || word == "msgid") && strings.HasPrefix(p.seen, "msgstr") {
		p.end()
	}
	s, err := unquote(strings.TrimLeft(rest, " "))
	if err != nil {
		return err
	}
	switch {
	case word == "msgctxt":
		p.now.About, p.to = s, &p.now.About
	case word == "msgid":
		p.now.ID, p.to = s, &p.now.ID
	case word == "msgid_plural":
		p.now.Many, p.to = s, &p.now.Many
	case word == "msgstr", word == fmt.Sprintf("msgstr[%d]", len(p.now.To)):
		p.now.To = append(p.now.To, s)
		p.to = &p.now.To[len(p.now.To)-1]
	default:
		return fmt.Errorf("%q is no keyword that may stand here", word)
	}
	p.seen = word
	return nil
}

func (p *parser) comment(line string) {
	switch {
	case strings.HasPrefix(line, "#:"):
		p.now.At = append(p.now.At, strings.Fields(line[2:])...)
	case strings.HasPrefix(line, "#,"):
		for _, flag := range strings.Split(line[2:], ",") {
			p.now.Flags = append(p.now.Flags, strings.TrimSpace(flag))
		}
	case strings.HasPrefix(line, "#|"): // what the text was before
	default:
		p.now.Comments = append(p.now.Comments, line)
	}
}

var escapes = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n", `\t`, "\t", `\r`, "\r")

func unquote(s string) (string, error) {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return "", fmt.Errorf("no string in quotes: %s", s)
	}
	s = s[1 : len(s)-1]
	if strings.IndexByte(s, '\\') < 0 {
		return s, nil
	}
	return escapes.Replace(s), nil
}

var marks = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`)

// Write writes entries as a file.
func Write(to io.Writer, list []Entry) error {
	w := bufio.NewWriter(to)
	for i, e := range list {
		if i > 0 {
			fmt.Fprintln(w)
		}
		e.write(w)
	}
	return w.Flush()
}

func (e Entry) write(w io.Writer) {
	for _, c := range e.Comments {
		fmt.Fprintln(w, c)
	}
	for _, at := range e.At {
		fmt.Fprintln(w, "#:", at)
	}
	if len(e.Flags) > 0 {
		fmt.Fprintln(w, "#,", strings.Join(e.Flags, ", "))
	}
	line := func(word, text string) {
		if e.Gone {
			word = "#~ " + word
		}
		fmt.Fprintf(w, "%s \"%s\"\n", word, marks.Replace(text))
	}
	if e.About != "" {
		line("msgctxt", e.About)
	}
	if e.ID == "" { // the header, a line each
		fmt.Fprint(w, "msgid \"\"\nmsgstr \"\"\n")
		for l := range strings.Lines(strings.Join(e.To, "")) {
			fmt.Fprintf(w, "\"%s\"\n", marks.Replace(l))
		}
		return
	}
	line("msgid", e.ID)
	if e.Many == "" {
		line("msgstr", cmp.Or(strings.Join(e.To, ""), ""))
		return
	}
	line("msgid_plural", e.Many)
	for i, s := range e.To {
		line(fmt.Sprintf("msgstr[%d]", i), s)
	}
}

// Header returns a field of the first header among the entries, "" if there is none.
func Header(list []Entry, field string) string {
	for _, e := range list {
		if e.ID != "" || e.About != "" {
			continue
		}
		for l := range strings.Lines(strings.Join(e.To, "")) {
			if name, value, ok := strings.Cut(l, ":"); ok && strings.EqualFold(name, field) {
				return strings.TrimSpace(value)
			}
		}
	}
	return ""
}
