// Package cli is the command line: one command for each lab, with a flag for
// each of its knobs, and a few more. Data goes to standard output, messages to
// standard error, and the exit code says what happened.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"logitarium/core/builtin"
	"logitarium/core/lm"
	"logitarium/core/tensor"
	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/ui/lesson/course"
	"logitarium/ui/message"
	"logitarium/ui/nearest"
	"logitarium/ui/rescue"
	"logitarium/ui/terminal"
	"logitarium/viz"
)

// The exit codes; a program that signal n ends exits with 128 + n.
const (
	exitFailure  = 1
	exitUsage    = 2  // the command line was wrong
	exitRejected = 3  // an input file was
	exitCheck    = 4  // what was to be checked did not hold
	exitInternal = 70 // a fault in the program; EX_SOFTWARE of sysexits.h
)

// coded is an error with an exit code of its own.
type coded struct {
	code int
	error
}

func (c coded) Unwrap() error { return c.error }

// Message is what a user reads of it.
func (c coded) Message() message.Text { return message.Of(c.error) }

func usagef(id message.ID, args ...any) error {
	return coded{exitUsage, message.Errorf(id, args...)}
}

// mistyped is the usage error of a name that nothing has, with the one that was
// perhaps meant.
func mistyped(typed string, names []string, id message.ID, args ...any) error {
	return coded{exitUsage, message.Failure(nearest.Suggest(message.New(id, args...), typed, names))}
}

// app is one call of the program: what it was given, and what its flags say.
type app struct {
	lm     *builtin.LM // the built-in one
	chosen lm.Model    // the one that --model or --endpoint names; nil if none is named
	remote bool        // it is behind a server
	labs   []lab.Lab
	// build makes the labs on a model, with the built-in one beside it.
	build  func(m, own lm.Model) []lab.Lab
	in     io.Reader
	out    io.Writer
	err    io.Writer
	env    []string
	words  message.Printer
	speech speech // why in these words
	show   show
	// opened is what the command line opened, for commands that do so again.
	opened command.Opened
	data   *dataWriter // what is written to out
	shows  Page        // the page that follows; nil: there is none
}

// Main runs the command line, without the name of the program, and returns
// the exit code.
func Main(args []string, in io.Reader, out, errs io.Writer, env []string) int {
	if asksExact(args) { // before the labs are made, which may compute
		tensor.UseExact()
	}
	a, code := load(in, out, errs, env)
	if a == nil {
		return code
	}
	return a.main(args)
}

// asksExact says whether the flags ask for the exact kernels. What else needs
// them, such as lessons, makes labs of its own.
func asksExact(args []string) bool {
	return slices.ContainsFunc(args, func(arg string) bool {
		name, value, given := strings.Cut(arg, "=")
		return name == "--exact" && (!given || value != "false") || name == "--capture"
	})
}

// load returns the program on the built-in model, or nil and the exit code.
func load(in io.Reader, out, errs io.Writer, env []string) (*app, int) {
	own, err := builtin.Load()
	if err != nil {
		fmt.Fprintf(errs, "error: %s\n", viz.CleanLines(err.Error()))
		return nil, exitInternal
	}
	return &app{lm: own, labs: labs.All(own, own), build: labs.All, in: in, out: out, err: errs, env: env}, 0
}

func (a *app) main(args []string) (code int) {
	defer func() {
		if v := recover(); v != nil {
			says := a.text("error: a fault in logitarium: %s", viz.Cleanf("%v", v))
			fmt.Fprintf(a.err, "%s\n%s\n", rescue.Stack(), viz.CleanLines(says)) // a page shows what comes last
			code = exitInternal
		}
	}()
	a.data = &dataWriter{to: a.out}
	spoken, err := language(args, a.env)
	if err != nil {
		a.complain(err)
		return exitCode(err)
	}
	if a.words.Catalogue == nil {
		a.speech, a.words = spoken, spoken.words
	}
	root := a.root()
	if len(args) > 0 && args[0] == cobra.ShellCompRequestCmd {
		plainUsage(root)
	}
	root.SetArgs(append([]string{}, args...)) // nil would mean os.Args
	root.SetIn(a.in)
	root.SetOut(a.data)
	root.SetErr(a.err)
	cmd, err := root.ExecuteContextC(context.Background())
	if err == nil { // some writers drop errors
		err = a.data.err
	}
	if err == nil {
		return 0
	}
	code = exitCode(err)
	if signalled := (terminal.Signalled{}); errors.As(err, &signalled) {
		return code // the sender of the signal knows
	}
	a.complain(err)
	if code == exitUsage {
		fmt.Fprintln(a.err, viz.Clean(a.text("help:  %s --help", cmd.CommandPath())))
	}
	return code
}

