package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"logitarium/viz"
)

// help shows a command's help, in colour where there is some. Fang would draw
// a finer one, but asks the terminal for its background first: seconds of
// silence where nobody answers.
func (a *app) help(cmd *cobra.Command, _ []string) {
	terminal := a.interactive()
	profile, _ := colors(a.show.color.value, terminal, a.env)
	theme, ok := viz.ThemeByName(a.theme(profile))
	if !ok {
		theme, _ = viz.ThemeByName("plain") // attributes alone read on any background
	}
	text, err := paint(helpPage(cmd, theme, min(a.size().W, 80)), profile)
	if err == nil {
		_, err = io.WriteString(a.out, text)
	}
	if err != nil {
		fmt.Fprintf(a.err, "error: help: %s\n", viz.Clean(err.Error()))
	}
}

// page is text in lines, each a few spans.
type page struct {
	theme viz.Theme
	width int
	lines [][]span
}

type span struct {
	x     int
	text  viz.Safe
	style viz.Style
}

// entry is a name and what it is.
type entry struct{ name, about string }

func helpPage(cmd *cobra.Command, theme viz.Theme, width int) viz.Grid {
	p := &page{theme: theme, width: width}
	about := cmd.Long
	if about == "" {
		about = cmd.Short
	}
	p.paragraph(about)
	p.section("Usage", []entry{{usage(cmd), ""}})
	var labs, rest []entry
	for _, c := range cmd.Commands() {
		switch {
		case c.Annotations[isLab] != "":
			labs = append(labs, entry{c.Name(), c.Short})
		case c.IsAvailableCommand():
			rest = append(rest, entry{c.Name(), c.Short})
		}
	}
	p.section("Labs", labs)
	p.section("Commands", rest)
	title := "Flags"
	if cmd.Annotations[isLab] != "" {
		title = "Knobs"
	}
	p.section(title, flagEntries(own(cmd)))
	if cmd.Annotations[isLab] != "" || cmd.Annotations[isDrawn] != "" || !cmd.HasParent() {
		p.section("Output", flagEntries(cmd.Root().PersistentFlags()))
	}
	return p.grid()
}

func usage(cmd *cobra.Command) string {
	if !cmd.HasParent() {
		return cmd.Name() + " [lab or command] [flags]"
	}
	return cmd.UseLine()
}

// own is the flags that a command has and its parents haven't, as declared:
// what Cobra returns for them has forgotten the order.
func own(cmd *cobra.Command) *pflag.FlagSet {
	flags := pflag.NewFlagSet(cmd.Name(), pflag.ContinueOnError)
	flags.SortFlags = false
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if cmd.Root().PersistentFlags().Lookup(f.Name) == nil {
			flags.AddFlag(f)
		}
	})
	return flags
}

func flagEntries(flags *pflag.FlagSet) []entry {
	var all []entry
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		kind, about := pflag.UnquoteUsage(f)
		if f.DefValue != "" && f.DefValue != "false" {
			about += fmt.Sprintf(" [%s]", viz.Clean(f.DefValue).Cut(40))
		}
		if f.NoOptDefVal != "" {
			kind = ""
		}
		all = append(all, entry{strings.TrimSpace("--" + f.Name + " " + kind), about})
	})
	return all
}

func (p *page) paragraph(text string) {
	for _, line := range viz.Wrap(viz.CleanLines(text), p.width) {
		p.lines = append(p.lines, []span{{0, line, p.theme.Text}})
	}
}

// section adds entries in two columns, the second one wrapped. Where there is
// no room for two the second comes below the first.
func (p *page) section(title string, entries []entry) {
	if len(entries) == 0 {
		return
	}
	p.lines = append(p.lines, nil, []span{{0, viz.Clean(title), p.theme.Strong}})
	at := 0
	for _, e := range entries {
		at = max(at, viz.Clean(e.name).Width()+4)
	}
	narrow := p.width-at < 20
	if narrow {
		at = 4
	}
	for _, e := range entries {
		p.lines = append(p.lines, []span{{2, viz.Clean(e.name), p.theme.Accent}})
		for i, line := range viz.Wrap(viz.Clean(strings.TrimSpace(e.about)), p.width-at) {
			text := span{at, line, p.theme.Text}
			if i == 0 && !narrow {
				last := len(p.lines) - 1
				p.lines[last] = append(p.lines[last], text)
			} else {
				p.lines = append(p.lines, []span{text})
			}
		}
	}
}

func (p *page) grid() viz.Grid {
	g := viz.NewGrid(viz.Size{W: p.width, H: len(p.lines)})
	for y, line := range p.lines {
		for _, s := range line {
			g.Text(s.x, y, s.text, s.style)
		}
	}
	return g
}
