package endpoint

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"logitarium/core/lm"
	"logitarium/ui/message"
)

// hasty is patience for tests.
var hasty = Patience{Whole: 2 * time.Second, Probe: 2 * time.Second, Pause: time.Millisecond}

// serve runs a server that has one model, m, and answers paths with files of
// testdata; what is not listed is not there.
func serve(t *testing.T, files map[string]string) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, ok := files[r.URL.Path]
		switch {
		case r.URL.Path == "/v1/models":
			fmt.Fprint(w, `{"object":"list","data":[{"id":"/models/m.gguf","meta":{"n_vocab":512}}]}`)
		case !ok:
			http.Error(w, "404 page not found", http.StatusNotFound)
		default:
			body, err := os.ReadFile("testdata/" + name)
			if err != nil {
				t.Error(err)
			}
			w.Write(body)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func open(t *testing.T, url string) *Model {
	t.Helper()
	m, err := Open(Options{URL: url, Patience: hasty})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// ask reads tokens and waits.
func ask(r lm.Reader, tokens []int) (lm.Next, error) {
	reading := r.Begin(tokens)
	for reading.Step(1) {
	}
	return reading.Next()
}

// says is what is told, in one line.
func says(m *Model, next lm.Next) string {
	var all []string
	for _, c := range next.Top {
		all = append(all, fmt.Sprintf("%q %.3f", m.Tokenizer().Bytes(c.Token), c.P))
	}
	return strings.Join(all, ", ")
}

// What each kind of server tells is read as what it means.
func TestServers(t *testing.T) {
	const small = `" small" 0.600, " red" 0.300`
	for _, tt := range []struct {
		name  string
		path  string // behind the server's address
		files map[string]string
		want  string
	}{
		{"llama-server before its completions told any", "", map[string]string{
			"/v1/completions": "llama-server-older.json", "/completion": "llama-server-older-own.json"}, small},
		{"llama-server before it had log-probabilities", "/v1", map[string]string{
			"/v1/completions": "llama-server-older.json", "/completion": "llama-server-oldest-own.json"}, small},
		{"vLLM: in columns, by text, bytes for what is none", "/v1/completions", map[string]string{"/v1/completions": "vllm.json"},
			`" small" 0.600, " red" 0.200, "\xe2\x80" 0.050, "<end>" 0.020, " xylophone" 0.000`},
		{"Ollama since 2026", "", map[string]string{"/v1/completions": "ollama.json"}, small},
		{"Ollama before", "", map[string]string{"/v1/completions": "ollama-older.json", "/api/generate": "ollama-own.json"}, small},
		{"Ollama by its own way", "/api/generate", map[string]string{"/api/generate": "ollama-own.json"}, small},
		{"lmdeploy: pieces as the vocabulary writes them", "/v1/chat/completions", map[string]string{"/v1/chat/completions": "lmdeploy.json"},
			`"Hello" 0.900, " Hello" 0.020`},
		{"a name for the end that nobody knows", "", map[string]string{"/v1/completions": "end.json"}, `"<end>" 0.700, " red" 0.200`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := open(t, serve(t, tt.files).URL+tt.path)
			next, err := ask(m.Reader(), m.Tokenizer().Encode("a"))
			if got := says(m, next); err != nil || got != tt.want {
				t.Errorf("%v; got\n%s, want\n%s", err, got, tt.want)
			}
			if next.Whole() || lm.Cuts(m.Tokenizer()) || lm.Count(m.Tokenizer()) != 512 {
				t.Error("it pretends to know more than it is told")
			}
		})
	}
}

// llama-server as it answered on stories260K: twenty tokens, though it drew
// another.
func TestLlamaServer(t *testing.T) {
	m := open(t, serve(t, map[string]string{"/v1/completions": "llama-server.json"}).URL)
	next, err := ask(m.Reader(), m.Tokenizer().Encode("Once upon a time there was a"))
	if err != nil || len(next.Top) != 20 || !strings.HasPrefix(says(m, next), `" little" 0.468, " big" 0.103, " b" 0.061`) {
		t.Errorf("%v: %s", err, says(m, next))
	}
	if rest := next.Rest(); rest < 0.001 || rest > 0.2 {
		t.Errorf("the others have %v", rest)
	}
	if m.Name() != "m at "+m.at.host || lm.Subject(m) != m.Name() {
		t.Errorf("it is called %q", m.Name())
	}
}

// What a chat says goes on along its own words, and no other way.
func TestChatGoesOnAlongItsWords(t *testing.T) {
	m := open(t, serve(t, map[string]string{"/v1/chat/completions": "lmdeploy.json"}).URL+"/v1/chat/completions")
	r := m.Reader()
	first, err := ask(r, m.Tokenizer().Encode("Hi"))
	if err != nil {
		t.Fatal(err)
	}
	next, err := ask(r, []int{first.Top[0].Token})
	if got := says(m, next); err != nil || got != `" there" 0.600, "!" 0.300` {
		t.Errorf("%v: %s", err, got)
	}
	r.Rewind(2)
	if _, err = ask(r, []int{first.Top[1].Token}); err == nil || !strings.Contains(err.Error(), "a chat can't be asked") {
		t.Errorf("error %v", err)
	}
}

// Every failure is one sentence, which says what to do where that is known.
func TestFailures(t *testing.T) {
	const key = "sk-secret-1234"
	say := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status); io.WriteString(w, body) }
	}
	file := func(name string) string {
		body, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	for _, tt := range []struct {
		name    string
		answers http.HandlerFunc
		key     bool
		want    string
	}{
		{"no key", say(401, `{"error":{"message":"No key"}}`), false, "HOST asks for a key (401): $OPENAI_API_KEY or --endpoint-key-file brings one"},
		{"a wrong key", say(401, `{"error":{"message":"Incorrect API key provided: `+key+`"}}`), true, "HOST refuses the key (401)"},
		{"a model", say(404, `{"object":"error","message":"The model `+"`x`"+` does not exist.","code":404}`), false, "HOST has no model called /models/m.gguf (404)"},
		{"no such path", say(404, "404 page not found"), false, "HOST has nothing at /v1/completions (404): is it a model's server?"},
		{"no log-probabilities", say(200, `{"choices":[{"text":"a","logprobs":null}]}`), false, "HOST tells no log-probabilities: it is too old, or keeps them back"},
		{"null in a column", say(200, file("vllm-null.json")), false, "HOST tells no log-probabilities: it is too old, or keeps them back"},
		{"null in a chat", say(200, file("vllm-chat-null.json")), false, "HOST tells no log-probabilities: it is too old, or keeps them back"},
		{"no JSON", say(200, "<!DOCTYPE HTML>\n<html lang=\"en\"><head>"), false, `the answer of HOST is no JSON, it begins with "<!DOCTYPE HTML>\n<html la": is it a model's server?`},
		{"cut off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, `{"choices":[`)
		}, false, "the answer of HOST was cut off after 12 bytes"},
		{"closed", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, false, "the answer of HOST was cut off before it began"},
		{"endless", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, strings.Repeat(" ", mostBytes+1)) }, false,
			"the answer of HOST has more than 1048576 bytes, and is not read"},
		{"slow", func(w http.ResponseWriter, r *http.Request) { io.ReadAll(r.Body); <-r.Context().Done() }, false, "HOST is too slow: the time to answer is up"},
		{"too many", say(429, ""), false, "HOST takes no more requests now (429)"},
		{"an error with a key in it", say(400, `{"error":"bad `+key+` and\n\u001b[31mred"}`), true, "HOST answers with an error, 400: bad … and \u001b[31mred"},
		{"an error without a word", say(500, ""), false, "HOST answers with an error, 500"},
		{"elsewhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://example.com/", http.StatusFound)
		}, false,
			"HOST sends on to another address (302): name that one"},
		{"more than all", say(200, `{"choices":[{"logprobs":{"content":[{"token":"a","logprob":0,"top_logprobs":[{"token":"a","logprob":0},{"token":"b","logprob":-0.5}]}]}}]}`), false,
			"the probabilities that are told sum to 1.607"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch r.URL.Path {
				case "/v1/models":
					fmt.Fprint(w, `{"data":[{"id":"/models/m.gguf"}]}`)
				case "/v1/completions":
					tt.answers(w, r)
				default:
					http.NotFound(w, r)
				}
			}))
			defer s.Close()
			o := Options{URL: s.URL, Patience: hasty}
			o.Patience.Whole = 300 * time.Millisecond
			if tt.key {
				o.Key, _ = KeyOf(key + "\n")
			}
			m, err := Open(o)
			if err != nil {
				t.Fatal(err)
			}
			_, err = ask(m.Reader(), m.Tokenizer().Encode("a"))
			if err == nil {
				t.Fatal("no error")
			}
			got := strings.ReplaceAll(message.Of(err).String(), m.at.host, "HOST")
			if got != tt.want {
				t.Errorf("says\n%s, want\n%s", got, tt.want)
			}
			for _, shown := range []string{got, err.Error(), fmt.Sprintf("%v %+v %#v", o, o, o.Key)} {
				if strings.Contains(shown, key) {
					t.Errorf("the key is shown: %s", shown)
				}
			}
		})
	}
}

