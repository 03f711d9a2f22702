package intervention_test

import (
	"slices"
	"testing"

	. "logitarium/core/intervention"
	"logitarium/core/world"
)

// Every verdict, on one question: the first that holds counts.
func TestEveryVerdict(t *testing.T) {
	w := world.New(1)
	truth := func(person string, r world.Relation) string {
		f, _ := w.Fact(person, r)
		return f.Value
	}
	home := world.Fact{Person: "Ann", Relation: world.Home, Value: "Vun"}
	other := func(values []string, not ...string) string {
		return values[slices.IndexFunc(values, func(v string) bool { return !slices.Contains(not, v) })]
	}
	q := world.Question{Asked: home, Answer: "Vun", Given: []world.Fact{home, {Person: "Ben", Relation: world.Home, Value: "Xo"}}}
	for _, c := range []struct {
		word string
		want Verdict
	}{
		{"Vun", Right}, {"Xo", OtherGiven}, {truth("Ann", world.Home), Memory}, {truth("Ann", world.Pet), SamePerson},
		{other(world.Home.Values(), truth("Ann", world.Home)), SameRelation}, {other(world.Job.Values(), truth("Ann", world.Job)), OtherRelation},
		{"", Else}, {"vun", Else}, {"yes", Else},
	} {
		if got := Judge(w, q, c.word); got != c.want {
			t.Errorf("%q is %v, want %v", c.word, got, c.want)
		}
	}
	stranger := world.Question{Asked: world.Fact{Person: "Zorp", Relation: world.Home, Value: "Vun"}, Answer: "Vun"}
	if got := Judge(w, stranger, truth("Ann", world.Home)); got != SameRelation {
		t.Errorf("of somebody unknown nothing is remembered: %v", got)
	}
	if all := Verdicts(); len(all) != 7 || all[0] != Right || all[6] != Else {
		t.Errorf("verdicts %v", all)
	}
}

// Whom an answer follows: the host, the donor, or a mixture of the two, which is
// told apart only where it is another answer.
func TestWhose(t *testing.T) {
	w := world.New(1)
	ask := func(person string, r world.Relation) world.Question {
		f, _ := w.Fact(person, r)
		return world.Question{Prompt: world.Prompt(f.Question(0)), Answer: f.Value, Asked: f}
	}
	pair := Pair{Host: ask("Ann", world.Home), Donor: ask("Ben", world.Pet)}
	for word, want := range map[string]Follows{
		pair.Host.Answer: Host, pair.Donor.Answer: Donor, ask("Ann", world.Pet).Answer: HostPerson, ask("Ben", world.Home).Answer: DonorPerson, "": Neither, "yes": Neither,
	} {
		if got := pair.Whose(w, word); got != want {
			t.Errorf("%q follows %v, want %v", word, got, want)
		}
	}
	pair.Host.Given = []world.Fact{pair.Host.Asked}
	if got := pair.Whose(w, ask("Ann", world.Pet).Answer); got != Neither {
		t.Errorf("with facts in the prompt a mixture follows %v", got)
	}
}
