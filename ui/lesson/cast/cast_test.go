package cast_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"logitarium/ui/lesson/cast"
)

// TestParse compares with what asciinema reads in the same files.
func TestParse(t *testing.T) {
	var golden struct {
		Cases []struct {
			File   string
			Header struct {
				Version, Cols, Rows int
				Title               string
				TermType            string `json:"term_type"`
				HasTheme            bool   `json:"has_theme"`
			}
			Events [][3]any
		}
	}
	text, err := os.ReadFile("testdata/asciinema.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &golden); err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, tt := range golden.Cases {
		file, err := os.ReadFile(filepath.Join("testdata", tt.File))
		if err != nil {
			t.Fatal(err)
		}
		c, version, err := cast.Parse(file)
		if err != nil {
			t.Errorf("%s: %v", tt.File, err)
			continue
		}
		got, want := fmt.Sprint(version, c.Width, c.Height, c.Title, c.Term, c.Theme.Fg != ""),
			fmt.Sprint(tt.Header.Version, tt.Header.Cols, tt.Header.Rows, tt.Header.Title, tt.Header.TermType, tt.Header.HasTheme)
		if got != want {
			t.Errorf("%s: header %s, want %s", tt.File, got, want)
		}
		var events, wanted []string
		for _, e := range c.Events {
			events = append(events, fmt.Sprintf("%d %s %q", e.At.Microseconds(), e.Code, e.Data))
		}
		for _, e := range tt.Events {
			data := fmt.Sprint(e[2])
			if size, ok := e[2].([]any); ok {
				data = fmt.Sprintf("%vx%v", size[0], size[1])
			}
			wanted = append(wanted, fmt.Sprintf("%d %s %q", int(e[0].(float64)), e[1], data))
		}
		if !reflect.DeepEqual(events, wanted) {
			t.Errorf("%s: events\n%s\nwant\n%s", tt.File, strings.Join(events, "\n"), strings.Join(wanted, "\n"))
		}
		read++
	}
	if read != 8 {
		t.Errorf("%d files were compared, want 8", read)
	}
}

// full has all that a header and events can have.
func full() cast.Cast {
	palette := strings.Split(strings.Repeat("#0a0b0c ", 16), " ")[:16]
	return cast.Cast{
		Header: cast.Header{Width: 80, Height: 24, Title: `"a" <b> 日`, Term: "xterm-256color",
			Theme: cast.Theme{Fg: "#ffffff", Bg: "#000000", Palette: palette}},
		Events: []cast.Event{
			{At: 0, Code: cast.Output, Data: "\x1b[2J日\u2028<>&\r\n"},
			{At: 0, Code: cast.Marker, Data: "one"},
			{At: 67 * time.Millisecond, Code: cast.Output, Data: "x"},
			{At: 75 * time.Second, Code: cast.Resize, Data: "60x18"},
			{At: 1000 * time.Second, Code: cast.Exit, Data: "0"},
		},
	}
}

func TestEncode(t *testing.T) {
	for _, v := range []cast.Version{cast.V2, cast.V3} {
		want := full()
		got, version, err := cast.Parse(want.Encode(v))
		if v == cast.V2 { // which has no exit
			want.Events = want.Events[:4]
		}
		if err != nil || version != v || !reflect.DeepEqual(got, want) {
			t.Errorf("version %d is read as %d %+v, %v", v, version, got, err)
		}
	}
	if text := string(full().Encode(cast.V2)); !strings.Contains(text, `"title":"\"a\" <b> 日"`) ||
		!strings.Contains(text, "\n[0.000,\"o\",\"\\u001b[2J日\\u2028<>&\\r\\n\"]\n[0.000,\"m\",\"one\"]\n[0.067,") {
		t.Error(text)
	}
	bare := cast.Cast{Header: cast.Header{Width: 80, Height: 24}}
	if text := string(bare.Encode(cast.V2)); text != `{"version":2,"width":80,"height":24}`+"\n" {
		t.Error(text)
	}
	if text := string(bare.Encode(cast.V3)); text != `{"version":3,"term":{"cols":80,"rows":24}}`+"\n" {
		t.Error(text)
	}
}

// TestIntervals: rounded times, not rounded intervals, make the sum.
func TestIntervals(t *testing.T) {
	c := cast.Cast{Header: cast.Header{Width: 1, Height: 1}}
	for n := range 9001 {
		c.Events = append(c.Events, cast.Event{At: time.Duration(n) * time.Second / 15, Code: cast.Output, Data: "x"})
	}
	got, _, err := cast.Parse(c.Encode(cast.V3))
	if err != nil {
		t.Fatal(err)
	}
	if last := got.Events[9000].At; last != 600*time.Second {
		t.Errorf("9000 fifteenths of a second end at %v", last)
	}
}

