package ui

import (
	"math"
	"strings"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
	"logitarium/viz/digits"
)

// value is a reading as text, with its unit.
func value(r lab.Reading) message.Text {
	if r.Unit == "" || !r.Undefined.Empty() {
		return number(r)
	}
	if r.Unit == "%" { // some languages write it close to its number
		return message.New("%v %%", number(r))
	}
	return message.New("%v %v", number(r), r.In())
}

// number is a reading's value without its unit: – if it has none.
func number(r lab.Reading) message.Text {
	switch {
	case !r.Undefined.Empty():
		return message.Verbatim("–")
	case !r.Text.Empty():
		return r.Text
	}
	return message.Verbatim(digits.Scientific(digits.Group(viz.Fixed(r.Value, r.Digits).String())))
}

// beside returns what is written after a value: why there is none, or its note,
// or the source of a number that is not computed here.
func beside(r lab.Reading) message.Text {
	switch {
	case !r.Undefined.Empty():
		return r.Undefined
	case r.Provenance == lab.Computed || r.Provenance == "":
		return r.Note
	}
	from := message.New("(%v)", message.Label("provenance", string(r.Provenance)))
	if r.Note.Empty() {
		return from
	}
	return message.New("%v %v", r.Note, from)
}

// drawReadings draws name, number and note in rows, decimal points in one column.
func (m *Model) drawReadings(c *canvas, r rect, readings []lab.Reading) {
	if r.h < 1 || r.w < 1 {
		return
	}
	name, before, after, unit := 0, 3, 0, 0
	for _, rd := range readings {
		unit = max(unit, min(m.print(rd.In()).Width(), 6))
		name = max(name, m.print(message.Label("reading", rd.Name)).Width())
		if rd.Text.Empty() && rd.Undefined.Empty() {
			whole, decimals := splitPoint(m.print(number(rd)).String())
			before, after = max(before, viz.Clean(whole).Width()), max(after, viz.Clean(decimals).Width())
		}
	}
	// Names have what the numbers leave them, so that neither is cut.
	name = min(name, max(r.w-2-before-after, 13))
	for y, rd := range readings[:min(r.h, len(readings))] {
		if y == r.h-1 && y > 1 && len(readings) > r.h {
			c.text(r.x, r.y+y, r.w, m.words("… %d more: ? lists all", len(readings)-y), c.theme.Faint)
			return
		}
		c.text(r.x, r.y+y, name, m.print(message.Label("reading", rd.Name)), c.theme.Text)
		x := r.x + name + 2
		if !rd.Undefined.Empty() {
			m.drawUndefined(c, rect{x: x, y: r.y + y, w: r.x + r.w - x, h: 1}, m.print(rd.Undefined), before, after)
			continue
		}
		if !rd.Text.Empty() {
			text := m.print(rd.Text)
			if need := c.theme.Show(text).Width(); x+need > r.x+r.w { // its name's own width, before it is cut
				own := r.x + min(m.print(message.Label("reading", rd.Name)).Width(), name) + 1
				x = max(own, min(x, r.x+r.w-need))
			}
			x += c.text(x, r.y+y, r.x+r.w-x, text, c.theme.Strong)
		} else {
			shown := m.print(number(rd))
			if shown.Width() > r.x+r.w-x { // half a number would be a wrong one
				rounded := threeDigits(rd.Value)
				shown = c.theme.FitFirst(r.x+r.w-x, viz.Clean(digits.Scientific(rounded)), viz.Clean(rounded))
			}
			whole, _ := splitPoint(shown.String())
			// The common columns of points and of names are given up before a number
			// is cut or stands without its unit.
			own := m.print(rd.In())
			room := r.x + r.w - x - shown.Width()
			if own.Width() > 0 {
				room -= 1 + own.Width()
			}
			const spared = 1 // of the two blanks after the name
			shift := min(before-viz.Clean(whole).Width(), max(room, min(m.print(message.Label("reading", rd.Name)).Width()-name, 0)-spared))
			c.text(x+shift, r.y+y, r.x+r.w-x-shift, shown, c.theme.Strong)
			end := x + shift + shown.Width()
			if x += before + after; own.Width() > 0 && x+1+own.Width() > r.x+r.w {
				x = end
			}
		}
		x++
		if rd.Text.Empty() && unit > 0 {
			c.whole(x, r.y+y, r.x+r.w-x, m.print(rd.In()), c.theme.Faint)
			x += unit + 1
		}
		c.whole(x, r.y+y, r.x+r.w-x, m.print(beside(rd)), c.theme.Faint)
	}
}

// drawUndefined draws a dash in the column of the units, and why there is no
// number beside the numbers. A reason that is too long for that stands right
// after the dash, and moves it to the left as far as it must; one of which less
// than half has room is left out.
func (m *Model) drawUndefined(c *canvas, r rect, why viz.Safe, before, after int) {
	dash, x := before-1, before+after+1
	if x+why.Width() > r.w {
		dash = max(min(dash, r.w-2-why.Width()), 0)
		x = dash + 2
	}
	c.text(r.x+dash, r.y, r.w-dash, viz.Clean("–"), c.theme.Strong)
	if whole := why.Width(); whole > r.w-x {
		why = m.breakOff(why, r.w-x)
		if why.Width() < whole/2 { // "the …" tells nothing
			return
		}
	}
	c.text(r.x+x, r.y, r.w-x, why, c.theme.Faint)
}

// splitPoint cuts a number before its decimal point.
func splitPoint(text string) (whole, decimals string) {
	if i := strings.IndexByte(text, '.'); i >= 0 {
		return text[:i], text[i:]
	}
	return text, ""
}

// relation says how a reading of B differs from that of A.
type relation int

const (
	different  relation = iota // by a number
	same                       // to the digits shown
	unlike                     // other words
	unknowable                 // one of them has no value
)

// subtract returns B − A to the digits shown, if they differ by a number. Of two
// that are shown with other digits, as 0.06 and 0.07, and are less than these
// apart, it has as many digits as say by how much.
func subtract(a, b lab.Reading) (d string, is relation) {
	switch {
	case !a.Undefined.Empty() || !b.Undefined.Empty():
		return "", unknowable
	case !a.Text.Empty() || !b.Text.Empty():
		if a.Text.String() == b.Text.String() {
			return "", same
		}
		return "", unlike
	case math.IsNaN(b.Value - a.Value):
		return "", unknowable
	}
	alike := viz.Fixed(a.Value, a.Digits) == viz.Fixed(b.Value, b.Digits)
	for decimals := b.Digits; ; decimals++ {
		d = viz.Fixed(b.Value-a.Value, decimals).String()
		if strings.Trim(d, "0.") != "" {
			break
		}
		if alike || a.Value == b.Value {
			return "", same
		}
	}
	if d[0] != '-' {
		d = "+" + d
	}
	return d, different
}

// equal reports whether two readings are the same to the digits shown.
func equal(a, b lab.Reading) bool {
	_, is := subtract(a, b)
	return is == same
}

// signed is grouped for a number with a + or a -.
func signed(d string) string { return digits.Scientific(digits.Group(d)) }

// difference is B − A as a row of a comparison shows it.
func difference(a, b lab.Reading) message.Text {
	switch d, is := subtract(a, b); is {
	case same:
		return message.New("same")
	case unlike:
		return message.New("differs")
	case unknowable:
		return message.Verbatim("–")
	default:
		return message.Verbatim(signed(d))
	}
}
