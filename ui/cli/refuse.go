package cli

import (
	"errors"
	"logitarium/ui/message"
	"logitarium/ui/nearest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// noSuchCommand refuses a name that was not found.
func (a *app) noSuchCommand(cmd *cobra.Command, args []string) error {
	var names []string
	for _, l := range a.labs {
		names = append(names, l.Info().ID)
	}
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() && c.Annotations[isLab] == "" {
			names = append(names, c.Name())
		}
	}
	if _, err := os.Stat(args[0]); err == nil {
		return usagef("there is no lab or command %q; if the model of that name here is meant: %s .%c%[1]s", args[0], cmd.Root().Name(), filepath.Separator)
	}
	return mistyped(args[0], names, "there is no lab or command %q; there are: %s", args[0], strings.Join(names, ", "))
}

// noArguments is for commands that take flags only.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if args[0] == "on" || args[0] == "off" {
		return usagef("%s takes no arguments, only flags, and was given %q; a switch is written --name or --name=%[2]s", cmd.CommandPath(), args[0])
	}
	return usagef("%s takes no arguments, only flags, and was given %q", cmd.CommandPath(), args[0])
}

// flagError says what is wrong with a flag, and what was perhaps meant.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	var malformed *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown):
		return noSuchFlag(cmd, unknown.GetSpecifiedName())
	case errors.As(err, &missing):
		f := missing.GetFlag()
		_, about := pflag.UnquoteUsage(f)
		return usagef("--%s needs a value: %s", f.Name, about)
	case errors.As(err, &invalid):
		return usagef("--%s: %v", invalid.GetFlag().Name, noValue(invalid))
	case errors.As(err, &malformed):
		return usagef("%s is no flag: one is written --name, --name value or --name=value", malformed.GetSpecifiedFlag())
	}
	return coded{exitUsage, err}
}

// noSuchFlag says which flag was perhaps meant.
func noSuchFlag(cmd *cobra.Command, typed string) error {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if name := nearest.Name(typed, names); name != "" {
		return usagef("%s has no flag %s; did you mean \"--%s\"?", cmd.CommandPath(), dashed(typed), name)
	}
	for _, c := range cmd.Commands() { // of the program itself
		if c.Annotations[isLab] != "" && c.Flags().Lookup(typed) != nil {
			return usagef("%s has no flag %s; it is a knob of a lab, as in %[1]s %[3]s %[2]s", cmd.CommandPath(), dashed(typed), c.Name())
		}
	}
	return usagef("%s has no flag %s", cmd.CommandPath(), dashed(typed))
}

// noValue is what is wrong with a value: packages strconv and time say it in the
// terms of their functions.
func noValue(invalid *pflag.InvalidValueError) error {
	err, n := errors.Unwrap(invalid), new(strconv.NumError)
	switch {
	case invalid.GetFlag().Value.Type() == "duration":
		return message.Errorf("%q is not a time such as 2s", invalid.GetValue())
	case !errors.As(err, &n):
		return err
	case errors.Is(n, strconv.ErrRange):
		return message.Errorf("%q is out of range", n.Num)
	case n.Func == "ParseBool":
		return message.Errorf("%q is neither true nor false", n.Num)
	case n.Func == "ParseFloat":
		return message.Errorf("%q is not a number", n.Num)
	}
	return message.Errorf("%q is not a whole number", n.Num)
}

func dashed(name string) string {
	if len([]rune(name)) == 1 {
		return "-" + name
	}
	return "--" + name
}

// shapes are the flags that ask for what is written in another shape. Play says
// itself what is meant by them.
var shapes = []string{"print", "size", "plain", "json", "csv", "present"}

// shapeless refuses such a flag where it changes nothing.
func shapeless(cmd *cobra.Command) error {
	if !cmd.HasParent() || cmd.Annotations[isLab] != "" || cmd.Name() == "play" {
		return nil
	}
	for _, name := range shapes {
		if cmd.Flags().Changed(name) && !slices.Contains(strings.Fields(cmd.Annotations[isDrawn]), name) {
			return usagef("%s does not take --%s; %[1]s --help lists what it takes", cmd.CommandPath(), name)
		}
	}
	return nil
}
