// Package adapt is the lab about retrieval and fine-tuning: two ways in which
// a trained model can come to know what has changed.
package adapt

import (
	"embed"
	"time"

	"logitarium/core/experiment/knowledge"
	"logitarium/core/lm"
	"logitarium/core/world"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

//go:embed notes*.md
var notes embed.FS

// Lab is the lab about retrieval and fine-tuning.
type Lab struct {
	// The knobs.
	view, method, way              int
	edit                           string
	facts, rank, steps             int
	paraphrases, replay, top, seed int
	rate                           float64
	answers                        int // for each change of the facts
	throughput                     int // of a machine, in 1e9 multiply-adds a second

	study  study
	job    job // that the knobs asked for last
	paused bool
	pieces int       // done of a step under way
	ends   []trained // the trainings that came to their end
	grid   trials    // over rates and replays
	told   trials    // over texts for a fact
}

const (
	stepPieces  = 2 // of about 5 ms
	defaultEdit = "Ann lives in Oslo."
	mostFacts   = 40
	mostSteps   = 200
)

// New returns the lab at its defaults, for a model of Tiny World: of another
// one nobody knows what it knows.
func New(own lm.Model) *Lab {
	l := &Lab{study: study{lm: lm.Open(own)}}
	lab.Reset(l.Knobs())
	return l
}

// Twin returns another lab on the same model.
func (l *Lab) Twin() lab.Lab { return New(l.study.lm.Model) }

// Info describes the lab.
func (l *Lab) Info() lab.Info {
	return lab.Info{
		ID:       "adapt",
		Tab:      "RAG/FT",
		Title:    "Retrieval and fine-tuning",
		Question: "When to retrieve, when to fine-tune?",
		Subject:  lm.Subject(l.study.lm.Model),
		Notes:    message.Document{Folder: notes, Name: "notes.md"},
	}
}

// Knobs lists what can be turned.
func (l *Lab) Knobs() []lab.Knob {
	var unranked message.Text
	if knowledge.Method(l.method) == knowledge.Full {
		unranked = message.New("full fine-tuning has no rank")
	}
	return []lab.Knob{
		{Name: "edit", Help: "a fact that has changed, as a sentence", Setting: lab.Text{
			At: &l.edit, Default: defaultEdit, Max: 120}},
		{Name: "facts", Help: "new facts; half as many old ones change", Setting: lab.Integer{
			At: &l.facts, Default: 20, Min: 2, Max: mostFacts, Step: 2}},
		{Name: "top-n", Help: "passages that retrieval puts into the prompt", Setting: lab.Integer{
			At: &l.top, Default: 4, Min: 1, Max: 8}},
		{Name: "method", Help: "which parameters are trained", Setting: lab.Choice{
			At: &l.method, Options: []lab.Option{
				{Name: "full", Help: message.New("all parameters")},
				{Name: "lora", Help: message.New("W + BA: two thin matrices beside each matrix of the blocks")},
			}}},
		{Name: "lora-rank", Formerly: "rank", Help: "of the LoRA: the columns of B and the rows of A", Idle: unranked, Setting: lab.Integer{
			At: &l.rank, Default: 8, Min: 1, Max: 64, Doubling: true}},
		{Name: "steps", Help: "updates of the fine-tuning", Setting: lab.Integer{
			At: &l.steps, Default: 40, Min: 0, Max: mostSteps, Step: knowledge.Every, Coarse: 20}},
		{Name: "rate", Help: "learning rate", Setting: lab.Number{
			At: &l.rate, Default: 3e-4, Min: 1e-5, Max: 2e-2, Step: 1.25, Coarse: 10, Log: true, Digits: 5}},
		{Name: "paraphrases", Help: "texts for each fact, the question first: statements alone teach no answer", Setting: lab.Integer{
			At: &l.paraphrases, Default: 1, Min: 1, Max: knowledge.MostParaphrases}},
		{Name: "replay", Help: "rows of old documents beside four of new texts in a batch", Setting: lab.Integer{
			At: &l.replay, Default: 4, Min: 0, Max: 8, Step: 2, Names: []lab.Named{{Value: 0, Name: "off"}}}},
		{Name: "seed", Help: "of the facts, their passages and the batches", Setting: lab.Integer{
			At: &l.seed, Default: 1, Min: 0, Max: 9999}},
		{Name: "answers", Help: "answers given for each change of the facts", Setting: lab.Integer{
			At: &l.answers, Default: 100, Min: 1, Max: 1_000_000, Log: true, Doubling: true}},
		{Name: "throughput", Help: "billions of multiply-adds that a machine does in a second", Setting: lab.Integer{
			At: &l.throughput, Default: 20, Min: 1, Max: 1_000_000, Log: true, Doubling: true}},
		{Name: "way", Help: "the way that is explained", Setting: lab.Choice{
			At: &l.way, Default: 1, Options: wayOptions()}},
	}
}

func wayOptions() []lab.Option {
	return []lab.Option{
		{Name: "as-is", Help: message.New("the model as it was trained")},
		{Name: "rag", Help: message.New("retrieved facts in the prompt")},
		{Name: "tuned", Help: message.New("new facts in the weights")},
		{Name: "both", Help: message.New("a tuned model with retrieved facts in its prompt")},
	}
}

// recipe is the fine-tuning that the knobs ask for.
func (l *Lab) recipe() knowledge.Recipe {
	return knowledge.Recipe{
		Method: knowledge.Method(l.method), Rank: l.rank, Rate: l.rate,
		Paraphrases: l.paraphrases, Replay: l.replay, Seed: uint64(l.seed),
	}
}

// edited is the fact in the text, or the default one if it says none.
func (l *Lab) edited() (f world.Fact, ok bool) {
	if f, ok = world.ReadStatement(l.edit); ok {
		return f, true
	}
	f, _ = world.ReadStatement(defaultEdit)
	return f, false
}

// A job is what a training depends on.
type job struct {
	exam   examKey
	top    int
	recipe knowledge.Recipe
	steps  int
}

// Stage implements [lab.Gradual].
func (l *Lab) Stage() (at, of int, unit string) { return l.study.stepsDone(), l.steps, "step" }

// Pause implements [lab.Gradual].
func (l *Lab) Pause() { l.paused = true }

// GoOn implements [lab.Gradual].
func (l *Lab) GoOn() { l.paused = false }

// Refresh calls off the work that the knobs no longer ask for.
func (l *Lab) Refresh() error {
	if _, err := lm.WorldOf(l.study.lm.Model); err != nil {
		return err
	}
	fact, _ := l.edited()
	now := job{examKey{fact, l.facts, uint64(l.seed)}, l.top, l.recipe(), l.steps}
	if l.job != now { // a pause does not outlive what was paused
		l.job, l.paused = now, false
	}
	l.study.follow(now.exam, now.top, now.recipe, now.steps)
	l.grid.follow(l.gridJob())
	l.told.follow(l.toldJob())
	return nil
}

// Busy says whether questions are to be asked, or steps to be made.
func (l *Lab) Busy() bool { return l.studying() || !l.paused && l.series().pending() }

// studying says whether the study goes on.
func (l *Lab) studying() bool {
	return l.study.asking() || !l.paused && l.study.pending(l.open().rival)
}

// series are the fine-tunings of the open view, which come after the study.
func (l *Lab) series() *trials {
	if t := l.open().series; t != nil {
		return t
	}
	return &trials{}
}

// Step goes on by some pieces of work.
func (l *Lab) Step(dt time.Duration) error { return lab.Whole(l, dt) }

// Part implements [lab.Divided]: it goes on by a piece.
func (l *Lab) Part(time.Duration) (over bool, err error) {
	switch {
	case l.studying():
		if !l.study.advance(l.open().rival) {
			return false, nil
		}
		l.remember()
		l.pieces++
		over = l.pieces == stepPieces || !l.Busy()
	case l.Busy():
		over = l.series().advance() // the next one comes at once: see Progress
	default:
		over = true
	}
	if over {
		l.pieces = 0
	}
	return over, nil
}

// Progress implements [lab.Working]: a series of fine-tunings goes on as fast
// as it can. What it has shows at any time.
func (l *Lab) Progress() lab.Progress {
	t := l.series()
	if l.paused || !t.pending() || l.studying() {
		return lab.Progress{}
	}
	return lab.Progress{What: message.New("Copies of the model are trained"), Share: t.run.Share()}
}
