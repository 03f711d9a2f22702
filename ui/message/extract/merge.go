package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"logitarium/ui/message/po"
)

// merge brings the folder of a language up to what the program says now: a file
// for each of its rooms. Translations are kept, wherever in the folder they
// stood, also those of messages that are gone: they stand at the end of their
// file as such. Merged again, the folder is the same to the byte.
func merge(folder string, entries []entry) error {
	old, err := readFolder(folder)
	if err != nil {
		return err
	}
	files := merged(old, entries, filepath.Base(folder))
	for name := range old {
		if files[name] == nil {
			if err := os.Remove(filepath.Join(folder, name)); err != nil {
				return err
			}
		}
	}
	for name, list := range files {
		var text strings.Builder
		if err := po.Write(&text, list); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text.String()), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// readFolder returns the PO files of a folder by their names.
func readFolder(folder string) (map[string][]po.Entry, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	paths, _ := filepath.Glob(filepath.Join(folder, "*.po")) // the pattern is well-formed
	files := map[string][]po.Entry{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		list, err := po.Parse(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		files[filepath.Base(path)] = list
	}
	return files, nil
}

var numberOfForms = regexp.MustCompile(`nplurals\s*=\s*(\d+)`)

// merged are the files of a language for the messages of the program.
func merged(old map[string][]po.Entry, entries []entry, language string) map[string][]po.Entry {
	header := po.Entry{To: []string{"Project-Id-Version: logitarium\nLanguage: " + language + "\nMIME-Version: 1.0\n" +
		"Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=2; plural=(n != 1);\n"}}
	had := map[po.Key]po.Entry{}
	names := sortedNames(old)
	for i := len(names) - 1; i >= 0; i-- { // the first file's header counts
		for _, e := range old[names[i]] {
			if e.ID == "" {
				header = e
				continue
			}
			if was, ok := had[e.Key()]; !ok || better(e, was) {
				had[e.Key()] = e
			}
		}
	}
	forms := 2
	if m := numberOfForms.FindStringSubmatch(po.Header([]po.Entry{header}, "Plural-Forms")); m != nil {
		forms, _ = strconv.Atoi(m[1]) // digits
	}
	files, said := map[string][]po.Entry{}, map[po.Key]bool{}
	add := func(name string, e po.Entry) {
		if files[name] == nil {
			files[name] = []po.Entry{header}
		}
		files[name] = append(files[name], e)
	}
	for _, e := range entries {
		if !slices.ContainsFunc(e.at, ofProgram) {
			continue
		}
		now := po.Entry{At: sources(e.at), About: e.about, ID: e.id, Many: e.many, To: []string{""}}
		if strings.Contains(e.id, "%") {
			now.Flags = []string{"c-format"}
		}
		if e.many != "" {
			now.To = make([]string, forms)
		}
		if was, ok := had[now.Key()]; ok {
			now.Comments = was.Comments
			copy(now.To, was.To)
			if slices.Contains(was.Flags, "fuzzy") {
				now.Flags = append(now.Flags, "fuzzy")
			}
		}
		said[now.Key()] = true
		add(room(e.at[slices.IndexFunc(e.at, ofProgram)]), now)
	}
	for _, name := range names {
		for _, e := range old[name] {
			if e.ID == "" || said[e.Key()] || strings.Join(e.To, "") == "" {
				continue
			}
			said[e.Key()] = true
			e.Gone, e.At = true, nil
			add(name, e)
		}
	}
	return files
}

// better reports whether one entry of a message is to be kept rather than another.
func better(e, than po.Entry) bool {
	if e.Translated() != than.Translated() {
		return e.Translated()
	}
	return than.Gone && !e.Gone
}

func sortedNames(files map[string][]po.Entry) []string {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// ofProgram reports whether a place is in the program: one lab is there for tests.
func ofProgram(at string) bool { return !strings.HasPrefix(at, "ui/lab/toy/") }

// sources are the files of places: with their lines every change of the source
// would be one of each language.
func sources(at []string) (names []string) {
	for _, place := range at {
		name, _, _ := strings.Cut(place, ":")
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// room is the file for the messages of a place: one for each lab, for each
// larger package of ui, and for all of core.
func room(at string) string {
	path := strings.Split(at, "/")
	switch {
	case path[0] != "ui":
		return path[0] + ".po"
	case path[1] == "labs" && len(path) > 3:
		return path[2] + ".po"
	case slices.Contains([]string{"atlas", "cli", "lesson"}, path[1]):
		return path[1] + ".po"
	}
	return "ui.po"
}
