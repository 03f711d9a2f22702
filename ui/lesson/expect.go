package lesson

import (
	"math"
	"strconv"
	"strings"

	"logitarium/ui/lab"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/ui/nearest"
	"logitarium/viz"
)

// expect checks what a tape says of the screen, of a reading, or of a knob.
func (r *Run) expect(s *tape.Step) {
	if s.Pattern != nil {
		if grid := r.looked(); !matches(grid, s) {
			r.fail("/%v/ is not on the screen, which shows:\n%s", s.Pattern, indent(grid.Plain()))
		}
		return
	}
	r.watched = s.Name
	if r.stage.shell == nil {
		r.fail("%s can't be looked up: no lab is open", s.Name)
		return
	}
	l, err := r.stage.shell.Lab()
	if l == nil {
		r.fail("%s can't be looked up on the map: open a lab first, or expect a text on the screen", s.Name)
		return
	}
	if err != nil {
		r.fail("the lab stands still: %v", err)
		return
	}
	r.watched = lab.NameNow(l, s.Name)
	got, err := lookUp(l, s.Name)
	if err != nil {
		r.fail("%v", err)
		return
	}
	if why := got.failure(s); !why.Empty() {
		r.fail("%v", why)
	}
}

// looked is the screen that a tape's patterns speak of. Somebody who watches
// has a terminal of their own, which the lesson must not depend on: there it
// is the screen that the tape was written for.
func (r *Run) looked() viz.Grid {
	r.attend(false)
	if r.setup.Live || r.setup.Words.Catalogue != nil {
		return r.stage.asWritten()
	}
	return r.stage.grid()
}

// found is the value of a reading or a knob.
type found struct {
	text      message.Text // as it is shown
	number    float64
	numeric   bool
	undefined bool
}

// lookUp finds a reading by its name, or the one that it had once, else a knob.
func lookUp(l lab.Lab, name string) (found, error) {
	name = lab.NameNow(l, name)
	var names []string
	for _, rd := range lab.Readings(l) {
		if rd.Name == name {
			return foundReading(rd), nil
		}
		names = append(names, rd.Name)
	}
	for _, k := range lab.Knobs(l) {
		if k.Name == name {
			text := k.Setting.String()
			n, err := strconv.ParseFloat(text, 64)
			return found{text: message.Verbatim(text), number: n, numeric: err == nil}, nil
		}
		names = append(names, k.Name)
	}
	return found{}, message.Failure(nearest.Suggest(message.New("%s has no reading or knob %q; it has %s",
		l.Info().ID, name, strings.Join(names, ", ")), name, names))
}

func foundReading(rd lab.Reading) found {
	switch {
	case !rd.Undefined.Empty():
		return found{text: message.New("undefined (%v)", rd.Undefined), undefined: true}
	case !rd.Text.Empty():
		n, err := strconv.ParseFloat(rd.Text.String(), 64)
		return found{text: rd.Text, number: n, numeric: err == nil}
	}
	return found{text: message.Verbatim(strings.TrimSpace(viz.Fixed(rd.Value, rd.Digits).String())), number: rd.Value, numeric: true}
}

// failure says what is not as a tape expects; nothing if all is.
func (f found) failure(s *tape.Step) message.Text {
	switch ok, comparable := f.holds(s); {
	case ok:
		return message.Text{}
	case !comparable:
		return message.New("%s is %v: not %s %s, which compares numbers", s.Name, f.text, s.Op, s.Text)
	}
	return message.New("%s is %v: not %s %s", s.Name, f.text, s.Op, s.Text)
}

// holds compares with what a tape expects. Two numbers are equal when they
// are so to the digits that the tape gives. What is no number can't be less or
// more than one.
func (f found) holds(s *tape.Step) (ok, comparable bool) {
	switch {
	case f.undefined:
		return false, true
	case !s.Numeric || !f.numeric && (s.Op == "=" || s.Op == "!="):
		return (f.text.String() == s.Text) == (s.Op == "="), true
	case !f.numeric:
		return false, false
	}
	equal := math.Abs(f.number-s.Number) <= halfDigit(s.Text)*(1+1e-9)
	switch s.Op {
	case "=":
		return equal, true
	case "!=":
		return !equal, true
	case "<":
		return f.number < s.Number, true
	case "<=":
		return f.number <= s.Number, true
	case ">":
		return f.number > s.Number, true
	}
	return f.number >= s.Number, true
}

// halfDigit is half a unit of the last digit that is written of a number:
// 0.005 of 1.88, 0.0005 of 2e-3.
func halfDigit(text string) float64 {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	_, decimals, _ := strings.Cut(mantissa, ".")
	power, _ := strconv.Atoi(exponent) // "" is 0
	return 0.5 * math.Pow(10, float64(power-len(decimals)))
}

// matches reports whether a Wait has what it waits for, or an expectation what
// it looks for: on the screen as one text, or in one of its lines.
func matches(g viz.Grid, s *tape.Step) bool {
	text := g.Plain()
	if s.Screen || s.Kind == tape.Expect {
		return s.Pattern.MatchString(text)
	}
	for line := range strings.SplitSeq(text, "\n") {
		if s.Pattern.MatchString(line) {
			return true
		}
	}
	return false
}

// tail is the last lines of a screen that hold something.
func tail(g viz.Grid) string {
	const most = 6
	lines := strings.Split(strings.TrimRight(g.Plain(), "\n "), "\n")
	return indent(strings.Join(lines[max(0, len(lines)-most):], "\n"))
}

func indent(text string) string { return "  " + strings.ReplaceAll(text, "\n", "\n  ") }
