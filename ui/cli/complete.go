package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"logitarium/ui/lab"
)

// completeTape completes a lesson: its name, or a file.
func (a *app) completeTape(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var all []cobra.Completion
	for _, name := range a.lessonNames() {
		if t, err := a.readLesson(name); err == nil {
			all = append(all, cobra.CompletionWithDesc(name, t.Title))
		}
	}
	return all, cobra.ShellCompDirectiveDefault // files too
}

// completeLesson completes a lesson or a course.
func (a *app) completeLesson(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	all, directive := a.completeTape(cmd, args, typed)
	for _, name := range courseNames() {
		if c, err := a.readCourse(name, a.words.Language); err == nil {
			all = append(all, cobra.CompletionWithDesc(name, c.Shown))
		}
	}
	return all, directive
}

// completeCodes completes a lesson, and behind it files of answer codes.
func (a *app) completeCodes(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return a.completeTape(cmd, args, typed)
}

// completeCommand completes the name of a lab or a command.
func completeCommand(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var all []cobra.Completion
	for _, c := range cmd.Root().Commands() {
		if len(args) == 0 && c.IsAvailableCommand() {
			all = append(all, cobra.CompletionWithDesc(c.Name(), c.Short))
		}
	}
	return all, cobra.ShellCompDirectiveNoFileComp
}

// completeLabs completes names of labs with commas between.
func (a *app) completeLabs(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var all []cobra.Completion
	for _, l := range a.labs {
		all = append(all, cobra.CompletionWithDesc(l.Info().ID, a.text(l.Info().Question)))
	}
	return inList(all, typed), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// completeOnly completes names of a lab's knobs with commas between.
func (a *app) completeOnly(cmd *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	l, err := lab.ByID(a.labs, cmd.Annotations[isLab])
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var all []cobra.Completion
	for _, k := range lab.Knobs(l) {
		all = append(all, cobra.CompletionWithDesc(k.Name, a.text(k.Help)))
	}
	return inList(all, typed), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// inList puts what is typed up to the last comma before each completion, and
// leaves out what stands there already.
func inList(all []cobra.Completion, typed string) []cobra.Completion {
	before := typed[:strings.LastIndexByte(typed, ',')+1]
	var more []cobra.Completion
	for _, c := range all {
		name, _, _ := strings.Cut(c, "\t")
		if !slices.Contains(strings.Split(before, ","), name) {
			more = append(more, before+c)
		}
	}
	return more
}

// plainUsage takes the quotes out of what is said of flags, which mark the name of
// a value for help: a shell shows them as they are.
func plainUsage(cmd *cobra.Command) {
	plain := func(f *pflag.Flag) { f.Usage = strings.ReplaceAll(f.Usage, "`", "") }
	cmd.Flags().VisitAll(plain)
	cmd.PersistentFlags().VisitAll(plain)
	for _, c := range cmd.Commands() {
		plainUsage(c)
	}
}
