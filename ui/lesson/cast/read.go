package cast

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"logitarium/ui/message"
)

// Limits of a file that is read.
const (
	MaxBytes  = 64 << 20
	maxSide   = 1<<16 - 1        // cells; asciinema keeps a side in 16 bits
	maxTime   = 1000 * time.Hour // of an event
	maxEvents = 1_000_000        // 18 hours at 15 a second
)

// Parse reads a recording of any version, as strictly as asciinema's own
// parser: times never go back, sizes, colours and the timestamp are whole, no
// member of a header comes twice, and each character is one. What it does not
// know in a header is passed over. The error names the line; of version 1, which
// is one JSON object on any number of lines, the event.
func Parse(file []byte) (Cast, Version, error) {
	if len(file) > MaxBytes {
		return Cast{}, 0, message.Errorf("it is longer than %d MB", MaxBytes>>20)
	}
	if !utf8.Valid(file) {
		return Cast{}, 0, message.Errorf("it is no UTF-8 text")
	}
	first, rest, _ := bytes.Cut(file, []byte("\n"))
	if isV1(first, file) {
		c, err := parseV1(file)
		return c, V1, err
	}
	header, version, err := parseHeader(first)
	if err != nil {
		return Cast{}, 0, message.Errorf("line 1: %v", err)
	}
	c := Cast{Header: header}
	n := 1
	var now time.Duration
	for line := range bytes.SplitSeq(rest, []byte("\n")) {
		n++
		if line = bytes.TrimSpace(line); len(line) == 0 || version == V3 && line[0] == '#' {
			continue
		}
		e, err := parseEvent(line)
		if err == nil {
			e.At, err = advance(version, now, e.At)
		}
		if err != nil {
			return Cast{}, 0, message.Errorf("line %d: %v", n, err)
		}
		now = e.At
		if len(c.Events) == maxEvents {
			return Cast{}, 0, message.Errorf("it has more than %d events", maxEvents)
		}
		c.Events = append(c.Events, e)
	}
	return c, version, nil
}

// advance returns the time of an event that comes after now.
func advance(v Version, now, written time.Duration) (time.Duration, error) {
	switch {
	case v == V3 && written < 0, v == V2 && written < now:
		return 0, message.Errorf("the time goes back")
	case v == V3:
		written += now
	}
	if written > maxTime {
		return 0, message.Errorf("the time is beyond %v", maxTime)
	}
	return written, nil
}

func parseHeader(line []byte) (Header, Version, error) {
	var h struct {
		Version *Version          `json:"version"`
		Width   int               `json:"width"`
		Height  int               `json:"height"`
		Title   string            `json:"title"`
		Env     map[string]string `json:"env"`
		Theme   *themeJSON        `json:"theme"`
		Term    *termJSON         `json:"term"`

		Idle *float64 `json:"idle_time_limit"`
		// Of no use here, but of a type that asciinema insists on.
		Timestamp *uint64 `json:"timestamp"`
		Command   *string `json:"command"`
	}
	const form message.ID = "this is no header of an asciicast: an object with a version"
	if err := wellFormed(line); err != nil {
		return Header{}, 0, err
	}
	exact, err := exactKeys(line)
	if err != nil {
		return Header{}, 0, message.Errorf("this is no header of an asciicast: an object with a version: %v", err)
	}
	if err := json.Unmarshal(exact, &h); err != nil {
		if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) && wrong.Field != "" {
			return Header{}, 0, message.Errorf("this is no header of an asciicast: an object with a version: %q can't be a JSON %s", wrong.Field, wrong.Value)
		}
		return Header{}, 0, message.Errorf(form)
	}
	if h.Version == nil {
		return Header{}, 0, message.Errorf(form)
	}
	out := Header{Width: h.Width, Height: h.Height, Title: h.Title, Term: h.Env["TERM"]}
	theme := h.Theme
	switch *h.Version {
	case V2:
	case V3:
		if h.Term == nil {
			return Header{}, 0, message.Errorf(`a header of version 3 needs "term"`)
		}
		out.Width, out.Height, out.Term, theme = h.Term.Cols, h.Term.Rows, h.Term.Type, h.Term.Theme
	default:
		return Header{}, 0, message.Errorf("version %d of the format; 1, 2 and 3 are read", *h.Version)
	}
	if err := out.check(); err != nil {
		return Header{}, 0, err
	}
	if h.Idle != nil {
		if !(*h.Idle >= 0 && *h.Idle <= maxTime.Seconds()) {
			return Header{}, 0, message.Errorf("an idle time of %v seconds", *h.Idle)
		}
		out.Idle = time.Duration(math.Round(*h.Idle*1e3)) * time.Millisecond
	}
	if theme != nil {
		out.Theme = Theme{theme.Fg, theme.Bg, strings.Split(theme.Palette, ":")}
		if err := out.Theme.check(); err != nil {
			return Header{}, 0, err
		}
	}
	return out, *h.Version, nil
}

// check says what is wrong with the size.
func (h Header) check() error {
	if h.Width < 1 || h.Height < 1 || h.Width > maxSide || h.Height > maxSide {
		return message.Errorf("a terminal of %dx%d cells", h.Width, h.Height)
	}
	return nil
}

