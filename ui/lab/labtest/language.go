package labtest

import (
	"slices"
	"strings"
	"testing"

	"logitarium/ui"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/ui/message/messagetest"
	"logitarium/viz"
)

// begin and end stand around each message of [bracketed].
const begin, end = '「', '」'

// bracketed is the pseudo-language with brackets around each message, which
// show on a screen whether a text lost its end.
type bracketed struct{ messagetest.Pseudo }

// LookUp returns a message of the pseudo-language in brackets.
func (b bracketed) LookUp(about, id, many string, n int) string {
	if about == "two sentences" { // of which each has its own
		return id
	}
	return string(begin) + b.Pseudo.LookUp(about, id, many, n) + string(end)
}

// testLanguage shows every view in a language twice as wide as English and
// longer. No text loses its end without a mark, by another one or by the edge;
// of a lab that is translated, nothing is left in English but its data.
func testLanguage(t *testing.T, fresh func() lab.Lab, data []string) {
	l := opened(t, fresh)
	m := ui.New([]lab.Lab{l}, ui.Options{Theme: "plain", Printer: message.Printer{Catalogue: bracketed{}}})
	id := l.Info().ID
	translated := slices.ContainsFunc([]string{"ui/labs/", "ui/lab/"}, func(folder string) bool {
		return slices.Contains(messagetest.Translated, folder+id)
	})
	eachView(t, l, func(view string) {
		if err := lab.Settle(l); err != nil {
			t.Fatal(err)
		}
		for _, s := range []viz.Size{{W: 80, H: 24}, {W: 120, H: 40}} {
			m.Resize(s)
			screen := m.Grid().Plain()
			for _, fault := range cutTexts(screen) {
				t.Errorf("view %s at %dx%d: %s in\n%s", view, s.W, s.H, fault, screen)
			}
			if !translated {
				continue
			}
			own := wordsOf(l, data)
			for _, row := range append(strings.Split(screen, "\n"), pointed(l, s)...) {
				for _, english := range messagetest.English(row, own...) {
					t.Errorf("view %s at %dx%d: %q is no message, and none of the data that the test names, in\n%s", view, s.W, s.H, english, screen)
				}
			}
		}
	})
}

// pointed lists what a lab says about the cells of a picture, in the
// pseudo-language.
func pointed(l lab.Lab, size viz.Size) (texts []string) {
	if !lab.Points(l) {
		return nil
	}
	p := message.Printer{Catalogue: bracketed{}}
	f := lab.Frame{Size: size, Theme: viz.Plain(), Printer: p}
	for y := range size.H {
		for x := 0; x < size.W; x += 5 {
			if text := p.Print(lab.At(l, f, x, y)); !slices.Contains(texts, text) {
				texts = append(texts, text)
			}
		}
	}
	return texts
}

// cutTexts lists the texts in brackets that lost their beginning or their end
// without a mark. A text may go on in the few rows below.
func cutTexts(screen string) (faults []string) {
	const most = 8 // rows of a text
	rows := strings.Split(screen, "\n")
	var open []int // the rows in which something began, and did not end yet
	last := func(at int) bool { return len(open) > 0 && at-open[len(open)-1] < most }
	for at, row := range rows {
		began, unmarked := 0, 0 // in this row; of these, before no mark
		for _, r := range row {
			switch {
			case r == begin:
				began++
				unmarked++
			case r == '…' && unmarked > 0:
				began -= unmarked
				unmarked = 0
			case r == '…' && last(at), r == end && began == 0 && last(at):
				open = open[:len(open)-1]
			case r == end && began > 0:
				began--
				unmarked = min(unmarked, began)
			case r == end && !strings.Contains(row, "…"):
				faults = append(faults, "a text without its beginning: "+row)
			}
		}
		for range began {
			open = append(open, at)
		}
	}
	for _, at := range open {
		faults = append(faults, "a text without its end: "+rows[at])
	}
	return faults
}

// wordsOf are the words on a lab's screens that are in no language: of what is
// typed, of what is looked at, and of data.
func wordsOf(l lab.Lab, data []string) (words []string) {
	const keys = "space enter home"
	texts := append(slices.Clone(data), l.Info().Subject, keys)
	for _, k := range lab.Knobs(l) {
		if text, ok := k.Setting.(lab.Text); ok {
			texts = append(texts, text.String())
		}
	}
	for _, text := range texts {
		for _, w := range strings.Fields(text) {
			w = strings.Trim(w, `.,:;?!"()[]'`)
			words = append(words, w, strings.ToLower(w)) // as it is indexed
		}
	}
	return words
}
