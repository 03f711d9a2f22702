package cli

import (
	"errors"
	"path/filepath"
	"strings"

	"logitarium/ui"
	"logitarium/ui/export"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/ui/message/languages"
	"logitarium/viz"

	"github.com/spf13/cobra"
)

// transcriptCommand writes what a lesson says and shows as prose.
func (a *app) transcriptCommand() *cobra.Command {
	return &cobra.Command{
		Use:         "transcript LESSON",
		Annotations: map[string]string{isExact: "yes", isDrawn: naming("size", "lang", "plain")},
		Short:       a.text("a lesson as prose: what is said, pressed and shown, for reading or a screen reader"),
		Long: a.text("Plays a lesson without a screen and writes what it says, which keys it\n" +
			"presses, what they do, and the numbers that it speaks of. A paragraph is a\n" +
			"line; on a terminal it is wrapped, unless --plain is given.\n" +
			"A lesson is a name from logitarium list, or the path of a .tape file; a course,\n" +
			"syllabus or a .course file, is all of its lessons."),
		Args:              oneLesson,
		ValidArgsFunction: a.completeLesson,
		RunE: func(_ *cobra.Command, args []string) error {
			return a.transcribe(args[0])
		},
	}
}

func (a *app) transcribe(name string) error {
	t, err := a.tell(name, a.words.Language, plainTheme())
	if err != nil {
		return err
	}
	text := t.Transcript()
	if a.seen() && !a.show.plain {
		text = wrapped(text, a.typesetter(true).width)
	}
	return a.write(text)
}

// handoutCommand writes a lesson as Markdown, or as a page of HTML.
func (a *app) handoutCommand() *cobra.Command {
	var out, frames string
	cmd := &cobra.Command{
		Use:   "handout LESSON",
		Short: a.text("a lesson as Markdown or HTML, with frames, questions, and the answers at the end"),
		Long: a.text("Plays a lesson without a screen and writes it as a page to hand out:\n" +
			"captions, frames and the commands that open them, questions with room for an\n" +
			"answer, and at the end each answer with what is said and shown to it.\n" +
			"A file that ends in .html gets a page that prints well, else it is Markdown.\n" +
			"A lesson is a name from logitarium list, or the path of a .tape file; a course,\n" +
			"syllabus or a .course file, is all of its lessons, with the answers at the end.\n" +
			"The program's own are in English, or in the language that --lang names."),
		Annotations:       map[string]string{isExact: "yes", isDrawn: naming("size", "theme", "glyphs", "lang")},
		Args:              oneLesson,
		ValidArgsFunction: a.completeLesson,
		RunE:              func(_ *cobra.Command, args []string) error { return a.handout(args[0], out, frames) },
	}
	cmd.Flags().StringVarP(&out, "output", "o", stdout, a.text("the `file` to write, .md or .html; - is standard output, in Markdown"))
	cmd.Flags().StringVar(&frames, "frames", "", a.text("the `folder` to write the frames to, as SVG; without it they stand in the page"))
	_ = cmd.MarkFlagFilename("output", "md", "html") // fails for an unknown flag only
	_ = cmd.MarkFlagDirname("frames")
	return cmd
}

// handout makes the page and its pictures, and only then writes any of it.
func (a *app) handout(name, out, frames string) error {
	theme, ok := viz.ThemeByName(a.show.theme.value)
	if !ok {
		theme = viz.Light() // as paper is
	}
	theme.Glyphs, _ = viz.GlyphsByName(a.show.glyphs.value) // auto: what every font has
	if err := mayWriteAll(out, frames); err != nil {
		return err
	}
	t, err := a.tell(name, a.flagLanguage(), theme)
	if err != nil {
		return err
	}
	on := export.GroundOf(theme)
	var files []written
	var link func(lesson.Part) string
	if frames != "" {
		link = func(frame lesson.Part) string {
			path := filepath.Join(frames, filepath.FromSlash(frame.Name)+".svg")
			files = append(files, written{path: path, text: export.SVG(frame.Frame, on), folder: frames})
			return linkTo(filepath.Dir(out), path)
		}
	}
	page := written{path: out}
	if strings.EqualFold(filepath.Ext(out), ".html") {
		page.text, err = t.Page(link, on)
	} else {
		page.text = t.Handout(link)
	}
	if err != nil {
		return err
	}
	return a.writeAll(append(files, page))
}

