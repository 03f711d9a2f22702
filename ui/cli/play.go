package cli

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"logitarium/ui/class"
	"logitarium/ui/lesson/player"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/ui/speaker"
	"logitarium/ui/terminal"
	"logitarium/viz"

	"github.com/spf13/cobra"
)

// play says how a lesson is to be played; its fields are flags.
type play struct {
	chapter string
	speed   float64
	notes   bool

	progress string // a file
	amend    string // a file
}

func (a *app) playCommand() *cobra.Command {
	var p play
	cmd := &cobra.Command{
		Use:   "play [LESSON]",
		Short: a.text("play a lesson, a course or a recording; without a name, the tour"),
		Long: a.text("Plays a lesson: space goes on, left goes back, esc lets you explore and\n" +
			"brings you back, ? lists the keys. A lesson is a name from logitarium list,\n" +
			"or the path of a .tape file. Without a terminal, and with --plain, its\n" +
			"transcript is written.\n" +
			"A course, such as syllabus or a .course file, is a list of lessons to go through;\n" +
			"what you do is kept only in the file that --progress names.\n" +
			"A .cast file is a recording for asciinema, by anybody: space stops it, the\n" +
			"arrows go back and on, g goes to a chapter. What it writes is drawn here and\n" +
			"never passed on to the terminal."),
		Annotations:       map[string]string{isExact: "yes", isDrawn: naming("size", "theme", "color", "glyphs", "lang", "mouse", "plain", "present", "reduced-motion")},
		ValidArgsFunction: a.completeLesson,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch len(args) {
			case 0:
				return a.play(cmd.Context(), tour, p)
			case 1:
				return a.play(cmd.Context(), args[0], p)
			}
			return usagef("%s plays one lesson, and was given %d", cmd.CommandPath(), len(args))
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&p.chapter, "chapter", "", a.text("begin with this `chapter`, by number or name"))
	flags.Float64Var(&p.speed, "speed", 1, a.text("how many `times` faster to play, 0.25 to 4; a recording, to 16"))
	flags.BoolVar(&p.notes, "notes", false, a.text("show the speaker's notes, following a player in another terminal"))
	flags.StringVar(&p.amend, "amend", "", a.text("a new `file`, ending in .tape, for the lesson with what you change while it plays: ? lists the keys"))
	_ = cmd.MarkFlagFilename("amend", "tape")
	flags.StringVar(&p.progress, "progress", "", a.text("the `file` in which what you do of a course is kept: the lessons, your answers"))
	_ = cmd.MarkFlagFilename("progress", "json") // fails for an unknown flag only
	return cmd
}

func (a *app) play(ctx context.Context, name string, p play) error {
	if strings.EqualFold(filepath.Ext(name), castEnding) {
		return a.project(ctx, name, p)
	}
	if err := mayAmend(p.amend, name); err != nil {
		return err
	}
	if isCourse(name) {
		return a.goThrough(ctx, name, p)
	}
	if p.progress != "" {
		return usagef("--progress is for a course; %s is a lesson", name)
	}
	t, err := a.readLesson(name)
	if err != nil {
		return err
	}
	chapter, err := chapterNamed(chaptersOf(t), p.chapter)
	if err != nil {
		return err
	}
	if !(p.speed >= player.LeastSpeed && p.speed <= player.MostSpeed) {
		return usagef("--speed %v is outside %v to %v", p.speed, player.LeastSpeed, player.MostSpeed)
	}
	switch {
	case p.amend != "" && (p.notes || a.show.plain || !a.seen()):
		return usagef("--amend: a lesson is changed in the player, on a terminal")
	case p.notes && (p.chapter != "" || p.speed != 1):
		return usagef("--chapter and --speed are for the player: its notes follow it")
	case p.notes:
		return a.notes(ctx, name, t)
	case a.show.print, a.show.json, a.show.csv:
		return usagef("play writes nothing: a lesson is recorded with logitarium record, printed with logitarium handout")
	case a.show.plain, !a.seen():
		return a.transcribe(name)
	}
	if err := a.unsized(`logitarium record`); err != nil {
		return err
	}
	o, err := a.playing(t, p)
	if err != nil {
		return err
	}
	o.Chapter, o.After, o.Amend = chapter, a.lessonAfter(name), p.amend != ""
	_, profile := a.look(true, viz.Dark())
	switch host, err := speaker.Listen(a.env); {
	case errors.Is(err, speaker.ErrTaken):
		o.Notice = message.New("no notes: another player has them")
	case err != nil:
		o.Notice = message.New("no notes can follow here")
	default:
		defer func() { _ = host.Close() }() // the next player takes away what it leaves
		o.Notes = host
	}
	m, err := player.New(t, o)
	if err != nil {
		return coded{exitRejected, message.Errorf("%s: %v", name, err)}
	}
	err = terminal.Run(ctx, a.followed(m), version(), terminal.TTY{In: a.in, Out: a.out, Env: a.env, Profile: profile, Watched: true})
	if p.amend == "" {
		return err
	}
	return errors.Join(err, a.writeAmended(p.amend, m))
}

// student is a random number for the answer codes of one who plays a lesson.
func student() uint32 {
	var b [4]byte
	_, _ = rand.Read(b[:]) // never fails
	return binary.BigEndian.Uint32(b[:]) % class.MaxID
}

// notes follows a player of a lesson.
func (a *app) notes(ctx context.Context, name string, t *tape.Tape) error {
	if err := a.unsized("logitarium handout"); err != nil {
		return err
	}
	if !a.seen() {
		return usagef("notes follow a player on a terminal, and this is none; logitarium transcript and handout write a lesson out")
	}
	theme, profile := a.look(true, viz.Dark())
	n := player.NewNotes(t, name, speaker.NewFollower(a.env), theme, a.shownTheme(profile) == "auto", a.wordsOf(t))
	return terminal.Run(ctx, n, version(), terminal.TTY{In: a.in, Out: a.out, Env: a.env, Profile: profile, Watched: true})
}

// chaptersOf lists the names of a lesson's chapters.
func chaptersOf(t *tape.Tape) []string {
	var names []string
	for _, s := range t.Steps {
		if s.Kind == tape.Chapter {
			names = append(names, s.Text)
		}
	}
	return names
}

// chapterNamed is the index of a chapter by its number, its name, or the
// beginning of it; "" is the first.
func chapterNamed(names []string, asked string) (int, error) {
	if asked == "" {
		return 0, nil
	}
	if len(names) == 0 {
		return 0, usagef("--chapter %q: there are no chapters", asked)
	}
	if n, err := strconv.Atoi(asked); err == nil {
		if n < 1 || n > len(names) {
			return 0, usagef("--chapter %d: there are chapters 1 to %d", n, len(names))
		}
		return n - 1, nil
	}
	folded := strings.ToLower(asked)
	i := slices.IndexFunc(names, func(n string) bool { return strings.ToLower(n) == folded })
	if i < 0 {
		i = slices.IndexFunc(names, func(n string) bool { return strings.HasPrefix(strings.ToLower(n), folded) })
	}
	if i < 0 {
		return 0, mistyped(asked, names, "no chapter %q; there are %s", asked, strings.Join(names, ", "))
	}
	return i, nil
}

// lessonAfter says which lesson follows one that the program brings along, as
// the course has them.
func (a *app) lessonAfter(name string) message.Text {
	names := taught()
	if i := slices.Index(names, name); i >= 0 && i+1 < len(names) {
		return message.New("Next: logitarium play %s.", names[i+1])
	}
	return message.Text{}
}
