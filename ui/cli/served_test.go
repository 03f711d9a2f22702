package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/labs"
)

const secret = "sk-very-secret"

// answering is a server whose model finds fox likely. It counts its requests and
// wants the key.
func answering(t *testing.T) (url string, asked *atomic.Int32) {
	t.Helper()
	asked = new(atomic.Int32)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("Authorization") != "Bearer "+secret:
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprintf(w, `{"error":{"message":"Incorrect API key provided: %s"}}`, r.Header.Get("Authorization"))
		case r.URL.Path == "/v1/models":
			io.WriteString(w, `{"data":[{"id":"kit"}]}`)
		default:
			asked.Add(1)
			io.WriteString(w, `{"choices":[{"finish_reason":"length","logprobs":{"content":[{"token":" fox","top_logprobs":[`+
				`{"token":" fox","logprob":-0.6931472},{"token":" \u001b[31mhen","logprob":-1.3862944}]}]}}]}`)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL, asked
}

// callServed is callAll with an environment.
func callServed(t *testing.T, env []string, args ...string) (code int, out, errs string) {
	t.Helper()
	lm := builtintest.Load(t)
	var o, e bytes.Buffer
	a := &app{lm: lm, labs: labs.All(lm, lm), build: labs.All, in: strings.NewReader(""), out: &o, err: &e, env: env}
	code = a.main(args)
	return code, o.String(), e.String()
}

// A server's model is in the labs that ask what comes next, in every way to write
// one; the others stay on the built-in one, and ask nothing.
func TestEndpoint(t *testing.T) {
	url, asked := answering(t)
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte(secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	host := strings.TrimPrefix(url, "http://")
	for _, tt := range []struct {
		args []string
		want string
		asks bool
	}{
		{[]string{"sampling", "--print"}, "kit at " + host, true},
		{[]string{"sampling", "--plain"}, "kit at " + host, true},
		{[]string{"sampling", "--view", "text", "--top-k", "2", "--top-p", "1", "--length", "3", "--print"}, "fox", true},
		{[]string{"rag", "--view", "answer", "--print"}, "kit at " + host, true},
		{[]string{"norm", "--print"}, "tiny-world 0.9M", false},
		{[]string{"gpt", "--print"}, "tiny-world", false},
		{[]string{"--print"}, "A token's way through tiny-world", false},
	} {
		t.Run(strings.Join(tt.args, " "), func(t *testing.T) {
			before := asked.Load()
			code, out, errs := callServed(t, nil, append(tt.args, "--endpoint", url, "--endpoint-key-file", file)...)
			if code != 0 || !strings.Contains(out, tt.want) {
				t.Errorf("exit code %d, lacks %q: %s\n%s", code, tt.want, errs, out)
			}
			if (asked.Load() > before) != tt.asks {
				t.Errorf("%d requests", asked.Load()-before)
			}
			if strings.Contains(out+errs, secret) || strings.Contains(out, "\x1b[31m") {
				t.Errorf("it shows what it should not:\n%s", out)
			}
		})
	}
}

// What opens the screen again names the server and the key's file, and no key.
func TestEndpointInJSON(t *testing.T) {
	url, _ := answering(t)
	code, out, errs := callServed(t, []string{"OPENAI_API_KEY=" + secret}, "sampling", "--endpoint", url, "--endpoint-model", "kit", "--top-k", "1", "--json")
	var said struct{ Subject, Command string }
	if err := json.Unmarshal([]byte(out), &said); code != 0 || err != nil {
		t.Fatalf("exit code %d, %v: %s", code, err, errs)
	}
	if want := "logitarium sampling --endpoint " + url + " --endpoint-model kit --top-k 1"; said.Command != want || strings.Contains(out, secret) {
		t.Errorf("command %q, want %q; or the key is in it", said.Command, want)
	}
}

func TestEndpointIsRejected(t *testing.T) {
	url, asked := answering(t)
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		env  string
		args []string
		code int
		want string
	}{
		{"", []string{"sampling", "--endpoint", url}, exitRejected, "asks for a key (401)"},
		{"OPENAI_API_KEY=sk-wrong", []string{"sampling", "--endpoint", url}, exitRejected, "refuses the key (401)"},
		{"", []string{"sampling", "--endpoint", url, "--endpoint-key-file", empty}, exitRejected, "is empty"},
		{"OPENAI_API_KEY=" + secret, []string{"sampling", "--endpoint", url, "--endpoint-model", "cat"}, exitRejected, "has no model called cat: there is kit"},
		{"", []string{"sampling", "--endpoint-model", "kit"}, exitUsage, "none was named"},
		{"", []string{"sampling", "--endpoint", url, "--model", "x.gguf"}, exitUsage, "name two models"},
		{"", []string{"x.gguf", "--endpoint", url}, exitUsage, "name two models"},
		{"", []string{"test", "--endpoint", url}, exitUsage, "logitarium test asks no server"},
		{"", []string{"model", "--endpoint", url}, exitUsage, "logitarium model asks no server"},
	} {
		code, out, errs := callServed(t, []string{tt.env}, tt.args...)
		if code != tt.code || out != "" || !strings.Contains(errs, tt.want) || strings.Contains(errs, "sk-") {
			t.Errorf("%v: exit code %d: %s", tt.args, code, errs)
		}
	}
	if asked.Load() != 0 {
		t.Errorf("%d requests", asked.Load())
	}
}
