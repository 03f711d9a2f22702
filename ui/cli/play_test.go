package cli

import (
	"strings"
	"testing"

	"logitarium/ui/lesson/tape"
)

func TestChapterNamed(t *testing.T) {
	tp, err := tape.Parse("a.tape", "#@ chapter \"Open\"\n#@ chapter \"Colder\"\n#@ chapter \"Cold and hot\"\nSleep 1s", nil)
	if err != nil {
		t.Fatal(err)
	}
	for asked, want := range map[string]int{"": 0, "1": 0, "3": 2, "colder": 1, "COLD AND": 2, "o": 0} {
		if got, err := chapterNamed(tp, asked); err != nil || got != want {
			t.Errorf("chapter %q is %d, %v; want %d", asked, got, err, want)
		}
	}
	for asked, want := range map[string]string{"0": "chapters 1 to 3", "4": "chapters 1 to 3", "Coldre": `did you mean "Colder"?`} {
		if _, err := chapterNamed(tp, asked); err == nil || !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(want)) {
			t.Errorf("chapter %q: %v, want %q", asked, err, want)
		}
	}
}

// Without a terminal the transcript is written; what play can't do is said.
func TestPlayWithoutTerminal(t *testing.T) {
	path := writeTape(t, colder)
	_, transcript, _ := callReal(t, "transcript", path)
	for _, args := range [][]string{{"play", path}, {"play", path, "--plain"}, {"play", path, "--present", "--chapter", "1"}} {
		if code, out, errs := callReal(t, args...); code != 0 || out != transcript {
			t.Errorf("%q: code %d, %q\n%s", args, code, errs, out)
		}
	}
	for _, tt := range []struct{ args, want string }{
		{"--print", "logitarium record"},
		{"--notes", "this is none"},
		{"--notes --size 80x24", "as large as the terminal"},
		{"--notes --speed 2", "notes follow it"},
		{"--notes --chapter 1", "notes follow it"},
		{"--speed 9", "outside 0.25 to 4"},
		{"--speed NaN", "outside 0.25 to 4"},
		{"--chapter 7", "chapters 1 to"},
		{"other", "plays one lesson"},
	} {
		args := append([]string{"play", path}, strings.Fields(tt.args)...)
		if code, out, errs := callReal(t, args...); code != exitUsage || out != "" || !strings.Contains(errs, tt.want) {
			t.Errorf("%q: code %d, %q, %q", args, code, out, errs)
		}
	}
}
