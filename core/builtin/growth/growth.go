// Package growth is a model of the built-in kind while it was trained: what it
// could do after so many steps, as it was measured then, and its weights at some
// of them, from which all can be measured again.
package growth

import (
	"slices"
	"sync"

	"logitarium/core/builtin"
	"logitarium/core/checkpoint/delta"
	"logitarium/core/fault"
	"logitarium/core/gpt"
)

// Levels is into how many steps on each side of 0 a difference between two kept
// checkpoints is rounded: 3 bits a parameter.
const Levels = 3

// Record is a training as it went.
type Record struct {
	Recipe    builtin.Recipe
	Questions int       // of each kind, that were asked for the figures
	Figures   []Figures // by rising step
	kept      []kept

	// differences loads those of kept when they are first asked for; nil where
	// they are at hand.
	differences func() ([]kept, error)

	mutex   sync.Mutex
	rebuilt []*gpt.Model // the first weights, and those of kept, as far as they were asked for
}

// kept is a checkpoint: how it differs from the one that was kept before it.
type kept struct {
	step       int
	difference []byte
}

// New begins a record; its figures come from so many questions of each kind.
func New(recipe builtin.Recipe, questions int) *Record {
	return &Record{Recipe: recipe, Questions: questions}
}

// keepAt are the steps whose weights are kept: close together where the abilities
// come. The first weights, of step 0, follow from the seed.
var keepAt = []int{200, 500, 700, 800, 900, 1100, 1500, 2500}

// Wants says whether [Record.Add] measures a training after so many steps.
func (r *Record) Wants(step int) bool {
	every := 500
	switch {
	case step >= 500 && step <= 1200:
		every = 50
	case step <= 3000:
		every = 100
	}
	return step%every == 0
}

// Covers says whether the record has figures of a step, or of a later one.
func (r *Record) Covers(step int) bool {
	n := len(r.Figures)
	return n > 0 && r.Figures[n-1].Step >= step
}

// Add measures a training, and keeps its weights if it has come to a step where
// they are kept. It is an error if the training has another recipe, or the record
// has gone further: see [Record.Cut].
func (r *Record) Add(run *builtin.Run) error {
	if run.Recipe != r.Recipe {
		return fault.Errorf("the record is of a training by %+v, and not by %+v", r.Recipe, run.Recipe)
	}
	if n := len(r.Figures); r.Covers(run.Steps()) {
		return fault.Errorf("the record is of %d steps, the training is at %d", r.Figures[n-1].Step, run.Steps())
	}
	f := measure(run.LM, r.Questions, r.Recipe.Seed)
	f.Step = run.Steps()
	r.Figures = append(r.Figures, f)
	if slices.Contains(keepAt, f.Step) {
		return r.keep(f.Step, run.LM.Model)
	}
	return nil
}

func (r *Record) keep(step int, m *gpt.Model) error {
	before, err := r.Weights(len(r.kept))
	if err != nil {
		return err
	}
	r.kept = append(r.kept, kept{step, delta.Between(before.Tensors(), m.Tensors(), Levels)})
	return nil
}

// Cut forgets what was recorded after a step.
func (r *Record) Cut(step int) {
	r.Figures = slices.DeleteFunc(r.Figures, func(f Figures) bool { return f.Step > step })
	r.kept = slices.DeleteFunc(r.kept, func(k kept) bool { return k.step > step })
	r.rebuilt = r.rebuilt[:min(len(r.rebuilt), len(r.kept)+1)]
}

// Kept lists the steps whose weights are at hand, 0 first.
func (r *Record) Kept() []int {
	steps := []int{0}
	for _, k := range r.kept {
		steps = append(steps, k.step)
	}
	return steps
}

// Tokens returns how many tokens the training has seen after so many steps.
func (r *Record) Tokens(step int) int { return step * r.Recipe.Rows * r.Recipe.Length }

// Weights returns the weights after the k-th of the kept steps, 0 for the first
// weights. All who ask share them, and nobody changes them. They are rebuilt from
// those before, which takes some 10 ms each the first time: see [Record.Rebuilt].
func (r *Record) Weights(k int) (*gpt.Model, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for len(r.rebuilt) <= k {
		n := len(r.rebuilt)
		if n == 0 {
			r.rebuilt = append(r.rebuilt, r.Recipe.Start())
			continue
		}
		if err := r.complete(); err != nil {
			return nil, err
		}
		m := r.rebuilt[n-1].Clone()
		if err := delta.Apply(m.Tensors(), r.kept[n-1].difference); err != nil {
			return nil, fault.Errorf("the weights after step %d: %v", r.kept[n-1].step, err)
		}
		r.rebuilt = append(r.rebuilt, m)
	}
	return r.rebuilt[k], nil
}

// complete loads the differences, of which those that were cut are not needed.
func (r *Record) complete() error {
	if r.differences == nil {
		return nil
	}
	all, err := r.differences()
	if err != nil {
		return err
	}
	for i := range r.kept { // in place: Kept is asked meanwhile
		r.kept[i].difference = all[i].difference
	}
	r.differences = nil
	return nil
}

// Rebuilt returns of how many kept steps the weights are at hand at once.
func (r *Record) Rebuilt() int {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return len(r.rebuilt)
}
