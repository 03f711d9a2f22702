package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"logitarium/ui/message"
	"logitarium/viz"
)

// progress shows how far a training is: one line that is written again on a
// terminal, and else a line now and then.
type progress struct {
	page  typesetter
	words message.Printer
	out   io.Writer
	live  bool
	from  int // steps already made when this process began
	began time.Time
	last  time.Time // shown
}

const (
	redraw   = 250 * time.Millisecond
	interval = 50 // steps between lines that are not written again
)

func (a *app) progress(run trainee) *progress {
	terminal := isTerminal(a.err) && drawsScreens(a.env)
	return &progress{
		page: a.typesetter(terminal), words: a.words, out: a.err, live: terminal && !a.accessible(),
		from: run.Steps(), began: time.Now(),
	}
}

// show tells of a step that was made.
func (p *progress) show(run trainee, loss float64) {
	now := time.Now()
	if p.live && now.Sub(p.last) < redraw || !p.live && run.Steps()%interval != 0 {
		return
	}
	p.last = now
	plan := run.plan()
	done, all := run.Steps(), plan.steps
	each := now.Sub(p.began) / time.Duration(done-p.from)
	left, speed := (time.Duration(all-done) * each).Round(time.Second), float64(plan.size)/each.Seconds()
	says := message.New("step %*d of %d  %v left  loss %.3f  %.0f tokens/s", len(strconv.Itoa(all)), done, all, left, loss, speed)
	if plan.pairs {
		says = message.New("step %*d of %d  %v left  loss %.3f  %.0f pairs/s", len(strconv.Itoa(all)), done, all, left, loss, speed)
	}
	if !p.live {
		p.say(says)
		return
	}
	line := viz.Clean(p.words.Print(says))
	size, _ := sizeOf(p.out) // now: windows change
	// A character in the last column would be erased with the rest of the line.
	fmt.Fprint(p.out, "\r"+p.page.bar(float64(done)/float64(all), line, size.W-1)+ansi.EraseLineRight)
}

// bar is a share of something, drawn before the text that says it, if there
// is room for both.
func (p typesetter) bar(share float64, text viz.Safe, width int) string {
	const most, least, gap = 24, 4, "  "
	cells := min(most, width-text.Width()-len(gap))
	if cells < least {
		return p.theme.Fit(text, width).String()
	}
	full := int(share * float64(cells))
	drawn := func(r string, n int, s viz.Style) string {
		return style(s).Render(p.theme.Show(viz.Clean(strings.Repeat(r, n))).String())
	}
	line := drawn("█", full, p.theme.Accent) + drawn("░", cells-full, p.theme.Faint) + gap + p.theme.Show(text).String()
	return strings.TrimSuffix(paint(line, p.profile), "\n")
}

// say writes a line that stays.
func (p *progress) say(t message.Text) {
	p.end()
	fmt.Fprintln(p.out, p.page.theme.Show(viz.Clean(p.words.Print(t))))
}

// end takes the line that is written again away.
func (p *progress) end() {
	if p.live {
		fmt.Fprint(p.out, "\r"+ansi.EraseLineRight)
	}
}
