package endpoint

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"logitarium/ui/message"
)

// client sends requests to one server.
type client struct {
	http     *http.Client
	host     string
	key      Key
	patience Patience
}

const (
	mostBytes    = 1 << 20 // of an answer
	mostAttempts = 4
	mostPause    = 5 * time.Second // that a server may ask for
	mostSaid     = 200             // bytes of what a server says of an error
)

func newClient(at address, key Key, patience Patience) client {
	return client{
		// What is sent elsewhere could take the key along.
		http: &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		host: at.host, key: key, patience: patience,
	}
}

// refusal is an answer that is none: its status, and what the server says of it.
type refusal struct {
	status int
	says   string
	error
}

// Message is what a user reads of it.
func (r refusal) Message() message.Text { return message.Of(r.error) }

// do sends a request until it is answered, is refused for good, or the context
// ends. A body of nil is a GET. model is the one asked for, for the words.
func (c client) do(ctx context.Context, at string, body any, model string) ([]byte, error) {
	pause := c.patience.Pause
	for attempt := 1; ; attempt++ {
		answer, after, err := c.once(ctx, at, body, model)
		if err == nil || attempt == mostAttempts || after < 0 {
			return answer, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(max(pause, after)):
			pause *= 2
		}
	}
}

// once sends a request. after is how long the server asks to wait before the
// next attempt, negative where none will help.
func (c client) once(ctx context.Context, at string, body any, model string) (answer []byte, after time.Duration, err error) {
	const never = -1
	method, sent := http.MethodGet, io.Reader(http.NoBody)
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return nil, never, err
		}
		method, sent = http.MethodPost, bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(ctx, method, at, sent)
	if err != nil {
		return nil, never, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json")
	if c.key.secret != "" {
		r.Header.Set("Authorization", "Bearer "+c.key.secret)
	}
	got, err := c.http.Do(r)
	if err != nil {
		return nil, later(err), c.unreached(ctx, err)
	}
	defer got.Body.Close()
	answer, err = io.ReadAll(io.LimitReader(got.Body, mostBytes+1))
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, never, c.slow(ctx)
	case err != nil:
		return nil, 0, message.Errorf("the answer of %s was cut off after %d bytes", c.host, len(answer))
	case len(answer) > mostBytes:
		return nil, never, message.Errorf("the answer of %s has more than %d bytes, and is not read", c.host, mostBytes)
	case got.StatusCode == http.StatusOK:
		return answer, 0, nil
	}
	after = never
	switch got.StatusCode {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		seconds, _ := strconv.Atoi(got.Header.Get("Retry-After"))
		after = min(max(time.Duration(seconds)*time.Second, 0), mostPause)
	}
	says := c.said(answer)
	return nil, after, refusal{got.StatusCode, says, c.refused(got.StatusCode, says, r.URL.Path, model)}
}

// later is 0 for a connection that broke, which a second attempt may not, and
// negative for what stays as it is.
func later(err error) time.Duration {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) {
		return 0
	}
	return -1
}

// unreached says why there is no answer.
func (c client) unreached(ctx context.Context, err error) error {
	var name *net.DNSError
	var timed interface{ Timeout() bool }
	switch {
	case ctx.Err() != nil:
		return c.slow(ctx)
	case errors.Is(err, syscall.ECONNREFUSED):
		return message.Errorf("nothing answers at %s: the connection is refused", c.host)
	case errors.As(err, &name):
		return message.Errorf("there is no machine called %s", name.Name)
	case errors.As(err, &timed) && timed.Timeout():
		return message.Errorf("%s does not answer: the connection takes too long", c.host)
	case later(err) == 0:
		return message.Errorf("the answer of %s was cut off before it began", c.host)
	}
	var wrapped *url.Error // says the address again
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return message.Errorf("%s can't be reached: %s", c.host, c.short(err.Error()))
}

// slow is the error of a context that ended: its time is up, unless nobody
// waits any more.
func (c client) slow(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	return message.Errorf("%s is too slow: the time to answer is up", c.host)
}

// refused says what a status means.
func (c client) refused(status int, says, path, model string) error {
	switch {
	case (status == http.StatusUnauthorized || status == http.StatusForbidden) && c.key.secret == "":
		return message.Errorf("%s asks for a key (%d): $OPENAI_API_KEY or --endpoint-key-file brings one", c.host, status)
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return message.Errorf("%s refuses the key (%d)", c.host, status)
	case status == http.StatusNotFound && model != "" && strings.Contains(strings.ToLower(says), "model"):
		return message.Errorf("%s has no model called %s (404)", c.host, model)
	case status == http.StatusNotFound:
		return message.Errorf("%s has nothing at %s (404): is it a model's server?", c.host, path)
	case status == http.StatusTooManyRequests:
		return message.Errorf("%s takes no more requests now (429)", c.host)
	case status >= 300 && status < 400:
		return message.Errorf("%s sends on to another address (%d): name that one", c.host, status)
	case says == "":
		return message.Errorf("%s answers with an error, %d", c.host, status)
	}
	return message.Errorf("%s answers with an error, %d: %s", c.host, status, says)
}

// said is what a server says of an error, in one of the places where servers do.
func (c client) said(answer []byte) string {
	var e struct {
		Error   json.RawMessage `json:"error"`
		Message string          `json:"message"`
		Detail  json.RawMessage `json:"detail"`
	}
	if json.Unmarshal(answer, &e) != nil {
		return ""
	}
	for _, raw := range []json.RawMessage{e.Error, e.Detail} {
		var text string
		var nested struct {
			Message string `json:"message"`
		}
		switch {
		case json.Unmarshal(raw, &text) == nil && text != "":
			return c.short(text)
		case json.Unmarshal(raw, &nested) == nil && nested.Message != "":
			return c.short(nested.Message)
		}
	}
	return c.short(e.Message)
}

// short is the beginning of what comes from outside, in one line and without
// the key.
func (c client) short(s string) string {
	s = strings.Join(strings.Fields(c.key.hide(s)), " ")
	if len(s) > mostSaid {
		s = strings.ToValidUTF8(s[:mostSaid], "") + "…"
	}
	return strings.TrimRight(s, ".")
}

// begins quotes the beginning of an answer.
func (c client) begins(answer []byte) string {
	const most = 24
	text := []rune(strings.ToValidUTF8(c.key.hide(string(answer[:min(len(answer), 4*most)])), "�"))
	return fmt.Sprintf("%q", string(text[:min(len(text), most)]))
}
