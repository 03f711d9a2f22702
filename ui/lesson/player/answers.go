package player

import (
	"cmp"
	"maps"
	"slices"

	"logitarium/ui/class"
	"logitarium/ui/lesson"
)

// Answered is a question of the lesson and what was guessed.
type Answered struct {
	Question string
	Guess    string // empty if the answer was looked at without one
	Right    bool
}

// Answers are the guesses that were made, the last at each question, in the order
// of the lesson.
func (p *Player) Answers() []Answered {
	var all []Answered
	for _, at := range slices.SortedFunc(maps.Keys(p.class.said), func(x, y asked) int {
		return cmp.Or(cmp.Compare(x.chapter, y.chapter), cmp.Compare(x.question, y.question))
	}) {
		all = append(all, p.class.said[at])
	}
	return all
}

// said is what a caption with a guess in it says.
func said(c lesson.Caption) Answered {
	return Answered{c.Text, c.Guess, class.Guessed(c).Kind == class.Right}
}

// Finished reports whether the lesson was seen to its end.
func (p *Player) Finished() bool { return p.finished }
