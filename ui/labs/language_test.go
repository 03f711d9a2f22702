package labs_test

import (
	"slices"
	"strings"
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui"
	"logitarium/ui/command"
	"logitarium/ui/lab"
	"logitarium/ui/labs"
	"logitarium/ui/message"
	"logitarium/ui/message/languages"
	"logitarium/ui/message/messagetest"
	"logitarium/viz"
)

// ours are the words that stay on a screen in any language: keys, names of
// programs and of settings, what a figure of a paper calls its parts.
var ours = strings.Fields(`
	space enter esc home tab ctrl prompt encoder generator retriever query
	the fox lives in
`)

// Nothing of a screen is in English where the program speaks another language,
// but names, and what models read and say. The sentence of every view is whole
// on every screen that has rows for it, in English and in other languages.
func TestOtherLanguages(t *testing.T) {
	own := builtintest.Load(t)
	for _, language := range languages.Names()[1:] {
		words, err := languages.Printer(language)
		if err != nil {
			t.Fatal(err)
		}
		all := labs.All(own, own)
		for _, l := range all {
			id := l.Info().ID
			views := l.Views()
			for at, view := range views.List {
				*views.At = at
				if err := l.Refresh(); err != nil {
					continue // the lab's own test says which views need another setting
				}
				if err := lab.Settle(l); err != nil {
					t.Fatal(err)
				}
				whole(t, l, message.Printer{})
				whole(t, l, words)
				grid, err := ui.Screen(all, id, viz.Size{W: 80, H: 24}, viz.Plain(), ui.WithFooter, words, command.Opened{})
				if err != nil {
					t.Fatal(err)
				}
				screen := grid.Plain()
				known := append(slices.Clone(ours), typed(l)...)
				known = append(known, data[id]...)
				for row := range strings.Lines(screen) {
					for _, english := range messagetest.English(row, known...) {
						t.Errorf("%s, %s, %s: %q is in English:\n%s", language, id, view.Name, english, screen)
					}
				}
			}
		}
	}
}

// whole holds that the sentence of the open view is not cut.
func whole(t *testing.T, l lab.Lab, words message.Printer) {
	t.Helper()
	says := viz.Clean(words.Print(lab.Sentence(l)))
	for _, size := range []viz.Size{{W: 60, H: 18}, {W: 80, H: 24}, {W: 120, H: 40}, {W: 200, H: 50}} {
		if lines, rows := viz.Wrap(says, size.W-2), ui.SentenceRows(size); len(lines) > rows {
			t.Errorf("%s, %s, at %dx%d: a sentence has %d lines, and %d rows: %s", l.Info().ID, l.Views().Open().Name, size.W, size.H, len(lines), rows, says)
		}
	}
}

// typed are the words of what is typed into the knobs of a lab.
func typed(l lab.Lab) (words []string) {
	for _, k := range lab.Knobs(l) {
		if text, ok := k.Setting.(lab.Text); ok {
			for _, w := range strings.Fields(text.String()) {
				words = append(words, strings.Trim(w, `.,:;?!"()`))
			}
		}
	}
	return words
}

// data are the words of what is looked at in a lab: tokens, passages, titles, names.
var data = map[string][]string{
	"position": strings.Fields("rad cos"),
	"rag":      strings.Fields("tf bm bi hy pet is paints every wall red lute at night idf length"),
	"sampling": strings.Fields("token logit visualization empowers users to hf logits den it eats honey and fish likes run near crow when snows forest berries orchard loves its best badger friend is rains today walked six"),
	"norm":     strings.Fields("batch rms"),
	"residual": strings.Fields("pre post"),
	"adapt":    strings.Fields("violin thanks"), // what is said of a fact that is lost
	"gpt":      strings.Fields("pet does et al models have"),
	"inside":   strings.Fields("play piano make music on drum at night gruthyua thur echo town is once upon time there was mouse one frosty"),
}
