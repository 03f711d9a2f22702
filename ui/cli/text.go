package cli

import (
	"fmt"
	"strconv"
	"strings"

	"logitarium/ui/export"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// asText tells a lab in words and lines, top to bottom: for a screen reader,
// a braille display, a mail. Nothing is drawn. The command opens it again.
func asText(l lab.Lab, command string) string {
	info := l.Info()
	var b strings.Builder
	line := func(format string, args ...any) {
		fmt.Fprintln(&b, viz.Cleanf(format, args...))
	}
	line("%s", info.Title)
	line("%s", info.Question)
	if info.Subject != "" {
		line("Looking at %s.", info.Subject)
	}
	b.WriteString("\nKnobs\n")
	for i, k := range lab.Knobs(l) {
		line("%d. %s: %s. %s (%s)", i+1, k.Name, k.Setting, k.Help, k.Setting.Allowed())
		if !k.Idle.Empty() {
			line("   changes nothing now: %s", k.Idle)
		}
	}
	b.WriteString("\nReadings\n")
	for _, r := range lab.Readings(l) {
		line("%s", sentence(r))
	}
	b.WriteString("\n")
	if insight := lab.Sentence(l); !insight.Empty() {
		line("%s", insight)
	}
	line("Again: %s", command)
	for _, list := range lab.ListsOf(l) {
		b.WriteString("\n")
		b.WriteString(export.Lines(list))
	}
	return b.String()
}

// sentence reads a reading out: "entropy: 1.71 bits, computed; 2^entropy".
func sentence(r lab.Reading) string {
	text := r.Name + ": "
	switch {
	case !r.Undefined.Empty():
		return text + "none, " + r.Undefined.String()
	case !r.Text.Empty():
		text += r.Text.String()
	default:
		text += strconv.FormatFloat(r.Value, 'f', r.Digits, 64)
		if r.Unit != "" {
			text += " " + string(r.Unit)
		}
	}
	text += ", " + string(r.Provenance)
	if r.Source != "" {
		text += " (" + r.Source + ")"
	}
	if !r.Note.Empty() {
		text += "; " + r.Note.String()
	}
	return text
}
