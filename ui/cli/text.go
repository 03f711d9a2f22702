package cli

import (
	"fmt"
	"strconv"
	"strings"

	"logitarium/ui/export"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// asText tells a lab in words and lines, top to bottom: for a screen reader,
// a braille display, a mail. Nothing is drawn. The command opens it again.
func asText(l lab.Lab, command string, words message.Printer) string {
	info := l.Info()
	var b strings.Builder
	line := func(t message.Text) { fmt.Fprintln(&b, viz.Clean(words.Print(t))) }
	line(message.New(info.Title))
	line(message.New(info.Question))
	if info.Subject != "" {
		line(message.New("Looking at %s.", info.Subject))
	}
	b.WriteString("\n")
	line(message.New("Knobs"))
	for i, k := range lab.Knobs(l) {
		line(message.New("%d. %v: %s. %v (%v)", i+1, message.Label("knob", k.Name), k.Setting, k.Help, k.Setting.Allowed()))
		if !k.Idle.Empty() {
			line(message.New("   changes nothing now: %v", k.Idle))
		}
	}
	b.WriteString("\n")
	line(message.New("Readings"))
	for _, r := range lab.Readings(l) {
		line(spoken(r))
	}
	b.WriteString("\n")
	if sentence := lab.Sentence(l); !sentence.Empty() {
		line(sentence)
	}
	line(message.New("Again: %s", command))
	for _, list := range lab.ListsOf(l) {
		b.WriteString("\n")
		b.WriteString(export.Lines(list, words))
	}
	return b.String()
}

// spoken reads a reading out: "entropy: 1.71 bits, computed; 2^entropy".
func spoken(r lab.Reading) message.Text {
	name := message.Label("reading", r.Name)
	if !r.Undefined.Empty() {
		return message.New("%v: none, %v", name, r.Undefined)
	}
	value := r.Text
	if value.Empty() {
		value = message.Verbatim(strconv.FormatFloat(r.Value, 'f', r.Digits, 64))
		if r.Unit != "" {
			value = message.New("%v %v", value, r.In())
		}
	}
	from := message.Label("provenance", string(r.Provenance))
	if r.Source != "" {
		from = message.New("%v (%s)", from, r.Source)
	}
	if r.Note.Empty() {
		return message.New("%v: %v, %v", name, value, from)
	}
	return message.New("%v: %v, %v; %v", name, value, from, r.Note)
}
