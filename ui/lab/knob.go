package lab

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Knob is one thing that can be turned. From this one declaration come the
// slider, its keys, its help, the command-line flag, the lesson's access,
// validation, the state line and reset.
type Knob struct {
	Name    string // "temperature": label, flag and state line
	Key     string // one lower-case letter, or "" for none
	Help    string // one line
	Idle    string // why turning it changes nothing now; "" when it does
	Scrolls bool   // the mouse wheel over the picture turns it
	Setting Setting
}

// Setting is the value behind a knob: [Number], [Integer], [Choice], [Switch]
// or [Text].
type Setting interface {
	// String returns the value as Set takes it back.
	String() string
	// Show returns the value as the screen shows it: a constant width for a
	// given range, so that nothing jumps.
	Show() string
	// Set reads a value. On an error, which says what is allowed, nothing changes.
	Set(text string) error
	// Nudge turns by steps, coarse ones if so, and stops at the ends.
	Nudge(steps int, coarse bool)
	// End turns to the first end (-1) or the last one (+1).
	End(which int)
	// Position is where the slider stands, 0 to 1; ok is false without one.
	Position() (at float64, ok bool)
	// SetPosition turns to the value nearest to a position of the slider.
	SetPosition(at float64)
	// Reset restores the default.
	Reset()
	// Allowed says in words what Set takes: "0 to 5, or off".
	Allowed() string
}

// Reset turns every knob to its default.
func Reset(knobs []Knob) {
	for _, k := range knobs {
		k.Setting.Reset()
	}
}

// Number is a setting with a real value.
type Number struct {
	At       *float64
	Default  float64
	Min, Max float64
	Step     float64 // one key press
	Coarse   float64 // one with shift; 10 steps if 0
	Log      bool    // steps multiply: Step and Coarse are factors > 1, Min > 0
	Digits   int     // decimals shown
	Unit     string
	Names    []Named // values with a name of their own: {0, "off"}
}

// Named is a value that is shown, and may be typed, as a word.
type Named struct {
	Value float64
	Name  string
}

func (n Number) String() string {
	if name, ok := nameOf(n.Names, *n.At); ok {
		return name
	}
	return strconv.FormatFloat(*n.At, 'g', -1, 64)
}

// Show returns the value with its decimals and its unit.
func (n Number) Show() string {
	width := max(len(n.format(n.Min)), len(n.format(n.Max)))
	text := n.format(*n.At)
	if name, ok := nameOf(n.Names, *n.At); ok {
		text = name
	}
	text = fmt.Sprintf("%*s", width, text)
	if n.Unit != "" {
		text += " " + n.Unit
	}
	return text
}

func (n Number) format(v float64) string { return strconv.FormatFloat(v, 'f', n.Digits, 64) }

// Set reads a number between Min and Max, or one of the names.
func (n Number) Set(text string) error {
	text = strings.TrimSpace(text)
	if v, ok := valueOf(n.Names, text); ok {
		*n.At = v
		return nil
	}
	v, err := strconv.ParseFloat(strings.TrimSuffix(text, n.Unit), 64)
	if err != nil || math.IsNaN(v) {
		return fmt.Errorf("%q is not a number; allowed: %s", clip(text), n.Allowed())
	}
	if v < n.Min || v > n.Max {
		return fmt.Errorf("%s is outside %s", clip(text), n.Allowed())
	}
	*n.At = v
	return nil
}

// Nudge goes to the next multiple of the step, so that a typed 0.73 comes
// back to the grid; on a log scale it multiplies.
func (n Number) Nudge(steps int, coarse bool) {
	step := n.Step
	if coarse {
		step = n.coarse()
	}
	if n.Log {
		*n.At = n.clamp(*n.At * math.Pow(step, float64(steps)))
		return
	}
	at := *n.At / step
	if near := math.Round(at); math.Abs(at-near) < 1e-6 {
		at = near
	} else if steps > 0 {
		at = math.Floor(at)
	} else {
		at = math.Ceil(at)
	}
	*n.At = n.clamp(tidy((at + float64(steps)) * step))
}

func (n Number) coarse() float64 {
	if n.Coarse != 0 {
		return n.Coarse
	}
	if n.Log {
		return math.Pow(n.Step, 10)
	}
	return 10 * n.Step
}

func (n Number) clamp(v float64) float64 { return min(max(v, n.Min), n.Max) }

// tidy removes the last bits that multiplying by a decimal step leaves behind:
// 0.7000000000000001 is shown and copied as 0.7.
func tidy(v float64) float64 {
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 12, 64), 64)
	return v
}

