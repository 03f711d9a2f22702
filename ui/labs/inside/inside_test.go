package inside

import (
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

// data are words of texts that the model reads.
var data = []string{"Question", "What", "instrument", "does", "Mia", "play", "Answer", "piano", "Emma", "Victor", "Sam", "instr"}

func TestLab(t *testing.T) {
	m := builtintest.Load(t)
	labtest.Run(t, func() lab.Lab { return New(m) }, data...)
}

func TestInSteps(t *testing.T) {
	m := builtintest.Load(t)
	open := func(patience float64) lab.Lab {
		l := New(m)
		l.work.Patience = patience
		return l
	}
	labtest.Stepping(t, func() lab.Lab { return open(0) }, func() lab.Lab { return open(-1) })
	labtest.KeepAtWork(t, open(-1), 30)
}
