package class

import (
	"strings"

	"logitarium/ui/message"
)

// MaxPaste bounds a text with codes, in bytes.
const MaxPaste = 1 << 20

// Paste hands in the codes of a text: one a line, alone or behind other words, as
// lists and chats have them. It returns how many were new, and what is wrong
// with each line that has no code of this lesson; blank lines are passed over.
func (r *Room) Paste(text string) (taken int, wrong []error) {
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		s, err := find(line)
		if err == nil {
			var again bool
			if again, err = r.Hand(s); err == nil && !again {
				taken++
			}
		}
		if err != nil {
			wrong = append(wrong, message.Errorf("line %d: %v", i+1, err))
		}
	}
	return taken, wrong
}

// find reads the last code of a line. Its error is that of the line's last word.
func find(line string) (Sheet, error) {
	words := strings.Fields(line)
	var first error
	for i := len(words) - 1; i >= 0; i-- {
		s, err := Read(words[i])
		if err == nil {
			return s, nil
		}
		if first == nil {
			first = err
		}
	}
	return Sheet{}, first
}
