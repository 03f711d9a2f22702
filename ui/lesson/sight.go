package lesson

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/lesson/tape"
)

// sight is what a lesson shows at one moment, as data: two of them tell what
// happened between them.
type sight struct {
	set       bool    // it was looked at
	lab       lab.Lab // nil at the prompt
	knobs     []knobSeen
	changed   bool // a knob is not at its default
	at        ui.Attention
	actions   []lab.Action
	insight   string
	complaint string
}

// knobSeen is a knob as it stood.
type knobSeen struct {
	name, value, shown, help string
	kind                     lab.Setting
}

func look(r *Run) sight {
	m := r.stage.shell
	if m == nil {
		return sight{set: true, complaint: r.stage.prompt.said}
	}
	l, err := m.Lab()
	if l == nil {
		return sight{set: true}
	}
	s := sight{set: true, lab: l, at: m.Attention(), insight: lab.Sentence(l), complaint: m.Complaint()}
	if err != nil {
		s.complaint, s.insight = err.Error(), ""
	}
	for _, k := range lab.Knobs(l) {
		seen := knobSeen{name: k.Name, value: k.Setting.String(), shown: shownAs(k.Setting), kind: k.Setting}
		if c, ok := k.Setting.(lab.Choice); ok {
			seen.help = c.Options[*c.At].Help
		}
		s.knobs = append(s.knobs, seen)
		s.changed = s.changed || k.Setting.Changed()
	}
	s.actions = lab.Actions(l)
	return s
}

// shownAs is a setting as the screen shows it; a text whole.
func shownAs(s lab.Setting) string {
	if _, ok := s.(lab.Text); ok {
		return strconv.Quote(s.String())
	}
	return strings.TrimSpace(s.Show())
}

// opening says which lab is open.
func (s sight) opening() string {
	info := s.lab.Info()
	text := fmt.Sprintf("The lab %s opens: %s It asks: %s", info.ID, stop(info.Title), info.Question)
	if info.Subject != "" {
		text += fmt.Sprintf(" It looks at %s.", info.Subject)
	}
	return text
}

// until lists in sentences what happened up to a later sight.
func (s sight) until(now sight) []string {
	var all []string
	switch {
	case now.lab == nil && s.lab != nil:
		all = append(all, "The program closes.")
	case now.lab == nil:
	case !s.same(now):
		all = append(all, now.opening())
	default:
		if all = s.turned(now); len(all) > 1 && !now.changed {
			all = []string{"All knobs go back to their defaults."}
		}
	}
	if s.same(now) {
		all = append(all, s.covered(now)...)
	}
	if now.complaint != "" && now.complaint != s.complaint {
		all = append(all, "The program says: "+stop(now.complaint))
	}
	return all
}

// same reports whether the same lab is open. A comparison may put another one
// of its kind in its place.
func (s sight) same(now sight) bool {
	return s.lab != nil && now.lab != nil && s.lab.Info().ID == now.lab.Info().ID
}

// turned lists the knobs that were turned.
func (s sight) turned(now sight) []string {
	var all []string
	for i, k := range now.knobs {
		if i >= len(s.knobs) || s.knobs[i].value == k.value {
			continue
		}
		all = append(all, s.knobs[i].to(k))
	}
	return all
}

// to says how a knob was turned.
func (k knobSeen) to(now knobSeen) string {
	if k.name == "view" {
		return fmt.Sprintf("The picture is now %s: %s", now.value, stop(now.help))
	}
	switch now.kind.(type) {
	case lab.Switch:
		return fmt.Sprintf("%s is switched %s.", k.name, now.value)
	case lab.Choice:
		return fmt.Sprintf("%s goes from %s to %s: %s", k.name, k.value, now.value, stop(now.help))
	case lab.Text:
		return fmt.Sprintf("%s is now %s.", k.name, now.shown)
	}
	how := "turned"
	before, err := strconv.ParseFloat(k.value, 64)
	after, err2 := strconv.ParseFloat(now.value, 64)
	if err == nil && err2 == nil {
		how = "turned up"
		if after < before {
			how = "turned down"
		}
	}
	return fmt.Sprintf("%s is %s from %s to %s.", k.name, how, k.shown, now.shown)
}

