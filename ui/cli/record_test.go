package cli

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"logitarium/ui/lesson/cast"

	"github.com/charmbracelet/x/ansi"
)

// textOf returns a file's text, "" if there is none.
func textOf(path string) string {
	text, _ := os.ReadFile(path)
	return string(text)
}

func TestRecordCommand(t *testing.T) {
	folder := t.TempDir()
	tape, file := writeTape(t, colder), filepath.Join(folder, "a.cast")
	code, out, errs := callReal(t, "record", tape, "-o", file)
	if code != 0 || out != "" || !strings.Contains(errs, "a.cast: ") || !strings.Contains(errs, ", 1 chapter, ") {
		t.Fatalf("exit code %d: %q, %q", code, out, errs)
	}
	recorded := textOf(file)
	c, version, err := cast.Parse([]byte(recorded))
	if err != nil || version != cast.V2 || c.Width != 80 || c.Height != 24 || c.Theme.Bg != "#121212" {
		t.Fatalf("version %d, %+v: %v", version, c.Header, err)
	}
	if info, err := os.ReadDir(folder); err != nil || len(info) != 1 {
		t.Errorf("left behind: %v, %v", info, err)
	}
	for _, args := range [][]string{{}, {"-o", "-"}} { // standard output, and again the same
		if code, out, errs := callReal(t, append([]string{"record", tape}, args...)...); code != 0 || errs != "" || out != recorded {
			t.Errorf("%v: exit code %d, %q, %d bytes, want %d", args, code, errs, len(out), len(recorded))
		}
	}
	for args, want := range map[string]string{
		"--size 60x18":              `"width":60,"height":18`,
		"--format v3":               `{"version":3,"term":{"cols":80,"rows":24,"type":"xterm-256color","theme":{"fg"`,
		"--theme light":             `"bg":"#fafafa"`,
		"--color 256":               `\u001b[38;5;`,
		"--glyphs ascii":            `>4 Sampling`,
		"--speed 2":                 "\n[0.033,\"o\",",
		"--idle 20ms":               "\n[0.020,\"o\",",
		"--color none --theme dark": `"env":{"TERM":"xterm-256color"}}` + "\n",
	} {
		code, out, errs := callReal(t, append([]string{"record", tape}, strings.Fields(args)...)...)
		if code != 0 || errs != "" || !strings.Contains(out, want) {
			t.Errorf("%s: exit code %d, %s, no %q in %.300s", args, code, errs, want, out)
		}
		if _, _, err := cast.Parse([]byte(out)); err != nil {
			t.Errorf("%s: %v", args, err)
		}
		if strings.HasPrefix(args, "--color") && strings.Contains(out, "38;2;") {
			t.Errorf("%s: 24-bit colours are written", args)
		}
	}
}

func TestRecordTakesTheTapesTheme(t *testing.T) {
	for tape, want := range map[string]string{
		"Set Theme light\nSleep 100ms\n":              `"bg":"#fafafa"`,
		"Set Theme \"Catppuccin Mocha\"\nSleep 100ms": `"bg":"#121212"`,
	} {
		if _, out, errs := callReal(t, "record", writeTape(t, tape)); !strings.Contains(out, want) {
			t.Errorf("%q: no %s in %.200s %s", tape, want, out, errs)
		}
	}
}

func TestRecordCheck(t *testing.T) {
	folder := t.TempDir()
	tape, file := writeTape(t, colder), filepath.Join(folder, "a.cast")
	if code, _, errs := callReal(t, "record", tape, "-o", file, "--frames", folder); code != 0 {
		t.Fatal(errs)
	}
	good := textOf(file)
	last := strings.LastIndex(strings.TrimSuffix(good, "\n"), "\n") + 1
	for _, tt := range []struct {
		name, file string
		args       []string
		code       int
		want       string
	}{
		{name: "as it was", file: good, want: "5 files are the same\n"},
		{name: "another text", file: strings.Replace(good, "Sure.", "Shore.", 1), code: 4, want: `has "`},
		{name: "another time", file: strings.Replace(good, "\n[0.733,", "\n[0.734,", 1), code: 4, want: "at 0.734 s, should be at 0.733 s"},
		{name: "an end too early", file: good[:last], code: 4, want: "a.cast: it ends after event "},
		{name: "more at the end", file: good + `[999,"o","x"]` + "\n", code: 4, want: "it goes on after event "},
		{name: "another layout", file: strings.Replace(good, `{"version":2,`, `{"version": 2,`, 1), code: 4,
			want: "the same recording, written in another way: line 1 differs"},
		{name: "another size", file: good, args: []string{"--size", "60x18"}, code: 4, want: "its terminal has 80x24 cells, and should have 60x18"},
		{name: "another format", file: good, args: []string{"--format", "v3"}, code: 4, want: "it is version 2 of the format, not 3"},
		{name: "another theme", file: good, args: []string{"--theme", "light"}, code: 4, want: "its theme is another"},
		{name: "no cast", file: "hello\n", code: 3, want: "a.cast is no asciicast: line 1: this is no header"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.file == good && tt.args == nil && tt.code != 0 {
				t.Fatal("the file was not changed")
			}
			if err := os.WriteFile(file, []byte(tt.file), 0o644); err != nil {
				t.Fatal(err)
			}
			code, out, errs := callReal(t, append([]string{"record", tape, "-o", file, "--frames", folder, "--check"}, tt.args...)...)
			if code != tt.code || out != "" || !strings.Contains(errs, tt.want) {
				t.Errorf("exit code %d, want %d; no %q in %q%s", code, tt.code, tt.want, errs, out)
			}
			if textOf(file) != tt.file {
				t.Error("the file was written")
			}
		})
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := callReal(t, "record", tape, "-o", file, "--check"); code != 3 || !strings.Contains(errs, "there is no such file") || textOf(file) != "" {
		t.Errorf("exit code %d, %s", code, errs)
	}
}

