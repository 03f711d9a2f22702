package lab

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"logitarium/ui/message"
	"logitarium/ui/nearest"
	"logitarium/viz"
)

// Option is one of the values of a [Choice].
type Option struct {
	Name string       // one word, as it is typed
	Kind string       // what has that name, for translations, where it means something else in another lab; mostly "", which is "value"
	Help message.Text // what it means
}

// Label is what is shown in the place of the name.
func (o Option) Label() message.Text { return message.Label(o.kind(), o.Name) }

func (o Option) kind() string { return cmp.Or(o.Kind, "value") }

// show is the label in the words of a language.
func (o Option) show(words message.Printer) viz.Safe { return viz.Clean(words.Print(o.Label())) }

// Choice is a setting with one of a few named values.
type Choice struct {
	At      *int // index into Options
	Default int
	Options []Option
}

func (c Choice) String() string { return c.Options[*c.At].Name }

// Show returns the name, padded to the longest.
func (c Choice) Show(words message.Printer) string {
	width := 0
	for _, o := range c.Options {
		width = max(width, o.show(words).Width())
	}
	return c.Options[*c.At].show(words).PadRight(width).String()
}

// Set takes a name.
func (c Choice) Set(text string) error {
	text = strings.TrimSpace(text)
	i := slices.IndexFunc(c.Options, func(o Option) bool { return strings.EqualFold(o.Name, text) })
	if i < 0 {
		return message.Failure(nearest.Suggest(message.New("%q is not one of %v", clip(text), c.Allowed()), text, c.names()))
	}
	*c.At = i
	return nil
}

func (c Choice) names() []string {
	names := make([]string, len(c.Options))
	for i, o := range c.Options {
		names[i] = o.Name
	}
	return names
}

// Nudge goes on by steps and stops at the ends.
func (c Choice) Nudge(steps int, _ bool) {
	*c.At = min(max(*c.At+steps, 0), len(c.Options)-1)
}

// End goes to the first or the last option.
func (c Choice) End(which int) {
	*c.At = 0
	if which > 0 {
		*c.At = len(c.Options) - 1
	}
}

// Position is the index over the last index.
func (c Choice) Position() (float64, bool) {
	return float64(*c.At) / float64(max(len(c.Options)-1, 1)), false
}

// SetPosition goes to the option nearest to a place.
func (c Choice) SetPosition(at float64) {
	*c.At = int(math.Round(unit(at) * float64(len(c.Options)-1)))
}

// Reset restores the default.
func (c Choice) Reset() { *c.At = c.Default }

// Changed compares with the default.
func (c Choice) Changed() bool { return *c.At != c.Default }

// Allowed lists the names.
func (c Choice) Allowed() message.Text {
	all := make([]message.Text, len(c.Options))
	for i, o := range c.Options {
		all[i] = message.Typed(o.kind(), o.Name)
	}
	return message.Series(all...)
}

// Field returns At.
func (c Choice) Field() Field { return c.At }
