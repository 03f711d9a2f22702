package main

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"logitarium/core/family"
	"logitarium/ui/message"
	"logitarium/ui/message/languages"
	"logitarium/ui/message/messagetest"
	"logitarium/ui/message/po"
)

// untranslated are the texts in them that read like English and are in no
// language: what is typed, and names.
var untranslated = []string{
	"%d  logitarium play %s",
	"the fox lives in the", // a text for the model
	"pre loss", "post loss", "pre change", "post change", "pre last", "post last", "pre first", "post first", "pre ratio", "post ratio",
	"pre encoder", "post encoder", "pre end", "post end", "post sum", "post norms", "pre norms", "pre gradients", "post gradients", "pre wins", "rate now",
	"fresh networks", "go on", "more steps", "Xiong et al. 2020, Lemma 2",
	"once upon a", "say zebra quartz echo zebra",
	"error, % of the RMS", "error in steps", "signal to noise, dB", // axes, for two pictures that share one
	"the fox lives in the", // a text for the model
	"once upon a", "in the sea lives a", "Data visualization empowers users to",
	"mass kept", "top token", "raw entropy", "not told", "KL from truth", "true lost", "untrue kept", // names of readings
	"facts right", "new, tuned", "old, tuned", // names of readings
	"at offset k", "at offset -k", "at offset 0", "context max", "its source",
	"The fox lives in the forest. 狐狸住在森林里。 for i := range 10 { sum += i }", // texts for tokenizers
	"In the beginning was the Word, and nobody had yet counted the tokens.", "👍 👋🏽 🦊 café naïve",
	string(family.Computed), family.Reticence, // a source's own words
	"logitarium record", "logitarium handout",
	"naïve Größe żółć λ Σ √", // letters to look at
	"%s is both %q and %q",   // for who adds a key
	"five logits",            // the name of a model
	"on, off",                // as they are typed

	// of the lab adapt: what its knob holds, a source, names of readings, lists, axes and actions
	"Ann lives in Oslo.", "Ovadia et al. 2023, arXiv 2312.05934, Table 2",
	"cost: as is", "cost: tuning", "cost: index", "old left", "other left", "most left", "fewest left", "a new fact",
	"new so far", "form so far", "old so far", "work done", "old facts lost",
	"multiply-adds in all", "share right", "looks at the course",
	"go on", "run again", "train again",

	// of the labs position and gpt: an action, an axis, who adds a model, and facts by which a picture tells models apart
	"another seed", "product through W", "the text to learn from: %w",
	"norm place", family.Finetuned, family.ZeroShotUse, family.ExamplesUse, family.ReasonsFirst,

	// of the lab norm: the name of a reading, and what its model reads
	"mean square",
	"Let me tell you about/His favourite colour is/a dog and a/the owl/" +
		"Fact: Tom plays the/it eats grass every/She plays the/Where does Clara/" +
		"there is a hen in the/Karl is a nurse by/the cat is often/This is Ann. She lives in/" +
		"the bear likes to/in the sea lives a/once upon a/the fox lives in the",

	// of the lab sampling: names of readings beside those of other prompts
	"lost beside", "false beside", "least off", "least off beside",

	// of the lab rag: a width, names of readings, lists and axes, a query that the map asks
	"  999 tokens, by hand", "cosine of a token", "score by ", "left out", "no, left out", "length factor", "looked for", "mean length", "words shared",
	"What instrument does Anita play?",
	// of the lab inside: names of readings
	"other fact given", "from memory", "same person", "same kind", "other kind", "no value", "asked follows", "person follows", "both differ", "line follows",
	"passages found by ", "passages of the prompt", "passages with it", "rank by ", "times here", "the query, word by word", "the words in rank %d, %s",
}

var program = sync.OnceValues(func() (loaded, error) {
	return load("logitarium/core/...", "logitarium/ui/...", "logitarium/viz")
})

