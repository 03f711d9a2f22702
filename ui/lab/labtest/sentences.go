package labtest

import (
	"cmp"
	"flag"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

var list = flag.Bool("sentences", false, "with -v, list every kind of sentence that the contract test met, the rarest first, and a command for each")

// testSentences reads what a lab says at random settings. With
//
//	go test ./ui/labs/LAB -run Contract/Sentences -v -sentences
//
// it lists all kinds of sentences for reading by eye, the rarest first. A
// sentence is whole on a small screen in every language; of a lab whose data are
// named, nothing is said in English where another language is spoken.
func testSentences(t *testing.T, fresh func() lab.Lab, data []string) {
	all := allSpoken(t)
	met := map[string]*kind{}
	complaints := map[string]bool{} // each once, not for each setting
	Roam(t, fresh, 1, func(l lab.Lab) {
		says := lab.Sentence(l)
		complain := func(fault, text string) {
			if key := fault + folded(text); fault != "" && !complaints[key] && len(complaints) < 40 {
				complaints[key] = true
				t.Errorf("%s: %q\n\t%s", fault, text, command.Of(l))
			}
		}
		complain(cmp.Or(unfinished(says.String()), misprint(says.String())), says.String())
		for _, r := range lab.Readings(l) {
			complain(sick(r), strings.Join([]string{r.Name, viz.Fixed(r.Value, r.Digits).String(), string(r.Unit), r.Text.String(), r.Note.String(), r.Undefined.String()}, "|"))
		}
		for _, list := range lab.ListsOf(l) {
			complain(complete(list), "the list "+list.Name)
		}
		for _, k := range lab.Knobs(l) {
			complain(misprint(k.Idle.String()), k.Idle.String())
		}
		for i, language := range all {
			complain(language.cut(l))
			if i == 0 {
				continue
			}
			for _, name := range language.english(l) {
				complain(language.name+": it has no translation", name)
			}
			if len(data) == 0 {
				continue
			}
			own := wordsOf(l, data)
			for _, text := range language.said(l) {
				complain(language.faulty(text, own), text)
			}
		}
		k := met[folded(says.String())]
		if k == nil {
			k = &kind{says: says.String(), command: command.Of(l)}
			met[folded(says.String())] = k
		}
		k.times++
	})
	if *list {
		t.Log(listed(met))
	}
}

// kind is a sentence, whatever the numbers and the quoted words in it.
type kind struct {
	times         int
	says, command string // the first time
}

// listed writes the kinds of sentences, the rarest first.
func listed(met map[string]*kind) string {
	kinds := make([]*kind, 0, len(met))
	for _, k := range met {
		kinds = append(kinds, k)
	}
	slices.SortFunc(kinds, func(a, b *kind) int {
		return cmp.Or(cmp.Compare(a.times, b.times), cmp.Compare(a.says, b.says))
	})
	var out strings.Builder
	fmt.Fprintf(&out, "%d kinds of sentences\n", len(kinds))
	for _, k := range kinds {
		fmt.Fprintf(&out, "%5d  %s\n       %s\n", k.times, k.says, k.command)
	}
	return out.String()
}

var (
	quoted  = regexp.MustCompile(`"[^"]*"|“[^”]*”`)
	numeral = regexp.MustCompile(`[-+−]?\d+([.,]\d+)*(e[-+]\d+)?`)
)

// folded is a sentence with # for its numbers and "…" for what it quotes.
func folded(says string) string {
	return numeral.ReplaceAllString(quoted.ReplaceAllString(says, `"…"`), "#")
}

// unfinished says what keeps a text from being sentences; "" if nothing does.
func unfinished(says string) string {
	switch {
	case says == "":
		return "nothing is said"
	case !ending.MatchString(says):
		return "it does not end as a sentence"
	}
	return ""
}

// sick says what is wrong with a reading; "" if nothing is.
func sick(r lab.Reading) string {
	if r.Undefined.Empty() && r.Text.Empty() && (math.IsNaN(r.Value) || math.IsInf(r.Value, 0)) {
		return "say in Undefined why there is no value"
	}
	value := "" // with its unit, as it is read out
	if r.Undefined.Empty() && r.Text.Empty() {
		value = strings.TrimSpace(viz.Cleanf("%s %s", viz.Fixed(r.Value, r.Digits), r.In().String()).String())
	}
	for _, text := range []string{r.Name, value, string(r.Unit), r.Text.String(), r.Note.String(), r.Undefined.String()} {
		if fault := misprint(text); fault != "" {
			return fault
		}
	}
	return ""
}

var ending = regexp.MustCompile(`[.?!]["”)]?$`)

// misprints are what no text on screen may have outside of quotes.
var misprints = []struct {
	fault   string
	pattern *regexp.Regexp
}{
	{"a number that is none", regexp.MustCompile(`(?i)\bnan\b|(^|[^a-z])[-+]?inf\b`)},
	{"a dash for a number", regexp.MustCompile(`[–—] ?%|\b(at|by|from|is|it|of|than|to|was) [–—]`)},
	{"a verb of fmt without its value", regexp.MustCompile(`%!|\(MISSING\)|%[a-z]\b|%%`)},
	{"a zero with a sign", regexp.MustCompile(`(^|[^\w.)])[-−±]0(\.0+)?([^\w.]|\.?$|\.\s)`)},
	{"a change by nothing", regexp.MustCompile(`\bby [-+−±]?0(\.0+)?( ?%)?([^\w.]|\.?$|\.\s)`)},
	{"two blanks", regexp.MustCompile(`  `)},
	{"a blank at an end", regexp.MustCompile(`^ | $`)},
	{"a blank before punctuation", regexp.MustCompile(` [,;.!?)](\s|$)|\( `)},
	{"punctuation twice", regexp.MustCompile(`[,;:]\s*[,;:.]|\.\.|\?\?|\(\)`)},
	{"no blank after a sentence", regexp.MustCompile(`[a-z]{2}[.,;][A-Z]`)},
	{"a line break", regexp.MustCompile(`[\n\r\t]`)},
	{"one of several", regexp.MustCompile(`(^|[^\w.,/])1 (` + strings.Join(nouns, "|") + `)s\b`)},
	{"several of one", regexp.MustCompile(`(^|[^\w.,/])([02-9]|\d[\d,]*\d) (` + strings.Join(nouns, "|") + `)([.,;:]|$)`)},
}

// nouns are what labs count; their plural ends in s.
var nouns = []string{
	"answer", "bit", "byte", "cell", "channel", "choice", "column", "dimension", "document", "draw", "example", "fact", "feature",
	"group", "head", "layer", "letter", "level", "logit", "model", "name", "nat", "network", "neighbour", "norm", "number", "pair", "parameter",
	"passage", "point", "position", "question", "rank", "row", "sample", "sentence", "source", "step", "symbol", "tensor", "term", "text",
	"time", "token", "value", "weight", "word", "zero",
}

// misprint says what a text has that none may have; "" if it has nothing.
func misprint(text string) string {
	bare := quoted.ReplaceAllString(text, `"…"`)
	for _, m := range misprints {
		if m.pattern.MatchString(bare) {
			return m.fault
		}
	}
	words := strings.Fields(bare)
	for i := 1; i < len(words); i++ {
		if words[i] == words[i-1] && word.MatchString(words[i]) && !numeral.MatchString(words[i]) {
			return "a word twice"
		}
	}
	return ""
}

var group = regexp.MustCompile(`(\d),(\d{3})\b`)

// Ungrouped returns a text in English without the commas in its numbers, for a
// test to read them: 1024 for 1,024.
func Ungrouped(says message.Text) message.Text {
	text := says.String()
	for group.MatchString(text) {
		text = group.ReplaceAllString(text, "$1$2")
	}
	return message.Verbatim(text)
}
