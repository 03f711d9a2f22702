package residual

import (
	"fmt"
	"math"

	"logitarium/core/experiment"
	"logitarium/ui/lab"
	"logitarium/viz"
)

// sayRace interprets the losses.
func (l *Lab) sayRace() string {
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

func (l *Lab) readRace() []lab.Reading {
	trained, r := l.race.trained(l.steps), l.race.run
	loss := func(name, help string, of func(*experiment.Race) float64, note string) lab.Reading {
		out := lab.Reading{Name: name, Help: help, Unit: "nats", Digits: 2, Note: note, Undefined: "no step yet"}
		if trained > 0 {
			out.Value, out.Undefined = of(r), ""
		}
		return out
	}
	const mean = "the cross-entropy of the next token in training batches, the mean of the last ten steps, norms "
	return computed("no number any more", []lab.Reading{
		loss("pre loss", mean+"before the branches", func(r *experiment.Race) float64 { return r.Pre.Loss(trained) }, "last 10 steps"),
		loss("post loss", mean+"after the sums", func(r *experiment.Race) float64 { return r.Post.Loss(trained) }, "last 10 steps"),
		loss("frequencies", "the loss of who knows how often each token comes, and nothing of what precedes it", (*experiment.Race).Unigram, "token counts"),
		{Name: "step", Help: "how many updates both networks have made", Value: float64(trained), Note: fmt.Sprintf("of %d", l.steps)},
		{Name: "rate now", Help: "the learning rate of the last step, lower during the warm-up", Value: l.race.setting.RateAt(max(trained-1, 0)), Digits: 5},
	})
}
