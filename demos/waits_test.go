package demos_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"logitarium/ui"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/tape"
)

// takesAsListed holds that the Waits of a lesson take what waits.txt says, and
// that the length which follows from it, the one that is listed, is what the
// player's clock and the recording end with.
func takesAsListed(t *testing.T, parsed *tape.Tape, live, through *lesson.Run) {
	t.Helper()
	if got := through.Waits(); !slices.Equal(got, parsed.Waits) {
		t.Errorf("waits.txt says %v, and the Waits take %v; UPDATE=1 go test ./demos writes it", parsed.Waits, got)
	}
	// In play a question holds the lesson up, and where within a beat it goes on
	// may move the end of a Wait to the next one.
	if got := live.Waits(); !slices.EqualFunc(got, parsed.Waits, withinABeat) {
		t.Errorf("waits.txt says %v, and in play the Waits take %v", parsed.Waits, got)
	}
	at, whole := live.Progress()
	recorded := through.Clock() / ui.Beat * time.Second / 15
	listed := lesson.Length(parsed)
	if few := time.Duration(1+len(parsed.Waits)) * ui.Beat; listed != recorded || (listed-whole).Abs() > few || (at-whole).Abs() >= time.Second {
		t.Errorf("%v is listed, the player's clock ends at %v of %v, and the recording takes %v", listed, at, whole, recorded)
	}
}

func withinABeat(a, b time.Duration) bool { return (a - b).Abs() <= ui.Beat+time.Microsecond }

// rowOf is the line of waits.txt for a lesson.
func rowOf(file string, waits []time.Duration) string {
	var b strings.Builder
	b.WriteString(file)
	for _, d := range waits {
		fmt.Fprintf(&b, " %v", d)
	}
	return b.String() + "\n"
}
