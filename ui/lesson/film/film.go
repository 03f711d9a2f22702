// Package film makes moving pictures of a lesson that need no other program: an
// animated SVG, a page of HTML, a GIF. Each follows from the film alone, to the
// byte.
package film

import (
	"time"

	"logitarium/ui/export"
	"logitarium/viz"
)

// Film is what is seen of a lesson, and when.
type Film struct {
	Title string // text that is safe to show
	Size  viz.Size
	On    export.Ground
	// Shots are the screens, each from its time to the next one's. They are in
	// the order of their times, which differ, and the first is at 0.
	Shots    []Shot
	Chapters []Marker // in the order of their times, as the captions
	Captions []Marker
	End      time.Duration // of the last shot
}

// Shot is a screen, from a time on.
type Shot struct {
	At   time.Duration
	Grid viz.Grid
}

// Marker is a chapter or a caption, from a time on.
type Marker struct {
	At   time.Duration
	Text string
}

// Rest is how long a film that repeats stands still at its end.
const Rest = 2 * time.Second

// Chapter is the part of the film that a chapter has, from 1 on. It panics if
// there is no such chapter.
func (f Film) Chapter(n int) Film {
	from, to := f.Chapters[n-1].At, f.End
	if n < len(f.Chapters) {
		to = f.Chapters[n].At
	}
	part := f
	part.Shots, part.Chapters, part.Captions, part.End = []Shot{{0, f.last(from)}}, nil, nil, to-from
	for _, s := range f.Shots {
		if s.At > from && s.At < to {
			part.Shots = append(part.Shots, Shot{s.At - from, s.Grid})
		}
	}
	within := func(marks []Marker) (some []Marker) {
		for _, m := range marks {
			if m.At >= from && m.At < to {
				some = append(some, Marker{m.At - from, m.Text})
			}
		}
		return some
	}
	part.Chapters, part.Captions = within(f.Chapters), within(f.Captions)
	return part
}

// last is the shot that is seen at a time.
func (f Film) last(at time.Duration) viz.Grid {
	g := f.Shots[0].Grid
	for _, s := range f.Shots {
		if s.At > at {
			break
		}
		g = s.Grid
	}
	return g
}

// thin returns the shots of a film with at most so many a second: of those that
// fall into one frame, the last.
func thin(shots []Shot, fps float64) []Shot {
	var kept []Shot
	before := -1
	for _, s := range shots {
		frame := int(s.At.Seconds() * fps)
		if s.At = time.Duration(float64(frame) / fps * float64(time.Second)); frame == before {
			kept[len(kept)-1] = s
			continue
		}
		kept, before = append(kept, s), frame
	}
	return kept
}