// covered says what came over the picture, and what went.
func (s sight) covered(now sight) []string {
	var all []string
	switch was, is := s.at.Page, now.at.Page; {
	case was == is:
	case is == "":
		all = append(all, fmt.Sprintf("The %s close%s.", was, third(was)))
	default:
		all = append(all, fmt.Sprintf("The %s open%s over the picture.", is, third(is)))
	}
	switch {
	case now.at.Comparing && !s.at.Comparing:
		all = append(all, "What is shown is kept as A, to be compared with what comes as B.")
	case s.at.Comparing && !now.at.Comparing:
		all = append(all, "The comparison ends.")
	}
	return all
}

// third is the s of a verb after help, not after notes.
func third(page string) string {
	if strings.HasSuffix(page, "s") {
		return ""
	}
	return "s"
}

// attention says what keys led to that changed nothing else.
func (s sight) attention(now sight) []string {
	switch {
	case now.lab == nil:
		return nil
	case now.at.Typing && !s.at.Typing:
		return []string{fmt.Sprintf("A value for %s is being typed.", now.at.Knob)}
	case now.at.Knob != s.at.Knob:
		return []string{fmt.Sprintf("The knob %s is chosen.", now.at.Knob)}
	case now.at.Page != "":
		return nil // it was scrolled
	}
	return []string{"Nothing changes."}
}

// action says what a key sets off by the lab's own account.
func (s sight) action(step *tape.Step) string {
	if s.lab == nil || s.at.Typing || s.at.Page != "" {
		return ""
	}
	key := step.Key
	if step.Kind == tape.Type {
		key = step.Text
	}
	for _, a := range s.actions {
		if strings.EqualFold(a.Key, key) || a.Key == "space" && key == " " {
			return fmt.Sprintf("That is %s: %s", a.Name, stop(a.Help))
		}
	}
	return ""
}

// inWords reads a step's keys out, as they mean in a place: letters that are
// typed into something are one text, else each is a key.
func inWords(s *tape.Step, in sight) string {
	if s.Kind == tape.Key {
		return spoken(*s) + times(s.Count)
	}
	if in.lab == nil || in.at.Typing {
		return strconv.Quote(s.Text) + " typed"
	}
	var all []string
	runes := []rune(s.Text)
	for i := 0; i < len(runes); {
		n := 1
		for i+n < len(runes) && runes[i+n] == runes[i] {
			n++
		}
		name := string(runes[i])
		if runes[i] == ' ' {
			name = "space"
		}
		all = append(all, name+times(n))
		i += n
	}
	return strings.Join(all, ", ")
}

func times(n int) string {
	switch n {
	case 1:
		return ""
	case 2:
		return " twice"
	}
	return fmt.Sprintf(" %d times", n)
}

// spoken is the name of a key in words: page up, ctrl+c.
func spoken(s tape.Step) string {
	held := heldWith(s)
	if len(s.Key) == 1 {
		return held + s.Key
	}
	var b strings.Builder
	for i, r := range s.Key {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return held + b.String()
}

// onScreen is what was found on a screen without what is drawn: on one line,
// with no bars and rules.
func onScreen(text string) string { return strings.Join(strings.Fields(undrawn(text)), " ") }

// undrawn puts blanks in the place of box drawing, blocks, shapes and braille
// (U+2500 to U+28FF), which a screen reader would spell out.
func undrawn(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x2500 && r <= 0x28ff {
			return ' '
		}
		return r
	}, text)
}

// stop ends a sentence.
func stop(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsRune(".!?:…", []rune(text)[len([]rune(text))-1]) {
		return text
	}
	return text + "."
}
