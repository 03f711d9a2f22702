package serve

import (
	"encoding/csv"
	"strings"
	"testing"

	"logitarium/ui/class"
	"logitarium/ui/message"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// A question goes to all; what they guess is shown when the teacher goes on, and
// written down at the end.
func TestQuestion(t *testing.T) {
	c := &Class{Named: true}
	desk := drives(LeadLesson(c, lessonFor(t, c, catsLesson), Door{}, viz.Plain(), false, message.Printer{}), 100, 34)
	all, _ := seats(c, 4, viz.Size{W: 90, H: 30})
	play(t, desk, "A cat sat.")
	hears(all...)
	wants(t, all[0], "A cat sat.")
	play(t, desk, "How many cats?")
	hears(all...)
	wants(t, all[0], "How many cats?", "the class is asked", "guess:")
	if strings.Contains(shows(all[0]), "46") {
		t.Errorf("the answer is seen:\n%s", shows(all[0]))
	}
	types(all[0], "46")
	press(all[0], "enter")
	types(all[1], "40")
	press(all[1], "enter")
	press(all[1], "enter")
	types(all[2], "FH many") // letters are text
	press(all[2], "enter")
	press(all[3], "esc") // explores
	press(all[3], "enter")
	wants(t, all[0], "your guess is in")
	wants(t, all[3], "the class is asked: F goes back")
	hears(desk)
	wants(t, desk, "3 of 4 have guessed")
	press(desk, "enter")
	hears(all...)
	for _, m := range []tea.Model{desk, all[0]} {
		wants(t, m, "what the class guessed", "▸ is the answer: 1 of 3 has it.", "something else")
	}
	if strings.Contains(shows(all[3]), "what the class guessed") {
		t.Error("who explores is disturbed")
	}
	press(desk, "esc")
	play(t, desk, "There are 46.")
	hears(all...)
	if strings.Contains(shows(all[0]), "what the class guessed") {
		t.Errorf("the guesses stay:\n%s", shows(all[0]))
	}
	types(all[0], "F")
	if c.Presence().Explore != 2 {
		t.Error("after a question letters are still text")
	}
	var report strings.Builder
	if err := c.Report(&report); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(report.String())).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%v:\n%s", err, report.String())
	}
	got := map[string]string{}
	for _, r := range rows[1:] {
		got[r[5]] = strings.Join([]string{r[0], r[1], r[2], r[3], r[6], r[7]}, "|")
	}
	for name, want := range map[string]string{
		"'=student 0": "Cats|1|How many cats?|46|46|true", "'=student 1": "Cats|1|How many cats?|46|40|false", "'=student 2": "Cats|1|How many cats?|46||false",
	} {
		if got[name] != want {
			t.Errorf("%s has %q, want %q", name, got[name], want)
		}
	}
}

// Guesses at what no lesson of this class has, as those kept of one before, are not
// reported.
func TestReportLeavesOutUnknownQuestions(t *testing.T) {
	quiz := class.Quiz{Lesson: 7, Title: "Cats", Chapters: []class.Chapter{{Questions: []class.Question{{Text: "How many?", Answer: "46"}}}}}
	c := &Class{names: map[uint32]string{1: "a"}, quizzes: map[uint16]class.Quiz{7: quiz}, given: map[handed]class.Guess{}}
	for _, h := range []handed{{1, 7, 0, 0}, {1, 7, 0, 1}, {1, 7, 1, 0}, {1, 8, 0, 0}, {2, 7, 0, 0}} {
		c.given[h] = class.Guess{Kind: class.Right}
	}
	var report strings.Builder
	if err := c.Report(&report); err != nil {
		t.Fatal(err)
	}
	if want := "lesson,chapter,question,answer,student,name,guess,right\nCats,1,How many?,46,0000001,a,46,true\n"; report.String() != want {
		t.Errorf("%s\nwant\n%s", report.String(), want)
	}
}

// Without names there are none, and a late guess is none.
func TestAnonymous(t *testing.T) {
	c := &Class{}
	desk := drives(LeadLesson(c, lessonFor(t, c, catsLesson), Door{}, viz.Plain(), false, message.Printer{}), 100, 34)
	all, _ := seats(c, 1, viz.Size{W: 90, H: 30})
	play(t, desk, "A cat sat.")
	play(t, desk, "How many cats?")
	hears(all...)
	types(all[0], "45")
	press(all[0], "enter")
	ask := *c.moment.Ask
	press(desk, "enter")
	if chairOf(t, c, "").Guess(ask, "46") {
		t.Error("a guess after the answer counts")
	}
	var report strings.Builder
	if err := c.Report(&report); err != nil || strings.Contains(report.String(), "student 0") || strings.Count(report.String(), "\n") != 2 {
		t.Errorf("%v:\n%s", err, report.String())
	}
}
