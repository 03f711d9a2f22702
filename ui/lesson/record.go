package lesson

import (
	"fmt"
	"math"
	"strings"
	"time"

	"logitarium/ui"
	"logitarium/ui/atlas"
	"logitarium/ui/export"
	"logitarium/ui/lab"
	"logitarium/ui/lesson/cast"
	"logitarium/ui/lesson/film"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/viz"
)

// Recording says how a lesson is recorded.
type Recording struct {
	Labs  func() []lab.Lab                // as in [Setup]
	Map   func(labs []lab.Lab) *atlas.Map // as in [Setup]
	Size  viz.Size                        // of the screen, with the strip
	Still bool                            // changes do not glide
	Theme viz.Theme
	Speed float64       // times the tape's own; 0 counts as 1
	Idle  time.Duration // the longest time in which nothing happens; 0 for no limit
	// Paint reduces what is written to fewer colours; nil leaves it in 24 bits.
	Paint func(string) string
}

// Recorded is a lesson that was played to its end.
type Recorded struct {
	Lang     string // of the tape
	Cast     cast.Cast
	Film     film.Film // the same, as screens
	Frames   []Screenshot
	Failures []Failure // as of [Run.Failures]
}

// Screenshot is the screen that a Screenshot in the tape asks for.
type Screenshot struct {
	Name string // as the tape has it
	Grid viz.Grid
}

// ThemeName is the theme that a tape sets, "" if it sets none.
func ThemeName(t *tape.Tape) string {
	name := ""
	for _, s := range t.Steps {
		if s.Kind == tape.Set && s.Name == "Theme" {
			name = s.Text
		}
	}
	return name
}

// Record plays a lesson at once. The recording has a frame for each beat of
// its clock and an event where a row changed; what the tape hides takes no
// time. It follows from its arguments alone, to the last bit.
func Record(t *tape.Tape, as Recording) (Recorded, error) {
	as.Theme.Pixels = viz.Size{} // a player's terminal is not asked whether it shows images
	r, err := newRecorder(t, as)
	if err != nil {
		return Recorded{}, err
	}
	var done Recorded
	var run *Run
	run, err = Start(t, Setup{
		Labs: as.Labs, Map: as.Map, Motion: !as.Still, Size: ProgramSize(t, as.Size), Theme: as.Theme, Look: ui.WithoutFooter,
		Shot: func(name string) { done.Frames = append(done.Frames, Screenshot{name, run.Screen(as.Size)}) },
	})
	if err != nil {
		return Recorded{}, err
	}
	for chapter := 0; run.Halt() != Ended; {
		shown := beats(run)
		run.Frame()
		if beats(run) == shown {
			continue // hidden
		}
		r.turn(shown)
		r.draw(run.Screen(as.Size))
		r.caption(run.Caption())
		for last, _ := run.Chapter(); chapter <= last; chapter++ {
			r.chapter(viz.Clean(run.Chapters()[chapter].Name).String())
		}
	}
	r.turn(beats(run))
	r.end()
	done.Lang, done.Cast, done.Film, done.Failures = t.Lang, r.cast, r.film, run.Failures()
	return done, nil
}

// beats is the number of frames that were shown so far.
func beats(r *Run) int { return int(r.Clock() / ui.Beat) }

// recorder makes events of frames.
type recorder struct {
	as    Recording
	speed float64
	cast  cast.Cast
	film  film.Film
	shown viz.Grid      // on the screen now
	now   time.Duration // of the frame, on the lesson's clock
	last  time.Duration // of the last event, on that clock
}

// MinSpeed and MaxSpeed bound how much faster a recording goes than the lesson.
const MinSpeed, MaxSpeed = 0.01, 100

func newRecorder(t *tape.Tape, as Recording) (*recorder, error) {
	r := &recorder{as: as, speed: 1}
	for _, s := range []float64{as.Speed, t.PlaybackSpeed} {
		if s > 0 {
			r.speed *= s
		}
	}
	if !(r.speed >= MinSpeed && r.speed <= MaxSpeed) {
		return nil, message.Errorf("a recording at %v times the speed; from %v to %v is possible", r.speed, MinSpeed, MaxSpeed)
	}
	r.cast.Header = cast.Header{
		Width: as.Size.W, Height: as.Size.H, Title: viz.Clean(t.Title).String(),
		Term: "xterm-256color", Theme: terminalTheme(as.Theme),
	}
	r.film = film.Film{Title: r.cast.Header.Title, Size: as.Size, On: export.GroundOf(as.Theme)}
	r.shown = viz.NewGrid(as.Size)
	return r, nil
}

