package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"logitarium/ui/message"
)

// translated are the packages in which all that a user reads is a message.
var translated = []string{"ui", "ui/field"}

// untranslated are the texts in them that read like English and are in no
// language.
var untranslated = []string{
	"%d  logitarium play %s",
	"%s is both %q and %q", // for who adds a key
	"not read here",        // until a reading's texts are messages
}

func TestLaw(t *testing.T) {
	s, err := load("logitarium/ui", "logitarium/ui/message", "logitarium/ui/field", "logitarium/ui/lab/...", "logitarium/ui/labs/...")
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range s.glued() {
		t.Error(at)
	}
	for _, p := range s.prose(translated) {
		// What concerns a terminal is said after the screen is gone.
		if !slices.Contains(untranslated, p.text) && !strings.HasPrefix(p.at, "ui/run") {
			t.Errorf("%s: %q is for a user, and is no message", p.at, p.text)
		}
	}
	testTemplate(t, s)
}

// testTemplate holds what is written to what a catalogue takes.
func testTemplate(t *testing.T, s source) {
	entries := s.entries()
	if len(entries) < 100 {
		t.Errorf("%d messages", len(entries))
	}
	for _, want := range []entry{
		{id: "next knob"},
		{id: "%v is %s and one more knob is back", many: "%v is %s and %d more knobs are back"},
		{about: "a list", id: "%v and %v"},
		{about: "action", id: "run"},
	} {
		if !slices.ContainsFunc(entries, func(e entry) bool { return e.id == want.id && e.many == want.many && e.about == want.about }) {
			t.Errorf("%+v is not among the messages", want)
		}
	}
	var pot bytes.Buffer
	if err := write(&pot, entries); err != nil {
		t.Fatal(err)
	}
	if _, err := message.Read(pot.Bytes()); err != nil {
		t.Errorf("the template is no catalogue: %v", err)
	}
}

func TestReads(t *testing.T) {
	for text, want := range map[string]bool{
		"nothing is found": true, "top-k": false, "%d of %d": false, "tiny-world": false, "B − A": false,
		"the command": true, "Shift+Tab": false, "to the end; or on": true,
	} {
		if reads(text) != want {
			t.Errorf("%q reads like English: %t", text, !want)
		}
	}
}
