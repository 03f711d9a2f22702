package sampling

import (
	"math/rand/v2"
	"slices"

	"logitarium/core/world"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

var (
	errEnd     = message.Errorf("the drawn token ends the document: nothing to append; draw again, or turn the seed")
	errWritten = message.Errorf("the text is at its end: turn length down, or the seed")
	errUntold  = message.Errorf("what may come next is not all told, so it can't be drawn: turn top-k down")
	errReading = message.Errorf("the model is still reading: append when it is done")
	errEnds    = message.Errorf("this branch ends the document: nothing follows; choose another one")
	errFirst   = message.Errorf("the prompt has no token before its last one: nothing to take off")
	errMade    = message.Errorf("made up logits belong to no text: turn logits to model")
	errDrawn   = message.Errorf("%d tokens are drawn, and that is the most: turn draws down", mostDraws)
)

// acts are the actions of a view: its own, which is on space, and those of all.
func (l *Lab) acts(own lab.Action) []lab.Action {
	actions := []lab.Action{own,
		{Name: "append", Key: "a", Help: "append the drawn token, or the best one, to the prompt", Turns: []lab.Field{&l.prompt}, Do: l.append},
	}
	if l.lm.World != nil {
		actions = append(actions, lab.Action{Name: "example", Key: "b", Help: "the next prompt that this model can continue; the last one is your own", Turns: []lab.Field{&l.prompt}, Do: l.example})
	}
	return actions
}

// actDraw draws one token for each press of space.
func (l *Lab) actDraw() []lab.Action {
	return l.acts(lab.Action{Name: "draw", Key: "space", Help: "draw a token", Do: func() error { return l.draw(1) }})
}

// actAsk asks a server again that failed.
func (l *Lab) actAsk() []lab.Action {
	return []lab.Action{{Name: "ask", Key: "space", Help: "ask the server again", Do: func() error {
		l.next, l.second.distribution = distribution{}, distribution{}
		l.work.Drop()
		return nil
	}}}
}

// actDrawMany draws many of them.
func (l *Lab) actDrawMany() []lab.Action {
	return l.acts(lab.Action{Name: "draw", Key: "space", Help: "draw many tokens", Do: func() error { return l.draw(drawBatch) }})
}

// actWrite writes on.
func (l *Lab) actWrite() []lab.Action {
	return l.acts(lab.Action{Name: "write", Key: "space", Help: "write on, or stop", Do: l.write})
}

// examples are prompts whose continuation the world knows: beginnings of
// stories, and a question about somebody who is told of often.
func (l *Lab) examples() []string {
	question := l.lm.World.Questions(world.KnowCommon, 1, rand.New(rand.NewPCG(1, 1)))[0]
	return []string{"the fox lives in the", "once upon a", "in the sea lives a", question.Prompt}
}

// example goes on to the next of them. A prompt that was typed comes after the
// last.
func (l *Lab) example() error {
	list := l.examples()
	at := slices.Index(list, l.prompt)
	if at < 0 {
		l.own = l.prompt
	}
	if l.own != "" {
		list = append(list, l.own)
	}
	l.prompt = list[(at+1)%len(list)]
	if l.prompt == l.own {
		l.own = ""
	}
	l.draws, l.from, l.scores = 0, 1, scoresModel
	return nil
}

// draw asks for n more tokens, as many as may be drawn.
func (l *Lab) draw(n int) error {
	switch {
	case !l.certain:
		return errUntold
	case l.draws >= mostDraws:
		return errDrawn
	}
	l.pending += n
	return nil
}

// write lets the text go on by itself, or stops it.
func (l *Lab) write() error {
	if !l.certain {
		return errUntold
	}
	if l.text.failed != nil { // from its beginning, which is known
		l.text, l.begun, l.writing = draft{}, begun{}, true
		return nil
	}
	if !l.writing && (l.text.ended || l.length >= l.mostLength()) {
		return errWritten
	}
	l.writing = !l.writing
	return nil
}

// mostLength is how many tokens can be written on.
func (l *Lab) mostLength() int { return l.lm.Model.Context() - 1 }

// append writes the token drawn last behind the prompt.
func (l *Lab) append() error {
	switch {
	case l.work.Waiting():
		return errReading
	case l.scores == scoresMade:
		return errMade
	}
	token := l.sample.last
	if l.draws == 0 {
		order := l.trace.Final().Order
		if len(order) == 0 {
			return nil
		}
		token = order[0]
	}
	if token == l.lm.Tokens.End() {
		return errEnd
	}
	text := l.prompt + string(l.lm.Tokens.Bytes(token))
	if err := l.promptText().Set(text); err != nil {
		return err
	}
	l.draws, l.from = 0, 1
	return nil
}
