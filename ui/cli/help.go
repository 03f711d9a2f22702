package cli

import (
	"context"
	"fmt"
	"strings"

	"charm.land/fang/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"logitarium/viz"
)

// help shows a command's help. On a terminal with colours Fang draws it.
// Everywhere else it is plain text: Fang looks at the process's own output and
// environment instead of those given here, takes NO_COLOR=yes for no, and asks
// the terminal for its background, in errors too, which is why no command runs
// under it.
func (a *app) help(cmd *cobra.Command, _ []string) {
	terminal := a.interactive()
	profile, _ := colors(a.show.color.value, terminal, a.env)
	if terminal && profile > colorprofile.ASCII {
		root := a.root()
		root.SetIn(a.in)
		root.SetOut(a.out)
		root.SetErr(a.err)
		root.SetArgs(append(strings.Fields(cmd.CommandPath())[1:], "--help"))
		_ = fang.Execute(context.Background(), root, fang.WithoutManpage(), fang.WithoutVersion())
		return
	}
	fmt.Fprint(a.out, plainHelp(cmd))
}

const helpWidth = 80

// plainHelp is the help in 80 columns.
func plainHelp(cmd *cobra.Command) string {
	var b strings.Builder
	about := cmd.Long
	if about == "" {
		about = cmd.Short
	}
	fmt.Fprintf(&b, "%s\n\nUsage: %s\n", about, usage(cmd))
	var labs, rest []entry
	for _, c := range cmd.Commands() {
		switch {
		case c.Annotations[isLab] != "":
			labs = append(labs, entry{c.Name(), c.Short})
		case c.IsAvailableCommand():
			rest = append(rest, entry{c.Name(), c.Short})
		}
	}
	section(&b, "Labs", labs)
	section(&b, "Commands", rest)
	title := "Flags"
	if cmd.Annotations[isLab] != "" {
		title = "Knobs"
	}
	section(&b, title, flagEntries(cmd.LocalNonPersistentFlags()))
	if cmd.Annotations[isLab] != "" || cmd.Annotations[isDrawn] != "" || !cmd.HasParent() {
		section(&b, "Output", flagEntries(cmd.Root().PersistentFlags()))
	}
	return b.String()
}

func usage(cmd *cobra.Command) string {
	line := cmd.UseLine()
	if cmd.HasAvailableSubCommands() && !cmd.HasParent() {
		line = strings.Replace(line, "[flags]", "[lab or command] [flags]", 1)
	}
	return line
}

// entry is a name and what it is.
type entry struct{ name, about string }

func flagEntries(flags *pflag.FlagSet) []entry {
	var all []entry
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		kind, about := pflag.UnquoteUsage(f)
		about = strings.TrimSpace(about)
		if f.DefValue != "" && f.DefValue != "false" {
			about += fmt.Sprintf(" [%s]", viz.Clean(f.DefValue).Cut(helpWidth/2))
		}
		all = append(all, entry{strings.TrimSpace("--" + f.Name + " " + kind), about})
	})
	return all
}

// section writes entries in two columns, the second one wrapped.
func section(b *strings.Builder, title string, entries []entry) {
	if len(entries) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", title)
	width := 0
	for _, e := range entries {
		width = max(width, viz.Clean(e.name).Width())
	}
	for _, e := range entries {
		name := viz.Clean(e.name)
		pad := strings.Repeat(" ", width-name.Width())
		for i, line := range viz.Wrap(viz.Clean(e.about), helpWidth-width-4) {
			if i == 0 {
				fmt.Fprintf(b, "  %s%s  %s\n", name, pad, line)
			} else {
				fmt.Fprintf(b, "  %s  %s\n", strings.Repeat(" ", width), line)
			}
		}
	}
}
