package tape

import (
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"
)

// plain takes from a tape what writing it out may change: positions, and the
// warnings that hold them.
func plain(tape *Tape) Tape {
	p := *tape
	p.Warnings = nil
	p.Steps = append([]Step(nil), tape.Steps...)
	for i := range p.Steps {
		p.Steps[i].Pos = Pos{}
	}
	return p
}

// FuzzParse: no text makes the parser panic; an error stands inside the text,
// a tape keeps the limits, and written out it parses to the same tape.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"Right@.5 3\nSleep 1.5m # x\nType a 'b\"' \"c'\" `d`\nWait+Screen@2s /a\\/b/\nCtrl+Alt+Shift+\\\n",
		"#@ title t\n#@ lang zh-Hant\n#@ size 80x24\n#@ seed 7\n#@ model Q4_0\n#@ ask a \"b\" 'c' `d` | e\n#@ answer \"|\" | !f \"'`| '!g' | ! \"h\" |i\n#@ expect x y >= 1e3\n#@ expect screen /é/\n#@ pause",
		"Set Theme {\"a\": 1}\nSet Theme '{'\nSet Theme '{}}'\nSet LoopOffset .5%\nSet WaitPattern \"/\"\nSet MarginFill '#102030'\nOutput a/b.gif\nHide Show\nWait",
		"Source s.tape\nSource s.tape\n", "/\\", "Type \"", "\ufeff\r\r\n", "#@", "Ctrl+", "Sleep 99999999999m", "\xff",
	} {
		f.Add(seed)
	}
	folder := fstest.MapFS{"s.tape": {Data: []byte("Enter 2\n#@ say s\nSet TypingSpeed 1ms")}}
	f.Fuzz(func(t *testing.T, text string) {
		tape, err := Parse("x.tape", text, folder)
		if err != nil {
			inside(t, text, err.(Errors))
			return
		}
		if len(tape.Steps) == 0 || len(tape.Steps) > MaxSteps || tape.Duration() > MaxTime || tape.Duration() < 0 {
			t.Errorf("%d steps, %v", len(tape.Steps), tape.Duration())
		}
		again, err := Parse("x.tape", tape.String(), nil)
		if err != nil {
			t.Fatalf("%q written as %q: %v", text, tape, err)
		}
		if got, want := plain(again), plain(tape); !reflect.DeepEqual(got, want) {
			t.Errorf("%q written as %q is\n%+v, was\n%+v", text, tape, got, want)
		}
	})
}

// inside checks that each error stands at a character of the text or just
// behind a line of it.
func inside(t *testing.T, text string, all Errors) {
	text = strings.TrimPrefix(text, "\ufeff")
	lines := strings.Split(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "\n")
	for _, e := range all {
		p := e.Pos
		if p.File == "s.tape" {
			continue // an error of the fixed one: too late a setting, or a step too many
		}
		if p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Column > utf8.RuneCountInString(lines[p.Line-1])+1 {
			t.Errorf("%q has %d lines; error at %v", text, len(lines), p)
		}
		if msg := e.Msg.String(); msg == "" || !utf8.ValidString(msg) || strings.ContainsAny(msg, "\n\x1b") {
			t.Errorf("message %q", e.Msg)
		}
	}
	if len(all) == 0 || len(all) > maxErrors {
		t.Errorf("%d errors", len(all))
	}
}

func BenchmarkParse(b *testing.B) {
	text := strings.Repeat("Right@100ms 3 # turn\nType \"hello\"\n#@ say \"Watch the first bar.\"\n#@ expect entropy < 1.8\n", 200)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse("x.tape", text, nil); err != nil {
			b.Fatal(err)
		}
	}
}
