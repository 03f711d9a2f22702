package quantization

import "slices"

// outcome is what an effect came to when all texts were read.
type outcome struct {
	key           effectKey
	tokens        int
	before, after float64 // perplexity
	asked         int     // 0 where the model was not taught the answers
	known         int     // right answers before
	correct       int     // and after
}

// outcomes are what was measured to its end, the latest last.
type outcomes []outcome

// mostOutcomes is how many are kept: several turns of a knob.
const mostOutcomes = 64

// of finds an outcome. Ranges that come from texts come from all of them.
func (o outcomes) of(s settings) (outcome, bool) {
	rows := 0
	if s.calibrates() {
		rows = calibrationRows
	}
	i := slices.IndexFunc(o, func(o outcome) bool { return o.key == s.forEffect(rows) })
	if i < 0 {
		return outcome{}, false
	}
	return o[i], true
}

// with returns the outcomes and one more. It changes none: they may be kept.
func (o outcomes) with(next outcome) outcomes {
	return append(slices.Clone(o[max(len(o)-mostOutcomes+1, 0):]), next)
}

// bothKinds are the weights and the activations as the knobs stand. What has a
// scale of its own is a row of either: a channel of weights, a token of
// activations.
func (l *Lab) bothKinds() []settings {
	w := l.turned()
	x := w
	w.what, x.what = weights, activations
	w.calibration = dynamic
	switch {
	case x.calibration == static:
		x.granularity, x.group = perTensor, 0
	case x.granularity == perChannel:
		x.granularity = perToken
	}
	if w.granularity == perToken {
		w.granularity = perChannel
	}
	return []settings{w, x}
}

// measureTrials measures the effects that a view compares, one after the other.
func (l *Lab) measureTrials(spend spending) {
	for {
		e := &l.effect
		if spend(&e.preparing); e.ready() {
			spend(&e.reading)
		}
		if !e.ready() || e.reading.Waiting() {
			return
		}
		if _, ok := l.outcomes.of(l.set); !ok {
			before, after := e.read.perplexities()
			l.outcomes = l.outcomes.with(outcome{e.key, e.read.tokens, before, after, e.asked, e.known, e.correct})
		}
		next := l.settings()
		if next == l.set {
			return
		}
		if l.set = next; next.calibrates() {
			l.watch()
		}
		if l.followEffect(); l.calibrating() {
			return
		}
	}
}