func TestParseRefuses(t *testing.T) {
	const v2, v3 = `{"version":2,"width":80,"height":24}`, `{"version":3,"term":{"cols":80,"rows":24}}`
	theme := func(palette string) string {
		return `{"version":2,"width":80,"height":24,"theme":{"fg":"#000000","bg":"#ffffff","palette":"` + palette + `"}}`
	}
	for file, want := range map[string]string{
		"":                                     "line 1: this is no header",
		"[1,2]":                                "line 1: this is no header",
		`{"width":80,"height":24}`:             "line 1: this is no header",
		`{"version":4,"width":80,"height":24}`: "line 1: version 4 of the format",
		`{"version":2,"height":24}`:            "line 1: a terminal of 0x24 cells",
		`{"version":2,"width":70000,"height":24}`:                    "line 1: a terminal of 70000x24 cells",
		`{"version":2,"width":"80","height":24}`:                     "line 1: this is no header",
		`{"version":3,"width":80,"height":24}`:                       `line 1: a header of version 3 needs "term"`,
		theme("#000000"):                                             "line 1: a palette of 1 colours",
		theme(strings.Repeat("#00000g:", 7) + "x"):                   `line 1: "#00000g" is no colour`,
		v2 + "\n[1,\"o\"]":                                           `line 2: an event is [seconds, "code", "data"]`,
		v2 + "\n[\"1\",\"o\",\"x\"]":                                 `line 2: an event is`,
		v2 + "\n[null,\"o\",\"x\"]":                                  `line 2: an event is`,
		v2 + "\n[1,\"o\",5]":                                         `line 2: an event is`,
		v2 + "\n[1,\"out\",\"x\"]":                                   "line 2: a code of 3 characters",
		v2 + "\n\n[2,\"o\",\"\"]\n[1,\"o\",\"\"]":                    "line 4: the time goes back",
		v3 + "\n# said\n[-1,\"o\",\"\"]":                             "line 3: the time goes back",
		v2 + "\n# said":                                              "line 2: an event is",
		v2 + "\n[1e300,\"o\",\"\"]":                                  "line 2: the time is beyond 1000h",
		v2 + "\n[3600001,\"o\",\"\"]":                                "line 2: the time is beyond 1000h",
		v3 + "\n[3000000,\"o\",\"\"]\n[3000000,\"o\",\"\"]":          "line 3: the time is beyond 1000h",
		`{"version":2,"width":80,"height":24`:                        "line 1: this is no header of an asciicast: an object with a version: it does not end with }",
		v2 + "\n[1,\"r\",\"80\"]":                                    `line 2: "80" is no size such as 80x24`,
		v3 + "\n[1,\"x\",\"well\"]":                                  `line 2: "well" is no exit status`,
		v2 + "\n[1,\"o\",\"\xff\"]":                                  "it is no UTF-8 text",
		`{"version":2,"width":80,"height":24,"timestamp":1.5}`:       `line 1: this is no header of an asciicast: an object with a version: "timestamp" can't be a JSON number 1.5`,
		`{"version":2,"width":80,"height":24,"timestamp":-1}`:        `line 1: this is no header`,
		`{"version":2,"width":80,"height":24,"idle_time_limit":"2"}`: `line 1: this is no header`,
		`{"version":2,"width":80,"height":24,"command":5}`:           `line 1: this is no header`,
		`{"version":2,"width":80,"width":80,"height":24}`:            `line 1: this is no header of an asciicast: an object with a version: "width" is there twice`,
		`{"version":2,"Width":80,"height":24}`:                       "line 1: a terminal of 0x24 cells",
		`{"version":2,"width":80,"height":24,"title":"\ud83d"}`:      "line 1: half of a surrogate pair",
		v2 + "\n[1,\"o\",\"a\\ud83d\"]":                              "line 2: half of a surrogate pair",
		v2 + "\n[1,\"o\",\"\\ude00\\ud83d\"]":                        "line 2: half of a surrogate pair",
		v2 + "\n[1,\"o\",\"\\ud83d\\u0041\"]":                        "line 2: half of a surrogate pair",
		`{"version":2,"width":80,"height":24,"idle_time_limit":-1}`:  `line 1: an idle time of -1 seconds`,

		`{"version":1,"width":80,"height":24}`:                               `an asciicast of version 1 needs "stdout"`,
		`{"version":1,"width":0,"height":24,"stdout":[]}`:                    "a terminal of 0x24 cells",
		`{"version":1,"width":80,"height":24,"stdout":5}`:                    `event 1: an event is [seconds, "data"]`,
		`{"version":1,"width":80,"height":24,"stdout":[[1,"a"],[1]]}`:        `event 2: an event is [seconds, "data"]`,
		`{"version":1,"width":80,"height":24,"stdout":[[1,null]]}`:           `event 1: an event is [seconds, "data"]`,
		`{"version":1,"width":80,"height":24,"stdout":[[-1,"a"]]}`:           "event 1: the time goes back",
		`{"version":1,"width":80,"height":24,"stdout":[[3e6,"a"],[3e6,""]]}`: "event 2: the time is beyond 1000h",
		`{"version":1,"width":80,"height":24,"title":5,"stdout":[]}`:         "this is no asciicast of version 1",
		`{"version":1,"width":80,"height":24,"stdout":[[1,"\ud83d"]]}`:       "half of a surrogate pair",
		`{"version":1,"width":80,"height":24,"stdout":[]} x`:                 "this is no asciicast of version 1",
		"{\n\"version\":2,\n\"width\":80,\"height\":24}":                     "line 1: this is no header",
	} {
		if _, _, err := cast.Parse([]byte(file)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", file, err, want)
		}
	}
}

