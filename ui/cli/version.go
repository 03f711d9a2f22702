package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"logitarium/ui/message"

	"github.com/spf13/cobra"
)

// version is what the Go tool recorded of the build: a release, or a commit;
// or that it recorded nothing.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return string(unknown)
	}
	return info.Main.Version
}

const unknown message.ID = "(unknown version)"

// version is what a user reads of it.
func (a *app) version() string { return a.words.Print(message.Known(version())) }

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: a.text("version and platform"),
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.data, "logitarium %s, %s, %s/%s\n",
				a.version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
