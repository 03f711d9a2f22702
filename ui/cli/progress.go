package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"logitarium/core/builtin"
	"logitarium/viz"
)

// progress shows how far a training is: one line that is written again on a
// terminal, and else a line now and then.
type progress struct {
	page  page
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

func (a *app) progress(run *builtin.Run) *progress {
	terminal := isTerminal(a.err) && drawsScreens(a.env)
	return &progress{
		page: a.page(terminal), out: a.err, live: terminal && !a.accessible(),
		from: run.Steps(), began: time.Now(),
	}
}

// show tells of a step that was made.
func (p *progress) show(run *builtin.Run, loss float64) {
	now := time.Now()
	if p.live && now.Sub(p.last) < redraw || !p.live && run.Steps()%interval != 0 {
		return
	}
	p.last = now
	done, all := run.Steps(), run.Recipe.Steps
	each := now.Sub(p.began) / time.Duration(done-p.from)
	line := viz.Cleanf("step %*d of %d  loss %.3f  %6.0f tokens/s  %v left", len(fmt.Sprint(all)), done, all, loss,
		float64(run.Recipe.Rows*run.Recipe.Length)/each.Seconds(), (time.Duration(all-done) * each).Round(time.Second))
	if !p.live {
		p.say("%s", line)
		return
	}
	size, _ := sizeOf(p.out) // now: windows change
	// A character in the last column would be erased with the rest of the line.
	fmt.Fprint(p.out, "\r"+p.page.bar(float64(done)/float64(all), line, size.W-1)+ansi.EraseLineRight)
}

// bar is a share of something, drawn before the text that says it, if there
// is room for both.
func (p page) bar(share float64, text viz.Safe, width int) string {
	const most, least, gap = 24, 4, 2
	cells := min(most, width-text.Width()-gap)
	if cells < least {
		return p.theme.Fit(text, width).String()
	}
	full := int(share * float64(cells))
	drawn := func(r string, n int) string { return p.theme.Show(viz.Clean(strings.Repeat(r, n))).String() }
	return paint(style(p.theme.Accent).Render(drawn("█", full))+
		style(p.theme.Faint).Render(drawn("░", cells-full)), p.profile) + "  " + p.theme.Show(text).String()
}

// say writes a line that stays.
func (p *progress) say(format string, args ...any) {
	p.end()
	fmt.Fprintln(p.out, p.page.theme.Show(viz.Cleanf(format, args...)))
}

// end takes the line that is written again away.
func (p *progress) end() {
	if p.live {
		fmt.Fprint(p.out, "\r"+ansi.EraseLineRight)
	}
}
