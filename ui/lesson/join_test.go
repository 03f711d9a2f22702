package lesson_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"logitarium/ui/lesson"
	"logitarium/ui/lesson/cast"
	"logitarium/ui/lesson/film"
	"logitarium/viz"
)

// Of several recordings made one, each begins a second after the end of the one
// before, in all that it consists of; what it says at any time is as it was.
func TestJoinRecorded(t *testing.T) {
	size := viz.Size{W: 80, H: 24}
	recorded := func(end time.Duration) lesson.Recorded {
		const at = 300 * time.Millisecond
		return lesson.Recorded{
			Cast: cast.Cast{Header: cast.Header{Width: size.W, Height: size.H}, Events: []cast.Event{
				{Code: cast.Marker, Data: "colder"}, {At: at, Code: cast.Output, Data: "x"}, {At: end, Code: cast.Exit, Data: "0"},
			}},
			Film: film.Film{Size: size, End: end, Shots: []film.Shot{{At: at}},
				Chapters: []film.Marker{{Text: "colder"}}, Captions: []film.Marker{{At: at, Text: "said"}}},
			Frames: []lesson.Screenshot{{Name: "a.png"}},
		}
	}
	names := []string{"one", "two", "three"}
	got, err := lesson.JoinRecorded("all", names, []lesson.Recorded{recorded(10 * time.Second), recorded(20 * time.Second), recorded(5 * time.Second)})
	if err != nil {
		t.Fatal(err)
	}
	var events, film, frames []string
	for _, e := range got.Cast.Events {
		events = append(events, fmt.Sprintf("%v %s %s", e.At, e.Code, e.Data))
	}
	for i, s := range got.Film.Shots {
		film = append(film, fmt.Sprintf("%v %v %s, %v %s", s.At, got.Film.Chapters[i].At, got.Film.Chapters[i].Text, got.Film.Captions[i].At, got.Film.Captions[i].Text))
	}
	for _, f := range got.Frames {
		frames = append(frames, f.Name)
	}
	for _, c := range []struct {
		got  []string
		want string
	}{
		{events, "0s m one: colder|300ms o x|11s m two: colder|11.3s o x|32s m three: colder|32.3s o x|37s x 0"},
		{film, "300ms 0s one: colder, 300ms said|11.3s 11s two: colder, 11.3s said|32.3s 32s three: colder, 32.3s said"},
		{frames, "one/a.png|two/a.png|three/a.png"},
		{[]string{got.Cast.Title, got.Film.Title, got.Film.End.String()}, "all|all|37s"},
	} {
		if got := strings.Join(c.got, "|"); got != c.want {
			t.Errorf("%s\nwant %s", got, c.want)
		}
	}
	if !slices.IsSortedFunc(got.Cast.Events, func(a, b cast.Event) int { return int(a.At - b.At) }) {
		t.Error("its events are not in the order of their times")
	}
	larger := recorded(time.Second)
	larger.Film.Size.W++
	if _, err := lesson.JoinRecorded("all", names, []lesson.Recorded{recorded(time.Second), larger}); err == nil || !strings.Contains(err.Error(), "one is 80x24, and two is 81x24") {
		t.Errorf("recordings of two sizes: %v", err)
	}
}
