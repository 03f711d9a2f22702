package sampling

import "logitarium/ui/lab"

// Lists are the rankings of the views bars and draws, from the knob's rank on.
func (l *Lab) Lists() []lab.List {
	if len(l.trace.Stages) == 0 {
		return nil
	}
	switch l.view {
	case viewBars:
		return []lab.List{l.listTokens()}
	case viewDraws:
		return []lab.List{l.listDraws()}
	}
	return nil
}

func (l *Lab) listTokens() lab.List {
	list := lab.List{Name: "tokens", Columns: []string{"rank", "token", "logit", "p(T=1)", "p(T)", "final"}}
	first, final := l.trace.Stages[0], l.trace.Final()
	left := make([]bool, len(first.Probs))
	for _, t := range final.Order {
		left[t] = true
	}
	from := min(l.from, len(first.Order)) - 1
	for i, t := range first.Order[from:] {
		last := lab.Word("cut")
		if left[t] {
			last = lab.Amount(final.Probs[t], 6)
		}
		list.Add(lab.Count(from+i+1), lab.Word(l.lm.Tokens.Label(t)), lab.Amount(first.Scores[t], 2),
			lab.Amount(first.Probs[t], 6), lab.Amount(l.warm[t], 6), last)
	}
	return list
}

func (l *Lab) listDraws() lab.List {
	list := lab.List{Name: "draws", Columns: []string{"rank", "token", "drawn", "expected", "final"}}
	final := l.trace.Final()
	from := min(l.from, max(len(final.Order), 1)) - 1
	for i, t := range final.Order[from:] {
		list.Add(lab.Count(from+i+1), lab.Word(l.lm.Tokens.Label(t)), lab.Count(l.sample.counts[t]),
			lab.Amount(float64(l.draws)*final.Probs[t], 3), lab.Amount(final.Probs[t], 6))
	}
	return list
}
