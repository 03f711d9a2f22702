package endpoint

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/ui/labs"
	"logitarium/ui/message"
	"logitarium/viz"
)

// tiny is a server of the built-in model that tells its twenty likeliest tokens,
// and how many it has if that is not 0.
func tiny(t *testing.T, vocab int) string {
	t.Helper()
	m := builtintest.Load(t)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/models" {
			fmt.Fprintf(w, `{"data":[{"id":"tiny","meta":{"n_vocab":%d}}]}`, vocab)
			return
		}
		var q struct{ Prompt string }
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			t.Error(err)
		}
		next, err := ask(m.Reader(), m.Tokenizer().Encode(q.Prompt))
		if err != nil {
			t.Error(err)
		}
		p := make([]float32, len(next.Logits))
		next.Probs(p)
		var top []map[string]any
		for range wanted {
			best := slices.Index(p, slices.Max(p))
			piece := m.Tokenizer().Bytes(best)
			var bytes []int
			for _, c := range piece {
				bytes = append(bytes, int(c))
			}
			top = append(top, map[string]any{"token": string(piece), "bytes": bytes, "logprob": math.Log(float64(p[best]))})
			p[best] = 0
		}
		json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"finish_reason": "length",
			"logprobs": map[string]any{"content": []any{map[string]any{"token": "a", "top_logprobs": top}}}}}})
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// settled is the lab of a name on a server's model, after it has worked.
func settled(t *testing.T, m lm.Model, id string, knobs ...string) lab.Lab {
	t.Helper()
	l, err := lab.ByID(labs.Served(m, builtintest.Load(t)), id)
	if err != nil {
		t.Fatal(err)
	}
	labtest.Turn(t, l, knobs...)
	if err := lab.Settle(l); err != nil {
		t.Fatal(err)
	}
	return l
}

// What the Sampling lab says of the built-in model is the same when a server
// tells it, as far as it is told; and nothing shows how tokens are numbered here.
func TestSamplingOnAServer(t *testing.T) {
	own := builtintest.Load(t)
	whole, err := lab.ByID(labs.All(own, own), "sampling")
	if err != nil {
		t.Fatal(err)
	}
	for _, vocab := range []int{0, own.Tokenizer().Size()} {
		told := 0
		m := open(t, tiny(t, vocab))
		for _, knobs := range [][]string{
			{"temperature", "0.7", "top-k", "12", "top-p", "0.9"}, {"temperature", "1", "top-k", "off", "top-p", "0.8"},
			{"temperature", "1", "top-k", "off", "top-p", "off"}, {"temperature", "0", "top-k", "5", "top-p", "1"},
		} {
			knobs = append(knobs, "prompt", "once upon a time there was a")
			labtest.Turn(t, whole, knobs...)
			want := map[string]lab.Reading{}
			for _, r := range lab.Readings(whole) {
				want[r.Name] = r
			}
			defined := 0
			for _, r := range lab.Readings(settled(t, m, "sampling", knobs...)) {
				w, ok := want[r.Name]
				if !ok || !r.Undefined.Empty() {
					continue
				}
				defined++
				if math.Abs(r.Value-w.Value) > 1e-6 || r.Text.String() != w.Text.String() {
					t.Errorf("%v: %s is %g %q, want %g %q", knobs, r.Name, r.Value, r.Text, w.Value, w.Text)
				}
			}
			told += defined
		}
		if told < 12 {
			t.Errorf("only %d numbers are given", told)
		}
		for _, view := range settled(t, m, "sampling").Views().List {
			l := settled(t, m, "sampling", "view", view.Name, "top-k", "12", "length", "3", "levels", "2")
			shows := lab.Draw(l, lab.Frame{Size: viz.Size{W: 78, H: 20}, Theme: viz.Themes()[0]}).Plain() + lab.Sentence(l).String()
			for _, r := range lab.Readings(l) {
				shows += r.Note.String()
			}
			shows = labtest.Ungrouped(message.Verbatim(shows)).String()
			for _, wrong := range []string{"32768", "32748", " -1 ", "1048"} {
				if strings.Contains(shows, wrong) {
					t.Errorf("view %s shows %s:\n%s", view.Name, wrong, shows)
				}
			}
			if strings.Contains(shows, "1024") && vocab == 0 {
				t.Errorf("view %s knows how many tokens there are:\n%s", view.Name, shows)
			}
		}
	}
}

// RAG has the server answer, and says of the true answer only what it can.
func TestRAGOnAServer(t *testing.T) {
	m := open(t, tiny(t, 0))
	l := settled(t, m, "rag", "view", "answer", "query", "What does Anita like to eat?")
	if says := lab.Sentence(l).String(); !strings.HasSuffix(says, `the passages and with them "porridge", which is true.`) && says != `The model says "porridge", which is true, with the passages and without.` {
		t.Errorf("says %q", says)
	}
	if r := labtest.Reading(t, l, "p with"); r.Undefined.Empty() {
		t.Errorf("p with is %g", r.Value)
	}
	l = settled(t, m, "rag", "view", "prompt")
	shows := lab.Draw(l, lab.Frame{Size: viz.Size{W: 78, H: 20}, Theme: viz.Themes()[0]}).Plain()
	if strings.Contains(shows, "1048") || !strings.Contains(shows, "bytes") {
		t.Errorf("the prompt:\n%s", shows)
	}
}
