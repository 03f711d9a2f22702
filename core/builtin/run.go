package builtin

import (
	"encoding/json"
	"math/rand/v2"

	"logitarium/core/checkpoint"
	"logitarium/core/fault"
	"logitarium/core/gpt"
	"logitarium/core/token"
	"logitarium/core/world"
)

// Run is a training run in progress. It has no clock and starts nothing by
// itself: each call of Step makes one update. Its state after n steps depends
// only on the recipe and n.
type Run struct {
	LM      *LM
	Recipe  Recipe
	trainer *gpt.Trainer
	recent  []float64 // losses of the last steps
}

const (
	lossWindow    = 100   // steps that the reported loss is averaged over
	tokenizerDocs = 8_000 // documents, and as many stories, that the merges are learnt from
)

// The streams of random numbers that one seed is split into.
const (
	streamInit = 1<<62 + iota
	streamTokens
	streamHeldOut
	streamQuestions // and one per kind after it
)

// NewRun begins a training: it learns the merges and draws the first weights.
func NewRun(r Recipe) (*Run, error) {
	if err := r.Validate(); err != nil {
		return nil, err
	}
	w := world.New(r.World)
	return begin(r, w, learn(w, r)), nil
}

// Start returns the weights that a training begins with.
func (r Recipe) Start() *gpt.Model {
	return gpt.New(r.Config(), rand.New(rand.NewPCG(r.Seed, streamInit)))
}

// learn makes the vocabulary. As many stories are read as documents of all
// kinds: their words should be whole tokens, and the invented names would take
// all merges.
func learn(w *world.World, r Recipe) *token.BPE {
	return token.Train(func(yield func(string) bool) {
		rng := rand.New(rand.NewPCG(r.World, streamTokens))
		for range tokenizerDocs {
			if !yield(w.Document(rng)) || !yield(w.Story(rng)) {
				return
			}
		}
	}, r.Vocab)
}

func begin(r Recipe, w *world.World, tokens *token.BPE) *Run {
	m := &LM{
		World:  w,
		Tokens: tokens,
		Model:  r.Start(),
	}
	m.Card = Card{Name: "tiny-world", Config: m.Model.Config, Recipe: r}
	return newRun(m, r)
}

func newRun(m *LM, r Recipe) *Run {
	return &Run{LM: m, Recipe: r, trainer: gpt.NewTrainer(m.Model, gpt.AdamW{
		Beta1: r.Beta1, Beta2: r.Beta2, Epsilon: 1e-8, Decay: r.Decay, Clip: r.Clip,
	})}
}

// Done says whether all steps are made.
func (r *Run) Done() bool { return r.Steps() >= r.Recipe.Steps }

// Steps returns how many updates were made.
func (r *Run) Steps() int { return r.trainer.Moments.Steps }

// Rate returns the learning rate of the next step.
func (r *Run) Rate() float64 {
	s := gpt.Schedule{Peak: r.Recipe.Peak, Warmup: r.Recipe.Warmup, Steps: r.Recipe.Steps, Floor: r.Recipe.Floor}
	return s.Rate(r.Steps())
}

// Step makes one update. It returns the mean loss over the last 100 steps, in
// nats a token; a loss that is not a number is an error, and the end.
func (r *Run) Step() (loss float64, err error) {
	rng := rand.New(rand.NewPCG(r.Recipe.Seed, uint64(r.Steps())))
	batch := r.LM.batch(rng, r.Recipe.Rows, r.Recipe.Length)
	now, norm := r.trainer.Step(batch, r.Rate())
	if now-now != 0 || norm-norm != 0 {
		return now, fault.Errorf("step %d: the loss is %g and the gradient's norm %g: training has diverged; try a lower learning rate", r.Steps(), now, norm)
	}
	r.recent = append(r.recent, now)
	if len(r.recent) > lossWindow {
		r.recent = r.recent[1:]
	}
	r.LM.Card.Steps = r.Steps()
	r.LM.Card.Tokens = r.Steps() * r.Recipe.Rows * r.Recipe.Length
	r.LM.Card.Loss = mean(r.recent)
	return r.LM.Card.Loss, nil
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// batch draws rows that begin where documents begin. Each document is followed
// by the end token; what a row has no room for is dropped.
func (m *LM) batch(rng *rand.Rand, rows, length int) gpt.Batch {
	b := gpt.Batch{Length: length}
	for range rows {
		var row []int
		for len(row) <= length {
			row = append(row, m.Tokens.Encode(m.World.Document(rng))...)
			row = append(row, m.Tokens.End())
		}
		b.Tokens = append(b.Tokens, row[:length]...)
		b.Targets = append(b.Targets, row[1:length+1]...)
	}
	return b
}

// runKey is the metadata key under which a checkpoint keeps the state of a run.
const runKey = "run"

type runState struct {
	Recipe Recipe    `json:"recipe"`
	Steps  int       `json:"steps"`
	Recent []float64 `json:"recent"`
}

// Save writes a checkpoint from which [Resume] goes on as if nothing had
// happened: weights and moments in single precision. The file appears whole or
// not at all.
func (r *Run) Save(path string) error {
	state, err := json.Marshal(runState{r.Recipe, r.Steps(), r.recent})
	if err != nil {
		return err
	}
	tensors := append(r.LM.Model.Tensors(), r.trainer.Moments.Tensors()...)
	return save(path, r.LM, tensors, checkpoint.F32, map[string]string{runKey: string(state)})
}

// Resume goes on with a run that was saved.
func Resume(f *checkpoint.File) (*Run, error) {
	text, ok := f.Metadata()[runKey]
	if !ok {
		return nil, fault.Errorf("the file is a finished model, not a checkpoint of a training: start anew, without --resume")
	}
	var state runState
	if err := json.Unmarshal([]byte(text), &state); err != nil {
		return nil, fault.Errorf("the state of the training in the file: %v", err)
	}
	if err := state.Recipe.Validate(); err != nil {
		return nil, fault.Errorf("the recipe in the file: %v", err)
	}
	if state.Steps < 0 || state.Steps > state.Recipe.Steps {
		return nil, fault.Errorf("the file says that %d of %d steps are done", state.Steps, state.Recipe.Steps)
	}
	m, err := Read(f)
	if err != nil {
		return nil, err
	}
	if m.Model.Config != state.Recipe.Config() {
		return nil, fault.Errorf("the file holds a model of %+v, its recipe trains %+v", m.Model.Config, state.Recipe.Config())
	}
	r := newRun(m, state.Recipe)
	r.recent = state.Recent
	r.trainer.Moments.Steps = state.Steps
	return r, fill(f, r.trainer.Moments.Tensors())
}
