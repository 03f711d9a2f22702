package cli

import "github.com/spf13/cobra"

// serveCommands are none: nobody can come to a page.
func (a *app) serveCommands() []*cobra.Command { return nil }
