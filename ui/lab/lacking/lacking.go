// Package lacking words what a model does not offer, for the labs that would
// show it.
package lacking

import (
	"errors"

	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// Says returns the sentences for an error of package lm: what is missing, and
// why.
func Says(err error) string {
	l := new(lm.Lack)
	if !errors.As(err, &l) {
		return err.Error()
	}
	return needs[l.What] + " " + because[l.Why]
}

var needs = map[lm.Ability]string{
	lm.Prediction: "This needs the probabilities of the next token.",
	lm.Network:    "This needs the weights or the activations of the model.",
	lm.Copying:    "This trains a copy of the model.",
	lm.TinyWorld:  "This needs a model that was trained on Tiny World.",
}

var because = map[lm.Reason]string{
	lm.Untold:  "This model does not tell them.",
	lm.Remote:  "This one is behind a server, which keeps them.",
	lm.Rounded: "The weights of this one are rounded to integers.",
	lm.Foreign: "This one was trained on something else.",
	lm.Partial: "This one tells those of its likeliest tokens alone.",
}

// View returns a view that says what is missing, in place of its picture, its
// sentence and its numbers. Only the given knobs move it.
func View(v lab.View, err error, moves ...lab.Field) lab.View {
	says := Says(err)
	v.Draw = func(f lab.Frame) viz.Grid {
		return viz.Paragraph(f.Size, f.Theme, viz.Clean(says), f.Theme.Text)
	}
	v.Sentence = func() string { return says }
	v.Readings = func() []lab.Reading {
		return []lab.Reading{{Name: "model", Help: "whether the model offers what this view shows", Undefined: "not offered: see the picture"}}
	}
	v.Moves, v.Actions, v.Lists, v.At = moves, func() []lab.Action { return nil }, nil, nil
	return v
}
