package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"logitarium/ui/message"
	"logitarium/ui/message/languages"
)

// speech is the language that the program speaks.
type speech struct {
	words  message.Printer
	why    message.Text // the rule that decided
	note   message.Text // what who asked for another one is to know; may be empty
	chosen bool         // among the languages of the program
}

// catalogueVariable names a catalogue that somebody is at work on: a PO file, or
// a folder of them.
const catalogueVariable = "LOGITARIUM_CATALOGUE"

// language chooses the language: of the catalogue that [catalogueVariable]
// names; of --lang; of the first locale that is set (POSIX). It is asked for
// before the flags are read, because their help is in it.
func language(args []string, env environ) (speech, error) {
	if path := env.get(catalogueVariable); path != "" {
		words, err := translated(path)
		if err != nil {
			return speech{}, coded{exitRejected, message.Errorf("%s: %s: %v", catalogueVariable, path, bare(err))}
		}
		return speech{words: words, why: message.Verbatim(catalogueVariable)}, nil
	}
	drawn := flagIn(args, "glyphs")
	if drawn == "" {
		drawn = "auto"
	}
	set, whySet := glyphs(drawn, env)
	if asked := flagIn(args, "lang"); slices.Contains(languages.Names(), asked) { // else its flag says what is wrong
		if asked != languages.English && set == "ascii" {
			return speech{}, usagef("--lang %s has letters that the glyphs ascii, by %v, are without: --glyphs unicode draws them", asked, whySet)
		}
		words, err := languages.Printer(asked)
		return speech{words: words, why: message.Verbatim("--lang"), chosen: true}, err
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		asked := env.get(name)
		if asked == "" {
			continue
		}
		found, fit := languages.Match(asked)
		why := message.Verbatim(name + "=" + asked)
		if found != languages.English && set == "ascii" {
			return speech{why: message.New("the glyphs, which are ascii"), note: message.New("%v asks for letters that they are without", why)}, nil
		}
		words, err := languages.Printer(found)
		switch {
		case err != nil: // a page that can't load it
			return speech{why: message.New("what happened to %s: %v", found, message.Of(err))}, nil
		case fit == languages.None:
			return speech{why: why, note: message.New("there is no translation into that language yet")}, nil
		case fit == languages.Other:
			return speech{words: words, chosen: true, why: why, note: message.New("there is no translation into its script yet, and this one is the nearest")}, nil
		}
		return speech{words: words, chosen: true, why: why}, nil
	}
	return speech{why: message.New("no locale is set")}, nil
}

// flagIn is the value of a flag that is on the line in full, as yet unread; the
// last one counts.
func flagIn(args []string, name string) (value string) {
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if v, ok := strings.CutPrefix(arg, "--"+name+"="); ok {
			value = v
		} else if arg == "--"+name && i+1 < len(args) {
			value = args[i+1]
		}
	}
	return value
}

// translated is the printer of a catalogue: a PO file, or all of a folder.
func translated(path string) (message.Printer, error) {
	files := []string{path}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		files, _ = filepath.Glob(filepath.Join(path, "*.po")) // at worst none
	}
	var all strings.Builder
	for _, file := range files {
		po, err := os.ReadFile(file)
		if err != nil {
			return message.Printer{}, err
		}
		all.Write(po)
		all.WriteString("\n")
	}
	c, err := message.Read(all.String())
	if err == nil {
		err = message.Misfits(all.String())
	}
	return message.Printer{Catalogue: c, Language: strings.TrimSuffix(filepath.Base(path), ".po")}, err
}

// ownName is what the language of the program calls itself.
func ownName() message.Text { return message.About("autonym", "English") }