func oneLesson(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usagef("%s takes one lesson, as in %[1]s tour", cmd.CommandPath())
	}
	return nil
}

// tell plays a lesson to its end. A lesson whose expectations don't hold would
// tell what is not so: nothing comes of it.
func (a *app) tell(name, language string, theme viz.Theme) (*lesson.Telling, error) {
	if !isCourse(name) {
		return a.tellAs(name, language, theme, viz.Size{}, viz.Size{})
	}
	c, err := a.readCourse(name, language)
	if err != nil {
		return nil, err
	}
	var all []*lesson.Telling
	var names []string
	for i, path := range c.paths {
		t, err := a.tellAs(path, language, theme, viz.Size{}, viz.Size{})
		if err != nil {
			return nil, err
		}
		all, names = append(all, t), append(names, strings.TrimSuffix(c.Lessons[i].Name, lessonEnding))
	}
	return lesson.JoinTellings(c.Shown, names, all), nil
}

// tellAs is tell, with what each caption speaks of pictured in a size, if that
// is not zero.
func (a *app) tellAs(name, language string, theme viz.Theme, each, narrow viz.Size) (*lesson.Telling, error) {
	t, err := a.readLessonIn(name, language)
	if err != nil {
		return nil, err
	}
	fresh, chart, err := a.scene(t)
	if err != nil {
		return nil, err
	}
	told, failures, err := lesson.Tell(t, lesson.Setup{
		Labs: fresh, Map: chart,
		Size:  lesson.ProgramSize(t, lesson.ScreenSize(t, viz.Size(a.show.size))),
		Theme: theme, Look: ui.WithoutFooter, Words: a.lessonWords(), Each: each, Narrow: narrow,
	})
	if err != nil {
		return nil, coded{exitCheck, message.Errorf("%s: %v", name, err)}
	}
	if len(failures) > 0 {
		return nil, unheld(name, failures)
	}
	if told.Title == "" {
		told.Title = strings.TrimSuffix(filepath.Base(name), lessonEnding)
	}
	return told, nil
}

// wordsOf are the words of a lesson.
func (a *app) wordsOf(t *tape.Tape) message.Printer { return a.wordsIn(t.Lang) }

// wordsIn are those of a language, "" for a lesson that does not say one.
func (a *app) wordsIn(language string) message.Printer {
	if words, err := languages.Printer(language); err == nil && language != "" {
		return words
	}
	return a.lessonWords()
}

// lessonWords are those of a lesson that does not say its language: English, or
// a catalogue that somebody is at work on.
func (a *app) lessonWords() message.Printer {
	if a.speech.chosen {
		return message.Printer{}
	}
	return a.words
}

// unheld is the error of a lesson that says what is not so.
func unheld(name string, failures []lesson.Failure) error {
	lines := []error{message.Errorf("%s does not hold, so nothing was written:", name)}
	for _, f := range failures {
		lines = append(lines, f)
	}
	return coded{exitCheck, errors.Join(lines...)}
}

// wrapped breaks each line of a text at a width.
func wrapped(text string, width int) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		lines := viz.Wrap(viz.Clean(strings.TrimSuffix(line, "\n")), width)
		for _, l := range lines {
			b.WriteString(l.String() + "\n")
		}
		if len(lines) == 0 {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// linkTo is the path of a file as a page in a folder links to it.
func linkTo(from, path string) string {
	if rel, err := filepath.Rel(from, path); err == nil {
		path = rel
	}
	return filepath.ToSlash(path)
}