func TestRecordFrames(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new")
	tape := writeTape(t, colder)
	code, out, errs := callReal(t, "record", tape, "--frames", folder, "--theme", "light")
	if code != 0 || out != "" {
		t.Fatalf("exit code %d: %s%s", code, errs, out)
	}
	text := textOf(filepath.Join(folder, "cold", "one.txt"))
	if !strings.Contains(text, "0.45 ├") || !strings.Contains(text, "1/1 Colder") || strings.Count(text, "\n") != 24 {
		t.Errorf("the picture shows\n%s", text)
	}
	if colored := textOf(filepath.Join(folder, "cold", "one.ansi")); !strings.Contains(ansi.Strip(colored), "0.45 ├") || !strings.Contains(colored, "\x1b[38;2;") {
		t.Errorf("with colours it is %q", colored)
	}
	if svg := textOf(filepath.Join(folder, "cold", "one.svg")); xml.Unmarshal([]byte(svg), new(any)) != nil || !strings.Contains(svg, `fill="#fafafa"`) {
		t.Errorf("drawn it is %s", svg)
	}
	files, _ := filepath.Glob(filepath.Join(folder, "*", "*"))
	if len(files) != 4 {
		t.Errorf("files: %q", files)
	}
	if err := os.Remove(filepath.Join(folder, "cold", "one.svg")); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := callReal(t, "record", tape, "--frames", folder, "--check"); code != 3 || !strings.Contains(errs, "one.svg: there is no such file") {
		t.Errorf("a picture that is gone: exit code %d, %s", code, errs)
	}
}

// TestFramesStayInside: not even a link leads a picture out of its folder.
func TestFramesStayInside(t *testing.T) {
	folder, outside := t.TempDir(), t.TempDir()
	if err := os.Symlink(outside, filepath.Join(folder, "cold")); err != nil {
		t.Skip(err)
	}
	code, _, errs := callReal(t, "record", writeTape(t, colder), "--frames", folder)
	if files, _ := os.ReadDir(outside); code == 0 || len(files) != 0 {
		t.Errorf("exit code %d, %v outside; %s", code, files, errs)
	}
}

