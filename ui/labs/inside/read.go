package inside

import (
	"logitarium/core/gpt"
	"logitarium/core/lens"
	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

const (
	mostTokens = 128
	mostValues = 1 << 26 // float32 values of a pass that is kept: 256 MB
)

// words are the tokens of a text, as many as are read.
type words struct {
	text   string
	tokens []int
	labels []string
	left   int // tokens that are left out, the first ones
}

// read is what a model has made of a text.
type read struct {
	key   readKey
	trace *lens.Trace
}

// readKey is all that a pass depends on.
type readKey struct{ text string }

// split cuts the text into tokens, and keeps the token that is looked at in it,
// the last one where it was the last.
func (l *Lab) split() {
	if l.text0.tokens != nil && l.text0.text == l.text {
		return
	}
	last := l.token >= len(l.text0.tokens)
	tokens, left := l.tokensOf(l.text)
	l.text0 = words{text: l.text, tokens: tokens, labels: lm.Labels(l.lm.Tokens, tokens), left: left}
	if last {
		l.token = len(tokens)
	}
	l.token = min(max(l.token, 1), len(tokens))
	l.attention.key = min(l.attention.key, len(tokens))
}

// tokensOf cuts a text into as many tokens as are read, the last ones, and says
// how many are left out.
func (l *Lab) tokensOf(text string) (tokens []int, left int) {
	tokens = l.lm.Tokens.Encode(typed(text))
	if len(tokens) == 0 { // a document's beginning
		tokens = []int{l.lm.Tokens.End()}
	}
	most := min(l.lm.Model.Context(), mostTokens)
	if l.lm.Network != nil {
		most = min(most, max(mostValues/values(l.config()), 1))
	}
	left = max(len(tokens)-most, 0)
	return tokens[left:], left
}

// values is how many a pass keeps of one token, but for what heads read.
func values(c gpt.Config) int { return c.Layers * (12*c.Width + 3*c.Inner + c.Heads*2*mostTokens) }

// pass has the model read the text; it says whether that is done.
func (l *Lab) pass() bool {
	key := readKey{l.text}
	if l.read.trace != nil && l.read.key == key {
		return true
	}
	if l.work.Is(key) {
		return false
	}
	n := len(l.text0.tokens)
	var t *lens.Trace
	l.work.Begin(key, message.Count(n, "The model reads %d token", "The model reads %d tokens", n))
	l.work.Add(l.config().Work(n), func() lab.Stepper {
		var run *gpt.Run
		t, run = lens.Record(l.lm.Network, l.text0.tokens, nil)
		return run
	}, func() { l.read = read{key, t} })
	l.work.Start()
	return !l.work.Waiting()
}

// leftOut says how many tokens are not read, where there are any.
func (l *Lab) leftOut() []lab.Reading {
	if l.text0.left == 0 {
		return nil
	}
	return []lab.Reading{{
		Name: "left out", Help: message.New("the first tokens of the text, which are not read: it is too long"), Value: float64(l.text0.left), Unit: "tokens",
		Note: message.New("the last %d are read", len(l.text0.tokens)), Provenance: lab.Computed,
	}}
}
