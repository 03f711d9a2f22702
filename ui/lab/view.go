package lab

import (
	"slices"

	"logitarium/ui/message"
	"logitarium/viz"
)

// View is one picture of a lab, with all that belongs to it. A lab with
// another view has another value of this type, and nothing else changes.
type View struct {
	Name string     // one word, as it is typed: "bars"
	Help message.ID // one line: what is seen

	// Moves lists the knobs that change what this view shows, by the fields
	// that they turn. In this view the lab's other knobs are idle.
	Moves []Field

	Draw     func(Frame) viz.Grid                 // reads the lab's state and changes none
	Large    bool                                 // Draw itself writes the number that the sentence is about large: the shell adds none
	Sentence func() message.Text                  // interprets the view's numbers, in one or two sentences
	Readings func() []Reading                     // the view's own; the one that the sentence is about comes first
	Actions  func() []Action                      // what can be set off in this view; nil: what the lab's Actions says
	Lists    func() []List                        // the rows of a view that is a list; may be nil
	Whole    func() any                           // what is no list, for --json: a value that package encoding/json writes; may be nil
	At       func(f Frame, x, y int) message.Text // describes a cell of what Draw draws, in one line; empty where there is nothing to say; may be nil
}

// Field is a pointer to the field of a lab that a knob turns. It identifies
// the knob: a misspelt one does not compile.
type Field any

// Views are the pictures of a lab.
type Views struct {
	At   *int // index into List of the open one: a field of the lab
	List []View

	Readings func() []Reading // what all views show after their own, save what is among those; may be nil
	Idle     Idle             // knobs that change nothing now, whatever the view; may be nil
}

// Idle has the reasons why knobs change nothing now.
type Idle map[Field]message.Text

// Because records why the knobs of some fields change nothing. The first reason
// for a knob stays.
func (d Idle) Because(why message.Text, fields ...Field) {
	for _, f := range fields {
		if d[f].Empty() {
			d[f] = why
		}
	}
}

// ViewKnob is the name of the knob that chooses the picture. The shell gives
// it the key v.
const ViewKnob = "view"

// Open returns the open view.
func (v Views) Open() View { return v.List[*v.At] }

// Knob returns the knob that chooses the picture.
func (v Views) Knob() Knob {
	options := make([]Option, len(v.List))
	for i, view := range v.List {
		options[i] = Option{Name: view.Name, Kind: "view", Help: message.New(view.Help)}
	}
	return Knob{Name: ViewKnob, Help: "the picture", Setting: Choice{At: v.At, Options: options}}
}

// Knobs lists the knobs of a lab: first the one that chooses the picture, then
// its own, the idle ones with the reason.
func Knobs(l Lab) []Knob {
	v := l.Views()
	knobs := append([]Knob{v.Knob()}, l.Knobs()...)
	for i := range knobs[1:] {
		k := &knobs[i+1]
		if k.Idle.Empty() {
			k.Idle = v.idle(k.Setting.Field())
		}
	}
	return knobs
}

// idle says why a knob changes nothing now; it is empty when the knob does.
func (v Views) idle(f Field) message.Text {
	if why := v.Idle[f]; !why.Empty() {
		return why
	}
	if slices.Contains(v.Open().Moves, f) {
		return message.Text{}
	}
	var moved []message.Text
	for _, view := range v.List {
		if slices.Contains(view.Moves, f) {
			moved = append(moved, message.Label("view", view.Name))
		}
	}
	if len(moved) == 0 {
		return message.New("no view shows it")
	}
	return message.Count(len(moved), "it moves the view %v", "it moves the views %v", message.List(moved...))
}

// Draw draws the open view of a lab, or how far its work is while there is
// nothing else to show.
func Draw(l Lab, f Frame) viz.Grid {
	if p := ProgressOf(l); p.Stale {
		return p.View(f)
	}
	f.Theme.Words = Words(f.Printer)
	return l.Views().Open().Draw(f)
}

// Sentence interprets the numbers of the open view of a lab, or says what it
// is at work on.
func Sentence(l Lab) message.Text {
	if p := ProgressOf(l); p.Stale {
		return p.Insight()
	}
	return l.Views().Open().Sentence()
}

// Readings are the numbers of the open view of a lab, then those of all views;
// while there are none, how far its work is.
func Readings(l Lab) []Reading {
	if p := ProgressOf(l); p.Stale {
		return []Reading{p.Reading()}
	}
	v := l.Views()
	readings := v.Open().Readings()
	if v.Readings == nil {
		return readings
	}
	for _, r := range v.Readings() {
		if !slices.ContainsFunc(readings, func(o Reading) bool { return o.Name == r.Name }) {
			readings = append(readings, r)
		}
	}
	return readings
}

// Actions are what can be set off in the open view of a lab.
func Actions(l Lab) []Action {
	if act := l.Views().Open().Actions; act != nil {
		return act()
	}
	if a, ok := l.(Acting); ok {
		return a.Actions()
	}
	return nil
}

// At describes a cell of what Draw draws into the same frame, in one line; it
// is empty where there is nothing to say.
func At(l Lab, f Frame, x, y int) message.Text {
	if at := l.Views().Open().At; at != nil && !ProgressOf(l).Stale {
		return at(f, x, y)
	}
	return message.Text{}
}

// Points says whether At may say something about the open view.
func Points(l Lab) bool { return l.Views().Open().At != nil }

// ProgressOf is how far the work of a lab is, if it has any.
func ProgressOf(l Lab) Progress {
	if w, ok := l.(Working); ok {
		return w.Progress()
	}
	return Progress{}
}
