package lesson

import (
	"fmt"
	"strings"

	"logitarium/viz"
)

// Transcript writes a telling as plain prose, a paragraph to a line: headings,
// captions, keys in words, numbers, questions and their answers. Nothing in it
// is drawn, so that it can be read out.
func (t *Telling) Transcript() string {
	title := t.Title
	if title == "" {
		title = "A lesson"
	}
	all := []string{title, fmt.Sprintf("The transcript of a lesson of %s minutes.", Minutes(t.Length))}
	chapter := 0
	for _, p := range t.Parts {
		switch p.Kind {
		case Heading:
			chapter++
			all = append(all, fmt.Sprintf("Chapter %d: %s", chapter, p.Text))
		case Said, Pressed, Shown:
			all = append(all, p.Text)
		case Asked:
			all = append(all, fmt.Sprintf("Question %s: %s", p.Name, p.Text), fmt.Sprintf("Answer %s: %s", p.Name, p.Answer))
		}
	}
	for i, text := range all {
		all[i] = spaced(undrawn(viz.Clean(text).String()))
	}
	return strings.Join(all, "\n\n") + "\n"
}

// spaced leaves one blank between words.
func spaced(text string) string { return strings.Join(strings.Fields(text), " ") }
