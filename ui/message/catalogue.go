package message

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"logitarium/ui/message/po"

	"github.com/leonelquinteros/gotext/plurals"
)

// catalogue is one that was read from PO files.
type catalogue struct {
	one  map[key]string
	many map[key][]string   // by the form of the plural
	form plurals.Expression // the form for a number
}

// key is what a message is found by in a catalogue.
type key struct{ about, id string }

// Read returns a catalogue: a PO file of GNU gettext, in UTF-8, or several, one
// after the other, whose messages are those that package extract writes. A
// message without a translation is printed in English.
func Read(text string) (Catalogue, error) {
	list, err := po.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%w: is it a PO file?", err)
	}
	c := catalogue{one: make(map[key]string, len(list)), many: map[key][]string{}}
	rule := po.Header(list, "Plural-Forms")
	if _, rule, _ = strings.Cut(rule, "plural="); rule == "" {
		rule = "(n != 1)"
	}
	if c.form, err = plurals.Compile(strings.TrimSuffix(strings.TrimSpace(rule), ";")); err != nil {
		return nil, fmt.Errorf("Plural-Forms: %w", err)
	}
	for _, e := range list {
		switch at := (key{e.About, e.ID}); {
		case e.ID == "" || e.Gone || !e.Translated():
		case e.Many == "":
			c.one[at] = e.To[0]
		default:
			c.many[at] = e.To
		}
	}
	if !slices.ContainsFunc(list, func(e po.Entry) bool { return e.ID != "" }) {
		return nil, errors.New("there are no messages in it: is it a PO file?")
	}
	return c, nil
}

// LookUp finds a message.
func (c catalogue) LookUp(about, id, many string, n int) string {
	at := key{about, id}
	if many == "" {
		if to, ok := c.one[at]; ok {
			return to
		}
		return id
	}
	if forms := c.many[at]; len(forms) > 0 {
		return forms[min(c.form.Eval(uint32(max(n, -n))), len(forms)-1)]
	}
	if n != 1 {
		id = many
	}
	if to, ok := c.one[key{about, id}]; ok { // by a function to which both came alone
		return to
	}
	return id
}

// Misfits lists the translations that take other arguments than their English:
// an error each. A reader would see that the text is broken, and nobody else.
func Misfits(text string) error {
	list, err := po.Parse(text)
	if err != nil {
		return err
	}
	var wrong []error
	for _, e := range list {
		for _, to := range e.To {
			if e.ID != "" && to != "" && !fits(e.ID, to) && (e.Many == "" || !fits(e.Many, to)) {
				wrong = append(wrong, fmt.Errorf("the translation %q of %q (%s) takes other arguments", to, e.ID, e.About))
			}
		}
	}
	return errors.Join(wrong...)
}

// verb is one of package fmt, which takes the number of an argument right before
// its letter: %.3[2]f.
var verb = regexp.MustCompile(`%[-+#0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:\[(\d+)\])?([a-zA-Z%])`)

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
