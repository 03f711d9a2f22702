// Package inside is the lab about the parts of a transformer: what each head,
// each MLP and each block does with a text.
package inside

import (
	"embed"
	"slices"
	"strings"
	"time"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

//go:embed notes*.md
var notes embed.FS

// Lab is the lab about the inside of a model.
type Lab struct {
	lm   lm.Offer
	view int

	// The knobs that several views share. Tokens count from 1.
	text        string
	layer, head int
	token       int

	examples lab.Cycle
	language string   // of the reader
	work     lab.Work // of reading
	text0    words    // what the text is cut into
	read     read     // what the model has made of it

	attention  attention
	lens       logitLens
	stream     stream
	cache      cache
	growing    growing
	question   asked // the text
	switched   switched
	exam       exam
	transplant transplant
	tracing    tracing
	results    *results
	more       lab.Work // what is measured while the picture is shown
	scored     scored
}

// New returns the lab at its defaults, for a model.
func New(m lm.Model) *Lab {
	l := &Lab{lm: lm.Open(m), results: new(results)}
	l.text = l.texts()[0]
	l.split()
	lab.Reset(l.Knobs())
	_ = l.Refresh() // it fails of no default
	return l
}

// Twin returns another lab on the same model.
func (l *Lab) Twin() lab.Lab {
	twin := New(l.lm.Model)
	twin.results = l.results
	return twin
}

// Info describes the lab.
func (l *Lab) Info() lab.Info {
	return lab.Info{
		ID:       "inside",
		Tab:      "Inside",
		Title:    "The parts of a transformer at work",
		Question: "What does each part do with my text?",
		Subject:  lm.Subject(l.lm.Model),
		Notes:    message.Document{Folder: notes, Name: "notes.md"},
	}
}

// config is the shape of the model; of one whose network is not at hand, the
// least that there can be.
func (l *Lab) config() gpt.Config {
	if l.lm.Network == nil {
		return gpt.Config{Layers: 1, Heads: 1, Width: 1}
	}
	return l.lm.Network.Config
}

// typed is a text with its lines.
func typed(text string) string { return strings.ReplaceAll(text, `\n`, "\n") }

// Knobs lists what can be turned.
func (l *Lab) Knobs() []lab.Knob {
	c, n := l.config(), len(l.text0.tokens)
	return append([]lab.Knob{
		{Name: "text", Help: `what the model reads; \n ends a line`, Setting: lab.Text{
			At: &l.text, Default: l.texts()[0], Max: 2000, Pieces: func(text string) []string { return l.lm.Pieces(typed(text)) }}},
		{Name: "layer", Help: "the block, counted from 0", Setting: lab.Integer{
			At: &l.layer, Default: min(2, c.Layers-1), Min: 0, Max: c.Layers - 1, Coarse: 4}},
		{Name: "head", Help: "the attention head, counted from 0", Setting: lab.Integer{
			At: &l.head, Default: 0, Min: 0, Max: c.Heads - 1, Coarse: 4}},
		{Name: "token", Help: "the token that reads", Scrolls: true, Setting: lab.Integer{
			At: &l.token, Default: n, Min: 1, Max: n, Coarse: 8, Names: []lab.Named{{Value: float64(n), Name: "last"}}}},
	}, slices.Concat(l.attention.knobs(n), l.lensKnobs(), l.streamKnobs(), l.growing.knobs(), l.switched.knobs(l), l.exam.knobs(), l.transplant.knobs(l), l.tracing.knobs())...)
}

// Actions lists what space sets off.
func (l *Lab) Actions() []lab.Action {
	return []lab.Action{{Name: "example", Key: "space", Help: "another text", Turns: []lab.Field{&l.text}, Do: func() error {
		l.text = l.examples.Next(l.text, l.texts())
		return nil
	}}}
}

// Refresh computes what the open view shows, when the model has read.
func (l *Lab) Refresh() error {
	l.split()
	open := l.open()
	if _, err := lm.NetworkOf(l.lm.Model); err != nil {
		l.work.Drop()
		return nil
	}
	if open.ready != nil && !open.ready() {
		return nil
	}
	l.work.Drop() // nobody asks any more for what is under way
	open.compute()
	if open.measure != nil {
		open.measure()
	}
	return nil
}

// Busy says whether the model is reading.
func (l *Lab) Busy() bool { return l.work.Waiting() || l.measuring() || l.testing() }

// measuring says whether something is measured for the open view.
func (l *Lab) measuring() bool { return l.open().measure != nil && l.more.Waiting() }

// Progress says how far it is.
func (l *Lab) Progress() lab.Progress {
	if !l.work.Waiting() && l.measuring() {
		p := l.more.Progress()
		p.Stale = false
		return p
	}
	return l.work.Progress()
}

// Step lets it read on.
func (l *Lab) Step(time.Duration) error {
	switch w := l.next(); w {
	case &l.more:
		w.Step()
		return nil
	default:
		w.Step()
		return l.Refresh()
	}
}

// Part implements [lab.Divided].
func (l *Lab) Part(time.Duration) (over bool, err error) {
	w := l.next()
	if over = w.Part(); !over || w == &l.more {
		return over, nil
	}
	return true, l.Refresh()
}

// next is the work that goes on: what is shown waits for the first.
func (l *Lab) next() *lab.Work {
	switch {
	case l.work.Waiting():
		return &l.work
	case l.measuring():
		return &l.more
	case l.testing():
		return &l.scored.work
	}
	return &l.work
}

// Keep implements [lab.Kept].
func (l *Lab) Keep() (restore func()) { return lab.KeepStruct(l) }
