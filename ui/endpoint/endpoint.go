// Package endpoint looks at a model behind a server: it asks llama-server, vLLM,
// Ollama or another one that speaks OpenAI's protocol what may come next, with
// log-probabilities. It is the one package that opens a connection to other
// machines, and the command line opens it when the user names a server.
//
// What a server tells are the likeliest tokens, as texts, at temperature 1 and
// before any cut. So the model is a [lm.Predictor], its tokenizer an
// [lm.Gatherer], and it offers nothing else.
//
// A request runs beside the program: a reading looks for its answer for some
// milliseconds at each step, and one that is no longer wanted is cancelled.
package endpoint

import (
	"context"
	"path"
	"strings"
	"sync"
	"time"

	"logitarium/core/lm"
	"logitarium/ui/message"
)

// Options say where a model is.
type Options struct {
	URL   string
	Model string // its name there; empty for the only one
	Key   Key
	// Patience is how long a server may take; the zero value is that of users.
	Patience Patience
}

// Patience is how long is waited.
type Patience struct {
	Whole time.Duration // for an answer, with all attempts
	Probe time.Duration // for the list of models
	Pause time.Duration // before the second attempt; each one after it waits twice as long
}

func (p Patience) orDefault() Patience {
	if p == (Patience{}) {
		return Patience{Whole: 30 * time.Second, Probe: 10 * time.Second, Pause: 250 * time.Millisecond}
	}
	return p
}

// Model is a model behind a server.
type Model struct {
	name   string // there
	at     address
	client client
	tokens *vocabulary

	mu    sync.Mutex
	known map[string]position // what was answered, by prompt and what is written behind it
	form  form                // the one that the server answers
}

// Open asks a server for its models and returns the one that is meant.
func Open(o Options) (*Model, error) {
	at, err := parse(o.URL)
	if err != nil {
		return nil, err
	}
	m := &Model{at: at, client: newClient(at, o.Key, o.Patience.orDefault()), known: map[string]position{}, form: at.form}
	ctx, cancel := context.WithTimeout(context.Background(), m.client.patience.Probe)
	defer cancel()
	meant, err := m.find(ctx, o.Model)
	if err != nil {
		return nil, err
	}
	m.name, m.tokens = meant.ID, newVocabulary(meant.Meta.Vocab)
	return m, nil
}

// Name is the model's, without its folder, and the server's.
func (m *Model) Name() string {
	name := strings.TrimSuffix(path.Base(m.name), ".gguf")
	return name + " at " + m.at.host
}

// Tokenizer implements [lm.Model]. It gathers the tokens that are told.
func (m *Model) Tokenizer() lm.Tokenizer { return m.tokens }

// Context implements [lm.Model], in bytes: a bound. A text that is too long for
// the model its server refuses.
func (m *Model) Context() int { return 1 << 20 }

// Reader implements [lm.Predictor].
func (m *Model) Reader() lm.Reader { return &reader{m: m} }

// Why implements [lm.Reasoned].
func (m *Model) Why(lm.Ability) lm.Reason { return lm.Remote }

// Key opens a server. It never prints.
type Key struct{ secret string }

// KeyOf returns the key in a text, as files and the environment have it.
func KeyOf(text string) (Key, error) {
	text = strings.TrimSpace(text)
	if strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return Key{}, message.Errorf("the key has a blank or a character that no key has")
	}
	return Key{text}, nil
}

// String hides the key, from %v and %s too.
func (k Key) String() string { return "…" }

// GoString hides it from %#v.
func (k Key) GoString() string { return k.String() }

// hide takes the key out of what a server says.
func (k Key) hide(s string) string {
	if k.secret == "" {
		return s
	}
	return strings.ReplaceAll(s, k.secret, "…")
}
