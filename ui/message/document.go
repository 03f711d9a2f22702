package message

import (
	"io/fs"
	"strings"
)

// Document is a text of its own, in English, with its translations beside it:
// notes.zh-Hant.md beside notes.md. The zero Document is empty.
type Document struct {
	Folder fs.FS
	Name   string // of the file in English, with an ending
}

// Read returns a document in the printer's language, or in English where it has
// no translation.
func (p Printer) Read(d Document) string {
	if d.Folder == nil {
		return ""
	}
	if text, err := fs.ReadFile(d.Folder, Translation(d.Name, p.Language)); err == nil {
		return string(text)
	}
	text, err := fs.ReadFile(d.Folder, d.Name)
	if err != nil {
		panic(err) // it is embedded, by the package that names it
	}
	return string(text)
}

// Translation is the name of the file that translates another one, as
// notes.zh-Hant.md does notes.md.
func Translation(name, language string) string {
	i := strings.LastIndexByte(name, '.')
	if language == "" || i < 0 {
		return name
	}
	return name[:i] + "." + language + name[i:]
}
