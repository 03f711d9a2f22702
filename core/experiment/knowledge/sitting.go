package knowledge

import (
	"logitarium/core/gpt"
	"logitarium/core/tensor"
)

// A Sitting asks a model questions of an exam in some ways, a few at a time.
type Sitting struct {
	exam     *Exam
	model    *gpt.Model
	decoders []*gpt.Decoder // one for each question that is asked at once
	top      int
	tasks    []task
	next     int
	scores   [][]Score // by kind and way
	answers  []Answer  // to tasks[:next]
}

type task struct {
	Question
	way Way
}

// sittingTokens is how many tokens one [Sitting.Advance] reads, about: some
// milliseconds on two cores.
const sittingTokens = 128

// NewSitting prepares the exam's questions of the given kinds, each in the
// given ways, with the top best passages in the prompts of those that
// retrieve. The model must not change until the sitting is done.
func NewSitting(e *Exam, m *gpt.Model, top int, kinds []Kind, ways ...Way) *Sitting {
	s := &Sitting{exam: e, model: m, top: top, scores: make([][]Score, len(Kinds()))}
	for k := range s.scores {
		s.scores[k] = make([]Score, len(Ways()))
	}
	for _, k := range kinds {
		for _, w := range ways {
			for _, q := range e.questions[k] {
				s.tasks = append(s.tasks, task{q, w})
			}
		}
	}
	return s
}

// Done says whether all questions were asked.
func (s *Sitting) Done() bool { return s.next == len(s.tasks) }

// Progress returns how many questions were asked, and of how many.
func (s *Sitting) Progress() (asked, of int) { return s.next, len(s.tasks) }

// Advance asks the next questions.
func (s *Sitting) Advance() {
	first, tokens := s.next, 0
	for s.next < len(s.tasks) && (tokens < sittingTokens || s.next == first) {
		t := s.tasks[s.next]
		tokens += 24 // a question, and the steps of its answer
		if t.way.Retrieves() {
			tokens += 16 * s.top
		}
		s.next++
	}
	batch := s.tasks[first:s.next]
	for len(s.decoders) < len(batch) {
		s.decoders = append(s.decoders, gpt.NewDecoder(s.model))
	}
	answers := make([]Answer, len(batch))
	tensor.Parallel(len(batch), func(i int) {
		answers[i] = s.exam.ask(s.decoders[i], batch[i].Question, batch[i].way, s.top)
	})
	s.answers = append(s.answers, answers...)
	for i, a := range answers {
		s.scores[batch[i].Kind][batch[i].way].Add(a)
	}
}

// Answers returns what was said so far to the questions of a kind in a way, in
// the exam's order.
func (s *Sitting) Answers(k Kind, w Way) []Answer {
	var all []Answer
	for i, a := range s.answers {
		if t := s.tasks[i]; t.Kind == k && t.way == w {
			all = append(all, a)
		}
	}
	return all
}

// Score returns what is known so far of a kind and way.
func (s *Sitting) Score(k Kind, w Way) Score { return s.scores[k][w] }
