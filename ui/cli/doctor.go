package cli

import (
	"fmt"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"logitarium/viz"
)

func (a *app) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "what this terminal can show: size, colours, glyphs, widths",
		Long: "Says what was found out about the terminal and which rule decided, and draws\n" +
			"what the eye has to check.",
		Annotations: map[string]string{isDrawn: "theme color glyphs"},
		Args:        noArguments,
		RunE: func(*cobra.Command, []string) error {
			return a.diagnose()
		},
	}
}

func (a *app) diagnose() error {
	p := a.page(a.interactive())
	_, why := colors(a.show.color.value, a.interactive(), a.env)
	set, whySet := glyphs(a.show.glyphs.value, a.env)
	facts := rows{body: [][]string{
		{"version", version()},
		{"input", kindOf(a.in)},
		{"output", kindOf(a.out)},
		{"TERM", orNone(a.env, "TERM")},
		{"COLORTERM", orNone(a.env, "COLORTERM")},
		{"opens", a.opens()},
		{"colours", profileName(p.profile) + ", by " + why + "; --color changes it"},
		{"glyphs", set + ", by " + whySet + "; --glyphs changes it"},
	}}
	theme, _ := a.look(a.interactive(), viz.Dark())
	if theme.Sequential == nil {
		theme = viz.Dark()
	}
	return p.print(a.data, p.table(facts), "",
		p.paragraph("The bars at the right must form a straight line, the colours, if any, a ramp:", p.theme.Text), "",
		testChart(theme, set == "ascii").String())
}

// testChart draws what terminals get wrong, a bar after each row: where the
// terminal counts a row's cells differently, its bar is out of line.
func testChart(theme viz.Theme, ascii bool) viz.Grid {
	rows := []struct{ name, text string }{
		{"blocks", "▏▎▍▌▋▊▉█ ▁▂▃▄▅▆▇█ ▀▄ ░▒▓"},
		{"lines", "─│┌┐└┘├┤┬┴┼ ╌╶╴ ●▸ ↑↓←→"},
		{"letters", "naïve Größe żółć λ Σ √"},
		{"accents", "e\u0301 a\u0308 n\u0303 (each one cell)"},
		{"wide", "日本語 한국어 中文"},
	}
	if ascii {
		rows = rows[:0]
		rows = append(rows, struct{ name, text string }{"ascii", "#=+-.:* |--o--| > ^ v < >"})
	}
	const left, bar = 10, 40
	g := viz.NewGrid(viz.Size{W: bar + 1, H: len(rows) + 1})
	for y, row := range rows {
		g.Text(0, y, viz.Clean(row.name), theme.Text)
		g.Text(left, y, viz.Clean(row.text), theme.Text)
		g.Set(bar, y, '|', theme.Text)
	}
	g.Text(0, len(rows), viz.Clean("colours"), theme.Text)
	for i, c := range theme.Sequential {
		if left+i < bar-1 {
			g.Set(left+i, len(rows), ' ', viz.Style{Bg: c})
		}
	}
	g.Set(bar, len(rows), '|', theme.Text)
	return g
}

// opens says what logitarium without flags would do here, and why.
func (a *app) opens() string {
	switch {
	case a.accessible():
		return "text, because ACCESSIBLE is set"
	case !isTerminal(a.in):
		return "one plain frame, because the input is not a terminal"
	case !isTerminal(a.out):
		return "one plain frame, because the output is not a terminal"
	case !drawsScreens(a.env):
		return "one plain frame, because TERM is " + orNone(a.env, "TERM")
	}
	return "the live screen"
}

func kindOf(stream any) string {
	f, ok := stream.(term.File)
	if !ok || !term.IsTerminal(f.Fd()) {
		return "not a terminal"
	}
	w, h, err := term.GetSize(f.Fd())
	if err != nil {
		return "a terminal of unknown size: " + err.Error()
	}
	return fmt.Sprintf("a terminal of %d x %d cells", w, h)
}

func orNone(env environ, name string) string {
	if v := env.get(name); v != "" {
		return v
	}
	return "not set"
}

func profileName(p colorprofile.Profile) string {
	switch p {
	case colorprofile.TrueColor:
		return "16 million"
	case colorprofile.ANSI256:
		return "256"
	case colorprofile.ANSI:
		return "16"
	}
	return "none"
}