// A size is two numbers of cells, of which none is 0.
func TestResizeRefuses(t *testing.T) {
	for data, ok := range map[string]bool{
		"80x24": true, "1x65535": true, "80x": false, "x24": false, "80": false, "0x24": false, "80x0": false, "80x65536": false,
		"65536x24": false, "-1x24": false, "80x-1": false, "80x24x1": false, "80 x 24": false, "": false,
	} {
		file := cast.Cast{Header: cast.Header{Width: 80, Height: 24}, Events: []cast.Event{{Code: cast.Resize, Data: data}}}
		if _, _, err := cast.Parse(file.Encode(cast.V2)); (err == nil) != ok {
			t.Errorf("a size of %q: %v", data, err)
		}
	}
}

// An event is what it is in whatever way JSON writes it, and what is no event is
// none in all of them.
func TestEventsHoweverWritten(t *testing.T) {
	const header = `{"version":2,"width":80,"height":24}` + "\n"
	blanks := []string{"", " ", "\t"}
	for _, c := range []struct{ at, code, data string }{
		{"1.5", `"o"`, `"a"`}, {"1.5", `"o"`, `""`}, {"15e-1", `"\u006f"`, `"\u0061"`}, {"1.5", `"i"`, `"a,b"`}, {"1.5", `"m"`, `"\""`},
		{"1.5", `"r"`, `"80x24"`}, {"1.5", `"o"`, `"]"`}, {"1.5", `","`, `","`},
	} {
		var want cast.Event
		for i, text := range []any{&want.Code, &want.Data} {
			if err := json.Unmarshal([]byte([]string{c.code, c.data}[i]), text); err != nil {
				t.Fatal(err)
			}
		}
		want.At = 1500 * time.Millisecond
		for n := range 3 * 3 * 3 * 3 {
			a, b, d, e := blanks[n%3], blanks[n/3%3], blanks[n/9%3], blanks[n/27]
			line := "[" + a + c.at + b + "," + d + c.code + e + "," + b + c.data + a + "]"
			got, _, err := cast.Parse([]byte(header + line))
			if err != nil || len(got.Events) != 1 || got.Events[0] != want {
				t.Errorf("%q: %+v, %v; want %+v", line, got.Events, err, want)
			}
		}
	}
	for _, line := range []string{`[1,"o","a"`, `1,"o","a"]`, `[1,"o","a"}`, `{1,"o","a"]`, `[1,"o"]`, `[1,"o","a","b"]`, `[1,"o",a]`, `[1,o,"a"]`, `[1,"","a"]`, `[1,"o""a"]`, `[,"o","a"]`, `["o","a"]`, `[1,"o",]`, `[1,"oo","a"]`} {
		if _, _, err := cast.Parse([]byte(header + line)); err == nil {
			t.Errorf("%q is taken for an event", line)
		}
	}
}

// What looks like the above and is none of it.
func TestParseTakes(t *testing.T) {
	for file, want := range map[string]string{
		"{\"version\":2,\"width\":80,\"height\":24,\"timestamp\":1504467315,\"idle_time_limit\":1.5,\"command\":null}\n[1,\"o\",\"a\"]": "a",
		"{\"version\":2,\"width\":80,\"height\":24}\n[1,\"o\",\"\\ud83d\\ude00\"]":                                                      "😀",
		"{\"version\":2,\"width\":80,\"height\":24}\n[1,\"o\",\"\\\\ud83d\"]":                                                           `\ud83d`,
		"{\"version\":2,\"width\":80,\"height\":24,\"extra\":{\"width\":[1.5]},\"extra\":2}\n[1,\"o\",\"\\n\"]":                         "\n",
	} {
		c, _, err := cast.Parse([]byte(file))
		if err != nil || len(c.Events) != 1 || c.Events[0].Data != want {
			t.Errorf("%q: %q, %v", file, c.Events, err)
		}
	}
}

