package rag

import (
	"math"
	"strings"

	"logitarium/core/retrieval"
	"logitarium/core/retrieval/folder"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// rankingView is the list of what is found.
func (l *Lab) rankingView() workView {
	return workView{all: true, View: lab.View{
		Name: "ranking", Help: "the passages found, what each word adds, and the ranks of all four retrievers",
		Moves: append(l.searching(), &l.topN, &l.gold, &l.rank),
		Draw:  l.drawRanking, Sentence: l.sayRanking, Readings: l.readRanks, Lists: l.listFound,
	}}
}

// shortNames head the columns of ranks.
var shortNames = [retrievers]string{"tf", "bm", "bi", "hy"}

// The widths of the columns of the ranking.
const (
	idWidth, scoreWidth, rankWidth = 11, 6, 4
	leastBar, leastID              = 4, 6
	mostBar                        = 18
)

// parts takes a passage's score apart: by the words of the query, or for the
// hybrid by the two rankings.
func (l *Lab) parts(h retrieval.Hit) []part {
	var score retrieval.Score
	switch l.retriever {
	case byMeaning:
		return []part{{message.New("cosine"), h.Score}}
	case byBoth:
		return []part{
			{message.Verbatim("1/(60+bm25 rank)"), reciprocal(l.found.ranks[byBM25][h.Doc])},
			{message.Verbatim("1/(60+bi-encoder rank)"), reciprocal(l.found.ranks[byMeaning][h.Doc])},
		}
	case byTFIDF:
		score = l.found.tfidf.Explain(l.found.terms, h.Doc)
	case byBM25:
		score = l.found.bm25.Explain(l.found.terms, h.Doc)
	}
	parts := make([]part, len(score.Terms))
	for i, t := range score.Terms {
		parts[i] = part{message.Verbatim(t.Text), t.Score}
	}
	return parts
}

// reciprocal is what a rank adds in reciprocal rank fusion; 0 adds nothing.
func reciprocal(rank int) float64 {
	if rank == 0 {
		return 0
	}
	return 1 / float64(fusion+rank)
}

// drawRanking draws the passages in the chosen retriever's order.
func (l *Lab) drawRanking(f lab.Frame) viz.Grid {
	p := l.poster(f, stageQuery, stageRetriever)
	hits := l.hits()
	p.question(l.query)
	p.title(f.Theme.Faint, l.countFound(f)...)
	if len(hits) == 0 {
		p.paragraph(f.Theme.Text, 6, f.Print(l.nothing()))
		return p.Grid
	}
	if l.foreign() && p.left() > 10 {
		note := f.Say("bi-encoder: trained on Tiny World only")
		if cut := l.corpus.vectors.Cut(); cut > 0 {
			p.title(f.Theme.Bad, f.Print(message.Count(cut,
				"bi-encoder: trained on Tiny World only; it does not read the end of one passage",
				"bi-encoder: trained on Tiny World only; it does not read the end of %d passages", cut)), note)
		} else {
			p.line(f.Theme.Bad, note)
		}
	}
	if lost := l.prepared(); lost != nil && p.left() > 12 && l.retriever != byMeaning {
		p.title(f.Theme.Faint, prints(f, lost)...)
	}
	names, below := 1, 3
	items := l.legendItems(p, hits)
	switch {
	case p.left() < 12:
		below = 2
	case p.left() >= 14 && legendWidth(items) > p.W:
		names, below = 2, 4
	}
	if below > 2 {
		below++ // the heads of the ranks in words
	}
	l.list(p, hits, max(p.left()-below, 0))
	l.legend(p, hits, names, below <= 3)
	if below > 3 && p.left() > 1 {
		p.title(f.Theme.Faint, f.Say("tf bm bi hy: the ranks by tf-idf, bm25, bi-encoder, hybrid"), f.Say("tf-idf, bm25, bi-encoder, hybrid"))
	}
	chosen := hits[l.looked()-1]
	p.paragraph(f.Theme.Text, 2, f.Print(l.quoted(l.rank, chosen.Doc)))
	return p.Grid
}

// countFound says how many passages are found, at length and in short.
func (l *Lab) countFound(f lab.Frame) []viz.Safe {
	hits, all, by := l.hits(), len(l.corpus.passages), l.retrievedBy()
	if len(hits) == deep && deep < all {
		return []viz.Safe{f.Say("%d+ of %d passages found by %v", len(hits), all, by), f.Say("%d+ of %d found", len(hits), all)}
	}
	return []viz.Safe{f.Say("%d of %d passages found by %v", len(hits), all, by), f.Say("%d of %d found", len(hits), all)}
}

// prints are texts in the frame's language.
func prints(f lab.Frame, texts []message.Text) []viz.Safe {
	all := make([]viz.Safe, len(texts))
	for i, text := range texts {
		all[i] = f.Print(text)
	}
	return all
}

// nothing says why a ranking is empty.
func (l *Lab) nothing() message.Text {
	if len(l.corpus.passages) == 0 {
		return l.bare()
	}
	if len(l.found.terms) == 0 {
		return message.New("The query has no word to look for.")
	}
	sought := strings.Join(different(l.found.terms), ", ")
	text := message.New("No passage has a word that is looked for (%s). Words that mean the same are not the same word: turn to the bi-encoder.", sought)
	if l.foreign() { // there its ranks say little
		text = message.New("No passage has a word that is looked for (%s). Words that mean the same are not the same word.", sought)
	}
	if lost := l.unsought(); lost != nil {
		words := make([]string, len(lost))
		for i, u := range lost {
			words[i] = u.word
		}
		return message.Join(text, message.New("These words are not looked for: %s.", strings.Join(words, ", ")))
	}
	return text
}

// bare says why there are no passages.
func (l *Lab) bare() message.Text {
	switch own := l.collection().own; {
	case own == nil:
		return message.New("The answer is removed, and there were no other passages.")
	case l.outcome.err != nil:
		return message.New("This folder can't be searched: %v.", message.Of(l.outcome.err))
	case len(own.Documents) == 0:
		return message.New("There is no file in this folder, nor in those below it, whose name ends in one of: %s.", strings.Join(folder.Endings(), ", "))
	}
	return message.New("The files of this folder have no text in them.")
}

// rankingColumns are the widths of a ranking: of passages, which are their
// texts where there is room, else their names, and of bars; and whether there
// are scores. A short bar gives way: the number says more.
type rankingColumns struct {
	passage, bar int
	texts        bool
	scored       bool
}

func (c rankingColumns) scoreAt() int { return 2 + c.passage }
func (c rankingColumns) barAt() int   { return 2 + c.passage + scoreWidth + 1 }

// columns lays out a ranking.
func columns(width int) rankingColumns {
	room := width - retrievers*rankWidth - 2
	const leastText = 20
	if text := room - scoreWidth - 2; text >= leastText+2*leastBar {
		bar := min(max(text/4, 2*leastBar), mostBar)
		return rankingColumns{passage: text - bar, bar: bar, texts: true, scored: true}
	}
	if bar := room - idWidth - scoreWidth - 2; bar >= leastBar {
		return rankingColumns{passage: idWidth, bar: bar, scored: true}
	}
	if ids := min(room-scoreWidth, idWidth); ids >= leastID {
		return rankingColumns{passage: ids, scored: true}
	}
	return rankingColumns{passage: max(min(room, idWidth), 0)}
}

// list draws rows of passages, and where the prompt's share ends.
func (l *Lab) list(p *poster, hits []retrieval.Hit, rows int) {
	if rows < 2 {
		return
	}
	t, c := p.f.Theme, columns(p.W)
	ranksAt := p.W - retrievers*rankWidth
	p.Text(2, p.y, t.Fit(p.f.Say("passage"), c.passage-1), t.Faint)
	if c.scored {
		p.Text(c.scoreAt(), p.y, t.Fit(p.f.Say("score").PadLeft(scoreWidth), scoreWidth), t.Faint)
	}
	for r, name := range shortNames {
		st := t.Faint
		if r == l.retriever {
			st = t.Accent
		}
		p.Text(ranksAt+r*rankWidth+2, p.y, viz.Clean(name), st)
	}
	p.y++
	first := max(0, min(l.rank+1, len(hits))-(rows-2))
	low, high := extent(l, hits[first:min(first+rows, len(hits))])
	low, high = p.f.Axis("score by "+retrieverOptions[l.retriever].Name, low, high)
	t.Scaled("bar", low, high)
	end := p.y + rows - 1
	for i := first; i < len(hits) && p.y < end; i++ {
		if i == l.topN && i > first {
			p.Put(0, p.y, viz.Cut(viz.Size{W: p.W, H: 1}, t, p.f.Say("top-n: %d", l.topN)))
			if p.y++; p.y == end {
				break
			}
		}
		l.row(p, c, i, hits[i])
		stack(p.Grid, t, c.barAt(), p.y, c.bar, l.parts(hits[i]), low, high)
		p.y++
	}
	p.y = end
}

// row writes a passage with its score and its ranks.
func (l *Lab) row(p *poster, c rankingColumns, i int, h retrieval.Hit) {
	t, passage := p.f.Theme, l.corpus.passages[h.Doc]
	st := t.Text
	if i+1 == l.rank {
		st = t.Accent
		p.Text(0, p.y, t.Show(viz.Clean("▸")), st)
	}
	if passage.gold {
		p.Text(1, p.y, viz.Clean("*"), t.Reference)
	}
	name := t.FitTail(viz.Clean(passage.id), c.passage-1) // of a path the file counts
	if c.texts {
		name = t.Fit(viz.Clean(passage.text), c.passage-1)
		if l.collection().whole { // the notes call them by their names
			name = t.Fit(viz.Cleanf("%s: %s", passage.id, passage.text), c.passage-1)
		}
	}
	p.Text(2, p.y, name, st)
	if c.scored {
		p.Text(c.scoreAt(), p.y, l.score(h.Score), st)
	}
	for r := range shortNames {
		text := viz.Clean("   –")
		if rank := l.found.ranks[r][h.Doc]; rank > 0 {
			text = viz.Cleanf("%4d", rank)
		}
		p.Text(p.W-retrievers*rankWidth+r*rankWidth, p.y, t.Fit(text, rankWidth), st)
	}
}

// score writes a score in scoreWidth cells, with as many decimals as the
// largest of the ranking has room for.
func (l *Lab) score(v float64) viz.Safe {
	digits, most := 4, math.Abs(v)
	for _, h := range l.hits() {
		most = max(most, math.Abs(h.Score))
	}
	for limit := 1.0; most >= limit && digits > 0; limit *= 10 {
		digits--
	}
	return viz.Cleanf("%*.*f", scoreWidth, digits, v)
}

// extent is the scale that holds all bars of some hits.
func extent(l *Lab, hits []retrieval.Hit) (low, high float64) {
	for _, h := range hits {
		up, down := 0.0, 0.0
		for _, p := range l.parts(h) {
			up += max(p.value, 0)
			down += min(p.value, 0)
		}
		low, high = min(low, down), max(high, up)
	}
	return low, high
}

// legend names the parts of the bars on so many rows, or does the hybrid's sum.
func (l *Lab) legend(p *poster, hits []retrieval.Hit, rows int, heads bool) {
	if rows = min(rows, p.left()); rows == 0 {
		return
	}
	if l.retriever == byBoth {
		h := hits[l.looked()-1]
		p.line(p.f.Theme.Strong, p.f.Say("RRF: %v + %v = %.5f", fraction(l.found.ranks[byBM25][h.Doc]), fraction(l.found.ranks[byMeaning][h.Doc]), h.Score))
		return
	}
	items := l.legendItems(p, hits)
	p.Put(0, p.y, viz.Legend(viz.Size{W: p.W, H: rows}, p.f.Theme, items))
	const gaps = 9 // between the items, and to what follows
	for _, ranks := range []viz.Safe{p.f.Say("ranks: tf-idf bm25 bi-encoder hybrid"), p.f.Say("tf-idf bm25 bi-enc. hybrid")} {
		if heads && legendWidth(items)+gaps+ranks.Width() <= p.W {
			p.Text(p.W-ranks.Width(), p.y, ranks, p.f.Theme.Faint)
			break
		}
	}
	p.y += rows
}

func (l *Lab) legendItems(p *poster, hits []retrieval.Hit) []viz.LegendItem {
	var items []viz.LegendItem
	if l.asked().known() {
		items = append(items, viz.LegendItem{Glyph: '*', Style: p.f.Theme.Reference, Name: p.f.Print(message.About("passage", "answers"))})
	}
	if columns(p.W).bar == 0 {
		return items
	}
	for i, part := range l.parts(hits[l.looked()-1]) {
		glyph, st := inks(p.f.Theme, i)
		items = append(items, viz.LegendItem{Glyph: glyph, Style: st, Name: p.f.Print(part.name)})
	}
	return items
}

// legendWidth is the least that a legend takes on one row.
func legendWidth(items []viz.LegendItem) int {
	w := -1 // between two items
	for _, item := range items {
		w += 2 + item.Name.Width() + 1
	}
	return w
}

// quoted is a passage with its rank; of the user's own with its whole path.
func (l *Lab) quoted(rank, doc int) message.Text {
	p := l.corpus.passages[doc]
	return message.New("%d: %s: %s", rank, p.id, p.text)
}

func fraction(rank int) message.Text {
	if rank == 0 {
		return message.New("0 (not found)")
	}
	return message.New("1/(60+%d)", rank)
}

// readRanks says where each retriever has the first answer, the chosen one first.
func (l *Lab) readRanks() []lab.Reading {
	var readings []lab.Reading
	switch {
	case !l.asked().known():
		readings = []lab.Reading{
			{Name: "found", Help: message.New("how many passages the chosen retriever returns"), Value: float64(len(l.hits())), Note: message.New("by %v, %d at most", l.retrievedBy(), deep)},
			{Name: "agreed", Help: message.New("how many passages of the first n are the same for words and for vectors"), Value: float64(l.agreed()), Note: message.New("in bm25's first %d and the bi-encoder's", l.topN)},
			l.readChosen()}
	case l.gold == goldRemoved:
		readings = append([]lab.Reading{l.readChosen()}, l.readGold()...)
	default:
		readings = append(l.readGold(), l.readChosen())
	}
	readings = append(readings, lab.Reading{Name: "passages", Help: message.New("how many pieces of text are searched"), Value: float64(len(l.corpus.passages)), Note: message.New("in the index")})
	if n := l.corpus.vectors.Cut(); n > 0 {
		readings = append(readings, lab.Reading{Name: "cut", Help: message.New("of how many passages the bi-encoder does not read the end, as they are longer than it takes"), Value: float64(n), Note: message.New("too long for vectors")})
	}
	if n := l.corpus.index.Unheld(); n > 0 {
		readings = append(readings, lab.Reading{Name: "left out", Help: message.New("how many words are not found, as the index is full"), Value: float64(n), Note: message.New("words: beyond the first %d different", retrieval.MaxTerms)})
	}
	return readings
}

// readGold has the rank of the first answer by each retriever, the chosen one
// first.
func (l *Lab) readGold() []lab.Reading {
	var readings []lab.Reading
	for i := range retrievers {
		r := (l.retriever + i) % retrievers
		attempt := lab.Reading{Name: retrieverOptions[r].Name, Help: message.New("the rank that this retriever gives to the first passage that answers"), Value: float64(l.goldRank(r)), Note: message.New("rank of the first answer")}
		switch {
		case l.gold == goldRemoved:
			attempt.Undefined = message.New("the answer is removed")
		case attempt.Value == 0 && !l.answerable():
			attempt.Undefined = message.New("no passage answers")
		case attempt.Value == 0:
			attempt.Undefined = message.New("the answer is not found")
		}
		readings = append(readings, attempt)
	}
	return readings
}

// readChosen is the score of the passage that is looked at.
func (l *Lab) readChosen() lab.Reading {
	score := lab.Reading{Name: "score", Help: message.New("what the chosen retriever ranks by, for the passage that is looked at")}
	hits := l.hits()
	if len(hits) == 0 {
		score.Undefined = message.New("nothing is found")
		return score
	}
	score.Value, score.Digits, score.Note = hits[l.looked()-1].Score, 5, message.New("of rank %d", l.rank)
	return score
}

// agreed counts the passages that words and vectors both put into a prompt.
func (l *Lab) agreed() int {
	n := 0
	for _, h := range l.found.hits[byBM25][:min(l.topN, len(l.found.hits[byBM25]))] {
		if rank := l.found.ranks[byMeaning][h.Doc]; rank > 0 && rank <= l.topN {
			n++
		}
	}
	return n
}

func (l *Lab) listFound() []lab.List {
	by := retrieverOptions[l.retriever]
	list := lab.List{Name: "passages found by " + by.Name, Title: message.New("passages found by %v", by.Label()), Columns: []string{"rank", "passage", "score"}}
	for _, o := range retrieverOptions {
		list.Columns = append(list.Columns, "rank by "+o.Name)
	}
	list.Columns = append(list.Columns, "answers", "text")
	for i, h := range l.hits() {
		p := l.corpus.passages[h.Doc]
		row := []lab.Cell{lab.Count(i + 1), lab.Word(p.id), lab.Amount(h.Score, 5)}
		for r := range retrievers {
			row = append(row, rankCell(l.found.ranks[r][h.Doc]))
		}
		list.Add(append(row, lab.Word(l.answering(p)), lab.Word(p.text))...)
	}
	return []lab.List{list}
}

// rankCell is a rank, or nothing where there is none.
func rankCell(rank int) lab.Cell {
	if rank == 0 {
		return lab.Word("")
	}
	return lab.Count(rank)
}

// answering says whether a passage answers the query, if that is known.
func (l *Lab) answering(p passage) string {
	switch {
	case !l.asked().known():
		return ""
	case p.gold:
		return "yes"
	}
	return "no"
}
