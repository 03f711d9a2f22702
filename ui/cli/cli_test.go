package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/ui/terminal"
)

// call runs the command line away from any terminal.
func call(env []string, args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	a := &app{labs: []lab.Lab{newDice()}, in: strings.NewReader(""), out: &o, err: &e, env: env}
	code = a.main(args)
	return code, o.String(), e.String()
}

func TestCommandLine(t *testing.T) {
	tests := []struct {
		args string
		code int
		out  string // is part of the output
		err  string // is part of the messages
	}{
		{args: "list", out: "dice  What does temperature do?\n"},
		{args: "version", out: "logitarium "},
		{args: "doctor", out: "one plain frame, because the input is not a terminal"},
		{args: "man", out: ".TH LOGITARIUM 1 \"\""},
		{args: "completion bash", out: "__logitarium_"},
		{args: "completion zsh", out: "#compdef logitarium"},
		{args: "completion fish", out: "complete -c logitarium"},
		{args: "completion powershell", out: "Register-ArgumentCompleter"},
		{args: "__complete dice --order fa", out: "falling\tlargest first\n", err: "ShellCompDirectiveNoFileComp"},
		{args: "--help", out: "dice"},
		{args: "dice --help", out: "divides the logits (0.10 to 5.00) [1]"},
		{args: "", out: "die"},
		{args: "dice", out: "die"},
		{args: "dice --label cube --print", out: "cube"},
		{args: "dice --temperature 0.5 --plain", out: "2. temperature: 0.5. divides the logits (0.10 to 5.00)"},
		{args: "dice --order falling --csv", out: "knob,order,falling"},
		{args: "dice --sorted --csv", out: "knob,sorted,on"},
		{args: "dice --sorted=off --csv", out: "knob,sorted,off"},
		{args: "dice --pick 40 --limit 50 --csv", out: "knob,pick,40"}, // the limit comes later and counts

		{args: "dicee", code: 2, err: `error: there is no lab or command "dicee"; there are: dice, collect, completion`},
		{args: "dicee", code: 2, err: `did you mean "dice"?` + "\nhelp:  logitarium --help\n"},
		{args: "dice extra", code: 2, err: `takes no arguments, only flags, and was given "extra"`},
		{args: "dice --sorted on", code: 2, err: `was given "on"; a switch is written --name or --name=on`},
		{args: "dice --temprature 1", code: 2, err: `logitarium dice has no flag --temprature; did you mean "--temperature"?`},
		{args: "dice -x", code: 2, err: "has no flag -x"},
		{args: "dice --temperature", code: 2, err: "--temperature needs a value: divides the logits (0.10 to 5.00)"},
		{args: "dice --temperature 9", code: 2, err: "error: --temperature: 9 is outside 0.10 to 5.00\nhelp:  logitarium dice --help\n"},
		{args: "dice --temperature x", code: 2, err: `"x" is not a number`},
		{args: "dice --order faling", code: 2, err: `"faling" is not one of rising, falling; did you mean "falling"?`},
		{args: "dice --sorted=maybe", code: 2, err: `"maybe" is neither on nor off`},
		{args: "dice --pick 40", code: 2, err: "--pick: 40 is outside 1 to 5"},
		{args: "dice --size 80", code: 2, err: `"80" is not a size such as 80x24`},
		{args: "dice --size 0x24", code: 2, err: "0x24 is outside 1x1 to 1000x1000"},
		{args: "dice --theme drk", code: 2, err: `did you mean "dark"?`},
		{args: "dice --json --csv", code: 2, err: "give one of them"},
		{args: "completion tcsh", code: 2, err: `no completions for "tcsh"; there are: bash, zsh, fish, powershell`},
		{args: "completion", code: 2, err: "name one shell"},
		{args: "dice --label fault", code: 1, err: "error: dice: the label says so\n"},
		{args: "dice --label panic", code: 70, err: `error: a fault in logitarium: the label says panic`},
	}
	for _, tt := range tests {
		t.Run(tt.args, func(t *testing.T) {
			code, out, errs := call([]string{"TERM=xterm-256color", "COLORTERM=truecolor"}, strings.Fields(tt.args)...)
			if code != tt.code {
				t.Errorf("exit code %d, want %d\n%s%s", code, tt.code, out, errs)
			}
			if !strings.Contains(out, tt.out) || tt.out == "" && out != "" {
				t.Errorf("output %q, want %q in it", out, tt.out)
			}
			if !strings.Contains(errs, tt.err) || tt.err == "" && errs != "" {
				t.Errorf("messages %q, want %q in them", errs, tt.err)
			}
			if strings.Contains(out+errs, "\x1b") {
				t.Errorf("an escape went to what is no terminal: %q %q", out, errs)
			}
		})
	}
}

