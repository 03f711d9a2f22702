package position

import (
	"testing"

	"logitarium/core/builtin"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

func model(t testing.TB) *builtin.LM {
	t.Helper()
	lm, err := builtin.Load()
	if err != nil {
		t.Fatal(err)
	}
	return lm
}

func TestLab(t *testing.T) {
	lm := model(t)
	labtest.Run(t, func() lab.Lab { return New(lm) })
}
