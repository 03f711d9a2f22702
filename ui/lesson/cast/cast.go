// Package cast writes and reads asciicasts, the recordings that asciinema
// plays: a header in JSON, then one JSON array for each event. The formats are
// those of docs.asciinema.org/manual/asciicast: v2 and v3, and v1 to be read.
package cast

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// A Version is that of the format.
type Version int

// V2 is read by every player of the last years, V3 by asciinema 3. V1, of 2014, is
// one JSON object with all events in it; it is read, and never written.
const (
	V1 Version = 1
	V2 Version = 2
	V3 Version = 3
)

// A Cast is a recording.
type Cast struct {
	Header
	Events []Event // in the order of their times
}

// A Header says what the recording is to be played on. Only the size has to
// be there.
type Header struct {
	Width, Height int // in cells
	Title         string
	Term          string        // what TERM was
	Theme         Theme         // the zero Theme leaves the colours to the player
	Idle          time.Duration // how long nothing may happen when it is played; 0 for no limit
}

// A Theme is the colours of a terminal, each written #rrggbb.
type Theme struct {
	Fg, Bg  string
	Palette []string // 8 or 16: black, red, green, yellow, blue, magenta, cyan, white, then the bright ones
}

// set reports whether the theme says anything.
func (t Theme) set() bool { return t.Fg != "" }

// An Event is something that happens At a time since the beginning. It is
// written to the millisecond.
type Event struct {
	At   time.Duration
	Code string
	Data string
}

// The codes of events. Readers take others for something that they need not know.
const (
	Output = "o" // Data is written to the terminal
	Input  = "i"
	Resize = "r" // Data is as in 80x24
	Marker = "m" // Data is a chapter's name
	Exit   = "x" // Data is an exit status; v3 only
)

// The forms of the headers.
type (
	themeJSON struct {
		Fg      string `json:"fg"`
		Bg      string `json:"bg"`
		Palette string `json:"palette"`
	}
	headerV2 struct {
		Version Version           `json:"version"`
		Width   int               `json:"width"`
		Height  int               `json:"height"`
		Title   string            `json:"title,omitempty"`
		Env     map[string]string `json:"env,omitempty"`
		Theme   *themeJSON        `json:"theme,omitempty"`
		Idle    float64           `json:"idle_time_limit,omitempty"`
	}
	headerV3 struct {
		Version Version  `json:"version"`
		Term    termJSON `json:"term"`
		Title   string   `json:"title,omitempty"`
		Idle    float64  `json:"idle_time_limit,omitempty"`
	}
	termJSON struct {
		Cols  int        `json:"cols"`
		Rows  int        `json:"rows"`
		Type  string     `json:"type,omitempty"`
		Theme *themeJSON `json:"theme,omitempty"`
	}
)

// Encode returns the recording as a file. Of v3, which writes intervals, none
// is rounded by itself: the times that a reader adds up stay right. V2 has no
// Exit, so it is left out there. It panics if the version is V1.
func (c Cast) Encode(v Version) []byte {
	if v == V1 {
		panic("cast: version 1 is not written")
	}
	var b bytes.Buffer
	encode(&b, c.header(v))
	b.WriteByte('\n')
	before := int64(0)
	for _, e := range c.Events {
		if e.Code == Exit && v == V2 {
			continue
		}
		at := e.At.Round(time.Millisecond).Milliseconds()
		written := at
		if v == V3 {
			written = at - before
		}
		before = at
		b.WriteByte('[')
		b.Write(seconds(written))
		for _, text := range []string{e.Code, e.Data} {
			b.WriteByte(',')
			encode(&b, text)
		}
		b.WriteString("]\n")
	}
	return b.Bytes()
}

func (c Cast) header(v Version) any {
	var theme *themeJSON
	if c.Theme.set() {
		theme = &themeJSON{c.Theme.Fg, c.Theme.Bg, strings.Join(c.Theme.Palette, ":")}
	}
	if v == V3 {
		return headerV3{v, termJSON{c.Width, c.Height, c.Term, theme}, c.Title, c.Idle.Seconds()}
	}
	var env map[string]string
	if c.Term != "" {
		env = map[string]string{"TERM": c.Term}
	}
	return headerV2{v, c.Width, c.Height, c.Title, env, theme, c.Idle.Seconds()}
}

// seconds writes milliseconds as 1.234.
func seconds(ms int64) []byte {
	b := append(strconv.AppendInt(nil, ms/1000, 10), '.')
	return append(b, byte('0'+ms/100%10), byte('0'+ms/10%10), byte('0'+ms%10))
}

// encode writes a value as JSON on one line, < and > as they are.
func encode(b *bytes.Buffer, value any) {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	_ = e.Encode(value) // texts and numbers, into memory
	b.Truncate(b.Len() - 1)
}