// End goes to Min or Max.
func (n Number) End(which int) {
	if which < 0 {
		*n.At = n.Min
	} else {
		*n.At = n.Max
	}
}

// Position is linear in the value, or in its logarithm.
func (n Number) Position() (float64, bool) {
	if n.Max <= n.Min {
		return 0, true
	}
	if n.Log {
		return math.Log(*n.At/n.Min) / math.Log(n.Max/n.Min), true
	}
	return (*n.At - n.Min) / (n.Max - n.Min), true
}

// SetPosition goes to the multiple of the step nearest to a place on the slider.
func (n Number) SetPosition(at float64) {
	at = min(max(at, 0), 1)
	if n.Log {
		steps := math.Round(at * math.Log(n.Max/n.Min) / math.Log(n.Step))
		*n.At = n.clamp(tidy(n.Min * math.Pow(n.Step, steps)))
		return
	}
	*n.At = n.clamp(tidy(math.Round((n.Min+at*(n.Max-n.Min))/n.Step) * n.Step))
}

// Reset restores the default.
func (n Number) Reset() { *n.At = n.Default }

// Allowed gives the range and the names.
func (n Number) Allowed() string {
	return allowed(n.format(n.Min), n.format(n.Max), n.Names)
}

// Integer is a setting with a whole value.
type Integer struct {
	At       *int
	Default  int
	Min, Max int
	Step     int  // one key press; 1 if 0
	Coarse   int  // one with shift; 10 if 0
	Log      bool // the slider is logarithmic, for ranges over several decades
	Doubling bool // steps double and halve
	Unit     string
	Names    []Named // {0, "off"}
}

func (n Integer) String() string {
	if name, ok := nameOf(n.Names, float64(*n.At)); ok {
		return name
	}
	return strconv.Itoa(*n.At)
}

// Show returns the value and its unit.
func (n Integer) Show() string {
	width := max(len(strconv.Itoa(n.Min)), len(strconv.Itoa(n.Max)))
	text := fmt.Sprintf("%*s", width, n.String())
	if n.Unit != "" {
		text += " " + n.Unit
	}
	return text
}

// Set reads a whole number between Min and Max, or one of the names.
func (n Integer) Set(text string) error {
	text = strings.TrimSpace(text)
	if v, ok := valueOf(n.Names, text); ok {
		*n.At = int(v)
		return nil
	}
	v, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(text, n.Unit)))
	if err != nil {
		return fmt.Errorf("%q is not a whole number; allowed: %s", clip(text), n.Allowed())
	}
	if v < n.Min || v > n.Max {
		return fmt.Errorf("%s is outside %s", clip(text), n.Allowed())
	}
	*n.At = v
	return nil
}

// Nudge adds steps, or doubles and halves.
func (n Integer) Nudge(steps int, coarse bool) {
	if n.Doubling {
		if coarse {
			steps *= 2
		}
		for ; steps > 0; steps-- {
			*n.At = min(max(*n.At*2, 1), n.Max)
		}
		for ; steps < 0; steps++ {
			*n.At = max(*n.At/2, n.Min)
		}
		return
	}
	by := max(n.Step, 1)
	if coarse {
		by = n.Coarse
		if by == 0 {
			by = 10 * max(n.Step, 1)
		}
	}
	*n.At = min(max(*n.At+steps*by, n.Min), n.Max)
}

// End goes to Min or Max.
func (n Integer) End(which int) {
	if which < 0 {
		*n.At = n.Min
	} else {
		*n.At = n.Max
	}
}

// Position is linear in the value, or in the logarithm of its distance from Min.
func (n Integer) Position() (float64, bool) {
	if n.Max <= n.Min {
		return 0, true
	}
	if n.Log || n.Doubling {
		return math.Log1p(float64(*n.At-n.Min)) / math.Log1p(float64(n.Max-n.Min)), true
	}
	return float64(*n.At-n.Min) / float64(n.Max-n.Min), true
}

// SetPosition goes to the value nearest to a place on the slider.
func (n Integer) SetPosition(at float64) {
	at = min(max(at, 0), 1)
	span := float64(n.Max - n.Min)
	if n.Log || n.Doubling {
		span = math.Expm1(at * math.Log1p(span))
	} else {
		span *= at
	}
	v := n.Min + int(math.Round(span))
	switch {
	case n.Doubling && v > 0:
		v = 1 << int(math.Round(math.Log2(float64(v))))
	case n.Step > 1 && v != n.Max:
		v = n.Min + (v-n.Min)/n.Step*n.Step
	}
	*n.At = min(max(v, n.Min), n.Max)
}

