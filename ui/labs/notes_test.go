package labs_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/ui/message"
	"logitarium/ui/message/languages"
)

// names are the places in Chinese notes that name a view or a knob: 旋鈕「溫度」,
// 「核」那張圖, and what an item of a list begins with.
var names = []*regexp.Regexp{
	regexp.MustCompile(`(?:轉|旋鈕)「([^」]+)」`),
	regexp.MustCompile(`「([^」]+)」那張圖`),
	regexp.MustCompile(`把「([^」]+)」(?:轉|換|設)`),
	regexp.MustCompile(`(?m)^- (?:把|打開)?「([^」]+)」`),
}

// What notes call views and knobs is what the screen calls them. English names
// are tried by the reader, who types them; in another language they are labels,
// which may have changed since.
func TestNotesName(t *testing.T) {
	words, err := languages.Printer("zh-Hant")
	if err != nil {
		t.Fatal(err)
	}
	own := builtintest.Load(t)
	for _, l := range labs.All(own, own) {
		var labels []string
		for _, v := range l.Views().List {
			labels = append(labels, words.Print(message.Label("view", v.Name)))
		}
		for _, k := range lab.Knobs(l) {
			labels = append(labels, words.Print(message.Label("knob", k.Name)))
		}
		notes := words.Read(l.Info().Notes)
		before, _, _ := strings.Cut(notes, "## 常見誤解") // there what is quoted is not so
		for _, name := range names {
			for _, m := range name.FindAllStringSubmatch(before, -1) {
				if !slices.Contains(labels, m[1]) {
					t.Errorf("%s: the notes name %q, and no view and no knob is called so", l.Info().ID, m[1])
				}
			}
		}
	}
}

// The formulas of notes are not wrapped, so they are short enough to be whole on
// a screen of 60 columns.
func TestNotesFormulas(t *testing.T) {
	const most = 56
	own := builtintest.Load(t)
	for _, language := range languages.Names() {
		words, err := languages.Printer(language)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range labs.All(own, own) {
			for line := range strings.Lines(words.Read(l.Info().Notes)) {
				formula, is := strings.CutPrefix(strings.TrimRight(line, "\n"), "    ")
				if w := ansi.StringWidth(formula); is && w > most {
					t.Errorf("%s, %s: a formula is %d columns wide, more than %d: %s", l.Info().ID, language, w, most, formula)
				}
			}
		}
	}
}