// complain writes an error. Its lines are left as they are: who copies a path
// from it should get the path.
func (a *app) complain(err error) {
	p := a.typesetter(isTerminal(a.err) && drawsScreens(a.env))
	// The word before it is in colour, so the two are not one text.
	says, bad := a.words.Print(message.Of(err)), a.text("error:")
	text := p.theme.Show(viz.CleanLines(says)).String()
	if !strings.HasSuffix(bad, "：") { // which brings its own blank
		text = " " + text
	}
	_ = p.print(a.err, style(p.theme.Bad).Bold(true).Render(viz.Clean(bad).String())+text) // nowhere to say more
}

// text is a message in the user's language.
func (a *app) text(id message.ID, args ...any) string { return a.words.Print(message.New(id, args...)) }

func exitCode(err error) int {
	var own coded
	var signalled terminal.Signalled
	var crash *terminal.Crash
	switch {
	case errors.As(err, &own):
		return own.code
	case errors.As(err, &signalled):
		return 128 + int(signalled.Signal)
	case errors.As(err, &crash):
		return exitInternal
	}
	return exitFailure
}

// root builds the command line. A command that is no lab is one line here and
// a file of its own.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "logitarium [PATH.gguf]",
		Short: a.text("a planetarium for language models"),
		Long: a.text("A small, real language model, and instruments that look at it live.\n" +
			"Without a command the map opens: a token's way through the model; with the path of a " +
			"GGUF file, or of a Hugging Face folder, through that one."),
		Args:              a.namesModel,
		SilenceErrors:     true,
		SilenceUsage:      true,
		PersistentPreRunE: a.mayRun,

		RunE: func(cmd *cobra.Command, _ []string) error {
			if len(a.labs) == 0 {
				return message.Errorf("this build holds no labs")
			}
			if err := a.choose(); err != nil {
				return err
			}
			return a.openMap(cmd.Context())
		},
	}
	root.PersistentFlags().BoolP("help", "h", false, a.text("say what a command does"))
	root.SetFlagErrorFunc(flagError)
	root.SetHelpFunc(a.help)
	root.SetHelpCommand(a.helpCommand())
	a.showFlags(root)
	for _, l := range a.labs {
		c := a.labCommand(l)
		mustNotHide(root, c)
		root.AddCommand(c)
	}
	root.AddCommand(
		a.listCommand(),
		a.playCommand(),
		a.recordCommand(),
		a.testCommand(),
		a.transcriptCommand(),
		a.handoutCommand(),
		a.collectCommand(),
		a.modelCommand(),
		a.trainCommand(),
		a.doctorCommand(),
		a.versionCommand(),
		a.manCommand(),
		a.completionCommand(),
	)
	root.AddCommand(a.siteCommands()...)
	root.AddCommand(a.serveCommands()...)
	root.CompletionOptions.DisableDefaultCmd = true
	return root
}

// mayRun refuses flags that mean nothing to a command, before it runs, and lets
// those take effect that have to before anything is computed.
func (a *app) mayRun(cmd *cobra.Command, args []string) error {
	if a.show.model != "" && cmd.HasParent() && cmd.Annotations[isLab] == "" && cmd.Name() != "model" && cmd.Name() != "serve" {
		return usagef("%s does not look at a model; --model is for the labs, for logitarium model and for logitarium serve", cmd.CommandPath())
	}
	if a.show.endpoint.url != "" && cmd.HasParent() && cmd.Annotations[isLab] == "" {
		return usagef("%s asks no server; --endpoint is for the labs", cmd.CommandPath())
	}
	if cmd.Flags().Changed("only") && cmd.Annotations[isLab] == "" && cmd.Name() != "serve" {
		return usagef("--only locks the knobs of a lab: name the lab, as in %s sampling --only temperature", cmd.Root().Name())
	}
	if err := shapeless(cmd); err != nil {
		return err
	}
	if err := a.show.endpoint.check(a.show.model); err != nil {
		return err
	}
	named := a.show.model != "" || cmd.Name() == "model" && len(args) > 0
	if !named && cmd.Flags().Changed("weights") {
		return usagef("--weights is about the model of --model, and none was named")
	}
	if err := a.mayCapture(); err != nil {
		return err
	}
	// Of what these show nothing is computed before this.
	if a.show.exact || a.show.capture != "" || cmd.Annotations[isExact] != "" || cmd.Flags().Changed("keep") {
		tensor.UseExact()
		a.opened.Exact = a.show.exact
	}
	return nil
}

// namesModel takes what is left on the line for the path of a model, if it looks
// like one.
func (a *app) namesModel(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return nil
	case slices.Contains([]string{lessonEnding, castEnding, course.Ending}, filepath.Ext(args[0])):
		return usagef("%s is to be played: %s play %[1]s", args[0], cmd.Name())
	case !strings.HasSuffix(args[0], ".gguf") && !strings.ContainsAny(args[0], `/\`):
		return a.noSuchCommand(cmd, args)
	case len(args) > 1:
		return usagef("%s opens one model, and was given %q besides; flags come with --", cmd.CommandPath(), args[1])
	case a.show.model != "":
		return usagef("the model is named twice, by %q and by --model", args[0])
	}
	a.show.model = args[0]
	return nil
}
