package cli

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"logitarium/ui/lesson/tape"
)

// onFile is a lesson on the built-in model as a file has it.
const onFile = `#@ model Q4_0
#@ chapter "A file"
Type "logitarium sampling"
Enter
#@ expect screen /tiny-world-Q4_0/
#@ say "It is a file."
Sleep 1s
Screenshot one.png
`

// A lesson with a model of its own plays on it, whatever is made of the lesson.
func TestLessonOnAFile(t *testing.T) {
	path := writeTape(t, onFile)
	for _, args := range [][]string{
		{"test", path}, {"transcript", path}, {"handout", path}, {"record", path, "-o", "-"},
	} {
		if code, _, errs := callReal(t, args...); code != 0 {
			t.Errorf("%s: exit code %d: %s", args[0], code, errs)
		}
	}
	other := writeTape(t, strings.Replace(onFile, "#@ model Q4_0\n", "", 1))
	if code, out, _ := callReal(t, "test", other); code != exitCheck {
		t.Errorf("without it: exit code %d, want %d\n%s", code, exitCheck, out)
	}
}

// What a lesson may ask for is what can be written.
func TestLessonModels(t *testing.T) {
	if got, want := slices.Sorted(maps.Keys(savedTypes)), slices.Sorted(slices.Values(tape.Models())); !slices.Equal(got, want) {
		t.Errorf("saved are %v, and lessons ask for %v", got, want)
	}
}
