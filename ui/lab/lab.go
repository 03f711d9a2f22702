// Package lab is the contract between the shell and the instruments it shows.
//
// A lab holds numbers and draws pictures of them. It never sees a key, a
// message or a clock: the shell owns those, and reaches the lab through its
// knobs and actions, which are data.
package lab

import (
	"time"

	"logitarium/ui/message"
	"logitarium/viz"
)

// Lab is one instrument.
type Lab interface {
	// Info says what the lab is; it never changes.
	Info() Info
	// Knobs lists what can be turned, in screen order, bound to the lab's
	// fields. Ranges may depend on the state, names and order may not. What
	// chooses the picture is not among them: see [Views].
	Knobs() []Knob
	// Views lists the pictures, each with all that belongs to it.
	Views() Views
	// Refresh recomputes after a knob moved. An error leaves the last good
	// picture standing and is shown to the user.
	Refresh() error
}

// Info describes a lab.
type Info struct {
	ID       string     // command and state line: "sampling"
	Tab      message.ID // a word or two
	Title    message.ID
	Question message.ID       // what the lab answers
	Brief    message.ID       // the question in few words, where the whole one has no room; may be empty
	Subject  string           // what is looked at: "tiny-world 0.9M"; may be empty
	Notes    message.Document // Markdown: what it is for, the formulas, what to try
}

// Frame is the room a picture has, and how it may look.
type Frame struct {
	viz.Size
	Theme viz.Theme
	Axes  *Axes // what it shares with another picture beside it; nil: there is none

	Printer message.Printer // of the words in it
}

// Print returns a text in the frame's language.
func (f Frame) Print(t message.Text) viz.Safe { return viz.Clean(f.Printer.Print(t)) }

// Say returns a message in the frame's language.
func (f Frame) Say(id message.ID, args ...any) viz.Safe { return f.Print(message.New(id, args...)) }

// Animated is a lab that can go on by itself: draw, write, train. The shell
// calls Step on its clock, each call at most about 10 ms of work, as long as
// Busy says so.
type Animated interface {
	Busy() bool
	Step(dt time.Duration) error
}

// Divided is a lab whose step may be longer than a key can wait, as that of a
// training is which grows with the networks. The shell makes it in parts and lets
// keys in between; lessons, whose clock stands meanwhile, make it at once.
type Divided interface {
	Animated
	// Part does the next part of a step, at most about 10 ms of work, and says
	// whether the step is over. Step does all parts. A picture is drawn after
	// the last one.
	Part(dt time.Duration) (over bool, err error)
}

// Whole makes a step of a lab that is divided.
func Whole(l Divided, dt time.Duration) error {
	for {
		if over, err := l.Part(dt); over || err != nil {
			return err
		}
	}
}

// Gradual is a lab that trains or measures step by step, so that what it shows
// depends on its step. Two of them are compared at the same step.
type Gradual interface {
	Animated
	// Stage returns the step, the last step, and what a step is called: 37,
	// 150, "step".
	Stage() (at, of int, unit string)
	// Pause holds it where it is, until GoOn.
	Pause()
	// GoOn lifts a pause, if there is one.
	GoOn()
}

// Shared is a lab whose training is handed over to others of its kind, so that of
// many screens which show the same training one trains.
type Shared interface {
	Gradual
	// Share takes a snapshot of what is trained. The function that it returns gives
	// it to another lab of this kind, on the same model, as if that one had trained
	// it, unless its knobs ask for something else: then it reports false. It may be
	// called anywhere and often: who goes on with what is given goes on with a copy.
	Share() (give func(to Lab) bool)
}

// Acting is a lab with actions besides its knobs. The first one is on space.
type Acting interface {
	Actions() []Action
}

// Twinned is a lab that can be compared with itself.
type Twinned interface {
	// Twin returns a new lab of the same kind, on the same model, with its
	// knobs at their defaults. The two share nothing that either changes.
	Twin() Lab
}

// Action is something a key sets off.
type Action struct {
	Name string // "draw"
	Key  string // "space", or one lower-case letter
	Help message.ID
	Do   func() error

	// Turns lists the knobs that it turns there and then, by the fields that they
	// turn, save those that it only puts back to their defaults. Where one of
	// them is locked, so is the action.
	Turns []Field
}

// Provenance says where a number comes from.
type Provenance string

// Every number on screen is one of these.
const (
	Computed     Provenance = "computed"     // now, from the model or the formula
	Recorded     Provenance = "recorded"     // from a named model
	Published    Provenance = "published"    // from a named source
	Illustrative Provenance = "illustrative" // made up, to show a shape
)

// Reading is one number, or one word, that the lab shows.
type Reading struct {
	Name       string       // "entropy": the name that lessons and exports use
	Formerly   string       // the name that it had once, by which lessons may still ask for it; mostly ""
	Help       message.Text // what the number means, one plain sentence without its value
	Value      float64
	Text       message.Text // set for a reading that is a word; Value is then unused
	Unit       message.ID   // "bits", "%", ""
	Digits     int          // decimals shown
	Provenance Provenance
	Source     string       // for recorded and published numbers
	Undefined  message.Text // why there is no value now; Value is then unused
	Note       message.Text // short, beside the number: "2^entropy"
}

// counted are the units of what is counted, each with its singular.
var counted = map[message.ID]message.Text{
	"answers":  message.About("unit", "answer"),
	"bytes":    message.About("unit", "byte"),
	"passages": message.About("unit", "passage"),
	"tokens":   message.About("unit", "token"),
	"words":    message.About("unit", "word"),
}

// In is the unit as it stands after the value: of a single token it is "token",
// not "tokens". It is empty if the reading has none.
func (r Reading) In() message.Text {
	one, ok := counted[r.Unit]
	switch {
	case r.Unit == "":
		return message.Text{}
	case ok && r.Digits == 0 && r.Value == 1:
		return one
	}
	return message.New(r.Unit)
}
