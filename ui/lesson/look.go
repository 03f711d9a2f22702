package lesson

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/viz"
)

// looks are the screens that a lesson has to be readable on.
var looks = []struct {
	size viz.Size
	look ui.Chrome
	name message.ID
}{
	{smallest, ui.WithoutFooter, "60x18"},
	{usual, ui.WithoutFooter, "80x24"},
	{large, ui.WithoutFooter, "120x40"},
	{smallest, ui.Presenting, "60x18 with --present"},
	{usual, ui.Presenting, "80x24 with --present"},
	{large, ui.Presenting, "120x40 with --present"},
}

// lookAround warns of names and numbers in a caption or a question that a screen
// does not show, although the lesson's own screen or the lab has them.
func (c *checker) lookAround(r *Run, said *tape.Step) {
	s := r.stage.shell
	if s == nil {
		return
	}
	r.attend(false)
	l, _ := s.Lab()
	if l == nil && s.Map() == nil {
		return
	}
	terms := termsOf(said.Text, l, r.stage.grid().Plain())
	if said.Kind == tape.Ask { // a number in a question is given by it
		terms = slices.DeleteFunc(terms, func(t term) bool { return t.number })
	}
	for _, on := range looks {
		words := Words(c.tape)
		size := RoomFor(c.tape, on.size, on.look, words)
		text := s.GridIn(size, viz.Theme{}, on.look, words).Plain()
		if on.look == ui.Presenting {
			text += "\n" + strings.Join(s.Large(), "\n") + "\n"
		}
		var missed []string
		for _, t := range terms {
			if !t.in(text) {
				missed = append(missed, t.text)
			}
		}
		if len(missed) > 0 {
			c.warn(said.Pos, "it speaks of %s, not seen on a screen of %s", strings.Join(missed, ", "), on.name)
		}
		if said.Kind != tape.Ask {
			continue
		}
		_, chapter := r.Chapter()
		for _, t := range answerTerms(*said) {
			if t.in(text) || t.in(chapter) {
				c.warn(said.Pos, "the answer, %s, stands on a screen of %s while the question is open", t.text, on.name)
			}
		}
	}
}

// answerTerms lists what of an answer would give it away on a screen: its
// numbers of two digits and more, for a 0.000 stands on many screens and means
// nothing, and what it begins with if that is one word. What the question
// itself says gives nothing away, within other words too: Chinese has no blanks
// between them.
func answerTerms(ask tape.Step) []term {
	var all []term
	for _, m := range figure.FindAllString(ask.Answer, -1) {
		if v, ok := readFigure(m); ok && len(strings.Trim(strings.NewReplacer(".", "", "-", "").Replace(plainFigure(m)), "0")) > 1 {
			all = append(all, term{text: m, number: true, value: v})
		}
	}
	const least = 4 // letters: shorter words are everywhere
	if word := lead(ask.Answer); !strings.Contains(word, " ") && len(word) >= least && !unicode.IsDigit(rune(word[0])) {
		all = append(all, term{text: word})
	}
	question := strings.ToLower(ask.Text)
	return slices.DeleteFunc(all, func(t term) bool {
		return t.in(ask.Text) || !t.number && strings.Contains(question, strings.ToLower(t.text))
	})
}

// term is a name or a number in a caption.
type term struct {
	text   string
	number bool
	value  float64
}

// quoted is a name in single quotes.
var quoted = regexp.MustCompile(`(?:^|[\s(,.])'([^']+)'`)

// year is a number that dates something, more often than not.
var year = regexp.MustCompile(`^(?:19|20)\d\d$`)

// termsOf lists the names and numbers in a text that a screen should show: what
// is on the lesson's own screen, or belongs to the lab, if one is open.
func termsOf(text string, l lab.Lab, own string) []term {
	var all []term
	add := func(t term) {
		if !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	for _, m := range quoted.FindAllStringSubmatch(text, -1) {
		if t := (term{text: m[1]}); t.in(own) || l != nil && isOf(l, m[1]) {
			add(t)
		}
	}
	var readings []lab.Reading
	if l != nil {
		readings = lab.Readings(l)
	}
	for _, m := range figure.FindAllString(text, -1) {
		v, ok := readFigure(m)
		if !ok || year.MatchString(m) {
			continue
		}
		t := term{text: strings.TrimRight(m, ","), number: true, value: v}
		isReading := slices.ContainsFunc(readings, func(rd lab.Reading) bool { return valueAt(m, rd) >= 0 })
		if isReading || t.in(own) {
			add(t)
		}
	}
	return all
}

// isOf reports whether a lab has a reading or a knob of a name.
func isOf(l lab.Lab, name string) bool {
	name = lab.NameNow(l, name)
	return slices.ContainsFunc(lab.Readings(l), func(r lab.Reading) bool { return r.Name == name }) ||
		slices.ContainsFunc(lab.Knobs(l), func(k lab.Knob) bool { return k.Name == name })
}

// readFigure is the value of a number that has digits enough to mean one thing.
func readFigure(text string) (float64, bool) {
	const meaningful = 3 // characters: fewer are the value of too much
	plain := plainFigure(text)
	v, err := strconv.ParseFloat(plain, 64)
	return v, err == nil && len(strings.TrimLeft(plain, "-")) >= meaningful
}

func plainFigure(text string) string {
	return strings.NewReplacer("−", "-", ",", "").Replace(strings.TrimRight(text, ","))
}

// in reports whether a screen shows it: a name as it is written, or the end of
// a long one behind …; a number also with more digits.
func (t term) in(screen string) bool {
	if !t.number {
		const least = 8 // bytes that are to be seen of a name that is cut
		screen, name := strings.ToLower(screen), strings.ToLower(t.text)
		for i := 0; i <= max(len(name)-least, 0); i++ {
			if i == 0 && wordAt(screen, name) >= 0 || i > 0 && strings.Contains(screen, "…"+name[i:]) {
				return true
			}
		}
		return false
	}
	half := halfDigit(plainFigure(t.text)) * (1 + 1e-9)
	for _, m := range figure.FindAllString(screen, -1) {
		if v, err := strconv.ParseFloat(plainFigure(m), 64); err == nil && math.Abs(v-t.value) <= half {
			return true
		}
	}
	return strings.Contains(screen, fmt.Sprint(t.text))
}
