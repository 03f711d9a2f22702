// Package norm is the lab about LayerNorm and BatchNorm: which values share
// statistics, and what follows from that.
package norm

import (
	"embed"
	"time"

	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/norm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

//go:embed notes*.md
var notes embed.FS

// Lab is the norm lab.
type Lab struct {
	lm lm.Offer

	// The knobs. Rows and columns count from 1.
	view, kind, mode, data, epsilon int
	text, ending                    string
	layer, batch, row, column       int
	steps, padding                  int
	updates, seed                   int
	momentum, push                  float64
	learned                         bool

	work      lab.Work    // of reading
	read      activations // what the model has made of the text
	from      setKey      // of the set
	set       set         // what the chosen norm finds
	x         []float64   // [batch, features]: at the last token of each of the first sentences
	out       norm.Output // of x
	historyOf historyKey
	history   []norm.Output  // the batch of each training step
	running   []norm.Running // BatchNorm's running statistics after 0, 1, 2, … steps
	refused   error          // why there are no training steps

	// What one view each shows.
	pushed   neighbour
	noise    []norm.Noise // by batch size, from 1
	filled   activations  // sentences with padding
	padded   padded
	other    activations // a sentence with another ending
	changed  sequence
	shape    shape
	parted   devices
	outcomes []outcome // by norm
	race     race
}

// The norms.
const (
	layerNorm = iota
	batchNorm
	rmsNorm
	groupNorm
)

var kinds = []lab.Option{
	{Name: "layer", Kind: "norm", Help: message.New("LayerNorm: the features of one token")},
	{Name: "batch", Kind: "norm", Help: message.New("BatchNorm: one feature of all samples in the batch")},
	{Name: "rms", Kind: "norm", Help: message.New("RMSNorm: as LayerNorm, without subtracting the mean")},
	{Name: "group", Kind: "norm", Help: message.New("GroupNorm: the features of one token in a few groups")},
}

var kindNames = []string{"LayerNorm", "BatchNorm", "RMSNorm", "GroupNorm"}

// The modes of BatchNorm.
const (
	training = iota
	evaluation
)

var modes = []lab.Option{
	{Name: "train", Help: message.New("statistics of this batch")},
	{Name: "eval", Help: message.New("running statistics of the batches seen in training")},
}

// Where the numbers come from.
const (
	fromModel = iota
	fromExample
	fromDegenerate
)

var sources = []lab.Option{
	{Name: "model", Help: message.New("what the model has at the last token of each sentence")},
	{Name: "example", Help: message.New("three rows of four: 1 2 3 4, ten times that, and that less two")},
	{Name: "degenerate", Help: message.New("four rows of four: all alike, one value far out, hardly any spread, all 0")},
}

var epsilons = []struct {
	lab.Option
	value float64
}{
	{lab.Option{Name: "0", Help: message.New("none: a group without spread is 0/0")}, 0},
	{lab.Option{Name: "1e-12", Help: message.New("BERT")}, 1e-12},
	{lab.Option{Name: "1e-6", Help: message.New("Llama 1")}, 1e-6},
	{lab.Option{Name: "1e-5", Help: message.New("GPT-2, and PyTorch's LayerNorm and BatchNorm")}, 1e-5},
	{lab.Option{Name: "1e-3", Help: message.New("Keras")}, 1e-3},
	{lab.Option{Name: "0.1", Help: message.New("so much that it is seen")}, 0.1},
	{lab.Option{Name: "1", Help: message.New("as much as a variance of 1")}, 1},
}

const (
	mostBatch   = 16
	mostSteps   = 40
	mostPadding = 8
	mostPush    = 10 // standard deviations
)

// sentences are what the model reads first.
const sentences = "Let me tell you about/His favourite colour is/a dog and a/the owl/" +
	"Fact: Tom plays the/it eats grass every/She plays the/Where does Clara/" +
	"there is a hen in the/Karl is a nurse by/the cat is often/This is Ann. She lives in/" +
	"the bear likes to/in the sea lives a/once upon a/the fox lives in the"

// New returns the lab at its defaults, for a model.
func New(m lm.Model) *Lab {
	l := &Lab{lm: lm.Open(m)}
	lab.Reset(l.Knobs())
	return l
}

// lacks says what the model does not offer of what the knobs ask for; nil if
// nothing.
func (l *Lab) lacks() error {
	if l.data != fromModel {
		return nil
	}
	_, err := lm.NetworkOf(l.lm.Model)
	return err
}

// defaultData is the model's, or what needs none where they are not at hand.
func (l *Lab) defaultData() int {
	if l.lm.Network == nil {
		return fromExample
	}
	return fromModel
}

// defaultKind is what the question is about, or the norm that another model than
// the built-in one has.
func (l *Lab) defaultKind() int {
	switch {
	case l.lm.World != nil || l.lm.Network == nil:
		return batchNorm
	case l.config().Parts.RMSNorm:
		return rmsNorm
	}
	return layerNorm
}

// config is the shape of the model; of one whose network is not at hand, the
// least that there can be.
func (l *Lab) config() gpt.Config {
	if l.lm.Network == nil {
		return gpt.Config{Layers: 1, Heads: 1, Width: 1}
	}
	return l.lm.Network.Config
}

// Twin returns another lab on the same model.
func (l *Lab) Twin() lab.Lab { return New(l.lm.Model) }

// Info describes the lab.
func (l *Lab) Info() lab.Info {
	return lab.Info{
		ID:       "norm",
		Tab:      "Norm",
		Title:    "LayerNorm, BatchNorm, RMSNorm and GroupNorm",
		Question: "Why LayerNorm and not BatchNorm?",
		Subject:  lm.Subject(l.lm.Model),
		Notes:    message.Document{Folder: notes, Name: "notes.md"},
	}
}

// Knobs lists what can be turned.
func (l *Lab) Knobs() []lab.Knob {
	layers := l.norms()
	epsilonOptions := make([]lab.Option, len(epsilons))
	for i, e := range epsilons {
		epsilonOptions[i] = e.Option
	}
	most, features := l.available(), l.features()
	return []lab.Knob{
		{Name: "norm", Help: "which values are normalised together", Setting: lab.Choice{
			At: &l.kind, Default: l.defaultKind(), Options: kinds}},
		{Name: "batch", Help: "samples that are normalised at once", Setting: lab.Integer{
			At: &l.batch, Default: min(4, most), Min: 1, Max: most, Coarse: 4}},
		{Name: "row", Help: "my sample", Scrolls: true, Setting: lab.Integer{
			At: &l.row, Default: 1, Min: 1, Max: l.mostRow(), Coarse: 4}},
		{Name: "column", Help: "the feature", Setting: lab.Integer{
			At: &l.column, Default: min(6, features), Min: 1, Max: features}},
		{Name: "mode", Help: "BatchNorm in training or in evaluation", Setting: lab.Choice{
			At: &l.mode, Options: modes}},
		{Name: "steps", Help: "batches that BatchNorm has been trained on", Setting: lab.Integer{
			At: &l.steps, Default: 1, Min: 0, Max: mostSteps}},
		{Name: "momentum", Help: "the weight of a new batch in the running statistics (PyTorch's momentum)", Setting: lab.Number{
			At: &l.momentum, Default: 0.1, Min: 0, Max: 1, Step: 0.05, Coarse: 0.2, Digits: 2}},
		{Name: "push", Help: "added to the neighbour's feature, in standard deviations", Setting: lab.Number{
			At: &l.push, Default: 3, Min: -mostPush, Max: mostPush, Step: 0.5, Coarse: 2, Digits: 1, Unit: "sd"}},
		{Name: "padding", Help: "tokens of padding after the longest sentence", Setting: lab.Integer{
			At: &l.padding, Default: 1, Min: 0, Max: mostPadding, Coarse: 4}},
		{Name: "ending", Help: "what replaces my sentence's last token", Setting: lab.Text{
			At: &l.ending, Default: " river", Max: 80, Pieces: l.lm.Pieces}},
		{Name: "epsilon", Help: "added to the variance", Setting: lab.Choice{
			At: &l.epsilon, Default: 3, Options: epsilonOptions}},
		{Name: "learned", Help: "the gain and bias that the model has learnt, instead of 1 and 0", Setting: lab.Switch{
			At: &l.learned}},
		{Name: "data", Help: "where the numbers come from", Setting: lab.Choice{
			At: &l.data, Default: l.defaultData(), Options: sources}},
		{Name: "text", Help: "the sentences, with / between them; the last one is row 1", Setting: lab.Text{
			At: &l.text, Default: sentences, Max: 1000}},
		{Name: "layer", Help: "the block whose first norm is looked at", Setting: lab.Integer{
			At: &l.layer, Default: min(4, layers), Min: 1, Max: layers, Names: l.finalName()}},
		{Name: "updates", Help: "training steps of the race", Setting: lab.Integer{
			At: &l.updates, Min: 0, Max: mostUpdates, Step: 50, Coarse: 200}},
		{Name: "seed", Help: "of the race's first weights and samples", Setting: lab.Integer{
			At: &l.seed, Default: 1, Min: 0, Max: 9999}},
	}
}

// Actions lists what space sets off.
func (l *Lab) Actions() []lab.Action {
	return []lab.Action{{Name: "train", Key: "space", Help: "one more training step for BatchNorm's running statistics", Turns: []lab.Field{&l.steps}, Do: func() error {
		l.steps = min(l.steps+1, mostSteps)
		return nil
	}}}
}

// Refresh computes what the view shows; the model runs only when the text, or
// in the views with other texts what they depend on, has changed.
func (l *Lab) Refresh() error {
	open := l.open()
	if open.alone {
		l.work.Drop()
		open.compute()
		return nil
	}
	if l.lacks() != nil {
		l.work.Drop()
		return nil
	}
	if l.data == fromModel && !l.obtain(&l.read, activationsKey{of: forText, text: l.text}, l.split) {
		return nil
	}
	l.load()
	l.batch = min(max(l.batch, 1), l.available())
	l.row = min(max(l.row, 1), l.mostRow())
	l.column = min(max(l.column, 1), l.features())
	if open.reads != nil && !open.reads() {
		return nil
	}
	l.work.Drop() // nobody asks any more for what is under way
	l.x = l.set.last(max(l.batch, l.row))
	open.compute()
	return nil
}

// Busy says whether the model is reading, or networks are trained.
func (l *Lab) Busy() bool { return l.work.Waiting() || l.open().trains && l.race.busy() }

// Progress says how far it is.
func (l *Lab) Progress() lab.Progress { return l.work.Progress() }

// Step lets it read on, or trains.
func (l *Lab) Step(dt time.Duration) error {
	if l.open().trains {
		return lab.Whole(l, dt)
	}
	l.work.Step()
	return l.Refresh()
}

// Part implements [lab.Divided].
func (l *Lab) Part(time.Duration) (over bool, err error) {
	if l.open().trains {
		return l.race.part(), nil
	}
	if !l.work.Part() {
		return false, nil
	}
	return true, l.Refresh()
}

// at returns the index of row and column, from 1, in a matrix of features.
func (l *Lab) at(row, column int) int { return (row-1)*l.features() + column - 1 }

// mine returns the index of the chosen cell.
func (l *Lab) mine() int { return l.at(l.row, l.column) }
