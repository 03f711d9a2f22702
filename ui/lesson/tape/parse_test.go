package tape

import (
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func parse(t *testing.T, text string) *Tape {
	t.Helper()
	tape, err := Parse("x.tape", text, nil)
	if err != nil {
		t.Fatal(err)
	}
	return tape
}

func Example() {
	tape, err := Parse("colder.tape", `#@ title "Temperature"
#@ size 80x24
#@ seed 7
Set TypingSpeed 20ms
#@ chapter Colder
Type "t"
Left@200ms 3
#@ ask "Does the entropy rise or fall?" | it falls
#@ expect entropy < 1.8
Sleep 2s
`, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(tape.Title, tape.Size, tape.Seed, tape.Duration())
	for _, s := range tape.Steps {
		fmt.Println(s.Pos, s.Duration(), s)
	}
	// Output:
	// Temperature 80x24 7 2.62s
	// colder.tape:4:1 0s Set TypingSpeed 20ms
	// colder.tape:5:4 0s #@ chapter "Colder"
	// colder.tape:6:1 20ms Type "t"
	// colder.tape:7:1 600ms Left@200ms 3
	// colder.tape:8:4 0s #@ ask "Does the entropy rise or fall?" | "it falls"
	// colder.tape:9:4 0s #@ expect entropy < 1.8
	// colder.tape:10:1 2s Sleep 2s
}

func ExampleErrors() {
	_, err := Parse("x.tape", "#@ titel x\nSleep soon\n#@ siz 80x24\n", nil)
	fmt.Println(err)
	// Output:
	// x.tape:1:4: no directive "titel"; after #@ comes one of title, lang, size, seed, model, chapter, say, note, pause, await, cover, ask, answer, expect; did you mean "title"?
	// x.tape:2:7: a time is missing here; it is a number of ms, s or m, as in 500ms or 2s
	// x.tape:3:4: no directive "siz"; after #@ comes one of title, lang, size, seed, model, chapter, say, note, pause, await, cover, ask, answer, expect; did you mean "size"?
}

func TestDirectives(t *testing.T) {
	got := parse(t, "#@title 'My \"first\" lesson'\n#@ size 100x30\n#@ seed 18446744073709551615\n"+
		"#@ say  it's bare text \n#@ note `x`\n#@ pause\n#@ ask Up? | no, \"down\"\n#@ ask \"a | b?\" | \"c\"\n"+
		"#@ expect mass kept>=0.9\n#@ expect order = hf\n#@ expect order != gpt 2\n#@ expect screen /a\\/b #/\n"+
		"#@ expect screen = big\nRight 2 #@ say \"behind\"\n# @ say no\n#say no\n")
	if got.Title != `My "first" lesson` || got.Size != (Size{100, 30}) || got.Seed != 1<<64-1 || !got.HasSeed {
		t.Errorf("header: %q %v %d %v", got.Title, got.Size, got.Seed, got.HasSeed)
	}
	var lines []string
	for _, s := range got.Steps {
		lines = append(lines, s.String())
	}
	want := []string{
		`#@ say "it's bare text"`, `#@ note "x"`, `#@ pause`, "#@ ask \"Up?\" | `no, \"down\"`", `#@ ask "a | b?" | "c"`,
		"#@ expect mass kept >= 0.9", "#@ expect order = hf", "#@ expect order != gpt 2", `#@ expect screen /a\/b #/`,
		"#@ expect screen = big", "Right 2", `#@ say "behind"`,
	}
	if !reflect.DeepEqual(lines, want) {
		t.Errorf("steps:\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
	if e := got.Steps[5]; e.Name != "mass kept" || e.Op != ">=" || e.Number != 0.9 || !e.Numeric {
		t.Errorf("expect: %+v", e)
	}
	if e := got.Steps[6]; e.Text != "hf" || e.Numeric {
		t.Errorf("expect: %+v", e)
	}
	if !got.Steps[8].Pattern.MatchString("a/b #") {
		t.Errorf("pattern %v", got.Steps[8].Pattern)
	}
}

func TestAnswers(t *testing.T) {
	got := parse(t, "#@ ask Up? | it rises\n\n# comment\n#@ answer rises | 'goes up' |!falls| !\"a | b\"\n#@ pause\n").Steps[0]
	if want := []string{"rises", "goes up"}; !reflect.DeepEqual(got.Right, want) {
		t.Errorf("right are %q, want %q", got.Right, want)
	}
	if want := []string{"falls", "a | b"}; !reflect.DeepEqual(got.Wrong, want) {
		t.Errorf("wrong are %q, want %q", got.Wrong, want)
	}
	if want := "#@ ask \"Up?\" | \"it rises\"\n#@ answer \"rises\" | \"goes up\" | !\"falls\" | !\"a | b\""; got.String() != want {
		t.Errorf("written as\n%s\nwant\n%s", got, want)
	}
}

func TestTimes(t *testing.T) {
	tape := parse(t, "Type ab\nSet TypingSpeed 10ms\nType 'éé'\nRight 3\nRight@1s 2\nCtrl+c\nHide\nSleep 1.5\nWait /x/\nWait@2s /x/\n#@ say x\n")
	want := []time.Duration{100, 0, 20, 30, 2000, 0, 0, 1500, 15000, 2000, 0}
	var sum time.Duration
	for i, s := range tape.Steps {
		if s.Duration() != want[i]*time.Millisecond {
			t.Errorf("%v lasts %v, want %d ms", s, s.Duration(), want[i])
		}
		sum += s.Duration()
	}
	if tape.Duration() != sum {
		t.Errorf("the tape lasts %v, its steps %v", tape.Duration(), sum)
	}
	speed := parse(t, "Set PlaybackSpeed 2.5\nEnter")
	if speed.PlaybackSpeed != 2.5 || tape.PlaybackSpeed != 1 {
		t.Errorf("playback speeds %g and %g", speed.PlaybackSpeed, tape.PlaybackSpeed)
	}
	waits := parse(t, "Set WaitTimeout 3s\nSet WaitPattern /a+/\nWait\nWait+Screen /b/")
	if w := waits.Steps[2]; w.Time != 3*time.Second || w.Pattern.String() != "a+" || w.OwnPattern || w.Screen {
		t.Errorf("wait: %+v", w)
	}
	if w := waits.Steps[3]; w.Time != 3*time.Second || w.Pattern.String() != "b" || !w.OwnPattern || !w.Screen {
		t.Errorf("wait: %+v", w)
	}
}

// Every fault: where it is, and words that its message must hold.
func TestErrors(t *testing.T) {
	many := strings.Repeat("Enter\n", MaxSteps)
	for _, tt := range []struct{ tape, at, says string }{
		{"", "1:1", "no step"},
		{"# nothing\n", "1:1", "no step"},
		{"Typ x", "1:1", `did you mean "Type"?`},
		{"Enter\n  rigt", "2:3", `did you mean "Right"?`},
		{"Enter Enterr", "1:7", `did you mean "Enter"?`},
		{"/\\", "1:1", "no closing /"},
		{"Type \"abc", "1:6", `no closing "`},
		{"Type 'é' 'abc", "1:10", "no closing '"},
		{"Type", "1:5", "nothing to type"},
		{`Type ""`, "1:8", "nothing to type"},
		{"Type 0.7", "1:6", `Type "0.7"`},
		{"Type é", "1:6", "put text in quotes"},
		{"Set Theme {\n}", "1:11", "no closing }"},
		{"Type \"a\x1b[2J\"", "1:8", "control character"},
		{"#@ say \"\u009b\"", "1:9", "control character"},
		{"Enter\nType \"\xff\"", "2:7", "isn't UTF-8"},
		{"\xff\xfeE\x00", "1:1", "UTF-16"},
		{"Right 0", "1:7", "from 1 to 1,000"},
		{"Right 1001", "1:7", "from 1 to 1,000"},
		{"Right 1.5", "1:7", "whole number"},
		{"Right 99999999999999999999", "1:7", "from 1 to 1,000"},
		{"Right@ 3x", "1:9", "no command"},
		{"Right@", "1:7", "a time is missing"},
		{"Sleep 1.2.3", "1:7", "no number"},
		{"Sleep 31m", "1:7", "longer than a lesson may last"},
		{"Sleep " + strings.Repeat("9", 400), "1:7", "no number"},
		{"Sleep 20m\nSleep 11m", "2:1", "lasts at most 30m0s"},
		{many + "Enter", "10001:1", "at most 10,000 steps"},
		{strings.Repeat("Up@0s 1000\n", 101), "101:1", "at most 100,000 keys"},
		{strings.Repeat("#\n", MaxBytes/2) + "#", "1:1", "larger than 1,048,576 bytes"},
		{"Wait", "1:5", "needs a pattern"},
		{"Wait //", "1:6", "empty"},
		{"Wait /(/", "1:6", "missing closing )"},
		{"Wait /" + strings.Repeat("x", 201) + "/", "1:6", "at most 200"},
		{strings.Repeat("Wait@1s /(x{30}){30}/\n", 200), "104:9", "too large together"},
		{strings.Repeat("Enter ", MaxBytes/6), "1:1", "at most 10,000 are allowed"},
		{strings.Repeat("x", maxLine), "1:1", "no command"},
		{"#@say " + strings.Repeat("x", maxLine-6), "1:3", "when it is written out"},
		{"#@ title " + strings.Repeat("x", maxTitle+1), "1:4", "at most 500"},
		{"Wait+Scren /x/", "1:6", `did you mean "Screen"?`},
		{"Wait@0 /x/", "1:5", "longer time than 0"},
		{"Ctrl", "1:5", "Ctrl+c"},
		{"Ctrl+Shift", "1:11", "Ctrl+c"},
		{"Ctrl+foo", "1:6", "can't be pressed"},
		{"Ctrl+a+b", "1:7", "pressed last"},
		{"Shift+Left", "1:7", "can't be pressed"},
		{"Set Shell bash", "1:5", "runs no program"},
		{"Require vim", "1:1", "not supported in lessons"},
		{"Env A b", "1:1", "not supported in lessons"},
		{"Copy x", "1:1", "clipboard"},
		{"Paste", "1:1", "clipboard"},
		{"End", "1:1", "no such key"},
		{"Set FontSiz 3", "1:5", `did you mean "FontSize"?`},
		{"Set", "1:4", "no setting"},
		{"Set FontSize big", "1:14", "Set FontSize 22"},
		{"Set PlaybackSpeed 0", "1:19", "PlaybackSpeed 1.5"},
		{"Set MarginFill secret.png", "1:16", "#102030"},
		{"Set TypingSpeed 1m", "1:17", "below a minute"},
		{"Set WaitTimeout 0", "1:17", "longer time than 0"},
		{"Set CursorBlink no", "1:17", "false"},
		{"Enter\nSet Width 3", "2:1", "move it to the top"},
		{"Output ../../.bashrc", "1:8", "out of the lesson's folder"},
		{"Output /tmp/x.gif", "1:8", "needs the name of a file"},
		{`Output "/tmp/x.gif"`, "1:8", "out of the lesson's folder"},
		{`Output "~/x.gif"`, "1:8", "out of the lesson's folder"},
		{`Output "C:\x.gif"`, "1:8", "out of the lesson's folder"},
		{`Screenshot "a/../../x.png"`, "1:12", "out of the lesson's folder"},
		{"Screenshot x.gif", "1:12", ".png"},
		{"Output x", "1:8", "no ending"},
		{"#@ sai x", "1:4", `did you mean "say"?`},
		{"#@", "1:3", "no directive"},
		{"#@ say", "1:7", "text is missing"},
		{"#@ say \" \"", "1:8", "text is empty"},
		{"#@ say \"a\" b", "1:12", "too much"},
		{"#@ say \"a", "1:8", "no closing"},
		{"#@ pause 3", "1:10", "too much"},
		{"#@ size 80", "1:9", "columns x rows"},
		{"#@ size 80x2", "1:9", "from 20x5 to 500x200"},
		{"#@ seed -1", "1:9", "whole number"},
		{"#@ seed 1\n#@ seed 1", "2:4", "first at x.tape:1:4"},
		{"#@ model", "1:9", "one of F32, Q8_0, Q4_0"},
		{"#@ model q4_0", "1:10", "no way to save"},
		{"#@ model Q4_K", "1:10", "no way to save"},
		{"#@ model x.gguf", "1:10", "no way to save"},
		{"#@ model Q8_0 Q4_0", "1:15", "too much"},
		{"#@ model Q8_0\n#@ model Q8_0", "2:4", "first at x.tape:1:4"},
		{"#@ ask \"a\"", "1:11", "answer"},
		{"#@ ask \"a\" |", "1:13", "text is missing"},
		{"#@ answer up", "1:4", "no question on the line before"},
		{"#@ ask a | b\n#@ pause\n#@ answer up", "3:4", "no question on the line before"},
		{"#@ ask a | b\n#@ answer up\n#@ answer down", "3:4", "has an #@ answer already"},
		{"#@ ask a | b\n#@ answer", "2:10", "text is missing"},
		{"#@ ask a | b\n#@ answer up |", "2:15", "text is missing"},
		{"#@ ask a | b\n#@ answer !", "2:12", "text is missing"},
		{"#@ ask a | b\n#@ answer 'up' down", "2:16", "too much"},
		{"#@ expect entropy", "1:11", "nothing to compare"},
		{"#@ expect < 3", "1:11", "name of a reading"},
		{"#@ expect a == 3", "1:13", "use one of"},
		{"#@ expect a <", "1:14", "value is missing"},
		{"#@ expect a < b", "1:15", "no number"},
		{"#@ expect a < NaN", "1:15", "no number"},
		{"#@ expect screen /x", "1:18", "no closing /"},
		{"#@ expect screen /x/ y", "1:22", "too much"},
		{"Source a.tape", "1:8", "in no folder"},
	} {
		_, err := Parse("x.tape", tt.tape, nil)
		var all Errors
		if !errors.As(err, &all) {
			t.Errorf("%.60q: %v, want Errors", tt.tape, err)
			continue
		}
		if at := fmt.Sprintf("%d:%d", all[0].Pos.Line, all[0].Pos.Column); at != tt.at || !strings.Contains(all[0].Msg.String(), tt.says) {
			t.Errorf("%.60q: %v\nwant %s … %s", tt.tape, err, tt.at, tt.says)
		}
		if len(all[0].Msg.String()) > 500 {
			t.Errorf("%.60q: a message of %d bytes", tt.tape, len(all[0].Msg.String()))
		}
	}
}

// What lacks something is answered with an example of itself, which can be written.
func TestExamples(t *testing.T) {
	for _, d := range directives {
		if _, err := Parse("x.tape", "#@ "+d.name, nil); err != nil && strings.Contains(err.Error(), "write it as in") && !strings.Contains(err.Error(), d.example) {
			t.Errorf("#@ %s: %v, and the example is %s", d.name, err, d.example)
		}
		for _, example := range strings.Split(d.example, ", or ") {
			before := map[string]string{"answer": "#@ ask a | b\n"}[d.name]
			if _, err := Parse("x.tape", before+example+"\nEnter", nil); err != nil {
				t.Errorf("%s: %v", example, err)
			}
		}
	}
}

// One fault doesn't hide another, and a file full of them stays readable.
func TestManyErrors(t *testing.T) {
	_, err := Parse("x.tape", "Foo\nRight 2\nSleep\n#@ bar\nType \"\n", nil)
	if all, _ := err.(Errors); len(all) != 4 {
		t.Errorf("%v, want 4 errors", err)
	}
	_, err = Parse("x.tape", strings.Repeat("Foo\n", 1000), nil)
	if all, _ := err.(Errors); len(all) != maxErrors {
		t.Errorf("%d errors, want %d", len(all), maxErrors)
	}
}

func TestLineEnds(t *testing.T) {
	want := parse(t, "Enter\n\nRight 2\n")
	for _, text := range []string{"Enter\r\n\r\nRight 2\r\n", "Enter\r\rRight 2", "\ufeffEnter\n\nRight 2"} {
		if got := parse(t, text); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestWarnings(t *testing.T) {
	tape := parse(t, "#@ chapter a\n#@ chapter b\n#@ chapter a\n")
	if len(tape.Warnings) != 1 || tape.Warnings[0].Pos.Line != 3 {
		t.Errorf("warnings %v", tape.Warnings)
	}
}

func TestSource(t *testing.T) {
	folder := fstest.MapFS{
		"intro.tape":  {Data: []byte("Output intro.gif\nSet TypingSpeed 10ms\nRight 2\n#@ say hello\n")},
		"nested.tape": {Data: []byte("Enter\nSource intro.tape\n")},
		"main.tape":   {Data: []byte("Source main.tape\n")},
		"bad.tape":    {Data: []byte("Enter\nRigth\n")},
		"empty.tape":  {},
		"big.tape":    {Data: []byte(strings.Repeat("#\n", MaxBytes/3))},
		"dir.tape/a":  {},
		"link.tape":   {Data: []byte("intro.tape"), Mode: fs.ModeSymlink | 0o777},
		"x.txt":       {Data: []byte("Enter")},
	}
	tape, err := Parse("lessons/main.tape", "Left\nSource \"./intro.tape\" Up\nDown", folder)
	if err != nil {
		t.Fatal(err)
	}
	want := "Left\nSet TypingSpeed 10ms\nRight 2\n#@ say \"hello\"\nUp\nDown\n"
	if tape.String() != want {
		t.Errorf("steps:\n%swant\n%s", tape, want)
	}
	if p := tape.Steps[2].Pos; p != (Pos{"intro.tape", 3, 1}) {
		t.Errorf("a sourced step is at %v", p)
	}
	for text, says := range map[string]string{
		"Source main.tape":                   "main.tape:1:8: Source \"main.tape\": a tape can't source itself",
		"Source ./main.tape":                 "itself",
		"Source nested.tape":                 "nested.tape:2:8: ",
		"Source \"../intro.tape\"":           "same folder",
		"Source \"/etc/passwd\"":             "same folder",
		"Source \"a\\intro.tape\"":           "same folder",
		"Source sub/intro.tape":              "same folder",
		"Source x.txt":                       ".tape",
		"Source none.tape":                   "no such file",
		"Source empty.tape":                  "empty",
		"Source dir.tape":                    "no plain file",
		"Source link.tape":                   "no plain file",
		"Source bad.tape":                    "bad.tape:2:1: no command",
		"Source":                             "needs the name",
		"Source big.tape\nSource big.tape":   "larger than",
		"Source intro.tape\nSource bad.tape": "bad.tape:2:1",
	} {
		if _, err := Parse("main.tape", text, folder); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", text, err, says)
		}
	}
}

// A lesson runs nothing and opens nothing itself: no package that it is built
// from can start a program or reach the network.
func TestImportGraph(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	if len(deps) < 10 {
		t.Fatalf("only %d packages", len(deps))
	}
	for _, p := range deps {
		switch p {
		case "os/exec", "os/user", "net", "net/http", "plugin":
			t.Errorf("the parser of lessons is built from %s", p)
		}
	}
	out, err = exec.Command("go", "list", "-f", `{{join .Imports "\n"}}`, ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range strings.Fields(string(out)) {
		if p == "os" || p == "syscall" || p == "path/filepath" {
			t.Errorf("the parser of lessons imports %s: files come in as an fs.FS", p)
		}
	}
}
