package norm

import (
	"slices"
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

// turn sets knobs by name, refreshing after each as the shell does.
func turn(t testing.TB, l *Lab, values ...string) {
	t.Helper()
	for i := 0; i < len(values); i += 2 {
		j := slices.IndexFunc(l.Knobs(), func(k lab.Knob) bool { return k.Name == values[i] })
		if err := l.Knobs()[j].Setting.Set(values[i+1]); err != nil {
			t.Fatal(err)
		}
		if err := l.Refresh(); err != nil {
			t.Fatal(err)
		}
	}
}
