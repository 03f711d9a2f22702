package rag

import (
	"fmt"

	"logitarium/ui/lab"
)

// Lists are the views that are lists, whole: all that is found, with the whole
// names and texts.
func (l *Lab) Lists() []lab.List {
	if l.library == nil {
		return nil
	}
	switch l.view {
	case viewRanking:
		return l.listFound()
	case viewExplain:
		if l.retriever != byMeaning {
			return l.listWords()
		}
	case viewPrompt, viewAnswer:
		return l.listPasted()
	case viewMetrics:
		return l.listMetrics()
	}
	return nil
}

func (l *Lab) listFound() []lab.List {
	list := lab.List{Name: "passages found by " + retrieverOptions[l.retriever].Name, Columns: []string{"rank", "passage", "score"}}
	for _, o := range retrieverOptions {
		list.Columns = append(list.Columns, "rank by "+o.Name)
	}
	list.Columns = append(list.Columns, "answers", "text")
	for i, h := range l.hits() {
		p := l.shelf.passages[h.Doc]
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

func (l *Lab) listWords() []lab.List {
	s, ok := l.explained()
	if !ok {
		return nil
	}
	list := lab.List{Name: fmt.Sprintf("the words in rank %d, %s", l.rank, l.shelf.passages[s.Doc].id), Columns: []string{"word", "passages with it", "times here", "factors", "score"}}
	for _, t := range s.Terms {
		factors := ""
		for i, f := range t.Factors {
			if i > 0 {
				factors += ", "
			}
			factors += fmt.Sprintf("%s %.4f = %s", f.Name, f.Value, f.Formula)
		}
		list.Add(lab.Word(t.Text), lab.Count(t.Docs), lab.Count(t.Count), lab.Word(factors), lab.Amount(t.Score, 5))
	}
	left := l.unsought()
	if len(left) == 0 {
		return []lab.List{list}
	}
	lost := lab.List{Name: "words that are not looked for", Columns: []string{"word", "why"}}
	for _, u := range left {
		lost.Add(lab.Word(u.word), lab.Word(u.why))
	}
	return []lab.List{list, lost}
}

func (l *Lab) listPasted() []lab.List {
	if l.mute() && l.view == viewAnswer || len(l.prompt.pasted) == 0 {
		return nil
	}
	list := lab.List{Name: "passages of the prompt", Columns: []string{"place", "passage", "score", "tokens", "fits", "answers", "text"}}
	for i, q := range l.prompt.pasted {
		p := l.shelf.passages[q.doc]
		fits := "yes"
		if q.cut {
			fits = "no, left out"
		}
		list.Add(lab.Count(i+1), lab.Word(p.id), lab.Amount(l.scored(q.doc), 5), lab.Count(q.tokens), lab.Word(fits), lab.Word(l.answering(p)), lab.Word(p.text))
	}
	return []lab.List{list}
}

func (l *Lab) listMetrics() []lab.List {
	if len(l.metrics.questions) == 0 {
		return nil
	}
	list := lab.List{Name: "retrievers", Columns: []string{"retriever", "hit@1"}}
	if l.topN > 1 {
		list.Columns = append(list.Columns, fmt.Sprintf("hit@%d", l.topN))
	}
	list.Columns = append(list.Columns, "MRR")
	for r, o := range retrieverOptions {
		row := []lab.Cell{lab.Word(o.Name), lab.Amount(l.metrics.hit(r, 1), 3)}
		if l.topN > 1 {
			row = append(row, lab.Amount(l.metrics.hit(r, l.topN), 3))
		}
		list.Add(append(row, lab.Amount(l.metrics.mrr(r), 3))...)
	}
	return []lab.List{list}
}
