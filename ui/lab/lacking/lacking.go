// Package lacking words what a model does not offer, for the views that would
// show it.
package lacking

import (
	"errors"
	"fmt"

	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// Says returns the sentences for a view and an error of package lm: what it
// needs, and why that is not to be had. Another error it repeats.
func Says(view string, err error) string {
	l := new(lm.Lack)
	if !errors.As(err, &l) {
		return err.Error()
	}
	return fmt.Sprintf(needs[l.What], view) + " " + because[l.Why]
}

var needs = map[lm.Ability]string{
	lm.Prediction: "View %s needs the probabilities of the next token.",
	lm.Network:    "View %s needs the weights or the activations of the model.",
	lm.Copying:    "View %s trains a copy of the model.",
	lm.TinyWorld:  "View %s needs a model that was trained on Tiny World.",
}

var because = map[lm.Reason]string{
	lm.Untold:  "This model does not offer them.",
	lm.Remote:  "This model is behind a server, which keeps them.",
	lm.Rounded: "The weights of this model are rounded to integers.",
	lm.Foreign: "This model was trained on something else.",
}

// View returns a view that says what is missing, in place of its picture, its
// sentence and its numbers. Only the given knobs move it.
func View(v lab.View, err error, moves ...lab.Field) lab.View {
	return Sentence(v, Says(v.Name, err), moves...)
}

// Sentence is View with a sentence of the lab's own.
func Sentence(v lab.View, says string, moves ...lab.Field) lab.View {
	v.Draw = func(f lab.Frame) viz.Grid {
		return viz.Paragraph(f.Size, f.Theme, viz.Clean(says), f.Theme.Text)
	}
	v.Sentence = func() string { return says }
	v.Readings = func() []lab.Reading {
		return []lab.Reading{{Name: "offered", Help: "whether the model offers what this view shows", Undefined: "not offered", Provenance: lab.Computed}}
	}
	v.Moves, v.Actions, v.Lists, v.At = moves, func() []lab.Action { return nil }, nil, nil
	return v
}
