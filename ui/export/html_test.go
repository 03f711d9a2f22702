package export_test

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"logitarium/ui/export"
	"logitarium/viz"
)

// The text of the page is the text of the screen, whatever stands in it.
func TestHTMLHasTheText(t *testing.T) {
	g := viz.NewGrid(viz.Size{W: 30, H: 3})
	g.Text(0, 0, viz.Clean(`<script>&"'`), viz.Style{Fg: 0x1ff0000})
	g.Text(3, 1, viz.Clean("漢字 │ ▆▆"), viz.Style{Attr: viz.Bold | viz.Reverse})
	g.Text(20, 1, viz.Clean("end"), viz.Style{})
	page := export.HTML(g, export.GroundOf(viz.Dark()))
	if strings.Contains(page, "<script") {
		t.Errorf("a tag came through: %s", page)
	}
	if want := `letter-spacing:calc(2ch - 1em)">漢字</span>`; !strings.Contains(page, want) {
		t.Errorf("%s is without %s: wide characters are not two cells wide", page, want)
	}
	tags := regexp.MustCompile(`<[^>]*>`)
	var lines []string
	for line := range strings.Lines(html.UnescapeString(tags.ReplaceAllString(page, ""))) {
		lines = append(lines, strings.TrimRight(line, " \n"))
	}
	if got, want := strings.Join(lines, "\n"), g.Plain(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