// Reset restores the default.
func (n Integer) Reset() { *n.At = n.Default }

// Allowed gives the range and the names.
func (n Integer) Allowed() string {
	return allowed(strconv.Itoa(n.Min), strconv.Itoa(n.Max), n.Names)
}

// Option is one of the values of a [Choice].
type Option struct {
	Name string // one word, as it is typed
	Help string // what it means
}

// Choice is a setting with one of a few named values.
type Choice struct {
	At      *int // index into Options
	Default int
	Options []Option
}

func (c Choice) String() string { return c.Options[*c.At].Name }

// Show returns the name, padded to the longest.
func (c Choice) Show() string {
	width := 0
	for _, o := range c.Options {
		width = max(width, len(o.Name))
	}
	return fmt.Sprintf("%-*s", width, c.String())
}

// Set takes a name.
func (c Choice) Set(text string) error {
	text = strings.TrimSpace(text)
	i := slices.IndexFunc(c.Options, func(o Option) bool { return strings.EqualFold(o.Name, text) })
	if i < 0 {
		return fmt.Errorf("%q is not one of %s%s", clip(text), c.Allowed(), DidYouMean(text, c.names()))
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
	*c.At = int(math.Round(min(max(at, 0), 1) * float64(len(c.Options)-1)))
}

// Reset restores the default.
func (c Choice) Reset() { *c.At = c.Default }

// Allowed lists the names.
func (c Choice) Allowed() string { return strings.Join(c.names(), ", ") }

// Switch is a setting that is on or off.
type Switch struct {
	At      *bool
	Default bool
}

func (s Switch) String() string {
	if *s.At {
		return "on"
	}
	return "off"
}

// Show returns "on " or "off".
func (s Switch) Show() string { return fmt.Sprintf("%-3s", s.String()) }

// Set takes on, off, and what strconv.ParseBool takes.
func (s Switch) Set(text string) error {
	switch text = strings.ToLower(strings.TrimSpace(text)); text {
	case "on", "yes":
		*s.At = true
	case "off", "no":
		*s.At = false
	default:
		v, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Errorf("%q is neither on nor off", clip(text))
		}
		*s.At = v
	}
	return nil
}

// Nudge switches on (right) or off (left).
func (s Switch) Nudge(steps int, _ bool) { *s.At = steps > 0 }

// End is Nudge.
func (s Switch) End(which int) { *s.At = which > 0 }

// Position is 0 or 1.
func (s Switch) Position() (float64, bool) {
	if *s.At {
		return 1, false
	}
	return 0, false
}

// SetPosition switches on from the middle upwards.
func (s Switch) SetPosition(at float64) { *s.At = at >= 0.5 }

// Reset restores the default.
func (s Switch) Reset() { *s.At = s.Default }

// Allowed returns "on, off".
func (s Switch) Allowed() string { return "on, off" }

// Text is a setting that is typed.
type Text struct {
	At      *string
	Default string
	Max     int // bytes
}

func (t Text) String() string { return *t.At }

// Show returns the text.
func (t Text) Show() string { return *t.At }

// Set takes any text up to Max bytes.
func (t Text) Set(text string) error {
	if len(text) > t.Max {
		return fmt.Errorf("%d bytes of text; allowed: %s", len(text), t.Allowed())
	}
	*t.At = text
	return nil
}

// Nudge does nothing: a text is typed.
func (t Text) Nudge(int, bool) {}

// End does nothing.
func (t Text) End(int) {}

// Position says that a text has no slider.
func (t Text) Position() (float64, bool) { return 0, false }

// SetPosition does nothing.
func (t Text) SetPosition(float64) {}

// Reset restores the default.
func (t Text) Reset() { *t.At = t.Default }

// Allowed gives the length.
func (t Text) Allowed() string { return fmt.Sprintf("up to %d bytes", t.Max) }

func nameOf(names []Named, v float64) (string, bool) {
	i := slices.IndexFunc(names, func(n Named) bool { return n.Value == v })
	if i < 0 {
		return "", false
	}
	return names[i].Name, true
}

func valueOf(names []Named, name string) (float64, bool) {
	i := slices.IndexFunc(names, func(n Named) bool { return strings.EqualFold(n.Name, name) })
	if i < 0 {
		return 0, false
	}
	return names[i].Value, true
}

func allowed(low, high string, names []Named) string {
	text := low + " to " + high
	for _, n := range names {
		text += ", or " + n.Name
	}
	return text
}

// clip keeps an error line short whatever was typed.
func clip(text string) string {
	const most = 60
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
