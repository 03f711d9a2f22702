// Package quantization is the lab about few integers for many real numbers:
// what it does to weights, which are known, and to activations, which happen.
package quantization

import (
	"embed"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

//go:embed notes*.md
var notes embed.FS

// Lab is the quantization lab.
type Lab struct {
	lm      lm.Offer
	own     lm.Model // the built-in one: in its place where its weights are rounded, and what a file may be of
	file    lm.Filed // that the model was read from; nil if it was not
	tensors []tensorKind
	sites   []siteKind

	// The knobs.
	view, what, tensor, site, layer int
	bits, grid, granularity, group  int
	calibration, clip               int
	outlier, smooth, scope, texts   int
	convention                      int
	row, column                     int
	format                          int // how weights are stored
	prompt                          string
	cycle                           lab.Cycle // of prompts

	set     settings // the knobs that count in this view
	refused refusal  // why there are no integers for what they ask

	patience float64 // of a key, as [lab.Work] has it
	spare    spare
	factors  map[factorKey][]float32 // SmoothQuant's, by all that they depend on

	reading  lab.Work // of the prompt, by the model
	seen     capture  // what the prompt is in the model
	watching lab.Work // of texts
	watched  watched

	stock     stock // the chosen block
	inventory inventory

	gridding lab.Work // of the specimen
	specimen specimen
	result   quantized // of the specimen

	sweep       sweep    // of the specimen, at all widths
	survey      survey   // of all tensors or sites
	effect      effect   // on the model
	base        baseline // of the model as it is
	guessing    lab.Work // of the token after the prompt, by the quantized model
	predictions predictions
	outcomes    outcomes // of effects that were measured to their end
}

// mostKept is how many weights may stay in memory twice, as they are and
// quantized, while another view is looked at.
const mostKept = 1 << 24

// New returns the lab at its defaults, for a model. One whose weights are
// rounded already is put aside for the built-in one: this lab rounds weights
// itself, and shows what they were.
func New(m, own lm.Model) *Lab {
	l := &Lab{lm: lm.Open(m), own: own}
	if n := l.lm.Network; n != nil && n.Precision != gpt.Float32 {
		l.lm = lm.Open(own)
	}
	if l.lm.Network != nil {
		l.file = lm.FileOf(l.lm.Model)
	}
	l.tensors, l.sites = tensorKinds(l.config()), siteKinds(l.config())
	lab.Reset(l.Knobs())
	return l
}

// config is the shape of the model; of one whose network is not at hand, the
// least that there can be.
func (l *Lab) config() gpt.Config {
	if l.lm.Network == nil {
		return gpt.Config{Layers: 1, Heads: 1, Width: 1}
	}
	return l.lm.Network.Config
}

// lacks says what the model does not offer of what the open view asks for; nil
// if nothing.
func (l *Lab) lacks() error { return l.lacksIn(l.open()) }

// lacksIn is lacks of a view.
func (l *Lab) lacksIn(p workView) error {
	if l.what == example && p.trials == nil && !p.operands && !p.stored {
		return nil
	}
	_, err := lm.NetworkOf(l.lm.Model)
	return err
}

// Twin returns another lab on the same model.
func (l *Lab) Twin() lab.Lab { return New(l.lm.Model, l.own) }

// Info describes the lab.
func (l *Lab) Info() lab.Info {
	return lab.Info{
		ID:       "quantization",
		Tab:      "Quantize",
		Title:    "Quantization of weights and of activations",
		Question: "How do quantized weights and quantized activations differ?",
		Brief:    "Quantized weights, or activations?",
		Subject:  lm.Subject(l.lm.Model),
		Notes:    message.Document{Folder: notes, Name: "notes.md"},
	}
}

// Actions lists what space sets off.
func (l *Lab) Actions() []lab.Action {
	return []lab.Action{{Name: "other prompt", Key: "space", Help: "another prompt: activations move, weights do not", Turns: []lab.Field{&l.prompt}, Do: func() error {
		l.prompt = l.cycle.Next(l.prompt, prompts)
		return nil
	}}}
}

// prompts are the texts that space goes through.
var prompts = []string{
	"the fox lives in the",
	"once upon a",
	"Question: Where does Ann live? Answer:",
	"say zebra quartz echo zebra",
}
