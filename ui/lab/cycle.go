package lab

import "slices"

// Cycle goes through example texts, and a text of the user's own among them:
// what is none of the examples is kept, and comes again after the last. Its
// zero value is ready.
type Cycle struct{ own string }

// Next is the text after the one that is there now. It panics without examples.
func (c *Cycle) Next(now string, examples []string) string {
	i := slices.Index(examples, now)
	if i < 0 && now != "" {
		c.own = now
	}
	if i+1 < len(examples) {
		return examples[i+1]
	}
	if c.own == "" || slices.Contains(examples, c.own) {
		return examples[0]
	}
	return c.own
}
