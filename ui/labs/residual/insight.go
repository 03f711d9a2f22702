package residual

import (
	"fmt"
	"math"

	"logitarium/core/experiment"
	"logitarium/core/gpt"
	"logitarium/viz"
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
	const vanishing = 8 // how much less the first layer gets, at least
	switch {
	case math.IsNaN(pre) || math.IsNaN(post):
		return "Queries and keys are all 0 here: each position attends equally, and a product of zeros has no gradient for either."
	case l.cross && l.unit() && post > vanishing:
		return fmt.Sprintf("With cross-attention post-LN's first layer gets 1/%.0f of the last one's gradient: it vanishes, it does not explode.", post)
	case l.cross && l.unit() && post > 2:
		return fmt.Sprintf("With cross-attention post-LN's first layer gets 1/%.1f of the last one's gradient. Turn depth up: it vanishes.", post)
	case post > vanishing:
		return fmt.Sprintf("Post-LN's first layer gets 1/%.0f of the last one's gradient, at initialisation: nothing explodes.", post)
	case l.small():
		return fmt.Sprintf("Small init: toward the output post-LN %s, pre-LN %s. Post-LN's last is 1/%.0f of pre-LN's.",
			slope(post), slope(pre), last(m.pre)/last(m.post))
	}
	return fmt.Sprintf("Toward the output post-LN %s, pre-LN %s. That is initialisation, not training.", slope(post), slope(pre))
}

// slope says what the last layer's gradient is to the first's. Means of a few
// networks differ by a fifth.
func slope(ratio float64) string {
	switch {
	case ratio < 0.1:
		return fmt.Sprintf("falls to 1/%.0f", 1/ratio)
	case ratio < 0.8:
		return fmt.Sprintf("falls to %.2f", ratio)
	case ratio > 1.25:
		return fmt.Sprintf("rises to %.2f", ratio)
	}
	return fmt.Sprintf("is even (%.2f)", ratio)
}

func (l *Lab) small() bool {
	i := experiment.Init(l.init)
	return i == experiment.GPT2 || i == experiment.Unscaled
}

func (l *Lab) insightStream() string {
	m := l.sizes()
	grown := ratio(m.pre)
	if grown < 2 {
		return fmt.Sprintf("Pre-LN's branches add little here: ‖x‖² × %.2f over %d layers. Post-LN sets it to d each time.", grown, l.depth)
	}
	text := fmt.Sprintf("Pre-LN adds up: ‖x‖² grows %.1f-fold over %d layers. Post-LN sets it to d each time.", grown, l.depth)
	if l.cross && l.unit() {
		return text + " Lemma 2 has no cross-attention."
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
	theorem := ". Theorem 1 is about W2."
	if gradients[l.gradient].title == "W2" {
		theorem = ", whose bound has no L in it."
	}
	return fmt.Sprintf("From %d to %d layers the last gradient goes × %.2f in pre-LN, × %.2f in post-LN%s", evens, l.depth, pre, post, theorem)
}

func (l *Lab) insightRace() string {
	trained := l.race.trained(l.steps)
	if trained == 0 {
		return "Same first weights, same text, same rate: only the norm's place differs."
	}
	r := l.race.run
	pre, post, counts := r.Pre.Loss(trained), r.Post.Loss(trained), r.Unigram()
	const learnt = 0.5 // nats below the frequencies alone
	if l.race.paused && trained < l.steps {
		return fmt.Sprintf("Paused at step %d of %d: space goes on. Pre-LN %s, post-LN %s; token frequencies alone give %.2f.", trained, l.steps, viz.Fixed(pre, 2), viz.Fixed(post, 2), counts)
	}
	switch finite := func(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }; {
	case !finite(pre) && !finite(post):
		return "Both have diverged: their losses are no numbers any more. A lower rate?"
	case !finite(post):
		return fmt.Sprintf("Post-LN has diverged: its loss is no number any more. Pre-LN is at %.2f. A lower rate?", pre)
	case !finite(pre):
		return fmt.Sprintf("Pre-LN has diverged: its loss is no number any more. Post-LN is at %.2f. A lower rate?", post)
	}
	const near = 0.2 // of the frequencies: nothing else is known
	stuck := func(loss float64) bool { return !(loss < counts-learnt) }
	lost := func(loss float64) bool { return !(loss < counts+learnt) }
	switch warm := l.warmup > 0; {
	case trained < l.steps && warm && trained <= l.warmup:
		return fmt.Sprintf("Warm-up: the learning rate rises for %d steps. Pre-LN %.2f, post-LN %.2f.", l.warmup, pre, post)
	case stuck(pre) && stuck(post):
		return fmt.Sprintf("Pre-LN is at %.2f, post-LN at %.2f: neither is far below token frequencies alone (%.2f) yet.", pre, post, counts)
	case stuck(post) && trained < l.steps:
		return fmt.Sprintf("So far post-LN is at %.2f, pre-LN at %.2f; frequencies alone give %.2f.", post, pre, counts)
	case lost(post):
		return fmt.Sprintf("Post-LN ends at %.2f, worse than frequencies alone (%.2f). Pre-LN is at %.2f. A lower rate?", post, counts, pre)
	case stuck(post) && post < counts-near:
		return fmt.Sprintf("Post-LN has learnt little: %.2f, where token frequencies alone give %.2f. Pre-LN is at %.2f.", post, counts, pre)
	case stuck(post) && warm:
		return fmt.Sprintf("Post-LN is stuck at %.2f even so; frequencies alone give %.2f. A lower rate or a longer warm-up?", post, counts)
	case stuck(post):
		return fmt.Sprintf("Post-LN is stuck at %.2f; token frequencies alone give %.2f. Pre-LN is at %.2f. Set warm-up to 75 and look again.", post, counts, pre)
	case stuck(pre) && trained < l.steps:
		return fmt.Sprintf("So far pre-LN is at %.2f, post-LN at %.2f; frequencies alone give %.2f.", pre, post, counts)
	case stuck(pre):
		return fmt.Sprintf("Here it is pre-LN that has learnt little: %.2f, where frequencies alone give %.2f. Post-LN is at %.2f.", pre, counts, post)
	case post < pre-0.1:
		return fmt.Sprintf("Both learn, and post-LN is ahead: %.2f against %.2f. Pre-LN is not always better.", post, pre)
	case warm && post < pre+0.1:
		return fmt.Sprintf("With warm-up post-LN trains as well as pre-LN here: %.2f and %.2f. And with warm-up off?", post, pre)
	}
	return fmt.Sprintf("Both learn: pre-LN %.2f, post-LN %.2f.", pre, post)
}
