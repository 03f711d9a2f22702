package film

import (
	_ "embed"
	"fmt"
	"html"
	"strings"
	"time"

	"logitarium/ui/message"
)

//go:embed film.js
var script string

//go:embed film.html
var form string

// HTML returns the film as a page: the pictures with play, pause, seek, speed and
// chapters, what is said as text below them, and without scripts a list of
// screens. It is one file, fetches nothing and works from a disk. For a reader who
// wants less motion it begins paused.
func (f Film) HTML(words message.Printer) string {
	d := f.draw(f.End)
	say := func(id message.ID) string { return html.EscapeString(words.Print(message.New(id))) }
	var chapters, captions, screens strings.Builder
	for _, m := range f.Chapters {
		fmt.Fprintf(&chapters, `<button class="chapter" data-at="%v">%s</button>`+"\n", m.At.Seconds(), html.EscapeString(m.Text))
	}
	for i, m := range f.Captions {
		text := html.EscapeString(m.Text)
		fmt.Fprintf(&captions, `<li data-at="%v">%s</li>`+"\n", m.At.Seconds(), text)
		end := f.End
		if i+1 < len(f.Captions) {
			end = f.Captions[i+1].At - time.Nanosecond
		}
		fmt.Fprintf(&screens, "<p>%s</p>\n<pre>%s</pre>\n", text, html.EscapeString(f.last(end).Plain()))
	}
	return strings.NewReplacer(
		"{lang}", say("en"), "{title}", html.EscapeString(f.Title), "{paper}", f.On.Paper, "{ink}", f.On.Ink,
		"{moves}", d.moves+".m { animation: "+seconds(f.End)+" step-end 1 both paused }\n"+d.names,
		"{film}", `<svg id="film" role="img" `+d.frame+">\n"+d.body+"</svg>",
		"{end}", fmt.Sprint(f.End.Seconds()), "{chapters}", chapters.String(), "{captions}", captions.String(), "{screens}", screens.String(),
		"{play}", say("Play"), "{pause}", say("Pause"), "{speed}", say("Speed"), "{seek}", say("Where the lesson is"), "{said}", say("What is said"),
		"{still}", say("This page plays with scripts. Without them it shows the screen as it is at the end of each caption."),
		"{script}", script,
	).Replace(form)
}
