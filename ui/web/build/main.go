// Build makes what a page needs to run the program in a browser:
//
//	go run ./ui/web/build -o RUNTIME       the runtime, a folder; with -quick for tests
//	go run ./ui/web/build go vet ./...     a go command, for a browser
//	go run ./ui/web/build kernel           core/tensor/kernel.wasm, of kernel.wat
//	go run ./ui/web/build kernel -check    says whether it is that
//
// It needs Go, npm and Node.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("build", flag.ContinueOnError)
	out := flags.String("o", "", "the `folder` for the runtime")
	quick := flags.Bool("quick", false, "compress the program in seconds instead of minutes")
	if err := flags.Parse(args); err != nil {
		return err
	}
	top, err := output("", "go", "list", "-m", "-f", "{{.Dir}}")
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "logitarium-build-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work) // best effort: it is in the system's temporary folder
	b := builder{top: top, work: work}
	rest := flags.Args()
	switch {
	case len(rest) > 0 && rest[0] == "go" && *out == "":
		return b.goCommand(rest[1:])
	case len(rest) > 0 && rest[0] == "kernel" && *out == "":
		return b.kernel(len(rest) > 1 && rest[1] == "-check")
	case len(rest) == 0 && *out != "":
		return b.runtime(*out, *quick)
	}
	return fmt.Errorf("give it -o FOLDER, or a go command, or kernel")
}

// builder makes things from the module's folder top, by way of a folder of its
// own.
type builder struct{ top, work string }

// command is a command in the module's folder, whose output is seen.
func (b builder) command(env []string, name string, args ...string) error {
	c := exec.Command(name, args...)
	c.Dir, c.Stdout, c.Stderr, c.Stdin = b.top, os.Stdout, os.Stderr, os.Stdin
	c.Env = append(os.Environ(), env...)
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", filepath.Base(name), strings.Join(args, " "), err)
	}
	return nil
}

// output returns what a command prints, without the line break.
func output(dir, name string, args ...string) (string, error) {
	c := exec.Command(name, args...)
	c.Dir, c.Stderr = dir, os.Stderr
	text, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(text)), nil
}
