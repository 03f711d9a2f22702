package cli

import (
	"errors"
	"math"
	"strings"
	"testing/fstest"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// dice is a small lab: softmax of five fixed logits.
type dice struct {
	temperature float64
	order       int
	sorted      bool
	label       string
	limit, pick int
	view        int // the only one
	p           []float64
}

func newDice() *dice {
	d := &dice{}
	lab.Reset(d.Knobs())
	return d
}

func (d *dice) Info() lab.Info {
	return lab.Info{
		ID: "dice", Tab: "Dice", Title: "Dice", Question: "What does temperature do?",
		Subject: "five logits", Notes: message.Document{Folder: fstest.MapFS{"notes.md": {Data: []byte("Softmax of five logits.")}}, Name: "notes.md"},
	}
}

func (d *dice) Knobs() []lab.Knob {
	return []lab.Knob{
		{Name: "temperature", Help: "divides the logits",
			Setting: lab.Number{At: &d.temperature, Default: 1, Min: 0.1, Max: 5, Step: 0.1, Digits: 2}},
		{Name: "order", Help: "which comes first",
			Setting: lab.Choice{At: &d.order, Options: []lab.Option{{Name: "rising", Help: message.New("smallest first")}, {Name: "falling", Help: message.New("largest first")}}}},
		{Name: "sorted", Help: "sort at all", Setting: lab.Switch{At: &d.sorted}},
		{Name: "label", Help: "shown above", Setting: lab.Text{At: &d.label, Default: "die", Max: 100}},
		{Name: "pick", Help: "a side, up to the limit",
			Setting: lab.Integer{At: &d.pick, Default: 1, Min: 1, Max: max(d.limit, 2)}},
		{Name: "limit", Help: "the last side", Setting: lab.Integer{At: &d.limit, Default: 5, Min: 2, Max: 50}},
	}
}

func (d *dice) Views() lab.Views {
	return lab.Views{At: &d.view, List: []lab.View{{
		Name: "sides", Help: "a bar for each side",
		Moves: []lab.Field{&d.temperature, &d.order, &d.sorted, &d.label, &d.pick, &d.limit},
		Draw:  d.draw, Sentence: d.say, Readings: d.readings,
	}}}
}

func (d *dice) Refresh() error {
	if d.label == "fault" {
		return errors.New("the label says so")
	}
	if d.label == "panic" {
		panic("the label says panic\x1b[31m")
	}
	d.p = d.p[:0]
	sum := 0.0
	for _, z := range []float64{2, 1, 0, -1, -2} {
		d.p = append(d.p, math.Exp((z-2)/d.temperature))
		sum += d.p[len(d.p)-1]
	}
	for i := range d.p {
		d.p[i] /= sum
	}
	return nil
}

func (d *dice) readings() []lab.Reading {
	entropy := 0.0
	for _, p := range d.p {
		if p > 0 {
			entropy -= p * math.Log2(p)
		}
	}
	return []lab.Reading{
		{Name: "entropy", Value: entropy, Unit: "bits", Digits: 2, Provenance: lab.Computed, Note: message.New("of 2.32")},
		{Name: "top", Text: message.New("one\x1b[2J"), Provenance: lab.Published, Source: "a book, p. 3"},
		{Name: "lost", Value: math.NaN(), Digits: 1, Provenance: lab.Computed},
		{Name: "draws", Undefined: message.New("nothing was drawn"), Provenance: lab.Computed},
	}
}

func (d *dice) say() message.Text {
	return message.New("At %.2f the first side has %.0f %%.", d.temperature, 100*d.p[0])
}

func (d *dice) draw(f lab.Frame) viz.Grid {
	g := viz.NewGrid(f.Size)
	g.Text(0, 0, viz.Clean(d.label), f.Theme.Accent)
	for i, p := range d.p {
		g.Text(0, i+1, viz.Clean(strings.Repeat("#", int(p*20))), f.Theme.Measured)
	}
	return g
}
