// Package speaker lets a second terminal follow a lesson that is played in
// another one: the player tells its place through a socket that only its user
// can open. What crosses it is a line of JSON for each place, and only that way.
package speaker

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"unicode/utf8"

	"logitarium/ui/lesson/tape"
	"logitarium/ui/message"
)

// Position is the place of a player in a lesson.
type Position struct {
	Lesson  string  `json:"lesson"`  // its title
	Hash    string  `json:"hash"`    // of its text, see [Hash]
	Step    int     `json:"step"`    // the steps that were done
	Chapter int     `json:"chapter"` // from 0; -1 before the first
	Caption string  `json:"caption"` // what is said
	Elapsed float64 `json:"elapsed"` // seconds since the player was opened
	Planned float64 `json:"planned"` // seconds that the lesson takes to this place
	Halt    Halt    `json:"halt"`
}

// Halt says why a lesson doesn't go on by itself.
type Halt string

// Going is a lesson that goes on.
const (
	Going     Halt = "going"
	Paused    Halt = "paused"
	Asking    Halt = "asking"
	Exploring Halt = "exploring"
	Ended     Halt = "ended"
)

const (
	maxLine    = 16 << 10 // bytes, with its end
	maxTitle   = 200      // runes
	maxCaption = 1000     // runes
)

// Hash tells one lesson, or one version of it, from another.
func Hash(t *tape.Tape) string {
	sum := sha256.Sum256([]byte(t.String()))
	return hex.EncodeToString(sum[:8])
}

// line returns the position as it crosses the socket.
func (p Position) line() []byte {
	p.Lesson, p.Caption = truncate(p.Lesson, maxTitle), truncate(p.Caption, maxCaption)
	text, err := json.Marshal(p)
	if err != nil { // a number that is not finite
		return nil
	}
	return append(text, '\n')
}

func truncate(s string, runes int) string {
	r := []rune(s)
	return string(r[:min(len(r), runes)])
}

// parse reads a line, which may come from anything that opened the socket.
func parse(line []byte) (Position, error) {
	var p Position
	line = bytes.TrimSuffix(line, []byte("\n"))
	if len(line) >= maxLine {
		return p, message.Errorf("a line of %d bytes; at most %d are read", len(line), maxLine)
	}
	if err := json.Unmarshal(line, &p); err != nil {
		return Position{}, err
	}
	halts := []Halt{Going, Paused, Asking, Exploring, Ended}
	const longest = 1e6 // seconds
	switch {
	case !slices.Contains(halts, p.Halt):
		return Position{}, message.Errorf("halt is %q", p.Halt)
	case p.Step < 0 || p.Step > tape.MaxSteps, p.Chapter < -1 || p.Chapter > tape.MaxSteps:
		return Position{}, message.Errorf("step %d, chapter %d", p.Step, p.Chapter)
	case !(p.Elapsed >= 0 && p.Elapsed <= longest), !(p.Planned >= 0 && p.Planned <= longest):
		return Position{}, message.Errorf("elapsed %v, planned %v seconds", p.Elapsed, p.Planned)
	case utf8.RuneCountInString(p.Lesson) > maxTitle, utf8.RuneCountInString(p.Caption) > maxCaption, len(p.Hash) > 64:
		return Position{}, message.Errorf("a text is too long")
	}
	return p, nil
}

// ErrTaken is the error of a player that opens while another one has the socket.
var ErrTaken = message.Errorf("another player is open, and the notes follow that one")

// Heard is a position that the player sent. Lost reports that no player is open,
// or that it was closed; its Err is nil unless something else is wrong, such as
// a directory that other users can open, or a line that is no position.
type (
	Heard struct{ Position Position }
	Lost  struct{ Err error }
)
