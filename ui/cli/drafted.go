package cli

import (
	"io"

	"logitarium/core/wholefile"
	"logitarium/ui"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/viz"
)

// writeDrafted writes a lesson that was just made to a new file. It is written as it
// was done first: playing it once more takes as long as its trainings do, and
// whatever ends that, the lesson is there. Then it gets, from a step on, captions to
// fill in and expectations. Draft is the lesson with them, or as it was if it could
// not be played, and end the command of its last screen, "" if that is not known.
func (a *app) writeDrafted(path string, t *tape.Tape, from int) (draft *tape.Tape, end string, err error) {
	parsed, err := tape.Parse(path, t.String(), nil)
	if err != nil {
		return nil, "", message.Errorf("%s: what was done can't be written as a lesson: %v", path, err)
	}
	if from >= len(t.Steps) {
		from = len(parsed.Steps)
	}
	if err := wholefile.Create(path, text(parsed)); err != nil {
		return nil, "", err
	}
	a.say(message.New("%s is written; it is played once more, to note what it shows (ctrl+c leaves that out)", path))
	fresh, chart, err := a.scene(parsed)
	if err != nil {
		return nil, "", err
	}
	draft, end, failures, err := lesson.Draft(parsed, lesson.Setup{
		Labs: fresh, Map: chart, Size: lesson.ProgramSize(parsed, lesson.ScreenSize(parsed, viz.Size{})),
		Theme: plainTheme(), Look: ui.WithoutFooter,
	}, from)
	if err != nil {
		a.say(message.New("warning: it can't be played again, and stays as it was done: %v", err))
		return parsed, "", nil
	}
	for _, f := range failures {
		a.say(message.New("warning: played again: %v", f.Msg))
	}
	return draft, end, wholefile.Replace(path, text(draft))
}

// text writes a lesson's text.
func text(t *tape.Tape) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, t.String())
		return err
	}
}
