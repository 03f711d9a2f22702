package intervention

import (
	"strings"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/world"
)

// A Tally counts verdicts.
type Tally [verdicts]int

// Of returns how many there are.
func (t Tally) Of() int {
	n := 0
	for _, c := range t {
		n += c
	}
	return n
}

// A Planner makes the plan for one question.
type Planner func(p Prompt) *Plan

// Always is the planner that does the same whatever is asked.
func Always(plan *Plan) Planner { return func(Prompt) *Plan { return plan } }

// A Prompt is a question as tokens, and where its parts lie.
type Prompt struct {
	world.Question
	Tokens []int
	Facts  int // the facts are the first so many tokens
	Name   int // the last token of the person's name in the question; -1 if it is not named
}

// Last is the last token, after which the answer is said.
func (p Prompt) Last() int { return len(p.Tokens) - 1 }

// Read cuts a question into tokens and finds its parts.
func Read(tokens lm.Tokenizer, q world.Question) Prompt {
	p := Prompt{Question: q, Tokens: tokens.Encode(q.Prompt), Name: -1}
	asked := strings.LastIndex(q.Prompt, "Question: ")
	name := strings.LastIndex(q.Prompt, q.Asked.Person)
	end, until := 0, name+len(q.Asked.Person)
	for i, t := range p.Tokens {
		begin := end
		end += len(tokens.Bytes(t))
		if end <= asked {
			p.Facts = i + 1
		}
		if name >= asked && begin < until && end > name {
			p.Name = i
		}
	}
	return p
}

// Recognize reads a prompt of facts and a question, as [world.Prompt] writes them,
// and returns what the world answers to it; ok is false if there is no such answer.
func Recognize(w *world.World, prompt string) (q world.Question, ok bool) {
	next, ok := w.Next(prompt)
	if !ok || !strings.HasSuffix(prompt, "\nAnswer:") {
		return world.Question{}, false
	}
	q = world.Question{Prompt: prompt, Answer: strings.TrimPrefix(next[0].Text, " ")}
	for line := range strings.SplitSeq(prompt, "\n") {
		if text, is := strings.CutPrefix(line, "Fact: "); is {
			if f, is := world.ReadStatement(text); is {
				q.Given = append(q.Given, f)
			}
		} else if text, is := strings.CutPrefix(line, "Question: "); is {
			q.Asked, _ = world.ReadQuestion(text)
		}
	}
	q.Asked.Value = q.Answer
	return q, true
}

// An Examination puts questions to a network under a plan, in steps.
type Examination struct {
	model     *gpt.Model
	tokens    lm.Tokenizer
	world     *world.World
	questions []world.Question
	plan      Planner

	at    int
	run   *Asking
	tally Tally
	words []string
}

// Examine begins an examination. It leaves out questions that do not fit into
// the context with their answer.
func Examine(m *gpt.Model, tokens lm.Tokenizer, w *world.World, questions []world.Question, plan Planner) *Examination {
	return &Examination{model: m, tokens: tokens, world: w, questions: questions, plan: plan}
}

// Step goes on for about a budget, and says whether anything is left.
func (e *Examination) Step(budget float64) (more bool) {
	for budget > 0 && e.at < len(e.questions) {
		if e.run == nil && !e.begin() {
			e.at++
			continue
		}
		more := e.run.Step(budget)
		budget -= e.run.cost()
		if more {
			continue
		}
		word := e.run.Word()
		e.tally[Judge(e.world, e.questions[e.at], word)]++
		e.words = append(e.words, word)
		e.run = nil
		e.at++
	}
	return e.at < len(e.questions)
}

func (e *Examination) begin() bool {
	p := Read(e.tokens, e.questions[e.at])
	if len(p.Tokens)+longest > e.model.Config.Context {
		return false
	}
	e.run = Ask(e.model, e.tokens, p.Tokens, p.Answer, e.plan(p))
	return true
}

// Share is how much is done, from 0 to 1.
func (e *Examination) Share() float64 {
	if len(e.questions) == 0 {
		return 1
	}
	done := float64(e.at)
	if e.run != nil {
		done += e.run.Share()
	}
	return done / float64(len(e.questions))
}

// Tally counts the verdicts so far.
func (e *Examination) Tally() Tally { return e.tally }

// Words lists the first words of the answers so far.
func (e *Examination) Words() []string { return e.words }

// Known asks for all that is true of the people of a tier, in one form each.
func Known(w *world.World, t world.Tier, form int) []world.Question {
	var all []world.Question
	for _, f := range w.Facts(t) {
		all = append(all, world.Question{Prompt: world.Prompt(f.Question(form)), Answer: f.Value, Asked: f})
	}
	return all
}
