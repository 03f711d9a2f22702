package rag

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"logitarium/core/retrieval"
	"logitarium/core/retrieval/encoder"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// vectorsView takes a cosine apart.
func (l *Lab) vectorsView() workView {
	return workView{vectors: true, View: lab.View{
		Name: "vectors", Help: "the bi-encoder's cosine, token by token, and the words nearest to the query",
		Moves: append(l.chunkers(), &l.query, &l.gold, &l.rank),
		Draw:  l.drawVectors, Sentence: l.sayVectors, Readings: l.readCosine,
	}}
}

// drawVectors draws the two vectors as strips with their product between them,
// whose sum is the cosine, and takes that apart by tokens. There is no map: 32
// dimensions do not fit on a plane without lying.
func (l *Lab) drawVectors(f lab.Frame) viz.Grid {
	p := l.poster(f, stageQuery, stageDocuments, stageRetriever)
	hits := l.found.hits[byMeaning]
	if len(hits) == 0 {
		p.paragraph(f.Theme.Text, 4, f.Print(l.bare()))
		return p.Grid
	}
	if l.foreign() && p.left() > 8 {
		p.paragraph(f.Theme.Text, 2, f.Say("Trained on Tiny World only: here its cosines say little."))
	}
	rank := l.looked()
	doc := hits[rank-1].Doc
	passage := l.corpus.passages[doc]
	cosine, q, d := l.library.encoder.Explain(l.query, passage.text)
	if read, of := l.library.encoder.Reads(passage.text); read < of {
		p.title(f.Theme.Bad, f.Say("Of this passage's %d tokens the first %d are read, the rest counts for nothing.", of, read), f.Say("the first %d of %d tokens are read", read, of), f.Say("%d of %d tokens read", read, of))
	}
	p.title(f.Theme.Strong, f.Say("rank %d: cosine %.4f, the sum of the product of %d dimensions", rank, cosine, l.library.encoder.Width()), f.Say("rank %d: cosine %.4f", rank, cosine))
	if p.left() >= 11 {
		l.strips(p, passage.text)
	}
	unit := f.Say("token")
	if len(q)+len(d)+6 > p.left() {
		unit, q, d = f.Say("word"), whole(l.query, q), whole(passage.text, d)
	}
	rows := append(tokenRows(l.query, q, f.Say("query")), tokenRows(passage.text, d, f.Say("passage %s", passage.id))...)
	below := 0
	if p.left() >= 9 {
		below = 1
	}
	p.rest(below, func(size viz.Size, t viz.Theme) viz.Grid {
		return viz.Bars(size, t, viz.BarChart{
			Columns: []viz.Column{
				{Title: unit, Left: true, Width: 9},
				{Title: f.Say("share"), Width: 5, Spare: true},
				{Title: f.Say("cosine"), Width: 6},
			},
			Rows: rows, Low: -0.1, Max: f.Top("cosine of a token", longestBar(rows)),
			More: func(rows int, sum float64) viz.Safe {
				return f.Print(message.Count(rows, "… one more: %[2].3f", "… %d more: %.3f", rows, sum))
			},
		})
	})
	if below > 0 {
		p.paragraph(f.Theme.Text, below, f.Say("Nearest words: %s", l.nearest()))
	}
	return p.Grid
}

