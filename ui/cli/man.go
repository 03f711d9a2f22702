package cli

import (
	"fmt"
	"strings"
	"time"

	"logitarium/ui/message"

	mango "github.com/muesli/mango-cobra"
	"github.com/muesli/roff"
	"github.com/spf13/cobra"
)

func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man",
		Short: a.text("the manual page, for man(1)"),
		Long:  a.text("Writes the manual page: logitarium man > logitarium.1; man ./logitarium.1"),
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			page, err := mango.NewManPage(1, cmd.Root())
			if err != nil {
				return message.Errorf("manual page: %v", err)
			}
			_, err = fmt.Fprintln(a.data, page.Build(manual{roff.NewDocument(), a.words}))
			return err
		},
	}
}

// manual is a manual page in the user's language, without the day it was
// written out: the same program writes the same page.
type manual struct {
	*roff.Document
	words message.Printer
}

// The headings of package mango, and what it says of a command's line.
var _ = []message.ID{"Name", "Synopsis", "Description", "Options", "Commands", "OPTIONS", "COMMANDS", "options...", "argument..."}

func (m manual) Section(heading string) { m.Document.Section(m.words.Print(message.Known(heading))) }

func (m manual) TextBold(text string) { m.Document.TextBold(m.words.Print(message.Known(text))) }

func (m manual) TextItalic(text string) {
	m.Document.TextItalic(m.words.Print(message.Known(text)))
}

// Text leaves out the quotes around the name of a flag's value, which are for help.
func (m manual) Text(text string) { m.Document.Text(strings.ReplaceAll(text, "`", "")) }

func (m manual) Heading(section uint, title, description string, _ time.Time) {
	m.Document.Heading(section, title, description, time.Time{})
}

func (m manual) String() string {
	return strings.Replace(m.Document.String(), `"`+time.Time{}.Format(time.DateOnly)+`"`, `""`, 1)
}
