// Package languages has the program's words in other languages than English: a
// folder of PO files each, which package extract keeps.
package languages

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"logitarium/ui/message"
)

// English is the language that messages are written in.
const English = "en"

// Names lists the languages of the program, English first.
func Names() []string { return append([]string{English}, folders()...) }

var opened sync.Map // of catalogues, by the language

// Printer returns the printer of one of [Names].
func Printer(name string) (message.Printer, error) {
	if name == English || name == "" {
		return message.Printer{}, nil
	}
	if p, ok := opened.Load(name); ok {
		return p.(message.Printer), nil
	}
	text, err := read(name)
	if err != nil {
		return message.Printer{}, err
	}
	c, err := message.Read(text)
	if err != nil {
		return message.Printer{}, fmt.Errorf("the catalogue of %s: %w", name, err)
	}
	p := message.Printer{Catalogue: c, Language: name}
	opened.Store(name, p)
	return p, nil
}

// A Fit says how well a language of the program suits who asked for one.
type Fit int

// The fits, the best last.
const (
	None  Fit = iota // nothing of what was asked for: English
	Other            // the language, written in another script or of another region
	Exact            // what was asked for
)

// Match returns the language of the program for a name of one, as in zh-Hant,
// zh_TW.UTF-8 or de_AT: a locale of POSIX, or a tag.
func Match(asked string) (name string, fit Fit) { return match(asked, Names()) }

func match(asked string, names []string) (string, Fit) {
	asked, _, _ = strings.Cut(asked, ".")
	asked, _, _ = strings.Cut(asked, "@")
	asked = strings.ReplaceAll(asked, "_", "-")
	if asked == "C" || asked == "POSIX" {
		return English, Exact
	}
	parts := strings.Split(strings.ToLower(asked), "-")
	wants := []string{strings.Join(parts, "-"), parts[0]}
	if parts[0] == "zh" {
		wants = []string{"zh-" + script(parts[1:])}
	}
	for _, want := range wants {
		if i := slices.IndexFunc(names, func(n string) bool { return strings.EqualFold(n, want) }); i >= 0 {
			return names[i], Exact
		}
	}
	if i := slices.IndexFunc(names, func(n string) bool { return strings.EqualFold(strings.Split(n, "-")[0], parts[0]) }); i >= 0 {
		return names[i], Other
	}
	return English, None
}

// script is how Chinese is written where those parts of a name say so.
func script(parts []string) string {
	for _, p := range parts {
		if slices.Contains([]string{"hant", "tw", "hk", "mo"}, p) {
			return "Hant"
		}
		if p == "hans" {
			break
		}
	}
	return "Hans"
}
