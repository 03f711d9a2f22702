package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

func (a *app) completionCommand() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: a.text("completions for bash, zsh, fish or powershell"),
		Long: a.text("Writes what makes a shell complete commands, flags and their values:") + "\n\n" +
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
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(a.data, true)
			case "zsh":
				return root.GenZshCompletion(a.data)
			case "fish":
				return root.GenFishCompletion(a.data, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(a.data)
			}
			return mistyped(args[0], shells, "no completions for %q; there are: %s", args[0], strings.Join(shells, ", "))
		},
	}
}
