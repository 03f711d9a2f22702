package residual

import (
	"sync"
	"testing"

	"logitarium/core/builtin"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

var load = sync.OnceValues(builtin.Load)

func fresh(t testing.TB) *Lab {
	t.Helper()
	lm, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return New(lm)
}

func TestContract(t *testing.T) {
	labtest.Run(t, func() lab.Lab { return fresh(t) })
}
