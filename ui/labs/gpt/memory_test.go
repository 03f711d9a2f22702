package gpt

import (
	"strings"
	"testing"

	"logitarium/core/family"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

// Positions of a learnt table end; the cache does not go on behind them.
func TestContextEnds(t *testing.T) {
	l := fresh(t)
	turn(t, l, "view", "memory", "gpt", "gpt-2", "context", "1048576")
	if d := l.loadOf(l.a()); d.tokens != 1024 {
		t.Errorf("GPT-2 keeps %d tokens", d.tokens)
	}
	if got := lab.Sentence(l); !strings.Contains(got.String(), "ends at 1,024") {
		t.Errorf("insight: %s", got)
	}
	before := labtest.Reading(t, l, "KV cache").Value
	turn(t, l, "batch", "2")
	if got := labtest.Reading(t, l, "KV cache").Value; got != 2*before {
		t.Errorf("two sequences take %v GB, one %v", got, before)
	}
}

// gpt-oss as it is released fits where its makers say it does.
func TestFits(t *testing.T) {
	l := fresh(t)
	turn(t, l, "view", "memory", "precision", "mxfp4", "context", "8192")
	for _, c := range []struct {
		model string
		fits  []bool // phone, laptop of 16 GB, RTX 4090, H100, 8 × H100
	}{
		{"gpt-oss-20b", []bool{false, true, true, true, true}},
		{"gpt-oss-120b", []bool{false, false, false, true, true}},
	} {
		turn(t, l, "gpt", c.model)
		for i, r := range family.Capacities() {
			if got := l.loadOf(l.a()).total() <= r.Bytes; got != c.fits[i] {
				t.Errorf("%s fits into %s: %v", c.model, r.Name, got)
			}
		}
	}
}
