package lesson_test

import (
	"strings"
	"testing"

	"logitarium/ui/lesson"
)

func TestCheck(t *testing.T) {
	const fine = "#@ chapter \"A\"\n#@ say \"a\"\nSleep 1s\n#@ expect temperature = 1\n"
	long := strings.Repeat("word ", 80)
	for _, c := range []struct {
		name, tape   string
		fails, warns []string // each holds a piece of one, in order
	}{
		{"nothing wrong", fine, nil, nil},
		{"a claim that is not so", fine + "#@ expect temperature > 1", []string{"5:4: temperature is 1: not > 1"}, nil},
		{"no chapter", "#@ say \"a\"\nSleep 1s", nil, []string{"1:4: the lesson has no chapter"}},
		{"a silent chapter", fine + "#@ chapter \"B\"\n#@ expect keep = off", nil, []string{`5:4: the chapter "B" says nothing`}},
		{"a chapter that checks nothing", "#@ chapter \"B\"\n#@ say b\nSleep 1s\n" + fine, nil, []string{`1:4: the chapter "B" checks nothing`}},
		{"two chapters of one name", fine + fine, nil, []string{`5:4: a second chapter "A"`}},
		{"an unchecked question", fine + "#@ ask \"b?\" | c", nil, []string{"5:4: no expect between this question"}},
		{"a checked question", "#@ chapter \"A\"\n#@ ask \"b?\" | c\nSleep 1s\n#@ expect temperature = 1", nil, nil},
		{"a caption that is cut", fine + "#@ say \"" + long + "\"", nil, []string{"5:4: on a screen of 80x24 the text needs 6 lines and has 4"}},
		{"one that is cut on a small screen", fine + "#@ say \"" + long[:250] + "\"", nil, []string{"5:4: on a screen of 60x18 the text needs 5 lines"}},
		{"an answer that is cut", "#@ chapter \"A\"\n#@ ask \"b?\" | " + long[:60] + "\nSleep 1s\n#@ expect temperature = 1", nil, []string{"2:4: on a screen of 60x18 the answer is longer"}},
		{"scrolling", fine + "ScrollDown 3", nil, []string{"5:1: ScrollDown scrolls the window of vhs"}},
		{"a refused value", fine + "Type \"t\"\nEnter\nType \"9\"\nEnter\nEscape", nil, []string{"8:1: the program answers with an error that no expect screen looks for: 9 is outside 0.00 to 5.00"}},
		{"a refused value that is meant", fine + "Type \"t\"\nEnter\nType \"9\"\nEnter\n#@ expect screen /outside/\nEscape", nil, nil},
		{"an error to the end", fine + "Type \"f\"", nil, []string{"5:1: the lesson ends with an error on the screen: the toy failed"}},
		{"another error in its place", fine + "Type \"f\"\n#@ expect screen /toy failed/\nType \"t\"\nEnter\nType \"9\"\nEnter", nil, []string{"10:1: the lesson ends with an error on the screen: 9 is outside"}},
		{"what a small screen has no room for", fine + "#@ expect screen /likeliest/", nil, []string{"5:4: /likeliest/ is not on a screen of 60x18"}},
		{"a caption about what a small screen has no room for", "#@ chapter \"A\"\nType \"n\"\n#@ say \"Then 'Watch the entropy', and 'no such thing'.\"\nSleep 1s\n#@ expect temperature = 1", nil, []string{
			"3:4: it speaks of Watch the entropy, not seen on a screen of 60x18", "60x18 with --present"}},
		{"a caption about a reading", "#@ chapter \"A\"\n#@ say \"The entropy is 1.88, and 'likeliest' is forest.\"\nSleep 1s\n#@ expect temperature = 1", nil, nil},
		{"an answer in sight", "#@ chapter \"It is 0.491\"\n#@ ask \"How likely is it?\" | 0.491\nSleep 1s\n#@ expect temperature = 1", nil, []string{
			"2:4: the answer, 0.491, stands on a screen of 60x18 while", "80x24 while", "120x40 while", "60x18 with --present while", "80x24 with", "120x40 with"}},
		{"an answer that is covered", "#@ chapter \"A\"\n#@ ask \"How open is it?\" | 1.88 bits\nSleep 1s\n#@ expect entropy = 1.88", nil, nil},
		{"a sentence that stood before its question", "#@ chapter \"A\"\n#@ say a\nSleep 1s\n#@ ask \"b?\" | c\nSleep 1s\n#@ expect temperature = 1\n#@ say d", nil, []string{"4:4: what the picture says after the answer it says before the question"}},
		{"one that was covered", "#@ chapter \"A\"\n#@ cover\n#@ say a\nSleep 1s\n#@ ask \"b?\" | c\nSleep 1s\n#@ expect temperature = 1\n#@ say d", nil, nil},
		{"one that is another now", "#@ chapter \"A\"\n#@ say a\nSleep 1s\n#@ ask \"b?\" | c\nSleep 1s\nType \"t\"\nLeft\n#@ expect temperature < 1\n#@ say d", nil, nil},
		{"one beside a number that is asked for", "#@ chapter \"A\"\n#@ say a\nSleep 1s\n#@ ask \"b?\" | 7\nSleep 1s\n#@ expect temperature = 1\n#@ say d", nil, nil},
		{"a reading that stood before its question", "#@ chapter \"A\"\n#@ say a\nSleep 1s\n#@ ask \"b?\" | 0 times\nSleep 1s\n#@ expect steps = 0", nil, []string{"4:4: steps 0 can be read on a screen of 80x24 before", "120x40 before"}},
		{"one that was covered", "#@ chapter \"A\"\n#@ cover\n#@ say a\nSleep 1s\n#@ ask \"b?\" | 0 times\nSleep 1s\n#@ expect steps = 0", nil, nil},
		{"one of two, and the other was not so", "#@ chapter \"A\"\n#@ say a\nSleep 1s\n#@ ask \"b?\" | 0 times\nSleep 1s\nType \"t\"\nLeft\n#@ expect steps = 0\n#@ expect temperature = 0.95", nil, nil},
		{"a choice without blanks", "#@ chapter \"A\"\n#@ ask \"先看哪個：keep還是temperature？\" | temperature\nSleep 1s\n#@ expect temperature = 1", nil, nil},
		{"a pause in silence", "#@ chapter \"A\"\n#@ say a\nSleep 1s\n#@ pause\nType \"t\"\n#@ pause\n#@ expect temperature = 1", nil, []string{"6:4: the lesson pauses while nothing is said"}},
		{"a form that is right and wrong", "#@ chapter \"A\"\n#@ ask \"b?\" | it rises, much\n#@ answer up | !rises | ! UP | !down\nSleep 1s\n#@ expect temperature = 1", nil, []string{
			`2:4: "rises" is said to be a wrong answer`, `2:4: "UP" is said`}},
		{"a wait that a small screen lets run out", fine + "Wait+Screen@1s /likeliest/", nil, []string{"5:1: /likeliest/ is not seen on a screen of 60x18, so the lesson waits 1s"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			unhurried := strings.ReplaceAll(c.tape, "Sleep 1s", "Sleep 9s") + "\nSleep 30s" // pace has a test of its own
			report, err := lesson.Check(parse(t, unhurried), setup())
			if err != nil {
				t.Fatal(err)
			}
			compare(t, "failures", report.Failures, c.fails)
			compare(t, "warnings", report.Warnings, c.warns)
		})
	}
}