// A server that is not there is told when the program opens.
func TestOpenFailures(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := l.Addr().String()
	l.Close()
	many := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/none/v1/models" {
			http.NotFound(w, r)
			return
		}
		io.WriteString(w, `{"data":[{"id":"llama3.2:latest"},{"id":"org/qwen"}]}`)
	}))
	defer many.Close()
	host := strings.TrimPrefix(many.URL, "http://")
	for _, tt := range []struct{ url, model, want string }{
		{"http://" + closed, "", "nothing answers at " + closed + ": the connection is refused"},
		{many.URL, "", host + " has 2 models: --endpoint-model names one of llama3.2:latest, org/qwen"},
		{many.URL, "gpt", host + " has no model called gpt: there is llama3.2:latest, org/qwen"},
		{many.URL, "llama3.2", ""}, {many.URL, "qwen", ""}, {many.URL, "org/qwen", ""},
		{many.URL + "/none", "qwen", ""}, // lists nothing, and may have it
		{many.URL + "/none", "", host + " has nothing at /none/v1/models (404): is it a model's server?"},
		{"localhost:8080", "", "a server is named by a URL such as http://127.0.0.1:8080"},
		{"ftp://x", "", "a server is named by a URL such as http://127.0.0.1:8080"},
		{"http://me:sk-1@x", "", "the URL may hold no name, key or query, which others would see: keys come from $OPENAI_API_KEY or --endpoint-key-file"},
		{"http://x?key=sk-1", "", "the URL may hold no name, key or query, which others would see: keys come from $OPENAI_API_KEY or --endpoint-key-file"},
	} {
		got := ""
		if _, err := Open(Options{URL: tt.url, Model: tt.model, Patience: hasty}); err != nil {
			got = message.Of(err).String()
		}
		if got != tt.want {
			t.Errorf("%s %s: %q, want %q", tt.url, tt.model, got, tt.want)
		}
	}
	if _, err := KeyOf("two words"); err == nil || strings.Contains(err.Error(), "two") {
		t.Errorf("error %v", err)
	}
}

