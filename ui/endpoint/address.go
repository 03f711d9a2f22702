package endpoint

import (
	"net/url"
	"strings"

	"logitarium/ui/message"
)

// form is a way to ask, and the answers to it.
type form int

const (
	anyForm   form = iota // whichever is answered
	completed             // OpenAI's completions: a text goes on
	chat                  // OpenAI's chat completions: an answer to a message
	llama                 // llama-server's own, of versions whose completions have no log-probabilities
	ollama                // Ollama's own, of versions before its completions had them
)

// address is where a server is asked.
type address struct {
	host string // for messages
	top  string // without the version: "http://127.0.0.1:8080"
	root string // with it: "http://127.0.0.1:8080/v1"
	form form   // anyForm unless the user named one
}

// of returns where a form is asked.
func (a address) of(f form) string {
	switch f {
	case chat:
		return a.root + "/chat/completions"
	case llama:
		return a.top + "/completion"
	case ollama:
		return a.top + "/api/generate"
	}
	return a.root + "/completions"
}

// parse reads a URL: of a server, of its /v1, or of one of the forms. What it
// refuses it does not repeat where that could be a key.
func parse(given string) (address, error) {
	u, err := url.Parse(given)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return address{}, message.Errorf("a server is named by a URL such as http://127.0.0.1:8080")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return address{}, message.Errorf("the URL may hold no name, key or query, which others would see: keys come from $OPENAI_API_KEY or --endpoint-key-file")
	}
	a := address{host: u.Host, form: anyForm}
	top := strings.TrimRight(u.Scheme+"://"+u.Host+u.EscapedPath(), "/")
	for _, end := range []struct {
		path string
		form form
	}{{"/chat/completions", chat}, {"/completions", completed}, {"/api/generate", ollama}, {"/completion", llama}} {
		if before, ok := strings.CutSuffix(top, end.path); ok {
			top, a.form = before, end.form
			break
		}
	}
	a.root = top
	if i := strings.LastIndexByte(top, '/'); len(top)-i == len("/v1") && top[i+1] == 'v' && top[i+2] >= '1' && top[i+2] <= '9' {
		a.top = top[:i]
		return a, nil
	}
	a.top, a.root = top, top+"/v1"
	return a, nil
}
