// Package lesson plays tapes on the program: live, into a recording, as a
// test, and as a page to read.
package lesson

import (
	"time"

	"logitarium/ui"
	"logitarium/ui/lesson/tape"
	"logitarium/viz"
)

// Halt says why the run doesn't go on, or that it does.
func (r *Run) Halt() Halt { return r.halt }

// Caption is what is said now.
func (r *Run) Caption() Caption { return r.caption }

// Note is the speaker's note that holds now.
func (r *Run) Note() string { return r.note }

// Chapter is the chapter's number and name; -1 before the first.
func (r *Run) Chapter() (int, string) {
	if r.chapter < 0 {
		return -1, ""
	}
	return r.chapter, r.Chapters()[r.chapter].Name
}

// Clock is the time shown so far: hidden steps take none.
func (r *Run) Clock() time.Duration { return r.clock }

// Hidden reports whether the tape hides what happens now.
func (r *Run) Hidden() bool { return r.hidden }

// At is the index of the current step, or of the next one.
func (r *Run) At() int { return r.at }

// Done is how many steps happened: a question counts when it is asked.
func (r *Run) Done() int {
	if r.at < len(r.steps) && r.count > 0 && r.steps[r.at].Kind == tape.Ask {
		return r.at + 1
	}
	return r.at
}

// Grid is the program's part of the screen.
func (r *Run) Grid() viz.Grid {
	r.attend(false)
	return r.stage.grid()
}

// Shell is the program that is open, nil at the prompt.
func (r *Run) Shell() *ui.Model { return r.stage.shell }

// Resize gives the program's part of the screen a size.
func (r *Run) Resize(size viz.Size) { r.stage.resize(size) }

// Dress gives it a theme.
func (r *Run) Dress(theme viz.Theme, look ui.Chrome) { r.stage.dress(theme, look) }

// Keep returns a function that puts the run and the program back to where they
// are now: for somebody who takes over for a while.
func (r *Run) Keep() (restore func()) {
	m := mark{r.moment, r.stage.keep()}
	return func() { r.restore(m) }
}

// Failures are the expectations that did not hold so far, in order.
func (r *Run) Failures() []Failure { return r.failures }
