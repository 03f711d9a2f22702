// Package lacking words what a model does not offer, for the views that would
// show it.
package lacking

import (
	"errors"

	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// Says returns the sentences for a view and an error of package lm: what it
// needs, and why that is not to be had. Another error it repeats.
func Says(view string, err error) message.Text {
	l := new(lm.Lack)
	if !errors.As(err, &l) {
		return message.Of(err)
	}
	return message.Join(message.New(needs[l.What], message.Label("view", view)), message.New(because[l.Why]))
}

var needs = map[lm.Ability]message.ID{
	lm.Prediction: "View %v needs the probabilities of the next token.",
	lm.Network:    "View %v needs the weights or the activations of the model.",
	lm.Copying:    "View %v trains a copy of the model.",
	lm.TinyWorld:  "View %v needs a model that was trained on Tiny World.",
}

var because = map[lm.Reason]message.ID{
	lm.Untold:  "This model does not offer them.",
	lm.Remote:  "This model is behind a server, which keeps them.",
	lm.Rounded: "The weights of this model are rounded to integers.",
	lm.Foreign: "This model was trained on something else.",
	lm.Modern:  "The blocks of this model have parts that are not trained here.",
}

// offered is the one reading of a view that shows nothing.
const offered = "offered"

// Shown reports whether a view says what is missing.
func Shown(v lab.View) bool {
	list := v.Readings()
	return len(list) == 1 && list[0].Name == offered
}

// View returns a view that says what is missing, in place of its picture, its
// sentence and its numbers. Only the given knobs move it.
func View(v lab.View, err error, moves ...lab.Field) lab.View {
	return Sentence(v, Says(v.Name, err), moves...)
}

// Sentence is View with a sentence of the lab's own.
func Sentence(v lab.View, says message.Text, moves ...lab.Field) lab.View {
	v.Draw = func(f lab.Frame) viz.Grid {
		return viz.Paragraph(f.Size, f.Theme, f.Print(says), f.Theme.Text)
	}
	v.Sentence = func() message.Text { return says }
	v.Readings = func() []lab.Reading {
		return []lab.Reading{{Name: offered, Help: message.New("whether the model offers what this view shows"), Undefined: message.New("not offered"), Provenance: lab.Computed}}
	}
	v.Moves, v.Actions, v.Lists, v.Whole, v.At = moves, func() []lab.Action { return nil }, nil, nil, nil
	return v
}
