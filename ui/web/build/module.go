package main

import (
	"bytes"
	"embed"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// What Bubble Tea v2.1 lacks on js. Its pull request 1790 adds it; then these
// files go.
//
//go:embed bubbletea
var missing embed.FS

const bubbletea = "charm.land/bubbletea/v2"

// goCommand runs a go command for a browser. A test or a program runs in Node.
func (b builder) goCommand(args []string) error {
	if len(args) == 0 {
		return errors.New("which go command?")
	}
	modfile, err := b.modfile()
	if err != nil {
		return err
	}
	flags := []string{"-modfile=" + modfile, "-trimpath"}
	if slices.Contains([]string{"test", "run"}, args[0]) {
		flags = append(flags, "-exec=node --stack-size=8192 "+filepath.Join(b.top, "ui/web/page/node.mjs"))
	}
	return b.command([]string{"GOOS=js", "GOARCH=wasm"}, "go", slices.Concat(args[:1], flags, args[1:])...)
}

// patched is the folder of the copy of Bubble Tea. It has the same length on most
// machines, for a program names the folders of the modules that it is made of.
func (b builder) patched() string {
	const cells = 160
	name := filepath.Join(b.work, "bubbletea")
	return name + strings.Repeat("-", max(cells-len(name), 0))
}

// unplaced writes something else of the same length for the folder of the copy,
// so that a program does not tell where it was built.
func (b builder) unplaced(program string) error {
	data, err := os.ReadFile(program)
	if err != nil {
		return err
	}
	place := []byte(b.patched())
	other := append([]byte("bubbletea"), bytes.Repeat([]byte("-"), len(place)-len("bubbletea"))...)
	return os.WriteFile(program, bytes.ReplaceAll(data, place, other), 0o644)
}

// modfile writes a go.mod that replaces Bubble Tea by a copy with what it lacks.
func (b builder) modfile() (string, error) {
	from, err := output(b.top, "go", "list", "-m", "-f", "{{.Dir}}", bubbletea)
	if err != nil {
		return "", err
	}
	copied := b.patched()
	if err := os.CopyFS(copied, os.DirFS(from)); err != nil {
		return "", err
	}
	if err := b.addMissing(copied); err != nil {
		return "", err
	}
	modfile := filepath.Join(b.work, "go.mod")
	for _, name := range []string{"go.mod", "go.sum"} {
		if err := copyFile(filepath.Join(b.work, name), filepath.Join(b.top, name)); err != nil {
			return "", err
		}
	}
	return modfile, b.command(nil, "go", "mod", "edit", "-replace="+bubbletea+"="+copied, modfile)
}

func (b builder) addMissing(folder string) error {
	files, err := fs.ReadDir(missing, "bubbletea")
	if err != nil {
		return err
	}
	for _, f := range files {
		text, err := missing.ReadFile("bubbletea/" + f.Name())
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, strings.TrimSuffix(f.Name(), ".txt")), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(to, from string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}
