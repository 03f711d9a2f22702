package knowledge

import "logitarium/core/gpt"

// A Sitting asks a model questions of an exam in some ways, a few at a time.
type Sitting struct {
	exam    *Exam
	model   *gpt.Model
	top     int
	tasks   []task
	next    int       // those before are asked, or in the piece under way
	said    []Answer  // of the piece's first
	asked   together  // the piece's next
	scores  [][]Score // by kind and way
	answers []Answer  // to tasks[:len(answers)]
}

type task struct {
	Question
	way Way
}

// sittingTokens is how many tokens are about read in one piece of a sitting.
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
func (s *Sitting) Done() bool { return len(s.answers) == len(s.tasks) }

// Progress returns how many questions were asked, and of how many.
func (s *Sitting) Progress() (asked, of int) { return len(s.answers), len(s.tasks) }

// AdvanceFor does a part of a piece, which is some of the next questions: it asks
// as many at once as there are threads, for about a budget in multiplications on
// each, and leaves one in the middle where that ends. It says whether the piece is
// over. What can be read off the sitting changes at its end alone.
func (s *Sitting) AdvanceFor(budget float64) (over bool) {
	if s.Done() {
		return true
	}
	if s.next == len(s.answers) {
		s.next = s.pieceEnd()
	}
	for budget > 0 && len(s.answers)+len(s.said) < s.next {
		if batch := s.tasks[len(s.answers)+len(s.said) : s.next]; len(s.asked.under) == 0 {
			s.asked.begin(s.model, len(batch), func(i int, d *gpt.Decoder) *Asking {
				return s.exam.begin(d, batch[i].Question, batch[i].way, s.top)
			})
		}
		var answers []Answer
		budget, answers = s.asked.advance(budget)
		s.said = append(s.said, answers...)
	}
	if len(s.answers)+len(s.said) < s.next {
		return false
	}
	for i, a := range s.said {
		t := s.tasks[len(s.answers)+i]
		s.scores[t.Kind][t.way].Add(a)
	}
	s.answers, s.said = append(s.answers, s.said...), nil
	if s.Done() {
		s.asked = together{} // scores are kept long, and decoders are large
	}
	return true
}

// pieceEnd is the first task after the next piece.
func (s *Sitting) pieceEnd() int {
	at := len(s.answers)
	for tokens := 0; at < len(s.tasks) && tokens < sittingTokens; at++ {
		tokens += s.tokens(s.tasks[at])
	}
	return at
}

// tokens is about how many are read to ask a question.
func (s *Sitting) tokens(t task) int {
	n := 24 // a question, and the steps of its answer
	if t.way.Retrieves() {
		n += 16 * s.top
	}
	return n
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
