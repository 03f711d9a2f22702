package ui

import (
	"testing"

	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
)

// A screen that follows another one shows what it shows, wherever it was before.
func TestFollow(t *testing.T) {
	lead, follows := shell(t, 100, 30), shell(t, 100, 30)
	for _, pressed := range []string{"t right right", "v", "k", "r", "o right", "t left", "? ?", "v v"} {
		keys(lead, pressed)
		keys(follows, "t left left ?") // a page is in front, and a knob elsewhere
		if err := follows.Follow(lead.Scene()); err != nil {
			t.Fatal(err)
		}
		lead.notice, follows.notice = notice{}, notice{}
		lead.win.Stale, follows.win.Stale = true, true
		if got, want := follows.Scene(), lead.Scene(); got.Command != want.Command || got.Knob != want.Knob {
			t.Errorf("after %s the scene is %+v, want %+v", pressed, got, want)
		}
		if got, want := onScreen(follows), onScreen(lead); got != want {
			t.Errorf("after %s the screen is\n%s\nwant\n%s", pressed, got, want)
		}
	}
	lead.Cover("entropy")
	if err := follows.Follow(lead.Scene()); err != nil || onScreen(follows) != onScreen(lead) {
		t.Errorf("%v: what is covered is\n%s\nwant\n%s", err, onScreen(follows), onScreen(lead))
	}
	for _, command := range []string{"logitarium", "logitarium nothing", "logitarium toy --temperature 900", "logitarium toy '"} {
		if err := follows.Follow(Scene{Command: command}); err == nil {
			t.Errorf("%s is followed", command)
		}
	}
	// A lock is for hands.
	locked := New([]lab.Lab{toy.New()}, Options{Start: "toy", Only: []string{"keep"}})
	if err := locked.Follow(Scene{Command: "logitarium toy --temperature 2"}); err != nil || locked.Scene().Command != "logitarium toy --temperature 2" {
		t.Errorf("%v, %s", err, locked.Scene().Command)
	}
}
