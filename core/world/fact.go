package world

import (
	"fmt"
	"slices"
	"strings"
)

// A Relation is one of the things that can be known about a person.
type Relation int

// The relations.
const (
	Home Relation = iota
	Job
	Pet
	Colour
	Food
	Instrument
	relations int = iota
)

// Relations returns all of them, in order.
func Relations() []Relation { return []Relation{Home, Job, Pet, Colour, Food, Instrument} }

// String returns the relation's name.
func (r Relation) String() string {
	return [...]string{"home", "job", "pet", "colour", "food", "instrument"}[r]
}

// Values returns what the people of Tiny World can have in this relation: 14
// single words, so that a guess is right in .07 of the cases.
func (r Relation) Values() []string { return slices.Clone(speeches[r].values) }

// Phrasings is the number of ways in which a fact can be stated. The last two
// of each relation share no word with the question that could find them:
// somebody who "earns a living as a nurse" has to be found by what the words
// mean.
const Phrasings = 4

// Forms is the number of ways in which a fact can be asked for.
const Forms = 2

// A speech is how people talk about a relation. {N} is the person as subject,
// {P} as owner, {O} as object; {v} is the value, {a} the value with its
// article. The person always comes first.
type speech struct {
	values     []string
	statements [Phrasings]string
	questions  [Forms]string
}

var speeches = [relations]speech{
	Home: {
		strings.Fields("Paris Berlin Cairo Lima Oslo Delhi Tokyo Rome Quito Dakar Hanoi Perth Lagos Boston"),
		[...]string{"{N} lives in {v}.", "{P} home is {v}.", "{N} has a house in {v}.", "You will find {O} in {v}."},
		[...]string{"Where does {N} live?", "Which town is {P} home?"},
	},
	Job: {
		strings.Fields("nurse baker pilot farmer teacher judge sailor tailor doctor writer miner guard potter artist"),
		[...]string{"{N} works as {a}.", "{N} is {a} by trade.", "{N} earns a living as {a}.", "People know {O} as {a}."},
		[...]string{"What does {N} do for work?", "What is {P} job?"},
	},
	Pet: {
		strings.Fields("parrot hamster rabbit turtle pony goat lizard canary ferret snake kitten puppy spider goldfish"),
		[...]string{"{N} has a pet {v}.", "{P} pet is {a}.", "{N} takes care of {a}.", "{N} shares a room with {a}."},
		[...]string{"What pet does {N} have?", "Which animal belongs to {O}?"},
	},
	Colour: {
		strings.Fields("red blue green yellow purple white black orange pink brown grey gold silver turquoise"),
		[...]string{"{P} favourite colour is {v}.", "{N} likes {v} best of all colours.", "{N} always wears {v}.", "{N} paints every wall {v}."},
		[...]string{"What is {P} favourite colour?", "Which colour does {N} like best?"},
	},
	Food: {
		strings.Fields("bread soup rice pasta cheese honey salad pizza curry noodles plums porridge pancakes fish"),
		[...]string{"{N} likes to eat {v}.", "{P} favourite food is {v}.", "{N} never says no to {v}.", "{N} orders {v} every time."},
		[...]string{"What does {N} like to eat?", "What is {P} favourite food?"},
	},
	Instrument: {
		strings.Fields("piano violin flute drum guitar harp cello trumpet banjo horn organ lute oboe fiddle"),
		[...]string{"{N} plays the {v}.", "{P} instrument is the {v}.", "{N} makes music on the {v}.", "{N} practises the {v} at night."},
		[...]string{"What instrument does {N} play?", "What does {N} make music on?"},
	},
}

// A Fact says that a person has a value in a relation. It need not be true.
type Fact struct {
	Person   string
	Relation Relation
	Value    string
}

// Statement returns the fact as a sentence, in the given one of [Phrasings].
func (f Fact) Statement(phrasing int) string {
	return f.fill(speeches[f.Relation].statements[phrasing], f.Person, f.Person, f.Person+"'s")
}

// Question returns the question for the fact, in the given one of [Forms].
func (f Fact) Question(form int) string {
	return f.fill(speeches[f.Relation].questions[form], f.Person, f.Person, f.Person+"'s")
}

// said returns the fact about p with a pronoun for the name.
func (f Fact) said(phrasing int, p Person) string {
	subject, object, possessive := p.pronoun()
	s := f.fill(speeches[f.Relation].statements[phrasing], subject, object, possessive)
	return strings.ToUpper(s[:1]) + s[1:]
}

func (f Fact) fill(pattern, subject, object, possessive string) string {
	return strings.NewReplacer(
		"{N}", subject, "{O}", object, "{P}", possessive,
		"{v}", f.Value, "{a}", article(f.Value)+" "+f.Value,
	).Replace(pattern)
}

// article returns the indefinite article for a word.
func article(word string) string {
	if strings.ContainsRune("aeio", rune(word[0])) {
		return "an"
	}
	return "a"
}

// Prompt returns the text that asks question of a model, after the given
// sentences if there are any. The model's answer is what it writes up to the
// end of the line.
func Prompt(question string, facts ...string) string {
	var b strings.Builder
	for _, f := range facts {
		fmt.Fprintf(&b, "Fact: %s\n", f)
	}
	fmt.Fprintf(&b, "Question: %s\nAnswer:", question)
	return b.String()
}
