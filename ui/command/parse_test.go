package command

import (
	"strings"
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
)

func TestOpenCommand(t *testing.T) {
	for _, c := range []struct {
		line string
		want string // the command of the lab that then stands
	}{
		{"logitarium", "logitarium toy"},
		{"  logitarium\ttoy  ", "logitarium toy"},
		{"logitarium toy --temperature 0.7", "logitarium toy --temperature 0.7"},
		{"logitarium toy --temperature=0.7 --log", "logitarium toy --temperature 0.7 --log=on"},
		{"logitarium toy --log=off --keep off", "logitarium toy"},
		{`logitarium toy --prompt "a \"b\" \$c"`, `logitarium toy --prompt 'a "b" $c'`},
		{`logitarium toy --prompt a\ b`, "logitarium toy --prompt 'a b'"},
		{`logitarium toy --prompt 'a'"b"c`, "logitarium toy --prompt abc"},
		{`logitarium toy --prompt $'a\033\'\\'`, `logitarium toy --prompt $'a\033\'\\'`},
		{"logitarium toy --prompt=-x", "logitarium toy --prompt=-x"},
		{"logitarium toy --prompt -x", "logitarium toy --prompt=-x"},
		{"logitarium toy --keep 2 --keep 3", "logitarium toy --keep 3"},
		{`logitarium toy --prompt \a`, "logitarium toy --prompt a"},
		{`logitarium toy --prompt $'\1234'`, "logitarium toy --prompt S4"}, // an octal number has three digits
	} {
		l := toy.New()
		id, err := Open(c.line, []lab.Lab{l})
		if err != nil || id != "toy" || Of(l) != c.want {
			t.Errorf("%s opens %q as %s (%v), want %s", c.line, id, Of(l), err, c.want)
		}
	}
}

// TestOpenCommandRefuses holds that nothing but a lab is opened, and that what
// a shell would do beyond that is told and not done.
func TestOpenCommandRefuses(t *testing.T) {
	const shells = "means something to a shell"
	for _, c := range []struct{ line, why string }{
		{"", "a lesson opens labs and runs nothing else: write it as in logitarium toy"},
		{"ls", "a lesson opens labs"},
		{"./logitarium toy", "a lesson opens labs"},
		{"sudo logitarium", "a lesson opens labs"},
		{"PATH=/x logitarium", "a lesson opens labs"},
		{"logitarium train", `no lab "train"; there are toy`},
		{"logitarium tooy", `did you mean "toy"?`},
		{"logitarium --print", `no lab "--print"`},
		{"logitarium toy --print", `toy has no knob "print"`},
		{"logitarium toy --model /etc", `toy has no knob "model"`},
		{"logitarium toy --temprature 1", `did you mean "temperature"?`},
		{"logitarium toy --temperature", "--temperature needs a value: 0.00 to 5.00"},
		{"logitarium toy --temperature 9", "--temperature: 9 is outside 0.00 to 5.00"},
		{"logitarium toy --log on", `"on" is no flag of toy`},
		{"logitarium toy -t 1", `"-t" is no flag`},
		{"logitarium toy --prompt 'a", "the quote ' is not closed"},
		{`logitarium toy --prompt "a`, `the quote " is not closed`},
		{"logitarium toy --prompt $'a", "the quote $' is not closed"},
		{`logitarium toy --prompt $'\x41'`, "three octal digits"},
		{`logitarium toy --prompt $'\777'`, "three octal digits"},
		{`logitarium toy --prompt $'\7`, "three octal digits"},
		{`logitarium toy --prompt a\`, shells},
		{"logitarium; rm x", shells},
		{"logitarium && id", shells},
		{"logitarium | sh", shells},
		{"logitarium > x", shells},
		{"logitarium < x", shells},
		{"logitarium $(id)", shells},
		{"logitarium `id`", shells},
		{`logitarium toy --prompt "$(id)"`, shells},
		{"logitarium toy --prompt \"`id`\"", shells},
		{"logitarium toy --prompt $HOME", shells},
		{"logitarium toy --prompt ~", shells},
		{"logitarium toy --prompt *", shells},
		{"logitarium toy --prompt {a,b}", shells},
		{"logitarium toy # end", shells},
		{"logitarium !!", shells},
		{"logitarium\nid", shells},
	} {
		if id, err := Open(c.line, []lab.Lab{toy.New()}); err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%q opens %q: %v; want %s", c.line, id, err, c.why)
		}
	}
	if _, err := Open("logitarium", nil); err == nil {
		t.Error("no lab is opened")
	}
}

// FuzzOpenCommand holds that what a lab's command opens is that lab, whatever
// its texts hold, and that no other line does harm.
func FuzzOpenCommand(f *testing.F) {
	for _, s := range []string{"", "a b", "-x", "--", "'", `\`, "$(id)", "a\x1b[2J\n\x00\xff", "\u202e", "日本 é", "=", "#"} {
		f.Add(s, 0.7, 2, true)
	}
	f.Add(`logitarium toy --prompt "x`, 0.0, -1, false)
	f.Fuzz(func(t *testing.T, text string, temperature float64, turns int, on bool) {
		l := toy.New()
		for _, k := range lab.Knobs(l) {
			switch s := k.Setting.(type) {
			case lab.Text:
				_ = s.Set(text)
			case lab.Switch:
				*s.At = on
			case lab.Number:
				s.SetPosition(temperature)
			default:
				s.Nudge(turns%9, false)
			}
		}
		line := Of(l)
		again := toy.New()
		if id, err := Open(line, []lab.Lab{again}); err != nil || id != "toy" {
			t.Fatalf("%s opens %q: %v", line, id, err)
		}
		for i, k := range lab.Knobs(again) {
			if want := lab.Knobs(l)[i].Setting.String(); k.Setting.String() != want {
				t.Fatalf("%s leaves %s at %q, want %q", line, k.Name, k.Setting, want)
			}
		}
		if id, err := Open(text, []lab.Lab{toy.New()}); err == nil && id != "toy" {
			t.Fatalf("%q opens %q", text, id)
		}
	})
}