func TestRecordRefuses(t *testing.T) {
	folder := t.TempDir()
	tape, wrong := writeTape(t, colder), writeTape(t, colder+"#@ expect temperature > 3\n#@ expect screen /nowhere/\n")
	bare := writeTape(t, "Sleep 100ms\n")
	if err := os.Mkdir(folder+".cast", 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "a.cast")
	for _, tt := range []struct {
		args []string
		code int
		want string
	}{
		{nil, 2, "takes one lesson"},
		{[]string{"nothing"}, 2, `no lesson "nothing"; there are tour, `},
		{[]string{filepath.Join(folder, "no.tape")}, 3, "there is no such file"},
		{[]string{wrong, "-o", file}, 4, "mine.tape does not hold, so nothing was written:\n"},
		{[]string{wrong, "-o", file}, 4, "mine.tape:11:4: temperature is 0.45: not > 3\n"},
		{[]string{wrong, "--frames", folder}, 4, "nothing was written"},
		{[]string{tape, "-o", folder + ".cast"}, 1, "--output: " + folder + ".cast can't be written: this is a folder"},
		{[]string{tape, "-o", filepath.Join(folder, "a.gfi")}, 2, `a recording can't be written as .gfi; give one of .cast .gif .svg .html; did you mean ".gif"?`},
		{[]string{tape, "-o", filepath.Join(folder, "a")}, 2, "has no ending; give one of .cast .gif .svg .html"},
		{[]string{tape, "--fps", "51", "-o", filepath.Join(folder, "a.gif")}, 2, "--fps: 51 is outside 1 to 50"},
		{[]string{tape, "--fps", "NaN", "-o", filepath.Join(folder, "a.gif")}, 2, "--fps: NaN is outside 1 to 50"},
		{[]string{tape, "--chapter", "1", "-o", file}, 2, "a cast has the whole lesson"},
		{[]string{tape, "--chapter", "2", "-o", filepath.Join(folder, "a.svg")}, 2, "there is no chapter 2; the lesson has 1"},
		{[]string{tape, "--scale", "0", "-o", filepath.Join(folder, "a.gif")}, 2, "--scale: 0 is outside 1 to 4"},
		{[]string{tape, "--font", tape, "-o", filepath.Join(folder, "a.gif")}, 3, "mine.tape: no TrueType or OpenType font"},
		{[]string{tape, "--font", filepath.Join(folder, "no.ttf"), "-o", filepath.Join(folder, "a.gif")}, 3, "there is no such file"},
		{[]string{tape, "-o", filepath.Join(folder, "no", "a.cast")}, 1, "can't be written: there is no folder " + filepath.Join(folder, "no")},
		// What does not hold is known at the end: a file is looked at before.
		{[]string{wrong, "-o", filepath.Join(folder, "no", "a.cast")}, 1, "there is no folder"},
		{[]string{wrong, "--frames", tape}, 1, "mine.tape is a file, and no folder"},
		{[]string{tape, "--check"}, 2, "give the recording a file, as in -o lesson.cast"},
		{[]string{tape, "--check", "-o", "-"}, 2, "--check compares with a file"},
		{[]string{bare, "--frames", folder}, 2, "has no Screenshot"},
		{[]string{tape, "--speed", "0"}, 2, "--speed: 0 is outside 0.01 to 100"},
		{[]string{tape, "--speed", "NaN"}, 2, "--speed: NaN is outside"},
		{[]string{tape, "--idle", "-1s"}, 2, "--idle: -1s is less than no time"},
		{[]string{tape, "--format", "v1"}, 2, `"v1" is not one of v2, v3`},
		{[]string{tape, "--model", folder}, 2, "does not look at a model"},
	} {
		code, out, errs := callReal(t, append([]string{"record"}, tt.args...)...)
		if code != tt.code || out != "" || !strings.Contains(errs, tt.want) {
			t.Errorf("%v: exit code %d, want %d; no %q in %q%s", tt.args, code, tt.code, tt.want, errs, out)
		}
	}
	if files, _ := os.ReadDir(folder); len(files) != 0 {
		t.Errorf("written: %v", files)
	}
}

// TestTerminalGetsNoRecording: escapes by the thousand are no help to anyone.
func TestTerminalGetsNoRecording(t *testing.T) {
	r := recording{speed: 1, pixels: pixelFlags{fps: 15, scale: 1}}
	if err := r.settle(true); err == nil || exitCode(err) != exitUsage {
		t.Errorf("settled on %q: %v", r.out, err)
	}
	if err := r.settle(false); err != nil || r.out != stdout {
		t.Errorf("settled on %q: %v", r.out, err)
	}
	r = recording{speed: 1, frames: "pictures", pixels: r.pixels}
	if err := r.settle(false); err != nil || r.out != "" {
		t.Errorf("pictures alone settled on %q: %v", r.out, err)
	}
}

// Each ending is written in its own form, and is the same when it is made again.
func TestRecordForms(t *testing.T) {
	folder, tape := t.TempDir(), writeTape(t, colder)
	for ending, begins := range map[string]string{".cast": `{"version":2`, ".GIF": "GIF89a", ".svg": "<svg ", ".html": "<!DOCTYPE html>"} {
		file := filepath.Join(folder, "a"+ending)
		if code, out, errs := callReal(t, "record", tape, "-o", file); code != 0 || out != "" || !strings.Contains(errs, "1 chapter") {
			t.Fatalf("%s: exit code %d: %s%s", ending, code, errs, out)
		}
		if text := textOf(file); !strings.HasPrefix(text, begins) {
			t.Errorf("%s begins with %.40q", ending, text)
		}
		if code, _, errs := callReal(t, "record", tape, "-o", file, "--check"); code != 0 {
			t.Errorf("%s: made again it differs: %s", ending, errs)
		}
		if code, _, errs := callReal(t, "record", tape, "-o", file, "--check", "--theme", "light"); code != 4 {
			t.Errorf("%s: in another theme: exit code %d, %s", ending, code, errs)
		}
	}
}
