package lesson

import (
	"fmt"
	"strings"

	"logitarium/ui/message"
	"logitarium/viz"
)

// Handout writes a telling as Markdown: what is said up to a question, the
// question with the screen as it then stands and room for an answer, and at the
// end, after all chapters, each answer with what was done, said and pictured to
// show it. What a tape tests is not printed. Link returns the path of the
// picture of a frame; if it is nil the frames stand in the text.
func (t *Telling) Handout(link func(frame Part) string) string {
	words := func(id message.ID, args ...any) string { return t.Words.Print(message.New(id, args...)) }
	page, answers := blocks{link: link, words: t.Words, said: words("the screen")}, blocks{link: link, words: t.Words}
	page.add("# " + inline(t.heading()))
	on := &page // what is told now
	chapter, lesson := "## ", Part{}
	for i, p := range t.Parts {
		switch p.Kind {
		case Titled:
			on, chapter, lesson = &page, "### ", p
			page.add("## " + inline(p.Name+" "+p.Text))
			page.said = p.Text
		case Heading:
			on = &page
			page.add(chapter + inline(p.Text))
			page.said = p.Text
		case Asked:
			page.add(words("**Question %s.** %s", p.Name, inline(p.Text)))
			if next := i + 1; next < len(t.Parts) && t.Parts[next].Kind == Pictured {
				page.picture(t.Parts[next])
			}
			page.add(words("Your answer:"))
			page.add(strings.Repeat(`\_`, 40))
			if lesson.Text != "" {
				answers.add("### " + inline(lesson.Name+" "+lesson.Text))
				lesson.Text = ""
			}
			answers.add(words("**Answer %s.** %s", p.Name, inline(p.Answer)))
			answers.said = words("answer %s", p.Name)
			on = &answers
		case Said:
			on.add(inline(p.Text))
		case Pressed:
			on.add("*" + inline(p.Text) + "*")
		case Pictured:
			if i == 0 || t.Parts[i-1].Kind != Asked {
				on.picture(p)
			}
		}
	}
	if answers.text.Len() == 0 {
		return page.text.String()
	}
	page.add("## " + words("Answers"))
	return page.text.String() + "\n" + answers.text.String()
}

// blocks is a part of a page, in paragraphs.
type blocks struct {
	text  strings.Builder
	link  func(frame Part) string
	words message.Printer
	said  string // what a picture is called
}

func (b *blocks) add(text string) {
	if b.text.Len() > 0 {
		b.text.WriteByte('\n')
	}
	b.text.WriteString(text + "\n")
}

func (b *blocks) picture(p Part) {
	if b.link == nil {
		b.add(fenced("text", strings.TrimRight(p.Frame.Plain(), "\n ")))
	} else {
		b.add(fmt.Sprintf("![%s](<%s>)", inline(b.said), destination(b.link(p))))
	}
	if p.Command != "" {
		b.add(b.words.Print(message.New("Open it yourself:")))
		b.add(fenced("sh", viz.Clean(p.Command).String()))
	}
}

// inline writes a text so that Markdown has nothing to read into it, and so that a
// number and its unit stay on one line.
func inline(text string) string {
	const signs = "\\`*_[]<>&~|#$!"
	text = viz.Clean(spaced(viz.Clean(text).String())).Bound().String()
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
