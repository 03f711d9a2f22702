package endpoint

import (
	"context"
	"errors"
	"time"

	"logitarium/core/lm"
	"logitarium/ui/message"
)

// reader is an lm.Reader: what is read is the text of the next request.
type reader struct {
	m      *Model
	held   []int
	prompt int    // tokens of what was read first
	cancel func() // what is being asked
}

func (r *reader) Len() int   { return len(r.held) }
func (r *reader) Full() bool { return len(r.held) >= r.m.Context() }

// Rewind gives up what is being asked.
func (r *reader) Rewind(n int) {
	r.held = r.held[:n:n]
	if r.prompt > n {
		r.prompt = 0
	}
	r.drop()
}

func (r *reader) drop() {
	if r.cancel != nil {
		r.cancel()
		r.cancel = nil
	}
}

// Cost is more than a key can wait for.
func (r *reader) Cost(int) float64 { return 1 << 30 }

// Begin asks for what comes behind the tokens, unless that is known.
func (r *reader) Begin(tokens []int) lm.Reading {
	r.drop()
	if len(r.held) == 0 {
		r.prompt = len(tokens)
	}
	r.held = append(r.held, tokens...)
	g := &reading{m: r.m, limit: r.m.client.patience.Whole}
	prompt, whole := r.m.tokens.text(r.held[:r.prompt])
	g.asked.prompt = prompt
	if written := r.held[r.prompt:]; len(written) > 0 {
		g.asked.written, whole = r.m.tokens.text(written)
	}
	if !whole {
		g.result = result{err: message.Errorf("the text ends within a character, and a server can be asked for whole ones only")}
		return g
	}
	if at, ok := r.m.remembered(g.asked); ok {
		g.result = result{all: []position{at}}
		return g
	}
	g.request()
	r.cancel = g.Stop
	return g
}

// result is an answer that has come.
type result struct {
	all      []position
	err      error
	panicked any
}

// start runs a request beside the program. Its panic is the one of who waits for
// it.
func start(ask func() ([]position, error)) <-chan result {
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			r.panicked = recover()
			done <- r
		}()
		r.all, r.err = ask()
	}()
	return done
}

// reading is an lm.Reading that waits for an answer.
type reading struct {
	m      *Model
	asked  asked
	waits  <-chan result // nil once it has come
	began  time.Time
	limit  time.Duration
	result result
	cancel context.CancelFunc
}

// request asks the server.
func (g *reading) request() {
	ctx, cancel := context.WithTimeout(context.Background(), g.limit)
	g.cancel, g.began = cancel, time.Now()
	g.waits = start(func() ([]position, error) {
		defer cancel()
		return g.m.ask(ctx, g.asked)
	})
}

// Stop implements lm.Stopper.
func (g *reading) Stop() {
	if g.cancel != nil {
		g.cancel()
	}
}

// glance is how long a step waits: keys come between two of them.
const glance = 5 * time.Millisecond

// Step waits for a glance. What was stopped and is wanted after all is asked
// again.
func (g *reading) Step(float64) (more bool) {
	if g.waits == nil {
		return false
	}
	select {
	case g.result = <-g.waits:
		g.waits = nil
		if g.result.panicked != nil {
			panic(g.result.panicked)
		}
		if errors.Is(g.result.err, context.Canceled) {
			g.request()
			return true
		}
		if g.result.err == nil {
			g.m.remember(g.asked, g.result.all)
		}
		return false
	case <-time.After(glance):
		return true
	}
}

// Share is how much of the time that the server has is over.
func (g *reading) Share() float64 {
	if g.waits == nil {
		return 1
	}
	return min(float64(time.Since(g.began))/float64(g.limit), 1)
}

func (g *reading) Cost() float64 { return 1 << 30 }

// Next is what was told.
func (g *reading) Next() (lm.Next, error) {
	if g.result.err != nil {
		return lm.Next{}, g.result.err
	}
	at := g.result.all[0]
	var next lm.Next
	for _, t := range at.told {
		if at.ended && t.text == at.wrote {
			t.text = "" // whatever its name, with it the text ends
		}
		token, ok := g.m.tokens.token(t.text)
		if !ok {
			return lm.Next{}, message.Errorf("the server has told %d different tokens, as many as are told apart: begin again", mostPieces)
		}
		next.Top = append(next.Top, lm.Candidate{Token: token, P: t.p})
	}
	return merged(next), nil
}

// merged takes what ends the text together: a model can have several such
// tokens.
func merged(next lm.Next) lm.Next {
	var out lm.Next
	at := -1
	for _, c := range next.Top {
		if c.Token == endToken && at >= 0 {
			out.Top[at].P += c.P
			continue
		}
		if c.Token == endToken {
			at = len(out.Top)
		}
		out.Top = append(out.Top, c)
	}
	for ; at > 0 && out.Top[at-1].P < out.Top[at].P; at-- {
		out.Top[at-1], out.Top[at] = out.Top[at], out.Top[at-1]
	}
	return out
}

// mostKnown is how many answers are remembered: asked again, a server that
// computes with others' requests can give other last digits.
const mostKnown = 4096

func (m *Model) remembered(a asked) (position, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at, ok := m.known[a.key()]
	return at, ok
}

// remember keeps an answer, and of a chat those behind its own words.
func (m *Model) remember(a asked, all []position) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, at := range all {
		if len(m.known) >= mostKnown {
			clear(m.known)
		}
		m.known[a.key()] = at
		a.written += at.wrote
	}
}
