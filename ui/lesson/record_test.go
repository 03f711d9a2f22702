package lesson_test

import (
	"bytes"
	"cmp"
	"fmt"
	"image/color"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"logitarium/core/builtin/builtintest"
	"logitarium/demos"
	"logitarium/ui"
	"logitarium/ui/atlas"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/cast"
	"logitarium/ui/lesson/tape"
	"logitarium/viz"

	"github.com/charmbracelet/x/vt"
)

func freshLabs(t testing.TB) func() []lab.Lab {
	t.Helper()
	lm := builtintest.Load(t)
	return func() []lab.Lab { return labs.All(lm, lm) }
}

func readTape(t testing.TB, name string) *tape.Tape {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := tape.Parse(name, string(text), os.DirFS("testdata"))
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func theme(t testing.TB, name string) viz.Theme {
	t.Helper()
	th, ok := viz.ThemeByName(name)
	if !ok {
		t.Fatalf("no theme %q", name)
	}
	return th
}

// TestRecord plays recordings back, and records them again.
func TestRecord(t *testing.T) {
	for _, on := range []struct {
		theme string
		size  viz.Size
	}{
		{"dark", viz.Size{W: 80, H: 24}},
		{"light", viz.Size{W: 100, H: 30}},
		{"high-contrast", viz.Size{W: 60, H: 18}},
		{"plain", viz.Size{W: 80, H: 24}},
	} {
		t.Run(on.theme, func(t *testing.T) {
			checkRecording(t, readTape(t, "record.tape"), on.size, theme(t, on.theme))
		})
	}
}

// TestShipped does the same with every lesson that the program brings along,
// those in which networks are trained too.
func TestShipped(t *testing.T) {
	if raceDetector {
		t.Skip("what lessons train takes minutes here; TestRecord runs the same code")
	}
	names, err := fs.Glob(demos.Tapes, "*.tape")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		if strings.Contains(strings.TrimSuffix(name, ".tape"), ".") && testing.Short() {
			continue // a translation: the same with other words
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := fs.ReadFile(demos.Tapes, name)
			if err != nil {
				t.Fatal(err)
			}
			parsed, err := tape.Parse(name, string(text), demos.Tapes)
			if err != nil {
				t.Fatal(err)
			}
			checkRecording(t, parsed, lesson.ScreenSize(parsed, viz.Size{}), theme(t, "dark"))
		})
	}
}

