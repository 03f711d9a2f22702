// Package wholefile writes files that are whole or not there: a full disk or
// the end of the program leaves the old file, or none, and never a part.
package wholefile

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"logitarium/core/fault"
)

// Replace writes a file in place of the one that path names, or a new one. At
// any moment path holds the old file or the whole new one: what is written
// goes into a temporary file beside it, which is synced and then renamed. A
// link stays, and what it points to is replaced. Who may read the file stays
// as it was; a new one is readable by all.
//
// It is an error if path is no regular file. After an error nothing is left
// behind. The error begins with the reason, and ends with the name.
func Replace(path string, write func(io.Writer) error) error {
	target, err := follow(path)
	if err != nil {
		return refuse(path, err)
	}
	mode := fs.FileMode(0o644)
	switch info, err := os.Stat(target); {
	case err == nil && !info.Mode().IsRegular():
		return refuse(path, irregular(info))
	case err == nil:
		mode = info.Mode().Perm()
	case !errors.Is(err, fs.ErrNotExist):
		return refuse(path, err)
	}
	return refuse(path, beside(target, mode, write, os.Rename))
}

// Writable says why [Replace] or [Create] could not write path, as far as this
// shows before there is anything to write: path is no regular file, or no file
// can be made beside it. Who writes only after a long work asks before it. The
// error is the reason alone, without the name; nil promises no room on the disk.
func Writable(path string) error {
	target, err := follow(path)
	if err != nil {
		return err
	}
	switch info, err := os.Stat(target); {
	case err == nil && !info.Mode().IsRegular():
		return irregular(info)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return reason(target, err)
	}
	nothing := func(io.Writer) error { return nil }
	return reason(target, beside(target, 0o600, nothing, func(from, _ string) error { return os.Remove(from) }))
}

// ReplacePrivate is Replace for what nobody else may read: a new file is its
// owner's alone, and so is one that was not.
func ReplacePrivate(path string, write func(io.Writer) error) error {
	return refuse(path, beside(path, 0o600, write, os.Rename))
}

// Create writes a new file. If there is one of that name, also one that was
// made in the meantime, the error is [fs.ErrExist] and that one stays as it is.
func Create(path string, write func(io.Writer) error) error {
	return create(path, 0o644, write)
}

// CreatePrivate is Create for a secret: at no moment may others read it.
func CreatePrivate(path string, write func(io.Writer) error) error {
	return create(path, 0o600, write)
}

func create(path string, mode fs.FileMode, write func(io.Writer) error) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return refuse(path, irregular(info))
	}
	if _, err := os.Lstat(path); err == nil { // a link that leads nowhere too
		return refuse(path, fs.ErrExist)
	}
	return refuse(path, beside(path, mode, write, claim))
}

// irregular is the reason why what is there can't be written as a file.
func irregular(there fs.FileInfo) error {
	if there.IsDir() {
		return fault.Errorf("this is a folder")
	}
	return fault.Errorf("not a regular file")
}

// beside writes a temporary file next to path, which take gives its name.
func beside(path string, mode fs.FileMode, write func(io.Writer) error, take func(from, to string) error) (err error) {
	// Its name is short: beside a name of the greatest length there must be room.
	f, err := os.CreateTemp(filepath.Dir(path), ".logitarium-*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close() // a second time after a failed rename; it says nothing new
			_ = os.Remove(f.Name())
		}
	}()
	// A temporary file is its owner's alone, hence Chmod.
	if err := cmp.Or(write(f), f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return err
	}
	return take(f.Name(), path)
}

// claim renames a file to a name that must be free. A second name for it is
// made first, which fails if the name is taken.
func claim(from, to string) error {
	switch err := os.Link(from, to); {
	case err == nil:
		return os.Remove(from)
	case errors.Is(err, fs.ErrExist):
		return fs.ErrExist
	}
	return claimEmpty(from, to)
}

// claimEmpty is claim where a file can have only one name: an empty file takes
// the name before it is replaced.
func claimEmpty(from, to string) error {
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := cmp.Or(f.Close(), os.Rename(from, to)); err != nil {
		_ = os.Remove(to)
		return err
	}
	return nil
}

// follow returns what a path leads to, through links that may end at a file
// that is not there yet.
func follow(path string) (string, error) {
	const most = 40 // links in a row, as in Linux
	for range most + 1 {
		to, err := os.Readlink(path)
		if err != nil { // no link, or nothing
			return path, nil
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	return "", fault.Errorf("too many links")
}

// refuse puts the reason first: where a line is cut, the name is what can be
// missed.
func refuse(path string, err error) error {
	if err == nil {
		return nil
	}
	return fault.Errorf("not written: %v: %s", reason(path, err), filepath.Base(path))
}

// reason is an error without the names in it: that of a temporary file says
// nothing to a user. Of a folder that is missing it says which.
func reason(path string, err error) error {
	var at *fs.PathError
	var link *os.LinkError
	if folder := filepath.Dir(path); errors.Is(err, fs.ErrNotExist) {
		if _, gone := os.Stat(folder); gone != nil {
			return fault.Errorf("there is no folder %s", folder)
		}
	}
	switch {
	case errors.As(err, &at):
		return at.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}
