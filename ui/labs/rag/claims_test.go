package rag

import (
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

// The sentences claim what the numbers show, at any setting.
func TestClaims(t *testing.T) {
	said := map[string]bool{}
	labtest.Roam(t, func() lab.Lab { return fresh(t) }, 3, func(from lab.Lab) {
		l := from.(*Lab)
		if l.Progress().Stale {
			return
		}
		says := lab.Sentence(l)
		claim := func(words string, is bool) {
			if strings.Contains(says, words) {
				said[words] = true
				if !is {
					t.Errorf("%q: untrue at %q, view %s, %s, gold %d, chunk %d", says, l.query, l.Views().Open().Name, l.holding().name, l.gold, l.chunk)
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
			here := l.shelf.passages[hits[min(l.rank, len(hits))-1].Doc].gold
			claim("and it answers", here)
			claim("does not answer", !here)
			claim("No passage has a word of this query", l.found.bm25.Search(l.found.terms, 1) == nil || len(l.found.bm25.Search(l.found.terms, 1)) == 0)
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
		}
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
	if says := lab.Sentence(l); !strings.Contains(says, "hurts") || !regexp.MustCompile(`falls from 0\.99\d to 0\.01\d`).MatchString(says) {
		t.Error(says)
	}
	turn(t, l, "query", "What instrument does Anita play?", "chunk", "6")
	wait(t, l)
	if says := lab.Sentence(l); l.answered() > 0 && strings.Contains(says, "ceiling") {
		t.Error(says)
	}
}

// No word is dropped without a word, and none where none would be left.
func TestStopWords(t *testing.T) {
	l := own(t, fstest.MapFS{"a.txt": {Data: []byte("She is at The Who. To be or not to be. I write C++ all day.")}})
	for query, want := range map[string]string{"Where is she?": "She is at", "The Who": "She is at", "to be or not to be": "To be", "C++": "I write"} {
		turn(t, l, "query", query)
		if len(l.hits()) == 0 || !strings.HasPrefix(l.shelf.passages[l.hits()[0].Doc].text, want) {
			t.Errorf("%q finds %d passages: %v", query, len(l.hits()), l.found.terms)
		}
		if says := strings.Join(l.prepared(), ""); !strings.Contains(says, "all looked for") {
			t.Errorf("%q: %q", query, says)
		}
	}
	turn(t, l, "query", "Who writes C++ by day?", "view", "explain")
	if lists := lab.ListsOf(l); len(lists) != 2 || len(lists[1].Rows) != 3 {
		t.Errorf("%v", lists)
	}
	turn(t, l, "stop-words", "kept")
	if lists := lab.ListsOf(l); len(lists) != 1 || len(l.found.terms) != 5 || l.prepared() != nil {
		t.Errorf("%v, terms %v", lists, l.found.terms)
	}
}
