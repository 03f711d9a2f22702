package rag

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"logitarium/core/retrieval"
	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
)

// hundreds are files of two long sentences, and of one too short to ask for.
func hundreds() fstest.MapFS {
	files := fstest.MapFS{}
	for i := range 300 {
		text := fmt.Sprintf("Number%d stands in the first sentence. Yes. Item%d is what the other tells.", i, i)
		files[fmt.Sprintf("%03d.txt", i)] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

// The same sentences are asked for however the documents are cut, and what
// counts as found are the passages that hold them.
func TestKnownItems(t *testing.T) {
	files := hundreds()
	l := own(t, files)
	asked := func(chunk, overlap string) string {
		turn(t, l, "view", "metrics", "chunk", chunk, "overlap", overlap)
		if n := len(l.metrics.questions); n != mostQuestions {
			t.Fatalf("%d questions", n)
		}
		var texts []string
		for _, q := range l.metrics.questions {
			texts = append(texts, q.text)
			if len(q.terms) != itemWords || len(q.relevant) == 0 {
				t.Errorf("%q has %d passages", q.text, len(q.relevant))
			}
			for doc := range q.relevant {
				for _, w := range q.terms {
					if !strings.Contains(strings.ToLower(l.corpus.passages[doc].text), w) {
						t.Errorf("chunk %s: %q is asked for, and %q counts", chunk, q.text, l.corpus.passages[doc].text)
					}
				}
			}
		}
		return strings.Join(texts, "\n")
	}
	if a, b := asked("1", "0"), asked("2", "1"); a != b {
		t.Errorf("other questions for another cut:\n%s\n\n%s", a, b)
	}
	several := 0
	for _, q := range l.metrics.questions {
		if len(q.relevant) == 2 { // a sentence in the middle stands in two
			several++
		}
		if len(q.relevant) > 2 {
			t.Errorf("%q has %d passages", q.text, len(q.relevant))
		}
	}
	if several != 0 { // those in the middle are too short to be asked for
		t.Errorf("%d sentences stand in two passages", several)
	}
	turn(t, l, "chunk", "1", "retriever", "bm25", "top-n", "12")
	if hit, tells := labtest.Reading(t, l, "hit@n").Value, lab.Sentence(l); hit < 0.3 || !strings.Contains(tells.String(), "by construction") {
		t.Errorf("hit@n %v: %s", hit, tells)
	}
}

// All sentences are drawn about equally often.
func TestDrawIsFair(t *testing.T) {
	const sentences, runs, most = 1000, 200, 4 * mostQuestions
	early := 0
	for run := range runs {
		d := draw{rng: rand.New(rand.NewPCG(uint64(run), 1))}
		doc := document{}
		for i := range sentences {
			doc.text += fmt.Sprintf("%04d", i)
			doc.sentences = append(doc.sentences, retrieval.Span{Start: 4 * i, End: 4*i + 4})
		}
		d.from(doc)
		if len(d.picked) != most {
			t.Fatalf("%d picked", len(d.picked))
		}
		for _, s := range d.picked {
			if fmt.Sprintf("%04d", s.at) != s.text {
				t.Fatalf("sentence %d is %q", s.at, s.text)
			}
			if s.at < sentences/2 {
				early++
			}
		}
	}
	near(t, "share of the first half", float64(early)/(runs*most), 0.5, 0.01)
}

// Many questions of a large folder are asked in steps.
func TestAskingInSteps(t *testing.T) {
	files := hundreds()
	open := func(patience float64) lab.Lab {
		l := own(t, files)
		l.asking.Patience = patience
		turn(t, l, "view", "metrics", "top-n", "3")
		return l
	}
	labtest.Stepping(t, func() lab.Lab { return open(0) }, func() lab.Lab { return open(-1) })
}

// Both halves of a comparison search what was indexed once.
func TestTwinShares(t *testing.T) {
	l := own(t, notesFiles)
	twin := l.Twin().(*Lab)
	turn(t, twin, "documents", "./notes")
	if twin.corpus.indexed != l.corpus.indexed {
		t.Error("the folder was indexed again")
	}
}

// A folder of which every query takes a while to be searched.
func BenchmarkFolder(b *testing.B) {
	files := fstest.MapFS{}
	var text strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&text, "Passage %d tells of word%d and of word%d. ", i, i%977, i%7919)
	}
	files["all.txt"] = &fstest.MapFile{Data: []byte(text.String())}
	b.Run("index", func(b *testing.B) {
		b.SetBytes(int64(text.Len()))
		for b.Loop() {
			own(b, files)
		}
	})
	b.Run("query", func(b *testing.B) {
		l := own(b, files)
		for i := 0; b.Loop(); i++ {
			l.query = fmt.Sprintf("word%d passage", i%977)
			if err := l.Refresh(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("longest step", func(b *testing.B) {
		var longest time.Duration
		for b.Loop() {
			l := fresh(b)
			l.indexing.Patience = -1
			if _, err := l.Read("./notes", files); err != nil {
				b.Fatal(err)
			}
			l.documents = len(shipped)
			_ = l.Refresh()
			for l.Busy() {
				start := time.Now()
				_ = l.Step(0)
				longest = max(longest, time.Since(start))
			}
		}
		b.ReportMetric(float64(longest.Microseconds())/1000, "ms/longest")
	})
}
