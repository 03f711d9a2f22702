package demos_test

import (
	"os"
	"strings"
	"testing"

	"logitarium/ui/lesson"
	"logitarium/viz"
)

// TestREADMEShowsTheTour holds that the frame under Lessons in the project's
// README is what the tour shows at its first Screenshot. UPDATE=1 puts it there.
func TestREADMEShowsTheTour(t *testing.T) {
	const readme = "../README.md"
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, section, ok := strings.Cut(string(text), "\n## Lessons\n")
	intro, rest, ok2 := strings.Cut(section, "```text\n")
	shown, after, ok3 := strings.Cut(rest, "```\n")
	if !ok || !ok2 || !ok3 {
		t.Fatal("the README has no frame under Lessons")
	}
	want := tourFrame(t)
	if shown == want {
		return
	}
	if os.Getenv("UPDATE") == "" {
		t.Fatalf("the README shows\n%s\nand the tour\n%s\nUPDATE=1 go test ./demos writes it", shown, want)
	}
	updated := before + "\n## Lessons\n" + intro + "```text\n" + want + "```\n" + after
	if err := os.WriteFile(readme, []byte(updated), 0o644); err != nil {
		t.Fatal(err)
	}
}

// tourFrame is the tour's first Screenshot, without blanks at the ends of lines.
func tourFrame(t *testing.T) string {
	t.Helper()
	parsed := parseFile(t, "tour.tape")
	theme, _ := viz.ThemeByName("dark")
	screen := lesson.ScreenSize(parsed, viz.Size{})
	shot := false
	s := setupFor(t, parsed)
	s.Size, s.Theme = lesson.ProgramSize(parsed, screen), theme
	s.Shot = func(string) { shot = true }
	r, err := lesson.Start(parsed, s)
	if err != nil {
		t.Fatal(err)
	}
	for !shot && r.Halt() != lesson.Ended {
		r.Frame()
	}
	if !shot {
		t.Fatal("the tour has no Screenshot")
	}
	var b strings.Builder
	for line := range strings.SplitSeq(r.Screen(screen).Plain(), "\n") {
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}
