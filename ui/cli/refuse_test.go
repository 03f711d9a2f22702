package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// A flag that asks for another shape of what is written is in a command's help,
// or refused: none is taken and then forgotten.
func TestNoShapeIsForgotten(t *testing.T) {
	var names []string
	eachCommand(t, func(c *cobra.Command) { names = append(names, c.Name()) })
	for _, name := range names {
		if name == "play" {
			continue // TestPlay
		}
		_, help, _ := callReal(t, name, "--help")
		for _, shape := range shapes {
			shown := strings.Contains(help, "  --"+shape+" ") || strings.Contains(help, "  --"+shape+"\n")
			if shown {
				continue
			}
			args := []string{name, "--" + shape}
			if shape == "size" {
				args = append(args, "60x18")
			}
			if slices.Contains([]string{"completion", "handout", "record", "transcript", "collect"}, name) {
				args = append(args, "bash")
			}
			code, out, errs := callReal(t, args...)
			if code != exitUsage || out != "" || !strings.Contains(errs, "does not take --"+shape) {
				t.Errorf("%q: exit code %d, %.60q, %q", args, code, out, errs)
			}
		}
	}
}

// eachCommand visits the commands that are no labs.
func eachCommand(t *testing.T, visit func(*cobra.Command)) {
	t.Helper()
	root := (&app{}).root()
	if len(root.Commands()) < 10 {
		t.Fatalf("%d commands", len(root.Commands()))
	}
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() && c.Annotations[isLab] == "" {
			visit(c)
		}
	}
}

// Package pflag marks the name of a value by quotes of its own, which are for
// help: no error shows one.
func TestMissingValuesAreSaidPlainly(t *testing.T) {
	tried := 0
	eachCommand(t, func(c *cobra.Command) {
		own(c).VisitAll(func(f *pflag.Flag) {
			if f.NoOptDefVal != "" { // a switch
				return
			}
			tried++
			code, _, errs := callReal(t, c.Name(), "--"+f.Name)
			if code != exitUsage || !strings.Contains(errs, "--"+f.Name+" needs a value: ") || strings.Contains(errs, "`") {
				t.Errorf("%s --%s: exit code %d, %q", c.Name(), f.Name, code, errs)
			}
		})
	})
	if tried < 30 {
		t.Errorf("%d flags were tried", tried)
	}
}

// What a newcomer types and what does not work so is answered with what does.
func TestWhatWasMeant(t *testing.T) {
	folder := t.TempDir()
	t.Chdir(folder)
	for name, text := range map[string]string{"model": "", "my.tape": "Sleep 1s\n", "font.ttf": ""} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for line, want := range map[string]string{
		"model2":                                `there is no lab or command "model2"; there are: position, `,
		"my.tape":                               "my.tape is to be played: logitarium play my.tape",
		"./my.tape":                             "./my.tape is to be played: logitarium play ./my.tape",
		"far/x.cast":                            "far/x.cast is to be played: logitarium play far/x.cast",
		"--temperature 2":                       "logitarium has no flag --temperature; it is a knob of a lab, as in logitarium sampling --temperature",
		"--temperture 2":                        "logitarium has no flag --temperture\n",
		"help sampling now":                     `help is about one lab or command: leave "now" out`,
		"model --list x":                        "leave the name of one out",
		"record norm -o a.svg --format v3":      "--format is about a .cast, and none is written here",
		"record norm --frames f --format v3":    "--format is about a .cast, and none is written here",
		"record norm -o a.cast --fps 9":         "--fps is about a .gif, and none is written here",
		"record norm -o a.svg --scale 2":        "--scale is about a .gif and the pictures of --frames, and none is written here",
		"record norm -o a.html --font f.ttf":    "--font is about a .gif and the pictures of --frames, and none is written here",
		"train --out a --warmup -1":             "warm-up of -1 steps; at least 0",
		"train --out a --retriever --warmup -1": "warm-up of -1 steps; at least 0",
	} {
		code, out, errs := callReal(t, strings.Fields(line)...)
		if code != exitUsage || out != "" || !strings.Contains(errs, want) {
			t.Errorf("%s: exit code %d, %q, want %q", line, code, errs, want)
		}
	}
	if err := os.Rename("model", "tiny"); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := callReal(t, "tiny"); code != exitUsage || !strings.Contains(errs, `there is no lab or command "tiny"; if the model of that name here is meant: logitarium .`) {
		t.Errorf("exit code %d, %q", code, errs)
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 3 {
		t.Errorf("there are now %v, %v", left, err)
	}
}
