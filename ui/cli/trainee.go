package cli

import (
	"github.com/spf13/pflag"

	"logitarium/core/builtin"
	"logitarium/core/checkpoint"
	"logitarium/core/fault"
	"logitarium/core/retrieval/encoder"
	"logitarium/ui/message"
)

// A trainee is a training run in progress, of the model or of the retriever.
type trainee interface {
	Done() bool
	Steps() int
	Step() (loss float64, err error)
	Save(path string) error

	plan() plan
	// exam says in one line what is known by now, asked n questions of each kind.
	exam(n int) string
	// graduate measures what was trained with n questions of each kind.
	graduate(n int) (graduate, error)
}

// A plan is what is known of a training before it begins.
type plan struct {
	steps, evaluate int
	size            int  // what a step takes in: tokens,
	pairs           bool // or pairs
}

// A graduate can be written, and has a card.
type graduate struct {
	save func(path string) error
	card []fault.Text
}

type modelTrainee struct{ *builtin.Run }

func (m modelTrainee) plan() plan {
	return plan{m.Recipe.Steps, m.Recipe.EvalEvery, m.Recipe.Rows * m.Recipe.Length, false}
}

func (m modelTrainee) exam(n int) string {
	return builtin.Line(m.LM.Accuracy(n, m.Recipe.Seed))
}

func (m modelTrainee) graduate(n int) (graduate, error) {
	lm, err := m.Finish(n)
	if err != nil {
		return graduate{}, err
	}
	return graduate{lm.Save, lm.Card.Page()}, nil
}

type retrieverTrainee struct{ *encoder.Run }

func (r retrieverTrainee) plan() plan {
	return plan{r.Recipe.Steps, r.Recipe.EvalEvery, r.Recipe.Pairs, true}
}

func (r retrieverTrainee) exam(n int) string { return encoder.Line(r.Measure(n)) }

func (r retrieverTrainee) graduate(n int) (graduate, error) {
	e, err := r.Finish(n)
	if err != nil {
		return graduate{}, err
	}
	return graduate{e.Save, e.Card.Page()}, nil
}

// forRetriever turns the training of a model into that of the retriever, whose
// recipe has its own defaults. Flags that it has no use for are refused.
func (t *training) forRetriever(flags *pflag.FlagSet) error {
	recipe := encoder.Default()
	var refused error
	flags.VisitAll(func(f *pflag.Flag) {
		if !f.Changed {
			return
		}
		switch f.Name {
		case "steps":
			recipe.Steps = t.recipe.Steps
		case "seed":
			recipe.Seed = t.recipe.Seed
		case "learning-rate":
			recipe.Peak = t.recipe.Peak
		case "warmup":
			recipe.Warmup = t.recipe.Warmup
		case "evaluate":
			recipe.EvalEvery = t.recipe.EvalEvery
		case "rows", "length", "world", "keep":
			refused = usagef("--retriever has no --%s", f.Name)
		}
	})
	if !flags.Changed("out") {
		t.out = "tiny-world-retriever.safetensors"
	}
	t.retrieverRecipe = recipe
	return refused
}

// create begins a training.
func (t training) create() (trainee, error) {
	if !t.retriever {
		run, err := builtin.NewRun(t.recipe)
		return modelTrainee{run}, err
	}
	lm, err := builtin.Load()
	if err != nil {
		return nil, err
	}
	run, err := encoder.NewRun(lm, t.retrieverRecipe)
	return retrieverTrainee{run}, err
}

// read goes on with a training that was saved.
func (t training) read(f *checkpoint.File) (trainee, error) {
	if !t.retriever {
		run, err := builtin.Resume(f)
		return modelTrainee{run}, err
	}
	lm, err := builtin.Load()
	if err != nil {
		return nil, message.Errorf("the built-in model: %v", err)
	}
	run, err := encoder.Resume(f, lm)
	return retrieverTrainee{run}, err
}