// exactKeys leaves of an object the members that a header has, by their exact
// names. Package json would take "Width" for "width", and the last of two. In
// the order of the file, so that the error is always the same.
func exactKeys(line []byte) ([]byte, error) {
	known := []string{"version", "width", "height", "title", "env", "theme", "term", "timestamp", "idle_time_limit", "command"}
	d := json.NewDecoder(bytes.NewReader(line))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, message.Errorf("it does not begin with {")
	}
	members := map[string]json.RawMessage{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, message.Errorf("it is no JSON")
		}
		key, _ := t.(string) // the keys of an object are strings
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, message.Errorf("it is no JSON")
		}
		if !slices.Contains(known, key) {
			continue
		}
		if _, twice := members[key]; twice {
			return nil, message.Errorf("%q is there twice", key)
		}
		members[key] = value
	}
	if _, err := d.Token(); err != nil {
		return nil, message.Errorf("it does not end with }")
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, message.Errorf("something follows it")
	}
	return json.Marshal(members)
}

// wellFormed refuses half a surrogate pair, \ud83d by itself, which is no
// character. Package json would put U+FFFD in its place.
func wellFormed(line []byte) error {
	half := message.Errorf(`half of a surrogate pair, as in "\ud83d", is no character`)
	for i := 0; i < len(line); i++ {
		if line[i] != '\\' {
			continue
		}
		unit, ok := escaped(line[i:])
		switch {
		case !ok:
			i++ // \\ or another escape of two characters
		case !utf16.IsSurrogate(unit):
			i += 5
		default:
			low, ok := escaped(line[min(i+6, len(line)):])
			if !ok || utf16.DecodeRune(unit, low) == utf8.RuneError {
				return half
			}
			i += 11
		}
	}
	return nil
}

// escaped reads \uXXXX from the start of a text.
func escaped(text []byte) (unit rune, ok bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	return rune(n), err == nil
}

// check says what is wrong with a theme.
func (t Theme) check() error {
	if n := len(t.Palette); n != 8 && n != 16 {
		return message.Errorf("a palette of %d colours; 8 or 16 are allowed", n)
	}
	for _, c := range append([]string{t.Fg, t.Bg}, t.Palette...) {
		digits, ok := strings.CutPrefix(c, "#")
		if _, err := strconv.ParseUint(digits, 16, 32); !ok || err != nil || len(digits) != 6 {
			return message.Errorf("%q is no colour such as #1a2b3c", c)
		}
	}
	return nil
}

// parseEvent reads an event with its time as it is written.
func parseEvent(line []byte) (Event, error) {
	const form message.ID = `an event is [seconds, "code", "data"]`
	if err := wellFormed(line); err != nil {
		return Event{}, err
	}
	parts := usualParts(line)
	if parts == nil && (json.Unmarshal(line, &parts) != nil || len(parts) != 3) {
		return Event{}, message.Errorf(form)
	}
	var e Event
	var at float64
	for i, into := range []any{&at, &e.Code, &e.Data} {
		if string(parts[i]) == "null" || json.Unmarshal(parts[i], into) != nil {
			return Event{}, message.Errorf(form)
		}
	}
	if utf8.RuneCountInString(e.Code) != 1 {
		return Event{}, message.Errorf("a code of %d characters; it is one character", utf8.RuneCountInString(e.Code))
	}
	if math.Abs(at) > maxTime.Seconds() {
		return Event{}, message.Errorf("the time is beyond %v", maxTime)
	}
	e.At = time.Duration(math.Round(at*1e6)) * time.Microsecond
	return e, e.check()
}

// usualParts splits an event that is written as nearly all are, [1.5,"o","text"],
// without reading the text a second time; nil if it is written in another way.
func usualParts(line []byte) []json.RawMessage {
	at, rest, _ := bytes.Cut(line[1:], []byte{','})
	rest = bytes.TrimLeft(rest, " ")
	if line[0] != '[' || line[len(line)-1] != ']' || len(rest) < 6 || rest[0] != '"' || rest[1] == '\\' || rest[2] != '"' || rest[3] != ',' {
		return nil
	}
	data := bytes.TrimSpace(rest[4 : len(rest)-1])
	if len(data) == 0 || data[0] != '"' {
		return nil
	}
	return []json.RawMessage{at, json.RawMessage(rest[:3]), data}
}

// check says what is wrong with an event's data.
func (e Event) check() error {
	switch e.Code {
	case Resize:
		wide, high, ok := strings.Cut(e.Data, "x")
		w, errW := strconv.ParseUint(wide, 10, 16)
		h, errH := strconv.ParseUint(high, 10, 16)
		if !ok || errW != nil || errH != nil || w == 0 || h == 0 {
			return message.Errorf("%.20q is no size such as 80x24", e.Data)
		}
	case Exit:
		if _, err := strconv.Atoi(e.Data); err != nil {
			return message.Errorf("%.20q is no exit status", e.Data)
		}
	}
	return nil
}
