package lesson_test

import (
	"strings"
	"testing"
	"time"

	"logitarium/ui/lesson"
	"logitarium/ui/lesson/tape"
)

func TestAwait(t *testing.T) {
	r, err := lesson.Start(parse(t, "Space\n#@ await\nSleep 1s\n#@ expect steps = 100\n"), setup())
	if err != nil {
		t.Fatal(err)
	}
	if before := r.Length(); before < tape.MostAwaited {
		t.Errorf("a lesson that may wait %v is said to take %v", tape.MostAwaited, before)
	}
	for r.Halt() != lesson.Ended {
		r.Frame()
	}
	if len(r.Failures()) > 0 {
		t.Errorf("%v", r.Failures())
	}
	if waits := r.Waits(); len(waits) != 1 || waits[0] < 6*time.Second || waits[0] > 8*time.Second {
		t.Errorf("100 beats took %v", waits)
	}
	report, err := lesson.Check(parse(t, "Space\nSpace\n#@ await\n#@ expect steps < 2\n"), setup())
	if err != nil || len(report.Failures) > 0 {
		t.Errorf("what rests is not waited for: %v, %v", err, report.Failures)
	}
}

// What is awaited longer than it may take fails once, and the lesson goes on.
func TestAwaitEnds(t *testing.T) {
	tp := parse(t, "Space\n#@ await\n#@ say \"after\"\n")
	for i := range tp.Steps {
		if tp.Steps[i].Kind == tape.Await {
			tp.Steps[i].Time = time.Second
		}
	}
	r, err := lesson.Start(tp, setup())
	if err != nil {
		t.Fatal(err)
	}
	for r.Halt() != lesson.Ended {
		r.Frame()
	}
	if n := len(r.Failures()); n != 1 {
		t.Errorf("%d failures: %v", n, r.Failures())
	}
	if waits := r.Waits(); len(waits) != 1 || waits[0] < time.Second || waits[0] > 2*time.Second {
		t.Errorf("a second was waited %v", waits)
	}
}

// What is drafted says nothing yet, and holds.
func TestDraft(t *testing.T) {
	done := parse(t, "#@ chapter \"A\"\nType \"t\"\nLeft 4\nSleep 500ms\nLeft 6\nSleep 2s\nType \"v\"\nSleep 3s\n")
	draft, end, failures, err := lesson.Draft(done, setup(), 0)
	if err != nil || len(failures) > 0 {
		t.Fatal(err, failures)
	}
	text := draft.String()
	for _, want := range []string{
		"Left 4\nSleep 500ms\nLeft 6\n#@ say \"\"\n#@ expect entropy = 1.18\n#@ expect choices = 2.3\n#@ expect gain = 2.00\n",
		"Type \"v\"\n#@ say \"\"\n#@ expect entropy = 1.18\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the draft lacks\n%s\nit is\n%s", want, text)
		}
	}
	if end != "logitarium toy --view list --temperature 0.5" {
		t.Errorf("it ends at %s", end)
	}
	report, err := lesson.Check(parse(t, text), setup())
	if err != nil || len(report.Failures) > 0 {
		t.Errorf("the draft does not hold: %v, %v", err, report.Failures)
	}
	if n := len(report.Warnings); n != 2 { // two captions to fill in
		t.Errorf("%d warnings: %v", n, report.Warnings)
	}
}
