package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"logitarium/ui/lab"
)

func (a *app) completionCommand() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "completions for bash, zsh, fish or powershell",
		Long: "Writes what makes a shell complete commands, flags and their values:\n\n" +
			"  bash        source <(logitarium completion bash)\n" +
			"  zsh         logitarium completion zsh > \"${fpath[1]}/_logitarium\"\n" +
			"  fish        logitarium completion fish | source\n" +
			"  powershell  logitarium completion powershell | Out-String | Invoke-Expression",
		ValidArgs: shells,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("name one shell: %s", strings.Join(shells, ", "))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			out := &firstError{to: a.out}
			root := cmd.Root()
			var err error
			switch args[0] {
			case "bash":
				err = root.GenBashCompletionV2(out, true)
			case "zsh":
				err = root.GenZshCompletion(out)
			case "fish":
				err = root.GenFishCompletion(out, true)
			case "powershell":
				err = root.GenPowerShellCompletionWithDesc(out)
			default:
				return usagef("no completions for %q; there are: %s%s",
					args[0], strings.Join(shells, ", "), lab.DidYouMean(args[0], shells))
			}
			if err == nil {
				err = out.err
			}
			if err != nil {
				return fmt.Errorf("standard output: %w", err)
			}
			return nil
		},
	}
}

// firstError keeps the first error of a writer: Cobra drops some.
type firstError struct {
	to  io.Writer
	err error
}

func (f *firstError) Write(p []byte) (int, error) {
	n, err := f.to.Write(p)
	if f.err == nil {
		f.err = err
	}
	return n, err
}
