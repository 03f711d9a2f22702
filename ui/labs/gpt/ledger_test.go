package gpt

import (
	"strings"
	"testing"
)

// The formula with its numbers gives the counts beside it.
func TestLedgerAddsUp(t *testing.T) {
	l := fresh(t)
	for _, m := range l.models {
		if m.Shape == nil {
			continue
		}
		sum := 0
		for _, p := range parts(*m.Shape) {
			sum += p.count
			if p.count < 1 || p.formula == "" || p.numbers == "" {
				t.Errorf("%s: part %+v", m.ID, p)
			}
		}
		if want := m.Shape.Parts().Total(); sum != want {
			t.Errorf("%s: the parts sum to %d, want %d", m.ID, sum, want)
		}
	}
}

func TestBlocks(t *testing.T) {
	l := fresh(t)
	names := func(rows []aspects) string {
		var out []string
		for _, a := range rows {
			out = append(out, a.name)
		}
		return strings.Join(out, " ")
	}
	for _, c := range []struct{ from, to, changed string }{
		{"gpt-1", "gpt-2", "norm place training"},
		{"gpt-2", "gpt-3-1.3b", "attention"},
		{"gpt-3-175b", "instructgpt", "training"},
		{"gpt-2", "gpt-2-xl", ""},
	} {
		turn(t, l, "gpt", c.to, "compare", c.from)
		older, newer := l.aged()
		if older.ID != c.from || newer.ID != c.to {
			t.Errorf("%s to %s is shown as %s to %s", c.from, c.to, older.ID, newer.ID)
		}
		if got := names(blocks(older, newer).changed); got != c.changed {
			t.Errorf("%s to %s: %q changed, want %q", c.from, c.to, got, c.changed)
		}
	}
	turn(t, l, "gpt", "gpt-oss-120b", "compare", "gpt-1")
	if d := blocks(l.aged()); len(d.changed) != 9 {
		t.Errorf("from GPT-1 to gpt-oss %d aspects changed: %s", len(d.changed), names(d.changed))
	}
	turn(t, l, "gpt", "gpt-4")
	if d := blocks(l.aged()); len(d.unknown) != 8 {
		t.Errorf("GPT-4 has %d unknown aspects: %s", len(d.unknown), names(d.unknown))
	}
}
