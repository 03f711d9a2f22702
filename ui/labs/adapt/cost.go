package adapt

import (
	"math"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/message"
	"logitarium/viz"
)

// sayLedger says which way is cheaper.
func (l *Lab) sayLedger() message.Text {
	answers, ok := l.breakEven()
	even := viz.Grouped(int(math.Round(answers)))
	switch {
	case !ok:
		return message.New("An answer with RAG reads a longer prompt; how long it is, is being measured.")
	case l.steps == 0:
		return message.New("No step is made: tuning costs nothing, and nothing is learnt.")
	case float64(l.answers) < answers:
		return message.Count(l.answers,
			"With one answer for each change RAG is cheaper. Beyond %[2]s the longer prompts cost more than the training.",
			"With %s answers for each change RAG is cheaper. Beyond %s the longer prompts cost more than the training.",
			viz.Grouped(l.answers), even)
	case float64(l.answers) == answers:
		return message.Count(l.answers,
			"With one answer for each change both cost the same. How good the answers are is in scores.",
			"With %s answers for each change both cost the same. How good the answers are is in scores.", viz.Grouped(l.answers))
	}
	return message.Count(l.answers,
		"With one answer for each change fine-tuning is cheaper: its training is paid off after %[2]s. How good the answers are is in scores.",
		"With %s answers for each change fine-tuning is cheaper: its training is paid off after %s. How good the answers are is in scores.",
		viz.Grouped(l.answers), even)
}

// costReadings are the multiply-adds of an answer, as it is and with RAG, in
// millions, and of one change of the facts, by training and in the index.
func (l *Lab) costReadings() []lab.Reading {
	answer := func(name string, help message.ID, w knowledge.Way) lab.Reading {
		r := lab.Reading{Name: name, Help: message.New(help), Unit: "M", Digits: 1, Note: message.New("multiply-adds")}
		_, products, ok := l.perAnswer(w)
		if !ok {
			r.Undefined = message.New("RAG is not asked yet")
		}
		r.Value = float64(products) / 1e6
		return r
	}
	return []lab.Reading{
		answer("cost: as is", "how many million multiply-adds an answer takes without passages", knowledge.AsIs),
		answer("cost: RAG", "how many million multiply-adds an answer takes with retrieved passages in its prompt, the search with it", knowledge.Retrieval),
		{Name: "cost: tuning", Help: message.New("how many billion multiply-adds the training for one change of the facts takes"),
			Value: float64(l.perChange(knowledge.Tuned)) / 1e9, Unit: "G", Digits: 1, Note: message.New("multiply-adds")},
		{Name: "cost: index", Help: message.New("how many million multiply-adds the passages take that one change of the facts writes anew"),
			Value: float64(l.perChange(knowledge.Retrieval)) / 1e6, Unit: "M", Digits: 1, Note: message.New("multiply-adds")},
	}
}

func (l *Lab) breakEvenReading() lab.Reading {
	r := lab.Reading{Name: "break-even", Help: message.New("after how many answers the training has paid for itself by shorter prompts"), Unit: "answers"}
	answers, ok := l.breakEven()
	if !ok {
		r.Undefined = message.New("RAG is not asked yet")
	}
	r.Value = math.Round(answers)
	return r
}
