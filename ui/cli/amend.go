package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"logitarium/core/wholefile"
	"logitarium/ui"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/player"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/viz"
)

// mayAmend refuses a file for a changed lesson, before anything is played.
func mayAmend(path, of string) error {
	switch {
	case path == "":
		return nil
	case filepath.Ext(path) != lessonEnding:
		return usagef("--amend %s: a lesson's file ends in %s", path, lessonEnding)
	case isCourse(of):
		return usagef("--amend is for a lesson; %s is a course", of)
	}
	_, err := os.Lstat(path)
	switch {
	case err == nil:
		return usagef("--amend: %s is there already; name a new file", path)
	case !errors.Is(err, fs.ErrNotExist):
		return message.Errorf("--amend: %s: %v", path, bare(err))
	}
	return nil
}

// writeAmended writes the lesson as it was changed, if it was: whole, or not at all.
func (a *app) writeAmended(path string, p *player.Player) error {
	t, end, changes := p.Amended()
	if changes == 0 {
		a.say(message.New("nothing was changed, and nothing is written"))
		return nil
	}
	text, failures, err := a.amended(path, t, end)
	if err != nil {
		return message.Errorf("%s: what was changed can't be written as a lesson: %v", path, err)
	}
	for _, f := range failures {
		a.say(message.New("warning: played again: %v", f.Msg))
	}
	if err := wholefile.Create(path, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}); err != nil {
		return err
	}
	a.say(message.Count(changes, "%[2]s: the lesson with 1 change", "%[2]s: the lesson with %[1]d changes", changes, path))
	return nil
}

// amended is the text of a changed lesson, played once more. What was recorded, from
// a step on, gets captions to fill in and expectations.
func (a *app) amended(path string, t *tape.Tape, end int) (string, []lesson.Failure, error) {
	parsed, err := tape.Parse(path, t.String(), nil)
	if err != nil {
		return "", nil, err
	}
	if end >= len(t.Steps) {
		end = len(parsed.Steps)
	}
	fresh, chart, err := a.scene(parsed)
	if err != nil {
		return "", nil, err
	}
	draft, _, failures, err := lesson.Draft(parsed, lesson.Setup{
		Labs: fresh, Map: chart, Size: lesson.ProgramSize(parsed, lesson.ScreenSize(parsed, viz.Size{})),
		Theme: plainTheme(), Look: ui.WithoutFooter,
	}, end)
	if err != nil {
		return "", nil, err
	}
	return draft.String(), failures, nil
}
