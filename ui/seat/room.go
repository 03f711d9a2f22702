// Package seat is a student's seat in a class: a program that follows the
// teacher's, or is the student's own. It runs on the machine of the class, and on
// a page of the student's, to which a line of text messages leads.
package seat

import (
	"logitarium/ui"
	"logitarium/ui/class"
	"logitarium/ui/lab"
)

// Room is a class as one seat in it knows it.
type Room interface {
	// Now is what the teacher shows; false as long as nobody leads.
	Now() (m Moment, led bool)
	// News is sent to when that changes, and closed when it will not any more.
	News() <-chan struct{}
	// Be says how the student takes part.
	Be(Presence)
	// Guess hands in a guess at a question, and reports whether it was taken: the
	// question may be over.
	Guess(to Ask, text string) bool
}

// Moment is what the teacher shows.
type Moment struct {
	Scene   ui.Scene
	Shown   bool         // there is a screen to follow
	Caption string       `json:",omitempty"`
	Ask     *Ask         `json:",omitempty"` // the question that waits for guesses; nil without one
	Given   bool         `json:",omitempty"` // a guess of who sits here is in
	Tally   *class.Tally `json:",omitempty"` // what the room guessed, while it is shown
	Away    bool         `json:",omitempty"` // the line to the class is broken
	Trained *Trained     `json:"-"`          // what the teacher's lab has trained; nil for who trains it too
}

// Trained is what a lab has trained, for the seats on the machine of the class: of
// many that follow none trains. A page has a processor of its own.
type Trained struct {
	Give func(to lab.Lab) bool // as of lab.Shared
}

// Ask names a question: the n-th of a chapter, from 0.
type Ask struct {
	Lesson     uint16
	Chapter, N int
}

// Presence is how somebody takes part.
type Presence struct {
	Follows bool
	Lost    bool // has raised a hand
}

// Place is where somebody is; the zero value follows the teacher.
type Place struct {
	Scene    ui.Scene
	Explores bool
}
