package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"logitarium/demos"
	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/ui/message/languages"
	"logitarium/viz"

	"github.com/spf13/cobra"
)

// lessonEnding is that of a tape's file.
const lessonEnding = ".tape"

// tour is the lesson that is listed first.
const tour = "tour"

// lessonNames are those of the lessons that the program brings along: the
// tour, then one for each lab in the order of the tabs, then what goes deeper, in
// the order of the course.
func (a *app) lessonNames() []string {
	files, _ := fs.Glob(demos.Tapes, "*"+lessonEnding) // the pattern is well-formed
	rank := map[string]int{tour: -1}
	for i, l := range a.labs {
		rank[l.Info().ID] = i
	}
	var names []string
	for _, f := range files {
		if name := strings.TrimSuffix(f, lessonEnding); !strings.Contains(name, ".") { // else it translates one
			names = append(names, name)
		}
	}
	taught := taught()
	place := func(name string) int {
		if i, ok := rank[name]; ok {
			return i
		}
		if i := slices.Index(taught, name); i >= 0 {
			return len(a.labs) + i
		}
		return len(a.labs) + len(taught)
	}
	slices.SortStableFunc(names, func(x, y string) int { return place(x) - place(y) })
	return names
}

// readLesson returns the lesson of a name, in the reader's language if it is
// translated, or that of a file: what has a / or ends in .tape is one.
func (a *app) readLesson(name string) (*tape.Tape, error) {
	return a.readLessonIn(name, a.words.Language)
}

// flagLanguage is the one that --lang asks for: what is made of a lesson does not
// depend on who makes it.
func (a *app) flagLanguage() string {
	if a.show.lang.value == "auto" {
		return ""
	}
	return a.show.lang.value
}

func (a *app) readLessonIn(name, language string) (*tape.Tape, error) {
	if !strings.HasSuffix(name, lessonEnding) && !strings.ContainsRune(name, filepath.Separator) {
		file := message.Translation(name+lessonEnding, language)
		text, err := fs.ReadFile(demos.Tapes, file)
		if err != nil {
			file = name + lessonEnding
			text, err = fs.ReadFile(demos.Tapes, file)
		}
		if err != nil {
			return nil, a.noLesson(name)
		}
		t, err := parseLesson(file, string(text), demos.Tapes)
		if err == nil {
			t.Waits = demos.Waits(file)
		}
		return t, err
	}
	text, err := readPlain(name, tape.MaxBytes) // one that is too long is refused by the parser
	if err != nil {
		return nil, coded{exitRejected, err}
	}
	return parseLesson(name, text, os.DirFS(filepath.Dir(name)))
}

// noLesson says what could have been meant by a name that no lesson has.
func (a *app) noLesson(name string) error {
	if isCourse(name) {
		return usagef("%s is a course; what is asked for is one lesson, as logitarium play %[1]s lists them", name)
	}
	lessons, courses := a.lessonNames(), courseNames()
	return mistyped(name, slices.Concat(lessons, courses), "no lesson %q; there are %s, the course %s, or the path of a %s file",
		name, strings.Join(lessons, ", "), strings.Join(courses, ", "), lessonEnding)
}

func parseLesson(name, text string, folder fs.FS) (*tape.Tape, error) {
	t, err := tape.Parse(name, text, folder)
	if err != nil {
		return nil, coded{exitRejected, err}
	}
	return t, nil
}

