package cli

import (
	"context"

	"logitarium/ui/lesson/cast"
	"logitarium/ui/lesson/projector"
	"logitarium/ui/message"
	"logitarium/ui/terminal"
	"logitarium/viz"
)

// castEnding is that of a recording's file.
const castEnding = ".cast"

// project plays a recording.
func (a *app) project(ctx context.Context, path string, p play) error {
	text, err := readPlain(path, cast.MaxBytes) // one that is too long is refused by the parser
	if err != nil {
		return coded{exitRejected, err}
	}
	c, _, err := cast.Parse([]byte(text))
	if err != nil {
		return coded{exitRejected, message.Errorf("%s: %v", path, err)}
	}
	var names []string
	for _, ch := range projector.Chapters(c) {
		names = append(names, ch.Name)
	}
	chapter, err := chapterNamed(names, p.chapter)
	if err != nil {
		return err
	}
	switch {
	case !(p.speed >= projector.LeastSpeed && p.speed <= projector.MostSpeed):
		return usagef("--speed %v is outside %v to %v", p.speed, projector.LeastSpeed, projector.MostSpeed)
	case p.amend != "":
		return usagef("--amend is for a lesson; %s is a recording", path)
	case p.progress != "":
		return usagef("--progress is for a course; %s is a recording", path)
	case p.notes:
		return usagef("--notes: a recording has none; they are for a lesson")
	case a.show.print, a.show.json, a.show.csv:
		return usagef("play writes nothing but a transcript, with --plain")
	case a.show.present:
		return usagef("--present is for lessons: a recording is shown as it is")
	case a.show.plain, !a.seen():
		return a.transcribeCast(path, c)
	}
	if err := a.unsized(`logitarium record`); err != nil {
		return err
	}
	theme, profile := a.look(true, viz.Dark())
	m, err := projector.New(c, projector.Options{
		Theme: theme, Follow: a.shownTheme(profile) == "auto",
		ReducedMotion: a.show.reducedMotion || enabled(a.env, "REDUCE_MOTION"),
		Speed:         p.speed, Chapter: chapter, Name: path, Words: a.words,
	})
	if err != nil {
		return coded{exitRejected, message.Errorf("%s: %v", path, err)}
	}
	return terminal.Run(ctx, m, version(), terminal.TTY{In: a.in, Out: a.out, Env: a.env, Profile: profile, Watched: true})
}

// transcribeCast writes the screens of a recording as text.
func (a *app) transcribeCast(path string, c cast.Cast) error {
	text, err := projector.Transcript(c, a.words)
	if err != nil {
		return coded{exitRejected, message.Errorf("%s: %v", path, err)}
	}
	return a.write(text)
}
