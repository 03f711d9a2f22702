package adapt

import (
	"math"

	"logitarium/core/experiment/knowledge"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// scoreReading is the share of right answers.
func (l *Lab) scoreReading(k knowledge.Kind, w knowledge.Way) lab.Reading {
	r := lab.Reading{Name: kindNames[k] + ", " + w.String(), Help: message.New("the share %v, %v", kindHelp[k], wayHelp[w]), Digits: 2}
	score, ok := l.study.score(k, w)
	if !ok {
		r.Undefined = message.New("not all are asked")
		return r
	}
	low, high := knowledge.Wilson(score.Right, score.Of)
	r.Value, r.Note = score.Share(), message.Verbatim(short(low)+"-"+short(high))
	return r
}

// kindHelp and wayHelp say what is counted, and who is asked.
var (
	kindHelp = [...]message.ID{
		knowledge.New:      "of the new facts that are answered right",
		knowledge.Reworded: "of the new facts that are answered right in other words than were trained",
		knowledge.Changed:  "of the changed facts that are answered with the new value",
		knowledge.Old:      "of the old facts, which are still true, that are answered right",
		knowledge.Format:   "of the answers that have the form of the house",
		knowledge.Untold:   "of questions that nobody can know about that are answered with some value all the same",
	}
	wayHelp = [...]message.ID{
		knowledge.AsIs:      "by the model as it was trained",
		knowledge.Retrieval: "by the same model with retrieved passages in its prompt",
		knowledge.Tuned:     "by the tuned copy",
		knowledge.Both:      "by the tuned copy with retrieved passages in its prompt",
	}
)

// confidenceReading is how sure a way is of what it cannot know.
func (l *Lab) confidenceReading(w knowledge.Way) lab.Reading {
	r := lab.Reading{Name: "untold p, " + w.String(), Help: message.New("how sure an answer about what nobody can know is in the mean, %v", wayHelp[w]), Digits: 2, Note: message.New("mean p")}
	score, ok := l.study.score(knowledge.Untold, w)
	switch {
	case !ok:
		r.Undefined = message.New("not all are asked")
	case math.IsNaN(score.MeanConfidence()):
		r.Undefined = message.New("training has diverged")
	default:
		r.Value = score.MeanConfidence()
	}
	return r
}
