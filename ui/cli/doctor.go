package cli

import (
	"math"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"logitarium/ui/message"
	"logitarium/viz"
)

func (a *app) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: a.text("what this terminal can show: size, colours, glyphs, widths"),
		Long: a.text("Says what was found out about the terminal and which rule decided, and draws\n" +
			"what the eye has to check."),
		Annotations: map[string]string{isDrawn: naming("theme", "color", "glyphs", "lang")},
		Args:        noArguments,
		RunE: func(*cobra.Command, []string) error {
			return a.diagnose()
		},
	}
}

func (a *app) diagnose() error {
	p := a.typesetter(a.interactive())
	_, why := colors(a.show.color.value, a.interactive(), a.env)
	set, whySet := glyphs(a.show.glyphs.value, a.env)
	facts := rows{body: [][]string{
		{a.text("version"), a.version()},
		{a.text("input"), a.words.Print(kindOf(a.in))},
		{a.text("output"), a.words.Print(kindOf(a.out))},
		{"TERM", a.words.Print(orNone(a.env, "TERM"))},
		{"COLORTERM", a.words.Print(orNone(a.env, "COLORTERM"))},
		{a.text("opens"), a.words.Print(a.opens())},
		{a.text("language"), a.words.Print(a.speaks())},
		{a.text("colours"), a.text("%v, by %v; --color changes it", profileName(p.profile), why)},
		{a.text("glyphs"), a.text("%v, by %v; --glyphs changes it", message.Label("glyphs", set), whySet)},
		{a.text("pixels"), a.text("%v; --pixels changes it", a.foundPixels(p.profile))},
	}}
	theme, _ := a.look(a.interactive(), viz.Dark())
	if theme.Sequential == nil {
		theme = viz.Dark()
	}
	return p.print(a.data, p.table(facts), "",
		p.paragraph(a.text("The bars at the right must form a straight line, the colours, if any, a ramp:"), p.theme.Text), "",
		a.testChart(theme).String())
}

// testChart draws what terminals get wrong, a bar after each row: where the
// terminal counts a row's cells differently, its bar is out of line.
func (a *app) testChart(theme viz.Theme) viz.Grid {
	rows := []struct {
		name message.ID
		text string
	}{
		{"blocks", "▏▎▍▌▋▊▉█ ▁▂▃▄▅▆▇█ ▀▄ ░▒▓"},
		{"lines", "─│┌┐└┘├┤┬┴┼ ╌╶╴ ●▸ ↑↓←→"},
		{"letters", "naïve Größe żółć λ Σ √"},
		{"accents", "e\u0301 a\u0308 n\u0303 " + a.text("(each one cell)")},
		{"wide", "日本語 한국어 中文"},
	}
	switch theme.Glyphs {
	case viz.Braille:
		rows[1].name = "lines, braille"
	case viz.Octant:
		rows[1].name = "lines, octant"
	case viz.ASCII:
		rows = rows[:1]
		rows[0].name, rows[0].text = "ascii", "#=+-.:* |--o--| > ^ v < >"
	}
	left := a.theirWidth("colours") + 3
	for _, row := range rows {
		left = max(left, a.theirWidth(row.name)+1)
	}
	bar := 48 // so that a turn of the curve has room
	for _, row := range rows {
		bar = max(bar, left+viz.Clean(row.text).Width()+1)
	}
	g := viz.NewGrid(viz.Size{W: bar + 1, H: len(rows) + 1})
	for y, row := range rows {
		g.Text(0, y, viz.Clean(a.text(row.name)), theme.Text)
		g.Text(left, y, viz.Clean(row.text), theme.Text)
		if y == 1 { // below the cell
			at := left + viz.Clean(row.text).Width() + 1
			g.Put(at, y, viz.Curve(viz.Size{W: bar - at - 1, H: 1}, theme, wave(), [2]float64{-1, 1}))
		}
		g.Set(bar, y, '|', theme.Text)
	}
	g.Text(0, len(rows), viz.Clean(a.text("colours")), theme.Text)
	for i, c := range theme.Sequential {
		if left+i < bar-1 {
			g.Set(left+i, len(rows), ' ', viz.Style{Bg: c})
		}
	}
	g.Set(bar, len(rows), '|', theme.Text)
	return g
}

// wave is one turn of a sine.
func wave() []float64 {
	values := make([]float64, 50)
	for i := range values {
		values[i] = math.Sin(float64(i) * 2 * math.Pi / 49)
	}
	return values
}

// theirWidth is that of a word in the user's language, in cells.
func (a *app) theirWidth(word message.ID) int { return viz.Clean(a.text(word)).Width() }

// speaks says in which language the program speaks, and why.
func (a *app) speaks() message.Text {
	if note := a.speech.note; !note.Empty() {
		return message.New("%v, by %v: %v; --lang changes it", ownName(), a.speech.why, note)
	}
	return message.New("%v, by %v; --lang changes it", ownName(), a.speech.why)
}

// opens says what logitarium without flags would do here, and why.
func (a *app) opens() message.Text {
	switch {
	case a.accessible():
		return message.New("text, because ACCESSIBLE is set")
	case !isTerminal(a.in):
		return message.New("one plain frame, because the input is not a terminal")
	case !isTerminal(a.out):
		return message.New("one plain frame, because the output is not a terminal")
	case !drawsScreens(a.env):
		return message.New("one plain frame, because TERM is %v", orNone(a.env, "TERM"))
	}
	return message.New("the live screen")
}

func kindOf(stream any) message.Text {
	f, ok := stream.(term.File)
	if !ok || !term.IsTerminal(f.Fd()) {
		return message.New("not a terminal")
	}
	w, h, err := term.GetSize(f.Fd())
	if err != nil {
		return message.New("a terminal of unknown size: %v", message.Of(err))
	}
	return message.New("a terminal of %d x %d cells", w, h)
}

func orNone(env environ, name string) message.Text {
	if v := env.get(name); v != "" {
		return message.Verbatim(v)
	}
	return message.New("not set")
}

func profileName(p colorprofile.Profile) message.Text {
	switch p {
	case colorprofile.TrueColor:
		return message.New("16 million")
	case colorprofile.ANSI256:
		return message.Verbatim("256")
	case colorprofile.ANSI:
		return message.Verbatim("16")
	}
	return message.New("none")
}
