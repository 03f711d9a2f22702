package rag

import (
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

func TestIndexingInSteps(t *testing.T) {
	labtest.Stepping(t, func() lab.Lab { return fresh(t) }, func() lab.Lab {
		l := fresh(t)
		lm, _ := load()
		l.library, _ = open(lm) // nothing is made yet
		l.indexing.Patience = -1
		return l
	})
}

func TestInSteps(t *testing.T) {
	open := func(patience float64) *Lab {
		l := fresh(t)
		l.work.Patience = patience
		turn(t, l, "view", "answer")
		return l
	}
	labtest.Stepping(t, func() lab.Lab { return open(0) }, func() lab.Lab { return open(-1) })
	labtest.KeepAtWork(t, open(-1), 30)
}
