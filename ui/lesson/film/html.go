package film

import (
	_ "embed"
	"html/template"
	"strings"
	"time"

	"logitarium/ui/export"
	"logitarium/ui/message"
)

// HTML returns the film as a page: the pictures with play, pause, seek, speed and
// chapters, what is said as text below them, and without scripts a list of
// screens. It is one file, fetches nothing and works from a disk. For a reader who
// wants less motion it begins paused.
func (f Film) HTML(words message.Printer) (string, error) {
	d := f.draw(f.End)
	say := func(id message.ID) string { return words.Print(message.New(id)) }
	p := page{
		Title: f.Title, Lang: say("en"), Chapters: f.scenes(f.Chapters), Captions: f.scenes(f.Captions), End: f.End.Seconds(), On: f.On,
		Play: say("Play"), Pause: say("Pause"), Speed: say("Speed"), Seek: say("Where the lesson is"), Said: say("What is said"),
		Still: say("This page plays with scripts. Without them it shows the screen as it is at the end of each caption."),
		Style: template.CSS(d.moves + ".m { animation: " + seconds(f.End) + " step-end 1 both paused }\n" + d.names),
		Film:  template.HTML("<svg id=\"film\" role=\"img\" " + d.frame + ">\n" + d.body + "</svg>"),
		Run:   template.JS(script),
	}
	var b strings.Builder
	err := layout.Execute(&b, p)
	return b.String(), err
}

//go:embed film.js
var script string

//go:embed film.html
var form string

var layout = template.Must(template.New("film").Parse(form))

// page is what the form is filled with.
type page struct {
	Title, Lang                           string
	Play, Pause, Speed, Seek, Said, Still string
	Chapters, Captions                    []scene
	End                                   float64
	On                                    export.Ground
	Style                                 template.CSS
	Film                                  template.HTML
	Run                                   template.JS
}

// scene is a chapter or a caption, with the screen at its end.
type scene struct {
	At     float64
	Text   string
	Screen string
}

func (f Film) scenes(marks []Mark) []scene {
	var all []scene
	for i, m := range marks {
		end := f.End
		if i+1 < len(marks) {
			end = marks[i+1].At - time.Nanosecond
		}
		all = append(all, scene{m.At.Seconds(), m.Text, f.last(end).Plain()})
	}
	return all
}
