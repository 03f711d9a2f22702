package rag

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/ui/message"
	"logitarium/viz"
)

// The sentences claim what the numbers show, at any setting.
func TestClaims(t *testing.T) {
	said := map[string]bool{}
	labtest.Roam(t, func() lab.Lab { return fresh(t) }, 3, func(from lab.Lab) {
		l := from.(*Lab)
		if l.Progress().Stale {
			return
		}
		says := labtest.Ungrouped(lab.Sentence(l))
		claim := func(words string, is bool) {
			if strings.Contains(says.String(), words) {
				said[words] = true
				if !is {
					t.Errorf("%q: untrue at %q, view %s, %s, gold %d, chunk %d", says, l.query, l.Views().Open().Name, l.collection().name, l.gold, l.chunk)
				}
			}
		}
		gold, hits := l.Views().Open().Name == "answer" && l.answered() > 0, l.found.hits[byMeaning]
		without, with := product(l.answer.closed.truth), product(l.answer.open.truth)
		claim("retrieval is the ceiling", !gold && with < 0.5)
		claim("reading failed", gold && with < 0.5)
		claim("retrieval hurts", with < without)
		claim("adds a little", with > without)
		claim("it was read, not learned", gold && with > without)
		if len(hits) > 0 && l.Views().Open().Name == "vectors" {
			here := l.corpus.passages[hits[min(l.rank, len(hits))-1].Doc].gold
			claim("and it answers", here)
			claim("does not answer", !here)
			claim("no word in common,", !l.sharesAny(hits[min(l.rank, len(hits))-1].Doc))
			claim("no word in common but function words", l.shared() == 0)
			claim("No passage has a word that is looked for", l.found.bm25.Search(l.found.terms, 1) == nil || len(l.found.bm25.Search(l.found.terms, 1)) == 0)
		}
		m := l.metrics
		if l.Views().Open().Name == "metrics" && len(m.questions) > 0 {
			best, second := 0., 0.
			for r := range retrievers {
				if v := m.mrr(r); v >= best {
					best, second = v, best
				} else {
					second = max(second, v)
				}
			}
			claim("is best here", best > second)
			claim("are level", best-second < 0.01)
			words := max(m.mrr(byTFIDF), m.mrr(byBM25))
			claim("though it was trained on this world", m.mrr(byMeaning) < words)
			claim("elsewhere BM25 often wins", m.mrr(byMeaning) >= words)
		}
		if s, ok := l.explained(); ok && l.Views().Open().Name == "explain" {
			claim("has no word that is looked for", !shares(s))
		}
		if quoted := regexp.MustCompile(`No passage has "(.*)"; (\d+) with "(.*)" are not found`).FindStringSubmatch(says.String()); quoted != nil {
			claim("are not found", l.corpus.index.Frequency(quoted[1]) == 0 && strconv.Itoa(l.corpus.index.Frequency(quoted[3])) == quoted[2])
		}
		if quoted := regexp.MustCompile(`"(.*)" is looked for as a word, .*: the (one|\d+) that ha(?:s|ve) it`).FindStringSubmatch(says.String()); quoted != nil {
			found := 0
			for _, p := range l.corpus.passages {
				found += min(strings.Count(p.text, quoted[1]), 1)
			}
			claim("is looked for as a word", l.corpus.index.Frequency(quoted[1]) == 0 && (quoted[2] == strconv.Itoa(found) || quoted[2] == "one" && found == 1))
		}
		if quoted := regexp.MustCompile(`It has "(.*)", the query "(.*)": endings count`).FindStringSubmatch(says.String()); quoted != nil {
			doc, _ := l.firstAnswer()
			here := l.listening().Terms(l.corpus.passages[doc].text)
			claim("endings count", slices.Contains(here, quoted[1]) && !slices.Contains(here, quoted[2]) && slices.Contains(l.found.terms, quoted[2]))
		}
		if quoted := regexp.MustCompile(`not among the (\d+) found`).FindStringSubmatch(says.String()); quoted != nil {
			claim("found. What is not found", quoted[1] == strconv.Itoa(len(l.hits())) && l.goldRank(l.retriever) == 0 && l.answerable())
		}
		claim("The one passage found has no answer", len(l.hits()) == 1 && l.goldRank(l.retriever) == 0 && l.answerable())
		claim("there is nothing to find", !l.answerable())
		claim("BM25 does not find the answer;", l.goldRank(byBM25) == 0 && l.goldRank(byMeaning) > 0)
		if quoted := regexp.MustCompile(`has rank (\d+); the prompt takes (\d+). Words that it shares with the query: (.*)\.`).FindStringSubmatch(says.String()); quoted != nil {
			rank := l.goldRank(l.retriever)
			text := l.listening().Terms(l.corpus.passages[l.hits()[rank-1].Doc].text)
			for word := range strings.SplitSeq(quoted[3], ", ") {
				claim("Words that it shares", slices.Contains(text, word) && slices.Contains(l.found.terms, word))
			}
			claim("Words that it shares", quoted[1] == strconv.Itoa(rank) && quoted[2] == strconv.Itoa(l.topN) && rank <= l.topN)
		}
		claim("will not read it", l.goldRank(l.retriever) > l.topN)
		claim("finds nothing", len(l.hits()) == 0)
	})
	for _, words := range []string{"reading failed", "retrieval is the ceiling", "it was read, not learned", "and it answers", "is best here"} {
		if !said[words] && !labtest.Brief() {
			t.Errorf("nothing says %q", words)
		}
	}
}

