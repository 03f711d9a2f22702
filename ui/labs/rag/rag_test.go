package rag

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"logitarium/core/builtin"
	"logitarium/core/lm"
	"logitarium/core/lm/lmtest"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/viz"
)

var load = sync.OnceValues(func() (*builtin.LM, error) { return builtin.Load() })

// shared is a library that the tests' labs share: what is made once is the
// same for all.
var shared = sync.OnceValues(func() (*library, error) {
	lm, err := load()
	if err != nil {
		return nil, err
	}
	return open(lm)
})

func fresh(t testing.TB) *Lab {
	t.Helper()
	own, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return on(t, own)
}

// on is the lab at a model, with the shared library.
func on(t testing.TB, m lm.Model) *Lab {
	t.Helper()
	own, err := load()
	if err != nil {
		t.Fatal(err)
	}
	l := New(m, own)
	if l.library, err = shared(); err != nil {
		t.Fatal(err)
	}
	l.indexing.Patience = math.Inf(1) // all at once
	return l
}

// The lab keeps the rules on a model that tells its likeliest tokens alone.
func TestTold(t *testing.T) {
	if labtest.RaceDetector {
		t.Skip("what runs at once does so in the labs' own tests")
	}
	own, err := load()
	if err != nil {
		t.Fatal(err)
	}
	labtest.Rules(t, func() lab.Lab { return on(t, lmtest.Tell(own, 20)) })
}

// It answers as the whole model does, and gives the probabilities that are told.
func TestToldAnswers(t *testing.T) {
	own, err := load()
	if err != nil {
		t.Fatal(err)
	}
	given, missing := 0, 0
	for _, top := range []int{1, 20} {
		for _, e := range worldExamples {
			a, b := fresh(t), on(t, lmtest.Tell(own, top))
			for _, l := range []*Lab{a, b} {
				turn(t, l, "view", "answer", "query", e.text)
				wait(t, l)
			}
			if !slices.Equal(a.answer.open.steps, b.answer.open.steps) || !slices.Equal(a.answer.closed.steps, b.answer.closed.steps) {
				t.Errorf("%s: it writes %q with %d told tokens, with all %q", e.text, b.said(b.answer.open), top, a.said(a.answer.open))
			}
			for _, r := range lab.Readings(b) {
				want := labtest.Reading(t, a, r.Name)
				switch {
				case r.Undefined.Empty() && (math.Abs(r.Value-want.Value) > 1e-6 || r.Text.String() != want.Text.String()):
					t.Errorf("%s: %s is %g, of the whole model %g", e.text, r.Name, r.Value, want.Value)
				case r.Undefined.Empty():
					given++
				case want.Undefined.Empty():
					missing++
					if says := lab.Sentence(b); r.Name == "p with" && !strings.Contains(says.String(), "is not among what it tells") {
						t.Errorf("%s: it says %q", e.text, says)
					}
				}
			}
		}
	}
	if given == 0 || missing == 0 {
		t.Errorf("%d numbers given and %d missing: one is not tried", given, missing)
	}
}

func TestContract(t *testing.T) {
	labtest.Run(t, func() lab.Lab { return fresh(t) }, data(t)...)
}

// data are the passages that are searched, and what the model reads and
// writes, which are in no language.
func data(t *testing.T) []string {
	l := fresh(t)
	turn(t, l)
	list := []string{"Question Answer Fact query encoder retriever docs prompt generator tf bm bi hy RAG-Sequence RAG-Token Nearest words"}
	for _, p := range l.corpus.passages {
		list = append(list, p.id, p.text)
	}
	return append(list, l.library.words...)
}

// turn sets knobs by name and refreshes.
func turn(t testing.TB, l *Lab, values ...string) {
	t.Helper()
	labtest.Turn(t, l, values...)
	for l.indexing.Waiting() {
		if err := l.Step(0); err != nil {
			t.Fatal(err)
		}
	}
}

// wait lets the model read all that is queued.
func wait(t testing.TB, l *Lab) {
	t.Helper()
	for l.Busy() {
		if err := l.Step(time.Second / 30); err != nil {
			t.Fatal(err)
		}
	}
}

