package lesson

import (
	"fmt"
	"strings"

	"logitarium/viz"
)

// Handout writes a telling as Markdown: captions and frames, questions with
// room for an answer, the commands that open what is shown, and at the end the
// answers. Link returns the path of the picture of a frame; if it is nil the
// frames stand in the text.
func (t *Telling) Handout(link func(frame Part) string) string {
	var b strings.Builder
	block := func(text string) {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(text + "\n")
	}
	title := t.Title
	if title == "" {
		title = "A lesson"
	}
	block("# " + inline(title))
	var answers []string
	said := "the screen"
	for _, p := range t.Parts {
		switch p.Kind {
		case Heading:
			block("## " + inline(p.Text))
			said = p.Text
		case Said:
			block(inline(p.Text))
		case Pressed:
			block("*" + inline(p.Text) + "*")
		case Shown:
			block("> " + inline(p.Text))
		case Asked:
			block("**Question " + p.Name + ".** " + inline(p.Text))
			block("Your answer:")
			block(strings.Repeat(`\_`, 40))
			answers = append(answers, "**Answer "+p.Name+".** "+inline(p.Answer))
		case Pictured:
			if link == nil {
				block(fenced("text", strings.TrimRight(p.Frame.Plain(), "\n ")))
			} else {
				block(fmt.Sprintf("![%s](<%s>)", inline(said), destination(link(p))))
			}
			if p.Command != "" {
				block("Open it yourself:")
				block(fenced("sh", viz.Clean(p.Command).String()))
			}
		}
	}
	if len(answers) > 0 {
		block("## Answers")
		for _, a := range answers {
			block(a)
		}
	}
	return b.String()
}

// inline writes a text so that Markdown has nothing to read into it.
func inline(text string) string {
	const signs = "\\`*_[]<>&~|#$!"
	text = spaced(viz.Clean(text).String())
	var b strings.Builder
	for i, r := range text {
		opens := strings.ContainsRune("+-=", r) && i == 0
		// 1. and 1) begin a list where they begin a line.
		ends := i+1 == len(text) || text[i+1] == ' '
		lists := (r == '.' || r == ')') && i > 0 && ends && strings.Trim(text[:i], "0123456789") == ""
		if opens || lists || strings.ContainsRune(signs, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// destination writes a path between < and > of a link.
func destination(path string) string {
	return strings.NewReplacer(`\`, `\\`, "<", `\<`, ">", `\>`, "&", `\&`, "\n", " ").Replace(path)
}

// fenced is a block of code, in a fence that nothing in it can close.
func fenced(language, text string) string {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence + language + "\n" + text + "\n" + fence
}
