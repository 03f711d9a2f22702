package rag

// idle says why a knob changes nothing in the current state, or "".
func (l *Lab) idle(knob string) string {
	searches := knob != "documents" && knob != "rank" && knob != "place" && knob != "gold"
	switch {
	case searches && l.view == viewMetrics && !l.holding().labelled():
		return "nobody has labelled which of these documents answer what"
	case searches && l.view == viewAnswer && l.mute():
		return "the answer needs a larger model"
	}
	switch knob {
	case "query":
		if l.view == viewMetrics {
			return "the labelled questions are asked"
		}
	case "retriever":
		if l.view == viewVectors {
			return "the vectors are the bi-encoder's"
		}
	case "variant", "k1", "b":
		return l.idleBM25()
	case "top-n":
		if l.view == viewExplain || l.view == viewVectors {
			return "one passage is looked at, by rank"
		}
	case "stop-words":
		switch {
		case l.view == viewVectors || l.view == viewExplain && l.retriever == byMeaning:
			return "the vectors are of all words"
		case !l.drops():
			return "every word of these documents is looked for"
		}
	case "chunk":
		if l.holding().uncut {
			return "each document is one passage"
		}
	case "overlap":
		if l.chunk == 1 || l.holding().uncut {
			return "there is nothing to share between passages"
		}
	case "gold":
		if l.view == viewMetrics {
			return "the labelled questions need their answers"
		}
		return l.idleGold()
	case "place":
		switch {
		case !l.reads():
			return "there is a prompt in the views prompt and answer"
		case l.gold == goldRemoved:
			return "the passages that answer are removed"
		}
		return l.idleGold()
	case "rank":
		if l.reads() || l.view == viewMetrics {
			return "no single passage is looked at here"
		}
	}
	return ""
}

// reads says whether the view has a prompt.
func (l *Lab) reads() bool { return l.view == viewPrompt || l.view == viewAnswer }

func (l *Lab) idleBM25() string {
	switch {
	case l.view == viewVectors:
		return "the vectors are the bi-encoder's"
	case l.view == viewRanking || l.view == viewMetrics: // they show all retrievers
		return ""
	case l.retriever == byTFIDF || l.retriever == byMeaning:
		return "only bm25 and hybrid use it"
	}
	return ""
}

func (l *Lab) idleGold() string {
	if l.asked().known() {
		return ""
	}
	return "it is not known which passages answer this query"
}
