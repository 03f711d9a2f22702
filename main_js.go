// Logitarium in a browser: the same command line, with a page for a terminal. In
// Node it has the terminal and the files of any program.
package main

import (
	"os"

	"logitarium/ui/cli"
	"logitarium/ui/web/page"
)

func main() {
	p, ok := page.Open()
	if !ok {
		os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ()))
	}
	if line, ok := p.Link(); ok {
		p.End(cli.Open(line, p, page.Environment()))
		return
	}
	p.End(cli.Main(p.Args(), p, p, p, page.Environment()))
}
