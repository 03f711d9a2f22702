package tape

import (
	"fmt"

	"logitarium/ui/message"
	"logitarium/ui/nearest"
)

// An Error says what is wrong at one place of a tape, and what to write instead.
type Error struct {
	Pos Pos
	Msg message.Text
}

// Error returns file:line:column: message.
func (e Error) Error() string { return e.Message().String() }

// Message is what a user reads of it.
func (e Error) Message() message.Text { return message.New("%v: %v", e.Pos, e.Msg) }

// Errors are the faults of a tape in the order of reading; at least one, and
// no more than a screen of them.
type Errors []Error

// Error returns one line for each fault.
func (e Errors) Error() string { return e.Message().String() }

// Message is what a user reads of them.
func (e Errors) Message() message.Text {
	all := make([]error, len(e))
	for i, fault := range e {
		all[i] = fault
	}
	return message.Lines(all...)
}

// maxErrors is how many faults are worth reading at once.
const maxErrors = 20

func (p *parser) errorf(pos Pos, id message.ID, args ...any) { p.error(pos, message.New(id, args...)) }

func (p *parser) error(pos Pos, msg message.Text) {
	if len(p.errors) >= maxErrors {
		p.stopped = true
		return
	}
	p.errors = append(p.errors, Error{pos, msg})
}

// stopf reports a fault after which reading on makes no sense.
func (p *parser) stopf(pos Pos, id message.ID, args ...any) {
	p.errorf(pos, id, args...)
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

// errorNear is error about a name that nothing has, with the one that was
// perhaps meant. What was typed may be long; no name is.
func (p *parser) errorNear(pos Pos, typed string, names []string, id message.ID, args ...any) {
	p.error(pos, nearest.Suggest(message.New(id, args...), clip(typed), names))
}
