// Package gpt is the lab about the GPT series: what grew, what changed, what
// stayed, and what is not known.
package gpt

import (
	_ "embed"
	"slices"
	"time"

	"logitarium/core/family"
	"logitarium/core/lm"
	"logitarium/core/tiktoken"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

//go:embed notes.md
var notes string

// Lab is the lab about the GPT series.
type Lab struct {
	lm         lm.Model
	models     []family.Model // the loaded one, then the series
	precisions []family.Precision

	// The knobs.
	view, measure, model, compare, precision int
	context, batch, special                  int
	text                                     string
	cycle                                    lab.Cycle // of texts

	encodings []*tiktoken.Encoding // those that are unpacked, oldest first
	cuts      []cut                // a text in each of them
	cutText   string               // which one, after how special tokens are read
}

// How names of special tokens are read.
const (
	specialText = iota
	specialToken
)

var specials = []lab.Option{
	{Name: "text", Help: message.New("as the characters that they are written with")},
	{Name: "token", Help: message.New("each as its one token")},
}

// endOfText is the name of the special token that all three vocabularies have.
const endOfText = "<|endoftext|>"

// The defaults of the choice of models.
const (
	defaultModel   = "gpt-3-175b"
	defaultCompare = "gpt-1"
)

// New returns the lab at its defaults.
func New(m lm.Model) *Lab {
	l := &Lab{
		lm:         m,
		models:     slices.Concat([]family.Model{loaded(m)}, family.All()),
		precisions: family.Precisions(),
	}
	lab.Reset(l.Knobs())
	return l
}

// Twin returns another lab on the same model.
func (l *Lab) Twin() lab.Lab { return New(l.lm) }

// Info describes the lab.
func (l *Lab) Info() lab.Info {
	return lab.Info{
		ID:       "gpt",
		Tab:      "GPTs",
		Title:    "The GPT series",
		Question: "How did the GPT series evolve?",
		Subject:  lm.Subject(l.lm),
		Notes:    notes,
	}
}

// a and b are the models that are shown and compared.
func (l *Lab) a() family.Model { return l.models[l.model] }
func (l *Lab) b() family.Model { return l.models[l.compare] }

// Knobs lists what can be turned.
func (l *Lab) Knobs() []lab.Knob {
	names := make([]lab.Option, len(l.models))
	index := map[string]int{}
	for i, m := range l.models {
		names[i] = lab.Option{Name: m.ID, Help: message.Verbatim(m.Name)}
		index[m.ID] = i
	}
	kinds := make([]lab.Option, len(l.precisions))
	for i, p := range l.precisions {
		kinds[i] = lab.Option{Name: p.Name, Help: message.Verbatim(p.Help)}
	}
	scales := make([]lab.Option, len(measures))
	for i, m := range measures {
		scales[i] = lab.Option{Name: m.name, Help: message.New(m.help)}
	}
	return []lab.Knob{
		{Name: "measure", Help: "what the timeline measures",
			Setting: lab.Choice{At: &l.measure, Options: scales}},
		{Name: "gpt", Help: "the model that is looked at", Scrolls: true,
			Setting: lab.Choice{At: &l.model, Default: index[defaultModel], Options: names}},
		{Name: "compare", Help: "the model beside it",
			Setting: lab.Choice{At: &l.compare, Default: index[defaultCompare], Options: names}},
		{Name: "precision", Help: "how a weight is stored",
			Setting: lab.Choice{At: &l.precision, Default: 1, Options: kinds}},
		{Name: "context", Help: "tokens in the cache",
			Setting: lab.Integer{At: &l.context, Default: 2048, Min: 128, Max: 1 << 20, Doubling: true}},
		{Name: "batch", Help: "sequences at once",
			Setting: lab.Integer{At: &l.batch, Default: 1, Min: 1, Max: 64, Doubling: true}},
		{Name: "special", Help: "how names of special tokens are read in the text", Setting: lab.Choice{At: &l.special, Options: specials}},
		{Name: "text", Help: "cut into tokens",
			Setting: lab.Text{At: &l.text, Default: samples[0], Max: 2000}},
	}
}

// Busy says whether there are vocabularies to unpack.
func (l *Lab) Busy() bool { return l.view == viewTokens && len(l.encodings) < len(openers) }

// Step unpacks the next vocabulary: in one go, for 10 to 50 ms, once in the
// life of the program.
func (l *Lab) Step(time.Duration) error {
	if l.Busy() {
		l.encodings = append(l.encodings, openers[len(l.encodings)]())
	}
	return l.Refresh()
}

// Refresh cuts the text. Everything else follows from shapes on the spot.
func (l *Lab) Refresh() error {
	if l.view != viewTokens {
		return nil
	}
	if len(l.encodings) == 0 {
		l.encodings = append(l.encodings, openers[0]())
	}
	if as := specials[l.special].Name + " " + l.text; as != l.cutText {
		l.cuts, l.cutText = nil, as
	}
	for _, e := range l.encodings[len(l.cuts):] {
		l.cuts = append(l.cuts, newCut(e, l.text, l.special == specialToken))
	}
	return nil
}
