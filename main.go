// Logitarium is a planetarium for language models: a small, real GPT in one
// binary, and instruments that look at it live in the terminal.
package main

import (
	"os"

	"logitarium/ui/cli"
	"logitarium/ui/rescue"
	"logitarium/ui/web/page"
)

func main() {
	rescue.Main()
	if page.Main() { // a browser's page is the terminal
		return
	}
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ()))
}
