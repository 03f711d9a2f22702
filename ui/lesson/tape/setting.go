package tape

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// setting is one that vhs has, and what its value looks like.
type setting struct {
	name    string
	value   valueKind
	example string
}

type valueKind int

const (
	textValue    valueKind = iota
	themeValue             // a name or {…}
	numberValue            // 0 or more
	speedValue             // more than 0
	percentValue           // a number, with or without %
	timeValue
	patternValue
	colorValue // #rrggbb: vhs would take the name of a file too
	barValue
	switchValue
)

// settings are those of vhs v0.11.0 without Shell. Most are for vhs alone:
// they say how its picture looks, and a lesson keeps them as they are.
var settings = []setting{
	{"TypingSpeed", timeValue, "Set TypingSpeed 50ms"},
	{"PlaybackSpeed", speedValue, "Set PlaybackSpeed 1.5"},
	{"WaitTimeout", timeValue, "Set WaitTimeout 5s"},
	{"WaitPattern", patternValue, "Set WaitPattern /entropy/"},
	{"Theme", themeValue, `Set Theme "dark"`},
	{"FontFamily", textValue, `Set FontFamily "DejaVu Sans Mono"`},
	{"FontSize", numberValue, "Set FontSize 22"},
	{"LetterSpacing", numberValue, "Set LetterSpacing 1"},
	{"LineHeight", numberValue, "Set LineHeight 1.2"},
	{"Framerate", numberValue, "Set Framerate 30"},
	{"Width", numberValue, "Set Width 1200"},
	{"Height", numberValue, "Set Height 600"},
	{"Padding", numberValue, "Set Padding 20"},
	{"Margin", numberValue, "Set Margin 20"},
	{"MarginFill", colorValue, `Set MarginFill "#102030"`},
	{"BorderRadius", numberValue, "Set BorderRadius 8"},
	{"WindowBar", barValue, "Set WindowBar Colorful"},
	{"WindowBarSize", numberValue, "Set WindowBarSize 40"},
	{"LoopOffset", percentValue, "Set LoopOffset 20%"},
	{"CursorBlink", switchValue, "Set CursorBlink false"},
}

// windowBars are the values of WindowBar.
var windowBars = []string{"Colorful", "ColorfulRight", "Rings", "RingsRight"}

// Settings are the names that Set knows.
func Settings() []string {
	names := make([]string, len(settings))
	for i, s := range settings {
		names[i] = s.name
	}
	return names
}

// set parses NAME VALUE.
func (p *parser) set(s Step) bool {
	s.Kind = Set
	t := p.take()
	if t.text == "Shell" {
		p.errorf(t.pos, "Set Shell is not supported in lessons: a lesson runs no program; leave the line out")
		return false
	}
	i := slices.IndexFunc(settings, func(s setting) bool { return s.name == t.text })
	if i < 0 {
		p.errorNear(t.pos, t.text, Settings(), "no setting %s; settings are %s", show(t.text), strings.Join(Settings(), ", "))
		return false
	}
	if p.started && t.text != "TypingSpeed" {
		p.errorf(s.Pos, "Set %s comes too late: vhs takes it only before the first key, Type, Sleep, Wait, Hide, Show or Screenshot; move it to the top", t.text)
		return false
	}
	s.Name = t.text
	if !p.value(&s, settings[i]) {
		return false
	}
	p.add(s)
	return true
}

// value parses a setting's value, keeps it as written, and sets what is the
// tape's own.
func (p *parser) value(s *Step, is setting) bool {
	t := p.peek()
	switch is.value {
	case timeValue:
		return p.timeSetting(s)
	case numberValue, speedValue, percentValue:
		return p.numberSetting(s, is)
	}
	ok := false
	switch is.value {
	case textValue:
		ok = p.isText(t) && t.text != ""
	case themeValue:
		ok = p.isText(t) && t.text != "" || t.kind == jsonToken
	case barValue:
		ok = slices.Contains(windowBars, t.text)
	case switchValue:
		ok = t.kind == wordToken && (t.text == "true" || t.text == "false")
	case colorValue:
		ok = t.kind == stringToken && isColor(t.text)
	case patternValue:
		if ok = t.kind == regexToken || t.kind == stringToken; ok {
			if p.pattern = p.regex(t); p.pattern == nil {
				return false
			}
		}
	}
	if !ok {
		p.errorf(t.pos, "%s can't be the value of %s; write it as in %s", show(t.text), is.name, is.example)
		return false
	}
	s.Text = p.take().text
	return true
}

// timeSetting parses TypingSpeed and WaitTimeout.
func (p *parser) timeSetting(s *Step) bool {
	at := p.peek().pos
	d, ok := p.duration()
	if !ok {
		return false
	}
	s.Text = durationText(d)
	switch {
	case s.Name == "TypingSpeed" && d >= time.Minute:
		p.errorf(at, "TypingSpeed is given in ms or s, below a minute for each key, as in Set TypingSpeed 50ms")
		return false
	case s.Name == "TypingSpeed":
		p.typing = d
	case d == 0:
		p.errorf(at, "WaitTimeout needs a longer time than 0, as in Set WaitTimeout 5s")
		return false
	default:
		p.wait = d
	}
	return true
}

func (p *parser) numberSetting(s *Step, is setting) bool {
	t := p.take()
	n, err := strconv.ParseFloat(t.text, 64)
	if t.kind != numberToken || err != nil || is.value == speedValue && n == 0 {
		p.errorf(t.pos, "%s can't be the value of %s; it is a number, as in %s", show(t.text), is.name, is.example)
		return false
	}
	s.Text = t.text
	switch is.value {
	case percentValue:
		p.takeSymbol("%")
	case speedValue:
		p.tape.PlaybackSpeed = n
	}
	return true
}

func isColor(text string) bool {
	digits, ok := strings.CutPrefix(text, "#")
	_, err := strconv.ParseUint(digits, 16, 32)
	return ok && len(digits) == 6 && err == nil
}
