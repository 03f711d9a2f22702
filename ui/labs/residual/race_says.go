package residual

import (
	"fmt"
	"math"

	"logitarium/core/experiment"
	"logitarium/ui/lab"
	"logitarium/ui/message"
)

// What a loss is called, by how far it is from that of the frequencies alone,
// in nats.
const (
	learnt = 0.5 // below them: more is known than they are
	near   = 0.2 // of them, or of the other network: about the same
)

// remedy is a warm-up that helps at the default rate.
const remedy = 75

// sayRace interprets the losses.
func (l *Lab) sayRace() string {
	trained, paused := l.race.trained(l.steps), ""
	if l.race.paused && trained < l.steps {
		paused = fmt.Sprintf("Paused at step %d of %d: space goes on. ", trained, l.steps)
	}
	if trained == 0 {
		return paused + "Same first weights, same text, same rate: only the norm's place differs."
	}
	r := l.race.run
	pre, post, counts := r.Pre.Loss(trained), r.Post.Loss(trained), r.Unigram()
	switch {
	case !finite(pre) && !finite(post):
		return paused + "Both have diverged: their losses are no numbers any more. A lower rate?"
	case !finite(post):
		return paused + fmt.Sprintf("Post-LN has diverged: its loss is no number any more. Pre-LN is at %.2f. A lower rate?", pre)
	case !finite(pre):
		return paused + fmt.Sprintf("Pre-LN has diverged: its loss is no number any more. Post-LN is at %.2f. A lower rate?", post)
	case paused != "":
		return paused + fmt.Sprintf("Pre-LN %.2f, post-LN %.2f; token frequencies alone give %.2f.", pre, post, counts)
	case l.warmup > 0 && trained <= l.warmup:
		return fmt.Sprintf("Warm-up: the learning rate rises for %d steps. Pre-LN %.2f, post-LN %.2f.", l.warmup, pre, post)
	case pre >= counts && post >= counts:
		return fmt.Sprintf("Pre-LN is at %.2f, post-LN at %.2f: neither is below token frequencies alone (%.2f) yet.", pre, post, counts)
	case pre > counts-learnt && post > counts-learnt:
		return fmt.Sprintf("Pre-LN is at %.2f, post-LN at %.2f: neither is far below token frequencies alone (%.2f) yet.", pre, post, counts)
	case max(pre, post) > counts-learnt && trained < l.steps:
		return fmt.Sprintf("So far pre-LN is at %.2f, post-LN at %.2f; frequencies alone give %.2f.", pre, post, counts)
	case max(pre, post) > counts-learnt && math.Abs(pre-post) <= near:
		return fmt.Sprintf("Both have learnt a little: pre-LN %.2f, post-LN %.2f, where frequencies alone give %.2f. More steps?", pre, post, counts)
	case post > counts-learnt:
		return l.sayBehind("Post-LN", "Pre-LN", post, pre, counts)
	case pre > counts-learnt:
		return l.sayBehind("Pre-LN", "Post-LN", pre, post, counts)
	case post < pre-near/2:
		return fmt.Sprintf("Both learn, and post-LN is ahead: %.2f against %.2f. Pre-LN is not always better.", post, pre)
	case l.warmup > 0 && post < pre+near/2:
		return fmt.Sprintf("With warm-up post-LN trains as well as pre-LN here: %.2f and %.2f. And with warm-up off?", post, pre)
	}
	return fmt.Sprintf("Both learn: pre-LN %.2f, post-LN %.2f.", pre, post)
}

// sayBehind says that at the end one network knows little more than how often
// tokens come, or less, and the other more.
func (l *Lab) sayBehind(name, other string, loss, ahead, counts float64) string {
	numbers := fmt.Sprintf("; token frequencies alone give %.2f. %s is at %.2f.", counts, other, ahead)
	switch {
	case loss >= counts+learnt:
		return fmt.Sprintf("%s ends at %.2f, worse than frequencies alone (%.2f). %s is at %.2f. A lower rate?", name, loss, counts, other, ahead)
	case loss < counts-near:
		return fmt.Sprintf("%s has learnt little: %.2f", name, loss) + numbers
	case l.warmup > 0:
		return fmt.Sprintf("%s is stuck at %.2f in spite of the warm-up", name, loss) + numbers + " A lower rate?"
	case l.steps < 2*remedy:
		return fmt.Sprintf("%s is stuck at %.2f", name, loss) + numbers + " With more steps, and a warm-up?"
	}
	return fmt.Sprintf("%s is stuck at %.2f", name, loss) + numbers + fmt.Sprintf(" Set warm-up to %d and look again.", remedy)
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

func (l *Lab) readRace() []lab.Reading {
	trained, r := l.race.trained(l.steps), l.race.run
	loss := func(name string, help message.ID, of func(*experiment.Race) float64, note message.ID) lab.Reading {
		out := lab.Reading{Name: name, Help: message.New(help), Unit: "nats", Digits: 2, Note: message.New(note), Undefined: message.New("no step yet")}
		if trained > 0 {
			out.Value, out.Undefined = of(r), message.Text{}
		}
		return out
	}
	const mean = "the cross-entropy of the next token in training batches, the mean of the last ten steps, norms "
	return computed("no number any more", []lab.Reading{
		loss("pre loss", mean+"before the branches", func(r *experiment.Race) float64 { return r.Pre.Loss(trained) }, "last 10 steps"),
		loss("post loss", mean+"after the sums", func(r *experiment.Race) float64 { return r.Post.Loss(trained) }, "last 10 steps"),
		loss("frequencies", "the loss of who knows how often each token comes, and nothing of what precedes it", (*experiment.Race).Unigram, "token counts"),
		{Name: "step", Help: message.New("how many updates both networks have made"), Value: float64(trained), Note: message.New("of %d", l.steps)},
		{Name: "rate now", Help: message.New("the learning rate of the last step, lower during the warm-up"), Value: l.race.setting.RateAt(max(trained-1, 0)), Digits: 5},
	})
}
