// Package messagetest has a language for tests.
package messagetest

import "strings"

// Pseudo is a language whose words are twice as wide as those of English and
// half as many cells again, so that a screen shows what it does with a
// longer one, and which of its words are no messages. Its words stay readable.
type Pseudo struct{}

// LookUp returns a message in wide letters, with marks for half as many more
// at its end. Verbs stay as they are.
func (Pseudo) LookUp(_, id, many string, n int) string {
	if many != "" && n != 1 {
		id = many
	}
	var b strings.Builder
	letters, verb := 0, false
	for _, r := range id {
		switch {
		case r == '%':
			verb = !verb
			b.WriteRune(r)
		case verb:
			b.WriteRune(r)
			verb = strings.ContainsRune("+-# 0123456789.[]*", r)
		case r > ' ' && r <= '~':
			b.WriteRune(r - ' ' + 0xFF00) // the full-width form
			letters++
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + strings.Repeat("～", letters/2)
}
