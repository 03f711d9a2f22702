package lesson_test

import (
	"testing"
	"time"

	"logitarium/ui"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/tape"
)

// A lesson is as long as its recording: what is hidden takes no time, and a
// Wait what was measured, else its longest until it is over.
func TestLength(t *testing.T) {
	const source = "Sleep 1s\nSpace\nWait+Screen@9s /steps +15/\nHide\nSleep 5s\nWait@3s /likeliest/\nShow\nRight@500ms 2\nSleep 1500ms"
	parsed, err := tape.Parse("a.tape", source, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := lesson.Length(parsed); (got - 12500*time.Millisecond - tape.DefaultTypingSpeed).Abs() > ui.Beat {
		t.Errorf("unmeasured it takes %v, want 1 s, a key, 9 s, two keys of 0.5 s and 1.5 s", got)
	}
	r := start(t, source, setup())
	for at := time.Duration(0); r.Halt() != lesson.Ended; {
		r.Frame()
		now, whole := r.Progress()
		if now < at || now > whole {
			t.Fatalf("the clock goes from %v to %v of %v", at, now, whole)
		}
		at = now
	}
	waits := r.Waits()
	if len(waits) != 2 || waits[0] > 2*time.Second || waits[0] == 0 || waits[1] != 0 {
		t.Fatalf("the Waits took %v; the first is short, and the second is hidden", waits)
	}
	parsed.Waits = waits
	recorded := r.Clock() / ui.Beat * time.Second / 15
	if got := lesson.Length(parsed); got != r.Length() || got != recorded {
		t.Errorf("measured it takes %v, its run %v, the recording %v", got, r.Length(), recorded)
	}
	if at, whole := r.Progress(); at != whole || whole != recorded {
		t.Errorf("the clock ends at %v of %v, and the recording takes %v", at, whole, recorded)
	}
}