func TestAddresses(t *testing.T) {
	for _, tt := range []struct {
		url  string
		form form
		want string // where completions are asked
	}{
		{"http://h:1", anyForm, "http://h:1/v1/completions"},
		{"http://h:1/", anyForm, "http://h:1/v1/completions"},
		{"http://h:1/v1/", anyForm, "http://h:1/v1/completions"},
		{"https://h/api/v3", anyForm, "https://h/api/v3/completions"},
		{"https://h/v1/completions", completed, "https://h/v1/completions"},
		{"https://h/v1/chat/completions", chat, "https://h/v1/completions"},
		{"http://h/api/generate", ollama, "http://h/v1/completions"},
		{"http://h/completion", llama, "http://h/v1/completions"},
	} {
		a, err := parse(tt.url)
		if err != nil || a.form != tt.form || a.of(completed) != tt.want {
			t.Errorf("%s: %v, form %d at %s", tt.url, err, a.form, a.of(completed))
		}
	}
}

// What breaks or is busy is asked again, with pauses; the key and the text stand
// where they belong.
func TestRetries(t *testing.T) {
	var n atomic.Int32
	body, err := os.ReadFile("testdata/ollama.json")
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer sk-1" {
			t.Errorf("authorization %q", r.Header.Get("Authorization"))
		}
		if r.URL.Path == "/v1/models" {
			fmt.Fprint(w, `{"data":[{"id":"m"}]}`)
			return
		}
		var asked struct {
			Model, Prompt string
			Logprobs      int
			Temperature   float64
		}
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || asked.Model != "m" || asked.Prompt != "wie süß" || asked.Temperature != 1 {
			t.Errorf("%v: asked %+v", err, asked)
		}
		switch n.Add(1) {
		case 1:
			w.WriteHeader(http.StatusServiceUnavailable)
			io.WriteString(w, `{"error":{"message":"Loading model"}}`)
		case 2:
			panic(http.ErrAbortHandler)
		case 3:
			w.WriteHeader(http.StatusBadRequest)
			io.WriteString(w, `{"error":{"message":"Requested sample logprobs of 20, which is greater than max allowed: 5"}}`)
		default:
			if asked.Logprobs != less {
				t.Errorf("asked for %d", asked.Logprobs)
			}
			w.Write(body)
		}
	}))
	defer s.Close()
	key, _ := KeyOf("sk-1")
	m, err := Open(Options{URL: s.URL, Key: key, Patience: hasty})
	if err != nil {
		t.Fatal(err)
	}
	r := m.Reader()
	if _, err := ask(r, m.Tokenizer().Encode("wie süß")); err != nil || n.Load() != 4 {
		t.Errorf("%v after %d requests", err, n.Load())
	}
	r.Rewind(0)
	if _, err := ask(r, m.Tokenizer().Encode("wie süß")); err != nil || n.Load() != 4 {
		t.Errorf("what is known was asked again: %v, %d requests", err, n.Load())
	}
	if lm.Count(m.Tokenizer()) != -1 {
		t.Error("nobody has told how many tokens there are")
	}
}

