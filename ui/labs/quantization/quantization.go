// Package quantization is the lab about few integers for many real numbers:
// what it does to weights, which are known, and to activations, which happen.
package quantization

import (
	_ "embed"
	"time"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/ui/lab"
)

//go:embed notes.md
var notes string

// Lab is the quantization lab.
type Lab struct {
	lm      lm.Offer
	own     lm.Model // in its place where its weights are rounded
	tensors []tensorKind
	sites   []siteKind

	// The knobs.
	view, what, tensor, site, layer int
	bits, grid, granularity, group  int
	calibration, clip               int
	outlier, smooth, scope          int
	row, column                     int
	prompt                          string
	cycle                           lab.Cycle // of prompts

	set     settings // the knobs that count in this view
	refused error    // why there are no integers for what they ask

	work        lab.Work // of reading the prompt, and of what the picture needs
	guess       lab.Work // of reading it with the quantized model
	seen        capture  // what the prompt is in the model
	calibrated  *calibrator
	kept        *calibrator // the last one that Keep has seen
	specimen    specimen
	result      quantized // of the specimen
	sweep       sweep     // of the specimen, at all widths
	survey      survey    // of all tensors or sites
	effect      effect    // on the model
	base        baseline  // of the model as it is
	predictions predictions
}

// The budgets of work, in the nanoseconds that pieces are estimated at: what
// a key may take before the first picture, and what a step may.
const (
	keyBudget  = 3e6
	stepBudget = float64(8e6)
)

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

// lacks says what the model does not offer of what the knobs ask for; nil if
// nothing.
func (l *Lab) lacks() error {
	if l.what == example {
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
		Subject:  lm.Subject(l.lm.Model),
		Notes:    notes,
	}
}

// Actions lists what space sets off.
func (l *Lab) Actions() []lab.Action {
	return []lab.Action{{Name: "other prompt", Key: "space", Help: "another prompt: activations move, weights do not", Do: func() error {
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

// Refresh computes what the view shows. What takes long is begun here, and
// goes on in Step.
func (l *Lab) Refresh() error {
	before, budget := l.set, keyBudget
	if l.set = l.settings(); l.set == before {
		budget = 0 // what is under way goes on in Step alone
	}
	l.refused = l.refusal()
	l.goOn(budget)
	return nil
}

// goOn reads the prompt, and then advances the view.
func (l *Lab) goOn(budget float64) {
	switch {
	case l.lacks() != nil:
		l.work.Drop()
	case !l.obtainPrompt():
	case l.refused != nil:
		l.work.Drop() // what is under way is no longer asked for
	default:
		l.advance(budget)
	}
}

// Busy says whether work is left.
func (l *Lab) Busy() bool {
	return l.work.Waiting() || l.lacks() == nil && l.refused == nil && (l.calibrating() || l.guessing() || l.pending().left() > 0)
}

// waiting says whether there is nothing to show yet: the model is reading the
// prompt, values are put on grids, or no text has been watched for ranges.
func (l *Lab) waiting() bool {
	return l.work.Waiting() || l.lacks() == nil && l.refused == nil && l.calibrating() && l.calibratedRows() == 0
}

// guessing says whether the quantized model is still reading the prompt.
func (l *Lab) guessing() bool {
	v := l.open()
	return v.guess != nil && v.guess.Waiting()
}

// Progress says how far the work is.
func (l *Lab) Progress() lab.Progress {
	switch {
	case !l.Busy():
		return lab.Progress{}
	case l.work.Waiting():
		return l.work.Progress()
	case l.calibrating():
		return lab.Progress{What: "texts are watched for ranges", Share: float64(l.calibratedRows()) / calibrationRows, Stale: l.waiting()}
	}
	return lab.Progress{What: "the lab measures"}
}

// Step goes on with it.
func (l *Lab) Step(time.Duration) error {
	budget := stepBudget
	switch {
	case l.work.Waiting():
		if l.work.Step(); l.work.Waiting() {
			return nil
		}
		budget = 0
	case l.guessing():
		l.open().guess.Step()
		budget = 0
	}
	l.goOn(budget)
	return nil
}

// advance does work for about so many nanoseconds.
func (l *Lab) advance(budget float64) {
	if l.set.calibrates() && l.calibrated == nil {
		l.calibrated = newCalibrator(l.lm, l.sites)
	}
	if l.calibrating() && budget > 0 {
		lab.Own(&l.calibrated, l.kept)
		budget -= l.calibrated.advance(budget)
	}
	if l.calibrating() && l.calibratedRows() == 0 {
		return
	}
	v := l.open()
	if !v.prepare() {
		return
	}
	if budget > 0 {
		l.pending().advance(budget)
	}
	if v.after != nil {
		v.after()
	}
}

// pending is the work of the view.
func (l *Lab) pending() *queue {
	v := l.open()
	if v.slow == nil || l.calibrating() { // ranges come first
		return nil
	}
	return v.slow()
}

// calibrating says whether ranges that the view needs are still being watched.
func (l *Lab) calibrating() bool {
	return l.set.calibrates() && (l.calibrated == nil || l.calibrated.left() > 0)
}

// calibratedRows is how many rows of text the ranges come from; 0 if none are
// needed.
func (l *Lab) calibratedRows() int {
	if !l.set.calibrates() || l.calibrated == nil {
		return 0
	}
	return l.calibrated.done
}
