package cli

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"logitarium/ui/export"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/cast"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/viz"

	"github.com/charmbracelet/colorprofile"
	"github.com/spf13/cobra"
)

// recording is what the flags of record say.
type recording struct {
	out     string // a file, "-" for standard output, "" for what fits
	frames  string // a folder
	check   bool
	format  oneOf
	speed   float64
	idle    time.Duration
	chapter int // alone; 0 for all
	pixels  pixelFlags
}

func (a *app) recordCommand() *cobra.Command {
	r := recording{format: oneOf{value: "v2", names: []string{"v2", "v3"}, kind: a.text("name")}, speed: 1,
		pixels: pixelFlags{fps: 15, scale: 1}}
	cmd := &cobra.Command{
		Use:   "record LESSON -o FILE",
		Short: a.text("record a lesson: for asciinema, as a GIF, an animated SVG, or a page"),
		Long: a.text("Records a lesson as its file's ending says: .cast, which asciinema plays; .svg, one\n" +
			"picture that moves in a page or a README; .html, a page with play, pause, seek and\n" +
			"chapters, which needs nothing else; .gif.\n" +
			"A lesson is a name from logitarium list, or the path of a .tape file; a course,\n" +
			"syllabus or a .course file, is its lessons one after the other.\n" +
			"The program's own are in English, or in the language that --lang names.\n" +
			"The recording follows from the lesson and the flags alone: made again, it is the\n" +
			"same to the byte."),
		Annotations:       map[string]string{isExact: "yes", isDrawn: naming("size", "theme", "color", "glyphs", "lang", "reduced-motion")},
		ValidArgsFunction: a.completeLesson,
		Args:              oneLesson,
		RunE: func(cmd *cobra.Command, args []string) error {
			form, err := r.form()
			if err == nil {
				err = r.pointless(form, cmd.Flags().Changed)
			}
			if err != nil {
				return err
			}
			return a.record(args[0], r)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&r.out, "output", "o", "", a.text("`file` for the recording, replaced if it is there; - is standard output"))
	flags.BoolVar(&r.check, "check", false, a.text("write nothing: compare with what is there, and exit with 4 if it differs"))
	flags.Var(&r.format, "format", a.text("of the asciicast (v2, v3); asciinema before 3.0 reads v2 alone"))
	flags.Float64Var(&r.speed, "speed", r.speed, a.text("`times` the speed at which the lesson is played"))
	flags.DurationVar(&r.idle, "idle", 0, a.text("the longest `time` in which nothing happens, as in 2s; 0 keeps all"))
	flags.IntVar(&r.chapter, "chapter", 0, a.text("the `number` of a chapter to record alone, as GIF, SVG or page; 0 records all"))
	flags.StringVar(&r.frames, "frames", "", a.text("`folder` for the lesson's Screenshots, each as txt, ansi, svg and png; without -o, for them alone"))
	flags.Float64Var(&r.pixels.fps, "fps", r.pixels.fps, a.text("the most `frames` a second of a GIF, 1 to 50"))
	flags.IntVar(&r.pixels.scale, "scale", r.pixels.scale, a.text("`times` the size of a GIF's and a PNG's pixels: 720x432 for 80x24 at 1"))
	flags.StringVar(&r.pixels.font, "font", "", a.text("`file` of a TrueType or OpenType font, for characters in a GIF or PNG that Go Mono lacks"))
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(r.format.names, cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.MarkFlagFilename("output", "cast", "gif", "svg", "html") // as the next, fails for an unknown flag only
	_ = cmd.MarkFlagDirname("frames")
	return cmd
}

// record makes all that is asked for, and only then writes any of it.
func (a *app) record(name string, r recording) error {
	if err := r.settle(isTerminal(a.out)); err != nil {
		return err
	}
	form, err := r.form()
	if err != nil {
		return err
	}
	if !r.check {
		if err := mayWriteAll(r.out, r.frames); err != nil {
			return err
		}
	}
	done, theme, paint, err := a.recordAll(name, r)
	if err != nil {
		return err
	}
	files, err := a.pictures(r.frames, done.Frames, theme, paint, r.pixels)
	if err != nil {
		return err
	}
	if r.out != "" {
		file, err := a.recorded(done, form, r, export.GroundOf(theme))
		if err != nil {
			return err
		}
		files = append(files, file)
	}
	if r.check {
		return a.compare(files)
	}
	return a.writeAll(files)
}

// recordAll records a lesson, or those of a course one after the other, in the
// colours of the first.
func (a *app) recordAll(name string, r recording) (done lesson.Recorded, theme viz.Theme, paint func(string) string, err error) {
	if !isCourse(name) {
		t, err := a.readLessonIn(name, a.flagLanguage())
		if err != nil {
			return done, theme, paint, err
		}
		theme, profile := a.recordedLook(t)
		paint = painter(profile)
		done, err = a.recordOne(name, t, r, theme, paint)
		return done, theme, paint, err
	}
	c, err := a.readCourse(name, a.flagLanguage())
	if err != nil {
		return done, theme, paint, err
	}
	theme, profile := a.recordedLook(c.tapes[0])
	paint = painter(profile)
	var all []lesson.Recorded
	var names []string
	for i, t := range c.tapes {
		one, err := a.recordOne(c.paths[i], t, r, theme, paint)
		if err != nil {
			return done, theme, paint, err
		}
		all, names = append(all, one), append(names, strings.TrimSuffix(c.Lessons[i].Name, lessonEnding))
	}
	done, err = lesson.JoinRecorded(c.Shown, names, all)
	return done, theme, paint, err
}

func (a *app) recordOne(name string, t *tape.Tape, r recording, theme viz.Theme, paint func(string) string) (lesson.Recorded, error) {
	for _, w := range t.Warnings {
		a.say(message.New("warning: %v", w.Message()))
	}
	takesPictures := slices.ContainsFunc(t.Steps, func(s tape.Step) bool { return s.Kind == tape.Screenshot })
	if r.frames != "" && !takesPictures {
		return lesson.Recorded{}, usagef("--frames: %s has no Screenshot", name)
	}
	fresh, chart, err := a.scene(t)
	if err != nil {
		return lesson.Recorded{}, err
	}
	done, err := lesson.Record(t, lesson.Recording{
		Labs: fresh, Map: chart, Still: a.reducedMotion(), Size: lesson.ScreenSize(t, viz.Size(a.show.size)), Theme: theme,
		Speed: r.speed, Idle: r.idle, Paint: paint,
	})
	if err != nil {
		return done, coded{exitCheck, message.Errorf("%s: %v", name, err)}
	}
	if len(done.Failures) > 0 {
		return done, unheld(name, done.Failures)
	}
	return done, nil
}

// settle decides what the flags leave open, and refuses what has no meaning.
func (r *recording) settle(terminal bool) error {
	switch {
	case r.out == "" && r.frames == "" && (terminal || r.check):
		return usagef("give the recording a file, as in -o lesson.cast")
	case r.out == "" && r.frames == "":
		r.out = stdout
	}
	switch {
	case r.check && r.out == stdout:
		return usagef("--check compares with a file: name it with -o")
	case !(r.speed >= lesson.MinSpeed && r.speed <= lesson.MaxSpeed):
		return usagef("--speed: %v is outside %v to %v", r.speed, lesson.MinSpeed, lesson.MaxSpeed)
	case r.idle < 0:
		return usagef("--idle: %v is less than no time", r.idle)
	}
	return r.pixels.settle()
}

func (r recording) version() cast.Version {
	if r.format.value == "v3" {
		return cast.V3
	}
	return cast.V2
}

// recordedLook is the theme and the colours of a recording: what the flags
// say, else the tape. The terminal and the environment have no say, so that
// the recording is the same everywhere.
func (a *app) recordedLook(t *tape.Tape) (viz.Theme, colorprofile.Profile) {
	profile := colorprofile.TrueColor
	if a.show.color.value != "auto" {
		profile, _ = colors(a.show.color.value, false, nil)
	}
	name := a.theme(profile)
	if name == "auto" {
		name = lesson.ThemeName(t)
	}
	theme, ok := viz.ThemeByName(name)
	if !ok { // one of vhs' own, or none
		theme = viz.Themes()[0]
	}
	theme.Glyphs, _ = viz.GlyphsByName(a.show.glyphs.value) // auto: what every font has
	return theme.In(depth(profile)), profile
}

// painter reduces what is written to the colours of a profile.
func painter(profile colorprofile.Profile) func(string) string {
	return func(text string) string {
		if profile == colorprofile.TrueColor || profile <= colorprofile.ASCII { // the plain theme has no colours
			return text
		}
		var out bytes.Buffer
		w := colorprofile.Writer{Forward: &out, Profile: profile}
		_, _ = w.WriteString(text) // a Buffer takes everything
		return out.String()
	}
}

// about says what a recording holds.
func about(c cast.Cast) message.Text {
	chapters := 0
	for _, e := range c.Events {
		if e.Code == cast.Marker {
			chapters++
		}
	}
	end := c.Events[len(c.Events)-1].At
	return message.Series(message.Verbatim(lesson.Minutes(end)),
		message.Count(chapters, "1 chapter", "%d chapters", chapters), message.Count(len(c.Events), "1 event", "%d events", len(c.Events)))
}