func TestOutputIsColouredOnDemandOnly(t *testing.T) {
	for _, tt := range []struct {
		args []string
		env  []string
		want string
	}{
		{[]string{"dice"}, []string{"FORCE_COLOR=1", "TERM=xterm-256color"}, "\x1b[1;38;5;"},
		{[]string{"dice", "--color", "truecolor"}, nil, "\x1b[1;38;2;"},
		{[]string{"dice", "--color", "16"}, nil, "\x1b["},
		{[]string{"dice", "--color", "none"}, []string{"FORCE_COLOR=1"}, ""},
		{[]string{"dice"}, []string{"COLORTERM=truecolor", "TERM=xterm"}, ""},
	} {
		code, out, errs := call(tt.env, tt.args...)
		if code != 0 || (tt.want == "") == strings.Contains(out, "\x1b") || !strings.Contains(out, tt.want) {
			t.Errorf("%v with %v: exit code %d, %q, want %q in it; %s", tt.args, tt.env, code, out, tt.want, errs)
		}
	}
}

func TestSize(t *testing.T) {
	for size, want := range map[string][2]int{"": {80, 24}, "20x5": {20, 5}, "1x1": {1, 1}} {
		args := []string{"dice", "--print", "--color", "16"}
		if size != "" {
			args = append(args, "--size", size)
		}
		_, out, _ := call(nil, args...)
		if rows := strings.Count(out, "\n"); rows != want[1] {
			t.Errorf("size %q: %d rows, want %d", size, rows, want[1])
		}
	}
}

