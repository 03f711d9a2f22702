package tape

import (
	"io/fs"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// repeatable are the keys that take a speed and a count, as in Right@100ms 3.
var repeatable = []string{
	"Enter", "Space", "Tab", "Escape", "Backspace", "Delete", "Insert",
	"Up", "Down", "Left", "Right", "PageUp", "PageDown", "ScrollUp", "ScrollDown",
}

// press parses [@TIME] [COUNT] after a key.
func (p *parser) press(s Step, key string) bool {
	s.Kind, s.Key, s.Count = Key, key, 1
	if !p.speed(&s, p.typing) {
		return false
	}
	if t := p.peek(); t.kind == numberToken {
		n, err := strconv.Atoi(t.text)
		if err != nil || n < 1 || n > MaxCount {
			p.errorf(t.pos, "%s presses of %s; a count is a whole number from 1 to %d, as in %[2]s 3", show(t.text), key, MaxCount)
			return false
		}
		p.take()
		s.Count = n
	}
	p.add(s)
	return true
}

// speed parses [@TIME] into s.Time; without it, the time is usual.
func (p *parser) speed(s *Step, usual time.Duration) bool {
	s.Time, s.OwnTime = usual, p.takeSymbol("@")
	if !s.OwnTime {
		return true
	}
	var ok bool
	s.Time, ok = p.duration()
	return ok
}

// duration parses NUMBER[ms|s|m]; without a unit, seconds.
func (p *parser) duration() (time.Duration, bool) {
	t := p.peek()
	if t.kind != numberToken {
		p.errorf(t.pos, "a time is missing here; it is a number of ms, s or m, as in 500ms or 2s")
		return 0, false
	}
	p.take()
	unit := time.Second
	if u := p.peek(); u.kind == wordToken {
		if i := slices.Index([]string{"ms", "s", "m"}, u.text); i >= 0 {
			unit = []time.Duration{time.Millisecond, time.Second, time.Minute}[i]
			p.take()
		}
	}
	n, err := strconv.ParseFloat(t.text, 64)
	if err != nil {
		p.errorf(t.pos, "%s is no number; a time is a number of ms, s or m, as in 500ms or 2s", show(t.text))
		return 0, false
	}
	ns := math.Round(n * float64(unit))
	if !(ns <= float64(MaxTime)) {
		p.errorf(t.pos, "%s%s is longer than a lesson may last, %v", clip(t.text), unitName(unit), MaxTime)
		return 0, false
	}
	return time.Duration(ns), true
}

func unitName(unit time.Duration) string {
	switch unit {
	case time.Millisecond:
		return "ms"
	case time.Minute:
		return "m"
	}
	return "s"
}

// chord parses +KEY after a modifier, as vhs does: Ctrl+c, Ctrl+Shift+o,
// Alt+b, Shift+Tab.
func (p *parser) chord(s Step, modifier string) bool {
	s.Kind, s.Count = Key, 1
	hold := map[string]*bool{"Ctrl": &s.Ctrl, "Alt": &s.Alt, "Shift": &s.Shift}
	*hold[modifier] = true
	for p.takeSymbol("+") {
		t := p.peek()
		if s.Ctrl && (t.text == "Alt" || t.text == "Shift") {
			p.take()
			*hold[t.text] = true
			continue
		}
		if !p.holdable(t, s.Ctrl) {
			return false
		}
		p.take()
		s.Key = t.text
		if next := p.peek(); next.kind == symbolToken && next.text == "+" {
			p.errorf(next.pos, "%s is pressed last; write the keys that are held before it, as in Ctrl+Shift+o", show(s.Key))
			return false
		}
		p.add(s)
		return true
	}
	p.errorf(p.peek().pos, "%s needs a key to press; write it as in Ctrl+c, Alt+b or Shift+Tab", modifier)
	return false
}

// holdable says whether vhs can press a key while a modifier is held.
func (p *parser) holdable(t token, ctrl bool) bool {
	named := []string{"Enter", "Tab"}
	signs := "[]"
	if ctrl {
		named = []string{"Enter", "Space", "Backspace", "Left", "Right", "Up", "Down"}
		signs = `[]-@^\`
	}
	switch {
	case t.kind == symbolToken && strings.Contains(signs, t.text),
		t.kind == wordToken && slices.Contains(named, t.text),
		t.kind == wordToken && len(t.text) == 1 && !isReserved(t.text):
		return true
	}
	p.errorNear(t.pos, t.text, named, "%s can't be pressed here; after + comes one letter, one of %s, or one of %s",
		show(t.text), strings.Join(named, ", "), strings.Join(strings.Split(signs, ""), " "))
	return false
}

// typeText parses [@TIME] TEXT…; several texts are joined by a space.
func (p *parser) typeText(s Step) bool {
	s.Kind = Type
	if !p.speed(&s, p.typing) {
		return false
	}
	var all []string
	for p.isText(p.peek()) {
		all = append(all, p.take().text)
	}
	s.Text = strings.Join(all, " ")
	if s.Text == "" {
		t := p.peek()
		p.errorf(t.pos, `there is nothing to type; put the text in quotes, as in Type "0.7"`)
		return false
	}
	p.add(s)
	return true
}

// isText says whether a token is a text: quoted, or a bare word that means nothing else.
func (p *parser) isText(t token) bool {
	return t.kind == stringToken || t.kind == wordToken && !isReserved(t.text)
}

// isReserved says whether vhs has a meaning for a bare word.
func isReserved(word string) bool {
	switch word {
	case "em", "px", "ms", "s", "m", "true", "false":
		return true
	}
	for _, r := range refused {
		// Home is no word of vhs, yet typed bare it is more likely meant as a key.
		if r.name == word {
			return true
		}
	}
	return slices.Contains(Commands(), word) || slices.Contains(Settings(), word)
}

func (p *parser) sleep(s Step) bool {
	s.Kind, s.OwnTime = Sleep, true
	var ok bool
	if s.Time, ok = p.duration(); ok {
		p.add(s)
	}
	return ok
}

// waitFor parses [+Line|+Screen][@TIME] [/PATTERN/].
func (p *parser) waitFor(s Step) bool {
	s.Kind = Wait
	if p.takeSymbol("+") {
		t := p.take()
		if t.kind != wordToken || t.text != "Line" && t.text != "Screen" {
			p.errorNear(t.pos, t.text, []string{"Line", "Screen"},
				"Wait looks at Line or Screen, not %s; write it as in Wait+Screen /entropy/", show(t.text))
			return false
		}
		s.Screen = t.text == "Screen"
	}
	at := p.peek().pos
	if !p.speed(&s, p.wait) {
		return false
	}
	if s.Time == 0 {
		p.errorf(at, "Wait needs a longer time than 0; write it as in Wait@5s /entropy/")
		return false
	}
	if p.peek().kind == regexToken {
		s.OwnPattern = true
		s.Pattern = p.regex(p.take())
		if s.Pattern == nil {
			return false
		}
	} else if s.Pattern = p.pattern; s.Pattern == nil {
		p.errorf(p.peek().pos, "Wait needs a pattern, as in Wait+Screen /entropy/; or set one for all before, as in Set WaitPattern /entropy/")
		return false
	}
	p.add(s)
	return true
}

// file parses the path of a Screenshot or an Output.
func (p *parser) file(s Step) bool {
	example := string(s.Kind) + " lesson.gif"
	if s.Kind == Screenshot {
		example = "Screenshot colder.png"
	}
	t := p.take()
	if !p.isText(t) || t.text == "" {
		p.errorf(t.pos, "%s needs the name of a file, as in %s", s.Kind, example)
		return false
	}
	if !isInside(t.text) {
		p.errorf(t.pos, "%s leads out of the lesson's folder; name a file in it, as in %s", show(t.text), example)
		return false
	}
	ext := path.Ext(t.text)
	switch {
	case s.Kind == Screenshot && ext != ".png":
		p.errorf(t.pos, "%s doesn't end in .png; write it as in %s", show(t.text), example)
		return false
	case ext == "" && !strings.HasSuffix(t.text, "/"):
		p.errorf(t.pos, "%s has no ending; write one, as in %s, or end a folder's name with /", show(t.text), example)
		return false
	}
	if s.Text = t.text; s.Kind == Output && p.sourced {
		return true // as in vhs: what is written is the first tape's affair
	}
	p.add(s)
	return true
}

// isInside says whether a path stays below the folder it starts in, on every
// system.
func isInside(name string) bool {
	name = strings.TrimSuffix(strings.TrimPrefix(name, "./"), "/")
	return fs.ValidPath(name) && !strings.ContainsAny(name, `\:`) && !strings.HasPrefix(name, "~")
}
