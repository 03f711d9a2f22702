package main

import "testing"

func TestProse(t *testing.T) {
	s, err := load("logitarium/ui", "logitarium/ui/lab", "logitarium/ui/lesson/...", "logitarium/ui/cli", "logitarium/ui/command", "logitarium/ui/export")
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range s.prose([]string{"ui", "ui/lab", "ui/lesson", "ui/lesson/player", "ui/cli", "ui/command"}) {
		t.Log(at)
	}
}
