//go:build !js

package message

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/leonelquinteros/gotext"
)

// file is the catalogue of a PO file.
type file struct {
	domain *gotext.Domain
	plain  map[string]*gotext.Translation            // the messages without a context
	about  map[string]map[string]*gotext.Translation // by their context
}

// Read returns a catalogue: a PO file of GNU gettext, in UTF-8, whose messages
// are those that package extract writes. One whose translation takes other
// arguments than its English is an error, which names every such message; a
// message without a translation is not: it is printed in English.
func Read(po []byte) (Catalogue, error) {
	parsed := gotext.NewPo()
	parsed.Parse(po)
	d := parsed.GetDomain()
	f := file{d, d.GetTranslations(), d.GetCtxTranslations()}
	wrong, found := misfits("no context", f.plain)
	for about, list := range f.about {
		more, n := misfits(about, list)
		wrong, found = append(wrong, more...), found+n
	}
	if found == 0 {
		return nil, errors.New("there are no messages in it: is it a PO file?")
	}
	slices.SortFunc(wrong, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return f, errors.Join(wrong...)
}

// misfits lists the translations that take other arguments than their English,
// and counts the messages.
func misfits(about string, list map[string]*gotext.Translation) (wrong []error, found int) {
	for id, t := range list {
		if id == "" { // the header
			continue
		}
		found++
		for _, to := range t.Trs {
			if to != "" && !fits(id, to) && (t.PluralID == "" || !fits(t.PluralID, to)) {
				wrong = append(wrong, fmt.Errorf("the translation %q of %q (%s) takes other arguments", to, id, about))
			}
		}
	}
	return wrong, found
}

// LookUp finds a message in the file.
func (f file) LookUp(about, id, many string, n int) string {
	switch {
	case many != "" && about != "":
		return f.domain.GetNC(id, many, n, about)
	case many != "":
		return f.domain.GetN(id, many, n)
	}
	list := f.plain
	if about != "" {
		list = f.about[about]
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
