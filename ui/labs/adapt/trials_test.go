package adapt

import (
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

// A cell of the table is the same whether the knobs have been there or the
// series came to it, and a training that the knobs leave stays in the table.
func TestRatesAgree(t *testing.T) {
	l := fresh(t)
	labtest.Turn(t, l, "view", "rates", "facts", "2", "steps", "1", "rate", "0.001", "replay", "2")
	settle(t, l)
	own, ok := l.recalled(l.job)
	if !ok || labtest.Reading(t, l, "cells").Value != 1 {
		t.Fatalf("the knobs' own training is in the table: %t, of %v cells", ok, labtest.Reading(t, l, "cells").Value)
	}
	labtest.Turn(t, l, "rate", "0.0005")
	settle(t, l)
	if n := labtest.Reading(t, l, "cells").Value; n != 2 {
		t.Errorf("%v cells after a second training", n)
	}
	if said := lab.At(l, lab.Frame{Size: viz.Size{W: 78, H: 15}}, 15, 9).String(); !strings.HasPrefix(said, "rate 0.001, replay 2: ") {
		t.Errorf("the cell says %q", said)
	}
	l.ends = nil
	if err := lab.Actions(l)[0].Do(); err != nil {
		t.Fatal(err)
	}
	for range 3 { // at a key, what is begun goes on
		if err := l.Step(0); err != nil {
			t.Fatal(err)
		}
	}
	restore := l.Keep()
	settle(t, l)
	if n := labtest.Reading(t, l, "cells").Value; n != 16 {
		t.Fatalf("%v cells at the end", n)
	}
	got, ok := l.cell(3, 1) // 0.001, 2
	if !ok || got.old != own.old || got.fresh != own.fresh || len(got.lost) != len(own.lost) {
		t.Errorf("by the series %+v, by the knobs %+v", got, own)
	}
	restore()
	if !l.Busy() || l.grid.run.Done() {
		t.Error("what was kept has gone on")
	}
	labtest.Turn(t, l, "facts", "4")
	if n := labtest.Reading(t, l, "cells").Value; n != 0 {
		t.Errorf("%v cells of another exam", n)
	}
}

// What is made up is never drawn as what is right, with colours and without.
func TestMadeUpIsMarked(t *testing.T) {
	for _, theme := range []viz.Theme{viz.Dark(), viz.Light(), viz.Plain(), {Glyphs: viz.ASCII}} {
		right, wrong := theme.Grid(viz.Size{W: 20, H: 1}), theme.Grid(viz.Size{W: 20, H: 1})
		drawShare(right, theme, 0.5, false)
		drawShare(wrong, theme, 0.5, true)
		if right.Row(0)[0].Rune == wrong.Row(0)[0].Rune {
			t.Errorf("%s: both are drawn with %q", theme.Name, right.Row(0)[0].Rune)
		}
		if theme.Bad.Fg != 0 && wrong.Row(0)[0].Style.Fg != theme.Bad.Fg {
			t.Errorf("%s: what is wrong has another hue", theme.Name)
		}
	}
}
