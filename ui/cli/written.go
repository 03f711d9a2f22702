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
	"unicode/utf8"

	"logitarium/core/wholefile"
	"logitarium/ui/export"
	"logitarium/ui/lesson"
	"logitarium/ui/lesson/cast"
	"logitarium/ui/message"
	"logitarium/viz"
)

// stdout is how the standard output is named where a file could be.
const stdout = "-"

// written is a file that a lesson comes to.
type written struct {
	path, text string       // path may be stdout
	about      message.Text // to tell of it; empty if nothing is to be told
	folder     string       // that the path stays in, made if need be; "" if its user named the path
	isCast     bool
}

// pictures are the files of a lesson's Screenshots. A name that comes twice is
// the last picture of that name, as in vhs.
func (a *app) pictures(folder string, frames []lesson.Screenshot, theme viz.Theme, paint func(string) string, as pixelFlags) ([]written, error) {
	if folder == "" {
		return nil, nil
	}
	on := export.GroundOf(theme)
	p, err := a.painter(as, on)
	if err != nil {
		return nil, err
	}
	var all []written
	for i, f := range frames {
		name := path.Clean(f.Name)
		if slices.ContainsFunc(frames[i+1:], func(later lesson.Screenshot) bool { return path.Clean(later.Name) == name }) {
			continue
		}
		base := filepath.Join(folder, filepath.FromSlash(strings.TrimSuffix(name, ".png")))
		var pixels strings.Builder
		if err := p.PNG(&pixels, f.Grid); err != nil {
			return nil, err
		}
		all = append(all,
			written{path: base + ".txt", text: f.Grid.Plain() + "\n", folder: folder},
			written{path: base + ".ansi", text: paint(f.Grid.String()) + "\n", folder: folder},
			written{path: base + ".png", text: pixels.String(), folder: folder},
			written{path: base + ".svg", text: export.SVG(f.Grid, on), folder: folder, about: message.New("and as txt, ansi and png")},
		)
	}
	a.warnOfBoxes(p)
	return all, nil
}

// mayWrite refuses a file that is written at the end of a long work, or of
// somebody's, before it begins. Flag is the one that names it.
func mayWrite(flag, path string) error {
	if err := wholefile.Writable(path); err != nil {
		return message.Errorf("--%s: %s can't be written: %v", flag, path, err)
	}
	return nil
}

// mayCreate is mayWrite for one that must be new.
func mayCreate(flag, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return usagef("--%s: %s is there already; name a new file", flag, path)
	}
	return mayWrite(flag, path)
}

// mayFill is mayWrite for a folder, which need not be there, nor those above it.
func mayFill(flag, path string) error {
	there := filepath.Clean(path)
	info, err := os.Stat(there)
	for errors.Is(err, fs.ErrNotExist) && there != filepath.Dir(there) {
		there = filepath.Dir(there)
		info, err = os.Stat(there)
	}
	switch {
	case err != nil:
		return message.Errorf("--%s: %s: %v", flag, path, bare(err))
	case !info.IsDir():
		return message.Errorf("--%s: %s is a file, and no folder", flag, there)
	}
	if err := wholefile.Writable(filepath.Join(there, "a")); err != nil { // any name
		return message.Errorf("--%s: %s can't be written: %v", flag, path, err)
	}
	return nil
}

// mayWriteAll is mayWrite for a file or the standard output, and a folder of
// pictures, as --output and --frames name them.
func mayWriteAll(output, frames string) error {
	if output != "" && output != stdout {
		if err := mayWrite("output", output); err != nil {
			return err
		}
	}
	if frames != "" {
		return mayFill("frames", frames)
	}
	return nil
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
		if !f.about.Empty() {
			a.say(message.New("%s: %d KB, %v", f.path, (len(f.text)+1023)/1024, f.about))
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
		return message.Errorf("%s: %v", below, err)
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
		case !d.Empty():
			differ = append(differ, message.Errorf("%s: %v", f.path, d))
		}
	}
	if len(differ) > 0 {
		return coded{exitCheck, errors.Join(differ...)}
	}
	a.say(message.Count(len(files), "1 file is the same", "%d files are the same", len(files)))
	return nil
}

// difference compares with the file that is there.
func (f written) difference() (message.Text, error) {
	text, err := readPlain(f.path, cast.MaxBytes)
	if err != nil {
		return message.Text{}, err
	}
	switch {
	case !f.isCast && text != f.text && !utf8.ValidString(f.text): // pixels
		return message.New("it is another picture"), nil
	case !f.isCast:
		return firstLine(text, f.text), nil
	}
	has, version, err := cast.Parse([]byte(text))
	if err != nil {
		return message.Text{}, message.Errorf("%s is no asciicast: %v", f.path, err)
	}
	if text == f.text {
		return message.Text{}, nil
	}
	should, asked, err := cast.Parse([]byte(f.text))
	if err != nil {
		return message.Text{}, message.Errorf("what was recorded can't be read: %v", err)
	}
	if version != asked {
		return message.New("it is version %d of the format, not %d", version, asked), nil
	}
	if d := has.Difference(should); !d.Empty() {
		return d, nil
	}
	return message.New("it is the same recording, written in another way: %v", firstLine(text, f.text)), nil
}

// firstLine says in which line two texts begin to differ, nothing if in none.
func firstLine(a, b string) message.Text {
	if a == b {
		return message.Text{}
	}
	line := 1
	for i := 0; i < len(a) && i < len(b) && a[i] == b[i]; i++ {
		if a[i] == '\n' {
			line++
		}
	}
	return message.New("line %d differs", line)
}

// readPlain reads a plain file, no more of it than a byte beyond most.
func readPlain(path string, most int64) (string, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", message.Errorf("%s: there is no such file", path)
	case err != nil:
		return "", message.Errorf("%s: %v", path, bare(err))
	case info.IsDir():
		return "", message.Errorf("%s is a folder, and no file", path)
	case !info.Mode().IsRegular():
		return "", message.Errorf("%s is no plain file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return "", message.Errorf("%s: %v", path, bare(err))
	}
	defer func() { _ = f.Close() }() // only read
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return "", message.Errorf("%s: %v", path, bare(err))
	}
	return string(text), nil
}

// say writes a line of news to standard error. It stays one line, whatever is
// in the names that it has in it.
func (a *app) say(t message.Text) { fmt.Fprintln(a.err, viz.Clean(a.words.Print(t))) }
