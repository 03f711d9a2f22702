package demos_test

import (
	"os"
	"strings"
	"testing"

	"logitarium/ui/lesson"
	"logitarium/viz"
)

// TestREADMEShowsTheTour holds that the frame under Lessons in the project's
// README, in each language, is what the tour shows at its first Screenshot.
// UPDATE=1 puts it there.
func TestREADMEShowsTheTour(t *testing.T) {
	for _, page := range []struct{ readme, heading, tour string }{
		{"../README.md", "\n## Lessons\n", "tour.tape"},
		{"../README.zh-Hant.md", "\n## 課\n", "tour.zh-Hant.tape"},
	} {
		text, err := os.ReadFile(page.readme)
		if err != nil {
			t.Fatal(err)
		}
		before, section, ok := strings.Cut(string(text), page.heading)
		intro, rest, ok2 := strings.Cut(section, "```text\n")
		shown, after, ok3 := strings.Cut(rest, "```\n")
		if !ok || !ok2 || !ok3 {
			t.Fatalf("%s has no frame under%s", page.readme, page.heading)
		}
		want := tourFrame(t, page.tour)
		if shown == want {
			continue
		}
		if os.Getenv("UPDATE") == "" {
			t.Fatalf("%s shows\n%s\nand the tour\n%s\nUPDATE=1 go test ./demos writes it", page.readme, shown, want)
		}
		updated := before + page.heading + intro + "```text\n" + want + "```\n" + after
		if err := os.WriteFile(page.readme, []byte(updated), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// tourFrame is a tour's first Screenshot, without blanks at the ends of lines.
func tourFrame(t *testing.T, tour string) string {
	t.Helper()
	parsed := parseFile(t, tour)
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
		t.Fatalf("%s has no Screenshot", tour)
	}
	var b strings.Builder
	for line := range strings.SplitSeq(r.Screen(screen).Plain(), "\n") {
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}
