package tape

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// vhsCommand is a command as vhs's parser gives it.
type vhsCommand struct{ Type, Options, Args string }

// asVHS writes a step as vhs's parser would; ok is false for directives, which
// vhs doesn't see.
func asVHS(s Step) (c vhsCommand, ok bool) {
	if s.OwnTime {
		c.Options = s.Time.String()
	}
	switch s.Kind {
	case Key:
		switch {
		case s.Ctrl:
			c.Type, c.Args = "CTRL", s.Key
			if s.Shift {
				c.Args = "Shift " + c.Args
			}
			if s.Alt {
				c.Args = "Alt " + c.Args
			}
		case s.Alt:
			c.Type, c.Args = "ALT", s.Key
		case s.Shift:
			c.Type, c.Args = "SHIFT", s.Key
		default:
			c.Type, c.Args = upper(s.Key), strconv.Itoa(s.Count)
		}
	case Type:
		c.Type, c.Args = "TYPE", s.Text
	case Sleep:
		c = vhsCommand{"SLEEP", "", s.Time.String()}
	case Wait:
		c.Type, c.Args = "WAIT", "Line"
		if s.Screen {
			c.Args = "Screen"
		}
		if s.OwnPattern {
			c.Args += " " + s.Pattern.String()
		}
	case Hide, Show, Screenshot:
		c.Type, c.Args = upper(string(s.Kind)), s.Text
	case Output:
		c = vhsCommand{"OUTPUT", ".png", s.Text}
		if i := strings.LastIndex(s.Text, "."); i > 0 {
			c.Options = s.Text[i:]
		}
	case Set:
		c = vhsCommand{"SET", s.Name, s.Text}
		if s.Name == "LoopOffset" {
			c.Args += "%"
		}
	default:
		return c, false
	}
	return c, true
}

// upper turns PageUp into PAGE_UP.
func upper(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && 'A' <= r && r <= 'Z' {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return strings.ToUpper(b.String())
}

// sameTimes writes the times of a command of vhs in one way: .5s is 500ms.
func (c vhsCommand) sameTimes() vhsCommand {
	if d, err := time.ParseDuration(c.Options); err == nil {
		c.Options = d.String()
	}
	if d, err := time.ParseDuration(c.Args); err == nil && (c.Type == "SLEEP" || c.Type == "SET") {
		c.Args = d.String()
	}
	return c
}

// TestAgainstVHS: on the common subset the commands are those of vhs's own
// parser, and what it refuses is refused.
func TestAgainstVHS(t *testing.T) {
	data, err := os.ReadFile("testdata/vhs.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden struct {
		Cases []struct {
			Tape     string
			Commands []vhsCommand
			Errors   []string
		}
	}
	if err := json.Unmarshal(data, &golden); err != nil {
		t.Fatal(err)
	}
	if len(golden.Cases) != 44 {
		t.Fatalf("%d tapes, want 44", len(golden.Cases))
	}
	commands, refused := 0, 0
	for _, c := range golden.Cases {
		tape, err := Parse("x.tape", c.Tape, nil)
		if len(c.Errors) > 0 {
			if refused++; err == nil {
				t.Errorf("%q is a tape; vhs: %q", c.Tape, c.Errors)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", c.Tape, err)
			continue
		}
		var got []vhsCommand
		for _, s := range tape.Steps {
			if c, ok := asVHS(s); ok {
				got = append(got, c.sameTimes())
			}
		}
		if len(got) != len(c.Commands) {
			t.Errorf("%q: %d commands, vhs has %d\n%v\n%v", c.Tape, len(got), len(c.Commands), got, c.Commands)
			continue
		}
		for i, want := range c.Commands {
			if commands++; got[i] != want.sameTimes() {
				t.Errorf("%q: command %d is %q, in vhs %q", c.Tape, i, got[i], want)
			}
		}
	}
	if commands < 150 || refused < 25 {
		t.Errorf("only %d commands and %d refusals compared", commands, refused)
	}
}
