package cli

import (
	"logitarium/ui/lesson"

	"github.com/spf13/cobra"
)

func (a *app) listCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "the labs with the question each answers, and the lessons with their length",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			lessons, err := a.lessons()
			if err != nil {
				return err
			}
			p := a.page(a.interactive())
			if a.seen() && !a.show.plain {
				return p.print(a.data,
					p.table(rows{head: []string{"lab", "question"}, body: a.questions()}), "",
					p.table(rows{head: []string{"lesson", "time", "title"}, body: lessons}))
			}
			p.width = unlimited // a line for each, and what to type begins it
			for i, row := range lessons {
				lessons[i][0] = "play " + row[0]
			}
			return p.print(a.data, p.table(rows{body: a.questions()}), p.table(rows{body: lessons}))
		},
	}
}

// questions is a row for each lab, in the order of the syllabus.
func (a *app) questions() [][]string {
	var all [][]string
	for _, l := range a.labs {
		all = append(all, []string{l.Info().ID, l.Info().Question})
	}
	return all
}

// lessons is a row for each lesson: its name, its length, its title.
func (a *app) lessons() ([][]string, error) {
	var all [][]string
	for _, name := range a.lessonNames() {
		t, err := a.readLesson(name)
		if err != nil {
			return nil, err
		}
		all = append(all, []string{name, lesson.Minutes(lesson.Length(t)), t.Title})
	}
	return all, nil
}
