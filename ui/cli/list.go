package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

func (a *app) listCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "the labs, and the question each answers",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			var b strings.Builder
			width := 0
			for _, l := range a.labs {
				width = max(width, len(l.Info().ID))
			}
			for _, l := range a.labs {
				fmt.Fprintf(&b, "%-*s  %s\n", width, l.Info().ID, l.Info().Question)
			}
			_, err := fmt.Fprint(a.out, b.String())
			return err
		},
	}
}
