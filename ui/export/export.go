// Package export writes what a lab shows for other programs: its knobs and
// readings as JSON and CSV, a screen as SVG.
package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"logitarium/ui/lab"
	"logitarium/viz"
)

// The form of the JSON. Numbers have all their digits; "digits" says how many
// the screen shows.
type (
	document struct {
		Lab      string    `json:"lab"`
		Title    string    `json:"title"`
		Question string    `json:"question"`
		Subject  string    `json:"subject,omitempty"`
		Command  string    `json:"command"`
		Knobs    []setting `json:"knobs"`
		Readings []reading `json:"readings"`
		Lists    []list    `json:"lists,omitempty"`
		Whole    any       `json:"whole,omitempty"`
		Insight  string    `json:"insight"`
	}
	setting struct {
		Name    string `json:"name"`
		Value   string `json:"value"`
		Allowed string `json:"allowed"`
		Help    string `json:"help"`
		Idle    string `json:"idle,omitempty"`
	}
	reading struct {
		Name       string   `json:"name"`
		Value      *float64 `json:"value,omitempty"`
		Text       string   `json:"text,omitempty"`
		Undefined  string   `json:"undefined,omitempty"`
		Unit       string   `json:"unit,omitempty"`
		Digits     int      `json:"digits"`
		Provenance string   `json:"provenance"`
		Source     string   `json:"source,omitempty"`
		Note       string   `json:"note,omitempty"`
	}
)

// JSON returns the lab as one JSON object, a line break after it, with the
// command that opens it.
func JSON(l lab.Lab, command string) (string, error) {
	info := l.Info()
	d := document{
		Lab: info.ID, Title: string(info.Title), Question: string(info.Question), Subject: info.Subject,
		Command: command, Insight: lab.Sentence(l).String(),
		Knobs: []setting{}, Readings: []reading{},
	}
	for _, k := range lab.Knobs(l) {
		d.Knobs = append(d.Knobs, setting{k.Name, k.Setting.String(), k.Setting.Allowed().String(), string(k.Help), k.Idle.String()})
	}
	for _, r := range lab.Readings(l) {
		d.Readings = append(d.Readings, exported(r))
	}
	d.Lists = lists(l)
	if whole := l.Views().Open().Whole; whole != nil && !lab.ProgressOf(l).Stale {
		d.Whole = whole()
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(d); err != nil {
		return "", fmt.Errorf("%s as JSON: %w", info.ID, err)
	}
	return escaped(b.String()), nil
}

func exported(r lab.Reading) reading {
	out := reading{
		Name: r.Name, Text: r.Text.String(), Undefined: r.Undefined.String(), Unit: string(r.Unit), Digits: r.Digits,
		Provenance: string(r.Provenance), Source: r.Source, Note: r.Note.String(),
	}
	switch {
	case !r.Undefined.Empty() || !r.Text.Empty():
	case math.IsNaN(r.Value) || math.IsInf(r.Value, 0): // JSON has neither
		out.Undefined = strconv.FormatFloat(r.Value, 'g', -1, 64)
	default:
		out.Value = &r.Value
	}
	return out
}

// escaped writes what could steer a terminal as JSON's own escapes. Such runes
// stand in strings only: the rest of JSON is ASCII, and encoding/json escapes
// what is below a blank.
func escaped(document string) string {
	var b strings.Builder
	for _, r := range document {
		if r >= 0x7f && r < 0xa0 || unicode.Is(unicode.Cf, r) && r <= 0xffff {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// CSV returns a row for each knob and each reading (RFC 4180, but with plain
// line feeds).
func CSV(l lab.Lab) (string, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{{"kind", "name", "value", "unit", "provenance", "source", "note"}}
	for _, k := range lab.Knobs(l) {
		rows = append(rows, []string{"knob", k.Name, k.Setting.String(), "", "", "", k.Idle.String()})
	}
	for _, r := range lab.Readings(l) {
		value, note := r.Text.String(), r.Note.String()
		switch {
		case !r.Undefined.Empty():
			value, note = "", r.Undefined.String()
		case r.Text.Empty():
			value = strconv.FormatFloat(r.Value, 'g', -1, 64)
		}
		rows = append(rows, []string{"reading", r.Name, value, string(r.Unit), string(r.Provenance), r.Source, note})
	}
	for _, row := range rows {
		for i, field := range row {
			row[i] = viz.Clean(field).String()
		}
		if err := w.Write(row); err != nil {
			return "", fmt.Errorf("%s as CSV: %w", l.Info().ID, err)
		}
	}
	w.Flush()
	return b.String(), w.Error()
}
