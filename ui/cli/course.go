package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"logitarium/core/wholefile"
	"logitarium/demos"
	"logitarium/ui/lesson/course"
	"logitarium/ui/lesson/player"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/ui/terminal"
	"logitarium/viz"

	tea "charm.land/bubbletea/v2"
)

// courseNames are those of the courses that the program brings along.
func courseNames() []string {
	files, _ := fs.Glob(demos.Courses, "*"+course.Ending) // the pattern is well-formed
	var names []string
	for _, f := range files {
		if name := strings.TrimSuffix(f, course.Ending); !strings.Contains(name, ".") { // else it translates one
			names = append(names, name)
		}
	}
	return names
}

// taught are the lessons of the courses that the program brings along, in their
// order.
func taught() []string {
	var names []string
	for _, name := range courseNames() {
		text, _ := fs.ReadFile(demos.Courses, name+course.Ending)
		c, err := course.Parse(name+course.Ending, string(text))
		if err != nil {
			continue // who plays it is told
		}
		for _, l := range c.Lessons {
			names = append(names, l.Name)
		}
	}
	return names
}

// isCourse reports whether a name is that of a course: one that the program
// brings along, or a file of its ending.
func isCourse(name string) bool {
	return strings.HasSuffix(name, course.Ending) || slices.Contains(courseNames(), name)
}

// lessons is a course with its lessons read.
type lessons struct {
	*course.Course
	paths []string // of its lessons, as they are played
	tapes []*tape.Tape
}

// readCourse reads a course and all of its lessons, in a language if they are
// translated.
func (a *app) readCourse(name, language string) (lessons, error) {
	var text []byte
	var err error
	file, folder := name, ""
	if !strings.HasSuffix(name, course.Ending) {
		file = name + course.Ending
		text, err = fs.ReadFile(demos.Courses, file)
	} else {
		var plain string
		plain, err = readPlain(name, course.MaxBytes) // one that is too long is refused by the parser
		text, folder = []byte(plain), filepath.Dir(name)
	}
	if err != nil {
		return lessons{}, coded{exitRejected, err}
	}
	c, err := course.Parse(file, string(text))
	if err != nil {
		return lessons{}, coded{exitRejected, err}
	}
	all := lessons{Course: c}
	for _, l := range c.Lessons {
		path := l.Name
		if strings.HasSuffix(path, lessonEnding) {
			path = filepath.Join(folder, path)
		}
		t, err := a.readLessonIn(path, language)
		if err != nil {
			return lessons{}, coded{exitRejected, message.Errorf("%v: %v", l.Pos, err)}
		}
		all.paths, all.tapes = append(all.paths, path), append(all.tapes, t)
	}
	if c.Title == "" {
		c.Title = strings.TrimSuffix(filepath.Base(name), course.Ending)
		c.Shown = c.Title
	}
	return all, translate(c, file, language)
}

// translate gives a course that the program brings along the words of its
// translation, if there is one in a language.
func translate(c *course.Course, file, language string) error {
	name := message.Translation(file, language)
	text, err := fs.ReadFile(demos.Courses, name)
	if err != nil || name == file {
		return nil
	}
	t, err := course.Parse(name, string(text))
	if err != nil {
		return coded{exitRejected, err}
	}
	c.Shown, c.About = t.Title, t.About
	return nil
}

// goThrough plays a course.
func (a *app) goThrough(ctx context.Context, name string, p play) error {
	c, err := a.readCourse(name, a.words.Language)
	if err != nil {
		return err
	}
	switch {
	case !(p.speed >= player.LeastSpeed && p.speed <= player.MostSpeed):
		return usagef("--speed %v is outside %v to %v", p.speed, player.LeastSpeed, player.MostSpeed)
	case p.notes, p.chapter != "":
		return usagef("--notes and --chapter are for a lesson: name one of the course's, as in logitarium play %s", c.paths[0])
	case a.show.print, a.show.json, a.show.csv:
		return usagef("play writes nothing: a course is recorded with logitarium record, printed with logitarium handout")
	case a.show.plain, !a.seen():
		return a.transcribe(name)
	}
	if err := a.unsized(`logitarium record`); err != nil {
		return err
	}
	done, err := readProgress(p.progress, c.Course)
	if err != nil {
		return err
	}
	if p.progress != "" {
		if err := mayWrite("progress", p.progress); err != nil {
			return err
		}
	}
	keep := keeper{path: p.progress}
	theme, profile := a.look(true, viz.Dark())
	o := course.Options{
		Tapes: c.tapes, Done: done, Kept: p.progress != "", Save: keep.save, Theme: theme, Follow: a.shownTheme(profile) == "auto", Words: a.words,
		Open: func(i int, leave tea.Cmd) (*player.Player, error) {
			o, err := a.playing(c.tapes[i], p)
			if err != nil {
				return nil, err
			}
			o.Leave = leave
			return player.New(c.tapes[i], o)
		},
	}
	m := course.New(c.Course, o)
	err = terminal.Run(ctx, a.followed(m), version(), terminal.TTY{In: a.in, Out: a.out, Env: a.env, Profile: profile, Watched: true})
	if p.progress == "" {
		return err
	}
	if kept := keep.save(m.Progress()); kept != nil {
		return errors.Join(err, kept)
	}
	return err
}

// playing says how a lesson is played by itself or in a course.
func (a *app) playing(t *tape.Tape, p play) (player.Options, error) {
	fresh, chart, err := a.scene(t)
	if err != nil {
		return player.Options{}, err
	}
	theme, profile := a.look(true, viz.Dark())
	return player.Options{
		Labs: fresh, Map: chart, Theme: theme, Follow: a.shownTheme(profile) == "auto",
		Mouse:         a.show.mouse.value != "off",
		ReducedMotion: a.show.reducedMotion || enabled(a.env, "REDUCE_MOTION"),
		Present:       a.show.present, Speed: p.speed,
		Words: a.lessonWords(), Now: time.Now, Student: student(),
	}, nil
}

// readProgress reads what was done of a course; nothing, if there is no file.
func readProgress(path string, c *course.Course) (course.Progress, error) {
	if path == "" {
		return course.Progress{}, nil
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return course.Progress{}, nil
	}
	text, err := readPlain(path, course.MaxProgress) // one that is too long is refused by the parser
	if err != nil {
		return course.Progress{}, coded{exitRejected, message.Errorf("--progress: %v", err)}
	}
	done, err := course.ReadProgress([]byte(text), c)
	if err != nil {
		return course.Progress{}, coded{exitRejected, message.Errorf("--progress: %s: %v", path, err)}
	}
	return done, nil
}

// keeper writes progress to a file, one write after the other.
type keeper struct {
	path string
	mu   sync.Mutex
}

func (k *keeper) save(p course.Progress) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return wholefile.Replace(k.path, func(w io.Writer) error {
		_, err := w.Write(p.File())
		return err
	})
}
