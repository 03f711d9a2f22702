package labtest

import (
	"slices"
	"testing"

	"logitarium/ui/lab"
)

// Turn sets knobs, given as name, value, name, value and so on, and refreshes
// the lab. A knob or a value that there is not ends the test.
func Turn(t testing.TB, l lab.Lab, settings ...string) {
	t.Helper()
	if len(settings)%2 != 0 {
		t.Fatalf("%q has no value", settings[len(settings)-1])
	}
	for pair := range slices.Chunk(settings, 2) {
		k, _, err := lab.KnobNamed(l, pair[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := k.Setting.Set(pair[1]); err != nil {
			t.Fatalf("%s: %v", pair[0], err)
		}
	}
	if err := l.Refresh(); err != nil {
		t.Fatal(err)
	}
}

// Reading returns the reading of a name. That there is none ends the test.
func Reading(t testing.TB, l lab.Lab, name string) lab.Reading {
	t.Helper()
	readings := lab.Readings(l)
	at := slices.IndexFunc(readings, func(r lab.Reading) bool { return r.Name == name })
	if at < 0 {
		t.Fatalf("no reading %q", name)
	}
	return readings[at]
}
