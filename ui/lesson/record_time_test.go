package lesson_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/cast"
	"logitarium/viz"

	"github.com/charmbracelet/x/ansi"
)

// recordToy records a tape on a small lab.
func recordToy(t *testing.T, source string, as lesson.Recording) lesson.Recorded {
	t.Helper()
	as.Labs = func() []lab.Lab { return []lab.Lab{toy.New()} }
	if as.Size == (viz.Size{}) {
		as.Size = viz.Size{W: 80, H: 24}
	}
	done, err := lesson.Record(parse(t, source), as)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// times lists when the keys of a lesson are first seen, and its end.
func times(c cast.Cast, keys ...string) string {
	var all []string
	for _, key := range keys {
		for _, e := range c.Events {
			if strings.Contains(e.Data, " "+key+" ") && strings.Contains(e.Data, "\x1b[24;") {
				all = append(all, fmt.Sprint(key, " ", e.At))
				break
			}
		}
	}
	return strings.Join(append(all, fmt.Sprint("end ", c.Events[len(c.Events)-1].At)), ", ")
}

// TestTimes: a second is fifteen frames, however many of them there are, and
// what is hidden is no time at all.
func TestTimes(t *testing.T) {
	const lesson1 = "Left@0\nSleep 1s\nRight@0\nSleep 299s\nUp@0\nSleep 10s\nDown@0\nSleep 1s\n"
	for _, tt := range []struct {
		name, source string
		as           lesson.Recording
		want         string
	}{
		{"as played", lesson1, lesson.Recording{}, "← 0s, → 1s, ↑ 5m0s, ↓ 5m10s, end 5m11.067s"},
		{"twice as fast", lesson1, lesson.Recording{Speed: 2}, "← 0s, → 500ms, ↑ 2m30s, ↓ 2m35s, end 2m35.533s"},
		{"by the tape", "Set PlaybackSpeed 2\n" + lesson1, lesson.Recording{}, "← 0s, → 500ms, ↑ 2m30s, ↓ 2m35s, end 2m35.533s"},
		{"by both", "Set PlaybackSpeed 4\n" + lesson1, lesson.Recording{Speed: 0.5}, "← 0s, → 500ms, ↑ 2m30s, ↓ 2m35s, end 2m35.533s"},
		{"hidden", "Left@0\nSleep 1s\nHide\nRight@0\nSleep 5s\nShow\nUp@0\nSleep 1s\n", lesson.Recording{}, "← 0s, ↑ 1s, end 2.067s"},
	} {
		if got := times(recordToy(t, tt.source, tt.as).Cast, "←", "→", "↑", "↓"); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestIdle: with a limit no gap is longer, and those that are shorter stay.
func TestIdle(t *testing.T) {
	const source = "Left@0\nSleep 10s\n#@ chapter \"Two\"\nSleep 10s\nRight@0\nSleep 200ms\n"
	whole := recordToy(t, source, lesson.Recording{}).Cast
	short := recordToy(t, source, lesson.Recording{Idle: 500 * time.Millisecond}).Cast
	if len(short.Events) != len(whole.Events) {
		t.Fatalf("%d events, %d without the limit", len(short.Events), len(whole.Events))
	}
	capped := 0
	for i := 1; i < len(short.Events); i++ {
		gap := short.Events[i].At - short.Events[i-1].At
		want := whole.Events[i].At - whole.Events[i-1].At
		if want > 500*time.Millisecond {
			want = 500 * time.Millisecond
			capped++
		}
		if gap != want || short.Events[i].Data != whole.Events[i].Data {
			t.Errorf("event %d comes after %v, want %v", i, gap, want)
		}
	}
	if capped == 0 {
		t.Error("no gap was long enough to be capped")
	}
}

func TestSpeedHasBounds(t *testing.T) {
	for _, source := range []string{"Set PlaybackSpeed 0.0001\nSleep 1s\n", "Set PlaybackSpeed 1000\nSleep 1s\n"} {
		_, err := lesson.Record(parse(t, source), lesson.Recording{Size: viz.Size{W: 80, H: 24}})
		if err == nil || !strings.Contains(err.Error(), "from 0.01 to 100 is possible") {
			t.Errorf("%q: %v", source, err)
		}
	}
}

// TestEvents: the first frame clears the screen and hides the cursor, the last
// event shows it; between them stands a row only where it changed.
func TestEvents(t *testing.T) {
	c := recordToy(t, "#@ chapter \"One\"\nLeft@0\nSleep 500ms\n", lesson.Recording{}).Cast
	if n := len(c.Events); n < 4 {
		t.Fatal(c.Events)
	}
	first, marker := c.Events[0], c.Events[1]
	if first.At != 0 || !strings.HasPrefix(first.Data, "\x1b[?25l\x1b[0m\x1b[2J\x1b[1;1H") {
		t.Errorf("it begins with %q at %v", first.Data, first.At)
	}
	if marker.Code != cast.Marker || marker.Data != "One" || marker.At != 0 {
		t.Errorf("then comes %+v", marker)
	}
	last, exit := c.Events[len(c.Events)-2], c.Events[len(c.Events)-1]
	if last.Data != "\x1b[24;1H\x1b[?25h" || exit.Code != cast.Exit || exit.Data != "0" {
		t.Errorf("it ends with %q, %+v", last.Data, exit)
	}
	rows := map[string]bool{}
	for _, e := range c.Events[2 : len(c.Events)-2] {
		if n := strings.Count(e.Data, "H"); strings.Contains(e.Data, "\x1b[2J") || n > 4 {
			t.Errorf("%q: too much for what changed", e.Data)
		}
		if rows[e.Data] {
			t.Errorf("%q is written twice", e.Data)
		}
		rows[e.Data] = true
	}
	// A row that reaches the last cell isn't cleared behind it.
	for row := range strings.SplitSeq(first.Data, "\x1b[K") {
		if cells := viz.Clean(ansi.Strip(row[strings.LastIndex(row, "H")+1:])).Width(); cells >= 80 && row != first.Data {
			t.Errorf("%q is %d cells wide and cleared behind", row, cells)
		}
	}
}

func TestNothingHeldFails(t *testing.T) {
	done := recordToy(t, "Left\n#@ expect scale = 77\n#@ expect screen /nowhere/\n", lesson.Recording{})
	if len(done.Failures) != 2 || !strings.HasPrefix(done.Failures[0].Error(), "test.tape:2:4: ") {
		t.Errorf("failures: %v", done.Failures)
	}
}

// TestTerminalTheme: every theme with colours gives a terminal 16 of them.
func TestTerminalTheme(t *testing.T) {
	for _, th := range viz.Themes() {
		c := recordToy(t, "Sleep 100ms\n", lesson.Recording{Theme: th}).Cast
		if th.Name == "plain" {
			if c.Theme.Fg != "" {
				t.Errorf("plain has the theme %+v", c.Theme)
			}
			continue
		}
		if len(c.Theme.Palette) != 16 || c.Theme.Fg == c.Theme.Bg {
			t.Errorf("%s: %+v", th.Name, c.Theme)
		}
	}
	high := recordToy(t, "Sleep 100ms\n", lesson.Recording{Theme: theme(t, "high-contrast")}).Cast.Theme
	light := recordToy(t, "Sleep 100ms\n", lesson.Recording{Theme: theme(t, "light")}).Cast.Theme
	if high.Bg != "#000000" || high.Fg != "#ffffff" || light.Palette[0] != light.Fg || light.Palette[15] != light.Bg {
		t.Errorf("high contrast %+v, light %+v", high, light)
	}
}
