package sampling

import (
	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// Where the logits come from.
const (
	scoresModel = iota
	scoresMade
)

var scoresFrom = []lab.Option{
	{Name: "model", Help: message.New("from the model, after the prompt")},
	{Name: "3-2-1", Help: message.New("made up: three tokens with the logits 3, 2 and 1, to check by hand")},
}

// madeUp is the distribution over three tokens that nobody said.
func madeUp(a asked) distribution {
	logits := []float64{3, 2, 1}
	return distribution{read: true, asked: a}.answered(answer{logits: logits})
}

// unread says why a prompt does not matter.
func unread() message.Text {
	return message.New("the logits are made up: turn logits to model")
}

// name is a token as it stands by itself. Made up ones are letters.
func (l *Lab) name(token int) string {
	if l.next.asked.scores == scoresMade {
		return string(rune('A' + token))
	}
	return lm.Label(l.lm.Tokens, token)
}

// label is a token's name to be drawn.
func (l *Lab) label(token int) viz.Safe { return viz.Clean(l.name(token)) }
