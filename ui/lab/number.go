package lab

import (
	"math"
	"strconv"
	"strings"

	"logitarium/ui/message"
	"logitarium/viz"
	"logitarium/viz/digits"
)

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

func (n Number) String() string {
	if name, ok := nameOf(n.Names, *n.At); ok {
		return name
	}
	return strconv.FormatFloat(*n.At, 'g', -1, 64)
}

// Show returns the value with its decimals and its unit. One that is not 0
// is never shown as 0, but as its order of magnitude: 1e-3.
func (n Number) Show(words message.Printer) string {
	width := max(len(digits.Group(n.format(n.Min))), len(digits.Group(n.format(n.Max))), longest(n.Names, words))
	text := digits.Group(n.format(*n.At))
	if name, ok := nameOf(n.Names, *n.At); ok {
		text = named(name, words).String()
	} else if *n.At != 0 && strings.Trim(text, "-0.") == "" {
		text = strings.Replace(strconv.FormatFloat(*n.At, 'e', 0, 64), "e-0", "e-", 1)
	}
	text = viz.Clean(text).PadLeft(width).String()
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
	v, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(text, n.Unit)), 64)
	if err != nil || math.IsNaN(v) {
		return message.Errorf("%q is not a number; allowed: %v", clip(text), n.Allowed())
	}
	if v < n.Min || v > n.Max {
		return message.Errorf("%s is outside %v", clip(text), n.Allowed())
	}
	*n.At = v
	return nil
}

// Nudge goes to the next multiple of the step, so that a typed 0.73 comes
// back to the grid; on a log scale it multiplies.
func (n Number) Nudge(steps int, coarse bool) {
	if steps == 0 {
		return
	}
	step := n.Step
	if coarse {
		step = n.coarse()
	}
	if n.Log {
		*n.At = n.clamp(tidy(*n.At * math.Pow(step, float64(steps))))
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
	return v + 0 // no negative zero
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
	at := n.clamp(*n.At) // a named value may lie outside
	switch {
	case n.Max <= n.Min:
		return 0, true
	case n.Log:
		return math.Log(at/n.Min) / math.Log(n.Max/n.Min), true
	}
	return (at - n.Min) / (n.Max - n.Min), true
}

// SetPosition goes to the multiple of the step nearest to a place on the slider.
func (n Number) SetPosition(at float64) {
	at = unit(at)
	if n.Log {
		steps := math.Round(at * math.Log(n.Max/n.Min) / math.Log(n.Step))
		*n.At = n.clamp(tidy(n.Min * math.Pow(n.Step, steps)))
		return
	}
	*n.At = n.clamp(tidy(math.Round((n.Min+float64(at*(n.Max-n.Min)))/n.Step) * n.Step))
}

// Reset restores the default.
func (n Number) Reset() { *n.At = n.Default }

// Changed compares with the default.
func (n Number) Changed() bool { return *n.At != n.Default }

// Allowed gives the range and the names.
func (n Number) Allowed() message.Text {
	return allowed(n.format(n.Min), n.format(n.Max), n.Names)
}

// Field returns At.
func (n Number) Field() Field { return n.At }
