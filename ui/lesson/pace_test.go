package lesson_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"logitarium/ui/lesson"
	"logitarium/ui/lesson/tape"
)

func TestReading(t *testing.T) {
	for _, c := range []struct {
		text string
		want time.Duration
	}{
		{"", 1000 * time.Millisecond},
		{"One two, three – four.", 2200 * time.Millisecond}, // a dash is no word
		{"p 0.412 of post-LN's 16,384", 2500 * time.Millisecond},
		{"狐狸住在森林裡。", 2400 * time.Millisecond},
		{"用 top-p，T = 0.5，留下 3 個 token。", 1000*time.Millisecond + 4*200*time.Millisecond + 5*300*time.Millisecond},
	} {
		if got := lesson.Reading(c.text); got != c.want {
			t.Errorf("%q takes %v to be read, want %v", c.text, got, c.want)
		}
	}
}

// A caption stands until the next, a chapter, or the first key after a Sleep; a
// question until its answer, and that until something else is said.
func TestStands(t *testing.T) {
	const source = `#@ chapter "One"
#@ say "first"
Right@500ms 2
Sleep 2s
Right@300ms
Sleep 1s
#@ say "second"
Sleep 3s
#@ ask "which one is it?" | this
Right@100ms
Sleep 2s
#@ chapter "Two"
Sleep 1s
#@ say "last"
Hide
Sleep 9s
Show
Sleep 4s`
	parsed, err := tape.Parse("a.tape", source, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range lesson.Stands(parsed) {
		got = append(got, fmt.Sprintf("%s %v %v", s.Text(), s.Time, s.Short()))
	}
	want := "[first 3s 0s second 3s 0s which one is it? 5s 0s this 2.1s 0s last 4s 0s]"
	if fmt.Sprint(got) != want {
		t.Errorf("they stand\n%v\nwant\n%s", got, want)
	}
}

func TestCheckWarnsOfWhatIsGoneTooSoon(t *testing.T) {
	const long = "eleven words that take four seconds and a third to read"
	for _, c := range []struct{ source, warning string }{
		{"#@ chapter \"A\"\n#@ say \"" + long + "\"\nSleep 4s", "a.tape:2:4: the caption stands 4.0 s, and takes 4.3 s to be read: give it a longer Sleep, or fewer words"},
		{"#@ chapter \"A\"\n#@ say \"" + long + "\"\nSleep 4500ms", ""},
		{"#@ chapter \"A\"\n#@ ask \"" + long + "\" | yes it is\nSleep 1s", "a.tape:2:4: the answer stands 1.0 s, and takes 1.9 s to be read: put a Sleep before what is said next"},
		{"#@ chapter \"A\"\n#@ ask \"" + long + "\" | yes it is\nSleep 2s", ""},
	} {
		parsed, err := tape.Parse("a.tape", c.source, nil)
		if err != nil {
			t.Fatal(err)
		}
		report, err := lesson.Check(parsed, setup())
		if err != nil {
			t.Fatal(err)
		}
		found := ""
		for _, w := range report.Warnings {
			if text := w.Error(); strings.Contains(text, "to be read") {
				found = text
			}
		}
		if found != c.warning {
			t.Errorf("%s\nwarns %q, want %q", c.source, found, c.warning)
		}
	}
}
