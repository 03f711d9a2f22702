package lesson

import (
	"regexp"
	"slices"
	"strconv"

	"logitarium/ui/lab"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/viz"
)

// secret is a question, from when it is asked until the next caption, and what
// the picture said before it.
type secret struct {
	ask  *tape.Step
	said []string // the sentences of the picture; none if they were covered
}

// keepSecret warns of what tells an answer before its question is asked: a
// question hides the sentence of the picture and some readings, but only once it
// stands.
func (c *checker) keepSecret(r *Run, s *tape.Step) {
	switch {
	case r.stage.shell == nil || r.clock == 0: // nothing was seen yet
	case s.Kind == tape.Ask:
		c.asked = secret{ask: s}
		if !r.covered {
			c.asked.said = r.sentences()
		}
		c.readBefore(r, s)
	case s.Kind == tape.Say && c.asked.ask != nil:
		c.readAgain(r)
		c.asked = secret{}
	}
}

// sentenceEnd ends a sentence, in either language.
var sentenceEnd = regexp.MustCompile(`[.?!] |[。？！]`)

// sentences is what the picture says, sentence by sentence.
func (r *Run) sentences() []string { return sentenceEnd.Split(r.print(look(r).insight), -1) }

// readAgain warns if most of what the picture says now that the question is
// answered stood there before: what the question hid was known. If the answer is
// a number, what has not changed is about something else.
func (c *checker) readAgain(r *Run) {
	if figure.MatchString(c.asked.ask.Answer) {
		return
	}
	known, whole := 0, 0 // bytes
	for _, s := range r.sentences() {
		if whole += len(s); slices.Contains(c.asked.said, s) {
			known += len(s)
		}
	}
	if 2*known > whole {
		c.warn(c.asked.ask.Pos, "what the picture says after the answer it says before the question, which hides it; put a #@ cover in front")
	}
}

// readBefore warns of a reading that the answer gives, if it can be read until the
// question covers it and all that is expected of the answer was so already.
func (c *checker) readBefore(r *Run, ask *tape.Step) {
	l, _ := r.stage.shell.Lab()
	if l == nil {
		return
	}
	var given []tape.Step
	for _, e := range c.tape.Steps[c.place[ask.Pos]+1:] {
		if e.Kind == tape.Say || e.Kind == tape.Ask {
			break
		}
		if e.Kind != tape.Expect || e.Op != "=" || !e.Numeric {
			continue
		}
		f, err := lookUp(l, e.Name)
		if ok, _ := f.holds(&e); err != nil || !ok {
			return
		}
		if gives(ask.Answer, e.Number) {
			given = append(given, e)
		}
	}
	if len(given) == 0 {
		return
	}
	r.attend(false)
	words := Words(c.tape)
	for _, on := range looks {
		text := r.stage.shell.GridIn(RoomFor(c.tape, on.size, on.look, words), viz.Theme{}, on.look, words).Plain()
		for _, e := range given {
			if name := r.print(message.Label("reading", lab.NameNow(l, e.Name))); reads(text, name, e.Text) {
				c.warn(ask.Pos, "%s %s can be read on a screen of %s before it is asked for; put a #@ cover in front", name, e.Text, on.name)
			}
		}
	}
}

// gives reports whether a text has a number, however short.
func gives(text string, number float64) bool {
	for _, m := range figure.FindAllString(text, -1) {
		if v, err := strconv.ParseFloat(plainFigure(m), 64); err == nil && v == number {
			return true
		}
	}
	return false
}

// reads reports whether a screen shows a reading by its name with a value.
func reads(screen, name, value string) bool {
	shown := regexp.MustCompile(`(?i)(?:^|[\s│])` + regexp.QuoteMeta(name) + ` +` + regexp.QuoteMeta(value) + `(?:\s|$)`)
	return shown.MatchString(screen)
}