// Version 1 is JSON on any number of lines; the seconds of its events add up.
func TestParseV1(t *testing.T) {
	const file = "{\n \"version\": 1,\n \"width\": 3, \"height\": 2, \"title\": null,\n \"stdout\": [\n  [0.5, \"a\"],\n  [0.25, \"b\"]\n ]\n}\n"
	c, version, err := cast.Parse([]byte(file))
	want := []cast.Event{{At: 500 * time.Millisecond, Code: cast.Output, Data: "a"}, {At: 750 * time.Millisecond, Code: cast.Output, Data: "b"}}
	if err != nil || version != cast.V1 || c.Width != 3 || !reflect.DeepEqual(c.Events, want) {
		t.Errorf("%d %+v, %v", version, c, err)
	}
}

// More events than are played are refused before they are all held.
func TestParseIsBounded(t *testing.T) {
	events := strings.Repeat("[0,\"o\",\"\"]\n", 1_000_001)
	if _, _, err := cast.Parse([]byte("{\"version\":2,\"width\":8,\"height\":2}\n" + events)); err == nil || err.Error() != "it has more than 1000000 events" {
		t.Error(err)
	}
}

// FuzzParse: what can be read can be written, and is read again as it was.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.cast") // the pattern is well-formed
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	v1, err := os.ReadFile("testdata/v1_spec.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(v1)
	f.Add(full().Encode(cast.V2))
	f.Add(full().Encode(cast.V3))
	f.Fuzz(func(t *testing.T, file []byte) {
		c, v, err := cast.Parse(file)
		if err != nil {
			return
		}
		v = max(v, cast.V2)
		once := c.Encode(v)
		again, _, err := cast.Parse(once)
		if err != nil {
			t.Fatalf("%q can't be read: %v", once, err)
		}
		if twice := again.Encode(v); string(once) != string(twice) {
			t.Fatalf("%q is read as %q", once, twice)
		}
	})
}

func ExampleCast_Encode() {
	c := cast.Cast{
		Header: cast.Header{Width: 20, Height: 2, Title: "Two"},
		Events: []cast.Event{
			{Code: cast.Output, Data: "one"},
			{At: 2 * time.Second, Code: cast.Output, Data: "\x1b[Htwo"},
		},
	}
	fmt.Print(string(c.Encode(cast.V2)))
	// Output:
	// {"version":2,"width":20,"height":2,"title":"Two"}
	// [0.000,"o","one"]
	// [2.000,"o","\u001b[Htwo"]
}

func TestDifference(t *testing.T) {
	changed := func(change func(*cast.Cast)) cast.Cast {
		c := full()
		change(&c)
		return c
	}
	for want, c := range map[string]cast.Cast{
		"": full(),
		"its terminal has 80x25 cells, and should have 80x24":                           changed(func(c *cast.Cast) { c.Height++ }),
		`its title is "x", and should be "\"a\" <b> 日"`:                                 changed(func(c *cast.Cast) { c.Title = "x" }),
		`its terminal is "vt100", and should be "xterm-256color"`:                       changed(func(c *cast.Cast) { c.Term = "vt100" }),
		"its theme is another":                                                          changed(func(c *cast.Cast) { c.Theme.Palette[3] = "#123456" }),
		"event 3, at 0.068 s, should be at 0.067 s":                                     changed(func(c *cast.Cast) { c.Events[2].At += time.Millisecond }),
		`event 3, at 0.067 s, is "i", and should be "o"`:                                changed(func(c *cast.Cast) { c.Events[2].Code = cast.Input }),
		`event 3, at 0.067 s, has "y", and should have "x"`:                             changed(func(c *cast.Cast) { c.Events[2].Data = "y" }),
		`event 1, at 0.000 s, has "\x1b[2J日x", and should have "\x1b[2J日\u2028<>&\r\n"`: changed(func(c *cast.Cast) { c.Events[0].Data = "\x1b[2J日x" }),
		"it goes on after event 5, at 2,000.000 s":                                      changed(func(c *cast.Cast) { c.Events = append(c.Events, cast.Event{At: 2000 * time.Second}) }),
		"it ends after event 4; the next should be at 1,000.000 s":                      changed(func(c *cast.Cast) { c.Events = c.Events[:4] }),
	} {
		if got := c.Difference(full()).String(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	long := cast.Cast{Events: []cast.Event{{Data: strings.Repeat("a", 500) + "b" + strings.Repeat("c", 500)}}}
	other := cast.Cast{Events: []cast.Event{{Data: strings.Repeat("a", 500) + "日"}}}
	if got := other.Difference(long).String(); got != `event 1, at 0.000 s, has "aaaaaaaaaaaa日", and should have "aaaaaaaaaaaab`+strings.Repeat("c", 27)+`"` {
		t.Error(got)
	}
}
