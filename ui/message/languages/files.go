//go:build !js

package languages

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

//go:embed */*.po
var files embed.FS

// folders lists the languages that have a folder.
func folders() (names []string) {
	list, _ := fs.ReadDir(files, ".") // embedded
	for _, f := range list {
		names = append(names, f.Name())
	}
	return names
}

// read returns the files of a language, one after the other.
func read(name string) (string, error) {
	list, err := fs.ReadDir(files, name)
	if err != nil {
		return "", err
	}
	var all strings.Builder
	for _, f := range list {
		text, err := files.ReadFile(path.Join(name, f.Name()))
		if err != nil {
			return "", err
		}
		all.Write(text)
		all.WriteString("\n")
	}
	return all.String(), nil
}
