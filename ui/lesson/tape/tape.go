// Package tape reads the text of a lesson: a VHS tape, the language of
// github.com/charmbracelet/vhs, whose comments that start with #@ add what a
// lesson needs and a tape lacks. vhs runs the same file and sees comments.
//
//	#@ title "Temperature"
//	#@ lang en
//	#@ size 80x24
//	#@ chapter "Colder"
//	Type "t"
//	Left@200ms 3            # three presses, 200 ms after each
//	#@ ask "Does the entropy rise or fall?" | it falls
//	#@ expect entropy < 1.8
//	Sleep 2s
//
// A tape is data. Commands that would run a program, set the environment or
// touch the clipboard are refused, and [Parse] opens nothing but the tapes
// next to it in the folder that its caller hands over.
package tape

import (
	"fmt"
	"regexp"
	"time"
	"unicode/utf8"
)

// Limits of a tape, so that no file can make a player hang.
const (
	MaxBytes   = 1 << 20          // of the text, together with every tape that it sources
	MaxSteps   = 10_000           // commands and directives
	MaxCount   = 1_000            // presses of one key command
	MaxPresses = 100_000          // presses and typed letters in all
	MaxTime    = 30 * time.Minute // virtual time in all, and of each number
)

// What holds until a tape sets it otherwise, as in vhs.
const (
	DefaultTypingSpeed = 50 * time.Millisecond
	DefaultWaitTimeout = 15 * time.Second
)

// A Tape is a parsed lesson.
type Tape struct {
	Title string
	Lang  string // the language that it is written in, and that the program speaks in it; "" is English
	Size  Size   // the zero Size if the tape leaves it to the player

	Seed    uint64
	HasSeed bool // false if the tape leaves the seed to the player

	// Model is how the built-in model is saved as a GGUF file, in memory, and
	// opened again for the lesson: one of [Models], or "" for the model as it is.
	Model string

	PlaybackSpeed float64 // how much faster than the virtual time to show it; 1 unless set

	// Waits is how long each Wait of Steps takes, in order, where somebody
	// measured it. The text of a tape doesn't say it.
	Waits []time.Duration

	Steps    []Step  // in order, those of sourced tapes in their place
	Warnings []Error // what is allowed and rarely meant
}

// Duration returns the virtual time of all steps: a Wait counts as the longest
// it may take, and the playback speed doesn't count.
func (t *Tape) Duration() time.Duration {
	var sum time.Duration
	for _, s := range t.Steps {
		sum += s.Duration()
	}
	return sum
}

// A Size is that of the terminal, in cells.
type Size struct{ Width, Height int }

// String returns the size as a tape writes it, as in 80x24.
func (s Size) String() string { return fmt.Sprintf("%dx%d", s.Width, s.Height) }

// A Pos is a place in a tape. Lines and columns count from 1; a column is a
// character, not a byte.
type Pos struct {
	File         string
	Line, Column int
}

// String returns file:line:column.
func (p Pos) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column) }

// A Kind says what a step does.
type Kind string

// The kinds of steps: first the commands of a tape, then its directives.
const (
	Key        Kind = "key"
	Type       Kind = "Type"
	Sleep      Kind = "Sleep"
	Wait       Kind = "Wait"
	Hide       Kind = "Hide"
	Show       Kind = "Show"
	Screenshot Kind = "Screenshot"
	Output     Kind = "Output" // for vhs: a lesson writes only what its user names
	Set        Kind = "Set"

	Chapter Kind = "chapter"
	Say     Kind = "say"
	Note    Kind = "note"
	Pause   Kind = "pause"
	Await   Kind = "await"
	Cover   Kind = "cover" // what would answer the next question
	Ask     Kind = "ask"
	Expect  Kind = "expect"
)

// A Step is one command or directive. The fields that its kind doesn't name
// are zero.
type Step struct {
	Pos  Pos
	Kind Kind

	Key              string // Key: as the tape names it, as in Right, Enter, c
	Ctrl, Alt, Shift bool   // Key: held down meanwhile
	Count            int    // Key: presses, at least 1

	// Text is what is typed, said, noted or asked; a chapter's name; the path
	// of a Screenshot or Output; a setting's value, as written; the value
	// that a reading is expected to have.
	Text   string
	Answer string // Ask

	// Right and Wrong are other forms of the answer, and answers that are none,
	// as somebody may type them.
	Right, Wrong []string // Ask

	Name    string  // Set: the setting. Expect: the reading, or "" for the screen
	Op      string  // Expect, of a reading: one of < <= > >= = !=
	Number  float64 // Expect: the value of Text, if Numeric
	Numeric bool

	Pattern    *regexp.Regexp // Wait and Expect, of the screen
	OwnPattern bool           // Wait: the pattern is written here, not set before
	Screen     bool           // Wait: look at the whole screen, not one line

	Time    time.Duration // Key and Type: after each press. Sleep: in all. Wait and Await: at most
	OwnTime bool          // the time is written here, not set before
}

// Presses returns how many keys the step presses; a letter that is typed is one.
func (s Step) Presses() int {
	switch s.Kind {
	case Key:
		return s.Count
	case Type:
		return utf8.RuneCountInString(s.Text)
	}
	return 0
}

// Waits says whether how long the step takes is seen only when it is played.
func (s Step) Waits() bool { return s.Kind == Wait || s.Kind == Await }

// Duration returns the step's virtual time, for Wait and Await the longest it may
// take.
// Directives take none: what they show stays while the steps after them run.
func (s Step) Duration() time.Duration {
	switch s.Kind {
	case Key, Type:
		return time.Duration(s.Presses()) * s.Time
	case Sleep, Wait, Await:
		return s.Time
	}
	return 0
}
