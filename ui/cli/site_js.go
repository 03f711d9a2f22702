package cli

import "github.com/spf13/cobra"

// siteCommands are none: a page makes no pages.
func (a *app) siteCommands() []*cobra.Command { return nil }
