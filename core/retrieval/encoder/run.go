package encoder

import (
	"encoding/json"
	"math/rand/v2"

	"logitarium/core/builtin"
	"logitarium/core/checkpoint"
	"logitarium/core/fault"
	"logitarium/core/gpt"
	"logitarium/core/tensor"
	"logitarium/core/world"
)

// Run is a training run in progress. It has no clock and starts nothing by
// itself: each call of Step makes one update. Its state after n steps depends
// only on the built-in model, the recipe and n.
type Run struct {
	Encoder *Encoder
	Recipe  Recipe
	world   *world.World
	trainer *trainer
	recent  []float64 // losses of the last steps
}

const lossWindow = 100 // steps that the reported loss is averaged over

// The streams of random numbers that one seed is split into, beside one for
// each step.
const (
	streamInit = 1<<62 + iota
	streamQuestions
)

// NewRun begins a training, from the token embeddings of lm. It is an error if
// lm was not trained on Tiny World.
func NewRun(lm *builtin.LM, r Recipe) (*Run, error) {
	if err := r.Validate(); err != nil {
		return nil, err
	}
	if lm.World == nil {
		return nil, fault.Errorf("%s was not trained on Tiny World, whose questions and passages the retriever learns from", lm.Name())
	}
	table, err := embeddings(lm.Model)
	if err != nil {
		return nil, err
	}
	s := Shape{Vocab: table.Rows, Width: table.Cols, Inner: r.Inner, Out: r.Out}
	e := newEncoder(first(s, table, rand.New(rand.NewPCG(r.Seed, streamInit))), lm.Tokens)
	e.Card = Card{Name: "tiny-world-retriever", Shape: s, Recipe: r, World: lm.Card.Recipe.World, Tokens: fingerprint(lm.Tokens)}
	return &Run{Encoder: e, Recipe: r, world: lm.World, trainer: newTrainer(e.weights)}, nil
}

// embeddings returns the model's table of token embeddings [V, E].
func embeddings(m *gpt.Model) (tensor.Matrix, error) {
	if m.Precision != gpt.Float32 {
		return tensor.Matrix{}, fault.Errorf("the model's embeddings are not in float32")
	}
	return m.Tokens, nil
}

// Done says whether all steps are made.
func (r *Run) Done() bool { return r.Steps() >= r.Recipe.Steps }

// Steps returns how many updates were made.
func (r *Run) Steps() int { return r.trainer.steps }

// Rate returns the learning rate of the next step.
func (r *Run) Rate() float64 {
	s := gpt.Schedule{Peak: r.Recipe.Peak, Warmup: r.Recipe.Warmup, Steps: r.Recipe.Steps, Floor: r.Recipe.Floor}
	return s.Rate(r.Steps())
}

// Step makes one update. It returns the mean loss over the last 100 steps, in
// nats a question; a loss that is not a number is an error, and the end.
func (r *Run) Step() (loss float64, err error) {
	rng := rand.New(rand.NewPCG(r.Recipe.Seed, uint64(r.Steps())))
	now, grad := r.trainer.gradient(r.batch(rng), r.Recipe.Temperature)
	if now-now != 0 {
		return now, fault.Errorf("step %d: the loss is %g: training has diverged; try a lower learning rate", r.Steps()+1, now)
	}
	r.trainer.update(grad, r.Rate())
	r.recent = append(r.recent, now)
	if len(r.recent) > lossWindow {
		r.recent = r.recent[1:]
	}
	sum := 0.0
	for _, l := range r.recent {
		sum += l
	}
	r.Encoder.Card.Steps = r.Steps()
	r.Encoder.Card.Loss = sum / float64(len(r.recent))
	return r.Encoder.Card.Loss, nil
}

// batch draws pairs and finds out which passages answer more than their own
// question.
func (r *Run) batch(rng *rand.Rand) batch {
	pairs := newDraw(r.world, rng).pairs(r.Recipe.Pairs)
	b := batch{also: make([]bool, len(pairs)*len(pairs))}
	for i, p := range pairs {
		b.texts[Question] = append(b.texts[Question], r.Encoder.encode(nil, p.text))
		b.texts[Passage] = append(b.texts[Passage], r.Encoder.encode(nil, p.passage.Text))
		for j, other := range pairs {
			b.also[i*len(pairs)+j] = p.answered(other.passage)
		}
	}
	return b
}

// Measure asks n questions of each kind of what is trained so far.
func (r *Run) Measure(n int) []Figures { return r.Encoder.Measure(r.world, n, r.Recipe.Seed) }

// runKey is the metadata key under which a checkpoint keeps the state of a run.
const runKey = "run"

type runState struct {
	Recipe Recipe    `json:"recipe"`
	Steps  int       `json:"steps"`
	Recent []float64 `json:"recent"`
}

// moments lists Adam's memory by name, sharing it.
func (t *trainer) moments() []named {
	var list []named
	for _, part := range []struct {
		prefix string
		of     *weights
	}{{"adam.first.", t.first}, {"adam.second.", t.second}} {
		for _, m := range part.of.all() {
			list = append(list, named{part.prefix + m.name, m.Matrix})
		}
	}
	return list
}

// Save writes a checkpoint from which [Resume] goes on as if nothing had
// happened. The file appears whole or not at all.
func (r *Run) Save(path string) error {
	state, err := json.Marshal(runState{r.Recipe, r.Steps(), r.recent})
	if err != nil {
		return err
	}
	notes, err := r.Encoder.notes()
	if err != nil {
		return err
	}
	notes[runKey] = string(state)
	return checkpoint.WriteFile(path, stored(append(r.Encoder.weights.all(), r.trainer.moments()...), checkpoint.F32), notes)
}

// Resume goes on with a run that was saved; lm is the model that it was begun
// with.
func Resume(f *checkpoint.File, lm *builtin.LM) (*Run, error) {
	text, ok := f.Metadata()[runKey]
	if !ok {
		return nil, fault.Errorf("the file is no checkpoint of a training: start anew, without --resume")
	}
	var state runState
	if err := json.Unmarshal([]byte(text), &state); err != nil {
		return nil, fault.Errorf("the state of the training in the file: %v", err)
	}
	r, err := NewRun(lm, state.Recipe)
	if err != nil {
		return nil, fault.Errorf("the recipe in the file: %v", err)
	}
	e, err := Read(f, lm.Tokens)
	if err != nil {
		return nil, err
	}
	if e.Card.Shape != r.Encoder.Card.Shape || state.Steps < 0 {
		return nil, fault.Errorf("the file holds an encoder of %+v after %d steps, its recipe trains one of %+v", e.Card.Shape, state.Steps, r.Encoder.Card.Shape)
	}
	r.Encoder = e
	r.trainer = newTrainer(e.weights)
	r.trainer.steps = state.Steps
	r.recent = state.Recent
	return r, fill(f, r.trainer.moments())
}
