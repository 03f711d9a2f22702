package export

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteFile writes a file that is whole or not there: into a temporary one
// beside it, which then takes its name. Without overwrite it takes only a free
// name, else the error is [fs.ErrExist]; what is no regular file stays. Who may
// read a file stays as it was when it is replaced.
func WriteFile(path, text string, overwrite bool) (err error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return fmt.Errorf("%s is not a file", path)
	case err == nil && !overwrite:
		return fmt.Errorf("%s: %w", path, fs.ErrExist)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".logitarium-*")
	if err != nil {
		return fmt.Errorf("%s: %w", path, errors.Unwrap(err))
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("%s: %w", path, err)
			_ = os.Remove(f.Name())
		}
	}()
	mode := fs.FileMode(0o644)
	if info != nil {
		mode = info.Mode().Perm() // whom its owner lets read it
	}
	_, err = f.WriteString(text)
	if err = cmp.Or(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
