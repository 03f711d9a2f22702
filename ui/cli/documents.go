package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"logitarium/core/fault"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// takesFolder reports whether a knob's flag may be the path of a folder.
func takesFolder(l lab.Lab, knob string) bool {
	r, ok := l.(lab.Collector)
	return ok && r.Reads() == knob
}

// handFolder hands a lab the folder that a flag names. A value that the knob
// has already means that; ./world is the folder of that name.
func (a *app) handFolder(l lab.Lab, flags []*knobFlag) error {
	for i, f := range flags {
		if !f.given || !takesFolder(l, f.knob.Name) {
			continue
		}
		choice, isChoice := lab.Knobs(l)[i].Setting.(lab.Choice)
		if isChoice && slices.ContainsFunc(choice.Options, func(o lab.Option) bool { return strings.EqualFold(o.Name, f.value) }) {
			continue
		}
		root, err := openFolder(f.value)
		if errors.Is(err, fs.ErrNotExist) && !strings.ContainsRune(f.value, filepath.Separator) {
			return mistyped(f.value, optionNames(choice), "--%s: %q is neither one of %v nor a folder", f.knob.Name, f.value, choice.Allowed())
		}
		var remarks []fault.Text
		if err == nil {
			remarks, err = l.(lab.Collector).Read(f.value, root.FS())
			// The root stays open, as the lab may read on.
		}
		if err == nil {
			err = a.remember(f.value)
		}
		if err != nil {
			return refused(f.knob.Name, f.value, err)
		}
		a.remark(remarks)
	}
	return nil
}

// refused is the error of a folder that can't be used.
func refused(knob, path string, err error) error {
	return coded{exitRejected, message.Errorf("--%s: %s: %v", knob, path, bare(err))}
}

// outcome says what became of a folder that a lab read in its steps.
func (a *app) outcome(l lab.Lab) error {
	r, ok := l.(lab.Collector)
	if !ok {
		return nil
	}
	remarks, err := r.Outcome()
	if err != nil {
		path := ""
		for path = range a.opened.Folders { // the one that was given
		}
		return refused(r.Reads(), path, err)
	}
	a.remark(remarks)
	return nil
}

// remember notes where a folder is that a knob was given.
func (a *app) remember(value string) error {
	path, err := filepath.Abs(value)
	if err != nil {
		return err
	}
	a.opened.Folders = map[string]string{value: path}
	return nil
}

// remark says what is to be known of a folder's files, the first few.
func (a *app) remark(remarks []fault.Text) {
	const most = 8
	for _, r := range remarks[:min(most, len(remarks))] {
		a.say(message.From(r))
	}
	if n := len(remarks) - most; n > 0 {
		a.say(message.Count(n, "… and one more such file", "… and %d more such files", n))
	}
}

// openFolder opens a folder so that nothing outside of it can be reached, not
// by a link either.
func openFolder(path string) (*os.Root, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, message.Errorf("is a file; name the folder that it is in")
	}
	return os.OpenRoot(path)
}

// bare is an error without the path, which stands before it already.
func bare(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

func optionNames(c lab.Choice) []string {
	list := make([]string, len(c.Options))
	for i, o := range c.Options {
		list[i] = o.Name
	}
	return list
}

// orFolder completes folders besides a knob's own values.
func orFolder(complete cobra.CompletionFunc) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		words, _ := complete(cmd, args, typed)
		return words, cobra.ShellCompDirectiveDefault
	}
}
