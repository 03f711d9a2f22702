package lesson

import (
	_ "embed"
	"fmt"
	"html"
	"strings"

	"logitarium/ui/export"
	"logitarium/ui/message"

	"github.com/yuin/goldmark"
)

//go:embed handout.html
var handoutForm string

// Page writes the handout as a page of HTML, one file, to read or to print: its
// pictures stand in it, a question stays on its sheet, and the answers begin a new
// one. Link is as of [Telling.Handout].
func (t *Telling) Page(link func(frame Part) string, on export.Ground) (string, error) {
	var pictures []string // in the order of the page, which is not the lesson's
	if link == nil {
		link = func(p Part) string {
			pictures = append(pictures, export.SVG(p.Frame, on))
			return fmt.Sprintf("#picture-%d", len(pictures))
		}
	}
	answers := t.Words.Print(message.New("Answers"))
	var body strings.Builder
	if err := goldmark.Convert([]byte(t.Handout(link)), &body); err != nil {
		return "", err
	}
	text := body.String()
	for i, svg := range pictures {
		from := fmt.Sprintf(`<img src="#picture-%d" alt="`, i+1)
		before, rest, _ := strings.Cut(text, from)
		alt, after, _ := strings.Cut(rest, `">`)
		named := strings.Replace(svg, "<svg ", `<svg role="img" aria-label="`+alt+`" `, 1)
		text = before + named + after
	}
	// The answers' heading is the last of its words.
	heading := "<h2>" + html.EscapeString(answers) + "</h2>"
	if at := strings.LastIndex(text, heading); at >= 0 {
		text = text[:at] + strings.Replace(heading, "<h2>", `<h2 class="answers">`, 1) + text[at+len(heading):]
	}
	return strings.NewReplacer("{lang}", t.Words.Print(message.New("en")), "{title}", html.EscapeString(t.heading()), "{body}", text).Replace(handoutForm), nil
}
