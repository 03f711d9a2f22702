package projector

import (
	"math"
	"strings"
	"time"

	"logitarium/ui/lesson"
	"logitarium/ui/lesson/cast"
	"logitarium/ui/message"
	"logitarium/ui/vt"
	"logitarium/viz"
)

// Transcript is a recording as text: what it is, and the screen at the end of each
// chapter, without what is drawn there by escape sequences. The error is that of
// [New].
func Transcript(c cast.Cast, words message.Printer) (string, error) {
	if err := fits(c); err != nil {
		return "", err
	}
	r := newReel(c, vt.Colors{None: true})
	var b strings.Builder
	if c.Title != "" {
		b.WriteString(viz.Clean(c.Title).String() + "\n\n")
	}
	about := []message.Text{message.Verbatim(lesson.Minutes(r.end)), message.Verbatim(viz.Cleanf("%dx%d", c.Width, c.Height).String())}
	if n := len(r.chapters); n > 0 {
		about = append(about, message.Count(n, "1 chapter", "%d chapters", n))
	}
	b.WriteString(words.Print(message.Series(about...)) + "\n")
	screen := func(end time.Duration) {
		r.goTo(end)
		for r.behind() {
			r.work(math.MaxInt)
		}
		if text := strings.Trim(r.screen.Grid().Plain(), "\n"); text != "" {
			b.WriteString("\n" + text + "\n")
		}
	}
	if len(r.chapters) == 0 || r.chapters[0].At > 0 {
		screen(r.before(0))
	}
	for i, ch := range r.chapters {
		head := lesson.Minutes(ch.At) + " " + ch.Name
		b.WriteString("\n" + viz.Clean(strings.TrimRight(head, " ")).String() + "\n")
		screen(r.before(i + 1))
	}
	return b.String(), nil
}

// before is the time right before a chapter, the end if there is none.
func (r *reel) before(chapter int) time.Duration {
	if chapter >= len(r.chapters) {
		return r.end
	}
	return r.chapters[chapter].At - 1
}
