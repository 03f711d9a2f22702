package endpoint

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"logitarium/ui/message"
)

// asked is a text that goes on: a prompt, and what was written behind it.
type asked struct{ prompt, written string }

func (a asked) key() string { return a.prompt + "\x00" + a.written }

// How many tokens are asked for: a chat can't be continued in the middle of an
// answer, so several of one are asked for at once.
const (
	wanted = 20 // of the likeliest
	less   = 5  // where a server gives no more, as OpenAI's completions
	ahead  = 8  // positions of a chat
)

// request is the body of any form: what a form does not have is left out.
type request struct {
	Model       string         `json:"model,omitempty"`
	Prompt      *string        `json:"prompt,omitempty"`
	Messages    []chatMessage  `json:"messages,omitempty"`
	Stream      bool           `json:"stream"`
	Most        int            `json:"max_tokens,omitempty"`
	Temperature *float64       `json:"temperature,omitempty"`
	TopP        float64        `json:"top_p,omitempty"`
	TopK        *int           `json:"top_k,omitempty"`    // llama
	MinP        *float64       `json:"min_p,omitempty"`    // llama
	Logprobs    any            `json:"logprobs,omitempty"` // a number in completions
	Top         int            `json:"top_logprobs,omitempty"`
	Predict     int            `json:"n_predict,omitempty"` // llama
	Probs       int            `json:"n_probs,omitempty"`   // llama
	Raw         bool           `json:"raw,omitempty"`       // ollama
	Options     map[string]any `json:"options,omitempty"`   // ollama
}

type chatMessage struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// body asks for what may come next at temperature 1 and uncut: some servers tell
// what is left after both. A chat is asked for what it says itself.
func (m *Model) body(f form, a asked, top int) request {
	text, one, zero, off := a.prompt+a.written, 1.0, 0.0, 0
	switch f {
	case chat:
		return request{Model: m.name, Messages: []chatMessage{{"user", a.prompt}}, Most: ahead, Temperature: &zero, Logprobs: true, Top: top}
	case llama:
		return request{Prompt: &text, Predict: 1, Probs: top, Temperature: &one, TopP: 1, TopK: &off, MinP: &zero}
	case ollama:
		return request{Model: m.name, Prompt: &text, Raw: true, Logprobs: true, Top: top,
			Options: map[string]any{"num_predict": 1, "temperature": 1, "top_p": 1, "top_k": 0, "min_p": 0}}
	}
	return request{Model: m.name, Prompt: &text, Most: 1, Temperature: &one, TopP: 1, Logprobs: top}
}

// ask returns what may come next, in the form that the server answers.
func (m *Model) ask(ctx context.Context, a asked) ([]position, error) {
	m.mu.Lock()
	f := m.form
	m.mu.Unlock()
	forms := []form{f}
	if f == anyForm {
		forms = []form{completed, llama, ollama}
	}
	var first error
	for _, f := range forms {
		all, err := m.askIn(ctx, f, a)
		if err == nil {
			m.mu.Lock()
			m.form = f
			m.mu.Unlock()
			return all, nil
		}
		if first == nil {
			first = err
		}
		var r refusal
		if !errors.Is(err, errUntold) && !(errors.As(err, &r) && (r.status == http.StatusNotFound || r.status == http.StatusMethodNotAllowed)) {
			return nil, err
		}
	}
	if errors.Is(first, errUntold) {
		return nil, message.Errorf("%s tells no log-probabilities: it is too old, or keeps them back", m.at.host)
	}
	return nil, first
}

// askIn asks in a form, for fewer tokens where the server grants no more.
func (m *Model) askIn(ctx context.Context, f form, a asked) ([]position, error) {
	if f == chat && a.written != "" {
		return nil, message.Errorf("a chat can't be asked for what follows in the middle of an answer: %s/completions can", m.at.root)
	}
	for _, top := range []int{wanted, less} {
		body, err := m.client.do(ctx, m.at.of(f), m.body(f, a, top), m.name)
		var r refusal
		if errors.As(err, &r) && top != less && r.status >= 400 && r.status < 500 && strings.Contains(r.says, "logprobs") {
			continue
		}
		if err != nil {
			return nil, err
		}
		all, err := decode(body, top)
		if errors.Is(err, errNoJSON) {
			return nil, m.noJSON(body)
		}
		return all, err
	}
	return nil, errUntold // not reached: the last attempt returns
}
