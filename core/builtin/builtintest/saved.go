package builtintest

import (
	"testing"

	"logitarium/core/gguf"
	"logitarium/core/lm"
	"logitarium/core/modelfile"
)

// Saved returns the built-in model as a GGUF file has it, its weights stored as
// "F32", "Q8_0" or "Q4_0"; as it is, for "".
func Saved(t testing.TB, as string) lm.Model {
	t.Helper()
	own := Load(t)
	types := map[string]gguf.Type{"F32": gguf.F32, "Q8_0": gguf.Q8_0, "Q4_0": gguf.Q4_0}
	stored, ok := types[as]
	switch {
	case as == "":
		return own
	case !ok:
		t.Fatalf("the built-in model is not saved as %s", as)
	}
	m, err := modelfile.Saved(own.Model, own.Tokens, own.Name(), stored)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
