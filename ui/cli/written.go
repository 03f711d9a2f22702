package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"logitarium/core/wholefile"
	"logitarium/ui/export"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/cast"
	"logitarium/viz"
)

// stdout is how the standard output is named where a file could be.
const stdout = "-"

// written is a file that a lesson comes to.
type written struct {
	path, text string // path may be stdout
	about      string // to tell of it; "" if nothing is to be told
	folder     string // that the path stays in, made if need be; "" if its user named the path
	isCast     bool
}

// pictures are the files of a lesson's Screenshots. A name that comes twice is
// the last picture of that name, as in vhs.
func pictures(folder string, frames []lesson.Frame, theme viz.Theme, paint func(string) string) []written {
	if folder == "" {
		return nil
	}
	var all []written
	for i, f := range frames {
		name := path.Clean(f.Name)
		if slices.ContainsFunc(frames[i+1:], func(later lesson.Frame) bool { return path.Clean(later.Name) == name }) {
			continue
		}
		base := filepath.Join(folder, filepath.FromSlash(strings.TrimSuffix(name, ".png")))
		all = append(all,
			written{path: base + ".txt", text: f.Grid.Plain() + "\n", folder: folder},
			written{path: base + ".ansi", text: paint(f.Grid.String()) + "\n", folder: folder},
			written{path: base + ".svg", text: export.SVG(f.Grid, export.GroundOf(theme)), folder: folder, about: "and as txt and ansi"},
		)
	}
	return all
}

// writeAll writes the files.
func (a *app) writeAll(files []written) error {
	for _, f := range files {
		switch {
		case f.folder != "":
			if err := makeFolder(f.folder, filepath.Dir(f.path)); err != nil {
				return err
			}
		case f.path == stdout:
			if err := a.write(f.text); err != nil {
				return err
			}
			continue
		}
		if err := wholefile.Replace(f.path, func(w io.Writer) error {
			_, err := io.WriteString(w, f.text)
			return err
		}); err != nil {
			return err
		}
		if f.about != "" {
			a.say("%s: %d KB, %s", f.path, (len(f.text)+1023)/1024, f.about)
		}
	}
	return nil
}

// makeFolder makes a folder and one below it, and refuses a way that a link
// leads out of the first.
func makeFolder(folder, below string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	inside, err := filepath.Rel(folder, below)
	if err != nil || inside == "." {
		return err
	}
	if err := root.MkdirAll(inside, 0o755); err != nil {
		return fmt.Errorf("%s: %w", below, err)
	}
	_, err = root.Stat(inside)
	return err
}

// compare says which files differ from what would be written.
func (a *app) compare(files []written) error {
	var differ []error
	for _, f := range files {
		d, err := f.difference()
		switch {
		case err != nil:
			return coded{exitRejected, err}
		case d != "":
			differ = append(differ, fmt.Errorf("%s: %s", f.path, d))
		}
	}
	if len(differ) > 0 {
		return coded{exitCheck, errors.Join(differ...)}
	}
	a.say("%s the same", plural(len(files), "file is", "files are"))
	return nil
}

// difference compares with the file that is there.
func (f written) difference() (string, error) {
	text, err := readPlain(f.path, cast.MaxBytes)
	if err != nil {
		return "", err
	}
	if !f.isCast {
		return firstLine(text, f.text), nil
	}
	has, version, err := cast.Parse([]byte(text))
	if err != nil {
		return "", fmt.Errorf("%s is no asciicast: %w", f.path, err)
	}
	if text == f.text {
		return "", nil
	}
	should, asked, err := cast.Parse([]byte(f.text))
	if err != nil {
		return "", fmt.Errorf("what was recorded can't be read: %w", err)
	}
	if version != asked {
		return fmt.Sprintf("it is version %d of the format, not %d", version, asked), nil
	}
	if d := has.Difference(should); d != "" {
		return d, nil
	}
	return "it is the same recording, written in another way: " + firstLine(text, f.text), nil
}

// firstLine says in which line two texts begin to differ, "" if in none.
func firstLine(a, b string) string {
	if a == b {
		return ""
	}
	line := 1
	for i := 0; i < len(a) && i < len(b) && a[i] == b[i]; i++ {
		if a[i] == '\n' {
			line++
		}
	}
	return fmt.Sprintf("line %d differs", line)
}

// readPlain reads a plain file, no more of it than a byte beyond most.
func readPlain(path string, most int64) (string, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("%s: there is no such file", path)
	case err != nil:
		return "", err
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("%s is no plain file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // only read
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return string(text), nil
}

// say writes a line of news to standard error. It stays one line, whatever is
// in the names that it has in it.
func (a *app) say(format string, args ...any) {
	fmt.Fprintln(a.err, viz.Cleanf(format, args...))
}
