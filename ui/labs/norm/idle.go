package norm

// Why a knob changes nothing now; "" where it does.

// remembers says that outputs are made with BatchNorm's running statistics.
func (l *Lab) remembers() bool {
	return l.kind == batchNorm && l.mode == evaluation && l.hasModes()
}

// hasModes says that the view shows one of BatchNorm's two modes.
func (l *Lab) hasModes() bool {
	return l.view == viewMatrix || l.view == viewNeighbour || l.view == viewShape
}

// mostRow is the last sample that can be chosen: one of the batch where there
// is a batch.
func (l *Lab) mostRow() int {
	if l.idleBatch() != "" {
		return l.available()
	}
	return max(min(l.batch, l.available()), 1)
}

func (l *Lab) idleBatch() string {
	switch {
	case l.view == viewSequence && l.data == fromModel:
		return "one sentence is looked at"
	case (l.view == viewModes || l.view == viewShape) && l.kind != batchNorm:
		return kindNames[l.kind] + " does not see the batch"
	}
	return ""
}

func (l *Lab) idleMine() string {
	if l.view == viewBatch && l.kind != batchNorm {
		return kindNames[l.kind] + " does not see the batch: its error is 0 in every row"
	}
	return ""
}

func (l *Lab) idleMode() string {
	switch {
	case l.kind != batchNorm:
		return kindNames[l.kind] + " does the same in both modes"
	case l.view == viewModes:
		return "both modes are shown"
	case !l.hasModes():
		return "this view is about training"
	}
	return ""
}

func (l *Lab) idleRunning() string {
	switch {
	case l.kind != batchNorm:
		return kindNames[l.kind] + " has no running statistics"
	case !l.remembers() && l.view != viewModes:
		return "running statistics are used in evaluation"
	case l.batch < 2:
		return "a batch of one can't be trained on"
	}
	return ""
}

func (l *Lab) idlePush() string {
	switch {
	case l.view == viewSequence && l.data == fromModel:
		return "here the ending changes"
	case l.view != viewNeighbour && l.view != viewSequence:
		return "a neighbour is pushed in the view neighbour"
	case l.batch < 2 && l.view == viewNeighbour:
		return "a batch of one has no neighbour"
	}
	return ""
}

func (l *Lab) idlePadding() string {
	if l.view != viewPadding {
		return "there is padding in the view padding"
	}
	return ""
}

func (l *Lab) idleEnding() string {
	switch {
	case l.view != viewSequence:
		return "a sentence ends otherwise in the view sequence"
	case l.data == fromExample:
		return "the example has no text"
	}
	return ""
}

func (l *Lab) idleLearned() string {
	if l.data == fromExample {
		return "the example has learnt nothing"
	}
	return l.idleMine()
}

func (l *Lab) idleText() string {
	if l.data == fromExample {
		return "the example has no text and no layers"
	}
	return ""
}
