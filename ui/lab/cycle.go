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

// Multilingual is a lab with examples in more languages than English.
type Multilingual interface {
	// Speak says which language the reader reads, by its tag; "" is English.
	// Examples in it come first under the key that brings another one. Nothing else
	// depends on it: no default, and no number.
	Speak(language string)
}

// Speak tells a lab which language its reader reads.
func Speak(l Lab, language string) {
	if m, ok := l.(Multilingual); ok {
		m.Speak(language)
	}
}
