package demos_test

import (
	"io/fs"
	"strings"
	"testing"

	"logitarium/demos"
	"logitarium/ui/lesson"
)

// TestCaptionsStandLongEnough holds that in a recording each caption, question and
// answer stands as long as it takes to be read, in every language.
func TestCaptionsStandLongEnough(t *testing.T) {
	files, err := fs.Glob(demos.Tapes, "*.tape")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		for _, s := range lesson.Stands(parseFile(t, file)) {
			if strings.TrimSpace(s.Text()) == "" {
				t.Errorf("%v: nothing is said", s.Step.Pos)
			}
			if short := s.Short(); short > 0 {
				t.Errorf("%v: it stands %.1f s, and takes %.1f s more to be read: %q", s.Step.Pos, s.Time.Seconds(), short.Seconds(), s.Text())
			}
		}
	}
}
