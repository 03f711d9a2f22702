package world

import (
	"regexp"
	"strings"
	"sync"
)

// answer reads prompt as facts, answered questions and a last question, and
// says what the answer is: of the facts the first that tells it, else what is
// true in the world.
func (w *World) answer(prompt string) (value string, ok bool) {
	body, ok := strings.CutSuffix(prompt, "\nAnswer:")
	if !ok {
		return "", false
	}
	lines := strings.Split(body, "\n")
	last := len(lines) - 1
	question, ok := strings.CutPrefix(lines[last], "Question: ")
	if !ok {
		return "", false
	}
	asked, ok := ReadQuestion(question)
	if !ok {
		return "", false
	}
	for _, line := range lines[:last] {
		statement, _ := strings.CutPrefix(line, "Fact: ")
		f, ok := ReadStatement(statement)
		if ok && f.Person == asked.Person && f.Relation == asked.Relation {
			return f.Value, true
		}
	}
	if p, ok := w.Person(asked.Person); !ok || p.Tier == Untold {
		return "", false
	}
	f, ok := w.Fact(asked.Person, asked.Relation)
	return f.Value, ok
}

// ReadStatement returns the fact that a sentence states in one of the world's
// phrasings, and whether it states one.
func ReadStatement(s string) (f Fact, ok bool) {
	for r, p := range matchers() {
		for _, statement := range p.statements {
			if m := statement.FindStringSubmatch(s); m != nil {
				return Fact{m[1], Relation(r), m[2]}, true
			}
		}
	}
	return Fact{}, false
}

// ReadQuestion returns what a question asks for, a fact without a value, and
// whether it is one of the world's questions.
func ReadQuestion(s string) (f Fact, ok bool) {
	for r, p := range matchers() {
		for _, question := range p.questions {
			if m := question.FindStringSubmatch(s); m != nil {
				return Fact{Person: m[1], Relation: Relation(r)}, true
			}
		}
	}
	return Fact{}, false
}

// A matcher is a speech turned round: patterns whose first group is the person
// and whose second is the value.
type matcher struct {
	statements [Phrasings]*regexp.Regexp
	questions  [Forms]*regexp.Regexp
}

var matchers = sync.OnceValue(func() (all [relations]matcher) {
	const word = `([^\s.,?']+)`
	blanks := strings.NewReplacer("{N}", word, "{O}", word, "{P}", word+"'s", "{v}", word, "{a}", "an? "+word)
	compile := func(pattern string) *regexp.Regexp {
		return regexp.MustCompile("^" + blanks.Replace(strings.NewReplacer(".", `\.`, "?", `\?`).Replace(pattern)) + "$")
	}
	for r, s := range speeches {
		for i, pattern := range s.statements {
			all[r].statements[i] = compile(pattern)
		}
		for i, pattern := range s.questions {
			all[r].questions[i] = compile(pattern)
		}
	}
	return all
})
