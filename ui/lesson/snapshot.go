package lesson

import (
	"strconv"
	"strings"
	"unicode"

	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
)

// snapshot is what a lesson shows at one moment, as data: two of them tell what
// happened between them.
type snapshot struct {
	set       bool         // it was looked at
	lab       lab.Lab      // nil at the prompt and on the map
	chart     message.Text // what the map is of; empty unless it is in front
	stop      message.Text // that is chosen on it
	knobs     []knobSeen
	changed   bool // a knob is not at its default
	at        ui.Focus
	actions   []lab.Action
	insight   message.Text
	complaint message.Text
}

// knobSeen is a knob as it stood.
type knobSeen struct {
	name, value string
	shown, help message.Text
	kind        lab.Setting
}

func look(r *Run) snapshot {
	m := r.stage.shell
	if m == nil {
		return snapshot{set: true, complaint: r.stage.prompt.said}
	}
	l, err := m.Lab()
	if c := m.Map(); c != nil {
		return snapshot{set: true, chart: c.Headline(), stop: c.Stop(), at: m.Focus(), insight: c.Says(), complaint: m.Complaint()}
	}
	if l == nil {
		return snapshot{set: true}
	}
	s := snapshot{set: true, lab: l, at: m.Focus(), insight: lab.Sentence(l), complaint: m.Complaint()}
	if err != nil {
		s.complaint, s.insight = message.Of(err), message.Text{}
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
func shownAs(s lab.Setting) message.Text {
	switch setting := s.(type) {
	case lab.Text:
		return message.Verbatim(`"` + s.String() + `"`) // as it is typed: \n ends a line
	case lab.Choice:
		return setting.Options[*setting.At].Label()
	case lab.Switch:
		return message.Label("value", s.String())
	}
	if shown := strings.TrimSpace(s.Show(message.Printer{})); shown != s.String() {
		return message.Verbatim(shown)
	}
	return message.Label("value", s.String())
}

// opening says which lab is open.
func (s snapshot) opening() message.Text {
	info := s.lab.Info()
	opens := message.New("The lab %s opens: %v It asks: %v", info.ID, stop(message.New(info.Title)), info.Question)
	if info.Subject == "" {
		return opens
	}
	return message.Join(opens, message.New("It looks at %s.", info.Subject))
}

// until lists in sentences what happened up to a later sight.
func (s snapshot) until(now snapshot) []message.Text {
	var all []message.Text
	switch {
	case !now.chart.Empty() && s.chart.Empty():
		all = append(all, message.New("The map opens: %v", stop(now.chart)))
	case !now.chart.Empty():
		if now.stop.String() != s.stop.String() {
			all = append(all, message.New("The chosen stop is now %v.", now.stop))
		}
	case now.lab == nil && (s.lab != nil || !s.chart.Empty()):
		all = append(all, message.New("The program closes."))
	case now.lab == nil:
	case !s.same(now):
		all = append(all, now.opening())
	default:
		if all = s.turned(now); len(all) > 1 && !now.changed {
			all = []message.Text{message.New("All knobs go back to their defaults.")}
		}
	}
	if s.same(now) {
		all = append(all, s.covered(now)...)
	}
	if !now.complaint.Empty() && now.complaint.String() != s.complaint.String() {
		all = append(all, message.New("The program says: %v", stop(now.complaint)))
	}
	return all
}

// same reports whether the same lab is open. A comparison may put another one
// of its kind in its place.
func (s snapshot) same(now snapshot) bool {
	return s.lab != nil && now.lab != nil && s.lab.Info().ID == now.lab.Info().ID
}

// turned lists the knobs that were turned.
func (s snapshot) turned(now snapshot) []message.Text {
	var all []message.Text
	for i, k := range now.knobs {
		if i >= len(s.knobs) || s.knobs[i].value == k.value {
			continue
		}
		all = append(all, s.knobs[i].to(k))
	}
	return all
}

// to says how a knob was turned.
func (k knobSeen) to(now knobSeen) message.Text {
	if k.name == lab.ViewKnob {
		return message.New("The picture is now %v: %v", message.Label("view", now.value), stop(now.help))
	}
	knob := message.Label("knob", k.name)
	switch now.kind.(type) {
	case lab.Switch:
		if now.value == "on" {
			return message.New("%v is switched on.", knob)
		}
		return message.New("%v is switched off.", knob)
	case lab.Choice:
		return message.New("%v goes from %v to %v: %v", knob, k.shown, now.shown, stop(now.help))
	case lab.Text:
		return message.New("%v is now %v.", knob, now.shown)
	}
	before, err := strconv.ParseFloat(k.value, 64)
	after, err2 := strconv.ParseFloat(now.value, 64)
	switch {
	case err != nil || err2 != nil:
		return message.New("%v is turned from %v to %v.", knob, k.shown, now.shown)
	case after < before:
		return message.New("%v is turned down from %v to %v.", knob, k.shown, now.shown)
	}
	return message.New("%v is turned up from %v to %v.", knob, k.shown, now.shown)
}

// opens and closes say of a page that it came, and went.
var (
	opens = map[string]message.ID{
		"help": "The help opens over the picture.", "notes": "The notes open over the picture.", "lessons": "The lessons open over the picture.",
	}
	closes = map[string]message.ID{"help": "The help closes.", "notes": "The notes close.", "lessons": "The lessons close."}
)

// covered says what came over the picture, and what went.
func (s snapshot) covered(now snapshot) []message.Text {
	var all []message.Text
	switch was, is := s.at.Page, now.at.Page; {
	case was == is:
	case is == "":
		all = append(all, message.New(closes[was]))
	default:
		all = append(all, message.New(opens[is]))
	}
	switch {
	case now.at.Comparing && !s.at.Comparing:
		all = append(all, message.New("What is shown is kept as A, to be compared with what comes as B."))
	case s.at.Comparing && !now.at.Comparing:
		all = append(all, message.New("The comparison ends."))
	}
	return all
}

// attention says what keys led to that changed nothing else.
func (s snapshot) attention(now snapshot) []message.Text {
	switch {
	case now.lab == nil:
		return nil
	case now.at.Typing && !s.at.Typing:
		return []message.Text{message.New("A value for %v is being typed.", message.Label("knob", now.at.Knob))}
	case now.at.Knob != s.at.Knob:
		return []message.Text{message.New("The knob %v is chosen.", message.Label("knob", now.at.Knob))}
	case now.at.Page != "":
		return nil // it was scrolled
	}
	return []message.Text{message.New("Nothing changes.")}
}

// action says what a key sets off by the lab's own account.
func (s snapshot) action(step *tape.Step) message.Text {
	if s.lab == nil || s.at.Typing || s.at.Page != "" {
		return message.Text{}
	}
	key := step.Key
	if step.Kind == tape.Type {
		key = step.Text
	}
	for _, a := range s.actions {
		if strings.EqualFold(a.Key, key) || a.Key == "space" && key == " " {
			return message.New("That is %v: %v", message.Label("action", a.Name), stop(message.New(a.Help)))
		}
	}
	return message.Text{}
}

// inWords reads a step's keys out, as they mean in a place: letters that are
// typed into something are one text, else each is a key.
func inWords(s *tape.Step, in snapshot) message.Text {
	if s.Kind == tape.Key {
		return times(spoken(*s), s.Count)
	}
	if in.lab == nil || in.at.Typing {
		return message.New("%q typed", s.Text)
	}
	var all []message.Text
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
		all = append(all, times(name, n))
		i += n
	}
	return message.Series(all...)
}

// times is a key that is pressed once or more.
func times(key string, n int) message.Text {
	switch n {
	case 1:
		return message.Verbatim(key)
	case 2:
		return message.New("%s twice", key)
	}
	return message.New("%s %d times", key, n)
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
func stop(t message.Text) message.Text {
	text := []rune(strings.TrimSpace(t.String()))
	if len(text) == 0 || strings.ContainsRune(".!?:…", text[len(text)-1]) {
		return t
	}
	return message.New("%v.", t)
}
