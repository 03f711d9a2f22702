package inside

import (
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/experiment/origin"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

// data are words of texts that the model reads.
var data = []string{"Question", "What", "instrument", "does", "Mia", "play", "Answer", "piano", "Emma", "Victor", "Sam", "instr"}

func TestLab(t *testing.T) {
	m := builtintest.Load(t)
	words := data
	for _, c := range []*origin.Corpus{
		origin.New(m.World, m.Tokens, corpusSize, seed), origin.Known(m.World, m.Tokens, corpusSize, seed),
	} {
		for _, d := range c.Documents {
			for _, word := range strings.Fields(d.Text) {
				words = append(words, strings.Trim(word, ".,:?"))
			}
		}
	}
	labtest.Run(t, taughtLabs(t), words...)
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

// Every view opens on a text without a token, as a first text too.
func TestEmptyText(t *testing.T) {
	m := builtintest.Load(t)
	for _, name := range []string{"attention", "lens", "stream", "cache", "switch", "transplant"} {
		l := New(m)
		labtest.Turn(t, l, "text", "")
		labtest.Turn(t, l, "view", name)
		for l.work.Waiting() {
			if err := l.Step(0); err != nil {
				t.Fatal(err)
			}
		}
		if err := l.Refresh(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if name == "transplant" && len(l.transplant.changes) == 0 {
			t.Error("a transplant into no text changes nothing that is told")
		}
	}
}
