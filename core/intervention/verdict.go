package intervention

import (
	"slices"
	"strings"

	"logitarium/core/world"
)

// A Verdict says what an answer is to its question.
type Verdict int

// The verdicts, in the order in which they are tried.
const (
	Right         Verdict = iota // the answer
	OtherGiven                   // the value of another fact in the prompt
	Memory                       // what is true in the world, where the prompt contradicts it
	SamePerson                   // another true fact of the person
	SameRelation                 // a value of what was asked for, and true of somebody else
	OtherRelation                // a value of something else
	Else                         // no value
	verdicts      int     = iota
)

// Verdicts returns all, in order.
func Verdicts() []Verdict {
	all := make([]Verdict, verdicts)
	for i := range all {
		all[i] = Verdict(i)
	}
	return all
}

// Judge says what the first word of an answer is to a question.
func Judge(w *world.World, q world.Question, word string) Verdict {
	if word == q.Answer {
		return Right
	}
	if slices.ContainsFunc(q.Given, func(f world.Fact) bool { return f.Value == word }) {
		return OtherGiven
	}
	for _, r := range world.Relations() {
		f, ok := w.Fact(q.Asked.Person, r)
		switch {
		case !ok || f.Value != word:
		case r == q.Asked.Relation:
			return Memory
		default:
			return SamePerson
		}
	}
	if slices.Contains(q.Asked.Relation.Values(), word) {
		return SameRelation
	}
	for _, r := range world.Relations() {
		if slices.Contains(r.Values(), word) {
			return OtherRelation
		}
	}
	return Else
}

// FirstWord returns the first word of what a model wrote, and whether it has
// ended: something follows that is no letter.
func FirstWord(text string) (word string, ended bool) {
	text = strings.TrimPrefix(text, " ")
	end := strings.IndexFunc(text, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
	})
	if end < 0 {
		return text, false
	}
	return text[:end], true
}
