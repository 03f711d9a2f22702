package rag

import (
	"fmt"
	"strings"

	"logitarium/core/retrieval/encoder"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// viewVectors takes the cosine of query and passage apart by their tokens.
// There is no map: 32 dimensions do not fit on a plane without lying.
func (l *Lab) viewVectors(f lab.Frame) viz.Grid {
	p := l.page(f, stageQuery, stageDocuments, stageRetriever)
	hits := l.found.hits[byMeaning]
	if len(hits) == 0 {
		p.paragraph(f.Theme.Text, 4, l.bare())
		return p.Grid
	}
	if l.foreign() && p.left() > 8 {
		p.paragraph(f.Theme.Mark, 2, "Trained on Tiny World only: here its cosines say little.")
	}
	rank := min(l.rank, len(hits))
	doc := hits[rank-1].Doc
	passage := l.shelf.passages[doc]
	cosine, q, d := l.library.encoder.Explain(l.query, passage.text)
	head := fmt.Sprintf("rank %d: cosine %.4f", rank, cosine)
	p.title(f.Theme.Strong, fmt.Sprintf("%s, %d dimensions", head, l.library.encoder.Width()), head)
	unit := "token"
	if len(q)+len(d)+6 > p.left() {
		unit, q, d = "word", whole(l.query, q), whole(passage.text, d)
	}
	rows := append(tokenRows(l.query, q, "query"), tokenRows(passage.text, d, "passage "+passage.id)...)
	below := 0
	if p.left() >= 10 {
		below = 2
	}
	p.rest(below, func(size viz.Size, t viz.Theme) viz.Grid {
		return viz.Bars(size, t, viz.BarChart{
			Columns: []viz.Column{
				{Title: viz.Clean(unit), Left: true, Width: 9},
				{Title: viz.Clean("share"), Width: 5, Spare: true},
				{Title: viz.Clean("cosine"), Width: 6},
			},
			Rows: rows, Low: -0.1, Max: longestBar(rows),
			More: func(rows int, sum float64) viz.Safe { return viz.Cleanf("… %d more: %.3f", rows, sum) },
		})
	})
	if below > 0 {
		p.paragraph(f.Theme.Text, below, "Nearest words: "+l.nearest())
	}
	return p.Grid
}

// whole adds up the tokens of each word, as far as the next blank.
func whole(text string, parts []encoder.Part) []encoder.Part {
	var words []encoder.Part
	for _, part := range parts {
		if last := len(words) - 1; last >= 0 && !strings.HasPrefix(part.In(text), " ") {
			words[last].End = part.End
			words[last].Share += part.Share
			words[last].Score += part.Score
			continue
		}
		words = append(words, part)
	}
	return words
}

// tokenRows are a text's tokens with what they add to the cosine.
func tokenRows(text string, parts []encoder.Part, title string) []viz.BarRow {
	rows := []viz.BarRow{{Rule: viz.Clean(title)}}
	for _, part := range parts {
		rows = append(rows, viz.BarRow{Value: part.Score, Cells: []viz.Safe{
			viz.Clean(strings.TrimSpace(part.In(text))), viz.Fixed(part.Share, 3), viz.Fixed(part.Score, 3),
		}})
	}
	return rows
}

// longestBar is where the bars end: at 0.6, so that they can be compared from
// passage to passage, but for a token that adds more.
func longestBar(rows []viz.BarRow) float64 {
	longest := 0.6
	for _, r := range rows {
		longest = max(longest, r.Value)
	}
	return longest
}

// nearest lists the words of the vocabulary whose vectors, as passages of one
// word, are nearest to the query's.
func (l *Lab) nearest() string {
	const few = 6
	var list []string
	for _, h := range l.library.nearby.Search(l.query, few) {
		list = append(list, fmt.Sprintf("%s %.2f", l.library.words[h.Doc], h.Score))
	}
	return strings.Join(list, "  ")
}

// foreign says whether the documents lie outside of what was trained on.
func (l *Lab) foreign() bool { return l.holding().foreign }

// mute says whether the model has nothing to say on the documents: the
// built-in one, outside of its world.
func (l *Lab) mute() bool { return l.foreign() && l.lm.World != nil }