func near(t testing.TB, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// The numbers of the four sentences, worked out by hand.
func TestFour(t *testing.T) {
	l := fresh(t)
	turn(t, l, "documents", "four", "query", "dog")
	near(t, "best score for dog", labtest.Reading(t, l, "score").Value, .34314, 5e-6)
	turn(t, l, "query", "mailman")
	for k1, want := range map[string]float64{"0": 1.20397, "0.5": .88365, "1.2": .64384, "2": .49142} {
		turn(t, l, "k1", k1)
		near(t, "mailman at k1 "+k1, labtest.Reading(t, l, "score").Value, want, 5e-6)
	}
	turn(t, l, "k1", "1.2", "variant", "atire", "query", "dog", "view", "explain")
	near(t, "ATIRE's score", labtest.Reading(t, l, "score").Value, .75491, 5e-6)
	near(t, "mean length", labtest.Reading(t, l, "mean length").Value, 6.25, 0)
}

// In Robertson's formula the document without "the" is first, with 0, and the
// screen says why.
func TestNegativeIDF(t *testing.T) {
	l := fresh(t)
	turn(t, l, "documents", "four", "query", "the", "variant", "robertson")
	if id := l.corpus.passages[l.hits()[0].Doc].id; id != "d4" {
		t.Errorf("%s is first", id)
	}
	if !strings.Contains(lab.Sentence(l).String(), "counts against") {
		t.Errorf("insight %q", lab.Sentence(l))
	}
	turn(t, l, "view", "explain", "rank", "2")
	near(t, "the score of d1", labtest.Reading(t, l, "score").Value, -1.178, 5e-4)
	if idf := labtest.Reading(t, l, "idf").Value; idf >= 0 {
		t.Errorf("idf of the is %v", idf)
	}
}

// The parts of a bar are the score.
func TestPartsSum(t *testing.T) {
	l := fresh(t)
	for _, documents := range []string{"world", "quantum", "four"} {
		for _, o := range retrieverOptions {
			turn(t, l, "documents", documents, "retriever", o.Name)
			for _, h := range l.hits() {
				sum := 0.0
				for _, p := range l.parts(h) {
					sum += p.value
				}
				near(t, documents+" "+o.Name+" sum of parts", sum, h.Score, 1e-6)
			}
		}
	}
}

// First and third is a little better than twice second, to fusion.
func TestFusion(t *testing.T) {
	near(t, "ranks 1 and 3", reciprocal(1)+reciprocal(3), .0322665, 5e-8)
	near(t, "ranks 2 and 2", reciprocal(2)+reciprocal(2), .0322581, 5e-8)
	near(t, "not found", reciprocal(0), 0, 0)
}

// Only whole names are letters of a formula.
func TestSubstitute(t *testing.T) {
	got := substitute("ln(1+(N−n+½)/(n+½))·(k1+1), mean", map[string]string{"N": "4", "n": "3", "k1": "1.2", "f": "9"})
	if want := "ln(1+(4−3+½)/(3+½))·(1.2+1), mean"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// The lab opens on an answer that is found and read; the next example is one
// that is not.
func TestOpens(t *testing.T) {
	l := fresh(t)
	for i, found := range []bool{true, false} {
		turn(t, l, "view", "answer")
		wait(t, l)
		without, with := labtest.Reading(t, l, "p without").Value, labtest.Reading(t, l, "p with").Value
		if rank := l.goldRank(l.retriever); (rank <= l.topN) != found || without > 0.3 || (with > 0.9) != found {
			t.Errorf("example %d: the answer at rank %d, p %v without, %v with", i+1, rank, without, with)
		}
		if err := l.Actions()[0].Do(); err != nil {
			t.Fatal(err)
		}
	}
}

// The words know the name only, the vectors know what is asked.
func TestVocabularyGap(t *testing.T) {
	l := fresh(t)
	turn(t, l, "query", "What instrument does Anita play?")
	if words, meaning := l.goldRank(byBM25), l.goldRank(byMeaning); meaning != 1 || words <= 1 {
		t.Errorf("BM25 has the answer at %d, the bi-encoder at %d", words, meaning)
	}
	turn(t, l, "query", "What instrument does Traz play?")
	if words, meaning := l.goldRank(byBM25), l.goldRank(byMeaning); words != 1 || meaning > 0 && meaning < 20 || l.corpus.want != "oboe" {
		t.Errorf("of a newcomer BM25 has the answer at %d, the bi-encoder at %d: %s", words, meaning, l.corpus.want)
	}
	turn(t, l, "query", "Who is native to France?")
	if len(l.found.hits[byBM25]) != 0 || l.goldRank(byMeaning) != 1 {
		t.Errorf("BM25 finds %d passages, the bi-encoder has the answer at %d", len(l.found.hits[byBM25]), l.goldRank(byMeaning))
	}
}

// Chinese is found by pairs of characters, and each language's passage by its
// own words only.
func TestTwoLanguages(t *testing.T) {
	l := fresh(t)
	turn(t, l, "documents", "quantum")
	if id := l.corpus.passages[l.hits()[0].Doc].id; !strings.HasPrefix(id, "qubits") {
		t.Errorf("the English question finds %s", id)
	}
	turn(t, l, "query", "什麼是量子計算?")
	if id := l.corpus.passages[l.hits()[0].Doc].id; !strings.HasPrefix(id, "量子位元") {
		t.Errorf("the Chinese question finds %s", id)
	}
	if !slices.Contains(l.found.terms, "量子") {
		t.Errorf("terms %q", l.found.terms)
	}
	if found, all := l.answers(); found != 1 || all != 2 {
		t.Errorf("BM25 finds %d of %d answers: the English one shares no word with a Chinese question", found, all)
	}
	// In simplified characters, and with another question mark, it is known
	// all the same which passages answer.
	for _, query := range []string{"什么是量子计算?", "什么是量子计算？", "什麼是量子計算", "What is quantum computing"} {
		turn(t, l, "query", query)
		if _, all := l.answers(); all != 2 || !l.asked().known() {
			t.Errorf("%q: %d passages answer", query, all)
		}
	}
	n := 0
	for _, p := range l.library.written["quantum"] {
		if p.label == labelQuantum {
			n++
		}
	}
	if n != 2 || len(l.library.written["quantum"]) != 14 {
		t.Errorf("%d of %d documents answer", n, len(l.library.written["quantum"]))
	}
}

// With the passage the model answers what it was never told; without it, and
// with the passage removed, it does not; with an edited one it says what that
// says.
func TestAnswer(t *testing.T) {
	l := fresh(t)
	turn(t, l, "view", "answer", "retriever", "bi-encoder", "query", "What instrument does Anita play?")
	wait(t, l)
	without, with := labtest.Reading(t, l, "p without").Value, labtest.Reading(t, l, "p with").Value
	if with < 0.9 || without > 0.3 || l.said(l.answer.open) != l.corpus.want {
		t.Errorf("p %v without, %v with: %q", without, with, l.said(l.answer.open))
	}
	source := int(labtest.Reading(t, l, "source").Value)
	if source < 1 || !l.corpus.passages[l.prompt.pasted[source-1].doc].gold {
		t.Errorf("source %d", source)
	}
	if l.answer.without > 0.3 {
		t.Errorf("p %v when the source is left out", l.answer.without)
	}
	was := l.corpus.want
	turn(t, l, "gold", "edited")
	wait(t, l)
	if l.corpus.want == was || labtest.Reading(t, l, "p with").Value < 0.9 {
		t.Errorf("edited to %s: p %v", l.corpus.want, labtest.Reading(t, l, "p with").Value)
	}
	turn(t, l, "gold", "removed")
	wait(t, l)
	if p := labtest.Reading(t, l, "p with").Value; p > 0.3 {
		t.Errorf("p %v with the answer removed", p)
	}
}

// Over one passage the three ways of giving it are one; the marginals of
// several are what their formulas say.
func TestMarginals(t *testing.T) {
	l := fresh(t)
	turn(t, l, "view", "answer", "retriever", "bi-encoder", "top-n", "1")
	wait(t, l)
	p := labtest.Reading(t, l, "p with").Value
	near(t, "RAG-Sequence over one passage", labtest.Reading(t, l, "rag-sequence").Value, p, 1e-5)
	near(t, "RAG-Token over one passage", labtest.Reading(t, l, "rag-token").Value, p, 1e-5)

	a := answer{prior: []float64{.75, .25}, alone: [][]float64{{.5, .2}, {.1, .8}}}
	sequence, token, ok := a.marginal()
	near(t, "RAG-Sequence", sequence, .75*.5*.2+.25*.1*.8, 1e-12)
	near(t, "RAG-Token", token, (.75*.5+.25*.1)*(.75*.2+.25*.8), 1e-12)
	if !ok {
		t.Error("not ok")
	}
}

// The prompt keeps its budget, cuts from the end, and puts the answer where
// the knob says.
func TestPrompt(t *testing.T) {
	l := fresh(t)
	turn(t, l, "view", "prompt", "top-n", "12", "chunk", "3", "retriever", "bi-encoder")
	used := len(l.prompt.used())
	if used == 0 || used == len(l.prompt.pasted) || l.prompt.tokens > l.prompt.budget {
		t.Errorf("%d of %d passages, %d of %d tokens", used, len(l.prompt.pasted), l.prompt.tokens, l.prompt.budget)
	}
	if got := len(l.lm.Tokens.Encode(l.prompt.text)); got != l.prompt.tokens {
		t.Errorf("%d tokens are said to be %d", got, l.prompt.tokens)
	}
	for _, q := range l.prompt.pasted[used:] {
		if !q.cut || strings.Contains(l.prompt.text, l.corpus.passages[q.doc].text) {
			t.Errorf("passage %d is beyond the budget and in the prompt", q.doc)
		}
	}
	turn(t, l, "top-n", "5", "chunk", "1", "retriever", "bm25")
	for place := 1; place <= 5; place++ {
		p := l.paste(place)
		for i, q := range p.pasted {
			if l.corpus.passages[q.doc].gold != (i+1 == place) {
				t.Errorf("place %d: passage %d answers: %v", place, i+1, l.corpus.passages[q.doc].gold)
			}
		}
	}
}

// Cut into sentences, biographies lose their names; longer chunks keep them.
func TestChunks(t *testing.T) {
	l := fresh(t)
	turn(t, l, "documents", "lives", "view", "metrics", "retriever", "bi-encoder")
	short := labtest.Reading(t, l, "MRR").Value
	turn(t, l, "chunk", "6")
	if long := labtest.Reading(t, l, "MRR").Value; long < short+.2 {
		t.Errorf("MRR %v in sentences, %v in chunks of six", short, long)
	}
}

// The metrics of a turn of a knob are those of a lab that starts there.
func TestMetricsAreTheSame(t *testing.T) {
	a, b := fresh(t), fresh(t)
	turn(t, a, "view", "metrics", "retriever", "hybrid")
	turn(t, a, "k1", "3", "b", "0.2", "top-n", "2")
	turn(t, b, "view", "metrics", "retriever", "hybrid", "k1", "3", "b", "0.2", "top-n", "2")
	for _, name := range []string{"hit@n", "MRR"} {
		if x, y := labtest.Reading(t, a, name).Value, labtest.Reading(t, b, name).Value; x != y {
			t.Errorf("%s %v and %v", name, x, y)
		}
	}
}

// Each collection brings its own questions; a typed one stays.
func TestQueriesFollow(t *testing.T) {
	l := fresh(t)
	turn(t, l, "documents", "quantum")
	if l.query != "What is quantum computing?" {
		t.Errorf("query %q", l.query)
	}
	turn(t, l, "query", "What is a photon?", "documents", "world")
	if l.query != "What is a photon?" {
		t.Errorf("the typed query became %q", l.query)
	}
}

// Nothing that can be typed leaves a view empty.
func TestAnyQuery(t *testing.T) {
	l := fresh(t)
	for _, query := range []string{"", " ", "\x00\xff", "量", strings.Repeat("where ", 45), "👩‍👩‍👧", "the the the"} {
		for _, documents := range []string{"world", "quantum"} {
			for _, v := range l.Views().List {
				turn(t, l, "documents", documents, "query", query, "view", v.Name)
				g := lab.Draw(l, lab.Frame{Size: viz.Size{W: 40, H: 18}, Theme: viz.Themes()[0]})
				if strings.TrimSpace(g.Plain()) == "" || lab.Sentence(l).Empty() {
					t.Errorf("query %.10q: view %s is empty", query, v.Name)
				}
			}
		}
	}
}
