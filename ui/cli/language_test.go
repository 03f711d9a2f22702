package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
	"logitarium/ui/message/messagetest"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// tongue is the language of the tests.
var tongue = message.Printer{Catalogue: messagetest.Pseudo{}}

// callIn runs the command line in another language.
func callIn(words message.Printer, args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	a := &app{labs: []lab.Lab{newDice()}, build: func(_, _ lm.Model) []lab.Lab { return []lab.Lab{newDice()} },
		in: strings.NewReader(""), out: &o, err: &e, words: words}
	code = a.main(args)
	return code, o.String(), e.String()
}

// namesIn are what a command line has of names: in no language.
func namesIn(root *cobra.Command) []string {
	names := []string{"logitarium", "lab", "none", "auto", "dark", "light", "plain", "unicode", "ascii", "braille", "octant", "rising", "falling", "sides", "die", "on", "off"}
	for _, c := range append(root.Commands(), root) {
		names = append(names, c.Name())
		c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	}
	names = append(names, "bash", "zsh", "fish", "powershell", "source")
	names = append(names, "entropy", "top", "lost", "draws", "screen") // the readings of the lab, and what a tape looks at
	names = append(names, tape.Directives()...)
	names = append(names, strings.Fields(strings.ReplaceAll(strings.Join(forms, " "), ".", ""))...)
	return append(names, (&app{}).lessonNames()...)
}

// Nothing that the command line says stays in English where its words come
// from another language: help, doctor, an error of each kind, a lesson.
func TestAnotherLanguage(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	lesson := file("lesson.tape", "#@ title \"DICE\"\n#@ chapter \"FIRST\"\n#@ say \"LOOK\"\nRight 3\nSleep 1s\n#@ ask \"WHAT\" | 5\n#@ expect entropy > 1\nType \"n\"\nSleep 1s\nType \"q\"\n")
	broken := file("broken.tape", "#@ title \"DICE\"\n#@ titel\nRun\nType\nSleep x\n#@ expect entropy <\n")
	wrong := file("wrong.tape", "#@ chapter \"FIRST\"\n#@ expect entropy > 100\n#@ expect nothing = 2\n#@ expect top > 2\nType \"ls -l\"\nSleep 1s\n")
	cast := file("lesson.cast", "{\"version\": 4}\n")
	empty := file("empty.safetensors", "")
	rotten := file("rotten.safetensors.run", "\x09\x00\x00\x00\x00\x00\x00\x00{\"a\": 1}0")
	zipped := file("zipped.safetensors.run", "PK\x03\x04 and more")
	model := file("model.safetensors", "")
	for name, config := range map[string]string{"config.json": `{"model_type": "llama"}`, "bom/config.json": "\ufeff{}"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		file(name, config)
	}
	a := &app{labs: []lab.Lab{newDice()}}
	root := a.root()
	own := namesIn(root)
	theirs := []string{a.labs[0].Info().Subject}
	rows, err := a.lessons()
	if err != nil {
		t.Fatal(err)
	}
	courses, err := a.courses()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range append(rows, courses...) { // the titles of lessons: a lesson is in its own language
		theirs = append(theirs, row[2])
	}
	var calls [][]string
	for _, c := range root.Commands() {
		calls = append(calls, []string{c.Name(), "--help"})
	}
	for _, line := range []string{
		"--help", "doctor", "list", "list --plain", "model --help", "train --steps x", "train --steps", "train --retriever --rows 4", "train --resume --seed 4",
		"train --questions 0", "train --out " + dir, "train --resume --out " + filepath.Join(dir, "none"),
		"train --out " + lesson, "dice --temperature 9", "dice --order x", "dice --size 4", "dice --size 0x4", "dice --theme drak", "dicee", "dice extra", "dice on", "dice --temprature 2",
		"dice --json --csv", "dice --plain", "dice --limit x", "dice --order fallin", "dice --sorted 7", "dice --plain --present", "dice --weights int8", "dice --model " + filepath.Join(dir, "none"), "list --model x", "dice --=", "dice --order",
		"play none", "play a b", "play --chapter 9 " + lesson, "play --chapter x " + lesson, "play --speed 9 " + lesson, "play --notes " + lesson, "play --json " + lesson,
		"test " + broken, "test " + wrong, "test " + lesson, "test " + filepath.Join(dir, "none.tape"), "test " + dir + "/",
		"record", "record " + lesson, "record --check -o - " + lesson, "record --check -o " + cast + " " + lesson, "record --speed 0 -o x " + lesson, "record --idle -1s -o x " + lesson,
		"record --idle x " + lesson, "record --frames x -o y.cast " + lesson, "record -o " + filepath.Join(dir, "new.cast") + " " + lesson, "record -o x.cast " + wrong, "record -o x.gfi " + lesson, "record -o x " + lesson, "record --fps 0 -o x.gif " + lesson, "record --font x -o x.gif " + lesson,
		"model --model " + dir, "model --model " + filepath.Join(dir, "bom"), "dice --model " + model, "model --model " + filepath.Join(dir, "none"),
		"train --resume --out " + strings.TrimSuffix(rotten, ".run"), "train --resume --out " + strings.TrimSuffix(zipped, ".run"), "train --out " + empty,
		"train --steps 0 --out " + filepath.Join(dir, "new"),
		"transcript " + lesson, "handout " + lesson, "completion", "completion tcsh", "help nothing", "version", "man", "--bogus",
	} {
		calls = append(calls, strings.Fields(line))
	}
	for _, args := range calls {
		code, out, errs := callIn(tongue, args...)
		said := out + "\n" + errs
		if args[0] == "record" && code == 0 { // what is recorded follows from the lesson and the flags alone
			said = errs
		}
		if strings.TrimSpace(out+errs) == "" {
			t.Errorf("%v says nothing", args)
		}
		text := strings.Join(strings.Fields(said), " ")
		for _, s := range theirs {
			text = strings.ReplaceAll(text, s, "")
		}
		for _, english := range messagetest.English(text, own...) {
			t.Errorf("%v: %q is in English:\n%s", args, english, said)
		}
	}
}
