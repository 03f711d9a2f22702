package lesson

import (
	"math"
	"strconv"
	"time"

	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/lesson/tape"
)

// told is how long a pause is in which an audience is told something.
const told = 2 * time.Second

// mostExpected is how many readings are expected at each pause.
const mostExpected = 3

// Draft plays a tape and returns it with what its writer would put in at each
// longer pause: a caption to fill in, and the first readings of the picture as
// expectations, so that the lesson tests itself; but only from a step on. End is the command that opens the
// screen at its end, "" if that is no lab's.
func Draft(t *tape.Tape, s Setup, from int) (with *tape.Tape, end string, failures []Failure, err error) {
	draft := *t
	draft.Steps = nil
	var run *Run
	at := 0
	s.Live = false
	s.Due = func(step *tape.Step) {
		at++
		if step.Kind == tape.Sleep && step.Time >= told && run != nil && at > from {
			draft.Steps = append(draft.Steps, tape.Step{Kind: tape.Say})
			draft.Steps = append(draft.Steps, expectations(run)...)
		}
		draft.Steps = append(draft.Steps, *step)
	}
	run, err = Start(t, s)
	if err != nil {
		return nil, "", nil, err
	}
	for run.Halt() != Ended {
		run.Frame()
	}
	if l := run.lab(); l != nil {
		end = command.Of(l)
	}
	return &draft, end, run.Failures(), nil
}

// lab is the open lab, or nil.
func (r *Run) lab() lab.Lab {
	if r.stage.shell == nil {
		return nil
	}
	l, _ := r.stage.shell.Lab() // nil on the map
	return l
}

// expectations are the first readings of the open picture that have a value.
func expectations(r *Run) []tape.Step {
	l := r.lab()
	if l == nil {
		return nil
	}
	var all []tape.Step
	for _, rd := range lab.Readings(l) {
		v := foundReading(rd)
		if len(all) == mostExpected {
			break
		}
		if v.undefined || !v.numeric || math.IsNaN(v.number) || math.IsInf(v.number, 0) {
			continue
		}
		all = append(all, tape.Step{Kind: tape.Expect, Name: rd.Name, Op: "=", Text: strconv.FormatFloat(v.number, 'f', rd.Digits, 64)})
	}
	return all
}
