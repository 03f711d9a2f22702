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
	for _, run := range []*lesson.Run{live, through} {
		if got := run.Waits(); !slices.Equal(got, parsed.Waits) {
			t.Errorf("waits.txt says %v, and the Waits take %v; UPDATE=1 go test ./demos writes it", parsed.Waits, got)
		}
	}
	at, whole := live.Progress()
	recorded := through.Clock() / ui.Beat * time.Second / 15
	listed := lesson.Length(parsed)
	if listed != whole || listed != recorded || lesson.Minutes(at) != lesson.Minutes(whole) {
		t.Errorf("%v is listed, the player's clock ends at %v of %v, and the recording takes %v", listed, at, whole, recorded)
	}
}

// rowOf is the line of waits.txt for a lesson.
func rowOf(file string, waits []time.Duration) string {
	var b strings.Builder
	b.WriteString(file)
	for _, d := range waits {
		fmt.Fprintf(&b, " %v", d)
	}
	return b.String() + "\n"
}
