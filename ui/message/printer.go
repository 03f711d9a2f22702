package message

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/leonelquinteros/gotext"
)

// Printer prints texts in one language. The zero Printer prints English.
type Printer struct {
	catalogue *gotext.Domain
	plain     map[string]*gotext.Translation            // the messages without a context
	about     map[string]map[string]*gotext.Translation // by their context
}

// NewPrinter returns the printer of a catalogue: a PO file of GNU gettext, in
// UTF-8, whose messages are those that package extract writes. A catalogue
// whose translation takes other arguments than its English is an error, which
// names every such message; a message without a translation is not: it is
// printed in English.
func NewPrinter(po []byte) (Printer, error) {
	file := gotext.NewPo()
	file.Parse(po)
	d := file.GetDomain()
	p := Printer{d, d.GetTranslations(), d.GetCtxTranslations()}
	var wrong []error
	found := 0
	check := func(about string, list map[string]*gotext.Translation) {
		for id, t := range list {
			if id == "" { // the header
				continue
			}
			found++
			for _, to := range t.Trs {
				if to == "" || fits(id, to) || fits(t.PluralID, to) {
					continue
				}
				wrong = append(wrong, fmt.Errorf("the translation %q of %q (%s) takes other arguments", to, id, about))
			}
		}
	}
	check("no context", p.plain)
	for about, list := range p.about {
		check(about, list)
	}
	if found == 0 {
		wrong = append(wrong, errors.New("the catalogue has no messages: is it a PO file?"))
	}
	slices.SortFunc(wrong, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return p, errors.Join(wrong...)
}

// lookUp returns the format of a message in the printer's language.
func (p Printer) lookUp(t Text) string {
	id, many := string(t.id), string(t.many)
	switch {
	case p.catalogue == nil && many != "" && t.n != 1:
		return many
	case p.catalogue == nil:
		return id
	case many != "" && t.about != "":
		return p.catalogue.GetNC(id, many, t.n, t.about)
	case many != "":
		return p.catalogue.GetN(id, many, t.n)
	}
	list := p.plain
	if t.about != "" {
		list = p.about[t.about]
	}
	if to := list[id]; to != nil {
		return to.Get() // the English where it is empty
	}
	return id
}

var verb = regexp.MustCompile(`%[-+# 0]*(?:\[(\d+)\])?(?:\d+|\*)?(?:\.(?:\d+|\*))?([a-zA-Z%])`)

// fits reports whether a translation takes the arguments of its English: each
// by the verb that it has there, in any order; those of a singular need not all be taken.
func fits(english, to string) bool {
	has, takes := verbs(english), verbs(to)
	for n, v := range takes {
		if has[n] != v {
			return false
		}
	}
	return len(takes) == len(has)
}

// verbs returns the verb of each argument, by its number.
func verbs(format string) map[int]string {
	of := map[int]string{}
	next := 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[2] == "%" {
			continue
		}
		if m[1] != "" {
			fmt.Sscan(m[1], &next)
		}
		of[next] = m[2]
		next++
	}
	return of
}
