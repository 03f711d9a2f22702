package residual

import (
	"fmt"
	"math"

	"logitarium/core/experiment"
	"logitarium/core/gpt"
)

// Insight interprets the current numbers.
func (l *Lab) Insight() string {
	switch l.view {
	case viewGradients:
		return l.insightGradients()
	case viewStream:
		return l.insightStream()
	case viewDepth:
		return l.insightDepth()
	case viewRace:
		return l.insightRace()
	}
	return fmt.Sprintf("Post-LN: x is normalised %d times on its way. Pre-LN: its sums run through untouched, and one final norm ends them.", l.normsOnPath(gpt.PostLN))
}

func (l *Lab) insightGradients() string {
	m := l.norms(l.depth)
	pre, post := ratio(m.pre), ratio(m.post)
	switch {
	case math.IsNaN(pre) || math.IsNaN(post):
		return "Here queries and keys are all 0, so that every position attends equally; a product of zeros has no gradient for either."
	case post > 2 && l.cross:
		return fmt.Sprintf("With cross-attention post-LN's first layer gets 1/%.0f of the last one's gradient: it vanishes, it does not explode. At initialisation.", post)
	case l.small():
		return fmt.Sprintf("At this small init both are nearly even over layers, post-LN %.0f times smaller. At initialisation only.", last(m.pre)/last(m.post))
	case post < 2 && post > 0.5:
		return fmt.Sprintf("Post-LN is even (%.2f): no growth toward the output here. Pre-LN's falls to %.2f. This is initialisation, not training.", post, pre)
	}
	return fmt.Sprintf("Last over first: pre-LN %.2f, post-LN %.2f. Networks differ: average more of them. At initialisation.", pre, post)
}

func (l *Lab) small() bool {
	i := experiment.Init(l.init)
	return i == experiment.GPT2 || i == experiment.Unscaled
}

func (l *Lab) insightStream() string {
	m := l.sizes()
	grown := ratio(m.pre)
	text := fmt.Sprintf("Pre-LN adds up: ‖x‖² grows %.1f-fold over %d layers. Post-LN sets it to d each time.", grown, l.depth)
	if l.cross && l.unit() {
		return text + " The lemma has no cross-attention."
	}
	return text + " Later blocks add relatively less."
}

func (l *Lab) insightDepth() string {
	shallow, now := l.norms(evens), l.norms(l.depth)
	pre, post := last(now.pre)/last(shallow.pre), last(now.post)/last(shallow.post)
	switch {
	case math.IsNaN(pre) || math.IsNaN(post):
		return "Queries and keys are all 0 here, and have no gradient at any depth."
	case l.depth == evens:
		return "Turn depth up: in a deeper network, what gradient does the last layer get?"
	}
	return fmt.Sprintf("From %d to %d layers: pre-LN's last gradient × %.2f, post-LN's × %.2f. The theorem bounds post-LN, it does not let it grow.",
		evens, l.depth, pre, post)
}

func (l *Lab) insightRace() string {
	trained := l.race.trained(l.steps)
	if trained == 0 {
		return "Same first weights, same text, same rate: only the norm's place differs."
	}
	r := l.race.run
	pre, post, counts := r.Pre.Loss(trained), r.Post.Loss(trained), r.Unigram()
	const learnt = 0.5 // nats below the frequencies alone
	stuck := func(loss float64) bool { return !(loss < counts-learnt) }
	switch warm := l.warmup > 0; {
	case trained < l.steps && (warm && trained <= l.warmup):
		return fmt.Sprintf("Warm-up: the learning rate rises for %d steps. Pre-LN %.2f, post-LN %.2f.", l.warmup, pre, post)
	case stuck(pre) && stuck(post):
		return fmt.Sprintf("Neither knows more yet than how often tokens come (%.2f).", counts)
	case stuck(post) && warm:
		return fmt.Sprintf("Post-LN is stuck at %.2f even so; frequencies alone give %.2f. A lower rate or a longer warm-up?", post, counts)
	case stuck(post):
		return fmt.Sprintf("Post-LN is stuck at %.2f: token frequencies, no more. Pre-LN is at %.2f. Set warm-up to 75 and look again.", post, pre)
	case stuck(pre):
		return fmt.Sprintf("Here it is pre-LN that is stuck, at %.2f.", pre)
	case post < pre-0.1:
		return fmt.Sprintf("Both learn, and post-LN is ahead: %.2f against %.2f. Pre-LN is not always better.", post, pre)
	case warm && post < pre+0.1:
		return fmt.Sprintf("With warm-up post-LN trains as well as pre-LN here: %.2f and %.2f. What it lacked was the slow start.", post, pre)
	}
	return fmt.Sprintf("Both learn: pre-LN %.2f, post-LN %.2f.", pre, post)
}
