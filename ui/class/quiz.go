// Package class is a room that guesses together: the questions of a lesson, what
// each student guessed, as a code that can be read out, pasted or shown to a
// camera, and what the room guessed as a whole. A code holds no name, no state
// and no text.
package class

import (
	"crypto/sha256"
	"encoding/binary"

	"logitarium/ui/lesson"
	"logitarium/ui/lesson/tape"
)

// A Quiz is the questions of a lesson, by chapter.
type Quiz struct {
	Title    string
	Lesson   uint16 // tells this quiz from others: two bytes of a hash of the questions
	Chapters []Chapter
}

// A Chapter is one of a lesson with its questions, of which it may have none.
type Chapter struct {
	Name      string
	Questions []Question
}

// A Question is what is asked, and what is right.
type Question struct {
	Text, Answer string
	Right, Wrong []string // other forms of the answer, and answers that are none
}

// Of returns the quiz of a lesson. Questions before the first chapter belong to
// the first.
func Of(t *tape.Tape) Quiz {
	q := Quiz{Title: t.Title}
	hash := sha256.New()
	named := false
	for _, s := range t.Steps {
		switch s.Kind {
		case tape.Chapter:
			if !named && len(q.Chapters) > 0 {
				q.Chapters[0].Name, named = s.Text, true
				continue
			}
			named = true
			q.Chapters = append(q.Chapters, Chapter{Name: s.Text})
		case tape.Ask:
			if len(q.Chapters) == 0 {
				q.Chapters = append(q.Chapters, Chapter{})
			}
			c := &q.Chapters[len(q.Chapters)-1]
			c.Questions = append(c.Questions, Question{Text: s.Text, Answer: s.Answer, Right: s.Right, Wrong: s.Wrong})
			for _, part := range append([]string{s.Text, s.Answer}, s.Wrong...) {
				hash.Write([]byte(part + "\x00"))
			}
		}
	}
	q.Lesson = binary.BigEndian.Uint16(hash.Sum(nil))
	return q
}

// caption is the question as a lesson shows it after a guess.
func (q Question) caption(guess string) lesson.Caption {
	return lesson.Caption{Question: true, Answered: true, Guess: guess, Answer: q.Answer, Right: q.Right, Wrong: q.Wrong}
}

// Guessed tells what a guess at this question is.
func (q Question) Guessed(guess string) Guess { return Guessed(q.caption(guess)) }

// number is the answer, if it is one.
func (q Question) number() (v float64, ok bool) {
	r := q.caption(q.Answer).Reply()
	return r.Number, r.Numeric
}