// strips draws the query's vector, the passage's, and between them their
// product, dimension by dimension, on one scale each.
func (l *Lab) strips(p *poster, passage string) {
	f, e := p.f, l.library.encoder
	query, text := widen(e.Vector(encoder.Question, l.query)), widen(e.Vector(encoder.Passage, passage))
	product := make([]float64, len(query))
	length, most := 0.0, 0.0
	for i := range query {
		product[i] = query[i] * text[i]
		length = max(length, math.Abs(query[i]), math.Abs(text[i]))
		most = max(most, math.Abs(product[i]))
	}
	length, most = f.Top("a dimension", viz.RoundUp(length)), f.Top("a product", viz.RoundUp(most))
	high := 1
	if p.left() >= 26 {
		high = 2
	}
	const names = 9
	for _, s := range []struct {
		name   viz.Safe
		values []float64
		to     float64
	}{{f.Say("query"), query, length}, {f.Say("product"), product, most}, {f.Say("passage"), text, length}} {
		p.Text(0, p.y, f.Theme.Fit(s.name, names-1), f.Theme.Text)
		p.Put(names, p.y, viz.Strip(viz.Size{W: p.W - names, H: high}, f.Theme, viz.HeatMap{
			Values: s.values, Scale: viz.Diverging, Range: &[2]float64{-s.to, s.to},
		}))
		p.y += high
	}
	if high > 1 { // each has its own scale
		return
	}
	below := f.Say("query and passage; the product: to ±%.2g", most)
	scale := viz.HeatMap{Values: query, Cols: len(query), Scale: viz.Diverging, Range: &[2]float64{-length, length}}
	legend := viz.HeatLegend(viz.Size{W: p.W, H: 1}, f.Theme, scale)
	p.Put(0, p.y, legend)
	at := p.W
	for ; at > 0 && legend.Row(0)[at-1].Rune == ' ' && legend.Row(0)[at-1].Style.Bg == f.Theme.Text.Bg; at-- {
	}
	p.Text(at+2, p.y, f.Theme.Fit(below, p.W-at-2), f.Theme.Faint)
	p.y++
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
func tokenRows(text string, parts []encoder.Part, title viz.Safe) []viz.BarRow {
	rows := []viz.BarRow{{Rule: title, Heading: true}}
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
func (l *Lab) foreign() bool { return l.collection().foreign }

// outOfWorld says whether the model has nothing to say on the documents: the
// built-in one, outside of its world.
func (l *Lab) outOfWorld() bool { return l.foreign() && l.lm.World != nil }

func (l *Lab) sayVectors() message.Text {
	hits := l.found.hits[byMeaning]
	if len(hits) == 0 {
		return l.bare()
	}
	at := l.looked()
	here, shared := hits[at-1], l.shared()
	value, best := cosine(here.Score), cosine(hits[0].Score)
	first := l.goldRank(byMeaning)
	read, of := l.library.encoder.Reads(l.corpus.passages[here.Doc].text)
	switch {
	case !l.unwritten().Empty():
		return l.unwritten()
	case l.foreign() && read < of:
		return message.New("Cosine %s, of the first %d of this passage's %d tokens: the bi-encoder reads no more. It was trained on other texts, too.", value, read, of)
	case l.foreign():
		return message.New("Cosine %s, and it means little: the bi-encoder was trained on Tiny World's questions and has never seen such texts.", value)
	case !l.asked().known() && !l.knows():
		return message.New("No passage has a word that is looked for, and yet rank 1 has cosine %s. There is always a nearest: a high cosine alone says nothing.", best)
	case !l.asked().known():
		return message.New("Cosine %s. Which passage answers is not known here, and the cosine does not say: there is always a nearest.", value)
	case l.gold == goldRemoved:
		return message.New("Still %s at rank 1, with the answer removed: a high cosine does not say that the answer is there.", best)
	case first == 0:
		return message.New("Rank 1 has cosine %s and does not answer; none of the first %d does. What is nearest need not be right.", best, len(hits))
	case !l.corpus.passages[here.Doc].gold:
		return message.New("This passage, at rank %d with cosine %s, does not answer. The first that does has rank %d, cosine %s: near is not the same as right.",
			at, value, first, cosine(hits[first-1].Score))
	case shared == 0 && l.sharesAny(here.Doc):
		return message.New("Cosine %s with no word in common but function words, and it answers: the two encoders were trained to put question and answer side by side.", value)
	case shared == 0:
		return message.New("Cosine %s with no word in common, and it answers: the two encoders were trained to put question and answer side by side. A high cosine is no proof.", value)
	}
	return message.New("Cosine %s, and it answers; a high cosine is no proof. It is the dot product of two vectors of length 1, the passage's made before anybody asked.", value)
}

// cosine writes a cosine with two decimals, and no sign before 0.
func cosine(v float64) string {
	if math.Abs(v) < 0.005 {
		v = 0
	}
	return fmt.Sprintf("%.2f", v)
}

// knows says whether any passage has a word of the query, function words
// and single letters left out.
func (l *Lab) knows() bool {
	return slices.ContainsFunc(l.found.terms, func(t string) bool { return l.corpus.index.Frequency(t) > 0 })
}

func (l *Lab) readCosine() []lab.Reading {
	here := lab.Reading{Name: "cosine", Help: message.New("how alike the vectors of query and passage are, from -1 to 1")}
	hits := l.found.hits[byMeaning]
	if len(hits) == 0 {
		here.Undefined = message.New("there are no passages")
		return []lab.Reading{here}
	}
	here.Value, here.Digits = hits[l.looked()-1].Score, 4
	return []lab.Reading{
		here,
		{Name: "best", Help: message.New("the highest cosine of any passage"), Value: hits[0].Score, Digits: 4, Note: message.New("there is always a nearest")},
		{Name: "100th", Help: message.New("the lowest cosine that is still in the ranking"), Value: hits[len(hits)-1].Score, Digits: 4, Note: message.New("at rank %d", len(hits))},
		l.readLength(hits[l.looked()-1].Doc),
		{Name: "words shared", Help: message.New("how many words of the query, function words apart, the passage has too"), Value: float64(l.shared())},
	}
}

// readLength is how long a passage is for the bi-encoder.
func (l *Lab) readLength(doc int) lab.Reading {
	read, of := l.library.encoder.Reads(l.corpus.passages[doc].text)
	r := lab.Reading{Name: "read", Help: message.New("how many tokens of the passage the bi-encoder reads: of a longer one the end counts for nothing"), Value: float64(read), Unit: "tokens", Note: message.New("all")}
	if read < of {
		r.Note = message.New("of %d", of)
	}
	return r
}

// sharesAny says whether the passage has any word of the query, function words
// too.
func (l *Lab) sharesAny(doc int) bool {
	here := retrieval.Analyzer{}.Terms(l.corpus.passages[doc].text)
	return slices.ContainsFunc(retrieval.Analyzer{}.Terms(l.query), func(t string) bool { return slices.Contains(here, t) })
}

// shared counts the words of the query that the passage has too: those that are
// looked for unless the knob asks for all, as vectors do not follow it.
func (l *Lab) shared() int {
	doc := l.found.hits[byMeaning][l.looked()-1].Doc
	analyzer := l.collection().analyzer
	if l.rescued() {
		analyzer = retrieval.Analyzer{}
	}
	n := 0
	for _, term := range different(analyzer.Terms(l.query)) {
		if l.corpus.index.Count(term, doc) > 0 {
			n++
		}
	}
	return n
}
