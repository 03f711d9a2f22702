package lab

import "slices"

// Cycle goes through example texts. A text that is none of them, the user's own,
// is kept and comes after the last example. The zero value is ready to use.
type Cycle struct{ own string }

// Next returns the text after now. It panics if there are no examples.
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
