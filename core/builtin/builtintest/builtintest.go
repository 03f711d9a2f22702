// Package builtintest loads the built-in model for tests.
package builtintest

import (
	"sync"
	"testing"

	"logitarium/core/builtin"
)

var load = sync.OnceValues(builtin.Load)

// Load returns the built-in model. All tests of a package share one, so they
// must not train it.
func Load(t testing.TB) *builtin.LM {
	t.Helper()
	m, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}