// turn advances to a frame. Time is counted in frames, 15 to the second: a sum of
// rounded times would drift.
func (r *recorder) turn(frame int) {
	ms := math.Round(float64(frame) * 1000 / (15 * r.speed))
	r.now = time.Duration(ms) * time.Millisecond
}

// add adds an event now, or as soon as nothing may go on for.
func (r *recorder) add(code, data string) {
	gap := r.now - r.last
	if r.as.Idle > 0 {
		gap = min(gap, r.as.Idle)
	}
	var at time.Duration
	if n := len(r.cast.Events); n > 0 {
		at = r.cast.Events[n-1].At
	}
	r.last = r.now
	r.cast.Events = append(r.cast.Events, cast.Event{At: at + gap, Code: code, Data: data})
}

// draw writes what differs from the screen, in each row from the first to the
// last cell. Blanks up to the end of a row are cleared, not written; behind a
// full row nothing is cleared, for a terminal may still stand on its last cell.
func (r *recorder) draw(g viz.Grid) {
	var b strings.Builder
	if len(r.cast.Events) == 0 {
		b.WriteString("\x1b[?25l\x1b[0m\x1b[2J") // no cursor, a clear screen
	}
	for y := range g.H {
		x, end := g.Changed(r.shown, y)
		if x == end {
			continue
		}
		text := g.Span(x, end, y) // ends in the terminal's own style
		fmt.Fprintf(&b, "\x1b[%d;%dH", y+1, x+1)
		if cut := strings.TrimRight(text, " "); end == g.W && cut != text {
			b.WriteString(cut + "\x1b[K")
		} else {
			b.WriteString(text)
		}
	}
	r.shown = g
	if b.Len() > 0 {
		r.add(cast.Output, r.paint(b.String()))
		r.film.Shots = append(r.film.Shots, film.Shot{At: r.at(), Grid: g})
	}
}

// at is the time of the last event.
func (r *recorder) at() time.Duration { return r.cast.Events[len(r.cast.Events)-1].At }

func (r *recorder) chapter(name string) {
	r.add(cast.Marker, name)
	r.film.Chapters = append(r.film.Chapters, film.Marker{At: r.at(), Text: name})
}

// caption notes what is said, and of a question its answer when it is given. A
// caption changes the screen, so that its time is the last event's.
func (r *recorder) caption(c Caption) {
	text := c.Text
	if c.Question && c.Answered {
		text += " " + c.Answer
	}
	text = viz.Clean(text).String()
	last := ""
	if n := len(r.film.Captions); n > 0 {
		last = r.film.Captions[n-1].Text
	}
	if text != last && text != "" {
		r.film.Captions = append(r.film.Captions, film.Marker{At: r.at(), Text: text})
	}
}

func (r *recorder) paint(text string) string {
	if r.as.Paint == nil {
		return text
	}
	return r.as.Paint(text)
}

// end shows the cursor again, in the last row: what comes after the recording
// stands below it.
func (r *recorder) end() {
	r.add(cast.Output, fmt.Sprintf("\x1b[%d;1H\x1b[?25h", r.as.Size.H))
	r.add(cast.Exit, "0")
	r.film.End = r.at()
}

// terminalTheme describes the terminal that a theme is made for: its background,
// and the 16 named colours in which a player may show the recording. A theme
// without colours leaves them to the player.
func terminalTheme(t viz.Theme) cast.Theme {
	if t.Accent.Fg == 0 {
		return cast.Theme{}
	}
	on := export.GroundOf(t)
	dark, bright := on.Paper, on.Ink
	if t.Light {
		dark, bright = bright, dark
	}
	cyan := t.Second
	if n := len(t.Sequential); n > 0 {
		cyan = viz.Style{Fg: t.Sequential[n/2]}
	}
	var colors []string
	for _, s := range []viz.Style{t.Bad, t.Second, t.Accent, t.Measured, t.Reference, cyan} {
		colors = append(colors, export.Hex(s.Fg, on.Ink))
	}
	palette := append(append([]string{dark}, colors...), bright)
	palette = append(append(palette, export.Hex(t.Faint.Fg, on.Ink)), append(colors, bright)...)
	return cast.Theme{Fg: on.Ink, Bg: on.Paper, Palette: palette}
}
