package demos_test

import (
	"testing"

	"logitarium/ui/lesson/tape"
)

// Tapes that were written for an older program hold: knobs and readings that
// have other names now are found by those that they had.
func TestOldNames(t *testing.T) {
	const old = `#@ title "Old names"
#@ size 80x24
Type "logitarium rag --view prompt --position 2"
Enter
Wait+Screen@9s /tokens/
#@ expect position = 2
#@ expect place = 2
Type "q"
Type "logitarium position --view similarity"
Enter
Sleep 1s
#@ expect drift < 1e-6
Type "q"
Type "logitarium position --view attention"
Enter
Sleep 1s
#@ expect weight > 0
Type "q"
Type "logitarium position --view unique"
Enter
Sleep 1s
#@ expect neighbors > 1
Type "q"
Type "logitarium norm --view modes --norm batch"
Enter
Sleep 1s
#@ expect start's weight < 1
Type "q"
Type "logitarium inside --view growth"
Enter
Wait+Screen@9s /known/
#@ expect memory > 0
Type "q"
Type "logitarium adapt --rank 4"
Enter
Sleep 1s
#@ expect rank = 4
#@ expect lora-rank = 4
Type "q"
Type "logitarium residual --view depth"
Enter
Sleep 1s
#@ expect 1/√L change < 1
`
	parsed, err := tape.Parse("old.tape", old, nil)
	if err != nil {
		t.Fatal(err)
	}
	if report := check(t, parsed); len(report.Failures) > 0 {
		t.Errorf("%+v", report.Failures)
	}
}
