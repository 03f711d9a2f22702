package course

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"logitarium/ui/message"
)

// Progress is what somebody did of a course.
type Progress struct {
	Course  string          `json:"course"` // its title
	Lessons map[string]Done `json:"lessons"`
}

// Done is what was done of a lesson.
type Done struct {
	Finished bool     `json:"finished"` // it was seen to its end
	Answers  []Answer `json:"answers,omitempty"`
}

// Answer is a guess at a question of a lesson; the last counts.
type Answer struct {
	Question string `json:"question"`
	Guess    string `json:"guess,omitempty"` // empty: the answer was looked at
	Right    bool   `json:"right,omitempty"`
}

// MaxProgress is how many bytes a file may have.
const MaxProgress = 1 << 20

// format begins a file, so that another is not taken for one.
const format = "logitarium-progress-1"

// file is how progress is written.
type file struct {
	Format string `json:"format"`
	Progress
}

// ReadProgress reads a file as [Progress.File] writes it, for a course.
func ReadProgress(text []byte, c *Course) (Progress, error) {
	if len(text) > MaxProgress {
		return Progress{}, message.Errorf("it is longer than %d bytes", MaxProgress)
	}
	var f file
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil || f.Format != format {
		return Progress{}, message.Errorf("it is no progress in a course, which begins with %q", `{"format": "`+format+`"`)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Progress{}, message.Errorf("something follows the progress")
	}
	if f.Course != c.Title {
		return Progress{}, message.Errorf("it is the progress in another course, %q; this one is %q", f.Course, c.Title)
	}
	return f.Progress, nil
}

// File writes progress as a file.
func (p Progress) File() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(file{format, p}) // texts, into memory
	return b.Bytes()
}

// Score is how many of some questions were answered, and rightly.
type Score struct{ Asked, Answered, Right int }

// Of counts the answers to a lesson's questions. Answers to what it does not ask
// any more don't count.
func (d Done) Of(questions []string) Score {
	s := Score{Asked: len(questions)}
	for _, q := range questions {
		if a, ok := d.Answer(q); ok && a.Guess != "" {
			s.Answered++
			if a.Right {
				s.Right++
			}
		}
	}
	return s
}

// Answer is what was guessed at a question.
func (d Done) Answer(question string) (Answer, bool) {
	for _, a := range d.Answers {
		if a.Question == question {
			return a, true
		}
	}
	return Answer{}, false
}

// add keeps an answer, in place of one to the same question.
func (d *Done) add(a Answer) {
	for i := range d.Answers {
		if d.Answers[i].Question == a.Question {
			d.Answers[i] = a
			return
		}
	}
	d.Answers = append(d.Answers, a)
}
