package lab

import (
	"math"
	"strconv"
	"strings"

	"logitarium/ui/message"
	"logitarium/viz"
)

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
func (n Integer) Show(words message.Printer) string {
	width := max(viz.Grouped(n.Min).Width(), viz.Grouped(n.Max).Width(), longest(n.Names, words))
	text := viz.Grouped(*n.At).String()
	if name, ok := nameOf(n.Names, float64(*n.At)); ok {
		text = named(name, words).String()
	}
	text = viz.Clean(text).PadLeft(width).String()
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
		return message.Errorf("%q is not a whole number; allowed: %v", clip(text), n.Allowed())
	}
	if v < n.Min || v > n.Max {
		return message.Errorf("%s is outside %v", clip(text), n.Allowed())
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
	at, span := float64(min(max(*n.At, n.Min), n.Max)-n.Min), float64(n.Max-n.Min)
	switch {
	case n.Max <= n.Min:
		return 0, true
	case n.Log || n.Doubling:
		return math.Log1p(at) / math.Log1p(span), true
	}
	return at / span, true
}

// SetPosition goes to the value nearest to a place on the slider.
func (n Integer) SetPosition(at float64) {
	at = unit(at)
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

// Changed compares with the default.
func (n Integer) Changed() bool { return *n.At != n.Default }

// Allowed gives the range and the names.
func (n Integer) Allowed() message.Text {
	return allowed(strconv.Itoa(n.Min), strconv.Itoa(n.Max), n.Names)
}

// Field returns At.
func (n Integer) Field() Field { return n.At }
