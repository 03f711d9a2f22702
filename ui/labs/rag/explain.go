package rag

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"logitarium/core/retrieval"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// explainView takes one score apart: by words, or for the bi-encoder, which has
// no formula, by tokens.
func (l *Lab) explainView() workView {
	v := lab.View{
		Name: "explain", Help: "the formula with the numbers of one passage in it",
		Moves: append(l.searching(), &l.gold, &l.rank),
		Draw:  l.drawExplain, Sentence: l.sayScore, Readings: l.readScore, Lists: l.listWords,
	}
	if l.retriever == byMeaning {
		v.Draw, v.Sentence, v.Readings, v.Lists = l.drawVectors, l.sayVectors, l.readCosine, nil
	}
	return workView{View: v}
}

// explained is the score of the passage that is looked at; ok is false
// where there is none, or no words to take it apart by.
func (l *Lab) explained() (s retrieval.Score, ok bool) {
	hits := l.hits()
	if len(hits) == 0 || l.retriever == byMeaning {
		return s, false
	}
	doc := hits[l.looked()-1].Doc
	if l.retriever == byTFIDF {
		return l.found.tfidf.Explain(l.found.terms, doc), true
	}
	return l.found.bm25.Explain(l.found.terms, doc), true
}

// strongest returns the term that says most, by the size of its score.
func strongest(s retrieval.Score) (best retrieval.Term, ok bool) {
	for _, t := range s.Terms {
		if len(t.Factors) > 0 && (!ok || t.Score*t.Score > best.Score*best.Score) {
			best, ok = t, true
		}
	}
	return best, ok
}

// drawExplain puts a passage's numbers into the formula.
func (l *Lab) drawExplain(f lab.Frame) viz.Grid {
	p := l.poster(f, stageRetriever)
	s, ok := l.explained()
	if !ok {
		p.paragraph(f.Theme.Text, 6, f.Print(l.nothing()))
		return p.Grid
	}
	passage := l.corpus.passages[s.Doc]
	if p.left() >= 20 {
		p.line(f.Theme.Faint, f.Say("query: %s", l.query))
	}
	heading := f.Theme.Show(f.Say("rank %d: %s", l.rank, passage.text))
	p.line(f.Theme.Strong, heading)
	if l.retriever == byBoth {
		bm, bi := l.found.ranks[byBM25][s.Doc], l.found.ranks[byMeaning][s.Doc]
		sum := f.Theme.Show(f.Say("%v + %v = %.5f", fraction(bm), fraction(bi), reciprocal(bm)+reciprocal(bi)))
		if at := p.W - sum.Width(); heading.Width()+columnGap <= at {
			p.Text(at, p.y-1, sum, f.Theme.Strong)
		} else {
			p.line(f.Theme.Strong, sum)
		}
	}
	if lost := l.prepared(); lost != nil && p.left() > 12 {
		p.title(f.Theme.Faint, prints(f, lost)...)
	}
	if words, plain := l.arrows(arrow(f.Theme)); words != nil && (p.left() > 14 && !plain || p.left() > 18) {
		p.title(f.Theme.Faint, prints(f, words)...)
	}
	if m, ok := l.missedIn(s.Doc); ok && p.left() > 13 {
		p.title(f.Theme.Bad, f.Say("not counted: %s, looked for: %s; %v", m.there, m.asked, m.why()), f.Say("not counted: %s, as %v", m.there, m.why()), f.Say("not counted: %s", m.there))
	}
	l.factors(p, s)
	return p.Grid
}

// factors fills the rows that are left: the table of factors, their formulas,
// and the curves of BM25 beside them or below.
func (l *Lab) factors(p *poster, s retrieval.Score) {
	term, ok := strongest(s)
	left, right := p, (*poster)(nil)
	if ok && l.retriever != byTFIDF {
		left, right = p.beside(len(term.Factors))
	}
	l.table(left, s)
	if !ok {
		p.paragraph(p.f.Theme.Text, 3, p.f.Say("The passage has no word of the query: its score is 0."))
		return
	}
	l.formulas(left, term, s.Doc)
	switch {
	case right != nil:
		l.curves(right, term, s.Doc)
		p.join(left, right)
	case l.retriever != byTFIDF && p.left() >= 5:
		l.curves(p, term, s.Doc)
	}
}

