package lesson_test

import (
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui"
	"logitarium/ui/atlas"
	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/cast"
	"logitarium/ui/message"
	"logitarium/viz"
)

// A recording is played on terminals that nobody has asked: its heatmaps are in
// cells, also for a theme whose terminal would show them as images, and it holds
// no command of an image protocol (Kitty's APC, Sixel's DCS) and no placeholder.
func TestRecordingHasNoImages(t *testing.T) {
	m := builtintest.Load(t)
	fresh := func() []lab.Lab { return labs.All(m, m) }
	size, th := viz.Size{W: 80, H: 24}, theme(t, "dark")
	th.Pixels = viz.Size{W: 8, H: 16}

	all := fresh()
	for _, l := range all {
		if l.Info().ID == "position" {
			views := l.Views()
			*views.At = slices.IndexFunc(views.List, func(v lab.View) bool { return v.Name == "heatmap" })
		}
	}
	live, err := ui.Screen(all, "position", size, th, ui.WithFooter, message.Printer{}, command.Opened{})
	if err != nil || len(live.Pictures()) == 0 {
		t.Fatalf("a terminal with images would show none: %v", err)
	}

	record := func(th viz.Theme) string {
		chart := func(of []lab.Lab) *atlas.Map { return atlas.New(m, of, fresh, false) }
		done, err := lesson.Record(readTape(t, "record.tape"), lesson.Recording{Labs: fresh, Map: chart, Size: size, Theme: th})
		if err != nil || len(done.Failures) > 0 {
			t.Fatal(err, done.Failures)
		}
		for _, f := range done.Frames {
			if len(f.Grid.Pictures()) > 0 {
				t.Errorf("the frame %s has images", f.Name)
			}
		}
		return string(done.Cast.Encode(cast.V2))
	}
	file := record(th)
	for _, sign := range []string{`\u001b_`, `\u001bP`, "\x1b_", "\x1bP", string(rune(0x10eeee))} {
		if strings.Contains(file, sign) {
			t.Errorf("the recording has %q", sign)
		}
	}
	if plain := record(theme(t, "dark")); plain != file {
		t.Error("a terminal with images records another film")
	}
}
