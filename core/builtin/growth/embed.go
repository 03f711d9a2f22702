package growth

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"logitarium/core/builtin"
	"logitarium/core/fault"
)

// figures is growth.json of the archive, which lies beside it: in a browser the
// rest is loaded when weights are first asked for.
//
//go:embed growth.json
var figures []byte

var load = sync.OnceValues(func() (*Record, error) {
	r, err := readFigures(figures)
	if err != nil {
		return nil, fault.Errorf("the embedded record of the training: %v", err)
	}
	r.differences = unpack
	return r, nil
})

// unpack returns the differences of the embedded record.
func unpack() ([]kept, error) {
	data, err := archive()
	if err != nil {
		return nil, err
	}
	r, err := Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fault.Errorf("the embedded record of the training: %v", err)
	}
	return r.kept, nil
}

// Load returns the embedded record, which all who ask for it share: nothing is
// added to it. It is of the built-in model's recipe, on the exact kernels, and
// ends before the recipe does. Whether that training would have ended in the
// built-in weights is not known: it is another run by the same recipe.
func Load() (*Record, error) { return load() }

// At returns a model as it was after a step that is kept; m is one with the
// tokens and the world of the training. Nobody changes its weights.
func (r *Record) At(step int, m *builtin.LM) (*builtin.LM, error) {
	k := slices.Index(r.Kept(), step)
	if k < 0 {
		steps := make([]string, len(r.Kept()))
		for i, s := range r.Kept() {
			steps[i] = strconv.Itoa(s)
		}
		return nil, fault.Errorf("no weights of that step are kept: %s@ is followed by one of %s", m.Card.Name, strings.Join(steps, ", "))
	}
	weights, err := r.Weights(k)
	if err != nil {
		return nil, err
	}
	then := *m
	then.Model = weights
	then.Card = builtin.Card{
		Name: fmt.Sprintf("%s@%d", m.Card.Name, step), Config: m.Card.Config, Recipe: r.Recipe,
		Steps: step, Tokens: r.Tokens(step),
	}
	return &then, nil
}
