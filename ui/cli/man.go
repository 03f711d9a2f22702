package cli

import (
	"fmt"
	"strings"
	"time"

	mango "github.com/muesli/mango-cobra"
	"github.com/muesli/roff"
	"github.com/spf13/cobra"
)

func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man",
		Short: "the manual page, for man(1)",
		Long:  "Writes the manual page: logitarium man > logitarium.1; man ./logitarium.1",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			page, err := mango.NewManPage(1, cmd.Root())
			if err != nil {
				return fmt.Errorf("manual page: %w", err)
			}
			_, err = fmt.Fprintln(a.data, page.Build(undated{roff.NewDocument()}))
			return err
		},
	}
}

// undated is a manual page without the day it was written out: the same
// program writes the same page.
type undated struct{ *roff.Document }

func (u undated) Heading(section uint, title, description string, _ time.Time) {
	u.Document.Heading(section, title, description, time.Time{})
}

func (u undated) String() string {
	return strings.Replace(u.Document.String(), `"`+time.Time{}.Format(time.DateOnly)+`"`, `""`, 1)
}
