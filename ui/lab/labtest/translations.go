package labtest

import (
	"fmt"
	"regexp"
	"slices"
	"testing"

	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/ui/message/languages"
	"logitarium/ui/message/messagetest"
	"logitarium/viz"
)

// spoken is a language of the program, and its printer.
type spoken struct {
	name string
	message.Printer
}

// allSpoken returns the languages of the program, English first.
func allSpoken(t *testing.T) (all []spoken) {
	t.Helper()
	for _, name := range languages.Names() {
		p, err := languages.Printer(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, spoken{name, p})
	}
	return all
}

// cut says that a small screen has no rows for more than the last sentence of
// what a lab says; "" if it has. Of one sentence nothing is left out.
func (s spoken) cut(l lab.Lab) (fault, text string) {
	text = s.Print(lab.Sentence(l))
	most := text
	for _, stop := range stops.FindAllStringIndex(text, -1) {
		if stop[1] < len(text) {
			most = text[:stop[1]]
		}
	}
	for _, size := range []viz.Size{{W: 60, H: 18}, {W: 80, H: 24}} {
		if lines := viz.Wrap(viz.Clean(most), size.W-2); len(lines) > ui.SentenceRows(size) {
			return fmt.Sprintf("%s: it is cut at %dx%d", s.name, size.W, size.H), text
		}
	}
	return "", text
}

// stops end sentences.
var stops = regexp.MustCompile(`[.?!]["”)]? +|[。？！]`)

// faulty says what is wrong with a text in another language than English: what
// is wrong in any, or words that are in English, outside of quotes and but for
// those that are the lab's own. It is "" if nothing is.
func (s spoken) faulty(text string, own []string) string {
	bare := quotation.ReplaceAllString(text, "「…」")
	if fault := misprint(bare); fault != "" {
		return s.name + ": " + fault
	}
	for _, english := range messagetest.English(bare, own...) {
		return fmt.Sprintf("%s: %q is in English", s.name, english)
	}
	return ""
}

var quotation = regexp.MustCompile(`"[^"]*"|“[^”]*”|「[^」]*」|『[^』]*』`)

// said is what a lab says in a language: its sentence, readings in words, why
// knobs are idle, what knobs and actions do. What is in none is left out.
func (s spoken) said(l lab.Lab) (texts []string) {
	pseudo := message.Printer{Catalogue: messagetest.Pseudo{}}
	add := func(list ...message.Text) {
		for _, text := range list {
			if pseudo.Print(text) != text.String() {
				texts = append(texts, s.Print(text))
			}
		}
	}
	add(lab.Sentence(l))
	for _, r := range lab.Readings(l) {
		add(r.Text, r.Note, r.Undefined)
	}
	for _, k := range lab.Knobs(l) {
		add(k.Idle, message.New(k.Help))
	}
	for _, a := range lab.Actions(l) {
		add(message.New(a.Help))
	}
	return texts
}

// english lists the names of readings, knobs and actions that stay in English in
// another language. Some are put together, where no literal has them: those need
// a label in labels.go of ui/labs. A lab whose question stays in English, too, is one
// of a test, which no catalogue knows.
func (s spoken) english(l lab.Lab) (names []string) {
	if question := l.Info().Question; s.Print(message.New(question)) == string(question) {
		return nil
	}
	add := func(kind, name string) {
		if s.Print(message.Label(kind, name)) == name && lowerCase.MatchString(name) && !slices.Contains(alike, name) {
			names = append(names, kind+" "+name)
		}
	}
	for _, r := range lab.Readings(l) {
		add("reading", r.Name)
	}
	for _, k := range lab.Knobs(l) {
		add("knob", k.Name)
	}
	for _, a := range lab.Actions(l) {
		add("action", a.Name)
	}
	return names
}

// lowerCase is what a word has, and an abbreviation has not.
var lowerCase = regexp.MustCompile(`[a-z]{3}`)

// alike are the names that are the same in every language: of settings,
// functions, metrics and models.
var alike = []string{"top-k", "top-p", "min-p", "top-h", "logit", "token", "token·token", "cos", "sin", "cos kω", "sin kω",
	"hit@n", "recall@n", "rag-sequence", "rag-token", "Llama 3 8B q4_K_M", "epsilon"}
