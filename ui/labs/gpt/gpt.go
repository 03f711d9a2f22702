// Package gpt is the lab about the GPT series: what grew, what changed, what
// stayed, and what is not known.
package gpt

import (
	"embed"
	"slices"
	"time"

	"logitarium/core/family"
	"logitarium/core/lm"
	"logitarium/core/tiktoken"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

//go:embed notes*.md
var notes embed.FS

// Lab is the lab about the GPT series.
type Lab struct {
	lm, own    lm.Model       // own has the world that view shots asks about
	models     []family.Model // the loaded one, then the series
	precisions []family.Precision

	// The knobs.
	view, measure, model, compare, precision int
	context, batch, special, task, seed      int
	text                                     string
	cycle                                    lab.Cycle // of texts
	language                                 string    // of the reader

	work      lab.Work             // of unpacking, and of asking
	encodings []*tiktoken.Encoding // those that are unpacked, oldest first
	splits    []split              // a text in each of them
	splitOf   string               // which one, after how special tokens are read
	asked     asked                // with examples in the prompt
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

// first is the model that is looked at before another is chosen: the user's own
// where one is open and says what it is made of.
func (l *Lab) first() string {
	if lm.Subject(l.lm) != lm.Subject(l.own) && l.models[0].Shape != nil {
		return loadedID
	}
	return defaultModel
}

// New returns the lab at its defaults, for a model. What is asked with examples
// is asked of own.
func New(m, own lm.Model) *Lab {
	l := &Lab{
		lm:         m,
		own:        own,
		models:     slices.Concat([]family.Model{loaded(m)}, family.All()),
		precisions: family.Precisions(),
	}
	lab.Reset(l.Knobs())
	return l
}

// Twin returns another lab on the same model.
func (l *Lab) Twin() lab.Lab { return New(l.lm, l.own) }

// Info describes the lab.
func (l *Lab) Info() lab.Info {
	return lab.Info{
		ID:       "gpt",
		Tab:      "GPTs",
		Title:    "The GPT series",
		Question: "How did the GPT series evolve?",
		Subject:  lm.Subject(l.lm),
		Notes:    message.Document{Folder: notes, Name: "notes.md"},
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
		kinds[i] = lab.Option{Name: p.Name, Help: said(p.Help)}
	}
	scales := make([]lab.Option, len(measures))
	for i, m := range measures {
		scales[i] = lab.Option{Name: m.name, Help: message.New(m.help)}
	}
	return []lab.Knob{
		{Name: "task", Help: "what GPT-3 was asked",
			Setting: lab.Choice{At: &l.task, Options: tasks()}},
		{Name: "measure", Help: "what the timeline measures",
			Setting: lab.Choice{At: &l.measure, Options: scales}},
		{Name: "gpt", Help: "the model that is looked at", Scrolls: true,
			Setting: lab.Choice{At: &l.model, Default: index[l.first()], Options: names}},
		{Name: "compare", Help: "the model beside it",
			Setting: lab.Choice{At: &l.compare, Default: index[defaultCompare], Options: names}},
		{Name: "precision", Help: "how a weight is stored",
			Setting: lab.Choice{At: &l.precision, Default: 1, Options: kinds}},
		{Name: "context", Help: "tokens in the cache",
			Setting: lab.Integer{At: &l.context, Default: 2048, Min: 128, Max: 1 << 20, Doubling: true}},
		{Name: "batch", Help: "sequences at once",
			Setting: lab.Integer{At: &l.batch, Default: 1, Min: 1, Max: 64, Doubling: true}},
		{Name: "special", Help: "how names of special tokens are read in the text", Setting: lab.Choice{At: &l.special, Options: specials}},
		{Name: "text", Help: "split into tokens",
			Setting: lab.Text{At: &l.text, Default: samples[0], Max: 2000}},
		{Name: "seed", Help: "of the questions and examples", Setting: lab.Integer{At: &l.seed, Default: 1, Min: 0, Max: 9999}},
	}
}

// Busy says whether there are vocabularies to unpack, or questions to ask.
func (l *Lab) Busy() bool { return l.work.Waiting() }

// Progress says how far that is. With one vocabulary unpacked there is something
// to show.
func (l *Lab) Progress() lab.Progress {
	p := l.work.Progress()
	if shows := l.open().shows; shows != nil {
		p.Stale = p.Stale && !shows()
	}
	return p
}

// Step goes on with it for about ten milliseconds.
func (l *Lab) Step(time.Duration) error {
	l.work.Step()
	return l.Refresh()
}

// Part implements [lab.Divided].
func (l *Lab) Part(time.Duration) (over bool, err error) {
	if !l.work.Part() {
		return false, nil
	}
	return true, l.Refresh()
}

// Refresh does what the open view needs, and calls off what another one did.
func (l *Lab) Refresh() error {
	if compute := l.open().compute; compute != nil {
		compute()
	} else {
		l.work.Drop()
	}
	return nil
}

// vocabularies is the key of the work of unpacking them.
type vocabularies struct{}

// unpack begins to unpack the vocabularies.
func (l *Lab) unpack() {
	if len(l.encodings) == len(tiktoken.Published()) || l.work.Is(vocabularies{}) {
		return
	}
	l.work.Begin(vocabularies{}, message.New("Three vocabularies are unpacked"))
	for _, v := range tiktoken.Published()[len(l.encodings):] {
		l.work.Add(v.Cost(), func() lab.Stepper { return v.Begin() }, func() {
			l.encodings = append(slices.Clip(l.encodings), v.Encoding())
		})
	}
	l.work.Start()
}

// splitText splits the text in each vocabulary, once it is unpacked.
func (l *Lab) splitText() {
	l.unpack()
	if as := specials[l.special].Name + " " + l.text; as != l.splitOf {
		l.splits, l.splitOf = nil, as
	}
	for _, e := range l.encodings[len(l.splits):] {
		l.splits = append(slices.Clip(l.splits), newSplit(e, l.text, l.special == specialToken))
	}
}
