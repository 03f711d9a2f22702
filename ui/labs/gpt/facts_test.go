package gpt

import (
	"strings"
	"testing"

	"logitarium/core/family"
)

// quoted are the words that stand as they were printed: names, titles and
// sentences of the sources.
func quoted(t *testing.T) []string {
	l := fresh(t)
	turn(t, l, "view", "shots")
	words := []string{family.Reticence, strings.Join(samples, " "), strings.Join(l.asked.prompts, " "), strings.Join(l.asked.answers, " ")}
	for _, m := range family.All() {
		for _, a := range append(m.Cells(), m.UseAspects()...) {
			words = append(words, a.Cell.Source, a.Cell.Place)
			if a.Name == "title" || a.Name == "safety" && a.Cell.Known() {
				words = append(words, a.Cell.Text)
			}
		}
		for _, c := range m.Corpora {
			words = append(words, c.Name, c.Size.Source, c.Size.Place, c.Weight.Place)
		}
	}
	return words
}

// Every word of core/family that is its own, and none that it quotes, is a
// message.
func TestFacts(t *testing.T) {
	says := func(where, text string) {
		if _, ok := facts[text]; !ok && strings.Contains(text, " ") {
			t.Errorf("%s: %q is no message", where, text)
		}
	}
	for _, m := range family.All() {
		for _, a := range append(m.Cells(), m.UseAspects()...) {
			if a.Name != "title" && (a.Name != "safety" || !a.Cell.Known()) {
				says(m.Name+" "+a.Name, a.Cell.Text)
			}
			says(m.Name+" "+a.Name, a.Cell.Note)
		}
		for _, note := range m.Notes() {
			says(m.Name, note)
		}
		for _, c := range m.Corpora {
			says(m.Name, c.Size.Text)
		}
		says(m.Name, m.Compute().Note)
	}
	for _, p := range family.Precisions() {
		says("precision", p.Help)
	}
	for _, s := range family.Unchanged() {
		says("all", s)
	}
	for _, b := range family.Benchmarks() {
		says("benchmarks", b.Asks)
	}
}