func compare(t *testing.T, what string, got []lesson.Failure, want []string) {
	t.Helper()
	ok := len(got) == len(want)
	for i := range want {
		ok = ok && strings.Contains(got[i].Error(), want[i])
	}
	if !ok {
		t.Errorf("%s: %q\nwant %q", what, got, want)
	}
}

// TestShellIsRefused: a tape that begins as those of vhs do, with a shell's
// commands, says what it can't do instead of pressing their letters as keys.
func TestShellIsRefused(t *testing.T) {
	for _, c := range []struct{ tape, fails string }{
		{"Hide\nType \"cd ~/lessons && clear\"\nEnter\nShow\nType \"logitarium toy\"\nEnter\nSleep 1s", "2:1: \"cd ~/lessons && clear\" is typed into a lab"},
		{"Type \"t\"\nType \"logitarium toy\"\nEnter", "2:1: this opens the program at a prompt, and it is open"},
		{"Type \"q\"\nRight 3", "2:1: → does nothing at the prompt"},
		{"Type \"logitarium toy\"", "1:1: the lesson ends at the prompt"},
	} {
		report, err := lesson.Check(parse(t, c.tape), setup())
		if err != nil {
			t.Fatal(err)
		}
		if len(report.Failures) == 0 || !strings.Contains(report.Failures[0].Error(), c.fails) {
			t.Errorf("%q: %v, want %s", c.tape, report.Failures, c.fails)
		}
	}
}
