package ui

import (
	"strings"
	"testing"
)

func TestLessonsAreListed(t *testing.T) {
	m := shell(t, 80, 24)
	m.options.Lessons = []Lesson{{"tour", "5 min", "A tour"}, {"norm", "4 min", "Which values share"}}
	keys(m, "L")
	for _, want := range []string{"logitarium play tour", "5 min", "Which values share", "leave with q"} {
		if !strings.Contains(onScreen(m), want) {
			t.Errorf("no %q on\n%s", want, onScreen(m))
		}
	}
	if keys(m, "L"); m.page != nil {
		t.Error("L does not close what it opened")
	}
}
