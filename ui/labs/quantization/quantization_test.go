package quantization

import (
	"slices"
	"sync"
	"testing"
	"time"

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

// turn sets knobs by name and refreshes.
func turn(t testing.TB, l *Lab, values ...string) {
	t.Helper()
	for i := 0; i < len(values); i += 2 {
		j := slices.IndexFunc(l.Knobs(), func(k lab.Knob) bool { return k.Name == values[i] })
		if err := l.Knobs()[j].Setting.Set(values[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Refresh(); err != nil {
		t.Fatal(err)
	}
}

// finish lets the lab do all its work.
func finish(t testing.TB, l *Lab) {
	t.Helper()
	for i := 0; l.Busy(); i++ {
		if err := l.Step(time.Second / 15); err != nil {
			t.Fatal(err)
		}
		if i > 1000 {
			t.Fatal("the work does not end")
		}
	}
}

func reading(t testing.TB, l *Lab, name string) lab.Reading {
	t.Helper()
	readings := l.Readings()
	i := slices.IndexFunc(readings, func(r lab.Reading) bool { return r.Name == name })
	if i < 0 {
		t.Fatalf("no reading %q", name)
	}
	return readings[i]
}