// Every message of the program is translated into every language that it
// speaks, and nothing is translated that it does not say.
func TestTranslated(t *testing.T) {
	s, err := program()
	if err != nil {
		t.Fatal(err)
	}
	names := languages.Names()[1:]
	if len(names) == 0 {
		t.Fatal("there is no translation")
	}
	for _, name := range names {
		folder := filepath.Join("../languages", name)
		old, err := readFolder(folder)
		if err != nil {
			t.Fatal(err)
		}
		merge := "go run ./ui/message/extract -merge ui/message/languages/" + name
		translated := map[po.Key]bool{}
		for _, list := range old {
			for _, e := range list {
				if !e.Gone && e.Translated() {
					translated[e.Key()] = true
				}
			}
		}
		for _, e := range s.entries() {
			k := po.Key{About: e.about, ID: e.id, Many: e.many}
			if !translated[k] && slices.ContainsFunc(e.at, ofProgram) {
				t.Errorf("%s: %q is not translated: %s, and translate it", e.at[0], e.id, merge)
			}
			delete(translated, k)
		}
		for k := range translated {
			if k.ID != "" {
				t.Errorf("nothing says %q any more: %s", k.ID, merge)
			}
		}
	}
}

func TestLaw(t *testing.T) {
	s, err := program()
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range s.glued() {
		t.Error(at)
	}
	for _, at := range s.padded() {
		t.Error(at)
	}
	for _, p := range s.prose(messagetest.Translated) {
		notes := strings.HasPrefix(p.text, "# ")
		typed := notes || strings.HasPrefix(p.text, "#@ ") || strings.Contains(p.text, "logitarium completion ")
		report := strings.HasPrefix(p.at, "ui/terminal/crash.go")                                                                     // of a crash, for who mends it
		report = report || strings.HasPrefix(p.at, "ui/lab/letters.go")                                                               // the ideas, for who adds a knob
		report = report || strings.HasPrefix(p.at, "ui/labs/rag/quantum.go") || strings.HasPrefix(p.at, "ui/labs/rag/collections.go") // what is searched
		report = report || strings.HasPrefix(p.at, "ui/labs/labels.go")                                                               // labels, with what they are of
		report = report || strings.HasPrefix(p.at, "ui/labs/inside/texts.go")                                                         // what the model reads
		if !typed && !report && !slices.Contains(untranslated, p.text) {
			t.Errorf("%s: %q is for a user, and is no message", p.at, p.text)
		}
	}
	testTemplate(t, s)
}

// testTemplate holds what is written to what a catalogue takes.
func testTemplate(t *testing.T, s loaded) {
	entries := s.entries()
	if len(entries) < 100 {
		t.Errorf("%d messages", len(entries))
	}
	for _, want := range []entry{
		{id: "next knob"},
		{id: "%v is %s and one more knob is back", many: "%v is %s and %d more knobs are back"},
		{about: "a list", id: "%v and %v"},
		{about: "action", id: "run"},
	} {
		if !slices.ContainsFunc(entries, func(e entry) bool { return e.id == want.id && e.many == want.many && e.about == want.about }) {
			t.Errorf("%+v is not among the messages", want)
		}
	}
	var pot bytes.Buffer
	if err := write(&pot, entries); err != nil {
		t.Fatal(err)
	}
	if _, err := message.Read(pot.String()); err != nil {
		t.Errorf("the template is no catalogue: %v", err)
	}
}

func TestReads(t *testing.T) {
	for text, want := range map[string]bool{
		"nothing is found": true, "top-k": false, "%d of %d": false, "tiny-world": false, "B − A": false,
		"the command": true, "Shift+Tab": false, "to the end; or on": true,
	} {
		if reads(text) != want {
			t.Errorf("%q reads like English: %t", text, !want)
		}
	}
}

func TestPadding(t *testing.T) {
	for text, want := range map[string]bool{
		"%-11s": true, "%*s": true, "%6s bits": true, "%+3v": true, "%8.3q": true,
		"%s": false, "%.60q": false, "%6.2f": false, "%*d": false, "100 % so": false,
	} {
		if got := padding.MatchString(text); got != want {
			t.Errorf("%q pads a text: %t", text, got)
		}
	}
}
