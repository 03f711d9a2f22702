package retrieval

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kinship says in what two terms differ that a reader may take for one word.
type Kinship string

// The ways in which terms that are not equal can be near to each other.
const (
	NotKin   Kinship = ""
	ByEnding Kinship = "ending" // instrument, instruments
	ByAccent Kinship = "accent" // cafe, café
	ByPair   Kinship = "pair"   // 狐, 狐狸: a character, and a pair that has it
)

// Kin compares two terms of an [Analyzer] that lowers case. Terms differ by an
// accent if they are the same without marks, in letters of Latin; by an ending
// if they begin alike, with three letters or more, and one has a common ending
// of English where the other has none, or both have one that replaces an e or
// a y. Nothing is looked up, so "plan" and "planes" are kin too. Equal terms
// are not.
func Kin(a, b string) Kinship {
	switch {
	case a == b:
		return NotKin
	case inPair(a, b) || inPair(b, a):
		return ByPair
	case Unmarked(a) == Unmarked(b):
		return ByAccent
	case endsApart(a, b):
		return ByEnding
	}
	return NotKin
}

// inPair says whether a is one character of the pair b.
func inPair(a, b string) bool {
	r, size := utf8.DecodeRuneInString(a)
	return size > 0 && size == len(a) && isCJK(r) && utf8.RuneCountInString(b) == 2 && strings.ContainsRune(b, r)
}

// added are endings that a word gets, replacing those that stand for an e or a
// y of another form.
var (
	added     = []string{"s", "es", "ed", "d", "ing", "er", "ers", "r", "rs", "ly"}
	replacing = []string{"e", "es", "ed", "er", "ers", "ing", "y", "ies", "ied", "ier", "iers"}
)

func endsApart(a, b string) bool {
	const stem = 3
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	if utf8.RuneCountInString(a[:same]) < stem {
		return false
	}
	// The ending begins where they part, as in "plays" and "played", "makes" and
	// "making", or a letter before: "taxing" and "taxies".
	for cut := same; cut >= same-1; cut-- {
		x, y := a[cut:], b[cut:]
		if x == "" && slices.Contains(added, y) || y == "" && slices.Contains(added, x) {
			return true
		}
		if slices.Contains(added, x) && slices.Contains(added, y) || slices.Contains(replacing, x) && slices.Contains(replacing, y) {
			return utf8.RuneCountInString(a[:cut]) >= stem
		}
	}
	return false
}

// unmarked are the letters of Latin that Unicode has with marks, by what they
// are without.
var unmarked = bases("aàáâãäåāăą cçćĉċč dďđ eèéêëēĕėęě gĝğġģ hĥħ iìíîïĩīĭįı jĵ kķ lĺļľł nñńņň oòóôõöøōŏő rŕŗř sśŝşšș tţťŧț uùúûüũūŭůűų wŵ yýÿŷ zźżž")

// bases reads groups of letters, the first of which is the base of the others.
func bases(groups string) map[rune]rune {
	of := make(map[rune]rune)
	for group := range strings.FieldsSeq(groups) {
		base, size := utf8.DecodeRuneInString(group)
		for _, r := range group[size:] {
			of[r] = base
		}
	}
	return of
}

// Unmarked returns a term without the marks of its letters: é, in one character
// or two, becomes e. It knows the letters of Latin and marks of any script.
func Unmarked(term string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsMark(r) {
			return -1
		}
		if base, ok := unmarked[r]; ok {
			return base
		}
		return r
	}, term)
}

// Kin returns the terms of the index that are kin to one, those in the most
// documents first, n of them at most.
func (x *Index) Kin(term string, n int) []string {
	var list []string
	for _, t := range x.terms {
		if Kin(term, t) != NotKin {
			list = append(list, t)
		}
	}
	slices.SortStableFunc(list, func(a, b string) int { return x.Frequency(b) - x.Frequency(a) })
	return list[:min(len(list), n)]
}