// testCommand plays lessons at once and says whether what they expect holds.
func (a *app) testCommand() *cobra.Command {
	return &cobra.Command{
		Use:         "test [LESSON ...]",
		Annotations: map[string]string{isExact: "yes", isDrawn: naming("lang")},
		Short:       a.text("check what lessons expect; without a name, all that the program brings along"),
		Long: a.text("Plays lessons without a screen and checks every #@ expect in them. Warnings say\n" +
			"what a lesson lacks, or does and hardly means, and what it speaks of that a\n" +
			"screen of 60x18, 80x24 or 120x40 does not show, plain or with --present.\n" +
			"A lesson is a name from logitarium list, or the path of a .tape file; a course,\n" +
			"syllabus or a .course file, is all of its lessons."),
		ValidArgsFunction: a.completeLesson,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = a.tested()
			}
			var failed, rejected int
			names, err := a.withCourses(args)
			if err != nil {
				return err
			}
			for _, name := range names {
				ok, err := a.testLesson(name)
				switch {
				case err != nil && exitCode(err) == exitRejected:
					rejected++
					fmt.Fprintf(a.data, "FAIL  %s\n      %s\n", viz.Clean(name), inset(a.words.Print(message.Of(err))))
				case err != nil:
					return err
				case !ok:
					failed++
				}
			}
			switch {
			case rejected > 0:
				return coded{exitRejected, message.Failure(message.Count(rejected, "1 lesson cannot be read", "%d lessons cannot be read", rejected))}
			case failed > 0:
				return coded{exitCheck, message.Failure(message.Count(failed, "1 lesson does not hold", "%d lessons do not hold", failed))}
			}
			return nil
		},
	}
}

// withCourses puts the lessons of a course in its place.
func (a *app) withCourses(names []string) ([]string, error) {
	var all []string
	for _, name := range names {
		if !isCourse(name) {
			all = append(all, name)
			continue
		}
		c, err := a.readCourse(name, a.words.Language)
		if err != nil {
			return nil, err
		}
		all = append(all, c.paths...)
	}
	return all, nil
}

// tested are the names of all lessons in all languages, or in the one that is
// asked for.
func (a *app) tested() []string {
	var all []string
	for _, name := range a.lessonNames() {
		if a.flagLanguage() == "" {
			all = append(all, name)
		}
		for _, l := range languages.Names() {
			translated := name + "." + l
			if _, err := fs.Stat(demos.Tapes, translated+lessonEnding); err == nil && (a.flagLanguage() == "" || a.flagLanguage() == l) {
				all = append(all, translated)
			}
		}
		if a.flagLanguage() == languages.English {
			all = append(all, name)
		}
	}
	return all
}

// nameWidth has room for the longest name of a lesson.
const nameWidth = 25

// testLesson writes a line about a lesson, and one for each thing that is
// wrong with it.
func (a *app) testLesson(name string) (ok bool, err error) {
	t, err := a.readLessonIn(name, a.flagLanguage())
	if err != nil {
		return false, err
	}
	fresh, chart, err := a.scene(t)
	if err != nil {
		return false, err
	}
	report, err := lesson.Check(t, lesson.Setup{Labs: fresh, Map: chart, Theme: plainTheme(), Look: ui.WithoutFooter})
	if err != nil {
		return false, coded{exitCheck, message.Errorf("%s: %v", name, err)}
	}
	count := map[tape.Kind]int{}
	for _, s := range t.Steps {
		count[s.Kind]++
	}
	word := "ok  " // as FAIL no word of a language, but for programs that read the line
	if len(report.Failures) > 0 {
		word = "FAIL"
	}
	fmt.Fprintf(a.data, "%s  %s%s\n", word, viz.Clean(name+" ").PadRight(nameWidth), viz.Clean(a.text("chapters %2d  questions %2d  expectations %3d  %s",
		count[tape.Chapter], count[tape.Ask], count[tape.Expect], lesson.Minutes(report.Length))))
	for _, f := range report.Failures {
		fmt.Fprintln(a.data, "      "+inset(a.words.Print(f.Message())))
	}
	for _, w := range report.Warnings {
		fmt.Fprintln(a.data, "      "+inset(a.text("warning: %v", w.Message())))
	}
	return len(report.Failures) == 0, nil
}

// inset moves the lines after the first to where the first stands.
func inset(text string) string {
	return strings.ReplaceAll(viz.CleanLines(text).String(), "\n", "\n      ")
}

// freshLabs returns the labs on the model that was chosen, as they open.
func (a *app) freshLabs() []lab.Lab {
	if a.remote {
		return labs.Served(a.chosen, a.lm)
	}
	if a.chosen != nil {
		return a.build(a.chosen, a.lm)
	}
	return a.build(a.lm, a.lm)
}

func plainTheme() viz.Theme {
	t := viz.Plain()
	return t
}