// table lists the words with their factors, whose product is the score.
func (l *Lab) table(p *poster, s retrieval.Score) {
	t := p.f.Theme
	d := viz.TableData{Columns: []viz.Column{{Title: p.f.Say("word"), Left: true, Width: 7}, {Title: viz.Clean("n"), Width: 3}, {Title: viz.Clean("f"), Width: 2}}}
	best, _ := strongest(s)
	for _, factor := range best.Factors {
		d.Columns = append(d.Columns, viz.Column{Title: p.f.Print(factorName(factor.Name)), Width: 5})
	}
	d.Columns = append(d.Columns, viz.Column{Title: p.f.Say("score"), Width: 7})
	for _, term := range s.Terms {
		cells := []viz.Safe{viz.Clean(term.Text).Cut(max(10, p.W-40)), viz.Grouped(term.Docs), viz.Cleanf("%d", term.Count)}
		for i := range best.Factors {
			text := viz.Clean("–")
			if i < len(term.Factors) && !l.unchanged(term, i) {
				text = viz.Fixed(term.Factors[i].Value, 3)
			}
			cells = append(cells, text)
		}
		st := t.Text
		if term.Score == 0 {
			st = t.Faint
		}
		d.Rows = append(d.Rows, viz.TableRow{Cells: append(cells, viz.Fixed(term.Score, 5)), Style: st})
	}
	total := make([]viz.Safe, len(d.Columns))
	total[0], total[len(total)-1] = p.f.Say("sum"), viz.Fixed(s.Total, 5)
	d.Rows = append(d.Rows, viz.TableRow{Cells: total, Style: t.Strong})
	h := min(len(d.Rows)+2, max(p.left()-4, 4), p.left())
	p.Put(0, p.y, viz.Table(viz.Size{W: p.W, H: h}, t, d))
	p.y += h
}

// formulas writes each factor of a word, in one glyph and one style per factor:
// the formula with the passage's numbers in it where there is room, or its
// letters, whose values stand above, or no formula: half of one would be wrong.
func (l *Lab) formulas(p *poster, term retrieval.Term, doc int) {
	x := l.corpus.index
	m := l.model()
	facts := fmt.Sprintf("%q: N %d, n %d, f %d", term.Text, x.Docs(), term.Docs, term.Count)
	wordings := []viz.Safe{viz.Clean(facts)}
	if l.retriever != byTFIDF {
		facts += fmt.Sprintf(", L %.3f", 1-m.B+float64(m.B*l.relative(doc)))
		wordings = []viz.Safe{viz.Cleanf("%s = 1−b+b·%d/%.2f", facts, x.Length(doc), x.MeanLength()), viz.Clean(facts), wordings[0]}
	}
	p.title(p.f.Theme.Faint, wordings...)
	numbers := map[string]string{
		"N": fmt.Sprint(x.Docs()), "n": fmt.Sprint(term.Docs), "f": fmt.Sprint(term.Count),
		"k1": fmt.Sprint(m.K1), "δ": fmt.Sprint(m.Delta),
	}
	for i, factor := range term.Factors {
		if p.left() == 0 {
			return
		}
		glyph, st := inks(p.f.Theme, i)
		p.Text(0, p.y, viz.Clean(string(glyph)), st)
		formula := factor.Formula
		if factor.Name == "length" && l.retriever != byTFIDF {
			formula = p.f.Say("tf at L over tf at 1").String()
		}
		value := fmt.Sprintf("%s %7.4f", p.f.Print(factorName(factor.Name)).PadRight(6), factor.Value)
		if l.unchanged(term, i) {
			value = fmt.Sprintf("%s %s", p.f.Print(factorName(factor.Name)).PadRight(6), viz.Clean("–").PadLeft(7))
		}
		text := viz.Clean(value)
		for _, f := range []string{substitute(formula, numbers), formula} {
			if long := p.f.Theme.Show(viz.Clean(value + " = " + f)); long.Width() <= p.W-2 {
				text = long
				break
			}
		}
		p.Text(2, p.y, p.f.Theme.Fit(text, p.W-2), st)
		p.y++
	}
}

// unchanged says whether a factor of a word is BM25's for the length of a
// passage that lacks the word: tf is 0 at any length, and 0/0 is no number.
func (l *Lab) unchanged(term retrieval.Term, i int) bool {
	return l.retriever != byTFIDF && term.Factors[i].Name == "length" && term.Factors[i-1].Value == 0
}

// relative is a passage's length in mean lengths.
func (l *Lab) relative(doc int) float64 {
	mean := l.corpus.index.MeanLength()
	if mean == 0 {
		return 1
	}
	return float64(l.corpus.index.Length(doc)) / mean
}

// substitute writes numbers for the letters of a formula. A letter that is a
// part of a name, as the n of ln, is left alone.
func substitute(formula string, numbers map[string]string) string {
	var out, name strings.Builder
	flush := func() {
		if v, ok := numbers[name.String()]; ok {
			out.WriteString(v)
		} else {
			out.WriteString(name.String())
		}
		name.Reset()
	}
	for _, r := range formula {
		if unicode.IsLetter(r) || unicode.IsDigit(r) && name.Len() > 0 {
			name.WriteRune(r)
			continue
		}
		flush()
		out.WriteRune(r)
	}
	flush()
	return out.String()
}

