package lesson

import (
	"fmt"
	"path"
	"time"

	"logitarium/ui/lesson/cast"
	"logitarium/ui/lesson/film"
	"logitarium/ui/message"
	"logitarium/viz"
)

// JoinTellings makes one telling of several: each begins with its title, its
// questions are numbered as in 2.3, and its pictures are in a folder of its name.
func JoinTellings(title string, names []string, all []*Telling) *Telling {
	whole := &Telling{Title: title}
	for i, t := range all {
		whole.Words = t.Words
		whole.Length += t.Length
		whole.Parts = append(whole.Parts, Part{Kind: Titled, Text: t.heading(), Name: fmt.Sprint(i + 1)})
		for _, p := range t.Parts {
			switch p.Kind {
			case Asked:
				p.Name = fmt.Sprintf("%d.%s", i+1, p.Name)
			case Pictured:
				p.Name = path.Join(names[i], p.Name)
			}
			whole.Parts = append(whole.Parts, p)
		}
	}
	return whole
}

// between is how long the end of a lesson stands before the next begins.
const between = time.Second

// JoinRecorded makes one recording of several, one after the other. Chapters have
// the name of their lesson before them. The error says that they are not of one
// size.
func JoinRecorded(title string, names []string, all []Recorded) (Recorded, error) {
	var whole Recorded
	whole.Lang, whole.Cast.Header = all[0].Lang, all[0].Cast.Header
	whole.Film.Size, whole.Film.On = all[0].Film.Size, all[0].Film.On
	title = viz.Clean(title).String()
	whole.Cast.Title, whole.Film.Title = title, title
	from := time.Duration(0)
	for i, r := range all {
		if r.Film.Size != whole.Film.Size {
			return Recorded{}, message.Errorf("%s is %dx%d, and %s is %dx%d: --size makes them of one size",
				names[0], whole.Film.Size.W, whole.Film.Size.H, names[i], r.Film.Size.W, r.Film.Size.H)
		}
		named := func(chapter string) string { return viz.Cleanf("%s: %s", names[i], chapter).String() }
		for _, e := range r.Cast.Events {
			switch {
			case e.Code == cast.Exit && i < len(all)-1:
				continue
			case e.Code == cast.Marker:
				e.Data = named(e.Data)
			}
			e.At += from
			whole.Cast.Events = append(whole.Cast.Events, e)
		}
		for _, s := range r.Film.Shots {
			whole.Film.Shots = append(whole.Film.Shots, film.Shot{At: s.At + from, Grid: s.Grid})
		}
		for _, m := range r.Film.Chapters {
			whole.Film.Chapters = append(whole.Film.Chapters, film.Marker{At: m.At + from, Text: named(m.Text)})
		}
		for _, m := range r.Film.Captions {
			whole.Film.Captions = append(whole.Film.Captions, film.Marker{At: m.At + from, Text: m.Text})
		}
		for _, f := range r.Frames {
			whole.Frames = append(whole.Frames, Screenshot{path.Join(names[i], f.Name), f.Grid})
		}
		whole.Failures = append(whole.Failures, r.Failures...)
		whole.Film.End = from + r.Film.End
		from = whole.Film.End + between
	}
	return whole, nil
}
