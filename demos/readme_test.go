package demos_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"logitarium/ui/lesson/tape"
)

// page is README.md, which says how to write a lesson.
func page(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestExamplesOfThePage plays every tape on the page, as somebody would who
// copies it: nothing fails, and there is nothing to warn of.
func TestExamplesOfThePage(t *testing.T) {
	examples := regexp.MustCompile("(?s)```tape\n(.*?)```").FindAllStringSubmatch(page(t), -1)
	if len(examples) == 0 {
		t.Fatal("there is no example")
	}
	for i, e := range examples {
		parsed, err := tape.Parse("README.md", e[1], nil)
		if err != nil {
			t.Errorf("example %d: %v", i+1, err)
			continue
		}
		report := check(t, parsed)
		for _, f := range append(report.Failures, report.Warnings...) {
			t.Errorf("example %d: %v", i+1, f)
		}
	}
}

// TestThePageNamesAll holds that the page leaves out nothing that the parser
// knows, and that its limits are the parser's.
func TestThePageNamesAll(t *testing.T) {
	text := page(t)
	for _, list := range []struct {
		of    string
		names []string
		form  string
	}{
		{"command", tape.Commands(), "`%s"},
		{"directive", tape.Directives(), "`#@ %s"},
		{"setting", tape.Settings(), "%s"},
	} {
		for _, name := range list.names {
			if !regexp.MustCompile(regexp.QuoteMeta(fmt.Sprintf(list.form, name)) + `\b`).MatchString(text) {
				t.Errorf("the page does not tell of the %s %s", list.of, name)
			}
		}
	}
	for _, limit := range []string{
		fmt.Sprintf("%d MB with all", tape.MaxBytes>>20),
		thousands(tape.MaxSteps) + " steps",
		thousands(tape.MaxPresses) + " keys",
		fmt.Sprintf("(1 to %s)", thousands(tape.MaxCount)),
		fmt.Sprintf("%.0f minutes", tape.MaxTime.Minutes()),
		fmt.Sprintf("at most %.0f s or TIME", tape.DefaultWaitTimeout.Seconds()),
		fmt.Sprintf("%d ms apart", tape.DefaultTypingSpeed.Milliseconds()),
	} {
		if !strings.Contains(text, limit) {
			t.Errorf("the page does not say %q", limit)
		}
	}
}

// thousands writes 10000 as 10,000.
func thousands(n int) string { return fmt.Sprintf("%d,%03d", n/1000, n%1000) }
