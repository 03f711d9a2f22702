package cli

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"logitarium/ui/message"
	"logitarium/viz"
)

// help shows a command's help. Fang would set a finer page, but asks the
// terminal for its background first: seconds of silence where nobody answers.
func (a *app) help(cmd *cobra.Command, _ []string) {
	p := a.typesetter(a.interactive())
	var labs [][]string
	if !cmd.HasParent() {
		labs = a.questions()
	}
	_ = p.print(a.data, a.helpIn(p, cmd, labs)...) // who runs the command line asks for its error
}

// helpCommand is for users who do not know --help yet.
func (a *app) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "help [LAB OR COMMAND]",
		Short:             a.text("the help of a lab or a command; without a name, of the program"),
		ValidArgsFunction: completeCommand,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Root().Help()
			}
			of, rest, err := cmd.Root().Find(args)
			if err == nil && of != cmd.Root() && len(rest) > 0 {
				return usagef("help is about one lab or command: leave %q out", rest[0])
			}
			if err != nil || of == cmd.Root() {
				return a.noSuchCommand(cmd.Root(), args)
			}
			return of.Help()
		},
	}
}

// helpIn returns the blocks of a command's help on a page.
func (a *app) helpIn(p typesetter, cmd *cobra.Command, labs [][]string) []string {
	about := cmd.Long
	if about == "" {
		about = cmd.Short
	}
	blocks := []string{p.paragraph(unfolded(about), p.theme.Text)}
	section := func(title message.ID, entries [][]string) {
		if len(entries) > 0 {
			blocks = append(blocks, "", style(p.theme.Strong).Render(viz.Clean(a.text(title)).String()),
				p.inset(func(in typesetter) string { return in.table(rows{body: entries}) }))
		}
	}
	section("Usage", [][]string{{a.usage(cmd)}})
	section("Labs", labs)
	var rest [][]string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() && c.Annotations[isLab] == "" {
			rest = append(rest, []string{c.Name(), c.Short})
		}
	}
	section("Commands", rest)
	title := message.ID("Flags")
	if cmd.Annotations[isLab] != "" {
		title = "Knobs"
	}
	section(title, a.flagEntries(own(cmd)))
	if cmd.Annotations[isLab] != "" || cmd.Annotations[isDrawn] != "" || !cmd.HasParent() {
		section("Output", a.flagEntries(output(cmd)))
	}
	return blocks
}

// unfolded joins the lines of a text up to the end of a sentence, so that it can
// be wrapped to any width. Between wide characters there is no blank. A line that
// is set in is one of a list, and stays.
func unfolded(text string) string {
	var b strings.Builder
	var last rune
	for line := range strings.SplitSeq(text, "\n") {
		first, _ := utf8.DecodeRuneInString(line)
		switch {
		case last == 0:
		case line == "" || first == ' ' || strings.ContainsRune("\n.:。：", last):
			b.WriteByte('\n')
		case viz.Clean(string([]rune{last, first})).Width() < 4:
			b.WriteByte(' ')
		}
		b.WriteString(line)
		if last = '\n'; line != "" {
			last, _ = utf8.DecodeLastRuneInString(line)
		}
	}
	return b.String()
}

// output is the flags about output that mean something to a command: those that
// its annotation names, or all.
func output(cmd *cobra.Command) *pflag.FlagSet {
	names := strings.Fields(cmd.Annotations[isDrawn])
	flags := pflag.NewFlagSet(cmd.Name(), pflag.ContinueOnError)
	flags.SortFlags = false
	cmd.Root().PersistentFlags().VisitAll(func(f *pflag.Flag) {
		if len(names) == 0 || slices.Contains(names, f.Name) {
			flags.AddFlag(f)
		}
	})
	return flags
}

func (a *app) usage(cmd *cobra.Command) string {
	if !cmd.HasParent() {
		return a.text("%s [lab or command] [flags]", cmd.Name())
	}
	if line, flags := strings.CutSuffix(cmd.UseLine(), " [flags]"); flags {
		return a.text("%s [flags]", line)
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

// flagEntries is a row for each flag: its name, and what it is for.
func (a *app) flagEntries(flags *pflag.FlagSet) [][]string {
	var all [][]string
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		kind, about := pflag.UnquoteUsage(f)
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" {
			about += fmt.Sprintf(" [%s]", viz.Clean(f.DefValue).Cut(40))
		}
		switch {
		case f.NoOptDefVal != "":
			kind = ""
		case kinds[kind] != "":
			kind = a.text(kinds[kind])
		}
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		all = append(all, []string{strings.TrimSpace(name + " " + kind), about})
	})
	return all
}

// kinds are what a value is called that package pflag names by its type in Go.
var kinds = map[string]message.ID{"int": "number", "uint": "number", "float": "number", "string": "text", "duration": "time"}
