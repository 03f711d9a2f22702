package cli

import (
	"path/filepath"

	"logitarium/ui/lesson/player"
	"logitarium/ui/message"
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
	return mayCreate("amend", path)
}

// writeAmended writes the lesson as it was changed, if it was. What was recorded gets
// captions to fill in and expectations.
func (a *app) writeAmended(path string, p *player.Player) error {
	t, end, changes := p.Amended()
	if changes == 0 {
		a.say(message.New("nothing was changed, and nothing is written"))
		return nil
	}
	if _, _, err := a.writeDrafted(path, t, end); err != nil {
		return err
	}
	a.say(message.Count(changes, "%[2]s: the lesson with 1 change", "%[2]s: the lesson with %[1]d changes", changes, path))
	return nil
}
