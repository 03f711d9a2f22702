// Package residual is the lab about the place of the norm in a transformer's
// block: after the residual sum (GPT-1) or before the branch (GPT-2), and what
// that does to the gradients.
package residual

import (
	"embed"

	"logitarium/core/experiment"
	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

//go:embed notes*.md
var notes embed.FS

// Lab is the residual lab.
type Lab struct {
	lm  lm.Offer // the open model
	own lm.Model // whose text and tokens the race is on

	// The knobs.
	view, width, init, gradient int
	cross                       bool
	depth, draws, seed          int
	rate                        float64
	warmup, steps               int
	text                        string // that the open model reads

	survey survey
	race   race // from one seed
	series race // from several

	reading lab.Work // of the text
	seen    streamOf
}

var widths = []int{16, 32, 64}

var inits = []lab.Option{
	{Name: "xavier", Help: message.New("uniform within ±√(6/(in+out)), embeddings 1/√d")},
	{Name: "gpt-2", Help: message.New("N(0, 0.02²), projections into the stream divided by √(2L)")},
	{Name: "unscaled", Help: message.New("N(0, 0.02²) throughout")},
	{Name: "theory", Help: message.New("what the theorems assume: Gaussian Xavier, uniform attention, a ReLU MLP of width d")},
}

// New returns the lab at its defaults, for a model. It draws networks of its
// own; the race is on the text and the tokens of a model of Tiny World, own.
func New(m, own lm.Model) *Lab {
	l := &Lab{lm: lm.Open(m), own: own}
	lab.Reset(l.Knobs())
	return l
}

// Twin returns another lab on the same model and text.
func (l *Lab) Twin() lab.Lab { return New(l.lm.Model, l.own) }

// Info describes the lab.
func (l *Lab) Info() lab.Info {
	return lab.Info{
		ID:       "residual",
		Tab:      "Pre/Post",
		Title:    "Pre-LN and post-LN: where the norm goes",
		Question: "Where does the norm go, and what does it do to gradients?",
		Brief:    "Where does the norm go?",
		Subject:  l.subject(),
		Notes:    message.Document{Folder: notes, Name: "notes.md"},
	}
}

// subject is what the open view is about.
func (l *Lab) subject() string {
	if l.workViews()[l.view].looks {
		return lm.Subject(l.lm.Model)
	}
	return "fresh networks"
}

// Knobs lists what can be turned.
func (l *Lab) Knobs() []lab.Knob {
	sizes := make([]lab.Option, len(widths))
	for i, w := range widths {
		sizes[i] = lab.Option{Name: viz.Cleanf("%d", w).String(), Help: message.New("values per position in the stream")}
	}
	return []lab.Knob{
		{Name: "depth", Help: "layers", Setting: lab.Integer{
			At: &l.depth, Default: 6, Min: 2, Max: 24, Coarse: 6}},
		{Name: "width", Help: "values per position in the stream", Setting: lab.Choice{
			At: &l.width, Default: 2, Options: sizes}},
		{Name: "init", Help: "how the first weights are drawn", Setting: lab.Choice{
			At: &l.init, Options: inits}},
		{Name: "cross", Help: "cross-attention: a decoder that reads an encoder, as the Transformer of 2017", Setting: lab.Switch{
			At: &l.cross}},
		{Name: "gradient", Help: "of which weights the gradient is shown", Setting: lab.Choice{
			At: &l.gradient, Options: gradientOptions()}},
		{Name: "networks", Help: "networks averaged, or races run, from seed on", Setting: lab.Integer{
			At: &l.draws, Default: 8, Min: 1, Max: 32}},
		{Name: "seed", Help: "of the first weights, and of the text", Setting: lab.Integer{
			At: &l.seed, Default: 1, Min: 0, Max: 9999}},
		{Name: "rate", Help: "learning rate, after the warm-up", Setting: lab.Number{
			At: &l.rate, Default: 0.005, Min: 0.0001, Max: 0.05, Step: 0.0005, Coarse: 0.005, Digits: 4}},
		{Name: "warm-up", Help: "steps in which the learning rate rises", Setting: lab.Integer{
			At: &l.warmup, Min: 0, Max: 300, Step: 5, Coarse: 75, Names: []lab.Named{{Value: 0, Name: "off"}}}},
		{Name: "steps", Help: "to train for", Setting: lab.Integer{
			At: &l.steps, Min: 0, Max: mostSteps, Step: 10, Coarse: 50}},
		{Name: "text", Help: "the text that the open model reads", Setting: lab.Text{
			At: &l.text, Default: "the fox lives in the", Max: 2000, Pieces: l.lm.Pieces}},
	}
}

// setting is a network as the knobs ask for it.
func (l *Lab) setting() experiment.Setting {
	return experiment.Setting{
		Depth: l.depth, Width: widths[l.width], Init: experiment.Init(l.init), Cross: l.cross, Seed: uint64(l.seed),
	}
}

// Views are the pictures.
func (l *Lab) Views() lab.Views {
	v := lab.Views{At: &l.view}
	for _, p := range l.workViews() {
		v.List = append(v.List, p.View)
	}
	return v
}

// drawn are the fields of the knobs that say which weights are drawn.
func (l *Lab) drawn() []lab.Field {
	return []lab.Field{&l.depth, &l.width, &l.init, &l.seed}
}

// redraw is the action of the views that measure fresh networks.
func (l *Lab) redraw() []lab.Action {
	return []lab.Action{{Name: "redraw", Key: "space", Help: "other weights: the next seed", Turns: []lab.Field{&l.seed}, Do: func() error {
		l.seed = (l.seed + 1) % 10000
		return l.Refresh()
	}}}
}

// titled puts a heading over a picture. A heading of several lines gives up
// its last ones first.
func titled(f lab.Frame, lines []viz.Safe, picture func(lab.Frame) viz.Grid) viz.Grid {
	g := f.Theme.Grid(f.Size)
	n := min(len(lines), max(f.H/6, 0))
	for y, line := range lines[:n] {
		st := f.Theme.Faint
		if y == 0 {
			st = f.Theme.Strong
		}
		g.Text(0, y, f.Theme.Fit(line, f.W), st)
	}
	f.H -= n
	g.Put(0, n, picture(f))
	return g
}
