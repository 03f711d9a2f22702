//go:build !js

package cli

import (
	"errors"
	"io/fs"
	"logitarium/ui/message"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// readRuntime reads the files of a runtime but their compressed forms.
func readRuntime(files map[string][]byte, folder string) error {
	return fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".gz") || strings.HasSuffix(name, ".br") {
			return err
		}
		data, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		files["runtime/"+name] = data
		return err
	})
}

// mayHoldRuntime refuses to put a runtime where something else is: a folder of
// that name without the program in it is its user's, and is not replaced. One
// that the pages are to be written into can't be copied into itself.
func mayHoldRuntime(to, from string) error {
	if same(to, from) {
		return nil
	}
	inside, err := isBelow(to, from)
	if err != nil {
		return err
	}
	if inside {
		return usagef("--output: the pages can't be written into the runtime's own folder, %s", from)
	}
	entries, err := os.ReadDir(to)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && len(entries) == 0:
		return nil
	case err != nil:
		return message.Errorf("--output: %s: %v", to, bare(err))
	case !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == "logitarium.wasm" }):
		return message.Errorf("--output: %s is there and holds no runtime, and is not replaced: name another folder", to)
	}
	return nil
}

// isBelow says whether a path leads to a folder or into it.
func isBelow(path, folder string) (bool, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return false, err
	}
	for ; ; path = filepath.Dir(path) {
		if same(path, folder) {
			return true, nil
		}
		if path == filepath.Dir(path) {
			return false, nil
		}
	}
}

// same says whether two paths lead to one folder.
func same(a, b string) bool {
	x, errA := os.Stat(a)
	y, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(x, y)
}

// copyRuntime replaces a folder by a copy of another one, or leaves it as it was.
// The pages may stand beside the runtime that they are made with: then it is there.
func copyRuntime(to, from string) error {
	if same(to, from) {
		return nil
	}
	fresh, err := os.MkdirTemp(filepath.Dir(to), ".runtime-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(fresh) }() // what is left of it after an error
	if err := os.CopyFS(fresh, os.DirFS(from)); err != nil {
		return err
	}
	if err := os.Chmod(fresh, 0o755); err != nil { // a temporary folder is its owner's alone
		return err
	}
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	return os.Rename(fresh, to)
}