// A reading never waits longer than a glance, and what nobody wants any more is
// cancelled; a step after all asks again.
func TestStop(t *testing.T) {
	var came, left atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/models" {
			fmt.Fprint(w, `{"data":[{"id":"m"}]}`)
			return
		}
		io.ReadAll(r.Body) // who does not read does not hear that it is cancelled
		came.Add(1)
		<-r.Context().Done()
		left.Add(1)
	}))
	defer s.Close()
	m, err := Open(Options{URL: s.URL, Patience: hasty})
	if err != nil {
		t.Fatal(err)
	}
	r := m.Reader()
	wait := func(what string, n *atomic.Int32, want int32, step lm.Reading) {
		t.Helper()
		for range 400 {
			if n.Load() >= want {
				return
			}
			if step != nil {
				step.Step(1)
			} else {
				time.Sleep(5 * time.Millisecond)
			}
		}
		t.Fatalf("%s: %d, want %d", what, n.Load(), want)
	}
	first := r.Begin(m.Tokenizer().Encode("a"))
	began := time.Now()
	if !first.Step(1) || time.Since(began) > time.Second {
		t.Errorf("a step took %v", time.Since(began))
	}
	wait("came", &came, 1, first)
	first.(lm.Stopper).Stop()
	wait("left after Stop", &left, 1, nil)
	wait("asked again", &came, 2, first)
	if share := first.Share(); share <= 0 || share >= 1 {
		t.Errorf("share %v", share)
	}
	r.Rewind(0)
	wait("left after Rewind", &left, 2, nil)
	second := r.Begin(m.Tokenizer().Encode("b"))
	wait("came", &came, 3, second)
	r.Rewind(0)
	third := r.Begin(m.Tokenizer().Encode("b"))
	wait("left after another", &left, 3, third)
	r.Rewind(0)
	if next, err := ask(r, m.Tokenizer().Encode("\xc3")); err == nil || len(next.Top) > 0 {
		t.Errorf("half a character was asked: %v", err)
	}
}

// FuzzDecode: whatever a server says, there is an error or a distribution.
func FuzzDecode(f *testing.F) {
	files, err := os.ReadDir("testdata")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		if !file.IsDir() {
			body, err := os.ReadFile("testdata/" + file.Name())
			if err != nil {
				f.Fatal(err)
			}
			f.Add(body)
		}
	}
	f.Add([]byte(`{"choices":[{"logprobs":{"content":[{"token":"▁a","top_logprobs":[{"token":"▁a","logprob":-1}]}]}}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		all, err := decode(body, wanted)
		if (err == nil) != (len(all) > 0) {
			t.Fatalf("%d positions and error %v", len(all), err)
		}
		for _, at := range all {
			seen, last := map[string]bool{}, math.Inf(1)
			for _, p := range at.told {
				if !(p.p > 0) || p.p > 1.001 || p.p > last || seen[p.text] {
					t.Fatalf("%+v", at.told)
				}
				seen[p.text], last = true, p.p
			}
			if len(at.told) == 0 || len(at.told) > wanted {
				t.Fatalf("%d told", len(at.told))
			}
		}
	})
}