func (l *Lab) sayScore() message.Text {
	s, ok := l.explained()
	term, some := strongest(s)
	switch {
	case !ok && len(l.corpus.passages) == 0:
		return l.bare()
	case !ok:
		return l.unfound()
	case !some || !shares(s):
		text := message.New("The passage has no word that is looked for, so none was counted.")
		if m, near := l.missedIn(s.Doc); near {
			return message.Join(text, message.New("It has \"%s\", which is not \"%s\": %v.", m.there, m.asked, m.why()))
		}
		return text
	case s.Total == 0:
		return message.New("The score is 0: no word counts. A word that half of the documents have has the idf ln(1) = 0 in Robertson's formula.")
	case term.Score < 0:
		return message.New("\"%s\" is in %d of %d documents, so its idf is below 0: having the word lowers the score.", term.Text, term.Docs, l.corpus.index.Docs())
	case l.retriever == byTFIDF:
		return message.New("The tf of \"%s\" is its count, %d: before the vector is divided by its length, each repetition adds as much. In BM25 they saturate.", term.Text, term.Count)
	case l.retriever == byBoth:
		return message.New("RRF adds 1/(60+rank): it never sees a score, so BM25 and cosine need no common scale. Their scores must not be averaged.")
	case l.k1 == 0:
		return message.New("k1 = 0: whether the word is there counts, not how often, nor in how long a passage.")
	case l.b == 0:
		return message.New("b = 0: length does not count. \"%s\" as often as here is worth the same in any passage.", term.Text)
	}
	m := l.model()
	never, once, twice := m.Saturation(0, 1), m.Saturation(1, 1), m.Saturation(2, 1)
	return message.New("At k1 = %.2f and mean length a second \"%s\" would add %.0f %% of what the first does. Its rarity, %d of %d, gives the idf.",
		l.k1, term.Text, 100*(twice-once)/(once-never), term.Docs, l.corpus.index.Docs())
}

// shares says whether the passage has a word of the query.
func shares(s retrieval.Score) bool {
	return slices.ContainsFunc(s.Terms, func(t retrieval.Term) bool { return t.Count > 0 })
}

// factorName is what a factor of a score is called in the table of its words.
func factorName(name string) message.Text {
	switch name {
	case "length":
		return message.About("factor", "length")
	case "query":
		return message.About("factor", "query")
	case "asked":
		return message.About("factor", "asked")
	}
	return message.Verbatim(name) // idf, tf
}

// factorHelp says what the factors of a score mean.
var factorHelp = map[string]message.ID{
	"idf":    "how rare the word is among all passages",
	"tf":     "what the count of the word in the passage is worth",
	"length": "by how much the length of the passage changes what the word is worth",
	"query":  "how much the word weighs in the query",
	"asked":  "how often the query has the word",
}

// readScore gives the factors of the word that says most.
func (l *Lab) readScore() []lab.Reading {
	total := lab.Reading{Name: "score", Help: message.New("the sum of what the words of the query add")}
	s, ok := l.explained()
	if !ok {
		total.Undefined = message.New("nothing is found")
		return []lab.Reading{total, l.readSought()}
	}
	total.Value, total.Digits = s.Total, 5
	readings := []lab.Reading{
		total,
		{Name: "documents", Help: message.New("how many passages are in the index"), Value: float64(l.corpus.index.Docs()), Note: message.New("N")},
		{Name: "mean length", Help: message.New("how many words a passage has in the mean"), Value: l.corpus.index.MeanLength(), Digits: 2, Unit: "words"},
	}
	if l.retriever == byBoth {
		readings[0].Note = message.New("of bm25")
		readings = append([]lab.Reading{{Name: "fused", Help: message.New("the sum of 1/(60 + rank) over both rankings"), Value: l.found.hits[byBoth][l.looked()-1].Score, Digits: 7}}, readings...)
	}
	if term, ok := strongest(s); ok {
		for i, f := range term.Factors {
			r := lab.Reading{Name: f.Name, Help: message.New("a factor of the score: %v", factorHelp[f.Name]), Value: f.Value, Digits: 4, Note: message.New("of %s", term.Text)}
			if l.unchanged(term, i) {
				r.Undefined = message.New("the passage lacks the word")
			}
			readings = append(readings, r)
		}
	}
	return append(readings, l.readSought())
}

func (l *Lab) listWords() []lab.List {
	s, ok := l.explained()
	if !ok {
		return nil
	}
	id := l.corpus.passages[s.Doc].id
	list := lab.List{Name: fmt.Sprintf("the words in rank %d, %s", l.rank, id), Title: message.New("the words in rank %d, %s", l.rank, id), Columns: []string{"word", "passages with it", "times here", "factors", "score"}}
	for _, t := range s.Terms {
		factors := ""
		for i, f := range t.Factors {
			if l.unchanged(t, i) {
				continue
			}
			if i > 0 {
				factors += ", "
			}
			factors += fmt.Sprintf("%s %.4f = %s", f.Name, f.Value, f.Formula)
		}
		list.Add(lab.Word(t.Text), lab.Count(t.Docs), lab.Count(t.Count), lab.Word(factors), lab.Amount(t.Score, 5))
	}
	return []lab.List{list, l.listHeard()}
}
