package cli

import (
	"slices"
	"time"

	"logitarium/ui"
	"logitarium/ui/lesson"

	"github.com/spf13/cobra"
)

func (a *app) listCommand() *cobra.Command {
	return &cobra.Command{
		Use:         "list",
		Short:       a.text("the labs with the question each answers, and the lessons and courses with their length"),
		Annotations: map[string]string{isDrawn: naming("theme", "color", "lang", "plain")},
		Args:        noArguments,
		RunE: func(*cobra.Command, []string) error {
			lessons, err := a.lessons()
			if err != nil {
				return err
			}
			courses, err := a.courses()
			if err != nil {
				return err
			}
			p := a.typesetter(a.interactive())
			if a.seen() && !a.show.plain {
				return p.print(a.data,
					p.table(rows{head: []string{a.text("lab"), a.text("question")}, body: a.questions()}), "",
					p.table(rows{head: []string{a.text("lesson"), a.text("time"), a.text("title")}, body: lessons}), "",
					p.table(rows{head: []string{a.text("course"), a.text("time"), a.text("title")}, body: courses}))
			}
			p.width = unlimited // a line for each, and what to type begins it
			lessons = append(lessons, courses...)
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
		all = append(all, []string{l.Info().ID, a.text(l.Info().Question)})
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

// courses is a row for each course: its name, the length of its lessons, its title.
func (a *app) courses() ([][]string, error) {
	var all [][]string
	for _, name := range courseNames() {
		c, err := a.readCourse(name, a.words.Language)
		if err != nil {
			return nil, err
		}
		long := time.Duration(0)
		for _, t := range c.tapes {
			long += lesson.Length(t)
		}
		all = append(all, []string{name, lesson.Minutes(long), c.Shown})
	}
	return all, nil
}

// told are the lessons for the program's own list, the tour first.
func (a *app) told() []ui.Lesson {
	rows, err := a.lessons()
	if err != nil {
		return nil // the tests read all of them
	}
	var all []ui.Lesson
	for _, row := range rows {
		all = append(all, ui.Lesson{Name: row[0], Length: row[1], Title: row[2]})
	}
	slices.SortStableFunc(all, func(x, y ui.Lesson) int {
		switch tour {
		case x.Name:
			return -1
		case y.Name:
			return 1
		}
		return 0
	})
	return all
}
