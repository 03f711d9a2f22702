package lesson

import (
	"strings"

	"logitarium/ui/message"
	"logitarium/viz"
)

// Transcript writes a telling as plain prose, a paragraph to a line: headings,
// captions, keys in words, numbers, questions and their answers. Nothing in it
// is drawn, so that it can be read out.
func (t *Telling) Transcript() string {
	words := func(id message.ID, args ...any) string { return t.Words.Print(message.New(id, args...)) }
	all := []string{t.heading(), words("The transcript of a lesson of %s minutes.", Minutes(t.Length))}
	if len(t.Parts) > 0 && t.Parts[0].Kind == Titled {
		all[1] = words("The transcript of a course of %s minutes.", Minutes(t.Length))
	}
	chapter := 0
	for _, p := range t.Parts {
		switch p.Kind {
		case Titled:
			chapter = 0
			all = append(all, words("Lesson %s: %s", p.Name, p.Text))
		case Heading:
			chapter++
			all = append(all, words("Chapter %d: %s", chapter, p.Text))
		case Said, Pressed, Shown:
			all = append(all, p.Text)
		case Asked:
			all = append(all, words("Question %s: %s", p.Name, p.Text), words("Answer %s: %s", p.Name, p.Answer))
		}
	}
	for i, text := range all {
		all[i] = spaced(undrawn(viz.Clean(text).String()))
	}
	return strings.Join(all, "\n\n") + "\n"
}

// heading is the title, or what stands for one.
func (t *Telling) heading() string {
	if t.Title != "" {
		return t.Title
	}
	return t.Words.Print(message.New("A lesson"))
}

// spaced leaves one blank between words.
func spaced(text string) string { return strings.Join(strings.Fields(text), " ") }
