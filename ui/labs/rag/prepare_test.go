package rag

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"logitarium/ui/lab"
	"logitarium/ui/lab/labtest"
	"logitarium/ui/message"
	"logitarium/viz"
)

// What a search by words makes of a query is listed, word by word, and shown
// where there is room.
func TestPreparation(t *testing.T) {
	l := own(t, fstest.MapFS{"a.txt": {Data: []byte("Two instruments stand in the café. Ann Bo plays 1,000 songs about C++ and 狐狸精 there.")}})
	turn(t, l, "view", "explain", "query", "Where does Ann-Marie play 狐狸精 of the CAFÉ for 1,000 C++ songs?")
	want := map[string]string{
		"Where":     "nothing: a function word",
		"does":      "nothing: a function word",
		"Ann-Marie": "ann marie: lower case, parted at signs",
		"play":      "play: ",
		"狐狸精":       "狐狸 狸精: pairs of characters",
		"CAFÉ":      "café: lower case, accents count",
		"1,000":     "000: one letter, parted at signs",
		"C++":       "nothing: one letter, signs count for nothing",
		"songs?":    "songs: ",
	}
	for _, row := range lab.ListsOf(l)[1].Rows {
		got := row[1].Text + ": " + row[2].Text
		if w, ok := want[row[0].Text]; ok && w != got {
			t.Errorf("%q: %q, want %q", row[0].Text, got, w)
		}
		delete(want, row[0].Text)
	}
	if len(want) > 0 {
		t.Errorf("not listed: %v", want)
	}
	if got := labtest.Reading(t, l, "looked for").Text; got.String() != strings.Join(l.found.terms, " ") || !strings.Contains(got.String(), "狐狸 狸精") {
		t.Errorf("looked for: %q", got)
	}
	screen := lab.Draw(l, lab.Frame{Size: viz.Size{W: 90, H: 34}}).Plain()
	for _, part := range []string{"CAFÉ > café", "狐狸精 > 狐狸 狸精", "not counted: plays, looked for: play"} {
		if !strings.Contains(strings.ReplaceAll(screen, "→", ">"), part) {
			t.Errorf("the picture does not have %q:\n%s", part, screen)
		}
	}
}

// Where a word is missed by its ending, its accents or half of a pair, that is
// the reason given.
func TestNearMisses(t *testing.T) {
	l := own(t, fstest.MapFS{"a.txt": {Data: []byte("Two instruments stand in the café. 狐狸 sleeps.")}})
	for query, reason := range map[string]string{
		"instrument": `No passage has "instrument"; 1 with "instruments" are not found: endings count`,
		"cafe":       `No passage has "cafe"; 1 with "café" are not found: accents count`,
		"狐":          `"狐" is looked for as a word, and passages are kept in pairs of characters, such as "狐狸": the one that has it is not found`,
		"orchestra":  "No passage has a word that is looked for",
	} {
		for _, view := range []string{"ranking", "explain"} {
			turn(t, l, "query", query, "view", view, "retriever", "bm25")
			if says := lab.Sentence(l); !strings.Contains(says.String(), reason) {
				t.Errorf("%s, %s: %q", view, query, says)
			}
		}
	}
	turn(t, l, "query", "instrument", "view", "explain", "retriever", "hybrid", "rank", "1")
	if says := lab.Sentence(l); len(l.hits()) > 0 && l.hits()[0].Doc == 0 && !strings.Contains(says.String(), `It has "instruments", which is not "instrument"`) {
		t.Errorf("%q", says)
	}
	l = fresh(t)
	said := 0
	for _, p := range people(l.lm.World) {
		turn(t, l, "query", "What instrument does "+p.Name+" play?", "top-n", "1")
		if says := lab.Sentence(l); strings.Contains(says.String(), `It has "plays", the query "play": endings count`) {
			said++
			if rank := l.goldRank(byBM25); rank > 0 && rank <= l.topN {
				t.Errorf("the answer has rank %d: %q", rank, says)
			}
		}
	}
	if said == 0 {
		t.Error("nobody's answer is missed by its ending")
	}
}