// What retrieval does to what the model knew is said.
func TestRetrievalHurts(t *testing.T) {
	l := fresh(t)
	turn(t, l, "query", "What instrument does Ann play?", "view", "answer")
	wait(t, l)
	if says := lab.Sentence(l); !strings.Contains(says.String(), "hurts") || !regexp.MustCompile(`falls from 0\.99\d to 0\.01\d`).MatchString(says.String()) {
		t.Error(says)
	}
	turn(t, l, "query", "What instrument does Anita play?", "chunk", "6")
	wait(t, l)
	if says := lab.Sentence(l); l.answered() > 0 && strings.Contains(says.String(), "ceiling") {
		t.Error(says)
	}
}

// What no passage tells is not said to be missed, and what is trained on a world
// is not said to win where it does not.
func TestNothingToFind(t *testing.T) {
	l := fresh(t)
	for _, c := range []struct{ view, query, retriever, chunk, says string }{
		{"ranking", "What does Traz like to eat?", "bm25", "1", "there is nothing to find"},
		{"ranking", "Who is native to France?", "bi-encoder", "1", "BM25 does not find the answer; the bi-encoder has it at rank 1."},
		{"metrics", "", "bm25", "6", "though it was trained on this world, has 0.97"},
		{"metrics", "", "bm25", "1", "elsewhere BM25 often wins"},
	} {
		turn(t, l, "view", c.view, "retriever", c.retriever, "chunk", c.chunk)
		if c.query != "" {
			turn(t, l, "query", c.query)
		}
		wait(t, l)
		if says := lab.Sentence(l); !strings.Contains(says.String(), c.says) {
			t.Errorf("%+v: %q", c, says)
		}
	}
}

// No word is dropped without a word, and none where none would be left.
func TestStopWords(t *testing.T) {
	l := own(t, fstest.MapFS{"a.txt": {Data: []byte("She is at The Who. To be or not to be. I write C++ all day.")}})
	for query, want := range map[string]string{"Where is she?": "She is at", "The Who": "She is at", "to be or not to be": "To be", "C++": "I write"} {
		turn(t, l, "query", query)
		if len(l.hits()) == 0 || !strings.HasPrefix(l.corpus.passages[l.hits()[0].Doc].text, want) {
			t.Errorf("%q finds %d passages: %v", query, len(l.hits()), l.found.terms)
		}
		if says := message.Join(l.prepared()...).String(); !strings.Contains(says, "all looked for") {
			t.Errorf("%q: %q", query, says)
		}
	}
	turn(t, l, "query", "Who writes C++ by day?", "view", "explain")
	dropped := func() (n int) {
		for _, row := range lab.ListsOf(l)[1].Rows {
			if row[1].Text == "nothing" {
				n++
			}
		}
		return n
	}
	if dropped() != 3 {
		t.Errorf("%v", lab.ListsOf(l)[1])
	}
	turn(t, l, "stop-words", "kept")
	if dropped() != 0 || len(l.found.terms) != 5 || l.prepared() != nil {
		t.Errorf("%v, terms %v", lab.ListsOf(l)[1], l.found.terms)
	}
}

// A wording that the lab does not know is not said to have no answer, and
// nothing is said of what a model was trained on.
func TestUnknownWording(t *testing.T) {
	l := fresh(t)
	for query, words := range map[string]string{
		"Which instrument does Anita play?": "is not known here",
		"Where does Zzyzx live?":            "is not known here",
		"Who is native to France?":          "is not one word",
	} {
		turn(t, l, "query", query, "top-n", "6", "view", "answer")
		wait(t, l)
		screen := strings.Join(strings.Fields(lab.Draw(l, lab.Frame{Size: viz.Size{W: 78, H: 15}, Theme: viz.Themes()[0]}).Plain()), " ")
		for _, text := range []string{lab.Sentence(l).String(), screen} {
			if !strings.Contains(text, words) || strings.Contains(text, "trained") {
				t.Errorf("%q: %q", query, text)
			}
		}
	}
}

// Ranks of three digits stand apart.
func TestRanksApart(t *testing.T) {
	l := fresh(t)
	turn(t, l, "query", "Where is Omar's home?")
	for _, width := range []int{58, 78, 118} {
		if screen := lab.Draw(l, lab.Frame{Size: viz.Size{W: width, H: 15}, Theme: viz.Themes()[0]}).Plain(); !regexp.MustCompile(`\d +100 +14\b`).MatchString(screen) {
			t.Errorf("at %d columns:\n%s", width, screen)
		}
	}
}

// Of a word that a passage lacks, 0/0 is no factor.
func TestLengthOfAbsentWord(t *testing.T) {
	l := fresh(t)
	turn(t, l, "query", "Where is Omar's home?", "view", "explain")
	met := false
	for _, row := range lab.ListsOf(l)[0].Rows {
		if *row[2].Number == 0 {
			met = true
			if strings.Contains(row[3].Text, "length") {
				t.Error(row)
			}
		}
	}
	if !met {
		t.Error("the passage has all the words")
	}
}