// checkRecording holds a recording to what every one must be: one that strict
// readers accept in both versions, that shows at each time what the lesson
// shows, cell by cell, and that is the same each time it is made: the second
// time it is made frame by frame, beside the emulator that plays the first.
func checkRecording(t *testing.T, parsed *tape.Tape, size viz.Size, th viz.Theme) {
	t.Helper()
	own, m := builtintest.Load(t), builtintest.Saved(t, parsed.Model)
	fresh := func() []lab.Lab { return labs.All(m, own) }
	chart := func(of []lab.Lab) *atlas.Map { return atlas.New(m, of, fresh, false) }
	done, err := lesson.Record(parsed, lesson.Recording{Labs: fresh, Map: chart, Size: size, Theme: th})
	if err != nil {
		t.Fatal(err)
	}
	if len(done.Failures) > 0 {
		t.Fatal(done.Failures)
	}
	file := done.Cast.Encode(cast.V2)
	played, version, err := cast.Parse(file)
	if err != nil || version != cast.V2 || played.Width != size.W || played.Height != size.H || played.Title != parsed.Title {
		t.Fatalf("read as version %d, %+v: %v", version, played.Header, err)
	}
	if v3, version, err := cast.Parse(done.Cast.Encode(cast.V3)); err != nil || version != cast.V3 ||
		!bytes.Equal(v3.Encode(cast.V2), file) {
		t.Errorf("version 3 is read as version %d and says something else: %v", version, err)
	}
	var run *lesson.Run
	shots := 0
	run, err = lesson.Start(parsed, lesson.Setup{
		Labs: fresh, Map: chart, Size: lesson.ProgramSize(parsed, size), Theme: th, Look: ui.WithoutFooter, Motion: true,
		Shot: func(name string) {
			if shots < len(done.Frames) && done.Frames[shots].Name == name {
				if got, want := done.Frames[shots].Grid.String(), run.Screen(size).String(); got != want {
					t.Errorf("the picture %s shows\n%s, want\n%s", name, got, want)
				}
			}
			shots++
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	tv := newPlayer(t, played)
	frames, compared := 0, 0
	for run.Halt() != lesson.Ended {
		before := run.Clock()
		run.Frame()
		if run.Clock() == before {
			continue
		}
		screen := run.Screen(size) // drawn each time, as what glides goes on from what was last seen
		if tv.to(time.Duration(frames)*time.Second/15) || frames%50 == 0 {
			if differ := tv.differs(screen); differ != "" {
				t.Fatalf("frame %d: %s", frames, differ)
			}
			compared++
		}
		frames++
	}
	tv.to(time.Duration(frames) * time.Second / 15)
	if differ := tv.differs(run.Screen(size)); differ != "" || len(tv.rest) > 0 {
		t.Errorf("at the end: %s; %d events are left", differ, len(tv.rest))
	}
	if shots != len(done.Frames) || compared == 0 {
		t.Errorf("%d pictures, want %d; %d frames were compared", len(done.Frames), shots, compared)
	}
	var chapters []string
	for _, c := range run.Chapters() {
		chapters = append(chapters, c.Name)
	}
	if fmt.Sprint(tv.markers) != fmt.Sprint(chapters) {
		t.Errorf("markers %q, want the chapters %q", tv.markers, chapters)
	}
	t.Logf("%d frames, %d of them compared; %d bytes in %v", frames, compared, len(file), run.Clock())
}

// player plays a recording on an emulator.
type player struct {
	screen  *vt.Emulator
	rest    []cast.Event
	markers []string
}

func newPlayer(t *testing.T, c cast.Cast) *player {
	t.Helper()
	p := &player{screen: vt.NewEmulator(c.Width, c.Height), rest: c.Events}
	t.Cleanup(func() { _ = p.screen.Close() })
	return p
}

// to plays what happens up to a time, to the millisecond, and reports whether
// anything did.
func (p *player) to(at time.Duration) (changed bool) {
	for len(p.rest) > 0 && p.rest[0].At <= at.Round(time.Millisecond) {
		switch e := p.rest[0]; e.Code {
		case cast.Output:
			_, _ = p.screen.WriteString(e.Data) // never fails
			changed = true
		case cast.Marker:
			p.markers = append(p.markers, e.Data)
		}
		p.rest = p.rest[1:]
	}
	return changed
}

// differs says where the emulator shows something else than a grid, "" if
// nowhere: characters, and their colours and attributes as far as they can be
// seen.
func (p *player) differs(g viz.Grid) string {
	for y := range g.H {
		for x, want := range g.Row(y) {
			if want.Rune == 0 {
				continue // the right half of a wide character
			}
			cell := viz.NewGrid(viz.Size{W: 1, H: 1})
			if x+1 < g.W && g.Row(y)[x+1].Rune == 0 {
				cell = viz.NewGrid(viz.Size{W: 2, H: 1})
			}
			cell.Put(-x, -y, g)
			got := p.screen.CellAt(x, y)
			text := got.Content
			if text == "" {
				text = " "
			}
			if shown := strings.TrimRight(text, " "); shown != cell.Plain() {
				return fmt.Sprintf("row %d, column %d shows %q, want %q; the screen is\n%s", y+1, x+1, shown, cell.Plain(), p.screen)
			}
			style, wanted := seen(got.Style.Fg, got.Style.Bg, got.Style.Attrs, got.Style.Underline != 0, text),
				seenOf(want.Style, cell.Plain())
			if style != wanted {
				return fmt.Sprintf("row %d, column %d, %q, is drawn %s, want %s", y+1, x+1, text, style, wanted)
			}
		}
	}
	return ""
}

// seen is how a character looks; the emulator's bits of attributes are in the
// order of SGR 1 to 7.
func seen(fg, bg color.Color, attrs uint8, underlined bool, text string) string {
	const reverse = 1 << 5
	if text == " " && attrs&reverse == 0 && !underlined {
		fg, attrs = nil, 0
	}
	return fmt.Sprint(rgb(fg), " on ", rgb(bg), " ", attrs, underlined)
}

func seenOf(s viz.Style, text string) string {
	ink := func(c viz.Color) color.Color {
		if c == 0 {
			return nil
		}
		return color.RGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 255}
	}
	var attrs uint8
	for bit, as := range map[viz.Attr]uint8{viz.Bold: 1, viz.Dim: 2, viz.Italic: 4, viz.Reverse: 32} {
		if s.Attr&bit != 0 {
			attrs |= as
		}
	}
	return seen(ink(s.Fg), ink(s.Bg), attrs, s.Attr&viz.Underline != 0, cmp.Or(text, " "))
}

func rgb(c color.Color) string {
	if c == nil {
		return "own"
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// BenchmarkRecord records a minute of keys, five to the second: on bars, and on
// a heatmap that changes all over. The budget is 2 s, 400 KB and 1 MB.
func BenchmarkRecord(b *testing.B) {
	for name, source := range map[string]string{
		"bars":    "Type \"logitarium sampling\"\nEnter\nType \"t\"\n" + strings.Repeat("Right@200ms 10\nLeft@200ms 10\n", 15),
		"heatmap": "Type \"logitarium position\"\nEnter\nType \"b\"\n" + strings.Repeat("Right@200ms 10\nLeft@200ms 10\n", 15),
	} {
		b.Run(name, func(b *testing.B) {
			parsed, err := tape.Parse(name, source, nil)
			if err != nil {
				b.Fatal(err)
			}
			as := lesson.Recording{Labs: freshLabs(b), Size: viz.Size{W: 80, H: 24}, Theme: theme(b, "dark")}
			var done lesson.Recorded
			for b.Loop() {
				if done, err = lesson.Record(parsed, as); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(done.Cast.Events[len(done.Cast.Events)-1].At.Seconds(), "lesson-s/op")
			b.ReportMetric(float64(len(done.Cast.Encode(cast.V2)))/1024, "KB")
		})
	}
}

// What a key changes glides in a recording, unless it is to be still, and ends
// where it would be without; a picture is of the end.
func TestRecordingShowsMotion(t *testing.T) {
	const source = "Type \"logitarium sampling\"\nEnter\nSleep 1s\nType \"t\"\nRight@0 3\nSleep 1s\nRight@0\nScreenshot end.png\nSleep 1s\n"
	parsed := parse(t, source)
	as := lesson.Recording{Labs: freshLabs(t), Size: viz.Size{W: 80, H: 24}, Theme: theme(t, "dark")}
	moves, err := lesson.Record(parsed, as)
	if err != nil {
		t.Fatal(err)
	}
	as.Still = true
	still, err := lesson.Record(parsed, as)
	if err != nil {
		t.Fatal(err)
	}
	bytes := func(r lesson.Recorded) (n int) {
		for _, e := range r.Cast.Events {
			n += len(e.Data)
		}
		return n
	}
	if more := bytes(moves) - bytes(still); more < 100 || more > 20_000 {
		t.Errorf("%d bytes more than without motion", more)
	}
	if got, want := moves.Frames[0].Grid.String(), still.Frames[0].Grid.String(); got != want {
		t.Errorf("the picture is of a bar on its way:\n%s\nwant\n%s", got, want)
	}
}

// A film has what is said, each from when it is said, and an answer behind its
// question.
func TestFilmHasCaptions(t *testing.T) {
	parsed := parse(t, "Type \"logitarium sampling\"\nEnter\nSleep 1s\n#@ say \"One.\"\nSleep 2s\n#@ ask \"How many?\" | two\nSleep 1s\n#@ say \"Three.\"\nSleep 1s\n")
	done, err := lesson.Record(parsed, lesson.Recording{Labs: freshLabs(t), Size: viz.Size{W: 80, H: 24}, Theme: theme(t, "dark")})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for i, c := range done.Film.Captions {
		said = append(said, c.Text)
		if i > 0 && c.At <= done.Film.Captions[i-1].At {
			t.Errorf("%q is said at %v, and what is before it at %v", c.Text, c.At, done.Film.Captions[i-1].At)
		}
	}
	if got := strings.Join(said, "|"); got != "One.|How many?|How many? two|Three." {
		t.Errorf("the film says %s", got)
	}
}
