package tape

import (
	"fmt"
	"strings"

	"logitarium/ui/nearest"
)

// An Error says what is wrong at one place of a tape, and what to write instead.
type Error struct {
	Pos Pos
	Msg string
}

// Error returns file:line:column: message.
func (e Error) Error() string { return e.Pos.String() + ": " + e.Msg }

// Errors are the faults of a tape in the order of reading; at least one, and
// no more than a screen of them.
type Errors []Error

// Error returns one line for each fault.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, fault := range e {
		lines[i] = fault.Error()
	}
	return strings.Join(lines, "\n")
}

// maxErrors is how many faults are worth reading at once.
const maxErrors = 20

func (p *parser) errorf(pos Pos, format string, args ...any) {
	if len(p.errors) >= maxErrors {
		p.stopped = true
		return
	}
	p.errors = append(p.errors, Error{pos, fmt.Sprintf(format, args...)})
}

// stopf reports a fault after which reading on makes no sense.
func (p *parser) stopf(pos Pos, format string, args ...any) {
	p.errorf(pos, format, args...)
	p.stopped = true
}

// show quotes a piece of a tape for a message, short and without control characters.
func show(text string) string { return fmt.Sprintf("%q", clip(text)) }

// clip shortens a piece of a tape for a message.
func clip(text string) string {
	const most = 40
	if r := []rune(text); len(r) > most {
		text = string(r[:most-1]) + "…"
	}
	return text
}

// meant ends a message about a name that nothing has. What was typed may be
// long; no name is.
func meant(typed string, names []string) string { return nearest.DidYouMean(clip(typed), names) }