func TestJSON(t *testing.T) {
	code, out, errs := call(nil, "dice", "--temperature", "2", "--label", "a\u009bb\u202ec", "--json")
	if code != 0 || errs != "" {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	var d struct {
		Lab, Subject string
		Knobs        []struct{ Name, Value string }
		Readings     []struct {
			Value                                     *float64
			Text, Undefined, Unit, Provenance, Source string
		}
	}
	if err := json.Unmarshal([]byte(out), &d); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if d.Lab != "dice" || d.Subject != "five logits" || len(d.Knobs) != 7 || len(d.Readings) != 4 {
		t.Errorf("%+v", d)
	}
	if d.Knobs[1].Value != "2" || d.Knobs[4].Value != "a\u009bb\u202ec" {
		t.Errorf("knobs %+v", d.Knobs)
	}
	r := d.Readings
	if r[0].Value == nil || fmt.Sprintf("%.3f", *r[0].Value) != "2.012" || r[0].Unit != "bits" || r[0].Provenance != "computed" {
		t.Errorf("entropy %+v", r[0])
	}
	if r[1].Text != "one\x1b[2J" || r[1].Source != "a book, p. 3" || r[1].Value != nil {
		t.Errorf("top %+v", r[1])
	}
	if r[2].Undefined != "NaN" || r[2].Value != nil {
		t.Errorf("not a number: %+v", r[2])
	}
	if strings.ContainsAny(out, "\x1b\u009b\u202e") {
		t.Errorf("what steers a terminal must be escaped: %q", out)
	}
}

func TestCSV(t *testing.T) {
	_, out, _ := call(nil, "dice", "--label", `a "b", c`, "--csv")
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1+7+4 {
		t.Fatalf("%d rows: %q", len(rows), rows)
	}
	if rows[5][2] != `a "b", c` {
		t.Errorf("text knob %q", rows[5])
	}
	if r := rows[8]; r[0] != "reading" || r[1] != "entropy" || r[3] != "bits" || r[4] != "computed" || r[6] != "of 2.32" {
		t.Errorf("entropy %q", r)
	}
	if r := rows[11]; r[2] != "" || r[6] != "nothing was drawn" {
		t.Errorf("undefined %q", r)
	}
	if strings.Contains(out, "\x1b") {
		t.Errorf("escape in %q", out)
	}
}

// A screen reader speaks every character, and a braille display shows braille.
func TestPlainDrawsNothing(t *testing.T) {
	for _, env := range [][]string{nil, {"ACCESSIBLE=1"}} {
		args := []string{"dice"}
		if env == nil {
			args = append(args, "--plain")
		}
		_, out, _ := call(env, args...)
		for _, r := range out {
			if r >= 0x2500 && r <= 0x28ff || r < ' ' && r != '\n' {
				t.Errorf("%U in %q", r, out)
			}
		}
		for _, want := range []string{
			"What does temperature do?", "Looking at five logits.",
			"entropy: 1.44 bits, computed; of 2.32", "draws: none, nothing was drawn",
			"the first side has 64 %", "Again: logitarium dice",
		} {
			if !strings.Contains(out, want) {
				t.Errorf("lacks %q:\n%s", want, out)
			}
		}
	}
}

func TestHelpFitsEightyColumns(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"dice", "--help"}, {"doctor", "--help"}} {
		_, out, _ := call(nil, args...)
		for line := range strings.Lines(out) {
			if n := len([]rune(strings.TrimRight(line, "\n"))); n > 80 {
				t.Errorf("%v: %d columns: %q", args, n, line)
			}
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestFullDisk(t *testing.T) {
	for _, args := range []string{"dice --print", "dice --json", "list", "version", "doctor", "man", "completion bash", "completion powershell"} {
		var errs bytes.Buffer
		a := &app{labs: []lab.Lab{newDice()}, in: strings.NewReader(""), out: fullDisk{}, err: &errs}
		if code := a.main(strings.Fields(args)); code != exitFailure || !strings.Contains(errs.String(), "no space left") {
			t.Errorf("%s: exit code %d, %q", args, code, errs.String())
		}
	}
}

func TestExitCodes(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want int
	}{
		{io.ErrUnexpectedEOF, 1},
		{usagef("no"), 2},
		{fmt.Errorf("x.safetensors: %w", coded{exitRejected, io.ErrUnexpectedEOF}), 3},
		{coded{exitCheck, io.EOF}, 4},
		{&terminal.Crash{}, 70},
		{terminal.Signalled{Signal: syscall.SIGTERM}, 143},
		{errors.Join(io.EOF, terminal.Signalled{Signal: syscall.SIGINT}), 130},
	} {
		if got := exitCode(tt.err); got != tt.want {
			t.Errorf("%v: exit code %d, want %d", tt.err, got, tt.want)
		}
	}
}

// A knob that is called as a flag of its own would never be reached.
func TestKnobsDoNotHideFlags(t *testing.T) {
	lm := builtintest.Load(t)
	a := &app{labs: labs.All(lm, lm)}
	root := a.root()
	for _, l := range a.labs {
		for _, k := range lab.Knobs(l) {
			if root.PersistentFlags().Lookup(k.Name) != nil || k.Name == "help" {
				t.Errorf("%s: the knob %q is called as a flag of logitarium", l.Info().ID, k.Name)
			}
		}
	}
}

// A knob that another one bounds to one value is not said to have a range of
// it, whichever lab it is in.
func TestHelpOfABoundedKnob(t *testing.T) {
	oneValue := regexp.MustCompile(`(?:^|[ (])(-?[0-9.]+) to (-?[0-9.]+)\b`)
	for _, l := range labNames(t) {
		code, out, errs := callAll(t, l, "--help")
		said := strings.Join(strings.Fields(out), " ")
		for _, m := range oneValue.FindAllStringSubmatch(said, -1) {
			if m[1] == m[2] {
				t.Errorf("%s --help: a range of one value, %q", l, m[0])
			}
		}
		if want := "at their defaults only 0)"; code != 0 || l == "rag" && !strings.Contains(said, want) {
			t.Errorf("%s --help: exit code %d, %s; no %q in\n%s", l, code, errs, want, out)
		}
	}
}

func labNames(t *testing.T) []string {
	t.Helper()
	lm := builtintest.Load(t)
	var names []string
	for _, l := range labs.All(lm, lm) {
		names = append(names, l.Info().ID)
	}
	return names
}
