package lesson

import (
	"strings"
	"time"
	"unicode"

	"logitarium/ui/lesson/tape"
)

// Reading is how long a text takes to be read: a second to find it, and then 200
// words a minute, of Chinese 5 characters a second. A word is what stands between
// blanks and has a letter or a digit.
func Reading(text string) time.Duration {
	const word, character = time.Minute / 200, time.Second / 5
	sum := time.Second
	for part := range strings.FieldsSeq(text) {
		inWord := false
		for _, r := range part {
			switch {
			case unicode.Is(unicode.Han, r):
				sum += character
				inWord = false
			case r > unicode.MaxASCII && unicode.IsPunct(r): // Chinese puts no blanks around it
				inWord = false
			case !inWord && (unicode.IsLetter(r) || unicode.IsDigit(r)):
				sum += word
				inWord = true
			}
		}
	}
	return sum
}

// thinking is how long a recording leaves for a question: to read it, and two
// seconds to guess; five at least.
func thinking(question string) time.Duration {
	return max(5*time.Second, Reading(question)+2*time.Second)
}

// A Stand is a caption, or the answer below a question, and how long it stands in
// a recording before something else takes its place.
type Stand struct {
	Step   *tape.Step
	Answer bool // of the question, not the question
	Time   time.Duration
}

// Text is what is read.
func (s Stand) Text() string {
	if s.Answer {
		return s.Step.Answer
	}
	return s.Step.Text
}

// Short is how much longer the text takes to be read than it stands, 0 if it
// stands long enough.
func (s Stand) Short() time.Duration { return max(Reading(s.Text())-s.Time, 0) }

// Stands are all captions of a lesson, its questions and their answers, in order.
// A caption ends with the next one, a chapter, the lesson, or the first key after
// it had a Sleep; with a question it goes on to its answer. How long Waits take
// has to be known, as for [Length].
func Stands(t *tape.Tape) []Stand {
	var all []Stand
	var began time.Duration
	at := sums(t)
	var talk speech
	standing := false
	end := func(now time.Duration) {
		if standing {
			all[len(all)-1].Time = now - began
		}
		standing = false
	}
	begin := func(now time.Duration, s Stand) {
		end(now)
		all, began, standing = append(all, s), now, true
	}
	for i := range t.Steps {
		s := &t.Steps[i]
		talk.hear(s)
		if !talk.stands {
			end(at[i])
		}
		switch s.Kind {
		case tape.Say:
			begin(at[i], Stand{Step: s})
		case tape.Ask:
			begin(at[i], Stand{Step: s})
			begin(at[i+1], Stand{Step: s, Answer: true})
		}
	}
	end(at[len(t.Steps)])
	return all
}
