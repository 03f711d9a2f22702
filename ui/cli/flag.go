package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/ui/nearest"
)

// Annotations of commands: isLab marks those of labs, isDrawn others that draw
// and names the flags about output that mean something to them, isExact those
// that compute with the exact kernels: a lesson is the same everywhere.
const (
	isLab   = "lab"
	isDrawn = "drawn"
	isExact = "exact"
)

// naming is the value of isDrawn for flags of these names.
func naming(names ...string) string { return strings.Join(names, " ") }

// knobFlag is the flag of a knob. It only takes note of the value: what a knob
// allows may depend on knobs whose flags come later on the line.
type knobFlag struct {
	knob  lab.Knob
	kind  string // the placeholder that help shows for the value
	value string
	given bool
}

func (f *knobFlag) String() string {
	if f.given {
		return f.value
	}
	if f.knob.Setting == nil { // pflag compares with a zero value
		return ""
	}
	return f.knob.Setting.String()
}

func (f *knobFlag) Set(value string) error {
	f.value, f.given = value, true
	return nil
}

// Type is the placeholder that help shows for the value.
func (f *knobFlag) Type() string { return f.kind }

// placeholder stands for the value of a setting.
func placeholder(s lab.Setting) message.ID {
	switch s.(type) {
	case lab.Number, lab.Integer:
		return "number"
	case lab.Choice:
		return "name"
	case lab.Switch:
		return "on"
	}
	return "text"
}

// labCommand is the command that opens a lab, with a flag for each knob.
func (a *app) labCommand(l lab.Lab) *cobra.Command {
	info := l.Info()
	var flags []*knobFlag
	cmd := &cobra.Command{
		Use:         info.ID,
		Short:       a.text(info.Question),
		Long:        a.text("%v. %v", info.Title, info.Question),
		Annotations: map[string]string{isLab: info.ID},
		Args:        noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.choose(); err != nil {
				return err
			}
			l, err := lab.ByID(a.labs, info.ID) // as it is now, on the model that was chosen
			if err != nil {
				return err
			}
			if err := a.handFolder(l, flags); err != nil {
				return err
			}
			if err := turn(l, flags); err != nil {
				return err
			}
			if err := a.lock(l, cmd); err != nil {
				return err
			}
			return a.open(cmd.Context(), l)
		},
	}
	cmd.Flags().SortFlags = false
	for _, k := range lab.Knobs(l) {
		f := &knobFlag{knob: k, kind: a.text(placeholder(k.Setting))}
		flags = append(flags, f)
		allowed := k.Setting.Allowed()
		if n, ok := k.Setting.(lab.Integer); ok && n.Min == n.Max {
			allowed = message.New("the other settings bound it: at their defaults only %d", n.Min)
		}
		if takesFolder(l, k.Name) {
			allowed = message.New("%v, or the path of a folder", allowed)
		}
		flag := cmd.Flags().VarPF(f, k.Name, "", a.text("%v (%s)", k.Help, allowed))
		if _, isSwitch := k.Setting.(lab.Switch); isSwitch {
			flag.NoOptDefVal = "on" // --name alone; the value needs an =
		}
		if k.Formerly != "" { // works, and is not offered
			cmd.Flags().VarPF(f, k.Formerly, "", a.text("now --%s", k.Name)).Hidden = true
			cmd.Flags().Lookup(k.Formerly).NoOptDefVal = flag.NoOptDefVal
		}
		complete := a.completeKnob(k)
		if takesFolder(l, k.Name) {
			complete = orFolder(complete)
		}
		_ = cmd.RegisterFlagCompletionFunc(k.Name, complete) // fails for an unknown flag only
	}
	return cmd
}

// mustNotHide panics when a knob of a lab's command has the name of a flag that
// all commands share: it would take that flag's value.
func mustNotHide(root, c *cobra.Command) {
	root.InitDefaultHelpFlag()
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if root.PersistentFlags().Lookup(f.Name) != nil || root.Flags().Lookup(f.Name) != nil || f.Name == "version" {
			panic(fmt.Sprintf("cli: the knob %s of the lab %s hides the flag --%[1]s", f.Name, c.Name()))
		}
	})
}

// turn gives the knobs the values of their flags, in screen order.
func turn(l lab.Lab, flags []*knobFlag) error {
	var list []lab.Assignment
	for _, f := range flags {
		if f.given {
			list = append(list, lab.Assignment{Knob: f.knob.Name, Value: f.value})
		}
	}
	if err := lab.Turn(l, list); err != nil {
		return coded{exitUsage, err}
	}
	return nil
}

// lock takes the names of the knobs that --only leaves.
func (a *app) lock(l lab.Lab, cmd *cobra.Command) error {
	for _, name := range a.show.only {
		k, _, err := lab.KnobNamed(l, strings.TrimSpace(name))
		if err != nil {
			return coded{exitUsage, message.Errorf("--only: %v", err)}
		}
		a.opened.Only = append(a.opened.Only, k.Name)
	}
	if cmd.Flags().Changed("only") && len(a.opened.Only) == 0 {
		return usagef("--only names the knobs that can be turned, at least one")
	}
	return nil
}

func (a *app) completeKnob(k lab.Knob) cobra.CompletionFunc {
	var words []cobra.Completion
	switch s := k.Setting.(type) {
	case lab.Choice:
		for _, o := range s.Options {
			words = append(words, cobra.CompletionWithDesc(o.Name, a.words.Print(o.Help)))
		}
	case lab.Switch:
		words = []cobra.Completion{"on", "off"}
	}
	return cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)
}

// oneOf is a flag with a few names to choose from.
type oneOf struct {
	value string
	names []string
	kind  string // the placeholder that help shows for the value
}

func (o *oneOf) String() string { return o.value }
func (o *oneOf) Type() string   { return o.kind }

func (o *oneOf) Set(value string) error {
	for _, name := range o.names {
		if value == name {
			o.value = value
			return nil
		}
	}
	return message.Failure(nearest.Suggest(message.New("%q is not one of %v", value, o.allowed()), value, o.names))
}

// allowed lists the names.
func (o *oneOf) allowed() message.Text {
	all := make([]message.Text, len(o.names))
	for i, name := range o.names {
		all[i] = message.Typed("setting", name)
	}
	return message.Series(all...)
}

// What the names of flags mean that have a few of them: a name that is in no
// language, as unicode, f32 or zh-Hant, is not among them.
var _ = []message.Text{
	message.Label("setting", "auto"),
	message.Label("setting", "on"),
	message.Label("setting", "off"),
	message.Label("setting", "none"),

	message.Label("setting", "dark"),
	message.Label("setting", "light"),
	message.Label("setting", "high-contrast"),
	message.Label("setting", "plain"),

	message.Label("setting", "truecolor"),

	message.Label("setting", "braille"),
	message.Label("setting", "octant"),

	message.Label("setting", "stored"),
}

// choice adds the flag to a command and everything below it.
func (a *app) choice(cmd *cobra.Command, o *oneOf, name, help string) {
	o.kind = a.text("name")
	cmd.PersistentFlags().Var(o, name, a.text("%s (%v)", help, o.allowed()))
	_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(o.names, cobra.ShellCompDirectiveNoFileComp))
}
