package cast

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"time"

	"logitarium/ui/message"
)

// isV1 reports whether a file is meant as one of version 1: its header says so,
// or it is an object that goes on beyond its first line.
func isV1(first, file []byte) bool {
	var h struct {
		Version *Version `json:"version"`
	}
	if json.Unmarshal(first, &h) == nil {
		return h.Version != nil && *h.Version == V1
	}
	if trimmed := bytes.TrimSpace(file); len(trimmed) == 0 || trimmed[0] != '{' {
		return false
	}
	d := json.NewDecoder(bytes.NewReader(file))
	return d.Decode(&h) == nil && h.Version != nil && *h.Version == V1
}

// parseV1 reads a file of version 1. Its events are in "stdout", each with the
// seconds since the one before and what was written.
func parseV1(file []byte) (Cast, error) {
	var h struct {
		Width  int               `json:"width"`
		Height int               `json:"height"`
		Title  *string           `json:"title"`
		Env    map[string]string `json:"env"`
		Stdout *eventsV1         `json:"stdout"`
		// Of no use here, but of a type that asciinema insists on.
		Duration *float64 `json:"duration"`
		Command  *string  `json:"command"`
	}
	if err := wellFormed(file); err != nil {
		return Cast{}, err
	}
	if err := json.Unmarshal(file, &h); err != nil {
		if event := (*eventError)(nil); errors.As(err, &event) {
			return Cast{}, message.Errorf("event %d: %v", event.n, event.err)
		}
		return Cast{}, message.Errorf("this is no asciicast of version 1: an object with version, width, height and stdout")
	}
	c := Cast{Header: Header{Width: h.Width, Height: h.Height, Term: h.Env["TERM"]}}
	if h.Title != nil {
		c.Title = *h.Title
	}
	if h.Stdout == nil {
		return Cast{}, message.Errorf(`an asciicast of version 1 needs "stdout"`)
	}
	c.Events = *h.Stdout
	return c, c.Header.check()
}

// eventsV1 is the list of events, read one by one: a list of millions is refused
// before all of it is held.
type eventsV1 []Event

// eventError says which event is wrong.
type eventError struct {
	n   int // from 1 on
	err error
}

func (e *eventError) Error() string { return e.err.Error() }

// UnmarshalJSON takes the list.
func (l *eventsV1) UnmarshalJSON(text []byte) error {
	const form message.ID = `an event is [seconds, "data"]`
	d := json.NewDecoder(bytes.NewReader(text))
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return &eventError{1, message.Errorf(form)}
	}
	*l = eventsV1{}
	var now time.Duration
	for d.More() {
		n := len(*l) + 1
		var parts []json.RawMessage
		if d.Decode(&parts) != nil || len(parts) != 2 {
			return &eventError{n, message.Errorf(form)}
		}
		e := Event{Code: Output}
		var wait float64
		for i, into := range []any{&wait, &e.Data} {
			if string(parts[i]) == "null" || json.Unmarshal(parts[i], into) != nil {
				return &eventError{n, message.Errorf(form)}
			}
		}
		switch {
		case wait < 0:
			return &eventError{n, message.Errorf("the time goes back")}
		case now.Seconds()+wait > maxTime.Seconds():
			return &eventError{n, message.Errorf("the time is beyond %v", maxTime)}
		case n > maxEvents:
			return &eventError{n, message.Errorf("it has more than %d events", maxEvents)}
		}
		now += time.Duration(math.Round(wait*1e6)) * time.Microsecond
		e.At = now
		*l = append(*l, e)
	}
	return nil
}