// A passage that the bi-encoder does not read to its end is said to be one.
func TestEncoderCuts(t *testing.T) {
	l := own(t, fstest.MapFS{"a.txt": {Data: []byte(strings.Repeat("狐狸在森林裡。", 60))}, "b.txt": {Data: []byte("A short one.")}})
	turn(t, l, "view", "vectors", "query", "short one", "chunk", "6")
	if n := l.corpus.vectors.Cut(); n != 0 {
		t.Fatalf("%d passages are cut: no example", n)
	}
	l = own(t, fstest.MapFS{"a.txt": {Data: []byte(strings.Repeat("狐狸在森林裡", 100) + "。")}, "b.txt": {Data: []byte("A short one.")}})
	turn(t, l, "view", "vectors", "query", "狐狸", "chunk", "6")
	cut := l.corpus.vectors.Cut()
	if cut == 0 {
		t.Fatal("no passage is cut: no example")
	}
	said := 0
	for rank := range l.hits() {
		turn(t, l, "rank", fmt.Sprint(rank+1))
		read, of := l.library.encoder.Reads(l.corpus.passages[l.hits()[rank].Doc].text)
		is := strings.Contains(lab.Sentence(l).String(), message.New("of the first %d of this passage's %d tokens", read, of).String())
		shown := strings.Contains(lab.Draw(l, lab.Frame{Size: viz.Size{W: 90, H: 30}}).Plain(), message.New("%d tokens the first %d are read", of, read).String())
		if is != (read < of) || shown != is {
			t.Errorf("%d of %d tokens are read; said %t, shown %t: %s", read, of, is, shown, lab.Sentence(l))
		}
		if is {
			said++
		}
	}
	turn(t, l, "view", "ranking", "retriever", "bi-encoder", "rank", "1")
	if said != cut || labtest.Reading(t, l, "cut").Value != float64(cut) {
		t.Errorf("%d said, %v read, %d cut", said, labtest.Reading(t, l, "cut").Value, cut)
	}
}

// Of a query that the model has no room for, it is said what is not read.
func TestLongQuery(t *testing.T) {
	l := fresh(t)
	for _, view := range []string{"prompt", "answer"} {
		turn(t, l, "view", view, "query", strings.Repeat("狐狸", 45))
		wait(t, l)
		if over := l.prompt.over(); over == 0 || len(l.prompt.used()) > 0 || !strings.Contains(lab.Sentence(l).String(), fmt.Sprintf("does not read the first %d", over)) {
			t.Errorf("%s: %d tokens too many, %d passages: %s", view, over, len(l.prompt.used()), lab.Sentence(l))
		}
	}
}

// A rank can be set with what it goes with, in any order: what is out of range
// for the search before is not for the next one.
func TestRankIsNotStale(t *testing.T) {
	l := fresh(t)
	turn(t, l, "query", "Anita", "retriever", "bm25")
	few := len(l.hits())
	if few >= 50 {
		t.Fatalf("%d hits: no example", few)
	}
	set := func(l lab.Lab, name, value string) error {
		k, _, err := lab.KnobNamed(l, name)
		if err != nil {
			return err
		}
		return k.Setting.Set(value)
	}
	if set(l, "rank", "50") == nil {
		t.Error("a rank that nothing has is taken")
	}
	if err := set(l, "retriever", "bi-encoder"); err != nil {
		t.Fatal(err)
	}
	if err := set(l, "rank", "50"); err != nil {
		t.Errorf("the range is that of the search before: %v", err)
	}
	labtest.Turn(t, l)
	if l.rank != 50 {
		t.Errorf("rank %d", l.rank)
	}
	twin := l.Twin()
	for i, k := range lab.Knobs(l) {
		if err := lab.Knobs(twin)[i].Setting.Set(k.Setting.String()); err != nil {
			t.Errorf("the other side of a comparison refuses %s: %v", k.Name, err)
		}
	}
}
