package knowledge

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"logitarium/core/gpt"
	"logitarium/core/world"
)

// Shots asks the model with answered questions before the one that is asked, as
// Brown et al. 2020 do; nothing is trained. Examples are about other people whom
// the model knows, and their answers are right; for [Format] they end as the
// house style wants, which nothing but the examples says. It is a task that is
// done in steps.
type Shots struct {
	Counts []int  // examples in a prompt
	Kinds  []Kind // of questions

	exam    *Exam
	model   *gpt.Model
	asked   together
	tasks   []shot
	answers []Answer // to tasks[:len(answers)]
	work    float64  // of one task, about
}

type shot struct {
	question Question
	count    int // index into Counts
	prompt   string
}

// NewShots prepares all questions of the kinds with each number of examples.
// More examples are fewer ones with others before them. It panics if a number
// is less than 0, or if so many do not fit into the context.
func NewShots(e *Exam, m *gpt.Model, counts []int, kinds []Kind, seed uint64) *Shots {
	s := &Shots{Counts: counts, Kinds: kinds, exam: e, model: m}
	known := e.world.Facts(world.Common)
	longest := 0
	for _, k := range kinds {
		for i, q := range e.questions[k] {
			rng := rand.New(rand.NewPCG(seed, streamShots+uint64(i)))
			examples := e.examples(known, q, slices.Max(counts), rng)
			for c, n := range counts {
				if n < 0 {
					panic(fmt.Sprintf("knowledge: %d examples", n))
				}
				prompt := strings.Join(examples[len(examples)-n:], "") + world.Prompt(q.Text())
				length := len(e.tokens.Encode(prompt))
				if length+answerTokens > m.Config.Context {
					panic(fmt.Sprintf("knowledge: %d examples are %d tokens, the context is %d", n, length, m.Config.Context))
				}
				longest = max(longest, length)
				s.tasks = append(s.tasks, shot{q, c, prompt})
			}
		}
	}
	s.work = float64(Forward(m.Config, longest+answerTokens))
	return s
}

// streamShots is one for each question, counted from it.
const streamShots = 1 << 41

// examples are answered questions about others.
func (e *Exam) examples(known []world.Fact, q Question, n int, rng *rand.Rand) []string {
	var all []string
	for len(all) < n {
		f := known[rng.IntN(len(known))]
		if f.Person == q.Fact.Person {
			continue
		}
		text := world.Prompt(f.Question(rng.IntN(world.Forms))) + " " + f.Value
		if q.Kind == Format {
			text += " " + Closing
		}
		all = append(all, text+"\n")
	}
	return all
}

// Step goes on for about a budget in multiplications on each thread, and says
// whether anything is left. It leaves a question in the middle where that ends.
func (s *Shots) Step(budget float64) (more bool) {
	for budget > 0 && len(s.answers) < len(s.tasks) {
		if rest := s.tasks[len(s.answers):]; len(s.asked.under) == 0 {
			s.asked.begin(s.model, len(rest), func(i int, d *gpt.Decoder) *Asking {
				return s.exam.beginPrompt(d, rest[i].question, rest[i].prompt)
			})
		}
		var answers []Answer
		budget, answers = s.asked.advance(budget)
		s.answers = append(s.answers, answers...)
	}
	if len(s.answers) == len(s.tasks) {
		s.asked = together{} // decoders are large
		return false
	}
	return true
}

// Share is how much is done, from 0 to 1.
func (s *Shots) Share() float64 { return float64(len(s.answers)) / float64(max(len(s.tasks), 1)) }

// Cost is about what all of it takes, in multiplications.
func (s *Shots) Cost() float64 { return s.work * float64(len(s.tasks)) }

// Score returns what is known so far of a kind with Counts[i] examples.
func (s *Shots) Score(k Kind, i int) (score Score) {
	for at, a := range s.answers {
		if t := s.tasks[at]; t.question.Kind == k && t.count == i {
			score.Add(a)
		}
	}
	return score
}

// Prompt returns what is asked first of a kind with Counts[i] examples, and what
// the model answered; ok is false before it did.
func (s *Shots) Prompt(k Kind, i int) (prompt string, a Answer, ok bool) {
	for at, t := range s.tasks {
		if t.question.Kind == k && t.count == i {
			if at < len(s.answers) {
				return t.prompt, s.answers[at], true
			}
			return t.prompt, Answer{}, false
		}
	}
	return "", Answer{}, false
}

// Clone returns one at the same question that goes on by itself. What is being
// asked it asks from the beginning.
func (s *Shots) Clone() *Shots {
	c := *s
	c.asked, c.answers = together{}, slices.Clone(s.answers)
	return &c
}
